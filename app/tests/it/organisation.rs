//! Stories of units, posts, people and who holds which post; of settings, and of new agencies.

use jiff::ToSpan;
use prongsai::{
    demo,
    kit::{Role, audit::Actor},
    organisation::{self, NewAgency, model::AgencyKind},
};

use crate::{
    helpers::{Answer, Office, Person},
    story,
};

const CHART: &str = "/office/organisation";

/// The link of this text on a page.
fn link(page: &Answer, words: &str) -> String {
    let texts = page.all("main a");
    let at = texts.iter().position(|text| text == words).unwrap_or_else(|| panic!("no link {words:?} in {texts:?}"));
    page.attributes("main a", "href")[at].clone()
}

/// The value of the answer of this text in a select.
fn option(page: &Answer, field: &str, words: &str) -> String {
    let selector = format!("select[name={field}] option");
    let texts = page.all(&selector);
    let at = texts.iter().position(|text| text == words).unwrap_or_else(|| panic!("no {words:?} in {texts:?}"));
    page.attributes(&selector, "value")[at].clone()
}

async fn admin(office: &Office) -> Person {
    office.sign_in(Role::Administrator).await
}

const TODAY: [(&str, &str); 3] = [("from_day", "8"), ("from_month", "4"), ("from_year", "2565")];

story!(the_chart_shows_units_posts_holders_and_telephones, office, {
    let page = office.sign_in(Role::Officer).await.get(CHART).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.all(".units > li").len(), 10);
    let administration = page.one(".units > li");
    for words in ["ฝ่ายปกครอง", "02-555-0110", "หัวหน้าฝ่ายปกครอง", "ตัวอย่าง หัวหน้าฝ่าย"]
    {
        assert!(administration.contains(words), "{words} in {administration}");
    }
    assert!(page.attributes(".units a", "href").contains(&"tel:025550110".to_owned()));
    assert!(!page.visible_text().contains("เพิ่มฝ่าย"), "an officer changes nothing here");
});

story!(the_administrator_adds_a_unit_a_post_and_its_holder, office, {
    let mut admin = admin(&office).await;
    let fields = [("name_th", "ฝ่ายนิติการ"), ("telephone", "๐๒-๕๕๕-๐๑๙๙")];
    assert_eq!(admin.post(&format!("{CHART}/units"), &fields).await.goes_to(), CHART);
    let chart = admin.get(CHART).await;
    assert!(chart.one("[role=status]").contains("ฝ่ายนิติการ"));
    assert!(chart.visible_text().contains("02-555-0199"), "{}", chart.visible_text());

    let form = admin.get(&format!("{CHART}/posts/new")).await;
    let unit = option(&form, "unit", "ฝ่ายนิติการ");
    let director = option(&form, "supervisor", "ผู้อำนวยการเขต");
    let fields = [
        ("name_th", "หัวหน้าฝ่ายนิติการ"),
        ("name_en", "Head of legal affairs"),
        ("unit", &unit),
        ("supervisor", &director),
        ("roles", "unit_head"),
    ];
    let post = admin.post(&format!("{CHART}/posts"), &fields).await.goes_to().to_owned();
    let page = admin.get(&post).await;
    assert!(page.one("dl.summary").contains("ฝ่ายนิติการ") && page.one("dl.summary").contains("หัวหน้าฝ่าย"));

    let form = admin.get(&format!("{post}/holders")).await;
    let person = option(&form, "person", "ตัวอย่าง เจ้าหน้าที่");
    let fields: Vec<(&str, &str)> = [("person", person.as_str()), ("acting", "no")].into_iter().chain(TODAY).collect();
    assert_eq!(admin.post(&format!("{post}/holders"), &fields).await.goes_to(), post);
    let page = admin.get(&post).await;
    assert!(page.one("table").contains("ตัวอย่าง เจ้าหน้าที่"));
    assert!(page.one(".timeline").contains("มีผู้ดำรงหรือรักษาการแทนในตำแหน่ง: หัวหน้าฝ่ายนิติการ"), "{}", page.one(".timeline"));
    let officer = office.sign_in(Role::Officer).await.get("/office/account").await;
    assert!(officer.one("main").contains("หัวหน้าฝ่ายนิติการ"), "the person holds both posts");
});

