//! A sample address for every declared route: real records of the sample office.

use std::collections::BTreeMap;

use prongsai::{kit::Role, routes::routes};

use crate::{helpers::Office, reporting};

/// Declared path → an address of the sample office. A new kind of identifier in a path needs a line here.
pub async fn paths(office: &Office) -> BTreeMap<&'static str, String> {
    let import = sample_import(office).await;
    let values: Vec<(&str, String)> = vec![
        ("/office/report/imports/{import_id}", import),
        ("{number}", "1".into()),
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

/// An import of the sample office that is being looked through.
async fn sample_import(office: &Office) -> String {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    reporting::bring(&mut coordinator, ("report.md", &reporting::cut_by_pages())).await
}
