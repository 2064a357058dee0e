//! People: the list one searches, and each person with their posts.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::Bilingual;

use super::{
    CHART, PEOPLE, call, chart_words, history, holdings_table, id, people_words, read_telephone, removal, unused,
};
use crate::{
    accounts::{self, model::EmailAddress},
    app::App,
    kit::{
        Form, FormErrors, Permission, Result, Visit, audit,
        form_page::{FormPage, Typed},
        html::{
            Breadcrumbs, Button, Column, EmptyState, Field, Filters, Html, Link, Page, Pagination, Row, SummaryList,
            Table,
        },
        listing::{PAGE_SIZE, Query, pages},
        respond,
    },
    organisation::{
        actions,
        model::{NewPerson, Person, PersonId},
        store,
    },
};

#[derive(Template)]
#[template(path = "organisation/html/people.html")]
struct PeoplePage {
    page: Page,
    add: Option<Button>,
    filters: Filters,
    people: Option<Table>,
    empty: EmptyState,
    pagination: Pagination,
}

pub(crate) async fn list(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let agency = visit.agency()?.id;
    let searched = query.value("name");
    let mut connection = app.database.read().await?;
    let count = store::count_people(&mut connection, agency, searched.as_deref()).await?;
    let people = store::list_people(&mut connection, agency, searched.as_deref(), PAGE_SIZE, query.offset()).await?;
    let mut posts: BTreeMap<PersonId, Vec<Link>> = BTreeMap::new();
    for named in store::list_holders(&mut connection, agency, visit.today()).await? {
        let link =
            Link::new(format!("{CHART}/posts/{}", named.holding.post), named.post_held().in_language(visit.language));
        posts.entry(named.holding.person).or_default().push(link);
    }
    let mut page = visit.page(people_words(&visit));
    page.breadcrumbs = Some(Breadcrumbs::new(visit.language).parent(CHART, chart_words(&visit)));
    let field = Field::text("name", visit.say("ชื่อ อีเมล หรือโทรศัพท์", "Name, e-mail or telephone"));
    let mut filters = Filters::new(visit.language, PEOPLE).field(field.value(searched.clone().unwrap_or_default()));
    let mut empty = EmptyState::new(visit.say("ยังไม่มีบุคคล เพิ่มคนแรกได้เลย", "There are no people yet. Add the first."));
    if let Some(text) = searched {
        filters = filters.active(text.clone(), query.with("name", ""));
        empty = EmptyState::new(
            visit.say(format!("ไม่พบ “{text}” ลองคำสั้นลง"), format!("Nobody with “{text}”. Try a shorter word.")),
        )
        .action(Link::new(PEOPLE, visit.say("ดูทุกคน", "Show everybody")));
    }
    let add = Button::primary(visit.say("เพิ่มบุคคล", "Add a person")).to(format!("{PEOPLE}/new"));
    let shown_page = u32::try_from(query.page()).unwrap_or(1);
    let path = visit.uri.path_and_query().map_or(PEOPLE, |path| path.as_str()).to_owned();
    respond::page(&PeoplePage {
        page,
        add: visit.may(Permission::ManageOrganisation).then_some(add),
        filters,
        people: (!people.is_empty()).then(|| table(&visit, count, &people, &mut posts)),
        empty,
        pagination: Pagination::new(visit.language, shown_page, u32::try_from(pages(count)).unwrap_or(1), path),
    })
}

fn table(visit: &Visit, count: i64, people: &[Person], posts: &mut BTreeMap<PersonId, Vec<Link>>) -> Table {
    let caption = visit.say(format!("{count} คน เรียงตามชื่อ"), format!("{count} people, by name"));
    let rows = people.iter().map(|person| {
        let links = posts.remove(&person.id).unwrap_or_default();
        let links = links.into_iter().map(Html::from).reduce(Html::and);
        let posts = links.unwrap_or_else(|| Html::text(visit.say("ยังไม่มีตำแหน่ง", "No post yet")));
        Row::new(Link::new(format!("{PEOPLE}/{}", person.id), &person.name))
            .cell(posts)
            .cell(call(&person.telephone))
            .cell(person.email.as_str())
    });
    Table::new(caption)
        .column(Column::text(visit.say("ชื่อ", "Name")))
        .column(Column::text(visit.say("ตำแหน่งวันนี้", "Posts today")))
        .column(Column::text(visit.say("โทรศัพท์", "Telephone")))
        .column(Column::text(visit.say("อีเมล", "E-mail")))
        .rows(rows)
}

