//! My account: my posts and roles, my password, and where I am signed in.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::{Bilingual, date};

use super::{
    actions::{self, SignInRefusal},
    after_change, device,
    invitation::check_new_password,
    model::SESSION_IDLE,
    store::{self, HeldPost, Session},
};
use crate::{
    app::App,
    kit::{
        Error, Form, FormErrors, Result, Role, Visit,
        html::{Button, Column, EmptyState, ErrorSummary, Field, Html, Page, Row, SummaryList, Table},
        respond,
    },
};

const ACCOUNT: &str = "/office/account";

#[derive(Template)]
#[template(path = "accounts/html/account.html")]
struct AccountPage {
    page: Page,
    errors: ErrorSummary,
    facts: SummaryList,
    posts: Option<Table>,
    no_post: EmptyState,
    present: Field,
    password: Field,
    repeated: Field,
    save: Button,
    sessions: Table,
    end_others: Option<Button>,
}

/// The button by which one of my other sessions ends.
#[derive(Template)]
#[template(path = "accounts/html/end_session.html")]
struct EndSession<'a> {
    page: &'a Page,
    action: String,
    button: Button,
}

async fn account_page(app: &App, visit: &Visit, errors: &FormErrors) -> Result<AccountPage> {
    let viewer = visit.viewer()?;
    let t = visit.language;
    let mut connection = app.database.read().await?;
    let user = store::find_user(&mut connection, viewer.user).await?.ok_or(Error::NotFound)?;
    let held = match user.person {
        Some(person) => store::list_held_posts(&mut connection, person, visit.today()).await?,
        None => Vec::new(),
    };
    let sessions = store::list_sessions(&mut connection, viewer.user, visit.now, visit.now - SESSION_IDLE).await?;
    let mut page = visit.page(visit.say("บัญชีของฉัน", "My account"));
    page.has_errors = !errors.is_empty();
    let mut summary = ErrorSummary::new(t);
    summary.extend(errors.iter().map(|(field, sentence)| (field, sentence.in_language(t))));
    let field = |name: &str, label: &str, token| {
        let error = errors.of(name).map(|sentence| sentence.in_language(t).to_owned());
        Field::password(t, name, label).autocomplete(token).error(error)
    };
    let others = sessions.iter().any(|session| session.id != viewer.session);
    Ok(AccountPage {
        errors: summary,
        facts: SummaryList::new(t)
            .row(visit.say("ชื่อ", "Name"), viewer.name.as_str())
            .row(visit.say("อีเมลที่ใช้เข้าสู่ระบบ", "E-mail for signing in"), user.email.as_str()),
        posts: (!held.is_empty()).then(|| posts_table(visit, &held)),
        no_post: EmptyState::new(if user.operator {
            visit.say(
                "คุณเป็นผู้ดูแลระบบกลาง ไม่มีตำแหน่งในหน่วยงานใด",
                "You are the platform operator and hold no post in any agency.",
            )
        } else {
            visit.say(
                "วันนี้คุณยังไม่มีตำแหน่ง แจ้งผู้ดูแลระบบของหน่วยงานให้เพิ่ม",
                "You hold no post today. Ask your agency's administrator to add you to one.",
            )
        }),
        present: field("present", visit.say("รหัสผ่านปัจจุบัน", "Present password"), "current-password"),
        password: field("password", visit.say("รหัสผ่านใหม่", "New password"), "new-password").hint(
            visit.say(
                "อย่างน้อย 12 ตัวอักษร จะเป็นประโยคที่จำง่ายก็ได้",
                "At least 12 characters. A sentence you remember is fine.",
            ),
        ),
        repeated: field("repeated", visit.say("รหัสผ่านใหม่อีกครั้ง", "New password again"), "new-password"),
        save: Button::primary(visit.say("เปลี่ยนรหัสผ่าน", "Change the password"))
            .sending(visit.say("กำลังบันทึก…", "Saving…")),
        sessions: sessions_table(visit, &page, &sessions)?,
        end_others: others
            .then(|| Button::secondary(visit.say("ให้เครื่องอื่นทั้งหมดออกจากระบบ", "Sign out everywhere else"))),
        page,
    })
}

/// Posts with their roles; a post comes in one row per role.
fn posts_table(visit: &Visit, held: &[HeldPost]) -> Table {
    let t = visit.language;
    let mut roles: BTreeMap<(bool, &str, &str), Vec<Role>> = BTreeMap::new();
    for post in held {
        roles.entry((post.acting, &post.name.th, &post.name.en)).or_default().extend(post.role);
    }
    let rows = roles.into_iter().map(|((acting, thai, english), roles)| {
        let name = t.say(thai, english);
        let name = if acting {
            t.say(format!("รักษาการแทน{name}"), format!("Acting {name}"))
        } else {
            name.to_owned()
        };
        let roles: Vec<String> = roles.iter().map(|role| role.name().in_language(t).to_owned()).collect();
        let none = t.say("ไม่มีบทบาทในระบบ", "No role").to_owned();
        Row::new(name).cell(if roles.is_empty() { none } else { roles.join(", ") })
    });
    Table::new(visit.say("ตำแหน่งและบทบาทของฉันวันนี้", "My posts and roles today"))
        .column(Column::text(visit.say("ตำแหน่ง", "Post")))
        .column(Column::text(visit.say("บทบาทในระบบ", "Roles")))
        .rows(rows)
}

