//! Every route, walked as a stranger, as each role, and as the same role of another agency.

use std::collections::BTreeMap;

use axum::http::Method;
use prongsai::{
    demo,
    kit::{Access, Role, routes::Route},
    routes::routes,
};

use crate::{helpers::Office, samples, story};

/// Where anonymous visitors and officers of other agencies stop.
const SIGN_IN_FIRST: u16 = 401;
const FORBIDDEN: u16 = 403;
const NOT_FOUND: u16 = 404;

fn is_permitted(access: Access, role: Role) -> bool {
    match access {
        Access::Public | Access::SignedIn => true,
        Access::May(permission) => role.may(permission),
    }
}

/// Asks with GET, or with POST without the session's token: whoever passes the guard is stopped before any change.
async fn knock(person: &mut crate::helpers::Person, route: &Route, path: &str) -> (u16, bool) {
    if route.method == Method::GET {
        let answer = person.get(path).await;
        return (answer.status, false);
    }
    let answer = person.clone().without_form_token().post(path, &[]).await;
    (answer.status, answer.visible_text().contains("แบบฟอร์มนี้หมดอายุแล้ว"))
}

/// Does the answer show that the guard let the request through? For POST the missing token stops it right behind.
fn passed(route: &Route, (status, stopped_by_token): (u16, bool)) -> bool {
    match route.method {
        Method::GET => !matches!(status, SIGN_IN_FIRST | FORBIDDEN | NOT_FOUND) && status < 500,
        _ => stopped_by_token,
    }
}

async fn sample_paths(office: &Office) -> BTreeMap<&'static str, String> {
    let samples = samples::paths(office).await;
    let declared = routes();
    let missing: Vec<_> =
        declared.declared().iter().map(|route| route.path).filter(|path| !samples.contains_key(path)).collect();
    assert!(missing.is_empty(), "no sample address for {missing:?}: add it in tests/it/samples.rs");
    samples
}

story!(strangers_see_what_is_public_and_nothing_else, office, {
    let samples = sample_paths(&office).await;
    for route in routes().declared() {
        let path = &samples[route.path];
        let (status, _) = knock(&mut office.anonymous(), route, path).await;
        let name = format!("{} {path}", route.method);
        match route.access {
            Access::Public => {
                assert!(![SIGN_IN_FIRST, FORBIDDEN].contains(&status) && status < 500, "{name}: {status}")
            }
            Access::SignedIn | Access::May(_) => assert_eq!(status, SIGN_IN_FIRST, "{name}"),
        }
    }
});

story!(each_role_gets_exactly_what_its_permissions_say, office, {
    let samples = sample_paths(&office).await;
    for role in Role::ALL {
        let mut person = office.sign_in(role).await;
        let account = demo::ACCOUNTS.iter().find(|account| account.role == role).unwrap();
        for route in routes().declared() {
            let path = &samples[route.path];
            let answer = knock(&mut person, route, path).await;
            let name = format!("{} {path} as {role:?}: {answer:?}", route.method);
            match route.access {
                Access::Public => assert!(answer.0 < 500, "{name}"),
                _ if !is_permitted(route.access, role) => {
                    assert!(answer.0 == FORBIDDEN && !answer.1, "{name}");
                }
                // Roles that live in another agency of the demonstration do not see the sample office's records.
                _ if account.agency != demo::AGENCY => assert!(answer.0 < 500, "{name}"),
                _ => assert!(passed(route, answer), "{name}"),
            }
        }
    }
});

story!(for_the_same_role_of_another_agency_our_records_do_not_exist, office, {
    let samples = sample_paths(&office).await;
    for role in [Role::Coordinator, Role::Director] {
        let mut stranger = office.sign_in_elsewhere(role).await;
        stranger.get("/office").await;
        for route in routes().declared() {
            let names_a_record = route.path.contains("id}") && !route.path.starts_with("/{agency}");
            if route.access == Access::Public || !is_permitted(route.access, role) || !names_a_record {
                continue;
            }
            let path = &samples[route.path];
            let status = match route.method {
                Method::GET => stranger.get(path).await.status,
                _ => stranger.post(path, &[]).await.status,
            };
            assert_eq!(status, NOT_FOUND, "{} {path} as {role:?} of another agency", route.method);
        }
    }
});

story!(no_form_is_taken_without_the_token_of_the_session, office, {
    let samples = sample_paths(&office).await;
    let mut checked = 0;
    for route in routes().declared().iter().filter(|route| route.method == Method::POST) {
        let role = Role::ALL.into_iter().find(|role| is_permitted(route.access, *role)).expect("somebody may");
        let mut person = office.sign_in(role).await.without_form_token();
        let answer = person.post(&samples[route.path], &[]).await;
        assert_eq!(answer.status, FORBIDDEN, "POST {}: {}", route.path, answer.visible_text());
        assert!(answer.visible_text().contains("แบบฟอร์มนี้หมดอายุแล้ว"), "POST {}", route.path);
        checked += 1;
    }
    assert!(checked >= 2, "only {checked} forms were found");
});
