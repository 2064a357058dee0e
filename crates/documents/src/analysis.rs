//! The analysis of a year's results (รายงานวิเคราะห์ผลการประเมิน), which the item on measures asks for (O42 in 2564): where
//! points were lost, what is done about it first, by whom, when, how it is followed up, and which step of the work it
//! changes.
//!
//! - [`AnalysisReport`]: what is known, as data; the program fills it
//! - [`told`]: what the report says, block by block, in Thai or English; pages, PDF and Word show the same blocks
//! - [`pdf`](analysis_pdf) and [`word`](analysis_docx): the files, which are Thai as all official papers
//!
//! What nobody entered is said to be missing; it is never made up.

pub mod told;
mod word;

use jiff::{Timestamp, civil::Date};
use scoring::{Exact, Score};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use thai::{Bilingual, FiscalYear, Language, date};

use self::told::Block;
pub use self::word::analysis_docx;
use crate::{
    Digits, DocumentError,
    report_form::{refuse_missing_in, serialise},
    typeset::{self, Print},
};

/// The analysis of the results of a year, and the measures that answer them.
#[derive(Clone, Debug, Serialize)]
pub struct AnalysisReport {
    /// The agency.
    pub agency: Bilingual,
    /// The agency above it.
    pub parent: Option<Bilingual>,
    /// The fiscal year of the measures.
    pub year: FiscalYear,
    /// The fiscal year of the scores.
    pub score_year: FiscalYear,
    /// The results of up to four years, oldest first; the last one is the year of the scores.
    pub years: Vec<YearOfResults>,
    /// The total that the agency aims at: the target of the year, or else the score it set for every year.
    pub target: Score,
    /// Is that the target of the year?
    pub target_is_set: bool,
    /// Items below this score are gaps.
    pub threshold: Score,
    /// The ten indicators.
    pub indicators: Vec<IndicatorOfYear>,
    /// Items that lose points, the costliest first.
    pub losses: Vec<Loss>,
    /// Indicators and items that reach the threshold best, the best first.
    pub strengths: Vec<Strength>,
    /// The items of the plan: the most urgent first, then the costliest.
    pub items: Vec<AnalysedItem>,
    /// The items of the plan before, and what became of their scores.
    pub carried_over: Vec<CarriedOver>,
    /// The rule by which priorities follow from points.
    pub rule: Bilingual,
    /// What a reader should know about the figures.
    pub notes: Vec<Bilingual>,
    /// The moment of the last change of what it says.
    pub as_of: Timestamp,
    /// The digits of the printed report.
    #[serde(skip)]
    pub digits: Digits,
    /// Says on every page that nothing in it is real.
    pub demonstration: bool,
}

/// The results of one year.
#[derive(Clone, Debug, Serialize)]
pub struct YearOfResults {
    /// The fiscal year.
    pub year: FiscalYear,
    /// The total.
    #[serde(serialize_with = "shown")]
    pub total: Option<Exact>,
    /// The level.
    pub level: Option<Bilingual>,
    /// IIT, EIT and OIT.
    #[serde(serialize_with = "all_shown")]
    pub instruments: [Option<Exact>; 3],
}

/// An indicator beside the year before.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorOfYear {
    /// 1 to 10.
    pub number: u8,
    /// Its name.
    pub name: Bilingual,
    /// Its score.
    #[serde(serialize_with = "shown")]
    pub score: Option<Exact>,
    /// Its score of the year before.
    #[serde(serialize_with = "shown")]
    pub before: Option<Exact>,
}

/// An item that loses points.
#[derive(Clone, Debug, Serialize)]
pub struct Loss {
    /// Its code.
    pub code: String,
    /// What it asks.
    pub topic: Bilingual,
    /// Its score.
    #[serde(serialize_with = "shown")]
    pub score: Option<Exact>,
    /// What it costs the total, in points; nothing if its weight is not known.
    #[serde(serialize_with = "shown")]
    pub points: Option<Exact>,
    /// Does the plan answer it?
    pub planned: bool,
}

/// What went well.
#[derive(Clone, Debug, Serialize)]
pub struct Strength {
    /// The indicator or item.
    pub name: Bilingual,
    /// Its score.
    #[serde(serialize_with = "shown")]
    pub score: Option<Exact>,
}

/// An item of the plan with all that the analysis says of it.
#[derive(Clone, Debug, Serialize)]
pub struct AnalysedItem {
    /// Its code in the year of the scores.
    pub code: String,
    /// What it asks.
    pub topic: Bilingual,
    /// Its score.
    #[serde(serialize_with = "shown")]
    pub score: Option<Exact>,
    /// What it costs the total, in points.
    #[serde(serialize_with = "shown")]
    pub points: Option<Exact>,
    /// How urgent it is.
    pub priority: Option<Bilingual>,
    /// Its place among the priorities: 0 for the first; all that is not known comes last.
    pub rank: u8,
    /// Why, if somebody chose another priority than the one that follows from the points.
    pub reason: Option<String>,
    /// Why points are lost.
    pub causes: Vec<String>,
    /// How it is approached.
    pub guidelines: Vec<String>,
    /// What is done, and which step of the work that changes.
    pub measures: Vec<MeasureOfItem>,
    /// Who carries the measures out.
    pub carry_out: Vec<String>,
    /// Who supervises.
    pub supervise: Vec<String>,
    /// The first day and the due day.
    pub period: [Option<Date>; 2],
    /// How it is followed up.
    pub follow_ups: Vec<String>,
}

