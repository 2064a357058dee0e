//! The work of a year as somebody finds it on their desk: a list, a board, and a text to send to others.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use db::Connection;
use report::Status;
use thai::{FiscalYear, Language, date};

use super::work;
use crate::{
    app::App,
    kit::{
        Result, Visit,
        html::{self, Choice, Column, EmptyState, Field, Filters, Link, Page, Pagination, Row, StatusTag, Table},
        listing::{PAGE_SIZE, Query, pages},
        respond,
    },
    measures::{
        actions,
        figures::{self, PlanWithFigures},
        model::{
            desk::{Piece, Stage, Whose, pieces},
            status_name,
        },
        store,
    },
    organisation::{
        self,
        model::{Person, PersonId},
    },
};

/// As many people as names are looked up for.
const PEOPLE: i64 = 2_000;
/// As many pieces of work as a column of the board or the text shows.
const MOST_SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "measures/html/desk.html")]
struct DeskPage {
    page: Page,
    lead: String,
    filters: Filters,
    views: Vec<(Link, bool)>,
    table: Option<Table>,
    board: Option<Vec<BoardColumn>>,
    empty: Option<EmptyState>,
    pagination: Option<Pagination>,
    message: String,
    message_lines: usize,
}

/// The pieces of work with one status.
struct BoardColumn {
    name: String,
    count: usize,
    cards: Vec<Card>,
    more: Option<String>,
}

/// A piece of work on the board.
struct Card {
    link: Link,
    code: String,
    tag: StatusTag,
    due: String,
    who: String,
}

/// What is looked at.
struct Wanted {
    whose: Whose,
    stage: Stage,
    is_board: bool,
}

impl Wanted {
    fn of(query: &Query) -> Self {
        let is_board = query.value("view").as_deref() == Some("board");
        let stage = query.value("stage").and_then(|key| Stage::from_key(&key));
        Self {
            whose: query.value("whose").and_then(|key| Whose::from_key(&key)).unwrap_or(Whose::Mine),
            stage: stage.unwrap_or(if is_board { Stage::Any } else { Stage::Open }),
            is_board,
        }
    }
}

/// The plan that is worked on: of the year asked for, or this fiscal year's, or else the newest.
async fn plan(
    app: &App,
    connection: &mut Connection,
    visit: &Visit,
    query: &Query,
) -> Result<Option<Arc<PlanWithFigures>>> {
    let agency = visit.agency()?;
    let years: Vec<FiscalYear> =
        store::list_plans(connection, agency.id).await?.iter().map(|plan| plan.head.year).collect();
    let asked = query.value("year").and_then(|year| year.parse().ok()).and_then(FiscalYear::new);
    let wanted = asked.unwrap_or(visit.fiscal_year());
    let Some(year) = years.iter().find(|year| **year == wanted).or(years.first()) else { return Ok(None) };
    figures::plan_with_figures(&app.memory, connection, agency, *year).await
}

/// The desk of whoever is signed in.
pub(in crate::measures) async fn show(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let (agency, t) = (visit.agency()?, visit.language);
    let mut connection = app.database.read().await?;
    let person = visit.viewer()?.person.map(PersonId);
    let somebody = actions::somebody(&mut connection, agency.id, person, visit.today()).await?;
    let people = organisation::list_people(&mut connection, agency.id, None, PEOPLE, 0).await?;
    let plan = plan(&app, &mut connection, &visit, &query).await?;
    drop(connection);
    let wanted = Wanted::of(&query);
    let all = plan.as_ref().map(|known| pieces(&known.plan)).unwrap_or_default();
    let mine: Vec<Piece<'_>> = all.into_iter().filter(|piece| somebody.has(piece, wanted.whose)).collect();
    let shown: Vec<Piece<'_>> = mine.iter().copied().filter(|piece| piece.is_at(wanted.stage, visit.today())).collect();
    let late = mine.iter().filter(|piece| piece.is_at(Stage::Overdue, visit.today())).count();
    let open = mine.iter().filter(|piece| piece.is_at(Stage::Open, visit.today())).count();
    let year = plan.as_ref().map(|known| known.plan.head.year);
    let mut page = visit.page(t.say("งาน", "Work"));
    page.breadcrumbs = None;
    page.year = year.map(|year| (year, "/office/measures".into()));
    let desk = Desk { visit: &visit, people: &people };
    let message = desk.message(&shown, year);
    respond::page(&DeskPage {
        lead: t.say(
            format!("ยังไม่เสร็จ {open} ผล เกินกำหนด {late} ผล"),
            format!("{open} results are not finished, {late} of them overdue"),
        ),
        filters: filters(&wanted, year, t),
        views: views(&query, wanted.is_board, t),
        empty: shown.is_empty().then(|| nothing(&wanted, plan.is_some(), t)),
        table: (!shown.is_empty() && !wanted.is_board).then(|| desk.table(&shown, &query)),
        board: (!shown.is_empty() && wanted.is_board).then(|| desk.board(&shown)),
        pagination: (!wanted.is_board).then(|| {
            let count = i64::try_from(shown.len()).unwrap_or(i64::MAX);
            let address = format!("/office/work{}", query.with("page", ""));
            Pagination::new(t, query.page() as u32, pages(count) as u32, address)
        }),
        message_lines: message.lines().count() + 2,
        message,
        page,
    })
}

