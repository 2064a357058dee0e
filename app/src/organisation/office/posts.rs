//! Posts.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use db::Connection;
use thai::Bilingual;

use super::{CHART, chart_words, chosen, history, holdings_table, id, read_position, removal, unused};
use crate::{
    accounts,
    app::App,
    kit::{
        Error, Form, FormErrors, Permission, Result, Role, Visit, audit,
        form_page::{FormPage, Typed, read_names},
        html::{Breadcrumbs, Button, Choice, EmptyState, Html, Link, Page, SummaryList, Table},
        listing::Query,
        respond,
        visit::AgencyId,
    },
    organisation::{
        actions,
        model::{NewPost, Post, PostId, Unit, makes_circle},
        store,
    },
};

/// The post with its facts, its holders and its history.
#[derive(Template)]
#[template(path = "organisation/html/post.html")]
struct PostPage {
    page: Page,
    facts: SummaryList,
    holders: Option<Table>,
    nobody: EmptyState,
    add_holder: Option<Button>,
    change: Option<Button>,
    remove: Option<Button>,
    history: Html,
}

pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(post): Path<String>) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let post = store::load_post(&mut connection, agency, id(&post)?).await?;
    let holdings = store::list_holdings_of_post(&mut connection, agency, post.id).await?;
    let facts = facts(&mut connection, &visit, agency, &post).await?;
    let timeline = audit::history(&mut connection, agency, post.id.0, visit.language).await?;
    let may = visit.may(Permission::ManageOrganisation);
    let path = format!("{CHART}/posts/{}", post.id);
    let mut page = visit.page(post.name.in_language(visit.language));
    page.breadcrumbs = Some(Breadcrumbs::new(visit.language).parent(CHART, chart_words(&visit)));
    let caption = visit.say(
        format!("ผู้ดำรงตำแหน่งและผู้รักษาการแทน {} รายการ", holdings.len()),
        format!("{} holders, present and past", holdings.len()),
    );
    respond::page(&PostPage {
        page,
        facts,
        holders: (!holdings.is_empty()).then(|| holdings_table(&visit, caption, &holdings, true)),
        nobody: EmptyState::new(visit.say("ยังไม่มีใครดำรงตำแหน่งนี้", "Nobody holds this post yet.")),
        add_holder: may
            .then(|| Button::primary(visit.say("เพิ่มผู้ดำรงหรือรักษาการแทน", "Add a holder")).to(format!("{path}/holders"))),
        change: may
            .then(|| Button::secondary(visit.say("แก้ไขตำแหน่งนี้", "Change this post")).to(format!("{path}/details"))),
        remove: may.then(|| Button::danger(visit.say("ลบตำแหน่งนี้", "Remove this post")).to(format!("{path}/removal"))),
        history: history(&visit, timeline),
    })
}

async fn facts(connection: &mut Connection, visit: &Visit, agency: AgencyId, post: &Post) -> Result<SummaryList> {
    let language = visit.language;
    let unit = match post.unit {
        Some(unit) => store::load_unit(connection, agency, unit).await?.name.in_language(language).to_owned(),
        None => visit.say("ขึ้นตรงต่อหน่วยงาน ไม่อยู่ในฝ่าย", "The agency itself, in no unit").to_owned(),
    };
    let supervisor = match post.supervisor {
        Some(supervisor) => {
            let name = store::load_post(connection, agency, supervisor).await?.name;
            Link::new(format!("{CHART}/posts/{supervisor}"), name.in_language(language)).into()
        }
        None => Html::default(),
    };
    let roles: Vec<String> = post.roles.iter().map(|role| role.name().in_language(language).to_owned()).collect();
    Ok(SummaryList::new(language)
        .row(visit.say("ฝ่าย", "Unit"), unit)
        .row(visit.say("ผู้บังคับบัญชา", "Supervisor"), supervisor)
        .row(visit.say("บทบาทในระบบ", "Roles"), roles.join(", ")))
}

/// What the selects of the form offer.
struct Offer {
    units: Vec<Unit>,
    posts: Vec<Post>,
}

