//! Bringing a file in, looking it through, taking it over, and the report of a year as it goes out.

use std::{collections::BTreeMap, sync::Arc};

use db::{Connection, Database, Transaction};
use documents::{AnalysisReport, Digits, ReportForm};
use jiff::{Span, Timestamp};
use report::{
    Change, Indicator, Report, difference,
    write::{self, WriteError},
};
use scoring::Place;
use serde_json::{Value, json};
use thai::{Bilingual, FiscalYear};
use tokio::task::spawn_blocking;

use super::{
    model::{
        self, Decisions, FileKind, Import, ImportId, Review, State,
        analysis::{self, Sources},
        readiness,
        taking::{NewItem, Removal, new_items, removals},
    },
    printing::print,
    store,
};
use crate::{
    assessment,
    figures::{self, Catalogue, Standing},
    kit::{
        Error,
        audit::{self, Actor, Subject},
        visit::{Agency, AgencyId, UserId},
    },
    measures, organisation,
};

/// A file that somebody brings.
#[derive(Clone, Debug)]
pub struct BroughtFile {
    /// Its name on the device it came from.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What came of bringing a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    /// A new import, to be looked through.
    New(ImportId),
    /// The same file is being looked through already.
    InReview(ImportId),
    /// The same file was taken over and nothing has changed since: there is nothing to do.
    NothingNew,
}

/// What taking an import over would change.
#[derive(Clone, Debug, Default)]
pub struct Differences {
    /// Scores.
    pub scores: Vec<assessment::Difference>,
    /// The plan of measures.
    pub plan: Vec<Change>,
    /// Items that the plan does not have yet.
    pub new_items: Vec<NewItem>,
    /// Everything that will be gone from the plan.
    pub removals: Vec<Removal>,
    /// Does anything change, be it only a note?
    pub any: bool,
    /// Scores of the year that would contradict each other afterwards.
    pub contradictions: Vec<Bilingual>,
}

/// What was taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Items that the plan did not have.
    pub added: usize,
    /// Items that said something else before.
    pub changed: usize,
    /// Items that stay as they were.
    pub unchanged: usize,
    /// Scores that are new or different.
    pub scores: usize,
}

/// Reads a file off the async threads. The inner error is the sentence for the person who chose the file.
pub async fn read_file(
    file: BroughtFile,
    year: Option<FiscalYear>,
) -> Result<Result<(BroughtFile, Review), Bilingual>, Error> {
    let read = spawn_blocking(move || model::read(&file.bytes, &file.name, year).map(|review| (file, review)));
    read.await.map_err(|error| Error::Internal(error.into()))
}

/// Brings a file in that was read. A file that is here already is not brought in twice: one that is being looked
/// through is found again with everything decided so far; one that was taken over counts as new only if taking it
/// again would change something, and then with the corrections that were made before.
pub async fn bring(
    database: &Database,
    actor: &Actor,
    agency: &Agency,
    year: FiscalYear,
    file: &BroughtFile,
    review: Review,
    now: Timestamp,
) -> Result<Brought, Error> {
    let digest = *blake3::hash(&file.bytes).as_bytes();
    let same = store::find_same(&mut database.read().await?, agency.id, year, &digest).await?;
    let review = match same {
        Some(same) if same.state == State::Review => return Ok(Brought::InReview(same.id)),
        Some(same) if !differences(database, actor, agency, &same, now).await?.any => return Ok(Brought::NothingNew),
        Some(same) => same.review,
        None => review,
    };
    let import = Import {
        id: ImportId::new(),
        year,
        file_name: file.name.clone(),
        state: State::Review,
        review,
        created_at: now,
        changed_at: now,
    };
    let mut tx = database.write().await?;
    store::add(&mut tx, agency.id, &import, &file.bytes, &digest, actor.user.map(UserId)).await?;
    record(&mut tx, actor, agency, "reporting.import.brought", &import, Value::Null, facts(&import), now).await?;
    tx.commit().await?;
    Ok(Brought::New(import.id))
}

