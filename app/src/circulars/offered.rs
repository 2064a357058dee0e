//! The figures that circulars and meetings offer: who read, in time, how fast and by which way; meetings held, minutes sent
//! around.

use std::{collections::BTreeMap, pin::Pin};

use db::{Connection, Uuid};
use jiff::{Timestamp, civil::Time};
use thai::{Bilingual, FiscalYear, date};

use super::{
    model::{
        Circular, CircularId, Reader,
        meeting::{Kind, Meeting, State, months_over},
        reading::{Acknowledgement, Addressee, Tally, Way, readers, tally},
    },
    store::{self, meetings as meeting_rows, reading as rows},
};
use crate::{
    calendar::{self, WorkingDays},
    kit::figures::{About, Asked, Better, Figure, How, Measure, Offer, Taken, median_in_hundredths},
    organisation::{
        self,
        model::{Member, PersonId},
    },
};

/// The figures of circulars and meetings.
pub static FIGURES: Offer = Offer {
    figures: &[
        &READ,
        &IN_TIME,
        &MEDIAN_HOURS,
        &BY_SIGN_IN,
        &BY_PIN,
        &ON_PAPER,
        &AT_BRIEFINGS,
        &MEETINGS_HELD,
        &MINUTES_CIRCULATED,
    ],
    take,
};

const DUTIES: &[&str] = &["budget-plan-known", "work-as-set", "property-guideline-known"];

fn people() -> Bilingual {
    Bilingual::new("คน", "people")
}

fn page(about: &About) -> String {
    match about.subject.is_nil() {
        true => "/office/circulars?state=all".to_owned(),
        false => format!("/office/circulars/{}", about.subject),
    }
}

fn meetings_page(_: &About) -> String {
    "/office/meetings".to_owned()
}

/// What was sent around, in a sentence: the circular's own subject, or all circulars of the year.
fn about_words(subject: &str, year: FiscalYear) -> String {
    match subject {
        "" => format!("แจ้งเวียนหนังสือในปีงบประมาณ {year}"),
        subject => format!("แจ้งเวียน{subject}"),
    }
}

static READ: Figure = Figure {
    key: "circulars.read",
    name: || Bilingual::new("ผู้รับทราบหนังสือเวียน", "Circulars acknowledged"),
    how: How::Share,
    counted: people,
    better: Better::More,
    rule: || {
        Bilingual::new(
            "ตัวหารคือผู้รับของหนังสือเวียนที่ออกในปีงบประมาณและถึงวันมีผลแล้ว ไม่นับฉบับที่ยกเลิกหรือมีฉบับใหม่แทน นับผู้ที่อยู่ในฝ่ายหรือตำแหน่งนั้น ณ วันที่นับ คนละหนึ่งครั้งต่อฉบับ ผู้ที่เข้ามาหลังหนังสือพ้นวันมีผลไม่นับ ตัวตั้งคือผู้ที่รับทราบข้อความฉบับล่าสุดแล้ว ไม่ว่าทางใด",
            "The denominator counts the readers of circulars issued in the fiscal year whose force has begun, without those withdrawn \
             or superseded: whoever stands in the unit or post on the day of counting, once for each circular, except who came \
             after the last day of its force. The numerator counts those who acknowledged the latest text, by whichever way.",
        )
    },
    duties: DUTIES,
    page,
    sentence: |said| {
        format!(
            "{} มีผู้รับทราบ {} จาก {} คน คิดเป็น{} ณ วันที่ {}",
            about_words(said.subject, said.year),
            said.numerator,
            said.denominator,
            said.value,
            said.day
        )
    },
};

