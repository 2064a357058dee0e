//! What looks wrong in a report, as data with stable codes. Nothing is changed because of a warning.

use scoring::{Exact, Instrument, Place, Results, contradictions};
use thai::{Bilingual, FiscalYear};

use crate::{Item, Report, Warning, columns::Column, known::Known};

fn warning(code: &str, place: &str, thai: String, english: String) -> Warning {
    Warning { code: code.to_owned(), message: Bilingual::new(thai, english).into(), place: place.to_owned() }
}

pub(crate) fn code_guessed(code: &str, printed: &str, place: &crate::place::Place) -> Warning {
    let at = place.in_words();
    let (thai, english) = if printed.is_empty() {
        (
            format!("ไม่พบรหัสข้อที่{} เดาว่าเป็น {code} จากข้อความ โปรดตรวจสอบ", at.th),
            format!("No item code stands at {}; {code} was guessed from the text. Please check.", at.en),
        )
    } else {
        (
            format!("รหัส “{printed}” ที่{} อ่านได้หลายแบบ เดาว่าเป็น {code} โปรดตรวจสอบ", at.th),
            format!("The code “{printed}” at {} can be read in several ways; {code} was guessed. Please check.", at.en),
        )
    };
    warning("code_guessed", code, thai, english)
}

pub(crate) fn code_not_in_instrument(code: &str, place: &crate::place::Place) -> Warning {
    let at = place.in_words();
    warning(
        "code_not_in_instrument",
        code,
        format!("แบบประเมินของปีคะแนนไม่มีข้อ {code} ({}) โปรดตรวจสอบปีของรายงาน", at.th),
        format!(
            "The instrument of the year of the scores has no item {code} ({}). Please check the report's year.",
            at.en
        ),
    )
}

pub(crate) fn item_unknown(text: &str, place: &crate::place::Place) -> Warning {
    let at = place.in_words();
    let start: String = text.chars().take(40).collect();
    warning(
        "item_unknown",
        &place.to_string(),
        format!("ไม่ทราบว่าข้อความ “{start}” ที่{} เป็นของข้อใด เก็บไว้ในส่วนที่ยังไม่เข้าใจ", at.th),
        format!("It is not clear to which item “{start}” at {} belongs; it is kept as not understood.", at.en),
    )
}

pub(crate) fn table_not_understood(place: &crate::place::Place) -> Warning {
    let at = place.in_words();
    warning(
        "table_not_understood",
        &place.to_string(),
        format!(
            "ตารางที่{} มีข้อของแบบประเมิน แต่ไม่ทราบว่าคอลัมน์ใดคืออะไร ข้อความเก็บไว้ในส่วนที่ยังไม่เข้าใจ เพิ่มหัวตารางในไฟล์แล้วนำเข้าอีกครั้ง",
            at.th
        ),
        format!(
            "The table at {} names items of the assessment, but which column is which is not clear. Its text is kept as not \
             understood. Add a heading row in the file and bring it in again.",
            at.en
        ),
    )
}

pub(crate) fn score_out_of_range(place: &str, printed: &str) -> Warning {
    warning(
        "score_out_of_range",
        place,
        format!("คะแนน {printed} ไม่อยู่ระหว่าง 0 ถึง 100 จึงไม่ได้บันทึก โปรดกรอกคะแนนที่ถูกต้อง"),
        format!("The score {printed} is not between 0 and 100 and was not taken. Please enter the right one."),
    )
}

pub(crate) fn unknown_status(place: &str, text: &str) -> Warning {
    warning(
        "unknown_status",
        place,
        format!("ไม่รู้จักสถานะ “{text}” โปรดเลือกสถานะเอง"),
        format!("The status “{text}” is not known. Please choose one."),
    )
}

pub(crate) fn statuses_without_results(place: &str) -> Warning {
    warning(
        "statuses_without_results",
        place,
        "สถานะมีน้อยกว่าผล และไม่เหมือนกัน จึงบอกไม่ได้ว่าสถานะใดเป็นของผลใด โปรดเลือกสถานะของแต่ละผล".to_owned(),
        "There are fewer statuses than results, and they differ: which belongs to which cannot be told. Please choose \
         the status of each result."
            .to_owned(),
    )
}

pub(crate) fn continued(item: &str, next: &str) -> Warning {
    warning(
        "continued_in_next_item",
        item,
        format!("ข้อความท้ายของข้อ {item} อยู่ต้นช่องของข้อ {next} ในหน้าถัดไป จึงย้ายกลับมา โปรดตรวจสอบ"),
        format!("The end of {item} stood at the head of {next} on the next page and was brought back. Please check."),
    )
}

pub(crate) fn shared_row(codes: &[String], common: &[Column], place: &crate::place::Place) -> Warning {
    let at = place.in_words();
    let all = codes.join(", ");
    let name = |column: &Column| match column {
        Column::Guideline => ("แนวทางการปฏิบัติ", "guidelines"),
        Column::Measure => ("มาตรการ", "measures"),
        Column::Responsible => ("ผู้รับผิดชอบ", "responsible parties"),
        _ => ("ผลการดำเนินการ", "results"),
    };
    let (thai, english): (Vec<&str>, Vec<&str>) = common.iter().map(name).unzip();
    let (thai, english) = if common.is_empty() {
        (String::new(), String::new())
    } else {
        (
            format!(" ส่วนที่แบ่งไม่ได้ใส่ไว้ทุกข้อ: {}", thai.join(", ")),
            format!(" What could not be parted stands at every item: {}.", english.join(", ")),
        )
    };
    warning(
        "shared_row",
        &codes.join(" "),
        format!("ข้อ {all} อยู่ในแถวเดียวกัน ({}) แบ่งข้อความตามลำดับ โปรดตรวจสอบ{thai}", at.th),
        format!("Items {all} share one row ({}); its text was dealt out in order. Please check.{english}", at.en),
    )
}

