//! The few ways to refuse. Each knows its status; its page is made where the reader's language is known.
//!
//! 404 comes before 403: what a visitor may not see does not exist for them. `Forbidden` stands only where existence
//! is no secret. People read what happened, why, and what to do next; never SQL, never a chain of causes.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use thai::Bilingual;

/// The result of a request.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request is refused.
#[derive(Debug)]
pub enum Error {
    /// It does not exist, or not for this visitor.
    NotFound,
    /// Sign in first, then come back.
    SignInRequired,
    /// Signed in, but not entitled.
    Forbidden,
    /// A form came from elsewhere or is too old.
    ForeignForm,
    /// The request makes no sense; the sentence says why and what next.
    Invalid(Bilingual),
    /// Somebody else was faster, or the state does not allow it; the sentence says why and what next.
    Conflict(Bilingual),
    /// More was sent than is taken.
    TooLarge,
    /// The database or another part is out of reach; trying again helps.
    Unavailable(anyhow::Error),
    /// A fault of ours.
    Internal(anyhow::Error),
}

impl Error {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::SignInRequired => StatusCode::UNAUTHORIZED,
            Error::Forbidden | Error::ForeignForm => StatusCode::FORBIDDEN,
            Error::Invalid(_) => StatusCode::BAD_REQUEST,
            Error::Conflict(_) => StatusCode::CONFLICT,
            Error::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What happened, in a few words.
    pub fn title(&self) -> Bilingual {
        match self {
            Error::NotFound => Bilingual::new("ไม่พบหน้านี้", "This page was not found"),
            Error::SignInRequired => Bilingual::new("ต้องเข้าสู่ระบบก่อน", "Sign in first"),
            Error::Forbidden => Bilingual::new("หน้านี้ไม่ได้เปิดให้บทบาทของคุณ", "Your role does not open this page"),
            Error::ForeignForm => Bilingual::new("แบบฟอร์มนี้หมดอายุแล้ว", "This form has expired"),
            Error::Invalid(_) => Bilingual::new("ระบบยังไม่เข้าใจคำขอนี้", "This request was not understood"),
            Error::Conflict(_) => Bilingual::new("ยังบันทึกไม่ได้", "Not saved yet"),
            Error::TooLarge => Bilingual::new("ไฟล์ใหญ่เกินไป", "The file is too large"),
            Error::Unavailable(_) => Bilingual::new("ระบบยังไม่พร้อมชั่วคราว", "Not available for the moment"),
            Error::Internal(_) => Bilingual::new("ระบบขัดข้อง", "Something went wrong on our side"),
        }
    }

    /// Why, and what to do next.
    pub fn advice(&self) -> Bilingual {
        match self {
            Error::NotFound => Bilingual::new(
                "ที่อยู่อาจเปลี่ยนไป หรือเรื่องนี้เป็นของหน่วยงานอื่น ลองเริ่มจากหน้าแรก",
                "The address may have changed, or it belongs to another agency. Start from the first page.",
            ),
            Error::SignInRequired => Bilingual::new(
                "หน้านี้สำหรับเจ้าหน้าที่ เข้าสู่ระบบแล้วจะกลับมาที่หน้านี้ให้",
                "This page is for officers. After signing in you come back here.",
            ),
            Error::Forbidden => Bilingual::new(
                "ถ้าต้องใช้หน้านี้ในงาน แจ้งผู้ดูแลระบบของหน่วยงานให้เพิ่มบทบาทในตำแหน่งของคุณ",
                "If your work needs it, ask your agency's administrator to add the role to your post.",
            ),
            Error::ForeignForm => Bilingual::new(
                "ยังไม่มีอะไรเปลี่ยน กลับไปหน้าเดิม เปิดหน้าใหม่อีกครั้ง แล้วส่งใหม่",
                "Nothing was changed. Go back, reload the page and send it again.",
            ),
            Error::Invalid(sentence) | Error::Conflict(sentence) => sentence.clone(),
            Error::TooLarge => Bilingual::new(
                "ไฟล์ใหญ่กว่า 20 MB จึงรับไว้ไม่ได้ ยังไม่มีอะไรเปลี่ยน กลับไปเลือกไฟล์ที่เล็กกว่า หรือบันทึกใหม่โดยไม่มีรูปภาพ แต่ละหน้าบอกขนาดที่รับได้",
                "The file is larger than 20 MB and cannot be taken. Nothing was changed. Go back and choose a smaller one, or \
                 save it again without pictures; each page says what size it takes.",
            ),
            Error::Unavailable(_) => Bilingual::new(
                "ระบบเก็บข้อมูลยังไม่ตอบ หรือดิสก์ของเครื่องแม่ข่ายเต็ม สิ่งที่เพิ่งส่งยังไม่ได้บันทึก ที่บันทึกไว้ก่อนหน้ายังอยู่ครบ ลองอีกครั้งใน 1 นาที ถ้ายังไม่ได้ แจ้งผู้ดูแลระบบพร้อมเลขอ้างอิงด้านล่าง",
                "The store of data does not answer, or its disk is full. What you just sent was not saved; what was saved \
                 before is safe. Try again in a minute; if it stays, tell your administrator the number below.",
            ),
            Error::Internal(_) => Bilingual::new(
                "ข้อมูลที่บันทึกแล้วยังอยู่ครบ ลองอีกครั้งใน 1 นาที ถ้ายังไม่ได้ แจ้งผู้ดูแลระบบพร้อมเลขอ้างอิงด้านล่าง",
                "What was saved is safe. Try again in a minute; if it stays, tell your administrator the number below.",
            ),
        }
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Missing => Error::NotFound,
            db::Error::Duplicate => Error::Conflict(Bilingual::new(
                "มีรายการที่ซ้ำกันอยู่แล้ว ตรวจชื่อหรือรหัส แล้วบันทึกอีกครั้ง",
                "The same entry exists already. Check its name or code and save again.",
            )),
            db::Error::Reference => Error::Conflict(Bilingual::new(
                "ยังมีรายการอื่นใช้ข้อมูลนี้อยู่ ย้ายหรือลบรายการนั้นก่อน",
                "Something else still uses this. Move or delete that first.",
            )),
            db::Error::Stale(_) => Error::Conflict(Bilingual::new(
                "มีคนแก้ไขเรื่องนี้ไปก่อนแล้ว เปิดหน้าใหม่เพื่อดูข้อมูลล่าสุด แล้วแก้อีกครั้ง",
                "Somebody changed this before you. Reload to see the latest and change it again.",
            )),
            db::Error::Unavailable(_) => Error::Unavailable(anyhow::Error::new(error)),
            db::Error::Impossible { .. } | db::Error::Newer(_) | db::Error::Foreign(_) | db::Error::Other(_) => {
                Error::Internal(anyhow::Error::new(error))
            }
        }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Error::Internal(anyhow::Error::new(error))
    }
}

/// A refusal on its way to the reader: the layer that knows the language turns it into a page.
#[derive(Clone, Debug)]
pub struct Refusal(pub Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Refusal(Arc::new(self)));
        response
    }
}
