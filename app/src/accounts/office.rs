//! The users of an agency: inviting, new links, closing and opening accounts.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::{Bilingual, date};

use super::{
    HandOver, actions, after_change, hand_over,
    model::EmailAddress,
    store::{self, ListedUser, User},
};
use crate::{
    app::App,
    kit::{
        Error, Form, FormErrors, Result, Visit,
        audit::{self, Actor},
        form_page::{ConfirmPage, FormPage, Typed},
        html::{
            Breadcrumbs, Button, Choice, Column, EmptyState, Field, Link, Page, Pagination, Row, Status, StatusTag,
            SummaryList, Table, Timeline,
        },
        listing::{PAGE_SIZE, Query, pages},
        respond,
        visit::UserId,
    },
    organisation::{self, NewPerson, model::PersonId},
};

const USERS: &str = "/office/users";

fn users_words(visit: &Visit) -> &'static str {
    visit.say("ผู้ใช้ของหน่วยงาน", "Users of the agency")
}

#[derive(Template)]
#[template(path = "accounts/html/users.html")]
struct UsersPage {
    page: Page,
    invite: Button,
    users: Option<Table>,
    empty: EmptyState,
    pagination: Pagination,
}

pub(super) async fn list(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let count = store::count_users(&mut connection, agency).await?;
    let users = store::list_users(&mut connection, agency, PAGE_SIZE, query.offset()).await?;
    let mut posts: BTreeMap<PersonId, Vec<String>> = BTreeMap::new();
    for named in organisation::list_holders(&mut connection, agency, visit.today()).await? {
        posts.entry(named.holding.person).or_default().push(named.post_held().in_language(visit.language).to_owned());
    }
    let path = visit.uri.path_and_query().map_or(USERS, |path| path.as_str()).to_owned();
    let shown_page = u32::try_from(query.page()).unwrap_or(1);
    respond::page(&UsersPage {
        page: visit.page(users_words(&visit)),
        invite: Button::primary(visit.say("เชิญผู้ใช้", "Invite a user")).to(format!("{USERS}/new")),
        users: (!users.is_empty()).then(|| table(&visit, count, &users, &posts)),
        empty: EmptyState::new(visit.say("ยังไม่มีผู้ใช้ เชิญคนแรกได้เลย", "No users yet. Invite the first.")),
        pagination: Pagination::new(visit.language, shown_page, u32::try_from(pages(count)).unwrap_or(1), path),
    })
}

fn table(visit: &Visit, count: i64, users: &[ListedUser], posts: &BTreeMap<PersonId, Vec<String>>) -> Table {
    let t = visit.language;
    let rows = users.iter().map(|listed| {
        let user = &listed.user;
        let held = user.person.and_then(|person| posts.get(&PersonId(person)));
        let no_post = || visit.say("ยังไม่มีตำแหน่ง", "No post yet").to_owned();
        let never = || visit.say("ยังไม่เคย", "Never").to_owned();
        Row::new(Link::new(format!("{USERS}/{}", user.id), user.name.as_deref().unwrap_or(&user.email)))
            .cell(state(visit, user, listed))
            .cell(held.map_or_else(no_post, |posts| posts.join(", ")))
            .cell(user.email.as_str())
            .cell(listed.seen_at.map_or_else(never, |moment| date::moment(moment, t)))
    });
    Table::new(visit.say(format!("{count} บัญชี เรียงตามชื่อ"), format!("{count} accounts, by name")))
        .column(Column::text(visit.say("ชื่อ", "Name")))
        .column(Column::text(visit.say("สถานะ", "State")))
        .column(Column::text(visit.say("ตำแหน่งวันนี้", "Posts today")))
        .column(Column::text(visit.say("อีเมล", "E-mail")))
        .column(Column::text(visit.say("ใช้ล่าสุด", "Last use")))
        .rows(rows)
}

fn state(visit: &Visit, user: &User, listed: &ListedUser) -> StatusTag {
    let tag = |status, thai, english| StatusTag::new(visit.language, status).saying(visit.say(thai, english));
    let link_holds = listed.invited_until.is_some_and(|until| until > visit.now);
    match (user.disabled_at, &user.password_hash) {
        (Some(_), _) => tag(Status::Cancelled, "ปิดบัญชี", "Closed"),
        (None, Some(_)) => tag(Status::Done, "ใช้งานได้", "In use"),
        (None, None) if link_holds => tag(Status::Waiting, "รอตั้งรหัสผ่าน", "Invited"),
        (None, None) => tag(Status::Stale, "ลิงก์หมดอายุ", "Link expired"),
    }
}

#[derive(Template)]
#[template(path = "accounts/html/user.html")]
struct UserPage {
    page: Page,
    facts: SummaryList,
    issue_link: Option<Button>,
    close: Option<Button>,
    open: Option<Button>,
    path: String,
    history: Timeline,
}