static IN_TIME: Figure = Figure {
    key: "circulars.read_in_time",
    name: || Bilingual::new("ผู้รับทราบหนังสือเวียนภายในกำหนด", "Circulars acknowledged in time"),
    how: How::Share,
    counted: people,
    better: Better::More,
    rule: || {
        Bilingual::new(
            "ตัวหารคือผู้รับของหนังสือเวียนที่ออกในปีงบประมาณซึ่งรับทราบแล้วหรือพ้นกำหนดแล้ว ไม่นับฉบับที่ยกเลิกหรือมีฉบับใหม่แทน ตัวตั้งคือผู้ที่รับทราบภายในจำนวนวันทำการที่หนังสือฉบับนั้นกำหนด นับจากวันถัดจากวันที่หลังสุดในสามวันนี้ วันที่ส่งข้อความฉบับล่าสุด วันแรกที่มีผล และวันที่ผู้นั้นเข้ามาเป็นผู้รับ ผู้ที่ยังอยู่ในกำหนดไม่นับ",
            "The denominator counts the readers of circulars issued in the fiscal year who acknowledged, or whose time is up. The \
             numerator counts those who did within the working days that the circular allows, from the day after the latest of \
             three: the day its latest text was sent, the first day of its force, the day the reader came to be one. Whoever still \
             has time is not counted, and circulars withdrawn or superseded are not.",
        )
    },
    duties: DUTIES,
    page,
    sentence: |said| {
        format!(
            "{} มีผู้รับทราบภายในกำหนด {} จาก {} คน คิดเป็น{} ณ วันที่ {}",
            about_words(said.subject, said.year),
            said.numerator,
            said.denominator,
            said.value,
            said.day
        )
    },
};

static MEDIAN_HOURS: Figure = Figure {
    key: "circulars.median_hours",
    name: || Bilingual::new("เวลากว่าจะรับทราบ (มัธยฐาน)", "Time to acknowledge (median)"),
    how: How::Median(Measure::Hours),
    counted: people,
    better: Better::Less,
    rule: || {
        Bilingual::new(
            "ค่ากลางของจำนวนชั่วโมงตามนาฬิกา ตั้งแต่ส่งข้อความฉบับล่าสุดของหนังสือเวียนจนรับทราบ ของผู้รับทุกคนที่รับทราบแล้ว ถ้าหนังสือเริ่มมีผลหรือผู้นั้นเข้ามาเป็นผู้รับภายหลัง นับจากต้นวันนั้น การลงชื่อบนกระดาษและการชี้แจงนับตามวันที่ลงชื่อหรือชี้แจง เวลา 12.00 น.",
            "The middle of the hours by the clock from the sending of a circular's latest text to its acknowledgement, over all readers \
             who acknowledged; from the beginning of the day if its force began, or the reader came to be one, on a later day. A \
             paper list and a briefing count at noon of their day.",
        )
    },
    duties: DUTIES,
    page,
    sentence: |said| {
        format!(
            "{} ผู้รับทราบ {} คน ใช้เวลากว่าจะรับทราบโดยมัธยฐาน {} ณ วันที่ {}",
            about_words(said.subject, said.year),
            said.denominator,
            said.value,
            said.day
        )
    },
};

macro_rules! way {
    ($name:ident, $key:literal, $thai:literal, $english:literal, $words:literal) => {
        static $name: Figure = Figure {
            key: $key,
            name: || Bilingual::new($thai, $english),
            how: How::Share,
            counted: || Bilingual::new("ครั้งที่รับทราบ", "acknowledgements"),
            better: Better::More,
            rule: || {
                Bilingual::new(
                    "ตัวหารคือการรับทราบข้อความฉบับล่าสุดของหนังสือเวียนที่ออกในปีงบประมาณทุกครั้ง ตัวตั้งคือครั้งที่รับทราบด้วยวิธีนี้ วิธีอื่นนับแยกเป็นตัวเลขของตัวเอง",
                    "The denominator counts all acknowledgements of the latest text of circulars issued in the fiscal year. The \
                     numerator counts those by this way; each other way is a figure of its own.",
                )
            },
            duties: &[],
            page,
            sentence: |said| {
                format!(
                    concat!("{} รับทราบ", $words, " {} จาก {} ครั้ง คิดเป็น{} ณ วันที่ {}"),
                    about_words(said.subject, said.year), said.numerator, said.denominator, said.value, said.day
                )
            },
        };
    };
}