/// An import of the agency.
pub async fn load(connection: &mut Connection, agency: &Agency, id: ImportId) -> Result<Import, Error> {
    store::find(connection, agency.id, id).await?.ok_or(Error::NotFound)
}

/// An import that is still being looked through.
async fn load_open(connection: &mut Connection, agency: &Agency, id: ImportId) -> Result<Import, Error> {
    let import = load(connection, agency, id).await?;
    match import.state {
        State::Review => Ok(import),
        State::Taken | State::Discarded => Err(Error::Conflict(Bilingual::new(
            "การนำเข้านี้จบแล้ว แก้ไขต่อได้ที่หน้ามาตรการ หรือนำเข้าไฟล์อีกครั้ง",
            "This import is finished. Change its measures on their pages, or import the file again.",
        ))),
    }
}

/// Follows what was decided on a page of the review.
pub async fn decide(
    tx: &mut Transaction,
    actor: &Actor,
    agency: &Agency,
    id: ImportId,
    page: usize,
    decisions: &Decisions,
    now: Timestamp,
) -> Result<Import, Error> {
    let import = load_open(tx, agency, id).await?;
    let mut review = import.review.clone();
    review.decide(page, decisions, &agency.name.th, import.year);
    let year = decisions.head.as_ref().and_then(|head| head.year).unwrap_or(import.year);
    keep(tx, actor, agency, import, (review, year), now).await
}

/// Puts an edited item in the place of the one that was understood.
pub async fn change_item(
    tx: &mut Transaction,
    actor: &Actor,
    agency: &Agency,
    id: ImportId,
    (index, item, leave_out): (usize, report::Item, bool),
    now: Timestamp,
) -> Result<Import, Error> {
    let import = load_open(tx, agency, id).await?;
    let mut review = import.review.clone();
    review.change_item(index, item, leave_out);
    let year = import.year;
    keep(tx, actor, agency, import, (review, year), now).await
}

async fn keep(
    tx: &mut Transaction,
    actor: &Actor,
    agency: &Agency,
    before: Import,
    (review, year): (Review, FiscalYear),
    now: Timestamp,
) -> Result<Import, Error> {
    if review == before.review && year == before.year {
        return Ok(before);
    }
    // A change always gets a later moment than the one before it.
    let now = now.max(before.changed_at.checked_add(Span::new().microseconds(1)).unwrap_or(now));
    let after = Import { review, year, ..before.clone() };
    store::keep(tx, &after, now).await?;
    let (was, is) = (state_of_review(&before, agency), state_of_review(&after, agency));
    let changes = difference(&before.review.report, &after.review.report);
    let told = |pick: fn(&Change) -> &Option<String>| -> Value {
        changes.iter().map(|change| json!([change.place, change.field.name().th, pick(change)])).collect()
    };
    let was = json!({"open": was, "year": before.year, "changes": told(|change| &change.before)});
    let is = json!({"open": is, "year": after.year, "changes": told(|change| &change.after)});
    record(tx, actor, agency, "reporting.import.corrected", &after, was, is, now).await?;
    Ok(Import { changed_at: now, ..after })
}

/// How many things of an import wait for a decision.
fn state_of_review(import: &Import, agency: &Agency) -> usize {
    import.review.open_warnings(&agency.name.th, import.year).len() + import.review.report.unparsed.len()
}

/// Decides not to take an import. The file stays.
pub async fn discard(
    tx: &mut Transaction,
    actor: &Actor,
    agency: &Agency,
    id: ImportId,
    now: Timestamp,
) -> Result<(), Error> {
    let import = load_open(tx, agency, id).await?;
    store::finish(tx, id, State::Discarded, now).await?;
    record(tx, actor, agency, "reporting.import.discarded", &import, facts(&import), Value::Null, now).await
}

