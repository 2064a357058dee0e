//! The sample agencies, their units, posts and people, and the accounts.

use anyhow::{anyhow, bail};
use db::{Transaction, Uuid};
use jiff::{Timestamp, civil::date};

use super::{ACCOUNTS, AGENCY, CITY, DemoAccount, OTHER_AGENCY, PASSWORD};
use crate::{
    accounts::{
        self,
        model::{EmailAddress, hash_password},
    },
    app::App,
    kit::{Error, Role, audit::Actor, visit::AgencyId},
    organisation::{self, NewAgency, NewHolding, NewPerson, NewPost, NewUnit, model::AgencyKind},
};

/// The units of a sample office with their telephones.
const UNITS: [(&str, &str, &str); 10] = [
    ("ฝ่ายปกครอง", "Administration division", "02-555-0110"),
    ("ฝ่ายทะเบียน", "Registration division", "02-555-0120"),
    ("ฝ่ายโยธา", "Public works division", "02-555-0130"),
    ("ฝ่ายสิ่งแวดล้อมและสุขาภิบาล", "Environment and sanitation division", "02-555-0140"),
    ("ฝ่ายรายได้", "Revenue division", "02-555-0150"),
    ("ฝ่ายรักษาความสะอาดและสวนสาธารณะ", "Cleansing and parks division", "02-555-0160"),
    ("ฝ่ายการศึกษา", "Education division", "02-555-0170"),
    ("ฝ่ายการคลัง", "Finance division", "02-555-0180"),
    ("ฝ่ายเทศกิจ", "City law enforcement division", "02-555-0190"),
    ("ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม", "Community development and social welfare division", "02-555-0195"),
];

/// A sample post: the unit's number in [`UNITS`], names, role, and its holder.
struct SamplePost {
    unit: Option<usize>,
    thai: &'static str,
    english: &'static str,
    role: Role,
    holder: &'static str,
}

const fn post(
    unit: Option<usize>,
    thai: &'static str,
    english: &'static str,
    role: Role,
    holder: &'static str,
) -> SamplePost {
    SamplePost { unit, thai, english, role, holder }
}

/// The posts of a sample office, the head of the office first. Names are invented words, not people.
const POSTS: [SamplePost; 10] = [
    post(None, "ผู้อำนวยการเขต", "Director of the district", Role::Director, "ตัวอย่าง ผู้อำนวยการ"),
    post(Some(0), "หัวหน้าฝ่ายปกครอง", "Head of administration", Role::UnitHead, "ตัวอย่าง หัวหน้าฝ่าย"),
    post(Some(0), "นักจัดการงานทั่วไปชำนาญการ", "General administration officer", Role::Coordinator, "ตัวอย่าง ผู้ประสานงาน"),
    post(Some(0), "เจ้าพนักงานธุรการชำนาญงาน", "Clerical officer", Role::Officer, "ตัวอย่าง เจ้าหน้าที่"),
    post(Some(7), "นักวิชาการเงินและบัญชีชำนาญการ", "Finance and accounting officer", Role::FinanceOfficer, "ตัวอย่าง การเงิน"),
    post(Some(1), "เจ้าพนักงานปกครองปฏิบัติการ", "Registration officer", Role::CounterClerk, "ตัวอย่าง หน้าช่อง"),
    post(Some(0), "นิติกรชำนาญการ", "Legal officer", Role::ComplaintHandler, "ตัวอย่าง นิติกร"),
    post(None, "ผู้ช่วยผู้อำนวยการเขต", "Assistant director of the district", Role::Trustee, "ตัวอย่าง ผู้ช่วย"),
    post(None, "นักวิชาการตรวจสอบภายใน", "Internal auditor", Role::Auditor, "ตัวอย่าง ผู้ตรวจสอบ"),
    post(Some(0), "เจ้าหน้าที่ระบบงานคอมพิวเตอร์", "Computer systems officer", Role::Administrator, "ตัวอย่าง ผู้ดูแลระบบ"),
];

/// Fills in agencies, people and accounts; `false` if they are there already. Everybody knows the password of the
/// accounts, so they never go into an installation that is used in earnest.
pub(super) async fn fill(app: &App, now: Timestamp) -> anyhow::Result<bool> {
    let mut tx = app.database.write().await?;
    let filled = organisation::find_agency_by_key(&mut tx, AGENCY).await?.is_some();
    let real = organisation::count_real_agencies(&mut tx).await? > 0
        || !filled && accounts::count_all_users(&mut tx).await? > 0;
    if real {
        bail!(
            "these data are of a real installation; the demonstration stays out of them: its password is public. \
             Name another folder with --data DIR"
        );
    }
    if filled {
        return Ok(false);
    }
    let hash = tokio::task::spawn_blocking(|| hash_password(PASSWORD)).await?.map_err(|error| anyhow!("{error}"))?;
    match fill_all(&mut tx, &hash, now).await {
        Ok(()) => Ok(tx.commit().await.map(|()| true)?),
        Err(error) => Err(anyhow!("{error:?}")),
    }
}