/// A person with their posts and their history.
#[derive(Template)]
#[template(path = "organisation/html/person.html")]
struct PersonPage {
    page: Page,
    facts: SummaryList,
    holdings: Option<Table>,
    no_post: EmptyState,
    buttons: Vec<Button>,
    history: Html,
}

pub(crate) async fn show(State(app): State<App>, visit: Visit, Path(person): Path<String>) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let person = store::load_person(&mut connection, agency, id(&person)?).await?;
    let holdings = store::list_holdings_of_person(&mut connection, agency, person.id).await?;
    let has_account = store::find_account(&mut connection, person.id).await?.is_some();
    let timeline = audit::history(&mut connection, agency, person.id.0, visit.language).await?;
    let mut page = visit.page(&person.name);
    page.breadcrumbs =
        Some(Breadcrumbs::new(visit.language).parent(CHART, chart_words(&visit)).parent(PEOPLE, people_words(&visit)));
    let account =
        if has_account { visit.say("มี", "Yes") } else { visit.say("ยังไม่มี", "Not yet") };
    let facts = SummaryList::new(visit.language)
        .row(visit.say("โทรศัพท์", "Telephone"), call(&person.telephone))
        .row(visit.say("อีเมล", "E-mail"), person.email.as_str())
        .row(visit.say("บัญชีผู้ใช้", "User account"), account);
    let caption = visit.say(format!("{} รายการ", holdings.len()), format!("{} in all", holdings.len()));
    respond::page(&PersonPage {
        page,
        facts,
        holdings: (!holdings.is_empty()).then(|| holdings_table(&visit, caption, &holdings, false)),
        no_post: EmptyState::new(visit.say(
            "ยังไม่มีตำแหน่ง เปิดหน้าตำแหน่งในผัง แล้วเพิ่มคนนี้เป็นผู้ดำรงหรือรักษาการแทน",
            "No post yet. Open a post in the chart and add this person as its holder.",
        ))
        .action(Link::new(CHART, visit.say("ไปที่ผัง", "Go to the chart"))),
        buttons: buttons(&visit, person.id, has_account),
        history: history(&visit, timeline),
    })
}

fn buttons(visit: &Visit, person: PersonId, has_account: bool) -> Vec<Button> {
    let mut buttons = Vec::new();
    if visit.may(Permission::ManageOrganisation) {
        buttons.push(Button::primary(visit.say("แก้ไขข้อมูล", "Change")).to(format!("{PEOPLE}/{person}/details")));
    }
    if visit.may(Permission::ManageUsers) && !has_account {
        let invite = Button::secondary(visit.say("เชิญให้ใช้ระบบ", "Invite to sign in"));
        buttons.push(invite.to(format!("/office/users/new?person={person}")));
    }
    if visit.may(Permission::ManageOrganisation) {
        buttons
            .push(Button::danger(visit.say("ลบบุคคลนี้", "Remove this person")).to(format!("{PEOPLE}/{person}/removal")));
    }
    buttons
}

fn fields(page: FormPage, typed: &Typed) -> FormPage {
    page.field(typed.text("name", "ชื่อและนามสกุล", "Name").width(32))
        .field(typed.optional_text("telephone", "โทรศัพท์ที่ทำงาน", "Telephone in office").width(16))
        .field(typed.optional_text("email", "อีเมล", "E-mail").width(32))
}

fn read(form: &Form, errors: &mut FormErrors) -> NewPerson {
    let name = form.text("name");
    if name.is_empty() {
        errors.add("name", "ใส่ชื่อและนามสกุล", "Enter the name");
    } else if name.chars().count() > 200 {
        errors.add("name", "ชื่อยาวเกิน 200 ตัวอักษร ย่อให้สั้นลง", "Longer than 200 characters. Shorten it");
    }
    let mut email = form.text("email");
    if !email.is_empty() {
        match EmailAddress::parse(&email) {
            Ok(address) => email = address.as_str().to_owned(),
            Err(Bilingual { th, en }) => errors.add("email", th, en),
        }
    }
    NewPerson { name, telephone: read_telephone(form, errors), email }
}

