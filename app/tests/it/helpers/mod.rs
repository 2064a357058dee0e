//! The vocabulary of the stories.
//!
//! - [`Office`]: a started program with the demonstration data and a database of its own
//! - [`Person`]: somebody with a browser: anonymous, or signed in by role
//! - [`Answer`]: what they got: status, where it led, and the page, parsed
//! - [`postgres`]: the server that the stories on PostgreSQL use

pub mod answer;
pub mod office;
pub mod person;
pub mod postgres;

pub use answer::Answer;
pub use db::Engine;
pub use office::Office;
pub use person::Person;

/// A story, told once and tested on SQLite and on PostgreSQL.
///
/// ```ignore
/// story!(a_stranger_is_asked_to_sign_in, office, {
///     let answer = office.anonymous().get("/office").await;
///     assert_eq!(answer.status, 401);
/// });
/// ```
#[macro_export]
macro_rules! story {
    ($(#[$meta:meta])* $name:ident, $office:ident, $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn story($office: $crate::helpers::Office) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                story($crate::helpers::Office::open($crate::helpers::Engine::Sqlite).await).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                story($crate::helpers::Office::open($crate::helpers::Engine::Postgres).await).await;
            }
        }
    };
}
