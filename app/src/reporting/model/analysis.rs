//! The analysis of a year's results, put together from the plan and the scores; and what it lacks before it is sent.

use std::{cmp::Reverse, collections::BTreeMap};

use documents::{
    Digits,
    analysis::{
        AnalysedItem, AnalysisReport, CarriedOver, IndicatorOfYear, Loss, MeasureOfItem, Strength, YearOfResults,
    },
};
use jiff::Timestamp;
use report::Duty;
use scoring::{
    Exact, Gap, Kind, Origin, Place, Score,
    instrument::{Standing, Subject},
};
use thai::Bilingual;

use super::readiness::Lack;
use crate::{
    assessment::Assessment,
    kit::visit::Agency,
    measures::{
        Plan, PlanItem,
        model::priority::{Priority, priorities, rule},
        priorities_of,
    },
};

/// So many years stand beside each other.
const YEARS: usize = 4;
/// So many strengths are named.
const STRENGTHS: usize = 6;
/// The facts of a definition on which the figures of the analysis rest.
const FACTS: [Subject; 6] =
    [Subject::Weights, Subject::IitItems, Subject::EitItems, Subject::OitItems, Subject::OitGroups, Subject::Levels];

/// What an analysis is made of.
pub struct Sources<'a> {
    /// Whose it is.
    pub agency: &'a Agency,
    /// The plan that answers the scores.
    pub plan: &'a Plan,
    /// The plan of the year before.
    pub plan_before: Option<&'a Plan>,
    /// All years with results, oldest first.
    pub results: &'a [Assessment],
    /// The total to reach: of the scenario that is the target of the plan's year; none if none is.
    pub target: Option<Score>,
    /// The moment of the last change of any of these.
    pub as_of: Timestamp,
    /// The digits of the printed report.
    pub digits: Digits,
}

impl Sources<'_> {
    fn now(&self) -> Option<&Assessment> {
        self.results.iter().find(|results| results.year == self.plan.head.score_year)
    }

    fn before(&self) -> Option<&Assessment> {
        self.results.iter().find(|results| results.year == self.plan.head.score_year.previous())
    }
}

/// The analysis.
pub fn assemble(sources: &Sources<'_>) -> AnalysisReport {
    let Sources { agency, plan, .. } = *sources;
    let now = sources.now();
    let gaps = now.map(|now| now.gaps(agency.gap_threshold)).unwrap_or_default();
    AnalysisReport {
        agency: agency.name.clone(),
        parent: agency.parent.clone(),
        year: plan.head.year,
        score_year: plan.head.score_year,
        years: years(sources),
        target: sources.target.unwrap_or(agency.target),
        target_is_set: sources.target.is_some(),
        threshold: agency.gap_threshold,
        indicators: now.map(|now| indicators(now, sources.before())).unwrap_or_default(),
        losses: gaps.iter().map(|gap| loss(gap, plan, now)).collect(),
        strengths: now.map(|now| strengths(now, agency.gap_threshold)).unwrap_or_default(),
        items: items(plan, now, agency.gap_threshold),
        carried_over: carried_over(sources),
        rule: rule(),
        notes: notes(now, &gaps),
        as_of: sources.as_of,
        digits: sources.digits,
        demonstration: agency.demonstration,
    }
}

fn years(sources: &Sources<'_>) -> Vec<YearOfResults> {
    let until: Vec<&Assessment> =
        sources.results.iter().filter(|results| results.year <= sources.plan.head.score_year).collect();
    let year = |results: &&Assessment| {
        let scores = results.scores();
        YearOfResults {
            year: results.year,
            total: scores.total().map(|value| value.score.clone()),
            level: results.level().map(|level| level.level.name.clone()),
            instruments: Kind::ALL.map(|kind| scores.instrument(kind).map(|value| value.score.clone())),
        }
    };
    until[until.len().saturating_sub(YEARS)..].iter().map(year).collect()
}

fn indicators(now: &Assessment, before: Option<&Assessment>) -> Vec<IndicatorOfYear> {
    let indicators = now.indicators(before).into_iter();
    indicators
        .map(|of| IndicatorOfYear {
            number: of.number,
            name: of.name,
            score: of.score.map(|value| value.score),
            before: of.previous,
        })
        .collect()
}

fn topic_of(code: &str, results: Option<&Assessment>) -> Option<Bilingual> {
    results?.instrument.item(code).map(|item| item.topic.clone())
}

fn loss(gap: &Gap, plan: &Plan, now: Option<&Assessment>) -> Loss {
    Loss {
        code: gap.code.clone(),
        topic: topic_of(&gap.code, now).unwrap_or_else(|| Bilingual::new("", "")),
        score: Some(gap.score.clone()),
        points: gap.points_at_stake.clone(),
        planned: plan.by_code(&gap.code).is_some(),
    }
}

