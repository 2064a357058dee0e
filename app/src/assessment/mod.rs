//! Assessment: what an agency scored in the ITA (การประเมินคุณธรรมและความโปร่งใส) of each fiscal year, and where it
//! loses points.
//!
//! - An *assessment* (ผลการประเมิน) is an agency's fiscal year. Its scores are those that the National
//!   Anti-Corruption Commission published, typed in or taken from a report; what is not given is computed where that is
//!   possible, and what is given is never replaced.
//! - A *definition* of an instrument is kept, word for word, beside the first scores of the year and scores them from
//!   then on. **A definition that has answers never changes.**
//! - A *gap* (ข้อที่เสียคะแนน) is an item below the agency's threshold or an open-data item at zero; *points at stake*
//!   (คะแนนที่คืนได้) are what the total wins if it reaches 100: the exact derivative through means and weights.
//! - A *scenario* (แผนทดลอง) moves scores to see what becomes of the total; one of them can be the *target*
//!   (เป้าหมาย) of the next year.
//! - Years are compared by *duty*, never by code: O36 of 2564 is O34 of 2566.

mod actions;
pub mod cli;
mod definitions;
mod entry;
mod figures;
mod model;
mod office;
mod overview;
mod store;

pub use actions::{
    enter_scores, list_results, list_results_of_offices, load_results,
    scenarios::{save as save_scenario, set_target, target_of},
    take_scores,
};
pub use figures::target_in_words;
pub use model::{
    Assessment, AssessmentId, Difference, Entry, Given, IndicatorScore, LevelOfYear, NextLevel, differences,
    place_of_key, points_at_stake,
    scenario::{Move, Scenario, ScenarioId, Target},
};
pub use overview::{Overview, overview};

use crate::kit::{Access, Permission, Routes};

/// The pages of results and gaps.
pub fn routes() -> Routes {
    let (see, edit) = (Access::May(Permission::SeeOffice), Access::May(Permission::EditScores));
    Routes::new()
        .get("/office/scores", see, office::years)
        .get("/office/scores/{year}", see, office::year)
        .get("/office/scores/{year}/entry", edit, office::entry)
        .post("/office/scores/{year}/entry", edit, office::enter)
        .get("/office/scores/{year}/removal", edit, office::confirm_removal)
        .post("/office/scores/{year}/removal", edit, office::remove)
        .get("/office/scores/{year}/items", see, office::items)
        .get("/office/scores/{year}/items/{code}", see, office::item)
        .get("/office/scores/{year}/gaps", see, office::gaps)
        .get("/office/scores/{year}/what-if", see, office::what_if::show)
        .get("/office/scores/{year}/scenarios", see, office::scenarios::list)
        .post("/office/scores/{year}/scenarios", edit, office::scenarios::save)
        .get("/office/scores/{year}/scenarios/new", edit, office::scenarios::new)
        .get("/office/scores/scenarios/{scenario_id}", see, office::scenarios::show)
        .get("/office/scores/scenarios/{scenario_id}/name", edit, office::scenarios::rename_form)
        .post("/office/scores/scenarios/{scenario_id}/name", edit, office::scenarios::rename)
        .get("/office/scores/scenarios/{scenario_id}/target", edit, office::scenarios::confirm_target)
        .post("/office/scores/scenarios/{scenario_id}/target", edit, office::scenarios::set_target)
        .post("/office/scores/scenarios/{scenario_id}/release", edit, office::scenarios::release_target)
        .get("/office/scores/scenarios/{scenario_id}/removal", edit, office::scenarios::confirm_removal)
        .post("/office/scores/scenarios/{scenario_id}/removal", edit, office::scenarios::remove)
}
