//! Figures of the sample office, bound to the results that they prove.

use db::Uuid;
use jiff::{Timestamp, civil::date};
use thai::FiscalYear;

use super::{AGENCY, agency};
use crate::{
    app::App,
    kit::{Error, audit::Actor, clock::day_of, figures::About},
    measures,
};

/// An item with the place of its result, a figure, and what it is to reach in hundredths.
const BOUND: [(&str, usize, &str, i64); 2] =
    [("I7", 0, "circulars.read", 9_500), ("I7", 1, "circulars.minutes_circulated", 10_000)];

/// Binds the figures of this year to results of the sample plan.
pub(super) async fn fill(app: &App, now: Timestamp) -> Result<(), Error> {
    let mut tx = app.database.write().await?;
    let agency = agency(&mut tx, AGENCY).await?;
    let plan = measures::plan_of(&mut tx, agency, FiscalYear::of(date(2022, 4, 8))).await?.ok_or(Error::NotFound)?;
    for (code, place, key, target) in BOUND {
        let result = plan.by_code(code).and_then(|item| item.results.get(place)).ok_or(Error::NotFound)?.id;
        let figure = app.figures.find(key).ok_or(Error::NotFound)?;
        let about =
            About { figure: key.into(), subject: Uuid::nil(), unit: Uuid::nil(), year: FiscalYear::of(day_of(now)) };
        let name = (figure.name)().th;
        let bound = (about, name.as_str(), Some(target));
        measures::actions::bind_figure(&mut tx, &Actor::program(), agency, result, bound, now).await?;
    }
    Ok(tx.commit().await?)
}