async fn offer(connection: &mut Connection, agency: AgencyId) -> Result<Offer> {
    Ok(Offer {
        units: store::list_units(connection, agency).await?,
        posts: store::list_posts(connection, agency).await?,
    })
}

fn fields(visit: &Visit, page: FormPage, typed: &Typed, offer: &Offer, own: Option<PostId>) -> FormPage {
    let t = visit.language;
    let units = offer.units.iter().map(|unit| Choice::new(unit.id.to_string(), unit.name.in_language(t)));
    let others = offer.posts.iter().filter(|post| Some(post.id) != own);
    let supervisors = others.map(|post| Choice::new(post.id.to_string(), post.name.in_language(t)));
    let roles = Role::ALL.into_iter().filter(|role| *role != Role::Operator);
    let roles = roles.map(|role| Choice::new(role.key(), role.name().in_language(t)));
    page.field(typed.text("name_th", "ชื่อตำแหน่ง", "Thai name").width(32))
        .field(typed.optional_text("name_en", "ชื่อภาษาอังกฤษ", "English name").width(32))
        .field(typed.select("unit", visit.say("ฝ่าย", "Unit"), visit.say("ขึ้นตรงต่อหน่วยงาน", "The agency itself"), units))
        .field(
            typed
                .select(
                    "supervisor",
                    visit.say("ผู้บังคับบัญชา", "Supervisor"),
                    visit.say("ไม่มีในหน่วยงานนี้", "None in this agency"),
                    supervisors,
                )
                .hint(visit.say("ตำแหน่งที่อยู่เหนือตำแหน่งนี้โดยตรง", "The post directly above this one")),
        )
        .field(typed.checkboxes("roles", visit.say("บทบาทในระบบ", "Roles"), roles).hint(visit.say(
            "ผู้ดำรงและผู้รักษาการแทนทำงานในระบบได้ตามบทบาทนี้",
            "Whoever holds or acts for the post may do what these roles allow",
        )))
}

fn new_page(visit: &Visit, offer: &Offer, form: &Form, errors: &FormErrors) -> FormPage {
    let page = FormPage::new(visit, visit.say("เพิ่มตำแหน่ง", "Add a post"), format!("{CHART}/posts"))
        .errors(visit, errors)
        .up(visit, &[(CHART, chart_words(visit))]);
    fields(visit, page, &Typed::new(visit, form, errors), offer, None)
}

pub(crate) async fn show_new(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let offer = offer(&mut app.database.read().await?, visit.agency()?.id).await?;
    let form = Form::with([("unit", query.value("unit").unwrap_or_default())]);
    respond::page(&new_page(&visit, &offer, &form, &FormErrors::default()))
}

pub(crate) async fn add(State(app): State<App>, visit: Visit, form: Form) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut errors = FormErrors::default();
    let new = NewPost {
        unit: chosen(&form, "unit")?,
        supervisor: chosen(&form, "supervisor")?,
        name: read_names(&form, &mut errors),
        roles: read_roles(&form)?,
    };
    let mut tx = app.database.write().await?;
    if !errors.is_empty() {
        return respond::refused_form(&new_page(&visit, &offer(&mut tx, agency).await?, &form, &errors));
    }
    let name = new.name.clone();
    let post = actions::add_post(&mut tx, &visit.viewer()?.into(), agency, new, visit.now).await?;
    let done = Bilingual::new(
        format!("เพิ่มตำแหน่ง{}แล้ว ต่อไปเพิ่มผู้ดำรงตำแหน่ง", name.th),
        format!("Added {}. Next, add who holds it.", name.en),
    );
    accounts::after_change(tx, &visit, &format!("{CHART}/posts/{post}"), done).await
}

/// The roles ticked; the operator's is not an agency's to give.
fn read_roles(form: &Form) -> Result<Vec<Role>> {
    let mut roles = Vec::new();
    for key in form.all("roles") {
        roles.push(Role::from_key(key).filter(|role| *role != Role::Operator).ok_or(Error::NotFound)?);
    }
    roles.sort();
    roles.dedup();
    Ok(roles)
}

