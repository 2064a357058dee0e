//! The public page of measures: what the office promised, what came of it, what proves it, and what is only said to be
//! done. Beside it the same [as JSON](files) and its changes as an Atom feed.

pub mod figures;
pub mod files;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::Connection;
use jiff::civil::Date;
use thai::Language;

use self::figures::PublicFigures;
use super::{
    figures::{PlanWithFigures, plan_with_figures},
    model::{Plan, PlanHead, PlanItem, ResultId, listing::chosen, work::day_of_looking},
    office::{self, count_figures, filters, measure_cell, party_cell, read_query, result_cell},
    store,
};
use crate::{
    app::App,
    documents::{self, DocumentId},
    kit::{
        Error, Result, Visit,
        html::{
            Choice, Column, EmptyState, Field, Figure, Filters, Html, Link, Notice, Page, Pagination, ProofLine, Row,
            SummaryList, Table, anchor,
        },
        listing::{PAGE_SIZE, Query, pages},
        respond,
        visit::Agency,
    },
    organisation::find_agency_by_key,
    sign_off::{self, SignOff, in_groups},
};

/// As many documents as are asked for at once.
const AT_ONCE: usize = 50;

#[derive(Template)]
#[template(path = "measures/html/public.html")]
struct PublicPage {
    page: Page,
    notice: Notice,
    figures: Vec<Figure>,
    filters: Filters,
    table: Option<Table>,
    empty: EmptyState,
    pagination: Pagination,
    proven: Option<Table>,
    proof: ProofLine,
    signed: Option<SummaryList>,
    files: [Link; 2],
}

/// A fingerprint, as something to compare and not to read.
#[derive(Template)]
#[template(source = "<code>{{ groups }}</code>", ext = "html")]
struct Fingerprint {
    groups: String,
}

/// A piece of evidence that everybody may see.
#[derive(Clone, Debug)]
pub(super) struct PublicEvidence {
    /// The document.
    pub document: DocumentId,
    /// Its title.
    pub title: String,
}

/// The public evidence of the results of a plan.
#[derive(Debug, Default)]
pub(super) struct PublicEvidences(BTreeMap<ResultId, Vec<PublicEvidence>>);

impl PublicEvidences {
    /// Evidence that stands and that everybody may see. What is internal, withdrawn or no longer counts is not named.
    pub(super) async fn load(connection: &mut Connection, plan: &PlanHead, today: Date) -> Result<Self> {
        let attached = store::evidence::list_by_plan(connection, plan.id).await?;
        let named: BTreeSet<DocumentId> = attached.iter().map(|(_, document)| *document).collect();
        let named: Vec<DocumentId> = named.into_iter().collect();
        let mut titles = BTreeMap::new();
        for some in named.chunks(AT_ONCE) {
            let shown = documents::list_named(connection, plan.agency, some, today).await?;
            let public = shown.into_iter().filter(|one| one.document.is_public() && !one.document.is_withdrawn());
            titles.extend(public.map(|one| (one.document.id, one.document.about.title)));
        }
        let mut found: BTreeMap<ResultId, Vec<PublicEvidence>> = BTreeMap::new();
        for (result, document) in attached {
            if let Some(title) = titles.get(&document).cloned() {
                found.entry(result).or_default().push(PublicEvidence { document, title });
            }
        }
        Ok(Self(found))
    }

    /// The evidence of a result.
    pub(super) fn of(&self, result: ResultId) -> &[PublicEvidence] {
        self.0.get(&result).map(Vec::as_slice).unwrap_or_default()
    }

    fn of_item<'a>(&'a self, item: &'a PlanItem) -> impl Iterator<Item = &'a PublicEvidence> {
        item.results.iter().flat_map(|result| self.of(result.id))
    }
}

/// A plan as everybody may see it.
pub(super) struct PublicPlan {
    /// Whose it is.
    pub agency: Agency,
    /// The plan with its figures.
    pub known: Arc<PlanWithFigures>,
    /// What proves its results.
    pub evidence: Arc<PublicEvidences>,
    /// The newest version that was signed.
    pub signed: Option<SignOff>,
}

