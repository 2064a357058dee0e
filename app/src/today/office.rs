//! The dashboard: what to do next, the score against its target, the ten indicators, and how far the measures are.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use db::Connection;
use thai::{FiscalYear, Language};

use super::in_short::{InShort, PlanInShort, ScoreBand, ScoresInShort};
use crate::{
    app::App,
    kit::{
        Memory, Permission, Result, Visit,
        html::{Button, EmptyState, Figure, Link, Page, ProofLine, Status, StatusTag, Task, TaskList},
        respond,
        visit::Agency,
    },
    measures::{Counts, Pressing},
    parts, reporting, sign_off,
};

#[derive(Template)]
#[template(path = "today/html/today.html")]
struct TodayPage {
    page: Page,
    tasks: TaskList,
    nothing_to_do: Option<EmptyState>,
    scores: Option<Arc<ScoreBand>>,
    no_scores: EmptyState,
    measures: Option<MeasuresBand>,
    start: Option<Button>,
}

/// How far the plan of the year is.
struct MeasuresBand {
    year: FiscalYear,
    done: Figure,
    evidence: Figure,
    list: Link,
}

/// Everything the page is made of.
struct Facts<'a> {
    visit: &'a Visit,
    known: Arc<InShort>,
    in_review: i64,
    /// Files of divisions in which rows wait for a decision.
    from_divisions: i64,
    to_sign: Vec<FiscalYear>,
}

/// What to do today. The platform operator has no agency; their work is the list of agencies.
pub(super) async fn today(State(app): State<App>, visit: Visit) -> Result<Response> {
    let Some(agency) = visit.viewer()?.agency.as_ref() else { return Ok(respond::go("/office/agencies")) };
    let mut connection = app.database.read().await?;
    let facts = Facts::load(&mut connection, &app.memory, &visit, agency).await?;
    drop(connection);
    respond::page(&facts.page())
}

impl<'a> Facts<'a> {
    async fn load(connection: &mut Connection, memory: &Memory, visit: &'a Visit, agency: &'a Agency) -> Result<Self> {
        let (t, today) = (visit.language, visit.today());
        let inputs = format!("{} {today} {} {}", t.tag(), agency.gap_threshold, agency.target);
        let place = memory.place(connection, agency.id, inputs).await?;
        let known = match place.known() {
            Some(known) => known,
            None => place.keep(InShort::load(connection, (t, today), agency).await?),
        };
        let in_review = reporting::count_in_review(connection, agency.id).await?;
        let from_divisions = parts::count_waiting(connection, agency.id).await?;
        let to_sign = match visit.may(Permission::SignReports) {
            true => sign_off::list_waiting(connection, agency.id).await?,
            false => Vec::new(),
        };
        Ok(Self { visit, known, in_review, from_divisions, to_sign })
    }

    fn language(&self) -> Language {
        self.visit.language
    }

    fn page(&self) -> TodayPage {
        let t = self.language();
        let tasks = self.tasks();
        let title = match tasks.len() {
            0 => t.say("วันนี้ไม่มีเรื่องค้าง", "Nothing is waiting today").to_owned(),
            1 => t.say("วันนี้ต้องทำ 1 เรื่อง", "One thing to do today").to_owned(),
            n => t.say(format!("วันนี้ต้องทำ {n} เรื่อง"), format!("{n} things to do today")),
        };
        let nothing = t.say(
            "งานที่มีกำหนดเสร็จครบแล้ว ดูคะแนนและมาตรการด้านล่าง",
            "Everything due is done. Scores and measures are below.",
        );
        let mut page = self.visit.page(title);
        page.year = self.known.plan.as_ref().map(|plan| (plan.year, "/office/measures".into()));
        TodayPage {
            page,
            nothing_to_do: tasks.is_empty().then(|| EmptyState::new(nothing)),
            tasks: TaskList::new("tasks", tasks),
            scores: self.known.scores.as_ref().map(|scores| scores.band.clone()),
            no_scores: self.no_scores(),
            measures: self.known.plan.as_ref().map(|plan| self.measures_band(plan)),
            start: self.start(),
        }
    }

