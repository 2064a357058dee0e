//! Every query of the program is prepared on both engines, and both engines hold the same schema.

use std::collections::BTreeMap;

use db::{Engine, sql};

use crate::{helpers::office::empty_database, sources};

/// Every literal that is passed to `sql(…)`, with where it stands.
fn literals() -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    for source in sources::all(".rs") {
        let code = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, _) in code.match_indices("sql(") {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_')
                || code[..at].lines().last().unwrap_or("").contains("//")
            {
                continue;
            }
            let argument = code[at + 4..].trim_start();
            let literal = read_literal(argument);
            let place = format!("{}:{}", source.path, code[..at].lines().count());
            let literal = literal.unwrap_or_else(|| panic!("{place}: sql() takes a plain literal"));
            found.push((place, &*Box::leak(literal.into_boxed_str())));
        }
    }
    found
}

/// Reads a Rust string literal: escapes, and lines that are continued with a backslash.
fn read_literal(text: &str) -> Option<String> {
    let mut characters = text.strip_prefix('"')?.chars().peekable();
    let mut literal = String::new();
    while let Some(c) = characters.next() {
        match c {
            '"' => return Some(literal),
            '\\' => match characters.next()? {
                '\n' => while characters.next_if(|c| c.is_whitespace()).is_some() {},
                'n' => literal.push('\n'),
                other => literal.push(other),
            },
            other => literal.push(other),
        }
    }
    None
}

async fn prepare_all(engine: Engine) {
    let (database, _folder) = empty_database(engine).await;
    let literals = literals();
    assert!(literals.len() > 60, "only {} queries were found", literals.len());
    let mut failures = Vec::new();
    let mut connection = database.write().await.unwrap();
    for (place, text) in literals {
        if let Err(error) = connection.prepare(text).await {
            failures.push(format!("{place}: {error}\n{text}"));
            drop(connection);
            connection = database.write().await.unwrap();
        }
    }
    assert!(failures.is_empty(), "{engine:?} refuses {} queries:\n{}", failures.len(), failures.join("\n\n"));
}

#[tokio::test]
async fn every_query_is_understood_by_sqlite() {
    prepare_all(Engine::Sqlite).await;
}

#[tokio::test]
async fn every_query_is_understood_by_postgres() {
    prepare_all(Engine::Postgres).await;
}

/// Table → column → (type in our own words, may be NULL).
type Schema = BTreeMap<String, BTreeMap<String, (String, bool)>>;

async fn schema(engine: Engine) -> (Schema, Vec<String>) {
    let (database, _folder) = empty_database(engine).await;
    let mut connection = database.read().await.unwrap();
    let columns = match engine {
        Engine::Sqlite => sql(
            "SELECT m.name AS table_name, p.name AS column_name, p.type AS column_type, CASE WHEN p.\"notnull\" = 1 OR p.pk > 0 THEN 'NO' ELSE 'YES' END AS nullable
             FROM sqlite_master m JOIN pragma_table_info(m.name) p
             WHERE m.type = 'table' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'",
        ),
        Engine::Postgres => sql(
            "SELECT CAST(table_name AS TEXT) AS table_name, CAST(column_name AS TEXT) AS column_name, CAST(data_type AS TEXT) AS column_type, CAST(is_nullable AS TEXT) AS nullable
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'",
        ),
    };
    let mut schema = Schema::new();
    for row in connection.rows(columns, vec![]).await.unwrap() {
        let text = |column: &str| row.get::<String>(column).unwrap();
        let nullable = text("nullable") == "YES";
        schema.entry(text("table_name")).or_default().insert(text("column_name"), (text("column_type"), nullable));
    }
    let indexes = match engine {
        Engine::Sqlite => {
            sql("SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite%' ORDER BY name")
        }
        Engine::Postgres => sql("SELECT CAST(i.indexname AS TEXT) AS name FROM pg_indexes i
             WHERE i.schemaname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)
             ORDER BY 1"),
    };
    let mut indexes: Vec<String> =
        connection.rows(indexes, vec![]).await.unwrap().iter().map(|row| row.get("name").unwrap()).collect();
    indexes.sort();
    (schema, indexes)
}

#[tokio::test]
async fn both_engines_hold_the_same_schema() {
    let (sqlite, sqlite_indexes) = schema(Engine::Sqlite).await;
    let (postgres, postgres_indexes) = schema(Engine::Postgres).await;
    assert!(sqlite.len() > 20, "{:?}", sqlite.keys());
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    assert_eq!(sqlite_indexes, postgres_indexes);
    for (table, columns) in &sqlite {
        assert_eq!(columns.keys().collect::<Vec<_>>(), postgres[table].keys().collect::<Vec<_>>(), "{table}");
        for (column, (kind, nullable)) in columns {
            let (other, other_nullable) = &postgres[table][column];
            assert_eq!(nullable, other_nullable, "{table}.{column} may be NULL on one engine only");
            let allowed: &[&str] = match other.as_str() {
                "uuid" | "bytea" => &["BLOB"],
                "text" | "date" => &["TEXT"],
                "bigint" | "boolean" => &["INTEGER"],
                _ => &[],
            };
            assert!(allowed.contains(&kind.as_str()), "{table}.{column} is {kind} on SQLite and {other} on PostgreSQL");
        }
    }
}