/// Takes an import over: its scores into the assessment of their year, its measures into the plan.
pub async fn take(
    tx: &mut Transaction,
    actor: &Actor,
    agency: &Agency,
    id: ImportId,
    now: Timestamp,
) -> Result<Outcome, Error> {
    let import = load_open(tx, agency, id).await?;
    if let Some(question) = import.review.unanswered(&agency.name.th, import.year).into_iter().next() {
        let report::Message { message, message_en } = question.message;
        return Err(Error::Conflict(Bilingual::new(
            format!("{message} แล้วตอบในขั้นที่ 2 ก่อนนำเข้า"),
            format!("{message_en} Answer in step 2 before importing."),
        )));
    }
    let outcome = take_over(tx, actor, agency, &import, now).await?;
    store::finish(tx, id, State::Taken, now).await?;
    let Outcome { added, changed, unchanged, scores } = outcome;
    let told = json!({"file": import.file_name, "year": import.year, "added": added, "changed": changed,
                      "unchanged": unchanged, "scores": scores});
    record(tx, actor, agency, "reporting.import.taken", &import, Value::Null, told, now).await?;
    Ok(outcome)
}

async fn take_over(
    tx: &mut Transaction,
    actor: &Actor,
    agency: &Agency,
    import: &Import,
    now: Timestamp,
) -> Result<Outcome, Error> {
    let report = import.review.to_take(import.year);
    let indicators = report.indicators.iter().filter_map(|known| Some((Place::Indicator(known.number), known.score?)));
    let items = report.items.iter().filter_map(|item| Some((Place::Item(item.code.clone()), item.score?)));
    let scores = indicators.chain(items).collect();
    let score_year = import.review.score_year(import.year);
    let scores = assessment::take_scores(tx, actor, agency.id, score_year, &scores, now).await?;
    let taken = measures::take_report(tx, actor, agency.id, import.year, &report, now).await?;
    keep_notes(tx, actor, agency, import, now).await?;
    let measures::actions::Taken { added, changed, unchanged } = taken;
    Ok(Outcome { added, changed, unchanged, scores: scores.len() })
}

/// What was decided to be a note is one in the plan, too.
async fn keep_notes(
    tx: &mut Transaction,
    actor: &Actor,
    agency: &Agency,
    import: &Import,
    now: Timestamp,
) -> Result<(), Error> {
    use measures::model::LineKind;
    let Some(plan) = measures::plan_of(tx, agency.id, import.year).await? else { return Ok(()) };
    let mut open: Vec<_> = plan.lines().filter(|(_, line)| line.kind == LineKind::NotUnderstood).collect();
    for note in &import.review.notes {
        let is_it = |line: &measures::model::Line| line.text == note.text;
        if let Some(at) = open.iter().position(|(_, line)| is_it(line)) {
            let (_, line) = open.remove(at);
            measures::actions::change_line(tx, actor, agency.id, line.id, LineKind::Note, None, now).await?;
        }
    }
    Ok(())
}

/// What taking an import would change. It is taken in a transaction that is then given up, so what is shown is what
/// will happen.
pub async fn differences(
    database: &Database,
    actor: &Actor,
    agency: &Agency,
    import: &Import,
    now: Timestamp,
) -> Result<Differences, Error> {
    let score_year = import.review.score_year(import.year);
    let mut tx = database.write().await?;
    let held_before = measures::plan_of(&mut tx, agency.id, import.year).await?;
    let plan_before = report_of(&mut tx, agency, import.year).await?;
    let before = assessment::load_results(&mut tx, agency.id, score_year).await?;
    take_over(&mut tx, actor, agency, import, now).await?;
    let held_after = measures::plan_of(&mut tx, agency.id, import.year).await?;
    let plan_after = report_of(&mut tx, agency, import.year).await?;
    let after = assessment::load_results(&mut tx, agency.id, score_year).await?;
    drop(tx);
    let given =
        |results: &Option<assessment::Assessment>| results.as_ref().map(|one| one.given.clone()).unwrap_or_default();
    let scores = assessment::differences(&given(&before), &given(&after));
    let removals = removals(held_before.as_ref(), held_after.as_ref());
    let any = plan_before != plan_after || !scores.is_empty() || !removals.is_empty();
    let empty = |report: &Option<Report>| report.clone().unwrap_or_default();
    Ok(Differences {
        plan: difference(&without_scores(empty(&plan_before)), &without_scores(empty(&plan_after))),
        new_items: new_items(held_before.as_ref(), &empty(&plan_after)),
        removals,
        contradictions: after.map(|after| after.contradictions()).unwrap_or_default(),
        scores,
        any,
    })
}

