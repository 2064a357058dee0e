//! A part as a file that an office can fill in, and back.
//!
//! - [`sheet`]: as an Excel workbook
//! - [`word`]: as a Word document
//! - [`reading`]: rows of an Excel, Word or CSV file that came back
//!
//! The files are Thai, as the form that they feed. All of this is pure: values to bytes and bytes to values.

pub mod reading;
pub mod sheet;
pub mod word;

use report::Status;
use thai::{FiscalYear, Language, date};

use super::model::{ExportedItem, ExportedRow, Part, key::RowKey, reading::Column};

/// The name under which a workbook keeps its part, out of sight.
pub const HIDDEN_SHEET: &str = "prongsai";
/// The namespace under which a document keeps its part, out of sight.
pub const NAMESPACE: &str = "https://prongsai.example/part";

/// What stands around the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct PartFile<'a> {
    /// The agency's Thai name.
    pub agency: &'a str,
    /// The part.
    pub part: &'a Part,
}

impl PartFile<'_> {
    fn title(&self) -> String {
        format!("ผลการดำเนินการตามมาตรการ ปีงบประมาณ {}: {}", self.part.year, self.part.unit_name.th)
    }

    /// What to fill in, by when, and where to send it.
    fn instructions(&self) -> Vec<String> {
        let due = match self.part.due {
            Some(due) => format!("ส่งกลับภายใน{}", date::with_weekday(due, Language::Thai)),
            None => "ส่งกลับเมื่อกรอกเสร็จ".to_owned(),
        };
        vec![
            format!("{} ขอให้{}กรอกเฉพาะช่องสีขาว", self.agency, self.part.unit_name.th),
            "ผลการดำเนินการ: ทำอะไรไปแล้ว เมื่อไร ได้ผลอย่างไร แถวว่างไว้สำหรับผลใหม่".to_owned(),
            "สถานะ: เลือกจากรายการ  วันที่: เช่น 15 พ.ย. 2564  แก้ผู้รับผิดชอบหรือโทรศัพท์ได้ถ้าเปลี่ยน".to_owned(),
            format!("{due} ทางลิงก์ที่ได้รับ ไม่ต้องเข้าสู่ระบบ หรือส่งไฟล์ให้ผู้ประสานงาน ITA"),
        ]
    }
}

/// What stands in a cell of a row.
fn cell(column: Column, item: &ExportedItem, row: &ExportedRow) -> String {
    let said = &row.said;
    match column {
        Column::Code => item.code.clone(),
        Column::About if row.asks_party => about(item),
        // On a page of its own, a further row says what it belongs to.
        Column::About => format!("{} (ต่อ)", item.topic),
        Column::Key => String::new(),
        Column::Text => said.text.clone(),
        Column::Status => said.status.map(|status| status.official().to_owned()).unwrap_or_default(),
        Column::Day => said.day.map(|day| date::short(day, Language::Thai)).unwrap_or_default(),
        Column::Party => said.party.clone(),
        Column::Telephone => said.telephone.clone(),
        Column::Remark => said.remark.clone(),
    }
}

/// May the division write into this cell?
fn is_open(column: Column, row: &ExportedRow) -> bool {
    match column {
        Column::Code | Column::About | Column::Key => false,
        Column::Party | Column::Telephone => row.asks_party,
        Column::Text | Column::Status | Column::Day | Column::Remark => true,
    }
}

fn about(item: &ExportedItem) -> String {
    let list = |name: &str, texts: &[String]| match texts {
        [] => None,
        [one] => Some(format!("{name}: {one}")),
        many => {
            Some(format!("{name}:\n{}", many.iter().map(|text| format!("• {text}")).collect::<Vec<_>>().join("\n")))
        }
    };
    let parts = [list("แนวทาง", &item.guidelines), list("มาตรการ", &item.measures)];
    std::iter::once(item.topic.clone()).chain(parts.into_iter().flatten()).collect::<Vec<_>>().join("\n")
}

fn statuses() -> Vec<&'static str> {
    Status::ALL.into_iter().map(Status::official).collect()
}

fn key(part: &Part, row: &ExportedRow) -> String {
    RowKey { part: part.id, row: row.number }.written()
}

/// The name of a file to keep.
pub fn file_name(part: &Part, ending: &str) -> String {
    let year: FiscalYear = part.year;
    format!("ส่วนของ{}-{year}-ฉบับที่-{}.{ending}", part.unit_name.th, part.version)
}

#[cfg(test)]
mod tests;
