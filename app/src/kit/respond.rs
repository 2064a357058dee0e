//! Answering with a page.

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};

use super::{Result, listing::encode};

/// A page.
pub fn page(template: &impl Template) -> Result<Response> {
    Ok(Html(template.render()?).into_response())
}

/// The same form again, with what was typed and what is wrong with it.
pub fn refused_form(template: &impl Template) -> Result<Response> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(template.render()?)).into_response())
}

/// A file to keep. Its name in ASCII for old programs, and as it is (RFC 6266, RFC 8187).
pub fn attachment(content_type: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{}\"; filename*=UTF-8''{}", in_ascii(name), encode(name));
    let headers = [(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

/// What of a name can be said in ASCII: years, numbers and the ending of Thai names.
fn in_ascii(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    let runs = name.split(|c| !is_plain(c)).map(|run| run.trim_matches(['-', '_'])).filter(|run| !run.is_empty());
    let plain = runs.collect::<Vec<_>>().join("-").replace("-.", ".");
    if plain.starts_with('.') || plain.is_empty() { format!("file{plain}") } else { plain }
}

/// After a change: another page, so that reloading repeats nothing.
pub fn go(to: &str) -> Response {
    Redirect::to(to).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thai_names_keep_what_ascii_can_say() {
        for (name, plain) in [
            ("รายงาน-2565.docx", "2565.docx"),
            ("2565-ส่วนของฝ่ายปกครอง-1.xlsx", "2565-1.xlsx"),
            ("รายงาน.pdf", "file.pdf"),
            ("report_2565 (1).pdf", "report_2565-1.pdf"),
            ("รายงาน", "file"),
        ] {
            assert_eq!(in_ascii(name), plain);
        }
    }
}
