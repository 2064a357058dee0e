//! The page where a report is sent, signed or sent back.

use askama::Template;
use axum::{
    extract::{Path, State as Held},
    response::Response,
};
use report::{Change, difference};
use thai::{Bilingual, FiscalYear, Language, date};

use super::{
    actions,
    model::{Frozen, LONGEST_REMARK, SignOff, State, hash, may_decide, may_send, shortened},
    store,
};
use crate::{
    accounts::after_change,
    app::App,
    documents,
    kit::{
        Error, Form, FormErrors, Permission, Result, Visit,
        form_page::Typed,
        html::{
            self, Breadcrumbs, Button, Choice, Column, EmptyState, ErrorSummary, Field, Link, Notice, Page, Row,
            StatusTag, SummaryList, Table,
        },
        listing::{self, Query},
        respond,
    },
    measures::{self, Counts, Pressing},
    reporting,
};

/// As many differences as are shown; a whole new report has more than anybody reads.
const MOST_CHANGES: usize = 200;
/// As much of a text as a difference shows, in characters.
const GLIMPSE: usize = 160;

#[derive(Template)]
#[template(path = "sign_off/html/office.html")]
struct SignOffPage {
    page: Page,
    errors: ErrorSummary,
    here: String,
    notice: Option<Notice>,
    empty: Option<EmptyState>,
    heading: String,
    /// The version that is decided on.
    version: i64,
    facts: Option<SummaryList>,
    links: Vec<Link>,
    decide: Option<Field>,
    send: Option<Button>,
    changes: Option<Table>,
    scan: Option<Scan>,
    versions: Option<Table>,
}

/// The paper that was signed in ink.
struct Scan {
    link: Option<Link>,
    field: Option<Field>,
    buttons: Vec<Button>,
}

/// What stands behind the page.
struct Known {
    year: FiscalYear,
    now: Option<(Frozen, Counts, Pressing)>,
    all: Vec<SignOff>,
    /// What lies with the director.
    waiting: Option<Frozen>,
    /// What was signed last.
    signed: Option<Frozen>,
    scan: Option<documents::Shown>,
    to_choose: Vec<documents::Shown>,
}

fn parse_year(year: &str) -> Result<FiscalYear> {
    year.parse().ok().and_then(FiscalYear::new).ok_or(Error::NotFound)
}

fn address(year: FiscalYear) -> String {
    format!("/office/report/{year}/sign-off")
}

impl Known {
    async fn load(app: &App, visit: &Visit, year: &str) -> Result<Self> {
        let (year, agency) = (parse_year(year)?, visit.agency()?);
        let mut connection = app.database.read().await?;
        let plan = measures::plan_of(&mut connection, agency.id, year).await?;
        let frozen = actions::frozen_now(&mut connection, app.figures, agency, year).await?;
        let now = plan.zip(frozen).map(|(plan, frozen)| (frozen, plan.counts(), plan.pressing(visit.today())));
        let all = store::list(&mut connection, agency.id, year).await?;
        let newest = all.iter().find(|one| one.state == State::Signed);
        let signed = match newest {
            Some(one) => store::find_content(&mut connection, agency.id, year, one.number).await?,
            None => None,
        };
        let waiting = match all.iter().find(|one| one.state == State::Waiting) {
            Some(one) => store::find_content(&mut connection, agency.id, year, one.number).await?,
            None => None,
        };
        let named: Vec<_> = newest.and_then(|one| one.scan).into_iter().collect();
        let scan = documents::list_named(&mut connection, agency.id, &named, visit.today()).await?.into_iter().next();
        let may_choose = newest.is_some() && visit.may(Permission::ImportReports);
        let to_choose = match may_choose {
            true => documents::list_to_choose(&mut connection, agency.id, None, visit.today()).await?,
            false => Vec::new(),
        };
        let read = |text: Option<String>| text.and_then(|text| Frozen::read(&text));
        Ok(Self { year, now, all, waiting: read(waiting), signed: read(signed), scan, to_choose })
    }

    fn newest(&self, state: State) -> Option<&SignOff> {
        self.all.iter().find(|one| one.state == state)
    }
}

/// The page.
pub(super) async fn show(
    Held(app): Held<App>,
    visit: Visit,
    query: Query,
    Path(year): Path<String>,
) -> Result<Response> {
    let known = Known::load(&app, &visit, &year).await?;
    let form = Form::with(query.value("document").map(|document| ("document", document)));
    respond::page(&page(&visit, &known, &form, &FormErrors::default())?)
}