way!(BY_SIGN_IN, "circulars.by_sign_in", "รับทราบโดยเข้าสู่ระบบ", "Acknowledged by signing in", "โดยเข้าสู่ระบบ");
way!(BY_PIN, "circulars.by_pin", "รับทราบด้วย PIN", "Acknowledged by PIN", "ด้วย PIN ที่เครื่องส่วนกลาง");
way!(ON_PAPER, "circulars.on_paper", "รับทราบบนกระดาษ", "Acknowledged on paper", "โดยลงชื่อบนกระดาษ");
way!(AT_BRIEFINGS, "circulars.at_briefings", "รับทราบในการชี้แจง", "Acknowledged at briefings", "ในการชี้แจง");

static MEETINGS_HELD: Figure = Figure {
    key: "circulars.budget_meetings",
    name: || Bilingual::new("การประชุมติดตามงบประมาณที่จัดแล้ว", "Budget follow-up meetings held"),
    how: How::Count(Measure::Times),
    counted: || Bilingual::new("เดือน", "months"),
    better: Better::More,
    rule: || {
        Bilingual::new(
            "จำนวนการประชุมติดตามการใช้จ่ายงบประมาณของปีงบประมาณที่บันทึกว่าจัดแล้ว เทียบกับจำนวนเดือนของปีนั้นที่ผ่านไปครบเดือนแล้ว เดือนละหนึ่งครั้ง",
            "How many budget follow-up meetings of the fiscal year are written up as held, beside the months of that year that are \
             over: one is expected of each.",
        )
    },
    duties: &["budget-plan-known"],
    page: meetings_page,
    sentence: |said| {
        format!(
            "จัดประชุมติดตามการใช้จ่ายงบประมาณ ปีงบประมาณ {} แล้ว {} ครั้ง ใน {} เดือน ณ วันที่ {}",
            said.year, said.numerator, said.denominator, said.day
        )
    },
};

static MINUTES_CIRCULATED: Figure = Figure {
    key: "circulars.minutes_circulated",
    name: || Bilingual::new("รายงานการประชุมที่แจ้งเวียน", "Minutes sent around"),
    how: How::Share,
    counted: || Bilingual::new("ครั้งที่ประชุม", "meetings"),
    better: Better::More,
    rule: || {
        Bilingual::new(
            "ตัวหารคือการประชุมของปีงบประมาณที่บันทึกว่าจัดแล้ว ไม่รวมการชี้แจงหนังสือเวียน ตัวตั้งคือการประชุมในจำนวนนั้นที่แจ้งเวียนรายงานการประชุมแล้ว",
            "The denominator counts the meetings of the fiscal year that are written up as held, without briefings on circulars. The \
             numerator counts those of them whose minutes went out as a circular.",
        )
    },
    duties: &["budget-plan-known"],
    page: meetings_page,
    sentence: |said| {
        format!(
            "แจ้งเวียนรายงานการประชุม {} จาก {} ครั้ง คิดเป็น{} ณ วันที่ {}",
            said.numerator, said.denominator, said.value, said.day
        )
    },
};

fn take(
    connection: &mut Connection,
    asked: Asked,
) -> Pin<Box<dyn Future<Output = db::Result<Vec<Taken>>> + Send + '_>> {
    Box::pin(async move {
        let this = FiscalYear::of(asked.today);
        let office = Office {
            audience: store::list_audience(connection, asked.agency, None).await?,
            staff: organisation::list_members(connection, asked.agency, asked.today).await?,
            days: calendar::working_days(connection, asked.agency).await?,
        };
        let mut taken = Vec::new();
        for year in [this.previous(), this] {
            let (from, until) = moments(year);
            let circulars = store::list_issued(connection, asked.agency, from, until).await?;
            let (first, last) = year.span();
            let meetings = meeting_rows::list_between(connection, asked.agency, first, last).await?;
            if !circulars.is_empty() {
                let acknowledgements = rows::list_of_issued(connection, asked.agency, from, until).await?;
                taken.extend(count(&circulars, &office, &acknowledgements, year, asked.today));
            }
            if !meetings.is_empty() {
                taken.extend(count_meetings(&meetings, year, asked.today));
            }
        }
        Ok(taken)
    })
}

