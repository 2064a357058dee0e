//! Where somebody stands in the office today.

use db::Connection;
use jiff::civil::Date;

use crate::{
    kit::{Role, visit::AgencyId},
    measures::model::desk::Somebody,
    organisation::{
        self,
        model::{PersonId, Post},
    },
};

/// The posts and units in which a person stands on a day, held or acted for, and what they lead. Who is nobody in the
/// agency stands nowhere.
pub async fn somebody(
    connection: &mut Connection,
    agency: AgencyId,
    person: Option<PersonId>,
    day: Date,
) -> db::Result<Somebody> {
    let Some(person) = person else { return Ok(Somebody::default()) };
    let holders = organisation::list_holders(connection, agency, day).await?;
    let posts: std::collections::BTreeSet<_> =
        holders.iter().filter(|held| held.holding.person == person).map(|held| held.holding.post).collect();
    let all = organisation::list_posts(connection, agency).await?;
    let theirs: Vec<&Post> = all.iter().filter(|post| posts.contains(&post.id)).collect();
    let with = |role: Role| theirs.iter().filter(move |post| post.roles.contains(&role));
    Ok(Somebody {
        person: Some(person),
        units: theirs.iter().filter_map(|post| post.unit).collect(),
        heads: with(Role::UnitHead).filter_map(|post| post.unit).collect(),
        directs: with(Role::Director).next().is_some(),
        posts,
    })
}