/// Measures alone: scores are compared where they are kept.
fn without_scores(report: Report) -> Report {
    let items = report.items.into_iter().map(|item| report::Item { score: None, ..item });
    Report { items: items.collect(), indicators: Vec::new(), agency: None, year: None, ..report }
}

/// The report of a year: its plan of measures with the scores that it answers; nothing if there is no plan. Without what the
/// office's own records say of the results: that is nobody's text, so it is never compared or changed.
pub async fn report_of(
    connection: &mut Connection,
    agency: &Agency,
    year: FiscalYear,
) -> Result<Option<Report>, Error> {
    assembled(connection, agency, year, None).await
}

/// The same as it is printed: with what the office's own records say of the results, as of the day they were last looked at.
pub async fn report_to_print(
    connection: &mut Connection,
    agency: &Agency,
    year: FiscalYear,
    catalogue: Catalogue,
) -> Result<Option<Report>, Error> {
    assembled(connection, agency, year, Some(catalogue)).await
}

async fn assembled(
    connection: &mut Connection,
    agency: &Agency,
    year: FiscalYear,
    catalogue: Option<Catalogue>,
) -> Result<Option<Report>, Error> {
    let Some(plan) = measures::plan_of(connection, agency.id, year).await? else { return Ok(None) };
    let results = assessment::load_results(connection, agency.id, plan.head.score_year).await?;
    let given = results.map(|results| results.given).unwrap_or_default();
    let scores = given.into_iter().map(|(place, score)| (place.to_string(), score)).collect();
    let readings = match catalogue {
        Some(catalogue) => readings_of(connection, agency.id, &plan, catalogue).await?,
        None => measures::Readings::new(),
    };
    Ok(Some(measures::to_report(&plan, &agency.name.th, &scores, &readings)))
}

async fn readings_of(
    connection: &mut Connection,
    agency: AgencyId,
    plan: &measures::Plan,
    catalogue: Catalogue,
) -> Result<measures::Readings, Error> {
    let standings = figures::actions::standings_of_plan(connection, agency, plan.head.id.0).await?;
    let units = organisation::list_units(connection, agency).await?;
    let units: BTreeMap<_, _> = units.into_iter().map(|unit| (unit.id.0, unit.name.th)).collect();
    let mut readings = measures::Readings::new();
    for Standing { subscription, reading } in standings {
        let figure = catalogue.find(&subscription.about.figure);
        if let (Some(figure), Some(reading)) = (figure, reading) {
            let unit = units.get(&subscription.about.unit).map_or("", String::as_str);
            readings
                .entry(measures::model::ResultId(subscription.result))
                .or_default()
                .extend(reading.printed(figure, unit));
        }
    }
    Ok(readings)
}

/// All indicators of the year that a report answers, with the scores that were given or follow from others; the report
/// itself has only those that were given.
pub async fn indicators_of(
    connection: &mut Connection,
    agency: &Agency,
    report: &Report,
) -> Result<Vec<Indicator>, Error> {
    let Some(year) = report.score_year else { return Ok(Vec::new()) };
    let results = assessment::load_results(connection, agency.id, year).await?;
    let known = results.map(|results| results.indicators(None)).unwrap_or_default().into_iter();
    let indicator = |of: assessment::IndicatorScore| Indicator {
        number: of.number,
        name: of.name.th,
        score: of.score.and_then(|value| value.score.score()),
    };
    Ok(known.map(indicator).collect())
}

