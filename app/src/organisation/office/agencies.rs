//! The agencies of the installation, for its operator, who sees nothing inside them.

use askama::Template;
use axum::{extract::State, response::Response};
use thai::Bilingual;

use super::chosen;
use crate::{
    accounts::{self, HandOver, model::EmailAddress},
    app::App,
    kit::{
        Form, FormErrors, Result, Visit,
        form_page::{FormPage, Typed, read_names},
        html::{Button, Choice, Column, EmptyState, Field, Link, Page, Pagination, Row, Table},
        listing::{PAGE_SIZE, Query, pages},
        respond,
    },
    organisation::{
        actions,
        model::{AgencyKind, ListedAgency, NewAgency, check_key},
        store,
    },
};

const AGENCIES: &str = "/office/agencies";
/// More agencies than Thailand has.
const ALL: i64 = 20_000;

#[derive(Template)]
#[template(path = "organisation/html/agencies.html")]
struct AgenciesPage {
    page: Page,
    add: Button,
    agencies: Option<Table>,
    empty: EmptyState,
    pagination: Pagination,
}

pub(crate) async fn list(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let count = store::count_agencies(&mut connection).await?;
    let agencies = store::list_agencies(&mut connection, PAGE_SIZE, query.offset()).await?;
    let t = visit.language;
    let caption =
        visit.say(format!("{count} หน่วยงาน เรียงตามสังกัด"), format!("{count} agencies, each below the one above it"));
    let rows = agencies.iter().map(|agency| {
        Row::new(tree_name(agency, agency.name.in_language(t)))
            .cell(Link::new(format!("/{}", agency.key), format!("/{}", agency.key)))
            .cell(agency.kind.name().in_language(t))
            .cell(agency.users.to_string())
    });
    let table = Table::new(caption)
        .column(Column::text(visit.say("หน่วยงาน", "Agency")))
        .column(Column::text(visit.say("ที่อยู่และรหัส", "Address and key")))
        .column(Column::text(visit.say("ประเภท", "Kind")))
        .column(Column::number(visit.say("บัญชี", "Accounts")))
        .rows(rows);
    let path = visit.uri.path_and_query().map_or(AGENCIES, |path| path.as_str()).to_owned();
    let shown_page = u32::try_from(query.page()).unwrap_or(1);
    respond::page(&AgenciesPage {
        page: visit.page(visit.say("หน่วยงานในระบบ", "Agencies")),
        add: Button::primary(visit.say("เพิ่มหน่วยงาน", "Add an agency")).to(format!("{AGENCIES}/new")),
        agencies: (!agencies.is_empty()).then_some(table),
        empty: EmptyState::new(visit.say("ยังไม่มีหน่วยงาน เพิ่มหน่วยงานแรกได้เลย", "No agencies yet. Add the first.")),
        pagination: Pagination::new(t, shown_page, u32::try_from(pages(count)).unwrap_or(1), path),
    })
}

/// The name, behind a mark for each agency above it.
fn tree_name(agency: &ListedAgency, name: &str) -> String {
    let marks: String = (0..agency.depth).map(|_| "› ").collect();
    marks + name
}