/// Indicators and survey items that reach the threshold, the best first. Items of the open data check are complete or
/// not, so they are not named one by one.
fn strengths(now: &Assessment, threshold: Score) -> Vec<Strength> {
    let limit = Exact::from(threshold);
    let indicators = now.indicators(None).into_iter().filter_map(|of| {
        let name = Bilingual::new(
            format!("ตัวชี้วัดที่ {} {}", of.number, of.name.th),
            format!("Indicator {}, {}", of.number, of.name.en),
        );
        Some((name, of.score?.score))
    });
    let surveyed = now.given.iter().filter_map(|(place, score)| {
        let Place::Item(code) = place else { return None };
        let item = now.instrument.item(code).filter(|item| item.kind != Kind::Oit)?;
        let name = Bilingual::new(format!("ข้อ {code} {}", item.topic.th), format!("Item {code}, {}", item.topic.en));
        Some((name, Exact::from(*score)))
    });
    let mut good: Vec<(Bilingual, Exact)> =
        indicators.chain(surveyed).filter(|(_, score)| score.rounded() >= limit).collect();
    good.sort_by(|one, other| other.1.cmp(&one.1));
    good.truncate(STRENGTHS);
    good.into_iter().map(|(name, score)| Strength { name, score: Some(score) }).collect()
}

fn items(plan: &Plan, now: Option<&Assessment>, threshold: Score) -> Vec<AnalysedItem> {
    let derived = now.map(|now| priorities_of(now, threshold)).unwrap_or_default();
    let costs: BTreeMap<String, Exact> = now
        .map(|now| now.gaps(Score::FULL))
        .unwrap_or_default()
        .into_iter()
        .filter_map(|gap| Some((gap.code, gap.points_at_stake?)))
        .collect();
    let mut items: Vec<AnalysedItem> = plan.items.iter().map(|item| analysed(item, now, &derived, &costs)).collect();
    items.sort_by_key(|item| (item.rank, Reverse(item.points.clone())));
    items
}

fn analysed(
    item: &PlanItem,
    now: Option<&Assessment>,
    derived: &BTreeMap<String, Priority>,
    costs: &BTreeMap<String, Exact>,
) -> AnalysedItem {
    let priority = item.priority.as_ref().map(|chosen| chosen.priority).or_else(|| derived.get(&item.code).copied());
    let texts = |lines: &[crate::measures::model::Line]| lines.iter().map(|line| line.text.clone()).collect();
    let parties = |duty: Duty| {
        let of_duty = item.responsibles.iter().filter(|of| of.party.duty == duty);
        of_duty.map(|of| of.party.name.clone()).collect()
    };
    let measure = |line: &crate::measures::model::Line| MeasureOfItem {
        text: line.text.clone(),
        work_step: line.work_step.clone(),
    };
    let known = topic_of(&item.code, now);
    // The plan's own words stand in the Thai paper; English readers get the instrument's.
    let english = known.as_ref().map_or_else(|| item.topic.clone(), |topic| topic.en.clone());
    AnalysedItem {
        code: item.code.clone(),
        topic: Bilingual::new(item.topic.clone(), english),
        score: now.and_then(|now| now.given.get(&Place::Item(item.code.clone()))).map(|score| Exact::from(*score)),
        points: costs.get(&item.code).cloned(),
        rank: priority.map_or(u8::MAX, |priority| priority as u8),
        priority: priority.map(Priority::name),
        reason: item.priority.as_ref().map(|chosen| chosen.reason.clone()),
        causes: texts(&item.causes),
        guidelines: texts(&item.guidelines),
        measures: item.measures.iter().map(measure).collect(),
        carry_out: parties(Duty::CarryOut),
        supervise: parties(Duty::Supervise),
        period: [item.period.from, item.period.until],
        follow_ups: texts(&item.follow_ups),
    }
}

/// Joined by duty, because codes change from year to year.
fn carried_over(sources: &Sources<'_>) -> Vec<CarriedOver> {
    let (Some(plan), Some(now)) = (sources.plan_before, sources.now()) else { return Vec::new() };
    let answered = sources.results.iter().find(|results| results.year == plan.head.score_year);
    let carried = |item: &PlanItem| {
        let after = item.duty.as_deref().and_then(|duty| now.by_duty(duty));
        let before = answered.and_then(|results| results.given.get(&Place::Item(item.code.clone())));
        let known = topic_of(&item.code, answered);
        CarriedOver {
            code_then: item.code.clone(),
            code_now: after.map(|(item, _)| item.code.clone()),
            topic: known.unwrap_or_else(|| Bilingual::new(item.topic.clone(), item.topic.clone())),
            before: before.map(|score| Exact::from(*score)),
            after: after.and_then(|(_, score)| score).map(Exact::from),
        }
    };
    plan.items.iter().map(carried).collect()
}