fn sessions_table(visit: &Visit, page: &Page, sessions: &[Session]) -> Result<Table> {
    let t = visit.language;
    let present = visit.viewer()?.session;
    let rows = sessions.iter().map(|session| {
        let name = device::in_words(&session.device, t);
        let next = if session.id == present {
            Html::text(visit.say("เครื่องนี้", "This device"))
        } else {
            let button = Button::secondary(visit.say("ให้ออกจากระบบ", "Sign out")).about(name.as_str()).small();
            Html::of(&EndSession { page, action: format!("{ACCOUNT}/sessions/{}/end", session.id), button })
        };
        Row::new(name)
            .cell(session.address.as_str())
            .cell(date::moment(session.created_at, t))
            .cell(date::moment(session.seen_at, t))
            .cell(next)
    });
    Ok(Table::new(
        visit.say(format!("เข้าสู่ระบบอยู่ {} เครื่อง", sessions.len()), format!("Signed in {} times", sessions.len())),
    )
    .column(Column::text(visit.say("เครื่อง", "Device")))
    .column(Column::text(visit.say("ที่อยู่เครือข่าย", "Network address")))
    .column(Column::text(visit.say("เข้าเมื่อ", "Since")))
    .column(Column::text(visit.say("ใช้ล่าสุด", "Last used")))
    .column(Column::text(visit.say("ทำต่อ", "Next")))
    .rows(rows))
}

pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    respond::page(&account_page(&app, &visit, &FormErrors::default()).await?)
}

pub(super) async fn change_password(State(app): State<App>, visit: Visit, form: Form) -> Result<Response> {
    let viewer = visit.viewer()?;
    let user = store::find_user(&mut app.database.read().await?, viewer.user).await?.ok_or(Error::NotFound)?;
    let mut errors = check_new_password(&form, &user.email);
    let present = form.raw("present").unwrap_or_default();
    let new = form.raw("password").unwrap_or_default();
    if errors.is_empty() {
        match actions::change_password(&app, &visit, present, new).await? {
            Ok(()) => {}
            Err(SignInRefusal::Mismatch) => errors.add(
                "present",
                "รหัสผ่านปัจจุบันไม่ถูกต้อง พิมพ์ใหม่อีกครั้ง",
                "This is not your present password. Type it again.",
            ),
            Err(SignInRefusal::Wait) => errors.add(
                "present",
                "ลองหลายครั้งแล้ว รอ 1 นาที แล้วลองอีกครั้ง",
                "Several tries failed. Wait one minute and try again.",
            ),
        }
    }
    if !errors.is_empty() {
        return respond::refused_form(&account_page(&app, &visit, &errors).await?);
    }
    let done = Bilingual::new(
        "เปลี่ยนรหัสผ่านแล้ว เครื่องอื่นออกจากระบบหมดแล้ว",
        "Your password is changed, and you are signed out everywhere else.",
    );
    after_change(app.database.write().await?, &visit, ACCOUNT, done).await
}

pub(super) async fn end_one(State(app): State<App>, visit: Visit, Path(id): Path<String>, _: Form) -> Result<Response> {
    let session = id.parse().map_err(|()| Error::NotFound)?;
    if session == visit.viewer()?.session {
        return Err(Error::Conflict(Bilingual::new(
            "นี่คือเครื่องที่ใช้อยู่ ใช้ปุ่มออกจากระบบในเมนูแทน",
            "This is the device you are using. Sign out by the menu instead.",
        )));
    }
    actions::end_session(&app, visit.viewer()?, session, visit.now).await?;
    let done = Bilingual::new("ให้เครื่องนั้นออกจากระบบแล้ว", "That device is signed out.");
    after_change(app.database.write().await?, &visit, ACCOUNT, done).await
}

pub(super) async fn end_others(State(app): State<App>, visit: Visit, _: Form) -> Result<Response> {
    let mut tx = app.database.write().await?;
    let ended = actions::end_other_sessions(&mut tx, visit.viewer()?, visit.now).await?;
    let done =
        Bilingual::new(format!("ให้เครื่องอื่นออกจากระบบแล้ว {ended} เครื่อง"), format!("Signed out elsewhere: {ended}."));
    after_change(tx, &visit, ACCOUNT, done).await
}