story!(a_form_with_mistakes_keeps_what_was_typed_and_leads_to_each_mistake, office, {
    let mut admin = admin(&office).await;
    let fields = [("name_th", ""), ("name_en", "Legal"), ("telephone", "ไม่มี")];
    let page = admin.post(&format!("{CHART}/units"), &fields).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#field-name_th", "#field-telephone"]);
    assert_eq!(page.attributes("input[name=name_en]", "value"), ["Legal"]);
    assert_eq!(page.attributes("input[name=telephone]", "value"), ["ไม่มี"]);
    let twice = admin.post(&format!("{CHART}/units"), &[("name_th", "ฝ่ายปกครอง")]).await;
    assert!(twice.one(".error-summary").contains("มีฝ่ายชื่อนี้แล้ว"));
});

story!(a_post_has_one_holder_until_that_ends_while_others_may_act, office, {
    let mut admin = admin(&office).await;
    let director = link(&admin.get(CHART).await, "ผู้อำนวยการเขต");
    let form = admin.get(&format!("{director}/holders")).await;
    let person = option(&form, "person", "ตัวอย่าง ผู้ช่วย");
    let add = |acting: &'static str| -> Vec<(&str, &str)> {
        [("person", person.as_str()), ("acting", acting)].into_iter().chain(TODAY).collect()
    };
    let refused = admin.post(&format!("{director}/holders"), &add("no")).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.one(".error-summary").contains("ตัวอย่าง ผู้อำนวยการ ยังดำรงตำแหน่งนี้"),
        "{}",
        refused.one(".error-summary")
    );

    assert_eq!(admin.post(&format!("{director}/holders"), &add("yes")).await.goes_to(), director);
    let mut acting = office.sign_in(Role::Trustee).await;
    assert_eq!(
        acting.get("/office/audit").await.status,
        200,
        "whoever acts for the director may do what the director may"
    );
    let chart = admin.get(CHART).await;
    assert!(chart.visible_text().contains("รักษาการแทน ตัวอย่าง ผู้ช่วย"), "{}", chart.visible_text());

    let page = admin.get(&director).await;
    let ends = page.attributes("main table a[href$='/end']", "href");
    assert_eq!(ends.len(), 2);
    let yesterday = [("until_day", "7"), ("until_month", "4"), ("until_year", "2565")];
    let early = admin.post(&ends[0], &yesterday).await;
    assert!(early.one(".error-summary").contains("วันสุดท้ายอยู่ก่อนวันแรก"));
    let today = [("until_day", "8"), ("until_month", "เมษายน"), ("until_year", "๒๕๖๕")];
    assert_eq!(admin.post(&ends[0], &today).await.goes_to(), director);
    assert_eq!(acting.get("/office/audit").await.status, 200, "the last day still counts");
    office.app.clock.advance(24.hours());
    let mut next_day = office.sign_in(Role::Trustee).await;
    assert_eq!(next_day.get("/office/audit").await.status, 403);
});

story!(a_year_of_the_common_era_is_asked_back, office, {
    let mut admin = admin(&office).await;
    let post = link(&admin.get(CHART).await, "ผู้ช่วยผู้อำนวยการเขต");
    let form = admin.get(&format!("{post}/holders")).await;
    let person = option(&form, "person", "ตัวอย่าง เจ้าหน้าที่");
    let fields =
        [("person", person.as_str()), ("acting", "yes"), ("from_day", "8"), ("from_month", "4"), ("from_year", "2022")];
    let asked = admin.post(&format!("{post}/holders"), &fields).await;
    assert_eq!(asked.status, 422);
    assert_eq!(asked.attributes("button[name=from_meant]", "value"), ["2565", "2022"]);
    let meant: Vec<(&str, &str)> = fields.into_iter().chain([("from_meant", "2565")]).collect();
    assert_eq!(admin.post(&format!("{post}/holders"), &meant).await.goes_to(), post);
    assert!(admin.get(&post).await.one("table").contains("8 เม.ย. 2565"));
});

story!(a_post_never_supervises_itself_through_others, office, {
    let mut admin = admin(&office).await;
    let chart = admin.get(CHART).await;
    let (director, head) = (link(&chart, "ผู้อำนวยการเขต"), link(&chart, "หัวหน้าฝ่ายปกครอง"));
    let form = admin.get(&format!("{head}/details")).await;
    let above = option(&form, "supervisor", "ผู้อำนวยการเขต");
    let unit = option(&form, "unit", "ฝ่ายปกครอง");
    let fields = [
        ("name_th", "หัวหน้าฝ่ายปกครอง"),
        ("unit", &*unit),
        ("supervisor", &*above),
        ("position", "2"),
        ("roles", "unit_head"),
    ];
    assert_eq!(admin.post(&format!("{head}/details"), &fields).await.goes_to(), head);
    let form = admin.get(&format!("{director}/details")).await;
    let below = option(&form, "supervisor", "หัวหน้าฝ่ายปกครอง");
    let fields = [("name_th", "ผู้อำนวยการเขต"), ("supervisor", &*below), ("position", "1"), ("roles", "director")];
    let refused = admin.post(&format!("{director}/details"), &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.one(".error-summary").contains("ผู้บังคับบัญชาของตัวเอง"));
});

