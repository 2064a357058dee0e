//! The page of a year's holidays.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;
use thai::{Bilingual, date};

use super::{
    actions,
    model::{self, Holiday, LONGEST_NAME, Whose},
    store,
};
use crate::{
    accounts::after_change,
    app::App,
    kit::{
        Error, Form, FormErrors, Permission, Result, Visit,
        audit::Actor,
        form_page::{ConfirmPage, FormPage, Typed, required_day},
        html::{
            Breadcrumbs, Button, ButtonForm, Column, EmptyState, Html, Link, Notice, Page, Row, Status, StatusTag,
            Table,
        },
        respond,
    },
};

const CALENDAR: &str = "/office/calendar";

#[derive(Template)]
#[template(path = "calendar/html/year.html")]
struct YearPage {
    page: Page,
    notice: Option<Notice>,
    add: Option<Button>,
    table: Option<Table>,
    empty: EmptyState,
    before: Link,
    after: Link,
}

/// A calendar year in an address: of the Buddhist era.
fn parse_year(year: &str) -> Result<i16> {
    let year: i16 = year.parse().map_err(|_| Error::NotFound)?;
    if (2500..=2700).contains(&year) { Ok(year - date::BUDDHIST_OFFSET) } else { Err(Error::NotFound) }
}

fn parse_day(day: &str) -> Result<Date> {
    day.parse().map_err(|_| Error::NotFound)
}

fn address(year: i16) -> String {
    format!("{CALENDAR}/{}", year + date::BUDDHIST_OFFSET)
}

/// The year of today.
pub async fn this_year(visit: Visit) -> Result<Response> {
    Ok(respond::go(&address(visit.today().year())))
}

/// The holidays of a year.
pub async fn show(State(app): State<App>, visit: Visit, Path(year): Path<String>) -> Result<Response> {
    let (t, agency, year) = (visit.language, visit.agency()?.id, parse_year(&year)?);
    let own = store::list_all(&mut app.database.read().await?, agency).await?;
    let holidays = model::holidays_of(year, &own);
    let may_change = visit.may(Permission::ChangeSettings);
    let shown = year + date::BUDDHIST_OFFSET;
    let is_known = model::is_known(Date::constant(year, 1, 1)) || model::is_known(Date::constant(year, 12, 31));
    let notice = Notice::warning(t.say(
        "ระบบยังไม่มีวันหยุดราชการของปีนี้ จนกว่าจะเพิ่ม การนับวันทำการจะหักเฉพาะวันเสาร์และวันอาทิตย์",
        "The national holidays of this year are not known here yet. Until they are added, working days are counted by weekends alone.",
    ));
    let mut page = visit.page(t.say(format!("วันหยุดของหน่วยงาน ปี {shown}"), format!("Holidays of the office, {shown}")));
    page.breadcrumbs = Some(Breadcrumbs::new(t).parent("/office/settings", t.say("ตั้งค่า", "Settings")));
    if !visit.may(Permission::ChangeSettings) {
        page.breadcrumbs = None;
    }
    let neighbour = |year: i16| {
        let shown = year + date::BUDDHIST_OFFSET;
        Link::new(address(year), t.say(format!("ปี {shown}"), format!("Year {shown}")))
    };
    respond::page(&YearPage {
        page,
        notice: (!is_known).then_some(notice),
        add: may_change
            .then(|| Button::primary(t.say("เพิ่มวันหยุด", "Add a holiday")).to(format!("{}/days/new", address(year)))),
        table: (!holidays.is_empty()).then(|| table(&visit, &holidays, may_change)),
        empty: EmptyState::new(t.say("ยังไม่มีวันหยุดของปีนี้", "No holidays of this year yet.")),
        before: neighbour(year - 1),
        after: neighbour(year + 1),
    })
}

fn table(visit: &Visit, holidays: &[Holiday], may_change: bool) -> Table {
    let t = visit.language;
    let kept = holidays.iter().filter(|holiday| holiday.whose != Whose::TakenOff).count();
    let rows = holidays.iter().map(|holiday| {
        let whose = match holiday.whose {
            Whose::National => Html::from(t.say("ทั้งประเทศ", "National")),
            Whose::Own => Html::from(t.say("ของหน่วยงาน", "The office's own")),
            Whose::TakenOff => {
                StatusTag::new(t, Status::Cancelled).saying(t.say("หน่วยงานทำการ", "The office works")).into()
            }
        };
        let row = Row::new(date::with_weekday(holiday.day, t)).cell(holiday.name.in_language(t)).cell(whose);
        if may_change { row.cell(change(visit, holiday)) } else { row }
    });
    let table = Table::new(t.say(format!("วันหยุด {kept} วัน"), format!("{kept} holidays")))
        .column(Column::text(t.say("วันที่", "Day")))
        .column(Column::text(t.say("ชื่อวัน", "Name")))
        .column(Column::text(t.say("เป็นวันหยุดของ", "Whose")));
    let table = if may_change { table.column(Column::text(t.say("แก้ไข", "Change"))) } else { table };
    table.rows(rows)
}

