//! A form with files that may be large: what was typed is kept as in a [`Form`], files go to passing files of the
//! [`Vault`] while they arrive, so that memory does not grow with them.
//!
//! The proof that the form is ours comes before the first file (our templates put it first); a file without it is not
//! received at all.

use std::io::{self, Write};

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::header::CONTENT_TYPE,
};
use tokio::{sync::mpsc, task::spawn_blocking};

use super::{
    Error, Form, Visit,
    forms::{TOKEN_FIELD, refused, unreadable},
    secret,
    vault::{Incoming, Vault},
};
use crate::app::App;

/// As many fields as a form may have.
const MOST_FIELDS: usize = 200;
/// As many bytes as all typed text of a form may have.
const LONGEST_TEXT: usize = 1 << 20;
/// Pieces of a file that may wait to be written.
const WAITING: usize = 4;

/// What was typed, and the files that came with it.
#[derive(Debug)]
pub struct FileForm {
    /// What was typed.
    pub form: Form,
    files: Vec<SentFile>,
}

/// A file that came with a form.
#[derive(Debug)]
pub struct SentFile {
    /// The field it came in.
    pub field: String,
    /// Its name on the visitor's device, without folders.
    pub name: String,
    /// Its bytes; nothing if there were more than the vault takes.
    pub content: Option<Incoming>,
}

impl FileForm {
    /// Takes the file of a field, if one was chosen.
    pub fn take_file(&mut self, field: &str) -> Option<SentFile> {
        let at = self.files.iter().position(|file| file.field == field)?;
        Some(self.files.remove(at))
    }
}

impl FromRequest<App> for FileForm {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            return Ok(Self { form: Form::from_request(request, app).await?, files: Vec::new() });
        }
        let visit = request.extensions().get::<Visit>().cloned();
        let token = visit.and_then(|visit| visit.viewer).map(|viewer| viewer.form_token);
        let mut parts = Multipart::from_request(request, app).await.map_err(|_| unreadable())?;
        let mut form = Form::default();
        let mut files = Vec::new();
        let is_ours = |form: &Form| {
            token.as_ref().is_none_or(|token| secret::same(form.raw(TOKEN_FIELD).unwrap_or_default(), token))
        };
        let mut text = 0;
        while let Some(part) = parts.next_field().await.map_err(refused)? {
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(plain_name) {
                Some(_) if !is_ours(&form) => return Err(Error::ForeignForm),
                Some(name) => files.extend(receive(&app.vault, field, name, part).await?),
                None => {
                    let value = read_text(part, LONGEST_TEXT - text).await?;
                    text += value.len();
                    form.push(field, value);
                }
            }
            if form.len() + files.len() > MOST_FIELDS {
                return Err(Error::TooLarge);
            }
        }
        if is_ours(&form) { Ok(Self { form, files }) } else { Err(Error::ForeignForm) }
    }
}

async fn read_text(mut part: Field<'_>, room: usize) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(refused)? {
        if bytes.len() + piece.len() > room {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| unreadable())
}

/// Receives a file; nothing if none was chosen. One that is too large is read to its end and not kept, so that the
/// browser gets to see the page that says so.
async fn receive(vault: &Vault, field: String, name: String, mut part: Field<'_>) -> Result<Option<SentFile>, Error> {
    let (sender, mut pieces) = mpsc::channel::<axum::body::Bytes>(WAITING);
    let place = vault.place().clone();
    let writer = spawn_blocking(move || {
        let mut incoming = place.begin()?;
        while let Some(piece) = pieces.blocking_recv() {
            incoming.write_all(&piece)?;
        }
        Ok::<_, io::Error>(incoming)
    });
    let mut length = 0u64;
    while let Some(piece) = part.chunk().await.map_err(refused)? {
        length += piece.len() as u64;
        // A writer that failed says why below.
        if length <= vault.largest() && sender.send(piece).await.is_err() {
            break;
        }
    }
    drop(sender);
    let incoming = writer.await.map_err(io::Error::other).and_then(|written| written).map_err(cannot_keep)?;
    if name.is_empty() && length == 0 {
        return Ok(None);
    }
    Ok(Some(SentFile { field, name, content: (length <= vault.largest()).then_some(incoming) }))
}

/// The disk is full or closed to us.
pub fn cannot_keep(error: io::Error) -> Error {
    Error::Unavailable(anyhow::Error::new(error).context("a file cannot be kept"))
}

/// A name without folders, control characters and what shells and headers make something of; of bearable length.
fn plain_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept =
        name.chars().filter(|c| !c.is_control() && !"\"<>|:*?\u{202e}\u{202d}\u{2066}\u{2067}\u{2068}".contains(*c));
    kept.take(150).collect::<String>().trim().trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_thai_and_loses_what_could_deceive() {
        assert_eq!(plain_name("C:\\งาน\\รายงาน 2565.pdf"), "รายงาน 2565.pdf");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("a\u{202e}fdp.exe\n\""), "afdp.exe");
        assert_eq!(plain_name(".bashrc"), "bashrc");
    }
}
