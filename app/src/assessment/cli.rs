//! `prongsai score`: total and level from scores on the command line. It needs no database.

use std::process::ExitCode;

use clap::Args;
use scoring::command::{self, Arguments};
use thai::Language;

use crate::cli::{complain, say};

/// Exit code for input that cannot be understood.
const BAD_INPUT: u8 = 2;

/// Scores as typed, any subset.
#[derive(Args, Clone, Debug)]
pub struct ScoreOptions {
    /// Fiscal year, Buddhist era, e.g. 2564
    #[arg(long, value_name = "YEAR")]
    year: String,
    /// Ten indicator scores in order, between commas; - for one not known
    #[arg(long, value_name = "SCORES", allow_hyphen_values = true)]
    indicators: Option<String>,
    /// Scores of items, e.g. I1=77.87,E3=80
    #[arg(long, value_name = "CODE=SCORE,…")]
    items: Option<String>,
    /// OIT items at zero, all others being 100, e.g. O1,O2; "none" if there is none
    #[arg(long, value_name = "CODES")]
    oit_zero: Option<String>,
    /// The parts of the EIT (2566 and later), e.g. 79.40,82.24
    #[arg(long, value_name = "SCORES")]
    eit_parts: Option<String>,
    /// Score of the whole IIT
    #[arg(long, value_name = "SCORE")]
    iit: Option<String>,
    /// Score of the whole EIT
    #[arg(long, value_name = "SCORE")]
    eit: Option<String>,
    /// Score of the whole OIT
    #[arg(long, value_name = "SCORE")]
    oit: Option<String>,
    /// The cheapest way to this level, e.g. A
    #[arg(long, value_name = "LEVEL")]
    reach: Option<String>,
    /// No surveyed score rises above this on the way; 100 if not given
    #[arg(long, value_name = "SCORE")]
    ceiling: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
    /// Answer in Thai
    #[arg(long)]
    thai: bool,
}

/// Answers on standard output, or says what is wrong and exits with 2.
pub fn score(options: ScoreOptions) -> ExitCode {
    let language = if options.thai { Language::Thai } else { Language::English };
    let ScoreOptions { year, indicators, items, oit_zero, eit_parts, iit, eit, oit, reach, ceiling, json, thai: _ } =
        options;
    let arguments = Arguments { year, indicators, items, oit_zero, eit_parts, iit, eit, oit, reach, ceiling };
    match command::run(&arguments) {
        Ok(answer) if json => say(&answer.json()),
        Ok(answer) => say(answer.text(language).trim_end()),
        Err(sentence) => {
            complain(sentence.in_language(language));
            return BAD_INPUT.into();
        }
    }
    ExitCode::SUCCESS
}