impl PublicPlan {
    pub(super) async fn load(
        app: &App,
        connection: &mut Connection,
        (agency, year): (&str, &str),
        today: Date,
    ) -> Result<Self> {
        let year = office::year(year)?;
        let agency = find_agency_by_key(connection, agency).await?.ok_or(Error::NotFound)?;
        let known = plan_with_figures(&app.memory, connection, &agency, year).await?.ok_or(Error::NotFound)?;
        let day = day_of_looking(year, today);
        let place = app.memory.place(connection, agency.id, format!("{year} {day}")).await?;
        let evidence = match place.known() {
            Some(evidence) => evidence,
            None => place.keep(PublicEvidences::load(connection, &known.plan.head, day).await?),
        };
        let signed = sign_off::newest_signed(connection, agency.id, year).await?;
        Ok(Self { agency, known, evidence, signed })
    }
}

/// The newest year of an agency.
pub(super) async fn newest(State(app): State<App>, Path(agency): Path<String>) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let agency = find_agency_by_key(&mut connection, &agency).await?.ok_or(Error::NotFound)?;
    let plans = store::list_plans(&mut connection, agency.id).await?;
    let newest = plans.into_iter().find(|plan| plan.items > 0).ok_or(Error::NotFound)?;
    Ok(respond::go(&format!("/{}/measures/{}", agency.key, newest.head.year)))
}

/// The measures of a year, for everybody.
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    query: Query,
    Path((agency, year)): Path<(String, String)>,
) -> Result<Response> {
    let today = visit.today();
    let mut connection = app.database.read().await?;
    let public = PublicPlan::load(&app, &mut connection, (&agency, &year), today).await?;
    let counted = PublicFigures::load(&app, &mut connection, &public.known.plan).await?;
    drop(connection);
    let PublicPlan { agency, known, evidence, signed } = &public;
    let plan = &known.plan;
    let t = visit.language;
    let (filter, order) = read_query(&query);
    let mut items = chosen(plan, &filter, order, &known.figures);
    let year = plan.head.year;
    if query.value("evidence").as_deref() == Some("public") {
        items.retain(|item| evidence.of_item(item).next().is_some());
    }
    let first = usize::try_from(query.offset()).unwrap_or(usize::MAX);
    let shown: Vec<&PlanItem> = items.iter().copied().skip(first).take(PAGE_SIZE as usize).collect();
    let title = visit.say(
        format!("มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี {year}"),
        format!("Measures for integrity and transparency, {year}"),
    );
    let address = format!("/{}/measures/{year}", agency.key);
    let today = thai::date::short(visit.today(), t);
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    respond::page(&PublicPage {
        page: visit.public_page(title, agency),
        notice: notice(&visit),
        figures: count_figures(plan, t, &today),
        filters: with_evidence(filters(plan, &query, t, &address), &query, t, &address),
        table: (!shown.is_empty()).then(|| table(&visit, &items, &shown, &public)),
        empty: empty(&visit, plan, &address),
        pagination: Pagination::new(
            t,
            query.page() as u32,
            pages(count) as u32,
            format!("{address}{}", query.with("page", "")),
        ),
        proven: counted.table(&shown, t),
        proof: proof(&visit, plan, agency, &today),
        signed: signed.as_ref().map(|one| signed_version(one, agency, t)),
        files: [
            Link::new(format!("{address}/measures.json"), t.say("ข้อมูลนี้เป็น JSON", "These data as JSON")),
            Link::new(
                format!("{address}/changes.atom"),
                t.say("ติดตามการเปลี่ยนแปลงด้วยโปรแกรมอ่านข่าว", "Follow the changes (Atom)"),
            ),
        ],
    })
}

fn notice(visit: &Visit) -> Notice {
    Notice::new(visit.say(
        "“เสร็จแล้วตามรายงาน ยังไม่มีหลักฐาน” คือสิ่งที่หน่วยงานรายงานไว้ แต่ยังไม่มีเอกสารหรือตัวเลขแนบในระบบนี้",
        "“Done as reported, no evidence yet” is what the agency reported; no paper or figure is attached to it here.",
    ))
}