/// The official form of a report. It carries the moment when the agency's measures or scores changed last, so the
/// same data make the same file.
pub async fn form_of(
    connection: &mut Connection,
    agency: &Agency,
    report: Report,
    digits: Digits,
) -> Result<ReportForm, Error> {
    let changed_at = audit::last_change(connection, agency.id, ["measures.", "assessment."]).await?;
    let mut form = ReportForm::new(report, agency.name.th.clone(), changed_at.unwrap_or(Timestamp::UNIX_EPOCH));
    form.indicator_names = readiness::indicator_names(&form.report);
    form.parent = agency.parent.as_ref().map(|parent| parent.th.clone());
    form.digits = digits;
    form.demonstration = agency.demonstration;
    Ok(form)
}

/// The analysis of the scores that the plan of a year answers; nothing if there is no plan. It carries the moment of the
/// last change of what it says, so the same data make the same file.
pub async fn analysis_of(
    connection: &mut Connection,
    agency: &Agency,
    year: FiscalYear,
    digits: Digits,
) -> Result<Option<AnalysisReport>, Error> {
    let Some(plan) = measures::plan_of(connection, agency.id, year).await? else { return Ok(None) };
    let before = measures::plan_of(connection, agency.id, year.previous()).await?;
    let results = assessment::list_results(connection, agency.id).await?;
    let changed_at = audit::last_change(connection, agency.id, ["measures.", "assessment."]).await?;
    let target = assessment::target_of(connection, agency.id, year).await?;
    Ok(Some(analysis::assemble(&Sources {
        agency,
        plan: &plan,
        plan_before: before.as_ref(),
        results: &results,
        target: target.map(|target| target.scenario.total),
        as_of: changed_at.unwrap_or(Timestamp::UNIX_EPOCH),
        digits,
    })))
}

/// The report as a file of this kind. The inner error says what about the report stands in the way.
pub async fn file(form: ReportForm, kind: FileKind) -> Result<Result<Vec<u8>, Bilingual>, Error> {
    let defect = |error: WriteError| Error::Internal(error.into());
    Ok(Ok(match kind {
        FileKind::Pdf => {
            let printed = print(form).await?.map_err(|error| {
                tracing::error!(%error, "a report cannot be printed");
                error.message()
            });
            return Ok(printed.map(Arc::unwrap_or_clone));
        }
        FileKind::Docx => write::docx::docx(&form),
        FileKind::Xlsx => write::xlsx::xlsx(&form).map_err(defect)?,
        FileKind::Csv => write::csv::csv(&form.report).map_err(defect)?,
        FileKind::Html => documents::report_html(&form).into_bytes(),
        FileKind::Json => (report::json::to_json(&form.report) + "\n").into_bytes(),
    }))
}

/// A report that was kept, as the official form in PDF with the agency's digits.
pub async fn print_report(database: &Database, agency: &Agency, report: Report) -> Result<Vec<u8>, Error> {
    let digits = if agency.thai_digits { Digits::Thai } else { Digits::Arabic };
    let form = form_of(&mut database.read().await?, agency, report, digits).await?;
    file(form, FileKind::Pdf).await?.map_err(Error::Invalid)
}

fn facts(import: &Import) -> Value {
    json!({"file": import.file_name, "year": import.year, "items": import.review.report.items.len()})
}

#[allow(clippy::too_many_arguments, reason = "an entry of the record has these parts")]
async fn record(
    tx: &mut Transaction,
    actor: &Actor,
    agency: &Agency,
    action: &'static str,
    import: &Import,
    before: Value,
    after: Value,
    now: Timestamp,
) -> Result<(), Error> {
    let subject = Subject { kind: "import", id: import.id.0 };
    let change = audit::Change { agency: agency.id, action, subject, before, after };
    Ok(audit::record(tx, actor, change, now).await?)
}
