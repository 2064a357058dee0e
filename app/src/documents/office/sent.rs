//! The content of a version as a form sends it: a file, a web address, or a file that came with an earlier attempt.

use serde::{Deserialize, Serialize};
use thai::Bilingual;

use crate::{
    app::App,
    documents::{
        actions,
        files::media::ACCEPT,
        model::{Content, KeptFile, Media, editing::read_address, size},
    },
    kit::{
        FileForm, FormErrors, Result, Visit,
        form_page::{FormPage, Typed},
        html::{Choice, Field},
        secret,
    },
};

/// The field of a file that came with an earlier attempt.
const KEPT: &str = "kept_file";

/// What was sent, as far as it could be understood.
pub struct Sent {
    /// The content, if it is right.
    pub content: Option<Content>,
    /// A file that came and need not be sent again.
    pub kept: Option<KeptFile>,
}

/// Takes the file of a form in and reads its address; exactly one of both.
pub async fn read(app: &App, visit: &Visit, form: &mut FileForm, errors: &mut FormErrors) -> Result<Sent> {
    let kept = match form.take_file("file") {
        None => again(visit, form),
        Some(sent) => match actions::receive(&app.vault, &app.documents, sent).await? {
            Ok(file) => Some(file),
            Err(Bilingual { th, en }) => {
                errors.add("file", th, en);
                return Ok(Sent { content: None, kept: None });
            }
        },
    };
    let address = form.form.text("address");
    let content = match (&kept, address.is_empty()) {
        (Some(file), true) => Some(Content::File(file.clone())),
        (Some(_), false) => {
            errors.add(
                "address",
                "มีทั้งไฟล์และที่อยู่เว็บ เลือกอย่างเดียว อีกอย่างเพิ่มเป็นเอกสารแยก",
                "Both a file and a web address were given. Choose one; add the other as a document of its own.",
            );
            None
        }
        (None, true) => {
            errors.add("file", "เลือกไฟล์ หรือใส่ที่อยู่เว็บ", "Choose a file, or give a web address.");
            None
        }
        (None, false) => match read_address(&address) {
            Ok(address) => Some(Content::Address(address)),
            Err(Bilingual { th, en }) => {
                errors.add("address", th, en);
                None
            }
        },
    };
    Ok(Sent { content, kept })
}

/// The fields for a file or a web address.
pub fn fields(app: &App, visit: &Visit, page: FormPage, typed: &Typed, kept: Option<&KeptFile>) -> FormPage {
    let largest = app.vault.largest() >> 20;
    let page = match kept {
        None => page,
        Some(file) => {
            let words = visit.say(
                format!("ใช้ไฟล์ที่ส่งมาแล้ว: {} ({})", file.name, size(file.bytes)),
                format!("Use the file that came: {} ({})", file.name, size(file.bytes)),
            );
            let token = token(visit, file);
            let choice = Choice::new(token.clone(), words);
            let label = visit.say("ไฟล์ที่ส่งมาแล้ว", "File that came");
            page.field(Field::checkboxes(KEPT, label, [choice]).values([token.as_str()]))
        }
    };
    let address = typed.text("address", "หรือที่อยู่เว็บ แทนไฟล์", "Or a web address, instead of a file").hint(visit.say(
        "ใส่ที่อยู่เต็ม ระบบจะตรวจเป็นประจำว่ายังเปิดได้",
        "A whole address. It is checked regularly whether it is still there.",
    ));
    page.file(file_field(visit, "file", visit.say("ไฟล์", "File"), largest, typed)).field(address)
}

/// A field for a file, with what is taken and what is removed.
pub fn file_field(visit: &Visit, name: &str, label: &str, largest: u64, typed: &Typed) -> Field {
    typed.fill(name, Field::file(name, label, ACCEPT)).hint(visit.say(
        format!(
            "PDF รูปภาพ Word Excel PowerPoint ODT CSV ข้อความ หรือวิดีโอ MP4 ไม่เกิน {largest} MB สถานที่และชื่อที่ซ่อนในรูปจะถูกลบออก"
        ),
        format!(
            "PDF, picture, Word, Excel, PowerPoint, ODT, CSV, text or MP4 film, up to {largest} MB. Places and names hidden in \
             pictures are removed."
        ),
    ))
}

/// What a form remembers of a file that came: sealed with the session's token, so that nobody can name a file of others.
#[derive(Serialize, Deserialize)]
struct Remembered {
    hash: String,
    name: String,
    media: String,
    bytes: u64,
}

fn token(visit: &Visit, file: &KeptFile) -> String {
    let remembered = Remembered {
        hash: file.hash.to_string(),
        name: file.name.clone(),
        media: file.media.media_type().to_owned(),
        bytes: file.bytes,
    };
    let text = serde_json::to_string(&remembered).unwrap_or_default();
    format!("{} {text}", seal(visit, &text))
}

fn seal(visit: &Visit, text: &str) -> String {
    let token = visit.viewer.as_ref().map(|viewer| viewer.form_token.as_str()).unwrap_or_default();
    secret::hex(blake3::keyed_hash(&secret::hash(token), text.as_bytes()).as_bytes())
}

/// The file of an earlier attempt, if it is still wanted.
fn again(visit: &Visit, form: &FileForm) -> Option<KeptFile> {
    let (sealed, text) = form.form.raw(KEPT)?.split_once(' ')?;
    if !secret::same(sealed, &seal(visit, text)) {
        return None;
    }
    let Remembered { hash, name, media, bytes } = serde_json::from_str(text).ok()?;
    Some(KeptFile { hash: hash.parse().ok()?, name, media: Media::from_media_type(&media)?, bytes })
}