/// Everything that can be seen in the finished report.
pub fn check(report: &Report) -> Vec<Warning> {
    let mut found = missing_header_fields(report);
    found.extend(contradicting_scores(report));
    (0..report.items.len()).for_each(|at| check_item(&report.items, at, &mut found));
    found.extend(broken_order(report));
    found
}

fn check_item(items: &[Item], at: usize, found: &mut Vec<Warning>) {
    let item = &items[at];
    let code = &item.code;
    if items[..at].iter().any(|before| before.code == *code) {
        found.push(warning(
            "duplicate_item",
            code,
            format!("ข้อ {code} ปรากฏมากกว่าหนึ่งครั้ง โปรดตรวจว่ารหัสถูกต้องหรือรวมเป็นข้อเดียว"),
            format!("Item {code} occurs more than once. Please check its code, or make one item of them."),
        ));
    }
    if item.score.is_none() {
        found.push(warning(
            "item_without_score",
            code,
            format!("ข้อ {code} ไม่มีคะแนนในรายงาน"),
            format!("The report prints no score for item {code}."),
        ));
    }
    if item.statuses.is_empty() {
        found.push(warning(
            "item_without_status",
            code,
            format!("ข้อ {code} ไม่มีสถานะการดำเนินการ โปรดเลือกสถานะ"),
            format!("Item {code} has no status. Please choose one."),
        ));
    }
    for result in item.results.iter().filter(|result| crate::labels::unknown_status(&result.text)) {
        found.push(unknown_status(code, &result.text));
    }
    if item.indicator == 0 {
        found.push(warning(
            "indicator_unknown",
            code,
            format!("ไม่ทราบว่าข้อ {code} อยู่ในตัวชี้วัดใด เพราะยังไม่มีรายการข้อของปีนี้"),
            format!(
                "It is not known to which indicator item {code} belongs: this year's list of items is not established."
            ),
        ));
    }
}

fn missing_header_fields(report: &Report) -> Vec<Warning> {
    let missing = |absent: bool, code: &str, thai: &str, english: &str| {
        absent.then(|| {
            warning(
                code,
                "header",
                format!("รายงานไม่ได้ระบุ{thai} โปรดกรอกเอง"),
                format!("The report does not state {english}. Please enter it."),
            )
        })
    };
    [
        missing(report.agency.is_none(), "agency_missing", "ชื่อหน่วยงาน", "the agency"),
        missing(report.report_date.is_none(), "date_missing", "วันที่ของรายงาน", "its date"),
        missing(report.year.is_none(), "year_missing", "ปีงบประมาณ", "its fiscal year"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Means that do not agree with what they are made of.
fn contradicting_scores(report: &Report) -> Vec<Warning> {
    let Some(instrument) = score_year(report).and_then(Instrument::of) else { return Vec::new() };
    let mut results = Results::default();
    for indicator in &report.indicators {
        results.indicators.extend(indicator.score.map(|score| (indicator.number, Exact::from(score))));
    }
    for item in report.items.iter().filter(|item| instrument.item(&item.code).is_some()) {
        results.items.extend(item.score.map(|score| (item.code.clone(), Exact::from(score))));
    }
    let place = |place: Place| match place {
        Place::Indicator(number) => format!("indicator {number}"),
        Place::SubIndicator(number) => format!("indicator {number}"),
        Place::Item(code) => code,
        Place::Instrument(kind) => kind.code().to_owned(),
        Place::EitPart(number) => format!("EIT part {number}"),
        Place::Total => "total".to_owned(),
    };
    let told = |contradiction: scoring::Contradiction| Warning {
        code: contradiction.code().to_owned(),
        message: contradiction.message().into(),
        place: place(contradiction.place()),
    };
    contradictions(instrument, &results).into_iter().map(told).collect()
}

/// The year whose instrument the items belong to.
pub(crate) fn score_year(report: &Report) -> Option<FiscalYear> {
    report.score_year.or_else(|| report.year.map(FiscalYear::previous))
}

/// Items out of the instrument's order: perhaps a code was misread.
fn broken_order(report: &Report) -> Vec<Warning> {
    let Some(known) = score_year(report).map(Known::of) else { return Vec::new() };
    let steps = report.items.windows(2).filter(|pair| {
        let same_kind = pair[0].code.chars().next() == pair[1].code.chars().next();
        same_kind && known.place_of(&pair[0].code) > known.place_of(&pair[1].code)
    });
    steps
        .map(|pair| {
            let (before, code) = (&pair[0].code, &pair[1].code);
            warning(
                "order_broken",
                code,
                format!("ข้อ {code} อยู่หลังข้อ {before} ซึ่งผิดลำดับ โปรดตรวจรหัส"),
                format!("Item {code} stands after {before}, out of order. Please check the codes."),
            )
        })
        .collect()
}