/// A measure.
#[derive(Clone, Debug, Serialize)]
pub struct MeasureOfItem {
    /// What is done.
    pub text: String,
    /// The step of the work that it changes.
    pub work_step: Option<String>,
}

/// An item of the plan before, and what became of its score.
#[derive(Clone, Debug, Serialize)]
pub struct CarriedOver {
    /// Its code then.
    pub code_then: String,
    /// Its code now; nothing if nobody asks for it any more.
    pub code_now: Option<String>,
    /// What it asks.
    pub topic: Bilingual,
    /// The score that the plan answered.
    #[serde(serialize_with = "shown")]
    pub before: Option<Exact>,
    /// The score after it.
    #[serde(serialize_with = "shown")]
    pub after: Option<Exact>,
}

fn shown<S: Serializer>(score: &Option<Exact>, serializer: S) -> Result<S::Ok, S::Error> {
    score.as_ref().map(ToString::to_string).serialize(serializer)
}

fn all_shown<S: Serializer>(scores: &[Option<Exact>; 3], serializer: S) -> Result<S::Ok, S::Error> {
    scores.each_ref().map(|score| score.as_ref().map(ToString::to_string)).serialize(serializer)
}

impl AnalysisReport {
    /// What it is called.
    pub fn title(&self, t: Language) -> String {
        format!("{} {}", self.name(t), self.years_of(t))
    }

    fn name(&self, t: Language) -> &'static str {
        t.say("รายงานวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส", "Analysis of the Integrity and Transparency Assessment")
    }

    fn years_of(&self, t: Language) -> String {
        let (year, score_year) = (self.year, self.score_year);
        t.say(
            format!("ผลการประเมินปีงบประมาณ {score_year} และมาตรการปีงบประมาณ {year}"),
            format!("results of {score_year} and measures of {year}"),
        )
    }

    /// All of it as data.
    pub fn to_json(&self) -> String {
        let about = json!({ "format": "prongsai/analysis", "version": 1 });
        let mut all = serde_json::to_value(self).expect("texts and numbers can be written as JSON");
        if let (Some(all), Value::Object(about)) = (all.as_object_mut(), about) {
            all.extend(about);
        }
        format!("{all:#}")
    }

    fn whose(&self) -> String {
        let parent = self.parent.as_ref().map(|parent| parent.th.as_str());
        [Some(self.agency.th.as_str()), parent].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn foot(&self) -> String {
        format!("{} · ข้อมูล ณ {}", self.agency.th, date::moment(self.as_of, Language::Thai))
    }

    fn demonstration(&self) -> Option<&'static str> {
        self.demonstration.then_some("ข้อมูลสาธิต หน่วยงาน บุคคล และคะแนนในเอกสารนี้สมมติขึ้น ไม่ใช่รายงานจริง")
    }
}

/// What is printed, as finished strings.
#[derive(Serialize)]
struct PrintedAnalysis {
    title: String,
    years: String,
    agency: String,
    demonstration: Option<&'static str>,
    foot: String,
    blocks: Vec<Block>,
    digits: Digits,
}

impl PrintedAnalysis {
    fn new(report: &AnalysisReport) -> Self {
        let finish = |text: &str| thai::lines::clean(&report.digits.show(text));
        Self {
            title: finish(report.name(Language::Thai)),
            years: finish(&report.years_of(Language::Thai)),
            agency: finish(&report.whose()),
            demonstration: report.demonstration(),
            foot: finish(&report.foot()),
            blocks: told::blocks(report, Language::Thai).into_iter().map(|block| block.with_texts(&finish)).collect(),
            digits: report.digits,
        }
    }

    /// What stands for each chart when it is read out. It is never laid out, so it gets no break controls.
    fn alternatives(&self) -> Vec<String> {
        let charts =
            self.blocks.iter().filter_map(|block| if let Block::Bars(bars) = block { Some(bars) } else { None });
        let spoken = |bars: &told::Bars| {
            let values: Vec<String> = bars.bars.iter().map(|bar| format!("{} {}", bar.name, bar.shown)).collect();
            format!("{} {}", bars.description, values.join(", "))
        };
        charts.map(spoken).collect()
    }
}

/// The report as PDF, made as PDF/A-2a and PDF/UA-1. The same report gives the same bytes.
pub fn analysis_pdf(report: &AnalysisReport) -> Result<Vec<u8>, DocumentError> {
    let printed = PrintedAnalysis::new(report);
    let alternatives = printed.alternatives();
    let printed = serialise(&printed)?;
    refuse_missing_in("analysis", &printed)?;
    let meta = json!({
        "title": format!("{} {}", report.title(Language::Thai), report.agency.th),
        "author": report.agency.th,
        "description": format!("{} {}", report.title(Language::English), report.agency.en),
        "keywords": ["ITA", "คุณธรรมและความโปร่งใส", "integrity and transparency assessment"],
    });
    typeset::pdf(&Print {
        template: include_str!("../templates/analysis.typ"),
        data: &json!({ "report": crate::report_form::for_layout(printed), "alternatives": alternatives, "meta": meta }),
        identity: format!("prongsai/analysis/{}/{}", report.agency.th, report.year),
        printed_at: report.as_of,
    })
}
