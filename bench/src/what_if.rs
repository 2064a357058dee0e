//! The cheapest way to a level, on a whole instrument, against scoring that instrument once.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use scoring::{Exact, Instrument, Kind, Results, Score, Scores, what_if::cheapest};
use thai::FiscalYear;

use crate::{
    load::median,
    table::{Figure, Measured},
};

const TURNS: usize = 15;
/// The year whose instrument is searched: all items of all three instruments score by themselves.
const YEAR: u16 = 2564;

/// Measures the search from three states of an agency.
pub fn measure() -> anyhow::Result<Measured> {
    let instrument = FiscalYear::new(YEAR).and_then(Instrument::of).context("the instrument of the year")?;
    let best = instrument.levels().first().context("levels")?;
    let mut measured =
        Measured::new(&["scores", "items", "search, median ms", "slowest ms", "scoring once, ms", "ratio"]);
    for (name, spread) in [("all alike", 0), ("a few apart", 7), ("each another", 97)] {
        let results = results(instrument, spread)?;
        let (mut searches, mut scorings) = (Vec::new(), Vec::new());
        let mut moved = 0;
        for _ in 0..TURNS {
            let began = Instant::now();
            let Ok(found) = cheapest(black_box(instrument), black_box(&results), best, Score::FULL) else {
                bail!("{name}: the best level is out of reach");
            };
            searches.push(began.elapsed());
            moved = found.moves.len();
            let began = Instant::now();
            black_box(Scores::of(black_box(instrument), black_box(&results)));
            scorings.push(began.elapsed());
        }
        if moved == 0 {
            bail!("{name}: there was nothing to search");
        }
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let (search, scored) = (ms(median(&searches)), ms(median(&scorings)));
        measured.row([
            name.into(),
            instrument.items().len().to_string().into(),
            Figure::two(search),
            Figure::two(ms(searches.iter().copied().max().unwrap_or_default())),
            Figure::two(scored),
            format!("{:.0}×", search / scored).into(),
        ]);
    }
    measured.note(format!(
        "The search is exact: the fewest items, then the fewest points, from the scores to level {} of FY {YEAR}.",
        best.name.en
    ));
    Ok(measured)
}

/// Scores around 60 of all items; those of open data are 100 or nothing.
fn results(instrument: &Instrument, spread: usize) -> anyhow::Result<Results> {
    let mut results = Results::default();
    for (at, item) in instrument.items().iter().enumerate() {
        let score: Score = match item.kind {
            Kind::Oit => if at % 2 == 0 { "0" } else { "100" }.parse()?,
            Kind::Iit | Kind::Eit => format!("{}.{:02}", 60 + (at * spread) % 30, (at * spread * 13) % 100).parse()?,
        };
        results.items.insert(item.code.clone(), Exact::from(score));
    }
    Ok(results)
}