fn parse(id: &str) -> Result<UserId> {
    id.parse().map_err(|()| Error::NotFound)
}

pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let user = store::load_user(&mut connection, agency, parse(&id)?).await?;
    let history = audit::history(&mut connection, agency, user.id.0, visit.language).await?;
    let t = visit.language;
    let mut page = visit.page(user.name.clone().unwrap_or_else(|| user.email.clone()));
    page.breadcrumbs = Some(Breadcrumbs::new(t).parent(USERS, users_words(&visit)));
    let closed = user.disabled_at.map(|since| date::moment(since, t)).unwrap_or_default();
    let password = if user.password_hash.is_some() {
        visit.say("ตั้งแล้ว", "Set")
    } else {
        visit.say("ยังไม่ตั้ง", "Not set yet")
    };
    let mut facts = SummaryList::new(t)
        .row(visit.say("อีเมล", "E-mail"), user.email.as_str())
        .row(visit.say("รหัสผ่าน", "Password"), password);
    if user.disabled_at.is_some() {
        facts = facts.row(visit.say("ปิดบัญชีตั้งแต่", "Closed since"), closed);
    }
    let is_open = user.disabled_at.is_none();
    let is_me = user.id == visit.viewer()?.user;
    respond::page(&UserPage {
        page,
        facts,
        issue_link: is_open.then(|| Button::primary(visit.say("ออกลิงก์ตั้งรหัสผ่านใหม่", "Issue a new link"))),
        close: (is_open && !is_me).then(|| {
            Button::danger(visit.say("ปิดบัญชีนี้", "Close this account")).to(format!("{USERS}/{}/closure", user.id))
        }),
        open: (!is_open).then(|| Button::primary(visit.say("เปิดบัญชีนี้อีกครั้ง", "Open this account again"))),
        path: format!("{USERS}/{}", user.id),
        history,
    })
}

async fn new_page(app: &App, visit: &Visit, form: &Form, errors: &FormErrors) -> Result<FormPage> {
    let people = organisation::list_people_without_account(&mut app.database.read().await?, visit.agency()?.id).await?;
    let typed = Typed::new(visit, form, errors);
    let people = people.iter().map(|person| Choice::new(person.id.to_string(), &person.name));
    Ok(FormPage::new(visit, visit.say("เชิญผู้ใช้", "Invite a user"), USERS)
        .errors(visit, errors)
        .up(visit, &[(USERS, users_words(visit))])
        .field(typed.select(
            "person",
            visit.say("บุคคลในหน่วยงาน", "Person of the agency"),
            visit.say("คนใหม่ (ใส่ชื่อด้านล่าง)", "Somebody new (name below)"),
            people,
        ))
        .field(
            typed
                .optional_text("name", "ชื่อและนามสกุลของคนใหม่", "Name of somebody new")
                .width(32)
                .hint(visit.say("ใส่เมื่อไม่ได้เลือกจากรายชื่อ", "Only if you chose nobody from the list")),
        )
        .field(
            typed
                .fill("email", Field::email("email", visit.say("อีเมลที่ใช้เข้าสู่ระบบ", "E-mail for signing in")))
                .autocomplete("off")
                .hint(
                    visit.say(
                        "เว้นว่างได้ถ้าบุคคลที่เลือกมีอีเมลอยู่แล้ว",
                        "May stay empty if the chosen person has an e-mail address",
                    ),
                ),
        )
        .button(Button::primary(visit.say("เชิญและออกลิงก์", "Invite and issue the link"))))
}

pub(super) async fn show_new(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let form = Form::with([("person", query.value("person").unwrap_or_default())]);
    respond::page(&new_page(&app, &visit, &form, &FormErrors::default()).await?)
}

