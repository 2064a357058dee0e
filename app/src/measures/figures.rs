//! The figures that stand beside items: scores of the year answered, and what each item would win back.

use db::Connection;
use scoring::{Exact, Instrument, Kind, Results, Score, gaps};
use thai::FiscalYear;

use super::{model::listing::Figures, store};
use crate::kit::visit::AgencyId;

/// Scores of a year and the points at stake.
pub(super) async fn load(connection: &mut Connection, agency: AgencyId, year: FiscalYear) -> db::Result<Figures> {
    let scores = store::list_scores(connection, agency, year).await?.into_iter().collect();
    let mut figures = Figures { scores, points: Default::default() };
    if let Some(instrument) = Instrument::of(year) {
        let gaps = gaps(instrument, &results(&figures), Score::FULL);
        figures.points = gaps.into_iter().filter_map(|gap| Some((gap.code, gap.points_at_stake?))).collect();
    }
    Ok(figures)
}

fn results(figures: &Figures) -> Results {
    let is_item = |subject: &str| {
        let mut letters = subject.chars();
        letters.next().and_then(Kind::of_letter).is_some() && letters.as_str().parse::<u8>().is_ok()
    };
    let items = figures.scores.iter().filter(|(subject, _)| is_item(subject));
    Results { items: items.map(|(code, score)| (code.clone(), Exact::from(*score))).collect(), ..Results::default() }
}
