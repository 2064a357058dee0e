//! What the agency sets for itself.

use axum::{extract::State, response::Response};
use scoring::Score;
use thai::Bilingual;

use super::read_telephone;
use crate::{
    accounts,
    app::App,
    kit::{
        Error, Form, FormErrors, Result, Visit,
        form_page::{FormPage, Typed, read_names},
        html::{Choice, Field},
        respond,
    },
    organisation::{actions, model::Settings, store},
};

const SETTINGS: &str = "/office/settings";

fn settings_page(visit: &Visit, form: &Form, errors: &FormErrors) -> FormPage {
    let typed = Typed::new(visit, form, errors);
    let digits = [
        Choice::new("thai", visit.say("เลขไทย (๑ ๒ ๓)", "Thai digits")),
        Choice::new("arabic", visit.say("เลขอารบิก (1 2 3)", "Arabic digits (1 2 3)")),
    ];
    let tones = [
        Choice::new("normal", visit.say("ปกติ", "Ordinary")),
        Choice::new("mourning", visit.say("ไว้อาลัย (สีเทา)", "Mourning (grey)")),
    ];
    let score =
        |name: &str, label: &str| typed.fill(name, Field::digits(name, label)).unit(visit.say("คะแนน", "points"));
    FormPage::new(visit, visit.say("ตั้งค่าหน่วยงาน", "Settings of the agency"), SETTINGS)
        .errors(visit, errors)
        .field(typed.text("name_th", "ชื่อหน่วยงานภาษาไทย", "Thai name of the agency"))
        .field(typed.optional_text("name_en", "ชื่อหน่วยงานภาษาอังกฤษ", "English name of the agency"))
        .field(
            typed
                .fill("address", Field::textarea("address", visit.say("ที่อยู่", "Address")).rows(3))
                .optional(visit.language),
        )
        .field(typed.optional_text("telephone", "โทรศัพท์", "Telephone").width(16))
        .field(
            score("gap_threshold", visit.say("ข้อที่ต้องปรับปรุงคือข้อที่ต่ำกว่า", "Items below this are gaps"))
                .hint(visit.say("ปกติ 85", "Usually 85")),
        )
        .field(
            score("target", visit.say("เป้าหมายคะแนนรวม", "Target of the total"))
                .hint(visit.say("ใช้เทียบในหน้าคะแนนและหน้าวันนี้", "Compared with on the pages “Scores” and “Today”")),
        )
        .field(typed.radios("digits", visit.say("ตัวเลขในเอกสารราชการ", "Digits in official papers"), digits))
        .field(typed.radios("tone", visit.say("สีหน้าจอ", "Tone of the pages"), tones))
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    let settings = store::load_settings(&mut app.database.read().await?, visit.agency()?.id).await?;
    let choice = |flag: bool, yes: &str, no: &str| if flag { yes.to_owned() } else { no.to_owned() };
    let form = Form::with([
        ("name_th", settings.name.th.clone()),
        ("name_en", settings.name.en.clone()),
        ("address", settings.address.clone()),
        ("telephone", settings.telephone.clone()),
        ("gap_threshold", settings.gap_threshold.to_string()),
        ("target", settings.target.to_string()),
        ("digits", choice(settings.thai_digits, "thai", "arabic")),
        ("tone", choice(settings.mourning, "mourning", "normal")),
    ]);
    respond::page(&settings_page(&visit, &form, &FormErrors::default()))
}

pub(crate) async fn change(State(app): State<App>, visit: Visit, form: Form) -> Result<Response> {
    let mut errors = FormErrors::default();
    let settings = read(&form, &mut errors);
    let (Some(settings), true) = (settings?, errors.is_empty()) else {
        return respond::refused_form(&settings_page(&visit, &form, &errors));
    };
    let mut tx = app.database.write().await?;
    actions::change_settings(&mut tx, &visit.viewer()?.into(), visit.agency()?.id, settings, visit.now).await?;
    accounts::after_change(tx, &visit, SETTINGS, Bilingual::new("บันทึกการตั้งค่าแล้ว", "Saved the settings.")).await
}

fn read(form: &Form, errors: &mut FormErrors) -> Result<Option<Settings>> {
    let name = read_names(form, errors);
    let telephone = read_telephone(form, errors);
    let gap_threshold = read_score(form, "gap_threshold", errors);
    let target = read_score(form, "target", errors);
    let thai_digits = chosen_of(form, "digits", "thai", "arabic")?;
    let mourning = chosen_of(form, "tone", "mourning", "normal")?;
    let address = form.text("address");
    if address.chars().count() > 1_000 {
        errors.add("address", "ที่อยู่ยาวเกิน 1,000 ตัวอักษร ย่อให้สั้นลง", "Longer than 1,000 characters. Shorten it");
    }
    let (Some(gap_threshold), Some(target)) = (gap_threshold, target) else { return Ok(None) };
    Ok(Some(Settings { name, address, telephone, gap_threshold, target, thai_digits, mourning }))
}

fn read_score(form: &Form, name: &str, errors: &mut FormErrors) -> Option<Score> {
    let score = form.text(name).parse().ok();
    if score.is_none() {
        errors.add(name, "คะแนนเป็นตัวเลข 0 ถึง 100 เช่น 85 หรือ 87.50", "Enter a score from 0 to 100, such as 85 or 87.50");
    }
    score
}

/// One of two answers; a third cannot be chosen on our page.
fn chosen_of(form: &Form, name: &str, yes: &str, no: &str) -> Result<bool> {
    match form.text(name) {
        text if text == yes => Ok(true),
        text if text == no => Ok(false),
        _ => Err(Error::Invalid(Bilingual::new(
            "ข้อมูลที่ส่งมาไม่ครบ เปิดหน้าตั้งค่าใหม่แล้วบันทึกอีกครั้ง",
            "What was sent is incomplete. Open the settings again and save.",
        ))),
    }
}