    /// What waits, the most urgent first. Each line leads to the page where it is done.
    fn tasks(&self) -> Vec<Task> {
        let t = self.language();
        let mut tasks = Vec::new();
        let tag = |status| StatusTag::new(t, status);
        if self.in_review > 0 && self.visit.may(Permission::ImportReports) {
            let words = t.say("ตรวจรายงานที่นำเข้าให้เสร็จ", "Finish reviewing the imported report");
            let hint = t.say(format!("{} ไฟล์รอตรวจ", self.in_review), format!("{} waiting", files(self.in_review)));
            tasks.push(Task::new("/office/report/imports", words, tag(Status::Waiting)).hint(hint));
        }
        tasks.extend(self.to_sign.iter().map(|year| {
            let words = t.say(format!("ลงนามรายงานปี {year}"), format!("Sign the report of {year}"));
            Task::new(format!("/office/report/{year}/sign-off"), words, tag(Status::Waiting))
        }));
        tasks.extend(self.task_of_divisions());
        if let Some(plan) = &self.known.plan {
            self.tasks_of_plan(plan, &mut tasks);
        }
        if let Some(scores) = &self.known.scores {
            let ScoresInShort { year, gaps, open, contradictions, .. } = *scores;
            if open > 0 && self.visit.may(Permission::EditMeasures) {
                let words = t.say("ตั้งมาตรการให้ข้อที่เสียคะแนน", "Set measures for the items that lose points");
                let hint = t.say(
                    format!("ปี {year} ยังไม่มีมาตรการ {open} จาก {gaps} ข้อ"),
                    format!("{open} of {gaps} items of {year} have none yet"),
                );
                tasks.push(Task::new(format!("/office/scores/{year}/gaps"), words, tag(Status::NotStarted)).hint(hint));
            }
            if contradictions > 0 && self.visit.may(Permission::EditScores) {
                let words = t.say("ตรวจคะแนนที่ขัดกันเอง", "Check scores that contradict each other");
                let hint = t.say(
                    format!("{contradictions} แห่ง ตัวเลขยังเป็นตามที่ประกาศ"),
                    format!("In {contradictions} places; the figures stay as published"),
                );
                let href = format!("/office/scores/{year}");
                tasks.push(
                    Task::new(href, words, tag(Status::GoingStale).saying(t.say("ควรตรวจ", "Worth a look"))).hint(hint),
                );
            }
        }
        tasks
    }

    /// Files that divisions sent: the list of the newest plan's year, where each part says what waits.
    fn task_of_divisions(&self) -> Option<Task> {
        let plan = self
            .known
            .plan
            .as_ref()
            .filter(|_| self.from_divisions > 0 && self.visit.may(Permission::ImportReports))?;
        let t = self.language();
        let words = t.say("ตรวจไฟล์ที่ฝ่ายส่งกลับมา", "Look at what divisions sent back");
        let hint =
            t.say(format!("{} ไฟล์รอตัดสินใจ", self.from_divisions), format!("{} waiting", files(self.from_divisions)));
        let href = format!("/office/report/{}/parts", plan.year);
        Some(Task::new(href, words, StatusTag::new(t, Status::Waiting)).hint(hint))
    }

