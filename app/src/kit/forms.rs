//! What was typed, kept; what is wrong with it, at its field.
//!
//! A handler that changes something takes a [`Form`]. Taking it proves that the form came from our own page: a
//! signed-in visitor's form carries the token of the session, and no form of any visitor may come from another site
//! (`Sec-Fetch-Site`, `Origin`; the second check is made for every unsafe request before it reaches its route).

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::header::CONTENT_TYPE,
};
use thai::Bilingual;

use super::{Error, Visit, secret};

/// The name of the hidden field with the session's token.
pub const TOKEN_FIELD: &str = "csrf";

/// What was typed into a form and which files came with it.
#[derive(Clone, Debug, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    files: Vec<Upload>,
}

/// A file that came with a form.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The field it came in.
    pub field: String,
    /// Its name on the visitor's device.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// What is wrong with a form: a sentence per field, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct FormErrors {
    sentences: Vec<(String, Bilingual)>,
}

impl Form {
    /// A form with these fields, for pages that are shown for the first time.
    pub fn with<'a>(fields: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        Self { fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(), files: Vec::new() }
    }

    /// Adds a field that came.
    pub(super) fn push(&mut self, field: String, value: String) {
        self.fields.push((field, value));
    }

    /// How many fields came.
    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// What was typed, without the blanks around it and without invisible characters that came along by pasting.
    pub fn text(&self, name: &str) -> String {
        self.raw(name).unwrap_or_default().replace(['\u{200b}', '\u{2060}', '\u{feff}'], "").trim().to_owned()
    }

    /// Exactly what was typed.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Is this box ticked or this button pressed?
    pub fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// All values of a field that may come more than once.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// All fields whose names begin like this, with the rest of the name.
    pub fn starting_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.fields.iter().filter_map(move |(field, value)| Some((field.strip_prefix(prefix)?, value.as_str())))
    }

    /// The file of a field, if one was chosen.
    pub fn file(&self, field: &str) -> Option<&Upload> {
        self.files.iter().find(|file| file.field == field && !(file.file_name.is_empty() && file.bytes.is_empty()))
    }
}

impl FormErrors {
    /// Says what is wrong with a field.
    pub fn add(&mut self, field: impl Into<String>, thai: impl Into<String>, english: impl Into<String>) {
        self.sentences.push((field.into(), Bilingual::new(thai, english)));
    }

    /// What is wrong with this field.
    pub fn of(&self, field: &str) -> Option<&Bilingual> {
        self.sentences.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence)
    }

    /// Is nothing wrong?
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// All sentences with their fields.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Bilingual)> {
        self.sentences.iter().map(|(field, sentence)| (field.as_str(), sentence))
    }

    /// Takes in what is wrong with fields by name.
    pub fn by_field(&self) -> BTreeMap<&str, &Bilingual> {
        self.iter().collect()
    }

    /// `value` if nothing is wrong.
    pub fn or<T>(self, value: impl FnOnce() -> T) -> Result<T, FormErrors> {
        if self.is_empty() { Ok(value()) } else { Err(self) }
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let visit = request.extensions().get::<Visit>().cloned();
        let multipart = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("multipart/form-data"));
        let form = if multipart {
            read_multipart(Multipart::from_request(request, state).await.map_err(|_| unreadable())?).await?
        } else {
            let body = Bytes::from_request(request, state).await.map_err(|error| {
                if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE { Error::TooLarge } else { unreadable() }
            })?;
            Form { fields: parse_urlencoded(&body), files: Vec::new() }
        };
        match visit.and_then(|visit| visit.viewer) {
            Some(viewer) if !secret::same(form.raw(TOKEN_FIELD).unwrap_or_default(), &viewer.form_token) => {
                Err(Error::ForeignForm)
            }
            _ => Ok(form),
        }
    }
}

async fn read_multipart(mut parts: Multipart) -> Result<Form, Error> {
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(refused)? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(file_name) => {
                form.files.push(Upload { field, file_name, bytes: part.bytes().await.map_err(refused)? });
            }
            None => form.fields.push((field, part.text().await.map_err(refused)?)),
        }
    }
    Ok(form)
}

pub(super) fn refused(error: axum::extract::multipart::MultipartError) -> Error {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE { Error::TooLarge } else { unreadable() }
}

pub(super) fn unreadable() -> Error {
    Error::Invalid(Bilingual::new(
        "ข้อมูลที่ส่งมาไม่ครบ อาจขาดระหว่างทาง ยังไม่มีอะไรเปลี่ยน กลับไปแล้วส่งอีกครั้ง",
        "What was sent arrived incomplete. Nothing was changed. Go back and send it again.",
    ))
}

/// Reads `a=1&b=2` as browsers send it.
pub fn parse_urlencoded(body: &[u8]) -> Vec<(String, String)> {
    let decode = |part: &[u8]| {
        let spaced: Vec<u8> = part.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        percent_encoding::percent_decode(&spaced).decode_utf8_lossy().into_owned()
    };
    body.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            (decode(&pair[..at]), decode(pair.get(at + 1..).unwrap_or_default()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_send_is_read() {
        let fields = parse_urlencoded("name=%E0%B8%81+x&empty=&a=1&a=2".as_bytes());
        let form = Form { fields, files: Vec::new() };
        assert_eq!(form.text("name"), "ก x");
        assert_eq!(form.raw("empty"), Some(""));
        assert_eq!(form.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert!(!form.has("b"));
    }

    #[test]
    fn pasted_invisible_characters_do_not_stay() {
        let form = Form::with([("name", " สำนักงาน\u{200b}เขต ".to_owned())]);
        assert_eq!(form.text("name"), "สำนักงานเขต");
    }
}