pub(super) async fn invite(State(app): State<App>, visit: Visit, form: Form) -> Result<Response> {
    let agency = visit.agency()?.id;
    let actor: Actor = visit.viewer()?.into();
    let mut tx = app.database.write().await?;
    let mut errors = FormErrors::default();
    let chosen = form.text("person");
    let candidates = organisation::list_people_without_account(&mut tx, agency).await?;
    let person = match chosen.as_str() {
        "" => None,
        id => Some(candidates.into_iter().find(|person| person.id.to_string() == id).ok_or(Error::NotFound)?),
    };
    let name = person.as_ref().map_or_else(|| form.text("name"), |person| person.name.clone());
    if name.is_empty() {
        errors.add("person", "เลือกบุคคล หรือใส่ชื่อคนใหม่", "Choose a person, or enter the name of somebody new");
    }
    let typed_email = form.text("email");
    let known_email = person.as_ref().map(|person| person.email.clone()).unwrap_or_default();
    let email = EmailAddress::parse(if typed_email.is_empty() { &known_email } else { &typed_email });
    match &email {
        Err(Bilingual { th, en }) => errors.add("email", th, en),
        Ok(email) if super::has_account(&mut tx, email).await? => {
            errors.add("email", "อีเมลนี้มีบัญชีอยู่แล้ว ใช้อีเมลอื่น", "This address has an account already. Use another one");
        }
        Ok(_) => {}
    }
    let (Ok(email), true) = (email, errors.is_empty()) else {
        return respond::refused_form(&new_page(&app, &visit, &form, &errors).await?);
    };
    let person = match person {
        Some(person) => person.id,
        None => {
            let new = NewPerson { name: name.clone(), telephone: String::new(), email: email.as_str().to_owned() };
            organisation::add_person(&mut tx, &actor, agency, new, visit.now).await?
        }
    };
    let (user, token) = actions::invite(&mut tx, &actor, Some(agency), Some(person.0), &email, visit.now).await?;
    tx.commit().await?;
    let title = visit.say(format!("เชิญ{name}แล้ว"), format!("Invited {name}"));
    hand_over(&app, &visit, HandOver { title, person: name, token, back: format!("{USERS}/{user}") })
}

pub(super) async fn issue_link(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    _: Form,
) -> Result<Response> {
    let mut tx = app.database.write().await?;
    let user = store::load_user(&mut tx, visit.agency()?.id, parse(&id)?).await?;
    if user.disabled_at.is_some() {
        return Err(Error::Conflict(Bilingual::new(
            "บัญชีนี้ปิดอยู่ เปิดบัญชีก่อนแล้วออกลิงก์",
            "This account is closed. Open it first, then issue the link.",
        )));
    }
    let token = actions::issue_reset(&mut tx, &visit.viewer()?.into(), &user, visit.now).await?;
    tx.commit().await?;
    let person = user.name.unwrap_or(user.email);
    let title = visit.say(format!("ออกลิงก์ใหม่ให้{person}แล้ว"), format!("A new link for {person}"));
    hand_over(&app, &visit, HandOver { title, person, token, back: format!("{USERS}/{}", user.id) })
}

/// Nobody closes their own account: they could not open it again.
fn not_oneself(visit: &Visit, user: &User) -> Result<()> {
    if user.id == visit.viewer()?.user {
        return Err(Error::Conflict(Bilingual::new(
            "ปิดบัญชีของตัวเองไม่ได้ ให้ผู้ดูแลระบบอีกคนปิดให้",
            "You cannot close your own account. Ask another administrator.",
        )));
    }
    Ok(())
}

pub(super) async fn show_closure(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let user = store::load_user(&mut app.database.read().await?, visit.agency()?.id, parse(&id)?).await?;
    not_oneself(&visit, &user)?;
    let name = user.name.unwrap_or(user.email);
    let path = format!("{USERS}/{}", user.id);
    let title = visit.say(format!("ปิดบัญชีของ{name}"), format!("Close the account of {name}"));
    let sentence = visit.say(
        "คนนี้จะออกจากระบบทุกเครื่องทันที และเข้าสู่ระบบไม่ได้จนกว่าจะเปิดบัญชีอีกครั้ง ตำแหน่งและประวัติยังอยู่",
        "They are signed out everywhere at once and cannot sign in until the account is opened again. Posts and records stay.",
    );
    let button = Button::danger_final(visit.say("ปิดบัญชี", "Close the account"));
    respond::page(&ConfirmPage::new(&visit, title, sentence, format!("{path}/closure"), button, &path))
}

pub(super) async fn close(State(app): State<App>, visit: Visit, Path(id): Path<String>, _: Form) -> Result<Response> {
    let done = Bilingual::new("ปิดบัญชีแล้ว คนนี้ออกจากระบบทุกเครื่องแล้ว", "The account is closed and signed out everywhere.");
    set_disabled(&app, &visit, &id, true, done).await
}

pub(super) async fn open(State(app): State<App>, visit: Visit, Path(id): Path<String>, _: Form) -> Result<Response> {
    let done =
        Bilingual::new("เปิดบัญชีแล้ว เข้าสู่ระบบด้วยรหัสผ่านเดิมได้", "The account is open. The password is the one before.");
    set_disabled(&app, &visit, &id, false, done).await
}

async fn set_disabled(app: &App, visit: &Visit, id: &str, disabled: bool, done: Bilingual) -> Result<Response> {
    let mut tx = app.database.write().await?;
    let user = store::load_user(&mut tx, visit.agency()?.id, parse(id)?).await?;
    not_oneself(visit, &user)?;
    if user.disabled_at.is_some() != disabled {
        actions::set_disabled(&mut tx, &visit.viewer()?.into(), &user, disabled, visit.now).await?;
    }
    after_change(tx, visit, &format!("{USERS}/{}", user.id), done).await
}
