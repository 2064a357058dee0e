//! Sample circulars, acknowledged in each of the four ways, and meetings whose minutes went out.

use db::Transaction;
use jiff::{Timestamp, ToSpan, civil::Date};

use super::{AGENCY, agency};
use crate::{
    app::App,
    circulars::{
        actions::{
            self, meetings,
            reading::{How, acknowledge},
        },
        model::{
            CircularId, Number, Reader, Said, Urgency,
            meeting::{Held, Kind, Plan},
        },
    },
    kit::{Error, audit::Actor, clock::day_of, visit::AgencyId},
    organisation::{
        self,
        model::{Member, PersonId},
    },
};

/// Fills the sample circulars and meetings in.
pub async fn fill(app: &App, now: Timestamp) -> Result<(), Error> {
    let mut tx = app.database.write().await?;
    let agency = agency(&mut tx, AGENCY).await?;
    let staff = organisation::list_members(&mut tx, agency, day_of(now)).await?;
    let mut desk = Desk { tx: &mut tx, agency, staff, now, today: day_of(now) };
    let plan = desk
        .issue(
            "แผนการใช้จ่ายงบประมาณและวิธีติดตาม",
            "ให้ทุกคนอ่านแผนการใช้จ่ายงบประมาณของหน่วยงาน และสอบถามฝ่ายการคลังได้ทุกวันทำการ\nผลการใช้จ่ายแจ้งทุกเดือนหลังการประชุมติดตาม",
            Urgency::Urgent,
        )
        .await?;
    let on_paper = How::Paper { day: desk.today, scan: None };
    desk.acknowledge(plan, &[0, 1, 2], How::SignedIn { version: 1 }).await?;
    desk.acknowledge(plan, &[3], How::Pin { version: 1 }).await?;
    desk.acknowledge(plan, &[4, 5], on_paper).await?;
    let loans = desk
        .issue(
            "แนวปฏิบัติการยืมทรัพย์สินของทางราชการ",
            "ยืมทุกครั้งต้องขออนุญาตในระบบ ผู้ดูแลตรวจสภาพก่อนจ่ายและเมื่อรับคืน",
            Urgency::Normal,
        )
        .await?;
    desk.acknowledge(loans, &[0, 2, 4], How::SignedIn { version: 1 }).await?;
    desk.brief(plan, &[6, 7]).await?;
    desk.meet(40, true).await?;
    desk.meet(10, true).await?;
    desk.meet(3, false).await?;
    Ok(tx.commit().await?)
}

struct Desk<'a> {
    tx: &'a mut Transaction,
    agency: AgencyId,
    staff: Vec<Member>,
    now: Timestamp,
    today: Date,
}

impl Desk<'_> {
    async fn issue(&mut self, subject: &str, body: &str, urgency: Urgency) -> Result<CircularId, Error> {
        let said = Said {
            number: Number::Next,
            day: self.today,
            subject: subject.into(),
            body: body.into(),
            document: None,
            urgency,
            unit: None,
            valid_from: self.today,
            valid_until: None,
            supersedes: None,
            working_days: 5,
            check: None,
        };
        let actor = Actor::program();
        let id = actions::write(self.tx, &actor, self.agency, (&said, &[Reader::Everyone]), self.now).await?;
        actions::issue(self.tx, &actor, self.agency, id, self.now).await?;
        Ok(id)
    }

    fn people(&self, places: &[usize]) -> Vec<PersonId> {
        places.iter().filter_map(|at| self.staff.get(*at)).map(|member| member.person).collect()
    }

    async fn acknowledge(&mut self, id: CircularId, places: &[usize], how: How) -> Result<(), Error> {
        let people = self.people(places);
        acknowledge(self.tx, &Actor::program(), self.agency, id, (&people, how), self.now).await?;
        Ok(())
    }

    async fn brief(&mut self, topic: CircularId, places: &[usize]) -> Result<(), Error> {
        let plan = Plan {
            kind: Kind::Briefing,
            title: "ชี้แจงแผนการใช้จ่ายงบประมาณแก่ฝ่ายรักษาความสะอาด".into(),
            day: self.today,
            time: "08.30".into(),
            place: "ลานหน้าสำนักงาน".into(),
            agenda: "อธิบายแผนการใช้จ่าย\nตอบคำถาม".into(),
            topics: vec![topic],
        };
        let id = meetings::plan(self.tx, &Actor::program(), self.agency, &plan, self.now).await?;
        let held = Held {
            came: self.people(places), minutes: "ชี้แจงครบถ้วน ไม่มีคำถามค้าง".into(), document: None
        };
        meetings::hold(self.tx, &Actor::program(), self.agency, id, &held, self.now).await?;
        Ok(())
    }

    /// A budget follow-up so many days ago.
    async fn meet(&mut self, days_ago: i64, is_circulated: bool) -> Result<(), Error> {
        let day = self.today.checked_sub(days_ago.days()).unwrap_or(self.today);
        let plan = Plan {
            kind: Kind::Budget,
            title: format!("การประชุมติดตามการใช้จ่ายงบประมาณ วันที่ {}", thai::date::long(day, thai::Language::Thai)),
            day,
            time: "09.30".into(),
            place: "ห้องประชุมชั้น 3".into(),
            agenda: "ผลการเบิกจ่ายเทียบกับแผน\nรายการที่ล่าช้าและเหตุผล\nแผนของเดือนถัดไป".into(),
            topics: Vec::new(),
        };
        let actor = Actor::program();
        let id = meetings::plan(self.tx, &actor, self.agency, &plan, self.now).await?;
        let held = Held {
            came: self.people(&[0, 1, 2, 3, 4]),
            minutes: "เบิกจ่ายเป็นไปตามแผน ให้ฝ่ายที่ล่าช้าชี้แจงเหตุผลภายในสิ้นเดือน".into(),
            document: None,
        };
        meetings::hold(self.tx, &actor, self.agency, id, &held, self.now).await?;
        if is_circulated {
            meetings::circulate(self.tx, &actor, self.agency, id, self.now).await?;
        }
        Ok(())
    }
}