async fn fill_all(tx: &mut Transaction, hash: &str, now: Timestamp) -> Result<(), Error> {
    let city = add_agency(tx, CITY, None, AgencyKind::City, ("นครตัวอย่าง", "Sample City"), now).await?;
    let office = ("สำนักงานเขตตัวอย่าง", "Sample District Office");
    let demo = add_agency(tx, AGENCY, Some(city), AgencyKind::DistrictOffice, office, now).await?;
    let north = ("สำนักงานเขตตัวอย่างเหนือ", "Sample North District Office");
    let other = add_agency(tx, OTHER_AGENCY, Some(city), AgencyKind::DistrictOffice, north, now).await?;
    fill_office(tx, demo, AGENCY, hash, now).await?;
    fill_office(tx, other, OTHER_AGENCY, hash, now).await?;
    let viewer =
        post(None, "นักวิเคราะห์นโยบายและแผนชำนาญการ", "Policy and plan analyst", Role::CityViewer, "ตัวอย่าง ผู้ติดตาม");
    fill_post(tx, city, CITY, None, 1, &viewer, hash, now).await?;
    for account in ACCOUNTS.iter().filter(|account| account.role == Role::Operator) {
        add_account(tx, account, None, None, hash, now).await?;
    }
    Ok(())
}

async fn add_agency(
    tx: &mut Transaction,
    key: &str,
    parent: Option<AgencyId>,
    kind: AgencyKind,
    (name_th, name_en): (&str, &str),
    now: Timestamp,
) -> Result<AgencyId, Error> {
    let agency =
        NewAgency { key: key.into(), parent, kind, name: thai::Bilingual::new(name_th, name_en), demonstration: true };
    organisation::add_agency(tx, &Actor::program(), agency, now).await
}

async fn fill_office(
    tx: &mut Transaction,
    agency: AgencyId,
    key: &str,
    hash: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let mut units = Vec::new();
    for (thai, english, telephone) in UNITS {
        let unit = NewUnit { name: thai::Bilingual::new(thai, english), telephone: telephone.into() };
        units.push(organisation::add_unit(tx, &Actor::program(), agency, unit, now).await?);
    }
    for (position, sample) in POSTS.iter().enumerate() {
        let unit = sample.unit.map(|unit| units[unit]);
        fill_post(tx, agency, key, unit, position as i64 + 1, sample, hash, now).await?;
    }
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "one row of sample data with where it goes")]
async fn fill_post(
    tx: &mut Transaction,
    agency: AgencyId,
    key: &str,
    unit: Option<organisation::model::UnitId>,
    position: i64,
    sample: &SamplePost,
    hash: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let actor = Actor::program();
    let name = thai::Bilingual::new(sample.thai, sample.english);
    let post = NewPost { unit, supervisor: None, name, roles: vec![sample.role] };
    let post = organisation::add_post(tx, &actor, agency, post, now).await?;
    let account = ACCOUNTS.iter().find(|account| account.agency == key && account.role == sample.role);
    let person = NewPerson {
        name: sample.holder.into(),
        telephone: format!("02-555-01{position:02}"),
        email: account.map(|account| account.email.to_owned()).unwrap_or_default(),
    };
    let person = organisation::add_person(tx, &actor, agency, person, now).await?;
    let holding = NewHolding { post, person, acting: false, from: date(2020, 10, 1), until: None };
    organisation::add_holding(tx, &actor, agency, holding, now).await?;
    if let Some(account) = account {
        add_account(tx, account, Some(agency), Some(person.0), hash, now).await?;
    }
    Ok(())
}

async fn add_account(
    tx: &mut Transaction,
    account: &DemoAccount,
    agency: Option<AgencyId>,
    person: Option<Uuid>,
    hash: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let email = EmailAddress::parse(account.email).map_err(Error::Invalid)?;
    let (user, _) = accounts::actions::invite(tx, &Actor::program(), agency, person, &email, now).await?;
    Ok(accounts::store::set_password(tx, user, hash).await?)
}