fn notes(now: Option<&Assessment>, gaps: &[Gap]) -> Vec<Bilingual> {
    let Some(now) = now else {
        return vec![Bilingual::new("ยังไม่ได้บันทึกคะแนนของปีที่วิเคราะห์", "The scores of the year are not entered yet.")];
    };
    let year = now.year;
    let mut notes = Vec::new();
    if !now.note.is_empty() {
        notes.push(Bilingual::new(format!("ที่มาของคะแนน: {}", now.note), format!("Source of the scores: {}", now.note)));
    }
    notes.push(Bilingual::new(
        format!("คำนวณตามนิยามเครื่องมือประเมินปี {year} ที่เก็บไว้คู่กับคะแนน ด้วยเศษส่วนเต็ม และปัดเหลือสองตำแหน่งเมื่อแสดง"),
        format!("Computed by the definition of {year} kept beside the scores, with exact fractions, rounded to two decimals when shown."),
    ));
    if now.scores().total().is_some_and(|total| total.origin == Origin::Computed) {
        notes.push(Bilingual::new(
            "คะแนนรวมคำนวณจากคะแนนที่มี ไม่ใช่คะแนนรวมตามประกาศ",
            "The total is computed from the scores at hand; it is not the published one.",
        ));
    }
    let unsure = FACTS.into_iter().filter(|subject| now.instrument.fact(*subject).standing == Standing::NotEstablished);
    let names: Vec<Bilingual> = unsure.map(Subject::name).collect();
    if !names.is_empty() {
        let list = |of: fn(&Bilingual) -> &str| names.iter().map(of).collect::<Vec<_>>().join(", ");
        notes.push(Bilingual::new(
            format!("ข้อเท็จจริงของเครื่องมือปี {year} ที่ยังไม่ยืนยัน: {}", list(|name| &name.th)),
            format!("Not established of the instrument of {year}: {}", list(|name| &name.en)),
        ));
    }
    let unknown = gaps.iter().filter(|gap| gap.points_at_stake.is_none()).count();
    if unknown > 0 {
        notes.push(Bilingual::new(
            format!("ไม่ทราบน้ำหนักของ {unknown} ข้อ จึงไม่บอกว่าทำให้คะแนนรวมเสียเท่าใด"),
            format!("The weight of {unknown} items is not known, so what they cost the total is not told."),
        ));
    }
    notes.extend(now.contradictions());
    notes
}

/// What the analysis lacks, the most important first; nothing if it is complete.
pub fn lacks(report: &AnalysisReport) -> Vec<Lack> {
    let urgent = priorities(report.losses.iter().map(|loss| (loss.code.as_str(), loss.points.as_ref())));
    let unanswered =
        report.losses.iter().filter(|loss| !loss.planned && urgent.get(&loss.code) == Some(&Priority::First));
    let unanswered: Vec<String> = unanswered.map(|loss| loss.code.clone()).collect();
    let items = |lacking: &dyn Fn(&AnalysedItem) -> bool| -> Vec<String> {
        report.items.iter().filter(|item| lacking(item)).map(|item| item.code.clone()).collect()
    };
    let found = [
        (Bilingual::new("ข้อที่ควรทำก่อนแต่ยังไม่อยู่ในแผน", "Costs much, but is not in the plan"), unanswered),
        (Bilingual::new("ยังไม่มีสาเหตุ", "No cause"), items(&|item| item.causes.is_empty())),
        (Bilingual::new("ยังไม่มีมาตรการ", "No measure"), items(&|item| item.measures.is_empty())),
        (
            Bilingual::new("มีมาตรการที่ยังไม่บอกขั้นตอนงานที่ปรับ", "A measure without a work step"),
            items(&|item| item.measures.iter().any(|measure| measure.work_step.is_none())),
        ),
        (Bilingual::new("ยังไม่มีผู้ปฏิบัติ", "Nobody carries it out"), items(&|item| item.carry_out.is_empty())),
        (Bilingual::new("ยังไม่มีผู้กำกับดูแล", "Nobody supervises"), items(&|item| item.supervise.is_empty())),
        (Bilingual::new("ยังไม่มีวันครบกำหนด", "No due day"), items(&|item| item.period[1].is_none())),
        (Bilingual::new("ยังไม่มีวิธีติดตาม", "No follow-up"), items(&|item| item.follow_ups.is_empty())),
    ];
    found.into_iter().filter(|(_, items)| !items.is_empty()).map(|(what, items)| Lack { what, items }).collect()
}
