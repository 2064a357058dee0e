//! Sample documents: an order, a spending plan with a second version, minutes, a photograph of a board, a page of the web.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use thai::FiscalYear;

use super::{AGENCY, agency};
use crate::{
    app::App,
    documents::{
        DocumentId, New,
        actions::{self, add_posting},
        add_document,
        model::{
            About, Content, KeptFile, Kind, Media, Openness, Told,
            posting::{NewPosting, Way},
        },
    },
    kit::{Error, audit::Actor, clock::day_of, visit::AgencyId},
    measures,
};

const ORDER: &str = "คำสั่งสำนักงานเขตตัวอย่าง ที่ 12/2565\nเรื่อง แต่งตั้งคณะทำงานประเมินคุณธรรมและความโปร่งใส\n\n\
    ให้คณะทำงานประชุมทุกเดือน ติดตามมาตรการ และรายงานผู้อำนวยการ\n\nสั่ง ณ วันที่ 4 มกราคม 2565\n(เอกสารตัวอย่าง)\n";
const MINUTES: &str = "รายงานการประชุมติดตามการใช้จ่ายงบประมาณ ครั้งที่ 3/2565\nวันที่ 15 มีนาคม 2565\n\n\
    มติ: ให้ทุกฝ่ายแจ้งแผนการใช้จ่ายแก่เจ้าหน้าที่ภายในสิ้นเดือน\n(เอกสารตัวอย่าง)\n";
const PLAN: &str = "ฝ่าย,หมวดรายจ่าย,วงเงิน (บาท)\nฝ่ายปกครอง,ค่าวัสดุสำนักงาน,120000\nฝ่ายการคลัง,ค่าจ้างเหมาบริการ,340000\n";
const PLAN_CHANGED: &str =
    "ฝ่าย,หมวดรายจ่าย,วงเงิน (บาท)\nฝ่ายปกครอง,ค่าวัสดุสำนักงาน,150000\nฝ่ายการคลัง,ค่าจ้างเหมาบริการ,340000\n";

/// Fills the sample documents in.
pub async fn fill(app: &App, now: Timestamp) -> Result<(), Error> {
    let order = text(app, "คำสั่ง 12-2565.txt", Media::Text, ORDER).await?;
    let minutes = text(app, "รายงานการประชุม 3-2565.txt", Media::Text, MINUTES).await?;
    let plan = text(app, "แผนการใช้จ่าย 2565.csv", Media::Csv, PLAN).await?;
    let changed = text(app, "แผนการใช้จ่าย 2565 แก้ไข.csv", Media::Csv, PLAN_CHANGED).await?;
    let photo = file(app, "บอร์ดชั้น 1.png", Media::Png, board()).await?;
    let address = Content::Address("https://www.office.example/manual".into());

    let mut tx = app.database.write().await?;
    let agency = agency(&mut tx, AGENCY).await?;
    let mut shelf = Shelf { app, tx: &mut tx, agency, now };
    let personal = Openness::Internal { reason: "มีชื่อผู้เข้าประชุม".into() };
    let day = date(2022, 1, 4);
    shelf.add(Kind::Order, "คำสั่งแต่งตั้งคณะทำงาน ITA ปี 2565", Openness::Public, order, day).await?;
    let title = "รายงานการประชุมติดตามการใช้จ่ายงบประมาณ ครั้งที่ 3/2565";
    let minutes = shelf.add(Kind::Minutes, title, personal, minutes, date(2022, 3, 15)).await?;
    let plan = shelf.add(Kind::Plan, "แผนการใช้จ่ายงบประมาณ ปี 2565", Openness::Public, plan, date(2021, 10, 15)).await?;
    shelf.change(plan, changed, date(2022, 3, 1), "ปรับวงเงินค่าวัสดุของฝ่ายปกครอง").await?;
    let title = "ภาพบอร์ดประกาศแผนการใช้จ่ายงบประมาณ";
    let photo = shelf.add(Kind::Photo, title, Openness::Public, photo, date(2022, 3, 2)).await?;
    shelf.add(Kind::Manual, "คู่มือการให้บริการบนเว็บไซต์", Openness::Public, address, date(2022, 2, 1)).await?;
    let posting = NewPosting {
        document: plan,
        way: Way::Board,
        place: "หน้าห้องฝ่ายการคลัง ชั้น 1".into(),
        address: String::new(),
        from: date(2022, 3, 2),
        until: None,
        photo: Some(photo),
    };
    add_posting(&mut tx, &Actor::program(), agency, &posting, now).await?;
    prove(&mut tx, agency, &[("I7", minutes), ("I12", plan)], now).await?;
    Ok(tx.commit().await?)
}