fn edit_page(visit: &Visit, post: &Post, offer: &Offer, form: &Form, errors: &FormErrors) -> FormPage {
    let name = post.name.in_language(visit.language);
    let path = format!("{CHART}/posts/{}", post.id);
    let page = FormPage::new(
        visit,
        visit.say(format!("แก้ไขตำแหน่ง{name}"), format!("Change {name}")),
        format!("{path}/details"),
    )
    .errors(visit, errors)
    .up(visit, &[(CHART, chart_words(visit)), (&path, name)]);
    let typed = Typed::new(visit, form, errors);
    fields(visit, page, &typed, offer, Some(post.id))
        .field(typed.text("position", "ลำดับในผัง", "Place in the chart").width(4))
}

pub(crate) async fn show_details(State(app): State<App>, visit: Visit, Path(post): Path<String>) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let post = store::load_post(&mut connection, agency, id(&post)?).await?;
    let text = |id: Option<String>| id.unwrap_or_default();
    let fields = [
        ("name_th", post.name.th.clone()),
        ("name_en", post.name.en.clone()),
        ("unit", text(post.unit.map(|unit| unit.to_string()))),
        ("supervisor", text(post.supervisor.map(|post| post.to_string()))),
        ("position", post.position.to_string()),
    ];
    let roles = post.roles.iter().map(|role| ("roles", role.key().to_owned()));
    let form = Form::with(fields.into_iter().chain(roles));
    let offer = offer(&mut connection, agency).await?;
    respond::page(&edit_page(&visit, &post, &offer, &form, &FormErrors::default()))
}

pub(crate) async fn change(
    State(app): State<App>,
    visit: Visit,
    Path(post): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let post = store::load_post(&mut tx, agency, id(&post)?).await?;
    let offer = offer(&mut tx, agency).await?;
    let mut errors = FormErrors::default();
    let changed = Post {
        id: post.id,
        unit: chosen(&form, "unit")?,
        supervisor: chosen(&form, "supervisor")?,
        position: read_position(&form, &mut errors),
        name: read_names(&form, &mut errors),
        roles: read_roles(&form)?,
    };
    let above = |id: PostId| offer.posts.iter().find(|other| other.id == id).and_then(|other| other.supervisor);
    if changed.supervisor.is_some_and(|supervisor| makes_circle(post.id, supervisor, above)) {
        let Bilingual { th, en } = actions::circle();
        errors.add("supervisor", th, en);
    }
    if !errors.is_empty() {
        return respond::refused_form(&edit_page(&visit, &post, &offer, &form, &errors));
    }
    let name = changed.name.clone();
    actions::change_post(&mut tx, &visit.viewer()?.into(), agency, changed, visit.now).await?;
    let done = Bilingual::new(format!("บันทึกตำแหน่ง{}แล้ว", name.th), format!("Saved {}.", name.en));
    accounts::after_change(tx, &visit, &format!("{CHART}/posts/{}", post.id), done).await
}

pub(crate) async fn show_removal(State(app): State<App>, visit: Visit, Path(post): Path<String>) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let post = store::load_post(&mut connection, visit.agency()?.id, id(&post)?).await?;
    let uses = store::count_uses_of_post(&mut connection, post.id).await?;
    removal(&visit, post.name.in_language(visit.language), uses, &format!("{CHART}/posts/{}", post.id))
}

pub(crate) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(post): Path<String>,
    _: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let post = store::load_post(&mut tx, agency, id(&post)?).await?;
    unused(store::count_uses_of_post(&mut tx, post.id).await?)?;
    actions::remove_post(&mut tx, &visit.viewer()?.into(), agency, post.id, visit.now).await?;
    let done = Bilingual::new(format!("ลบตำแหน่ง{}แล้ว", post.name.th), format!("Removed {}.", post.name.en));
    accounts::after_change(tx, &visit, CHART, done).await
}
