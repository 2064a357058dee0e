//! A sample address for every declared route: real records of the sample office.

use std::collections::BTreeMap;

use prongsai::routes::routes;

use crate::helpers::Office;

/// Declared path → an address of the sample office. A new kind of identifier in a path needs a line here.
pub async fn paths(office: &Office) -> BTreeMap<&'static str, String> {
    let plan = crate::measures::plan(office).await;
    let item = &plan.items[0];
    let values: Vec<(&str, String)> = vec![
        ("{item_id}", item.id.to_string()),
        ("{line_id}", item.measures[0].id.to_string()),
        ("{result_id}", item.results[0].id.to_string()),
        ("{responsible_id}", item.responsibles[0].id.to_string()),
        ("/office/scores/{year}", "/office/scores/2564".into()),
        ("{code}", "I7".into()),
        ("{agency}", prongsai::demo::AGENCY.into()),
        ("{year}", "2565".into()),
        ("{day}", "2022-04-08".into()),
    ];
    let fill = |path: &'static str| {
        let address = values.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
        (path, address)
    };
    routes().declared().iter().map(|route| fill(route.path)).filter(|(_, address)| !address.contains('{')).collect()
}