/// The first moment of a fiscal year and the first of the next, in Thailand.
fn moments(year: FiscalYear) -> (Timestamp, Timestamp) {
    let begin = |year: FiscalYear| date::from_bangkok(year.first_day(), Time::midnight()).unwrap_or(Timestamp::MAX);
    (begin(year), begin(year.next()))
}

/// What all years are counted with.
struct Office {
    audience: Vec<store::Named>,
    staff: Vec<Member>,
    days: WorkingDays,
}

fn count(
    circulars: &[Circular],
    office: &Office,
    acknowledgements: &[Acknowledgement],
    year: FiscalYear,
    today: jiff::civil::Date,
) -> Vec<Taken> {
    let mut audiences: BTreeMap<CircularId, Vec<Reader>> = BTreeMap::new();
    for named in &office.audience {
        audiences.entry(named.circular).or_default().push(named.reader);
    }
    let mut by_circular: BTreeMap<CircularId, BTreeMap<PersonId, Vec<&Acknowledgement>>> = BTreeMap::new();
    for one in acknowledgements {
        by_circular.entry(one.circular).or_default().entry(one.person).or_default().push(one);
    }
    let (mut whole, mut units) = (Tally::default(), BTreeMap::<Uuid, Tally>::new());
    let mut taken = Vec::new();
    let none = BTreeMap::new();
    for circular in circulars.iter().filter(|circular| circular.is_counted(today)) {
        let audience = audiences.get(&circular.id).map_or(&[][..], Vec::as_slice);
        let readers = readers(circular, audience, &office.staff);
        let by_person = by_circular.get(&circular.id).unwrap_or(&none);
        let of = |readers: &[Addressee]| tally(circular, readers.iter().copied(), by_person, &office.days, today);
        let own = of(&readers);
        taken.extend(figures(&own, year).map(|one| one.of_subject(circular.id.0, circular.title())));
        whole.add(&own);
        let mut by_unit: BTreeMap<Uuid, Vec<Addressee>> = BTreeMap::new();
        for reader in &readers {
            for unit in reader.member.units() {
                by_unit.entry(unit.0).or_default().push(*reader);
            }
        }
        for (unit, readers) in by_unit {
            units.entry(unit).or_default().add(&of(&readers));
        }
    }
    taken.extend(figures(&whole, year));
    taken.extend(units.iter().flat_map(|(unit, tally)| figures(tally, year).map(|one| one.of_unit(*unit))));
    taken
}

fn figures(tally: &Tally, year: FiscalYear) -> impl Iterator<Item = Taken> + use<> {
    let by = |way: Way| (tally.ways.get(&way).copied().unwrap_or_default(), tally.acknowledged);
    let hours = i64::try_from(tally.hours.len()).unwrap_or(i64::MAX);
    [
        Taken::of_office(&READ, year, (tally.acknowledged, tally.readers)),
        Taken::of_office(&IN_TIME, year, (tally.in_time, tally.timed)),
        Taken::of_office(&MEDIAN_HOURS, year, (median_in_hundredths(tally.hours.clone()), hours)),
        Taken::of_office(&BY_SIGN_IN, year, by(Way::SignedIn)),
        Taken::of_office(&BY_PIN, year, by(Way::Pin)),
        Taken::of_office(&ON_PAPER, year, by(Way::Paper)),
        Taken::of_office(&AT_BRIEFINGS, year, by(Way::Briefing)),
    ]
    .into_iter()
}

fn count_meetings(meetings: &[Meeting], year: FiscalYear, today: jiff::civil::Date) -> Vec<Taken> {
    let held = |meeting: &&Meeting| meeting.state == State::Held;
    let of = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let budget = meetings.iter().filter(held).filter(|meeting| meeting.plan.kind == Kind::Budget).count();
    let with_minutes: Vec<&Meeting> =
        meetings.iter().filter(held).filter(|meeting| meeting.plan.kind != Kind::Briefing).collect();
    let circulated = with_minutes.iter().filter(|meeting| meeting.circulated.is_some()).count();
    vec![
        Taken::of_office(&MEETINGS_HELD, year, (of(budget), months_over(year, today))),
        Taken::of_office(&MINUTES_CIRCULATED, year, (of(circulated), of(with_minutes.len()))),
    ]
}