fn proof(visit: &Visit, plan: &Plan, agency: &Agency, today: &str) -> ProofLine {
    let t = visit.language;
    let name = agency.name.in_language(t);
    let source = match plan.head.report_day {
        Some(day) => t.say(
            format!("แผนและผลของ{name} ตามรายงานลงวันที่ {} และการแก้ไขหลังจากนั้น", thai::date::long(day, t)),
            format!("plan and results of {name}, by its report of {} and changes since", thai::date::long(day, t)),
        ),
        None => t.say(format!("แผนและผลที่{name}บันทึกในระบบ"), format!("plan and results as entered by {name}")),
    };
    ProofLine::new(t, today, source)
}

/// The newest version that was signed: a permanent link, with the fingerprint of its file.
fn signed_version(one: &SignOff, agency: &Agency, t: Language) -> SummaryList {
    let report = Link::new(
        format!("/{}/report/{}", agency.key, one.year),
        t.say(format!("ฉบับที่ {}", one.number), format!("Version {}", one.number)),
    );
    let fingerprint = Fingerprint { groups: in_groups(&one.hash) };
    SummaryList::new(t)
        .row(t.say("ฉบับที่ลงนาม", "Signed version"), report)
        .row(t.say("ลายนิ้วมือของไฟล์ (BLAKE3)", "Fingerprint of the file (BLAKE3)"), Html::of(&fingerprint))
}

/// The filters of the list, and one for items with evidence that everybody may see.
fn with_evidence(filters: Filters, query: &Query, t: Language, address: &str) -> Filters {
    let words = t.say("มีหลักฐานที่เปิดเผย", "With public evidence");
    let chosen = query.value("evidence").filter(|value| value == "public");
    let field = Field::select("evidence", t.say("หลักฐาน", "Evidence"), [Choice::new("public", words)])
        .prompt(t.say("ทั้งหมด", "All"))
        .value(chosen.clone().unwrap_or_default());
    let filters = filters.field(field);
    match chosen {
        Some(_) => filters.active(words, format!("{address}{}", query.with("evidence", ""))),
        None => filters,
    }
}

/// Links to the public evidence of an item.
#[derive(Template)]
#[template(
    source = r#"<p class="muted">{{ words }}</p><ul>{% for link in links %}<li>{{ link }}</li>{% endfor %}</ul>"#,
    ext = "html"
)]
struct EvidenceCell {
    words: &'static str,
    links: Vec<Link>,
}

fn evidence_cell(item: &PlanItem, public: &PublicPlan, t: Language) -> Html {
    let mut seen = BTreeSet::new();
    let links: Vec<Link> = public
        .evidence
        .of_item(item)
        .filter(|one| seen.insert(one.document))
        .map(|one| Link::new(format!("/{}/documents/{}", public.agency.key, one.document), &one.title))
        .collect();
    match links.is_empty() {
        true => Html::default(),
        false => Html::of(&EvidenceCell {
            words: t.say("หลักฐานที่เปิดเผย:", "Public evidence:"), links
        }),
    }
}

fn table(visit: &Visit, all: &[&PlanItem], shown: &[&PlanItem], public: &PublicPlan) -> Table {
    let t = visit.language;
    let rows = shown.iter().map(|item| {
        Row::new(format!("{} {}", item.code, item.topic))
            .cell(measure_cell(item, t))
            .cell(result_cell(item, t).and(evidence_cell(item, public, t)))
            .cell(party_cell(item, t))
            .id(anchor(&item.code))
    });
    Table::new(t.say(
        format!("{} ข้อ ตามลำดับของแบบรายงาน", all.len()),
        format!("{} items, in the order of the official form", all.len()),
    ))
    .column(Column::text(t.say("ข้อ", "Item")))
    .column(Column::text(t.say("มาตรการ", "Measure")))
    .column(Column::text(t.say("ผลและสถานะ", "Result and status")))
    .column(Column::text(t.say("ผู้รับผิดชอบ", "Responsible")))
    .rows(rows)
}

fn empty(visit: &Visit, plan: &Plan, address: &str) -> EmptyState {
    if plan.items.is_empty() {
        return EmptyState::new(
            visit.say("หน่วยงานยังไม่ได้ประกาศมาตรการของปีนี้", "The agency has not announced measures of this year yet"),
        );
    }
    EmptyState::new(
        visit.say("ไม่มีข้อที่ตรงกับตัวกรอง เอาตัวกรองออกบางตัว", "No item fits these filters. Remove some of them."),
    )
    .action(Link::new(address, visit.say("ดูทุกข้อ", "See all items")))
}
