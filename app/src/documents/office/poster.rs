//! A poster with a QR code for any public page of the agency: on the screen to look at, on A4 when printed.

use askama::Template;
use axum::{extract::State, response::Response};
use qrcode::{EcLevel, QrCode, render::svg};
use thai::Bilingual;

use super::{LIST, list_words};
use crate::{
    app::App,
    documents::model::editing::LONGEST_TITLE,
    kit::{
        Result, Visit,
        html::{Breadcrumbs, Button, ErrorSummary, Field, Page},
        listing::Query,
        respond,
    },
};

#[derive(Template)]
#[template(path = "documents/html/poster.html")]
struct PosterPage {
    page: Page,
    errors: ErrorSummary,
    fields: Vec<Field>,
    button: Button,
    poster: Option<Poster>,
}

/// What stands on the poster.
struct Poster {
    heading: String,
    note: String,
    /// The code as a drawing; made here, of nothing but squares.
    code: String,
    /// The whole address, for whoever cannot read the code.
    address: String,
}

/// The form, and the poster as soon as there is an address.
pub async fn show(State(app): State<App>, visit: Visit, query: Query) -> Result<Response> {
    let (t, agency) = (visit.language, visit.agency()?);
    let short = |name: &str| query.value(name).unwrap_or_default().chars().take(LONGEST_TITLE).collect::<String>();
    let typed = query.value("path").unwrap_or_default();
    let path = match query.value("path") {
        None => Ok(None),
        Some(typed) => public_path(&typed, &app.listen.public_url, &agency.key).map(Some),
    };
    let mistake = path.as_ref().err().map(|sentence| sentence.in_language(t).to_owned());
    let poster = match path.ok().flatten() {
        Some(path) => {
            let address = format!("{}{path}", app.listen.public_url);
            code(&address).map(|code| Poster { heading: short("heading"), note: short("note"), code, address })
        }
        None => None,
    };
    let mut page = visit.page(t.say("ป้าย QR", "QR poster"));
    page.breadcrumbs = Some(Breadcrumbs::new(t).parent(LIST, list_words(&visit)));
    page.has_errors = mistake.is_some();
    let errors = ErrorSummary::new(t);
    let page = PosterPage {
        errors: match &mistake {
            Some(sentence) => errors.add("path", sentence.clone()),
            None => errors,
        },
        fields: vec![
            Field::text("path", t.say("ที่อยู่ของหน้าสาธารณะ", "Address of the public page"))
                .hint(t.say(
                    format!("หน้าใดก็ได้ของหน่วยงานในระบบนี้ เช่น /{}", agency.key),
                    format!("Any page of the agency here, e.g. /{}", agency.key),
                ))
                .value(if typed.is_empty() { format!("/{}", agency.key) } else { typed })
                .error(mistake.clone()),
            Field::text("heading", t.say("ข้อความใหญ่บนป้าย", "Large text on the poster")).value(short("heading")),
            Field::text("note", t.say("ข้อความเล็กใต้รหัส", "Small text below the code")).value(short("note")).optional(t),
        ],
        button: Button::primary(t.say("แสดงป้าย", "Show the poster")),
        poster,
        page,
    };
    if mistake.is_some() { respond::refused_form(&page) } else { respond::page(&page) }
}

/// The path of a public page of this agency: a poster of ours must not lead elsewhere.
fn public_path(typed: &str, public_url: &str, agency: &str) -> Result<String, Bilingual> {
    let path = typed.trim().strip_prefix(public_url).unwrap_or(typed.trim());
    let home = format!("/{agency}");
    let is_ours = path.strip_prefix(&home).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    let is_plain = path.len() <= 500 && path.chars().all(|c| c.is_ascii_graphic()) && !path.contains("/..");
    if is_ours && is_plain {
        return Ok(path.to_owned());
    }
    Err(Bilingual::new(
        format!("ที่อยู่นี้ไม่ใช่หน้าสาธารณะของหน่วยงาน เปิดหน้าที่ต้องการ แล้วคัดลอกที่อยู่ที่ขึ้นต้นด้วย {home}"),
        format!("This is no public page of the agency. Open the page and copy its address; it begins with {home}."),
    ))
}

/// The code as an SVG drawing: a quarter of it may be damaged or dirty.
fn code(address: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::Q).ok()?;
    let drawn = code.render::<svg::Color>().min_dimensions(200, 200).quiet_zone(true).build();
    // Without the declaration of a file of its own, because it stands inside a page.
    drawn.find("<svg").map(|at| drawn[at..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_agency_get_a_poster() {
        let path = |typed: &str| public_path(typed, "https://ita.example.go.th", "demo").ok();
        assert_eq!(path("/demo").as_deref(), Some("/demo"));
        assert_eq!(path("https://ita.example.go.th/demo/measures/2565").as_deref(), Some("/demo/measures/2565"));
        for other in
            ["/demonstration", "/office", "https://evil.example/demo", "//evil.example", "/demo/../office", "/demo x"]
        {
            assert_eq!(path(other), None, "{other}");
        }
    }

    #[test]
    fn the_code_is_a_drawing_without_anything_that_acts() {
        let drawing = code("https://ita.example.go.th/demo").unwrap();
        assert!(drawing.starts_with("<svg") && !drawing.contains("style") && !drawing.contains("script"));
        assert_ne!(code("https://ita.example.go.th/demo"), code("https://ita.example.go.th/dem0"));
    }
}