async fn new_page(app: &App, visit: &Visit, form: &Form, errors: &FormErrors) -> Result<FormPage> {
    let agencies = store::list_agencies(&mut app.database.read().await?, ALL, 0).await?;
    let t = visit.language;
    let typed = Typed::new(visit, form, errors);
    let kinds = AgencyKind::ALL.map(|kind| Choice::new(kind.key(), kind.name().in_language(t)));
    let parents =
        agencies.iter().map(|agency| Choice::new(agency.id.to_string(), tree_name(agency, agency.name.in_language(t))));
    Ok(FormPage::new(visit, visit.say("เพิ่มหน่วยงาน", "Add an agency"), AGENCIES)
        .errors(visit, errors)
        .up(visit, &[(AGENCIES, visit.say("หน่วยงานในระบบ", "Agencies"))])
        .field(typed.text("name_th", "ชื่อหน่วยงานภาษาไทย", "Thai name"))
        .field(typed.optional_text("name_en", "ชื่อหน่วยงานภาษาอังกฤษ", "English name"))
        .field(typed.text("key", "รหัสหน่วยงาน", "Key").width(16).hint(visit.say(
            "คำหลังเครื่องหมาย / ในที่อยู่เว็บ เช่น example.go.th/suan-luang เปลี่ยนภายหลังไม่ได้",
            "The word after the / in the address, as in example.go.th/suan-luang; it cannot be changed later",
        )))
        .field(typed.radios("kind", visit.say("ประเภท", "Kind"), kinds))
        .field(typed.select("parent", visit.say("หน่วยงานต้นสังกัด", "Agency above"), visit.say("ไม่มี", "None"), parents))
        .field(typed.text("admin_name", "ชื่อผู้ดูแลระบบคนแรกของหน่วยงาน", "Name of its first administrator").width(32))
        .field(
            typed
                .fill(
                    "admin_email",
                    Field::email("admin_email", visit.say("อีเมลของผู้ดูแลระบบ", "E-mail of the administrator")),
                )
                .autocomplete("off"),
        )
        .button(Button::primary(visit.say("เพิ่มหน่วยงานและออกลิงก์เชิญ", "Add the agency and issue the link"))))
}

pub(crate) async fn show_new(State(app): State<App>, visit: Visit) -> Result<Response> {
    let form = Form::with([("kind", AgencyKind::DistrictOffice.key().to_owned())]);
    respond::page(&new_page(&app, &visit, &form, &FormErrors::default()).await?)
}

pub(crate) async fn add(State(app): State<App>, visit: Visit, form: Form) -> Result<Response> {
    let mut errors = FormErrors::default();
    let new = NewAgency {
        key: form.text("key"),
        parent: chosen(&form, "parent")?,
        kind: AgencyKind::from_key(&form.text("kind")).unwrap_or_else(|| {
            errors.add("kind", "เลือกประเภทของหน่วยงาน", "Choose a kind");
            AgencyKind::Other
        }),
        name: read_names(&form, &mut errors),
        demonstration: app.demonstration,
    };
    let name = form.text("admin_name");
    if name.is_empty() {
        errors.add("admin_name", "ใส่ชื่อผู้ดูแลระบบคนแรก", "Enter the name of the first administrator");
    }
    let email = EmailAddress::parse(&form.text("admin_email"));
    if let Err(Bilingual { th, en }) = &email {
        errors.add("admin_email", th, en);
    }
    if let Err(Bilingual { th, en }) = check_key(&new.key) {
        errors.add("key", th, en);
    }
    let mut tx = app.database.write().await?;
    if store::find_agency_by_key(&mut tx, &new.key).await?.is_some() {
        errors.add("key", "มีหน่วยงานใช้รหัสนี้แล้ว เลือกรหัสอื่น", "An agency has this key already. Choose another one");
    }
    if let Ok(email) = &email
        && accounts::has_account(&mut tx, email).await?
    {
        errors.add("admin_email", "อีเมลนี้มีบัญชีอยู่แล้ว ใช้อีเมลอื่น", "This address has an account already. Use another one");
    }
    let (Ok(email), true) = (email, errors.is_empty()) else {
        return respond::refused_form(&new_page(&app, &visit, &form, &errors).await?);
    };
    let agency_name = new.name.clone();
    let actor = visit.viewer()?.into();
    let token = actions::found_agency(&mut tx, &actor, new, name.clone(), &email, visit.now).await?;
    tx.commit().await?;
    let title = visit.say(format!("เพิ่ม{}แล้ว", agency_name.th), format!("Added {}", agency_name.en));
    accounts::hand_over(&app, &visit, HandOver { title, person: name, token, back: AGENCIES.into() })
}
