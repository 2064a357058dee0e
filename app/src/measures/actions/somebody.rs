//! Where somebody stands in the office today.

use db::Connection;
use jiff::civil::Date;

use crate::{
    kit::{Role, visit::AgencyId},
    measures::model::desk::Somebody,
    organisation::{self, model::PersonId},
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
    let members = organisation::list_members(connection, agency, day).await?;
    let member = members.into_iter().find(|member| member.person == person);
    let places = member.map(|member| member.places).unwrap_or_default();
    let with = |role: Role| places.iter().filter(move |place| place.roles.contains(&role));
    Ok(Somebody {
        person: Some(person),
        posts: places.iter().map(|place| place.post).collect(),
        units: places.iter().filter_map(|place| place.unit).collect(),
        heads: with(Role::UnitHead).filter_map(|place| place.unit).collect(),
        directs: with(Role::Director).next().is_some(),
    })
}