fn page(visit: &Visit, known: &Known, form: &Form, errors: &FormErrors) -> Result<SignOffPage> {
    let (t, year) = (visit.language, known.year);
    let typed = Typed::new(visit, form, errors);
    let mut page = visit.page(t.say(format!("ลงนามรายงานปี {year}"), format!("Sign-off of the report of {year}")));
    let report = t.say(format!("รายงานปี {year}"), format!("Report of {year}"));
    page.breadcrumbs = Some(
        Breadcrumbs::new(t)
            .parent("/office/report", t.say("รายงาน", "Report"))
            .parent(format!("/office/report/{year}"), report),
    );
    page.has_errors = !errors.is_empty();
    let mut summary = ErrorSummary::new(t);
    summary.extend(errors.iter().map(|(field, sentence)| (field, sentence.in_language(t))));
    let waiting = known.newest(State::Waiting);
    let user = visit.viewer()?.user;
    let may_sign = visit.may(Permission::SignReports) && waiting.is_some_and(|one| may_decide(one, user).is_ok());
    let sendable = known.now.as_ref().is_some_and(|(frozen, ..)| may_send(&known.all, &hash(&frozen.text())).is_ok());
    Ok(SignOffPage {
        errors: summary,
        here: address(year),
        notice: notice(visit, known),
        empty: known.now.is_none().then(|| nothing_yet(year, t)),
        heading: match waiting {
            Some(one) => {
                t.say(format!("ฉบับที่ {} ที่ส่งให้ลงนาม", one.number), format!("Version {}, as it was sent", one.number))
            }
            None => t.say("รายงานวันนี้", "The report today").to_owned(),
        },
        version: waiting.map(|one| one.number).unwrap_or_default(),
        facts: match (&known.waiting, &known.now) {
            (Some(sent), _) => Some(facts_of_sent(sent, t)),
            (None, Some((_, counts, pressing))) => Some(facts(counts, pressing, t)),
            (None, None) => None,
        },
        links: vec![
            match waiting {
                Some(one) => Link::new(
                    format!("{}/{}/report.pdf", address(year), one.number),
                    t.say("อ่านฉบับที่ส่ง (PDF)", "Read what was sent (PDF)"),
                ),
                None => Link::new(format!("/office/report/{year}"), t.say("ดูรายงานทั้งฉบับ", "See the whole report")),
            },
            Link::new(
                format!("/office/work?year={year}&whose=all&stage=any"),
                t.say("ดูงานทุกผล", "See the work behind it"),
            ),
        ],
        decide: may_sign.then(|| {
            typed
                .fill("remark", Field::textarea("remark", t.say("ความเห็นของผู้อำนวยการ", "Remark")).rows(3))
                .hint(t.say("ต้องมีเมื่อส่งกลับ", "Needed when it is sent back."))
                .optional(t)
        }),
        send: (sendable && visit.may(Permission::ImportReports)).then(|| {
            Button::primary(t.say("ส่งให้ผู้อำนวยการลงนาม", "Send to the director to sign"))
                .sending(t.say("กำลังส่ง…", "Sending…"))
        }),
        changes: changes(known, t),
        scan: known.newest(State::Signed).map(|_| scan(visit, known, &typed)),
        versions: (!known.all.is_empty()).then(|| versions(known, t)),
        page,
    })
}

fn nothing_yet(year: FiscalYear, t: Language) -> EmptyState {
    EmptyState::new(t.say(
        format!("ยังไม่มีมาตรการของปี {year} จึงยังไม่มีอะไรให้ลงนาม"),
        format!("There are no measures of {year} yet, so there is nothing to sign."),
    ))
    .action(Link::new(format!("/office/measures/{year}"), t.say("ไปที่มาตรการ", "Go to the measures")))
}