story!(the_last_administrator_stays, office, {
    let mut admin = admin(&office).await;
    let post = link(&admin.get(CHART).await, "เจ้าหน้าที่ระบบงานคอมพิวเตอร์");
    let ends = admin.get(&post).await.attributes("main table a[href$='/end']", "href");
    let refused = admin.post(&ends[0], &[("until_day", "8"), ("until_month", "4"), ("until_year", "2565")]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.visible_text().contains("อย่างน้อยหนึ่งคน"));
    assert_eq!(admin.get(CHART).await.status, 200);
});

story!(only_what_nothing_refers_to_can_be_removed, office, {
    let mut admin = admin(&office).await;
    let chart = admin.get(CHART).await;
    let unit = chart.attributes(".units > li a[href*='/units/']", "href")[0].clone();
    let page = admin.get(&format!("{unit}/removal")).await;
    assert!(page.one("main").contains("ตำแหน่งที่อยู่ใต้") && !page.has("main button"), "{}", page.one("main"));
    assert_eq!(admin.post(&format!("{unit}/removal"), &[]).await.status, 409);

    let person = admin.post(&format!("{CHART}/people"), &[("name", "ตัวอย่าง คนใหม่")]).await.goes_to().to_owned();
    let page = admin.get(&format!("{person}/removal")).await;
    assert_eq!(page.all("main button"), ["ลบ ตัวอย่าง คนใหม่"]);
    assert_eq!(admin.post(&format!("{person}/removal"), &[]).await.goes_to(), format!("{CHART}/people"));
    assert_eq!(admin.get(&person).await.status, 404);
});

story!(a_unit_that_was_sent_a_part_says_early_why_it_stays, office, {
    crate::parts::sample(&office).await;
    let mut admin = admin(&office).await;
    let chart = admin.get(CHART).await;
    let units = chart.attributes(".units > li a[href*='/units/']", "href");
    let mut told = Vec::new();
    for unit in units {
        let page = admin.get(&format!("{unit}/removal")).await;
        if page.one("main").contains("ส่วนของรายงานที่เคยส่งให้ฝ่าย 1 รายการ")
        {
            assert!(!page.has("main button"), "it cannot be removed, so nothing offers it");
            told.push(unit);
        }
    }
    assert_eq!(told.len(), 1, "the unit with the part");
    let refused = admin.post(&format!("{}/removal", told[0]), &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.visible_text().contains("ส่วนของรายงานที่เคยส่งให้ฝ่าย"), "{}", refused.visible_text());
});

story!(people_are_found_by_a_part_of_their_name_and_paged, office, {
    let mut admin = admin(&office).await;
    for number in 0..30 {
        let name = format!("ทดสอบ หมายเลข{number}");
        admin.post(&format!("{CHART}/people"), &[("name", &name)]).await.goes_to();
    }
    let first = admin.get(&format!("{CHART}/people")).await;
    assert_eq!(first.all("tbody tr").len(), 25);
    assert_eq!(first.all("a[rel=next]").len(), 1);
    let second = admin.get(&format!("{CHART}/people?page=2")).await;
    assert_eq!(second.all("tbody tr").len(), 15);
    let found = admin
        .get(&format!("{CHART}/people?name=%E0%B8%AB%E0%B8%A1%E0%B8%B2%E0%B8%A2%E0%B9%80%E0%B8%A5%E0%B8%8229"))
        .await;
    assert_eq!(found.all("tbody th"), ["ทดสอบ หมายเลข29"]);
    let nobody = admin.get(&format!("{CHART}/people?name=%25")).await;
    assert!(nobody.one(".empty").contains("ไม่พบ"), "a percent sign stands for itself");
});

