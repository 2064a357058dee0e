//! Data flows one way: the frame (cli, routes, server, jobs) → features → kit → crates; and inside a feature the pages
//! and commands → actions → store, with the model used by all and using none of them.

use crate::sources::{Source, all, features};

/// The insides of a feature. What others may use is its `mod.rs`, its types and its verbs.
const INSIDES: [&str; 6] = ["store", "office", "public", "api", "jobs", "cli"];
/// Files of the frame may use everything.
const FRAME: [&str; 8] = ["main.rs", "lib.rs", "cli.rs", "config.rs", "app.rs", "routes.rs", "server.rs", "jobs.rs"];

/// Code without its comments and without its unit tests.
fn code(source: &Source) -> String {
    let text = source.text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The first two segments of every path that begins with `crate::`, also inside braces.
fn paths(code: &str) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    _ => {}
                }
                if c == ',' && depth == 0 {
                    found.push(segments(&item));
                    item.clear();
                } else {
                    item.push(c);
                }
            }
            found.push(segments(&item));
        } else {
            found.push(segments(rest));
        }
    }
    found
}

fn segments(path: &str) -> (String, Option<String>) {
    let name = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let (first, rest) = path.split_once("::").map_or((path, None), |(first, rest)| (first, Some(rest)));
    (name(first), rest.map(name).filter(|second| !second.is_empty()))
}

#[test]
fn paths_are_read_as_rust_means_them() {
    let read = paths("use crate::{app::App, kit::{Error, audit::Actor}, organisation}; crate::accounts::store::x()");
    let expected = [("app", Some("App")), ("kit", None), ("organisation", None), ("accounts", Some("store"))];
    let expected: Vec<_> = expected.map(|(a, b)| (a.to_owned(), b.map(str::to_owned))).into();
    assert_eq!(read, expected);
}

#[test]
fn the_kit_knows_no_feature() {
    let features = features();
    assert!(features.len() >= 4, "the features were not found: {features:?}");
    for source in all(".rs").iter().filter(|source| source.path.starts_with("kit/")) {
        for (first, _) in paths(&code(source)) {
            assert!(!features.contains(&first), "{} uses the feature {first}", source.path);
        }
    }
}

#[test]
fn features_meet_only_at_their_doors() {
    let features = features();
    for source in all(".rs") {
        let Some((own, _)) = source.path.split_once('/') else {
            assert!(FRAME.contains(&source.path.as_str()), "{} is neither a feature nor of the frame", source.path);
            continue;
        };
        for (first, second) in paths(&code(&source)) {
            let inside = second.filter(|second| INSIDES.contains(&second.as_str()));
            if let Some(inside) = inside.filter(|_| features.contains(&first) && first != own) {
                panic!("{} reaches into {first}::{inside}", source.path);
            }
        }
    }
}

#[test]
fn inside_a_feature_nothing_looks_upwards() {
    let above = |file: &str| match file {
        "model.rs" => &["store", "actions", "office", "public", "cli"][..],
        "store.rs" => &["actions", "office", "public", "cli"][..],
        "actions.rs" => &["office", "public", "cli"][..],
        _ => &[][..],
    };
    for source in all(".rs") {
        let Some((_, file)) = source.path.split_once('/') else { continue };
        let code = code(&source);
        let imports: Vec<&str> = code.split("super::").skip(1).collect();
        for layer in above(file) {
            let direct = imports.iter().any(|import| import.starts_with(layer));
            let grouped = code.split("use super::{").skip(1).any(|group| {
                let group = group.split(';').next().unwrap_or_default();
                group.split([',', '{', '\n']).any(|item| item.trim().split("::").next() == Some(layer))
            });
            assert!(!direct && !grouped, "{} uses {layer}", source.path);
        }
    }
}

#[test]
fn sql_stands_only_in_stores_and_sqlx_only_behind_the_seam() {
    for source in all(".rs") {
        let code = code(&source);
        let is_store = source.path.ends_with("/store.rs") || source.path.contains("/store/");
        assert!(!code.contains("sql(\"") || is_store, "{} holds SQL", source.path);
        assert!(!code.contains("sqlx::") || source.path == "app.rs", "{} goes past the database seam", source.path);
    }
}

#[test]
fn the_crates_below_depend_one_way() {
    let allowed: [(&str, &[&str]); 5] = [
        ("thai", &[]),
        ("scoring", &["thai"]),
        ("report", &["thai", "scoring"]),
        ("documents", &["thai", "scoring", "report"]),
        ("db", &["thai", "scoring"]),
    ];
    for (name, below) in allowed {
        let manifest = format!("{}/../crates/{name}/Cargo.toml", env!("CARGO_MANIFEST_DIR"));
        let manifest = std::fs::read_to_string(manifest).expect("a crate's manifest");
        for (other, _) in allowed {
            let depends = manifest.lines().any(|line| line.starts_with(&format!("{other}.workspace")));
            assert!(!depends || below.contains(&other), "{name} depends on {other}");
        }
    }
}