fn new_page(visit: &Visit, form: &Form, errors: &FormErrors) -> FormPage {
    let page = FormPage::new(visit, visit.say("เพิ่มบุคคล", "Add a person"), PEOPLE)
        .errors(visit, errors)
        .up(visit, &[(CHART, chart_words(visit)), (PEOPLE, people_words(visit))]);
    fields(page, &Typed::new(visit, form, errors))
}

pub(crate) async fn show_new(visit: Visit) -> Result<Response> {
    respond::page(&new_page(&visit, &Form::default(), &FormErrors::default()))
}

pub(crate) async fn add(State(app): State<App>, visit: Visit, form: Form) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut errors = FormErrors::default();
    let new = read(&form, &mut errors);
    if !errors.is_empty() {
        return respond::refused_form(&new_page(&visit, &form, &errors));
    }
    let name = new.name.clone();
    let mut tx = app.database.write().await?;
    let person = actions::add_person(&mut tx, &visit.viewer()?.into(), agency, new, visit.now).await?;
    let done = Bilingual::new(
        format!("เพิ่ม{name}แล้ว ต่อไปเปิดหน้าตำแหน่งในผัง แล้วเพิ่มเป็นผู้ดำรงตำแหน่ง"),
        format!("Added {name}. Next, open a post in the chart and add them as its holder."),
    );
    accounts::after_change(tx, &visit, &format!("{PEOPLE}/{person}"), done).await
}

fn edit_page(visit: &Visit, person: &Person, form: &Form, errors: &FormErrors) -> FormPage {
    let path = format!("{PEOPLE}/{}", person.id);
    let title = visit.say(format!("แก้ไขข้อมูล{}", person.name), format!("Change {}", person.name));
    let page = FormPage::new(visit, title, format!("{path}/details"))
        .errors(visit, errors)
        .up(visit, &[(CHART, chart_words(visit)), (PEOPLE, people_words(visit)), (&path, &person.name)]);
    fields(page, &Typed::new(visit, form, errors))
}

pub(crate) async fn show_details(State(app): State<App>, visit: Visit, Path(person): Path<String>) -> Result<Response> {
    let person = store::load_person(&mut app.database.read().await?, visit.agency()?.id, id(&person)?).await?;
    let form = Form::with([
        ("name", person.name.clone()),
        ("telephone", person.telephone.clone()),
        ("email", person.email.clone()),
    ]);
    respond::page(&edit_page(&visit, &person, &form, &FormErrors::default()))
}

pub(crate) async fn change(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let person = store::load_person(&mut tx, agency, id(&person)?).await?;
    let mut errors = FormErrors::default();
    let NewPerson { name, telephone, email } = read(&form, &mut errors);
    if !errors.is_empty() {
        return respond::refused_form(&edit_page(&visit, &person, &form, &errors));
    }
    let done = Bilingual::new(format!("บันทึกข้อมูล{name}แล้ว"), format!("Saved {name}."));
    let changed = Person { id: person.id, name, telephone, email };
    actions::change_person(&mut tx, &visit.viewer()?.into(), agency, changed, visit.now).await?;
    accounts::after_change(tx, &visit, &format!("{PEOPLE}/{}", person.id), done).await
}

pub(crate) async fn show_removal(State(app): State<App>, visit: Visit, Path(person): Path<String>) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let person = store::load_person(&mut connection, visit.agency()?.id, id(&person)?).await?;
    let uses = store::count_uses_of_person(&mut connection, person.id).await?;
    removal(&visit, &person.name, uses, &format!("{PEOPLE}/{}", person.id))
}

pub(crate) async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<String>,
    _: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let person = store::load_person(&mut tx, agency, id(&person)?).await?;
    unused(store::count_uses_of_person(&mut tx, person.id).await?)?;
    actions::remove_person(&mut tx, &visit.viewer()?.into(), agency, person.id, visit.now).await?;
    let done = Bilingual::new(format!("ลบ{}แล้ว", person.name), format!("Removed {}.", person.name));
    accounts::after_change(tx, &visit, PEOPLE, done).await
}