/// How the newest version stands, in one sentence.
fn notice(visit: &Visit, known: &Known) -> Option<Notice> {
    let t = visit.language;
    if let Some(one) = known.newest(State::Waiting) {
        let at = date::moment(one.sent_at, t);
        let has_changed = known.now.as_ref().is_some_and(|(frozen, ..)| hash(&frozen.text()) != one.hash);
        let since = match has_changed {
            true => {
                t.say(" หลังส่งมีการแก้ไข ซึ่งไม่อยู่ในฉบับนี้", " It was changed after that; the changes are not in this version.")
            }
            false => "",
        };
        return Some(Notice::new(t.say(
            format!("ฉบับที่ {} รอผู้อำนวยการลงนาม {} ส่งเมื่อ {at}{since}", one.number, one.sent_name),
            format!("Version {} waits for the director. {} sent it {at}.{since}", one.number, one.sent_name),
        )));
    }
    let newest = known.all.first()?;
    let decision = newest.decision.as_ref()?;
    let (at, by) = (date::moment(decision.at, t), &decision.by);
    if newest.state == State::Returned {
        return Some(Notice::warning(t.say(
            format!("{by} ส่งฉบับที่ {} กลับเมื่อ {at}: {}", newest.number, decision.remark),
            format!("{by} sent version {} back {at}: {}", newest.number, decision.remark),
        )));
    }
    let current = known.now.as_ref().map(|(frozen, ..)| hash(&frozen.text()));
    let is_same = current == Some(newest.hash);
    Some(if is_same {
        Notice::new(t.say(
            format!("{by} ลงนามฉบับที่ {} เมื่อ {at} รายงานวันนี้ตรงกับฉบับนั้นทุกตัวอักษร", newest.number),
            format!("{by} signed version {} {at}. The report today is word for word that version.", newest.number),
        ))
    } else {
        Notice::warning(t.say(
            format!("{by} ลงนามฉบับที่ {} เมื่อ {at} หลังจากนั้นรายงานเปลี่ยนไปแล้ว", newest.number),
            format!("{by} signed version {} {at}. The report has changed since.", newest.number),
        ))
    })
}

/// What the director looks at first.
fn facts(counts: &Counts, pressing: &Pressing, t: Language) -> SummaryList {
    let of =
        |count: usize| t.say(format!("{count} จาก {} ข้อ", counts.items), format!("{count} of {} items", counts.items));
    SummaryList::new(t)
        .row(t.say("ทำเสร็จ", "Done"), of(counts.done))
        .row(t.say("มีหลักฐานหรือรับเหตุผลแล้ว", "With evidence or an accepted reason"), of(counts.done_with_proof))
        .row(t.say("ทราบจากรายงานที่นำเข้าเท่านั้น", "Known from an imported report only"), of(counts.done_as_reported))
        .row(
            t.say("ผลที่เกินกำหนด", "Overdue results"),
            t.say(format!("{} ผล", pressing.late), format!("{} results", pressing.late)),
        )
        .row(
            t.say("รอรับเหตุผลที่ไม่มีหลักฐาน", "Reasons for no evidence that wait"),
            t.say(format!("{} ผล", pressing.asks), format!("{} results", pressing.asks)),
        )
}

/// What of a version that was sent is proved.
fn facts_of_sent(sent: &Frozen, t: Language) -> SummaryList {
    let results = |count: usize| t.say(format!("{count} ผล"), format!("{count} results"));
    SummaryList::new(t)
        .row(t.say("จำนวนข้อ", "Items"), sent.report.items.len().to_string())
        .row(t.say("ผลที่เสร็จแล้ว", "Finished results"), results(sent.proofs.len()))
        .row(
            t.say("มีหลักฐานหรือรับเหตุผลแล้ว", "With evidence or an accepted reason"),
            results(sent.count(&["evidence", "excused"])),
        )
        .row(
            t.say("ทราบจากรายงานที่นำเข้าเท่านั้น", "Known from an imported report only"),
            results(sent.count(&["reported"])),
        )
        .row(
            t.say("ไม่มีหลักฐาน หรือหลักฐานใช้ไม่ได้แล้ว", "No evidence, or none that counts"),
            results(sent.count(&["claimed", "stale"])),
        )
}

/// What the version that waits, or else the report of today, says differently from what was signed.
fn changes(known: &Known, t: Language) -> Option<Table> {
    let now = known.waiting.as_ref().or(known.now.as_ref().map(|(frozen, ..)| frozen))?;
    let all = difference(&known.signed.as_ref()?.report, &now.report);
    let count = all.len();
    let shown = |text: &Option<String>| match text {
        Some(text) if text.chars().count() > GLIMPSE => text.chars().take(GLIMPSE).chain(['…']).collect(),
        Some(text) => text.clone(),
        None => t.say("ไม่มี", "None").to_owned(),
    };
    let row = |change: &Change| {
        let place = match change.place.as_str() {
            "" => t.say("หัวรายงาน", "Head of the report"),
            place => place,
        };
        Row::new(place.to_owned())
            .cell(change.field.name().in_language(t).to_owned())
            .cell(shown(&change.before))
            .cell(shown(&change.after))
    };
    (count > 0).then(|| {
        Table::new(t.say(format!("เปลี่ยน {count} แห่ง"), format!("{count} differences")))
            .column(Column::text(t.say("ข้อ", "Item")))
            .column(Column::text(t.say("ส่วน", "Part")))
            .column(Column::text(t.say("ที่ลงนาม", "As signed")))
            .column(Column::text(match known.waiting {
                Some(_) => t.say("ที่ส่งให้ลงนาม", "As sent"),
                None => t.say("วันนี้", "Today"),
            }))
            .rows(all.iter().take(MOST_CHANGES).map(row))
    })
}