fn change(visit: &Visit, holiday: &Holiday) -> Html {
    let (t, day) = (visit.language, holiday.day);
    let about = holiday.name.in_language(t).to_owned();
    match holiday.whose {
        Whose::TakenOff => ButtonForm::new(
            &visit.page(""),
            format!("{CALENDAR}/days/{day}/return"),
            Button::secondary(t.say("ให้เป็นวันหยุดอีกครั้ง", "Keep it again")).small().about(about),
        )
        .into(),
        Whose::National | Whose::Own => Button::secondary(t.say("เอาออก", "Take off"))
            .small()
            .about(about)
            .to(format!("{CALENDAR}/days/{day}/removal"))
            .into(),
    }
}

fn form_page(visit: &Visit, year: i16, form: &Form, errors: &FormErrors) -> FormPage {
    let typed = Typed::new(visit, form, errors);
    FormPage::new(visit, visit.say("เพิ่มวันหยุด", "Add a holiday"), format!("{}/days", address(year)))
        .errors(visit, errors)
        .up(visit, &[(&address(year), visit.say("วันหยุดของหน่วยงาน", "Holidays of the office"))])
        .field(typed.day("day", "วันที่", "Day"))
        .field(
            typed
                .text("name", "ชื่อวัน", "Name")
                .hint(visit.say("เช่น วันหยุดพิเศษตามมติคณะรัฐมนตรี", "E.g. a special holiday by resolution of the cabinet")),
        )
}

/// The form for a holiday.
pub async fn new(visit: Visit, Path(year): Path<String>) -> Result<Response> {
    respond::page(&form_page(&visit, parse_year(&year)?, &Form::default(), &FormErrors::default()))
}

/// Adds a holiday.
pub async fn add(State(app): State<App>, visit: Visit, Path(year): Path<String>, form: Form) -> Result<Response> {
    let (agency, year) = (visit.agency()?.id, parse_year(&year)?);
    let mut errors = FormErrors::default();
    let day = required_day(&form, "day", &mut errors);
    let name = form.text("name");
    if name.is_empty() {
        errors.add("name", "ใส่ชื่อวันหยุด", "Enter the name of the holiday.");
    } else if name.chars().count() > LONGEST_NAME {
        errors.add(
            "name",
            format!("ยาวเกิน {LONGEST_NAME} ตัวอักษร ย่อให้สั้นลง"),
            format!("Longer than {LONGEST_NAME} characters. Shorten it."),
        );
    }
    let (Some(day), true) = (day, errors.is_empty()) else {
        return respond::refused_form(&form_page(&visit, year, &form, &errors));
    };
    let mut tx = app.database.write().await?;
    let actor = Actor::from(visit.viewer()?);
    actions::add(&mut tx, &actor, agency, day, Bilingual::new(name.clone(), name), visit.now).await?;
    let message = Bilingual::new("เพิ่มวันหยุดแล้ว", "The holiday was added.");
    after_change(tx, &visit, &address(day.year()), message).await
}

/// Asks once more.
pub async fn ask_removal(State(app): State<App>, visit: Visit, Path(day): Path<String>) -> Result<Response> {
    let (t, agency, day) = (visit.language, visit.agency()?.id, parse_day(&day)?);
    let own = store::find(&mut app.database.read().await?, agency, day).await?;
    let name = match own {
        Some(own) => own.name,
        None => model::national(day).cloned().ok_or(Error::NotFound)?,
    };
    let (name, shown) = (name.in_language(t), date::with_weekday(day, t));
    respond::page(&ConfirmPage::new(
        &visit,
        visit.say("เอาวันหยุดออก", "Take a holiday off"),
        visit.say(
            format!("{shown} ({name}) จะนับเป็นวันทำการของหน่วยงาน กำหนดเวลาที่นับเป็นวันทำการจะนับวันนี้ด้วย"),
            format!(
                "{shown} ({name}) will be a working day of the office. Times counted in working days will count it."
            ),
        ),
        format!("{CALENDAR}/days/{day}/removal"),
        Button::danger_final(visit.say("เอาออก", "Take it off")),
        &address(day.year()),
    ))
}

/// Takes a holiday off.
pub async fn remove(State(app): State<App>, visit: Visit, Path(day): Path<String>, _: Form) -> Result<Response> {
    let (agency, day) = (visit.agency()?.id, parse_day(&day)?);
    let mut tx = app.database.write().await?;
    actions::remove(&mut tx, &Actor::from(visit.viewer()?), agency, day, visit.now).await?;
    let message = Bilingual::new("นับเป็นวันทำการแล้ว", "It is a working day now.");
    after_change(tx, &visit, &address(day.year()), message).await
}

/// Keeps a national holiday again.
pub async fn put_back(State(app): State<App>, visit: Visit, Path(day): Path<String>, _: Form) -> Result<Response> {
    let (agency, day) = (visit.agency()?.id, parse_day(&day)?);
    let mut tx = app.database.write().await?;
    actions::put_back(&mut tx, &Actor::from(visit.viewer()?), agency, day, visit.now).await?;
    let message = Bilingual::new("เป็นวันหยุดอีกครั้งแล้ว", "It is a holiday again.");
    after_change(tx, &visit, &address(day.year()), message).await
}