/// Attaches documents to the last results of some items.
async fn prove(
    tx: &mut db::Transaction,
    agency: AgencyId,
    evidence: &[(&str, DocumentId)],
    now: Timestamp,
) -> Result<(), Error> {
    let year = FiscalYear::of(date(2022, 4, 8));
    let plan = measures::plan_of(tx, agency, year).await?.ok_or(Error::NotFound)?;
    for (code, document) in evidence {
        let result = plan.by_code(code).and_then(|item| item.results.last()).ok_or(Error::NotFound)?;
        let when = (day_of(now), now);
        measures::actions::attach_evidence(tx, &Actor::program(), agency, result.id, *document, when).await?;
    }
    Ok(())
}

struct Shelf<'a> {
    app: &'a App,
    tx: &'a mut db::Transaction,
    agency: AgencyId,
    now: Timestamp,
}

impl Shelf<'_> {
    async fn add(
        &mut self,
        kind: Kind,
        title: &str,
        openness: Openness,
        content: Content,
        day: Date,
    ) -> Result<DocumentId, Error> {
        let about = About { kind, title: title.into(), openness };
        let new = New { about, content, told: told(day, day_of(self.now), "") };
        add_document(self.tx, &self.app.vault, &Actor::program(), self.agency, new, self.now).await
    }

    async fn change(&mut self, id: DocumentId, content: Content, day: Date, what: &str) -> Result<(), Error> {
        let told = told(day, day_of(self.now), what);
        let actor = Actor::program();
        actions::add_version(self.tx, &self.app.vault, &actor, self.agency, id, content, told, self.now).await?;
        Ok(())
    }
}

fn told(speaks_of: Date, received: Date, what_changed: &str) -> Told {
    Told {
        speaks_of,
        received,
        given_by: "ฝ่ายการคลัง".into(),
        valid_from: None,
        valid_until: None,
        what_changed: what_changed.into(),
    }
}

async fn text(app: &App, name: &str, media: Media, words: &str) -> Result<Content, Error> {
    file(app, name, media, words.as_bytes().to_vec()).await
}

async fn file(app: &App, name: &str, media: Media, content: Vec<u8>) -> Result<Content, Error> {
    let bytes = content.len() as u64;
    let hash = actions::keep_made(&app.vault, &app.documents, media, content).await?;
    Ok(Content::File(KeptFile { hash, name: name.into(), media, bytes }))
}

/// A picture of a board with papers on it.
fn board() -> Vec<u8> {
    let paper = |x: u32, y: u32| (0..3).any(|n| (40 + n * 150..160 + n * 150).contains(&x) && (40..200).contains(&y));
    let line =
        |x: u32, y: u32| paper(x, y) && y % 16 < 3 && (60..180).contains(&y) && (x % 150) > 52 && (x % 150) < 145;
    let drawn = RgbImage::from_fn(520, 240, |x, y| match (line(x, y), paper(x, y)) {
        (true, _) => Rgb([90, 96, 104]),
        (_, true) => Rgb([250, 250, 246]),
        _ => Rgb([150, 112, 74]),
    });
    let mut bytes = Cursor::new(Vec::new());
    // Writing into memory cannot fail; a picture of nothing would be seen at once.
    let _ = DynamicImage::ImageRgb8(drawn).write_to(&mut bytes, ImageFormat::Png);
    bytes.into_inner()
}