fn scan(visit: &Visit, known: &Known, typed: &Typed<'_>) -> Scan {
    let t = visit.language;
    let choices = known.to_choose.iter().map(|shown| {
        let day = date::short(shown.version.told.speaks_of, t);
        Choice::new(shown.document.id.to_string(), format!("{} ({day})", shown.document.about.title))
    });
    let then = listing::encode(&address(known.year));
    Scan {
        link: known.scan.as_ref().map(|shown| Link::new(shown.address(), &shown.document.about.title)),
        field: visit.may(Permission::ImportReports).then(|| {
            typed.fill(
                "document",
                Field::select("document", t.say("เอกสารที่สแกนไว้", "The scanned document"), choices)
                    .prompt(t.say("เลือกเอกสาร", "Choose a document")),
            )
        }),
        buttons: vec![
            Button::secondary(t.say("แนบสำเนา", "Attach the scan")),
            Button::secondary(t.say("เพิ่มเอกสารใหม่", "Add a new document"))
                .to(format!("/office/documents/new?then={then}")),
        ],
    }
}

fn versions(known: &Known, t: Language) -> Table {
    let rows = known.all.iter().map(|one| {
        let title = t.say(format!("ฉบับที่ {}", one.number), format!("Version {}", one.number));
        let decided = one.decision.as_ref().map(|decision| {
            let at = date::moment(decision.at, t);
            [decision.by.as_str(), at.as_str(), decision.remark.as_str()].join(" ").trim_end().to_owned()
        });
        Row::new(Link::new(format!("{}/{}", address(known.year), one.number), title))
            .cell(tag(one.state, t))
            .cell(format!("{} {}", one.sent_name, date::moment(one.sent_at, t)))
            .cell(decided.unwrap_or_else(|| t.say("ยังไม่ตัดสินใจ", "Not decided yet").to_owned()))
            .cell(shortened(&one.hash))
    });
    let count = known.all.len();
    Table::new(t.say(format!("{count} ฉบับ ใหม่สุดก่อน"), format!("{count} versions, the newest first")))
        .column(Column::text(t.say("ฉบับ", "Version")))
        .column(Column::text(t.say("สถานะ", "State")))
        .column(Column::text(t.say("ส่งโดย", "Sent by")))
        .column(Column::text(t.say("ผู้อำนวยการ", "Director")))
        .column(Column::text(t.say("ลายนิ้วมือ", "Fingerprint")))
        .rows(rows)
}

fn tag(state: State, t: Language) -> StatusTag {
    match state {
        State::Waiting => StatusTag::new(t, html::Status::Waiting).saying(t.say("รอลงนาม", "Waits")),
        State::Returned => StatusTag::new(t, html::Status::GoingStale).saying(t.say("ส่งกลับ", "Sent back")),
        State::Signed => StatusTag::new(t, html::Status::Done).saying(t.say("ลงนามแล้ว", "Signed")),
    }
}

// changes ----------------------------------------------------------------------------------------------------------

/// Freezes the report and lays it before the director.
pub(super) async fn send(Held(app): Held<App>, visit: Visit, Path(year): Path<String>, _: Form) -> Result<Response> {
    let year = parse_year(&year)?;
    let mut tx = app.database.write().await?;
    actions::send(&mut tx, &visit.viewer()?.into(), app.figures, (visit.agency()?, year), visit.now).await?;
    let message = Bilingual::new(
        "ส่งให้ผู้อำนวยการลงนามแล้ว ฉบับที่ส่งถูกตรึงไว้ การแก้ไขหลังจากนี้จะอยู่ในฉบับถัดไป",
        "Sent to the director. This version is frozen; later changes go into the next one.",
    );
    after_change(tx, &visit, &address(year), message).await
}