fn filters(wanted: &Wanted, year: Option<FiscalYear>, t: Language) -> Filters {
    let whose = Whose::ALL.map(|whose| {
        let name = match whose {
            Whose::Mine => t.say("ของฉัน", "Mine"),
            Whose::Units => t.say("ของฝ่าย", "My division's"),
            Whose::All => t.say("ทั้งสำนักงาน", "The whole office's"),
        };
        Choice::new(whose.key(), name)
    });
    let stages = Stage::ALL.map(|stage| Choice::new(stage.key(), stage_name(stage, t)));
    let view = if wanted.is_board { "board" } else { "list" };
    Filters::new(t, "/office/work")
        .field(Field::select("whose", t.say("งานของใคร", "Whose work"), whose).value(wanted.whose.key()))
        .field(Field::select("stage", t.say("สถานะ", "Status"), stages).value(wanted.stage.key()))
        .keep("view", view)
        .keep("year", year.map(|year| year.to_string()).unwrap_or_default())
}

fn stage_name(stage: Stage, t: Language) -> &'static str {
    match stage {
        Stage::Open => t.say("ยังไม่เสร็จ", "Not finished"),
        Stage::Overdue => t.say("เกินกำหนด", "Overdue"),
        Stage::Asks => t.say("รอรับเหตุผลที่ไม่มีหลักฐาน", "Reason for no evidence waits"),
        Stage::Unproved => t.say("เสร็จแล้วแต่ไม่มีหลักฐาน", "Done without evidence"),
        Stage::Any => t.say("ทั้งหมด", "All"),
    }
}

fn views(query: &Query, is_board: bool, t: Language) -> Vec<(Link, bool)> {
    let to = |view: &str| format!("/office/work{}", query.with("view", view));
    vec![
        (Link::new(to("list"), t.say("รายการ", "List")), !is_board),
        (Link::new(to("board"), t.say("กระดาน", "Board")), is_board),
    ]
}

fn nothing(wanted: &Wanted, has_plan: bool, t: Language) -> EmptyState {
    if !has_plan {
        return EmptyState::new(t.say(
            "ยังไม่มีมาตรการ เริ่มแผนของปีก่อน แล้วงานจะมาอยู่ที่นี่",
            "There are no measures yet. Begin the plan of a year; its work then stands here.",
        ))
        .action(Link::new("/office/measures", t.say("ไปที่มาตรการ", "Go to the measures")));
    }
    let words = match wanted.whose {
        Whose::Mine => t.say(
            "ไม่มีงานของฉันตามที่เลือก งานเป็นของฉันเมื่อมีคนส่งมอบให้ หรือตำแหน่งของฉันเป็นผู้ปฏิบัติ",
            "None of your work fits. Work is yours when somebody hands it to you or your post carries it out.",
        ),
        Whose::Units | Whose::All => t.say("ไม่มีงานตามที่เลือก", "No work fits."),
    };
    EmptyState::new(words)
        .action(Link::new("/office/work?whose=all&stage=any", t.say("ดูงานทั้งสำนักงาน", "See the whole office's work")))
}

/// What is shown of pieces of work.
struct Desk<'a> {
    visit: &'a Visit,
    people: &'a [Person],
}