    fn tasks_of_plan(&self, plan: &PlanInShort, tasks: &mut Vec<Task>) {
        let t = self.language();
        if !self.visit.may(Permission::EditMeasures) {
            return;
        }
        let counts = plan.counts;
        let year = plan.year;
        let Pressing { late, asks } = plan.pressing;
        if asks > 0 && self.visit.may(Permission::AcceptReasons) {
            // The director decides on all of them, a head on those that they supervise.
            let words = match self.visit.may(Permission::SignReports) {
                true => t.say("ตัดสินใจเรื่องผลที่ไม่มีหลักฐาน", "Decide on results without evidence"),
                false => t.say("ดูผลที่รอผู้กำกับดูแลรับเหตุผล", "See which reasons wait for their supervisor"),
            };
            let hint = t.say(format!("{asks} ผลรอผู้กำกับดูแลรับเหตุผล"), format!("{asks} wait for their supervisor"));
            let href = format!("/office/work?year={year}&whose=all&stage=asks");
            tasks.push(Task::new(href, words, StatusTag::new(t, Status::Waiting)).hint(hint));
        }
        if late > 0 {
            let words = t.say("ดูงานที่เกินกำหนด", "Look at what is overdue");
            let hint = t.say(format!("ปี {year} เกินกำหนด {late} ผล"), format!("{late} results of {year}"));
            let status = StatusTag::new(t, Status::Overdue(0)).saying(t.say("เกินกำหนด", "Overdue"));
            tasks
                .push(Task::new(format!("/office/work?year={year}&whose=all&stage=overdue"), words, status).hint(hint));
        }
        let unfinished = counts.items - counts.done;
        if unfinished > 0 {
            let words = t.say("ทำมาตรการที่ยังไม่เสร็จ", "Work on the measures that are not done");
            let hint = t.say(
                format!("ปี {year} เหลือ {unfinished} จาก {} ข้อ", counts.items),
                format!("{year}: {unfinished} of {} items left", counts.items),
            );
            let status = StatusTag::new(t, Status::InProgress);
            tasks.push(Task::new(format!("/office/measures/{year}?status=in_progress"), words, status).hint(hint));
        }
        if counts.not_understood > 0 {
            let words = t.say("ตัดสินข้อความที่ระบบยังไม่เข้าใจ", "Decide on texts that were not understood");
            let hint = t.say(
                format!("{} ข้อความ อยู่ข้างข้อของมัน", counts.not_understood),
                format!("{}, each beside its item", texts(counts.not_understood)),
            );
            let status = StatusTag::new(t, Status::Waiting);
            tasks.push(Task::new(format!("/office/measures/{year}"), words, status).hint(hint));
        }
    }

    fn measures_band(&self, plan: &PlanInShort) -> MeasuresBand {
        let t = self.language();
        let year = plan.year;
        let Counts { items, done, done_as_reported, with_documents, .. } = plan.counts;
        let proof = || {
            let as_of = thai::date::short(self.visit.today(), t);
            ProofLine::new(t, as_of, t.say("นับจากผลของทุกข้อในแผน", "Counted from the results of all items of the plan"))
                .evidence(format!("/office/measures/{year}"))
        };
        let mut done = Figure::new(t.say("มาตรการที่เสร็จแล้ว", "Measures done"), done.to_string(), proof())
            .unit(t.say(format!("จาก {items} ข้อ"), format!("of {items} items")));
        if done_as_reported > 0 {
            done = done.note(t.say(
                format!("{done_as_reported} ข้อในนี้มาจากรายงานที่นำเข้า ยังไม่มีหลักฐานในระบบ"),
                format!("{done_as_reported} of these come from an imported report, without evidence here"),
            ));
        }
        MeasuresBand {
            year,
            done,
            evidence: Figure::new(
                t.say("มีเอกสารประกอบตามรายงาน", "With papers, as the report says"),
                with_documents.to_string(),
                proof(),
            )
            .unit(t.say(format!("จาก {items} ข้อ"), format!("of {items} items"))),
            list: Link::new(format!("/office/measures/{year}"), t.say("ดูมาตรการทั้งหมด", "All measures")),
        }
    }

    fn no_scores(&self) -> EmptyState {
        let t = self.language();
        let why = t.say(
            "ยังไม่มีผลคะแนน นำเข้ารายงานปีที่แล้ว หรือกรอกผลที่ประกาศ",
            "There are no scores yet. Import last year's report or type in the published results.",
        );
        let year = self.visit.fiscal_year().previous();
        let empty = EmptyState::new(why);
        if self.visit.may(Permission::EditScores) {
            let words = t.say("กรอกผลคะแนน", "Type in the scores");
            return empty.action(Button::secondary(words).to(format!("/office/scores/{year}/entry")));
        }
        empty
    }

    /// The one thing to begin with while there is nothing yet.
    fn start(&self) -> Option<Button> {
        let empty = self.known.scores.is_none() && self.known.plan.is_none();
        let may = self.visit.may(Permission::ImportReports);
        let words = self.visit.say("นำเข้ารายงานปีที่แล้ว", "Import last year's report");
        (empty && may).then(|| Button::primary(words).to("/office/report/imports/new"))
    }
}

fn files(count: i64) -> String {
    if count == 1 { "1 file".into() } else { format!("{count} files") }
}

fn texts(count: usize) -> String {
    if count == 1 { "1 text".into() } else { format!("{count} texts") }
}
