//! A sample address for every declared route: real records of the sample office.

use std::collections::BTreeMap;

use prongsai::{
    accounts::{actions::issue_reset, store::find_user_by_email},
    demo,
    kit::{
        Role,
        audit::{self, Actor},
        visit::{SessionId, UserId},
    },
    organisation::{
        self,
        model::{HoldingId, PersonId, PostId, UnitId},
    },
    routes::routes,
};

use crate::{documents, helpers::Office, parts, reporting, sign_off};

/// Declared path → an address of the sample office. A new kind of identifier in a path needs a line here.
pub async fn paths(office: &Office) -> BTreeMap<&'static str, String> {
    let plan = crate::measures::plan(office).await;
    let item = &plan.items[0];
    let Records { unit, post, person, holding, user, invitation } = records(office).await;
    let import = sample_import(office).await;
    let (part, upload, token) = parts::sample(office).await;
    sign_off::signed(office).await;
    let (circular, question) = crate::circulars::sample(office).await;
    let (document, posting) = documents::sample(office).await;
    let values: Vec<(&str, String)> = vec![
        ("/office/report/imports/{import_id}", import),
        ("/office/calendar/days/{day}", "/office/calendar/days/2022-04-13".into()),
        ("{circular_id}", circular),
        ("{question_id}", question),
        ("{meeting_id}", crate::circulars::meeting(office).await),
        ("{figure}", "measures.with_evidence".into()),
        ("{scenario_id}", sample_scenario(office).await),
        ("/office/report/parts/{part_id}", part),
        ("/office/report/part-files/{upload_id}", upload),
        ("/parts/{token}", token),
        ("{document_id}", document),
        ("{posting_id}", posting),
        ("{number}", "1".into()),
        ("/invitation/{token}", format!("/invitation/{invitation}")),
        ("/office/account/sessions/{id}", format!("/office/account/sessions/{}", SessionId::new())),
        ("/office/users/{id}", format!("/office/users/{user}")),
        ("/office/organisation/units/{id}", format!("/office/organisation/units/{unit}")),
        ("/office/organisation/posts/{id}", format!("/office/organisation/posts/{post}")),
        ("/office/organisation/people/{id}", format!("/office/organisation/people/{person}")),
        ("/office/organisation/holdings/{id}", format!("/office/organisation/holdings/{holding}")),
        ("{file}", "2022-04-08.json".into()),
        ("{item_id}", item.id.to_string()),
        ("{line_id}", item.measures[0].id.to_string()),
        ("{result_id}", item.results[0].id.to_string()),
        ("{responsible_id}", item.responsibles[0].id.to_string()),
        ("/office/scores/{year}", "/office/scores/2564".into()),
        ("{code}", "I7".into()),
        ("{agency}", demo::AGENCY.into()),
        ("{year}", "2565".into()),
        ("{day}", "2022-04-08".into()),
    ];
    let fill = |path: &'static str| {
        let address = values.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
        (path, address)
    };
    routes().declared().iter().map(|route| fill(route.path)).filter(|(_, address)| !address.contains('{')).collect()
}

/// A scenario of the sample office.
async fn sample_scenario(office: &Office) -> String {
    let moves = [(scoring::Place::Item("O36".into()), scoring::Score::FULL)].into();
    crate::assessment::save_scenario(office, moves).await.to_string()
}

/// Records of the sample office: the officer's post, and the account behind it with a link of its own.
struct Records {
    unit: UnitId,
    post: PostId,
    person: PersonId,
    holding: HoldingId,
    user: UserId,
    invitation: String,
}

async fn records(office: &Office) -> Records {
    let now = office.app.clock.now();
    let mut tx = office.app.database.write().await.expect("a transaction");
    let agency =
        organisation::find_agency_by_key(&mut tx, demo::AGENCY).await.expect("a query").expect("the sample office");
    let user = find_user_by_email(&mut tx, "officer@demo.example").await.expect("a query").expect("the officer");
    let invitation = issue_reset(&mut tx, &Actor::program(), &user, now).await.expect("a link");
    let day = prongsai::kit::clock::day_of(now);
    let holders = organisation::list_holders(&mut tx, agency.id, day).await.expect("a query");
    let held = holders.into_iter().find(|held| Some(held.holding.person.0) == user.person).expect("the officer's post");
    let units = organisation::list_units(&mut tx, agency.id).await.expect("a query");
    tx.commit().await.expect("a commit");
    audit::sign_heads(&office.app.database, &office.app.signer, day, now).await.expect("the heads of today");
    Records {
        unit: units[0].id,
        post: held.holding.post,
        person: held.holding.person,
        holding: held.holding.id,
        user: user.id,
        invitation,
    }
}

/// An import of the sample office that is being looked through.
async fn sample_import(office: &Office) -> String {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    reporting::bring(&mut coordinator, ("report.md", &reporting::cut_by_pages())).await
}
