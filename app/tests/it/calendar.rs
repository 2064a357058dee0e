//! The calendar: holidays of the nation and of the office, and the working days that follow from them.

use jiff::civil::date;
use prongsai::{calendar, demo, kit::Role, organisation};

use crate::{helpers::Office, story};

async fn works_on(office: &Office, day: jiff::civil::Date) -> bool {
    let mut connection = office.app.database.read().await.unwrap();
    let agency = organisation::find_agency_by_key(&mut connection, demo::AGENCY).await.unwrap().unwrap();
    calendar::working_days(&mut connection, agency.id).await.unwrap().is_working(day)
}

story!(an_office_adds_holidays_and_takes_national_ones_off, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let page = coordinator.get("/office/calendar/2565").await.visible_text();
    assert!(page.contains("วันสงกรานต์") && page.contains("วันหยุดชดเชยวันวิสาขบูชา"), "{page}");
    assert!(!works_on(&office, date(2022, 4, 14)).await);

    let empty = coordinator.post("/office/calendar/2565/days", &[("name", "")]).await;
    assert_eq!(empty.status, 422);
    let fields = [("day_day", "11"), ("day_month", "4"), ("day_year", "2565"), ("name", "วันหยุดพิเศษของเขต")];
    coordinator.post("/office/calendar/2565/days", &fields).await.goes_to();
    assert!(!works_on(&office, date(2022, 4, 11)).await);
    assert!(coordinator.get("/office/calendar/2565").await.visible_text().contains("วันหยุดพิเศษของเขต"));

    for day in ["2022-04-11", "2022-04-14"] {
        coordinator.post(&format!("/office/calendar/days/{day}/removal"), &[]).await.goes_to();
    }
    assert!(works_on(&office, date(2022, 4, 11)).await && works_on(&office, date(2022, 4, 14)).await);
    assert!(!coordinator.get("/office/calendar/2565").await.visible_text().contains("วันหยุดพิเศษของเขต"));
    coordinator.post("/office/calendar/days/2022-04-14/return", &[]).await.goes_to();
    assert!(!works_on(&office, date(2022, 4, 14)).await);
    assert_eq!(coordinator.get("/office/calendar/days/2022-04-12/removal").await.status, 404, "no holiday");
});

story!(a_year_whose_holidays_are_unknown_says_so, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let page = officer.get("/office/calendar/2575").await;
    assert!(page.visible_text().contains("ระบบยังไม่มีวันหยุดราชการของปีนี้"), "{}", page.visible_text());
    assert!(!page.has("main a[href$='/days/new']"), "an officer changes nothing");
});