impl Desk<'_> {
    fn who(&self, piece: &Piece<'_>) -> String {
        let assignee = piece.result.work.assignee;
        let known = assignee.and_then(|id| self.people.iter().find(|person| person.id == id));
        let party = || piece.item.responsibles.first().map(|one| one.party.name.clone());
        let nobody = || self.visit.say("ยังไม่มีผู้รับผิดชอบ", "Nobody yet").to_owned();
        known.map(|person| person.name.clone()).or_else(party).unwrap_or_else(nobody)
    }

    fn tag(&self, piece: &Piece<'_>) -> StatusTag {
        let t = self.visit.language;
        match piece.result.days_overdue(piece.due, self.visit.today()) {
            Some(days) => StatusTag::new(t, html::Status::Overdue(days)),
            None if piece.result.work.asks => {
                StatusTag::new(t, html::Status::Waiting).saying(t.say("รอรับเหตุผล", "Reason waits"))
            }
            None => piece.result.tag(t),
        }
    }

    fn due(&self, piece: &Piece<'_>) -> String {
        let t = self.visit.language;
        piece.due.map_or_else(|| t.say("ไม่ได้กำหนด", "Not set").to_owned(), |due| date::short(due, t))
    }

    fn link(&self, piece: &Piece<'_>) -> Link {
        let text = match piece.result.said.text.as_str() {
            "" => piece.item.topic.clone(),
            text => text.to_owned(),
        };
        Link::new(work::address(piece.result.id), text)
    }

    fn table(&self, shown: &[Piece<'_>], query: &Query) -> Table {
        let t = self.visit.language;
        let first = usize::try_from(query.offset()).unwrap_or(usize::MAX);
        let rows = shown.iter().skip(first).take(PAGE_SIZE as usize).map(|piece| {
            Row::new(self.link(piece))
                .cell(piece.item.code.clone())
                .cell(self.tag(piece))
                .cell(self.due(piece))
                .cell(self.who(piece))
        });
        let count = shown.len();
        let caption = t.say(format!("งาน {count} ผล ใกล้กำหนดก่อน"), format!("{count} results, the most urgent first"));
        Table::new(caption)
            .column(Column::text(t.say("งาน", "Work")))
            .column(Column::text(t.say("ข้อ", "Item")))
            .column(Column::text(t.say("สถานะ", "Status")))
            .column(Column::text(t.say("ครบกำหนด", "Due")))
            .column(Column::text(t.say("ผู้ทำ", "Worked by")))
            .rows(rows)
    }

    fn board(&self, shown: &[Piece<'_>]) -> Vec<BoardColumn> {
        let t = self.visit.language;
        let column = |status: Status| {
            let at = |piece: &&Piece<'_>| piece.result.said.status.unwrap_or(Status::NotStarted) == status;
            let all: Vec<&Piece<'_>> = shown.iter().filter(at).collect();
            let more = all.len().saturating_sub(MOST_SHOWN);
            let cards = all.iter().take(MOST_SHOWN).map(|piece| Card {
                link: self.link(piece),
                code: piece.item.code.clone(),
                tag: self.tag(piece),
                due: self.due(piece),
                who: self.who(piece),
            });
            BoardColumn {
                name: status_name(status).in_language(t).to_owned(),
                count: all.len(),
                cards: cards.collect(),
                more: (more > 0).then(|| t.say(format!("และอีก {more} ผล"), format!("and {more} more"))),
            }
        };
        Status::ALL.map(column).into()
    }

    /// A text to copy into a chat: Thai, because it goes to colleagues.
    fn message(&self, shown: &[Piece<'_>], year: Option<FiscalYear>) -> String {
        let today = self.visit.today();
        let open: Vec<&Piece<'_>> = shown.iter().filter(|piece| !piece.result.is_over()).collect();
        let line = |piece: &&Piece<'_>| {
            let due = match (piece.due, piece.result.days_overdue(piece.due, today)) {
                (Some(due), Some(days)) => {
                    format!("ครบกำหนด {} (เกิน {days} วัน)", date::short(due, Language::Thai))
                }
                (Some(due), None) => format!("ครบกำหนด {}", date::short(due, Language::Thai)),
                (None, _) => "ยังไม่ได้กำหนดวัน".to_owned(),
            };
            format!("{} {} · {due} · {}", piece.item.code, self.link(piece).words, self.who(piece))
        };
        let year = year.map(|year| format!(" ปี {year}")).unwrap_or_default();
        let head =
            format!("งานตามมาตรการ ITA{year} ที่ยังไม่เสร็จ {} ผล ณ {}", open.len(), date::short(today, Language::Thai));
        let rest = open.len().saturating_sub(MOST_SHOWN);
        let rest = (rest > 0).then(|| format!("และอีก {rest} ผล"));
        [head].into_iter().chain(open.iter().take(MOST_SHOWN).map(line)).chain(rest).collect::<Vec<_>>().join("\n")
    }
}