/// Signs it, or sends it back.
pub(super) async fn decide(
    Held(app): Held<App>,
    visit: Visit,
    Path(year): Path<String>,
    form: Form,
) -> Result<Response> {
    let (year_text, year, agency) = (year.clone(), parse_year(&year)?, visit.agency()?.id);
    let (signs, remark) = (form.text("decision") == "sign", form.text("remark"));
    let number: i64 = form.text("version").parse().unwrap_or_default();
    let mut errors = FormErrors::default();
    if !signs && remark.is_empty() {
        errors.add("remark", "บอกว่าต้องแก้อะไร แล้วส่งกลับอีกครั้ง", "Say what is to be changed, then send it back.");
    }
    if remark.chars().count() > LONGEST_REMARK {
        errors.add(
            "remark",
            format!("ความเห็นยาวเกิน {LONGEST_REMARK} ตัวอักษร ย่อให้สั้นลง"),
            format!("The remark is longer than {LONGEST_REMARK} characters. Shorten it."),
        );
    }
    if !errors.is_empty() {
        let known = Known::load(&app, &visit, &year_text).await?;
        return respond::refused_form(&page(&visit, &known, &form, &errors)?);
    }
    let viewer = visit.viewer()?;
    let state = if signs { State::Signed } else { State::Returned };
    let mut tx = app.database.write().await?;
    actions::decide(&mut tx, &viewer.into(), agency, (year, viewer.user), (number, state, remark), visit.now).await?;
    let message = match state {
        State::Signed => {
            Bilingual::new("ลงนามแล้ว รายงานฉบับนี้เปิดต่อสาธารณะ", "Signed. This version of the report is public.")
        }
        _ => Bilingual::new("ส่งกลับแล้ว", "Sent back."),
    };
    after_change(tx, &visit, &address(year), message).await
}

/// Keeps which document is the scan of the signed paper.
pub(super) async fn attach_scan(
    Held(app): Held<App>,
    visit: Visit,
    Path(year): Path<String>,
    form: Form,
) -> Result<Response> {
    let (year_text, year, agency) = (year.clone(), parse_year(&year)?, visit.agency()?.id);
    let Ok(scan) = form.text("document").parse() else {
        let mut errors = FormErrors::default();
        errors.add("document", "ยังไม่ได้เลือกเอกสาร เลือกจากรายการ", "No document was chosen. Choose one of the list.");
        let known = Known::load(&app, &visit, &year_text).await?;
        return respond::refused_form(&page(&visit, &known, &form, &errors)?);
    };
    let mut tx = app.database.write().await?;
    let when = (visit.today(), visit.now);
    actions::attach_scan(&mut tx, &visit.viewer()?.into(), agency, year, scan, when).await?;
    after_change(tx, &visit, &address(year), Bilingual::new("แนบสำเนาแล้ว", "The scan is attached.")).await
}

/// A version as it was sent.
pub(super) async fn file(
    Held(app): Held<App>,
    visit: Visit,
    Path((year, number)): Path<(String, String)>,
) -> Result<Response> {
    let (year, number): (_, i64) = (parse_year(&year)?, number.parse().map_err(|_| Error::NotFound)?);
    let mut connection = app.database.read().await?;
    let content = store::find_content(&mut connection, visit.agency()?.id, year, number).await?;
    let content = content.ok_or(Error::NotFound)?;
    Ok(respond::attachment("application/json", &format!("report-{year}-version-{number}.json"), content.into_bytes()))
}

/// A version as it was sent, printed.
pub(super) async fn pdf(
    Held(app): Held<App>,
    visit: Visit,
    Path((year, number)): Path<(String, String)>,
) -> Result<Response> {
    let (year, number): (_, i64) = (parse_year(&year)?, number.parse().map_err(|_| Error::NotFound)?);
    let agency = visit.agency()?;
    let mut connection = app.database.read().await?;
    let content = store::find_content(&mut connection, agency.id, year, number).await?.ok_or(Error::NotFound)?;
    let all = store::list(&mut connection, agency.id, year).await?;
    drop(connection);
    let sent = all.iter().find(|one| one.number == number).ok_or(Error::NotFound)?;
    let frozen =
        Frozen::read(&content).ok_or_else(|| Error::Internal(anyhow::anyhow!("a kept report is unreadable")))?;
    let sent_on = date::day_in_bangkok(sent.sent_at);
    let printed = reporting::print_report(&app.database, agency, frozen.into_print(sent_on)).await?;
    Ok(respond::attachment("application/pdf", &format!("report-{year}-version-{number}.pdf"), printed))
}