story!(settings_take_thai_digits_and_are_refused_with_a_reason, office, {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let mut fields = vec![
        ("name_th", "สำนักงานเขตตัวอย่าง"),
        ("name_en", "Sample District Office"),
        ("address", "1 ถนนตัวอย่าง"),
        ("telephone", "02-555-0100"),
        ("gap_threshold", "๘๗.๕๐"),
        ("target", "90"),
        ("digits", "arabic"),
        ("tone", "mourning"),
    ];
    assert_eq!(coordinator.post("/office/settings", &fields).await.goes_to(), "/office/settings");
    let page = coordinator.get("/office/settings").await;
    assert_eq!(page.attributes("input[name=gap_threshold]", "value"), ["87.50"]);
    assert_eq!(page.attributes("html", "data-tone"), ["mourning"]);
    fields[5].1 = "120";
    let refused = coordinator.post("/office/settings", &fields).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.attributes(".error-summary a", "href"), ["#field-target"]);
    let auditor = office.sign_in(Role::Auditor).await.get("/office/audit?kind=organisation.").await;
    let newest = auditor.one(".timeline > li");
    assert!(newest.contains("แก้ไขการตั้งค่าของหน่วยงาน") && newest.contains("87.5"), "{newest}");
});

story!(the_operator_adds_an_agency_whose_administrator_lets_themselves_in, office, {
    let mut operator = office.sign_in(Role::Operator).await;
    let form = operator.get("/office/agencies/new").await;
    let city = option(&form, "parent", "นครตัวอย่าง");
    let fields = [
        ("name_th", "สำนักงานเขตใหม่"),
        ("key", "new-office"),
        ("kind", "district_office"),
        ("parent", city.as_str()),
        ("admin_name", "ตัวอย่าง คนแรก"),
        ("admin_email", "first@new.example"),
    ];
    let page = operator.post("/office/agencies", &fields).await;
    assert_eq!(page.status, 200);
    let link = page.one("main code");
    let path = link.strip_prefix("http://localhost").expect("a link to this installation").to_owned();
    let again = operator.post("/office/agencies", &fields).await;
    assert_eq!(
        again.attributes(".error-summary a", "href"),
        ["#field-admin_email", "#field-key"].map(str::to_owned).into_iter().rev().collect::<Vec<_>>()
    );

    let mut first = office.anonymous();
    let password = [("password", "แมวสามสีนอนบนหลังคา"), ("repeated", "แมวสามสีนอนบนหลังคา")];
    assert_eq!(first.post(&path, &password).await.goes_to(), "/invitation/accepted");
    let sign_in = [("email", "first@new.example"), ("password", "แมวสามสีนอนบนหลังคา")];
    assert_eq!(first.post("/sign-in", &sign_in).await.goes_to(), "/office");
    let chart = first.get(CHART).await;
    assert_eq!(chart.all(".branch__post"), ["ผู้ดูแลระบบของหน่วยงาน"]);
    assert!(operator.get("/office/agencies").await.one("table").contains("› สำนักงานเขตใหม่"));
    assert_eq!(operator.get(CHART).await.status, 403, "the operator sees nothing inside");
});

story!(what_belongs_to_another_agency_cannot_be_used_in_a_form, office, {
    let ours = admin(&office).await.get(&format!("{CHART}/posts/new")).await;
    let unit = option(&ours, "unit", "ฝ่ายปกครอง");
    let mut north = office.sign_in_as("director@north.example").await;
    assert_eq!(north.post(&format!("{CHART}/posts"), &[("name_th", "x"), ("unit", &unit)]).await.status, 403);
    let mut tx = office.app.database.write().await.unwrap();
    let agency = organisation::find_agency_by_key(&mut tx, demo::OTHER_AGENCY).await.unwrap().unwrap();
    let new = organisation::NewPost {
        unit: Some(unit.parse().unwrap()),
        supervisor: None,
        name: thai::Bilingual::new("ก", "a"),
        roles: vec![],
    };
    let actor = Actor::program();
    let refused = organisation::add_post(&mut tx, &actor, agency.id, new, office.app.clock.now()).await;
    assert!(matches!(refused, Err(prongsai::kit::Error::NotFound)));
});

story!(the_demonstration_never_enters_a_real_installation, office, {
    let now = office.app.clock.now();
    demo::fill(&office.app).await.expect("filled before: nothing to do");
    let mut tx = office.app.database.write().await.unwrap();
    let real = NewAgency {
        key: "real-office".into(),
        parent: None,
        kind: AgencyKind::DistrictOffice,
        name: thai::Bilingual::new("สำนักงานเขตหนึ่ง", "A district office"),
        demonstration: false,
    };
    organisation::add_agency(&mut tx, &Actor::command_line(), real, now).await.unwrap();
    tx.commit().await.unwrap();
    let refused = demo::fill(&office.app).await.unwrap_err();
    assert!(format!("{refused:#}").contains("real installation"), "{refused:#}");
});
