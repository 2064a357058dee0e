//! What each action is called, and each recorded field: tables, because the kit knows no feature. A test makes sure
//! that every action of the program stands here.

use thai::Bilingual;

use crate::kit::Role;

/// A kind of actions, for the filter of the audit log: how their names begin, and what they are called.
pub struct Kind {
    /// How the names begin, e.g. `accounts.`.
    pub prefix: &'static str,
    /// Thai name.
    pub thai: &'static str,
    /// English name.
    pub english: &'static str,
}

/// The kinds of actions, in the order of the office's work.
pub const KINDS: &[Kind] = &[
    Kind { prefix: "assessment.", thai: "คะแนน", english: "Scores" },
    Kind { prefix: "measures.", thai: "มาตรการ", english: "Measures" },
    Kind {
        prefix: "reporting.", thai: "รายงานและการนำเข้า", english: "Reports and imports"
    },
    Kind { prefix: "sign_off.", thai: "การลงนาม", english: "Sign-off" },
    Kind { prefix: "documents.", thai: "เอกสาร", english: "Documents" },
    Kind { prefix: "figures.", thai: "ตัวเลขที่พิสูจน์งาน", english: "Figures" },
    Kind {
        prefix: "circulars.", thai: "หนังสือเวียนและการประชุม", english: "Circulars and meetings"
    },
    Kind { prefix: "calendar.", thai: "ปฏิทินวันทำการ", english: "Calendar" },
    Kind { prefix: "parts.", thai: "ส่วนของฝ่าย", english: "Divisions' parts" },
    Kind {
        prefix: "organisation.", thai: "ฝ่าย ตำแหน่ง บุคคล และการตั้งค่า", english: "Units, posts, people and settings"
    },
    Kind {
        prefix: "accounts.", thai: "บัญชีและการเข้าสู่ระบบ", english: "Accounts and sign-in"
    },
    Kind { prefix: "audit.", thai: "ประวัติการแก้ไข", english: "Audit log" },
];

/// Action, Thai sentence, English sentence. The name of the thing follows after a colon.
const SENTENCES: &[(&str, &str, &str)] = &[
    ("accounts.link.issued", "ออกลิงก์ตั้งรหัสผ่าน", "Issued a link to set a password"),
    ("accounts.password.set", "ตั้งรหัสผ่านใหม่", "Set a new password"),
    (
        "accounts.access.closed",
        "ให้ทุกเครื่องออกจากระบบและปิดลิงก์เข้าระบบทั้งหมดหลังกู้คืนข้อมูล",
        "Ended all sign-ins and closed all links to sign in after a restore",
    ),
    ("accounts.session.ended", "ออกจากระบบ หรือให้เครื่องหนึ่งออกจากระบบ", "Signed out, or ended one sign-in"),
    ("accounts.session.opened", "เข้าสู่ระบบ", "Signed in"),
    ("accounts.sessions.ended", "ให้เครื่องอื่นทั้งหมดออกจากระบบ", "Ended all other sign-ins"),
    ("accounts.user.disabled", "ปิดบัญชีผู้ใช้", "Closed an account"),
    ("accounts.user.enabled", "เปิดบัญชีผู้ใช้อีกครั้ง", "Opened an account again"),
    ("accounts.user.invited", "เชิญผู้ใช้", "Invited a user"),
    ("assessment.scenario.removed", "ลบแผนทดลอง", "Removed a scenario"),
    ("assessment.scenario.renamed", "แก้ชื่อแผนทดลอง", "Renamed a scenario"),
    ("assessment.scenario.saved", "เก็บแผนทดลอง", "Kept a scenario"),
    ("assessment.scores.entered", "บันทึกคะแนน", "Entered scores"),
    ("assessment.scores.removed", "ลบคะแนนของปี", "Removed the scores of a year"),
    ("assessment.target.released", "ยกเลิกเป้าหมายของปี", "Released the target of a year"),
    ("assessment.target.set", "ตั้งเป้าหมายของปี", "Set the target of a year"),
    (super::ERASED, "ลบเนื้อหาของรายการในประวัติตามกฎหมาย", "Erased the content of an entry, as the law demands"),
    ("calendar.holiday.added", "เพิ่มวันหยุดของหน่วยงาน", "Added a holiday of the office"),
    ("calendar.holiday.removed", "เอาวันหยุดของหน่วยงานออก", "Took a holiday of the office off"),
    ("circulars.circular.changed", "แก้ไขหนังสือเวียน", "Changed a circular"),
    ("circulars.circular.issued", "ออกหนังสือเวียน", "Issued a circular"),
    ("circulars.circular.withdrawn", "ยกเลิกหนังสือเวียน", "Withdrew a circular"),
    ("circulars.circular.written", "ร่างหนังสือเวียน", "Wrote a circular"),
    ("circulars.draft.removed", "ลบร่างหนังสือเวียน", "Removed the draft of a circular"),
    ("circulars.meeting.cancelled", "ยกเลิกการประชุม", "Cancelled a meeting"),
    ("circulars.meeting.changed", "แก้นัดประชุม", "Changed the plan of a meeting"),
    ("circulars.meeting.circulated", "แจ้งเวียนรายงานการประชุม", "Sent the minutes of a meeting around"),
    ("circulars.meeting.held", "บันทึกการประชุม", "Wrote a meeting up"),
    ("circulars.meeting.planned", "นัดประชุม", "Planned a meeting"),
    ("circulars.pin.given", "ออก PIN สำหรับรับทราบหนังสือเวียน", "Gave a PIN for acknowledging circulars"),
    ("circulars.question.answered", "ตอบคำถามเรื่องหนังสือเวียน", "Answered a question about a circular"),
    ("circulars.question.asked", "ถามเรื่องหนังสือเวียน", "Asked about a circular"),
    ("circulars.reading.acknowledged", "รับทราบหนังสือเวียน", "Acknowledged a circular"),
    ("documents.document.added", "เพิ่มเอกสาร", "Added a document"),
    ("documents.document.changed", "แก้ไขข้อมูลของเอกสาร", "Changed what is said of a document"),
    ("documents.document.withdrawn", "ถอนเอกสาร", "Withdrew a document"),
    ("documents.posting.added", "บันทึกที่ที่นำเอกสารไปแสดง", "Noted where a document was shown"),
    ("documents.posting.removed", "ลบที่ที่นำเอกสารไปแสดง", "Removed where a document was shown"),
    ("documents.version.added", "เพิ่มฉบับใหม่ของเอกสาร", "Added a version to a document"),
    ("figures.subscription.added", "ผูกตัวเลขกับผล", "Bound a figure to a result"),
    ("figures.subscription.ended", "เลิกผูกตัวเลขกับผล", "Released a figure from a result"),
    ("measures.comment.written", "ให้ความเห็น", "Wrote a comment"),
    ("measures.evidence.attached", "แนบหลักฐาน", "Attached evidence"),
    ("measures.evidence.detached", "นำหลักฐานออก", "Took evidence off"),
    ("measures.evidence.stands_again", "หลักฐานกลับมาใช้ได้", "Evidence counts again"),
    ("measures.evidence.went_stale", "หลักฐานใช้ไม่ได้แล้ว", "Evidence no longer counts"),
    ("measures.excuse.accepted", "รับเหตุผลที่ไม่มีหลักฐาน", "Accepted the reason for no evidence"),
    ("measures.excuse.asked", "ขอให้นับว่าเสร็จโดยไม่มีหลักฐาน", "Asked to count a result as done without evidence"),
    ("measures.excuse.refused", "ไม่รับเหตุผลที่ไม่มีหลักฐาน", "Refused the reason for no evidence"),
    ("measures.item.added", "เพิ่มข้อในแผน", "Added an item to the plan"),
    ("measures.item.changed", "แก้ไขข้อในแผน", "Changed an item of the plan"),
    ("measures.item.prioritised", "เลือกลำดับความสำคัญของข้อในแผน", "Chose the priority of an item of the plan"),
    ("measures.item.removed", "ลบข้อออกจากแผน", "Removed an item from the plan"),
    ("measures.item.reported", "นำข้อจากรายงานเข้าแผน", "Took an item from a report into the plan"),
    ("measures.library.used", "ใช้มาตรการตั้งต้นจากคลัง", "Used starter measures from the library"),
    (
        "measures.line.added",
        "เพิ่มบรรทัดของข้อ (แนวทาง มาตรการ สาเหตุ วิธีติดตาม หรือหมายเหตุ)",
        "Added a line to an item (guideline, measure, cause, follow-up or note)",
    ),
    (
        "measures.line.changed",
        "แก้ไขบรรทัดของข้อ (แนวทาง มาตรการ สาเหตุ วิธีติดตาม หรือหมายเหตุ)",
        "Changed a line of an item (guideline, measure, cause, follow-up or note)",
    ),
    ("measures.line.moved", "สลับลำดับบรรทัดของข้อ", "Reordered the lines of an item"),
    (
        "measures.line.removed",
        "ลบบรรทัดของข้อ (แนวทาง มาตรการ สาเหตุ วิธีติดตาม หรือหมายเหตุ)",
        "Removed a line of an item (guideline, measure, cause, follow-up or note)",
    ),
    ("measures.line.used_as_result", "ใช้หมายเหตุเป็นผล", "Used a note as a result"),
    ("measures.plan.changed", "แก้ไขแผนมาตรการ", "Changed the plan"),
    ("measures.plan.started", "เริ่มแผนมาตรการ", "Started a plan"),
    ("measures.responsible.added", "เพิ่มผู้รับผิดชอบ", "Added a responsible party"),
    ("measures.responsible.changed", "แก้ไขผู้รับผิดชอบ", "Changed a responsible party"),
    ("measures.responsible.moved", "สลับลำดับผู้รับผิดชอบ", "Reordered responsible parties"),
    ("measures.responsible.removed", "ลบผู้รับผิดชอบ", "Removed a responsible party"),
    ("measures.result.added", "เพิ่มผล", "Added a result"),
    ("measures.result.changed", "แก้ไขผล", "Changed a result"),
    ("measures.result.moved", "สลับลำดับผล", "Reordered results"),
    ("measures.result.removed", "ลบผล", "Removed a result"),
    ("measures.state.changed", "เปลี่ยนสถานะของผล", "Changed the state of a result"),
    ("measures.update.written", "รายงานความคืบหน้า", "Wrote an update"),
    ("measures.work.handed_over", "ส่งมอบงาน", "Handed work over"),
    ("organisation.agency.added", "เพิ่มหน่วยงาน", "Added an agency"),
    ("organisation.holding.began", "มีผู้ดำรงหรือรักษาการแทนในตำแหน่ง", "Somebody began to hold or act for a post"),
    ("organisation.holding.ended", "พ้นจากตำแหน่ง", "Somebody left a post"),
    ("organisation.person.added", "เพิ่มบุคคล", "Added a person"),
    ("organisation.person.changed", "แก้ไขข้อมูลบุคคล", "Changed a person"),
    ("organisation.person.removed", "ลบบุคคล", "Removed a person"),
    ("organisation.post.added", "เพิ่มตำแหน่ง", "Added a post"),
    ("organisation.post.changed", "แก้ไขตำแหน่ง", "Changed a post"),
    ("organisation.post.removed", "ลบตำแหน่ง", "Removed a post"),
    ("organisation.settings.changed", "แก้ไขการตั้งค่าของหน่วยงาน", "Changed the agency's settings"),
    ("organisation.unit.added", "เพิ่มฝ่าย", "Added a unit"),
    ("organisation.unit.changed", "แก้ไขฝ่าย", "Changed a unit"),
    ("organisation.unit.removed", "ลบฝ่าย", "Removed a unit"),
    ("parts.file.received", "รับไฟล์จากฝ่าย", "Received a file from a unit"),
    ("parts.link.closed", "ปิดลิงก์สำหรับฝ่าย", "Closed the link for a unit"),
    ("parts.links.closed", "ปิดลิงก์สำหรับทุกฝ่ายหลังกู้คืนข้อมูล", "Closed the links for all units after a restore"),
    ("parts.link.made", "ทำลิงก์สำหรับฝ่าย", "Made a link for a unit"),
    ("parts.part.exported", "ส่งออกส่วนของฝ่าย", "Exported a unit's part"),
    ("parts.row.decided", "ตัดสินใจแถวที่ฝ่ายส่งกลับ", "Decided on a row that came back from a unit"),
    ("reporting.import.brought", "ส่งไฟล์รายงานเข้ามาตรวจ", "Brought a report file in for review"),
    (
        "reporting.import.corrected",
        "ตรวจและแก้สิ่งที่อ่านจากไฟล์รายงาน",
        "Reviewed and corrected what was read from a report file",
    ),
    ("reporting.import.discarded", "ไม่นำเข้าไฟล์รายงาน", "Decided not to import a report file"),
    ("reporting.import.taken", "นำเข้ารายงาน", "Imported a report"),
    ("sign_off.version.returned", "ส่งรายงานกลับให้แก้", "Sent the report back"),
    ("sign_off.version.scan_attached", "แนบสำเนารายงานที่ลงนามด้วยหมึก", "Attached the scan of the signed report"),
    ("sign_off.version.sent", "ส่งรายงานให้ผู้อำนวยการลงนาม", "Sent the report to the director"),
    ("sign_off.version.signed", "ลงนามรายงาน", "Signed the report"),
];

/// Recorded field, Thai name, English name.
const FIELDS: &[(&str, &str, &str)] = &[
    ("acting", "รักษาการแทน", "Acting"),
    ("added", "ข้อที่เพิ่ม", "Items added"),
    ("address", "ที่อยู่", "Address"),
    ("answer", "คำตอบ", "Answer"),
    ("came", "ผู้เข้าประชุม", "Attendees"),
    ("causes", "สาเหตุ", "Causes"),
    ("changed", "ข้อที่เปลี่ยน", "Items changed"),
    ("changes", "สิ่งที่แก้", "Corrections"),
    ("code", "ข้อ", "Item"),
    ("day", "วันที่", "Day"),
    ("disabled", "ปิดบัญชี", "Closed"),
    ("document", "เอกสาร", "Document"),
    ("documents", "เอกสารประกอบ", "Supporting papers"),
    ("due", "ครบกำหนด", "Due"),
    ("duty", "หน้าที่", "Duty"),
    ("email", "อีเมล", "E-mail"),
    ("entry", "รายการที่", "Entry"),
    ("excuse", "เหตุผลที่ไม่มีหลักฐาน", "Why there is no evidence"),
    ("figure", "ตัวเลข", "Figure"),
    ("file", "ไฟล์", "File"),
    ("fingerprint", "ลายนิ้วมือ", "Fingerprint"),
    ("follow_ups", "วิธีติดตาม", "Follow-ups"),
    ("from", "วันแรก", "First day"),
    ("gap_threshold", "คะแนนที่ถือว่าต้องปรับปรุง", "Score below which an item is a gap"),
    ("given_by", "ผู้ให้", "Given by"),
    ("guidelines", "แนวทาง", "Guidelines"),
    ("holder", "ผู้ดำรงตำแหน่ง", "Holder"),
    ("internal_reason", "เหตุผลที่ไม่เปิดเผย", "Reason why it is not public"),
    ("is_holiday", "เป็นวันหยุด", "Is a holiday"),
    ("items", "จำนวนข้อ", "Items"),
    ("key", "รหัสหน่วยงาน", "Agency key"),
    ("kind", "ประเภท", "Kind"),
    ("level", "ระดับที่ประกาศ", "Published level"),
    ("links", "จำนวนลิงก์", "Links"),
    ("measures", "มาตรการ", "Measures"),
    ("mourning", "หน้าจอสีเทาไว้อาลัย", "Mourning grey"),
    ("name", "ชื่อ", "Name"),
    ("name_en", "ชื่อภาษาอังกฤษ", "English name"),
    ("name_th", "ชื่อภาษาไทย", "Thai name"),
    ("notes", "หมายเหตุ", "Notes"),
    ("number", "เลขที่", "Number"),
    ("open", "จุดที่ยังต้องดู", "Still to look at"),
    ("openness", "ใครเห็นได้", "Who may see it"),
    ("operator", "ผู้ดูแลระบบกลาง", "Platform operator"),
    ("order", "ลำดับ", "Order"),
    ("origin", "มาจาก", "Origin"),
    ("parent", "หน่วยงานต้นสังกัด", "Agency above"),
    ("people", "ผู้ที่รับทราบ", "People"),
    ("person", "บุคคล", "Person"),
    ("place", "สถานที่", "Place"),
    ("position", "ลำดับ", "Place in the list"),
    ("post", "ตำแหน่ง", "Post"),
    ("priority", "ลำดับความสำคัญ", "Priority"),
    ("question", "คำถาม", "Question"),
    ("readers", "ผู้รับ", "Readers"),
    ("reason", "เหตุผล", "Reason"),
    ("received", "วันที่ได้รับ", "Received"),
    ("remark", "ความเห็น", "Remark"),
    ("report_day", "วันที่รายงาน", "Day of the report"),
    ("responsible", "ผู้รับผิดชอบ", "Responsible"),
    ("result", "ผล", "Result"),
    ("results", "ผล", "Results"),
    ("roles", "บทบาท", "Roles"),
    ("score_year", "ปีของคะแนน", "Year of the scores"),
    ("scores", "คะแนน", "Scores"),
    ("session", "เครื่องที่ใช้", "Device"),
    ("sessions", "จำนวนเครื่อง", "Sign-ins"),
    ("source", "ที่มา", "Source"),
    ("speaks_of", "วันของเรื่อง", "Day it speaks of"),
    ("status", "สถานะ", "Status"),
    ("supervisor", "ผู้บังคับบัญชา", "Supervisor"),
    ("target", "คะแนนเป้าหมาย", "Target score"),
    ("telephone", "โทรศัพท์", "Telephone"),
    ("text", "ข้อความ", "Text"),
    ("thai_digits", "เลขไทยในเอกสารราชการ", "Thai digits in official papers"),
    ("time", "เวลา", "Time"),
    ("topic", "เรื่อง", "Topic"),
    ("total", "คะแนนรวม", "Total"),
    ("unchanged", "ข้อที่เหมือนเดิม", "Items unchanged"),
    ("unit", "ฝ่าย", "Unit"),
    ("until", "วันสุดท้าย", "Last day"),
    ("urgency", "ความเร่งด่วน", "Urgency"),
    ("valid_from", "มีผลตั้งแต่", "In force from"),
    ("valid_until", "มีผลถึง", "In force until"),
    ("version", "ฉบับที่", "Version"),
    ("way", "วิธี", "Way"),
    ("web_address", "ที่อยู่เว็บ", "Web address"),
    ("what_changed", "สิ่งที่ต่างจากฉบับก่อน", "What changed"),
    ("work_step", "ขั้นตอนงานที่ปรับ", "Work step changed"),
    ("working_days", "รับทราบภายใน (วันทำการ)", "Acknowledge within (working days)"),
    ("year", "ปีงบประมาณ", "Fiscal year"),
];

/// Recorded keyword, Thai, English; roles have their own names.
const WORDS: &[(&str, &str, &str)] = &[
    ("briefing", "การชี้แจง", "briefing"),
    ("budget", "ติดตามการใช้จ่ายงบประมาณ", "budget follow-up"),
    ("cancelled", "ยกเลิก", "cancelled"),
    ("carry_out", "ปฏิบัติ", "carries out"),
    ("cause", "สาเหตุ", "cause"),
    ("circular", "หนังสือเวียน", "circular"),
    ("city", "เมืองหรือจังหวัด", "City or province"),
    ("district_office", "สำนักงานเขต", "District office"),
    ("done", "เสร็จแล้ว", "done"),
    ("entered", "บันทึกในระบบนี้", "entered here"),
    ("evidence", "หลักฐาน", "evidence"),
    ("first", "ทำก่อน", "first"),
    ("follow_up", "วิธีติดตาม", "follow-up"),
    ("guideline", "แนวทาง", "guideline"),
    ("in_progress", "กำลังทำ", "in progress"),
    ("internal", "เฉพาะหน่วยงาน", "within the agency"),
    ("later", "ทำตามรอบ", "later"),
    ("manual", "คู่มือหรือแนวปฏิบัติ", "manual or guideline"),
    ("measure", "มาตรการ", "measure"),
    ("minutes", "รายงานการประชุม", "minutes"),
    ("most_urgent", "ด่วนที่สุด", "most urgent"),
    ("normal", "ปกติ", "normal"),
    ("not_started", "ยังไม่เริ่ม", "not started"),
    ("not_understood", "ข้อความที่ยังไม่เข้าใจ", "text not understood yet"),
    ("note", "หมายเหตุ", "note"),
    ("noted", "เก็บเป็นหมายเหตุ", "kept as a note"),
    ("order", "คำสั่ง", "order"),
    ("other", "อื่น ๆ", "other"),
    ("ours_kept", "คงของเราไว้", "ours kept"),
    ("paper", "ลงชื่อบนกระดาษ", "on paper"),
    ("photo", "ภาพถ่าย", "photograph"),
    ("pin", "PIN ที่เครื่องส่วนกลาง", "PIN at a shared terminal"),
    ("plan", "แผน", "plan"),
    ("public", "ทุกคน", "everybody"),
    ("publication", "ประกาศหรือสิ่งเผยแพร่", "announcement or publication"),
    ("put_aside", "ไม่ใช้", "put aside"),
    ("reported", "จากรายงานที่นำเข้า", "from an imported report"),
    ("second", "ทำถัดไป", "second"),
    ("signed_in", "เข้าสู่ระบบ", "signed in"),
    ("supervise", "กำกับดูแล", "supervises"),
    ("taken", "รับเข้าแผน", "taken into the plan"),
    ("urgent", "ด่วน", "urgent"),
    ("very_urgent", "ด่วนมาก", "very urgent"),
    ("with", "มีเอกสารประกอบ", "with supporting papers"),
    ("without", "ไม่มีเอกสารประกอบ", "without supporting papers"),
];

/// The sentence of an action. One that is unknown (from a newer version, say) is shown by its name.
pub fn of(action: &str) -> Bilingual {
    find(SENTENCES, action).unwrap_or_else(|| {
        Bilingual::new(format!("บันทึกการเปลี่ยนแปลง ({action})"), format!("Recorded a change ({action})"))
    })
}

/// The name of a recorded field.
pub fn field(key: &str) -> Bilingual {
    if let Some(number) = key.strip_prefix("indicator_") {
        return Bilingual::new(format!("ตัวชี้วัดที่ {number}"), format!("Indicator {number}"));
    }
    let plain = || key.replace('_', " ");
    find(FIELDS, key).unwrap_or_else(|| Bilingual::new(plain(), plain()))
}

/// The meaning of a recorded keyword, if it is one.
pub fn word(text: &str) -> Option<Bilingual> {
    Role::from_key(text).map(Role::name).or_else(|| find(WORDS, text))
}

fn find(table: &[(&str, &str, &str)], key: &str) -> Option<Bilingual> {
    let (_, thai, english) = table.iter().find(|(known, _, _)| *known == key)?;
    Some(Bilingual::new(*thai, *english))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        collections::BTreeSet,
        fs,
        path::{Path, PathBuf},
    };

    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }

    /// Every literal of the program that has the form `feature.thing.happened`, tests aside.
    fn actions() -> BTreeSet<String> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        sources(&source, &mut files);
        let mut actions = BTreeSet::new();
        for file in files.iter().filter(|file| !file.ends_with("kit/audit/sentences.rs")) {
            let text = fs::read_to_string(file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            for literal in code.split('"') {
                let parts: Vec<&str> = literal.split('.').collect();
                let is_name =
                    |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                if parts.len() == 3 && parts.iter().all(is_name) {
                    actions.insert(literal.to_owned());
                }
            }
        }
        actions
    }

    #[test]
    fn every_action_of_the_program_has_a_sentence_and_a_kind() {
        let actions = actions();
        assert!(
            actions.contains("organisation.unit.added") && actions.contains("accounts.session.opened"),
            "{actions:?}"
        );
        let silent: Vec<&String> = actions.iter().filter(|action| find(SENTENCES, action).is_none()).collect();
        assert!(silent.is_empty(), "without a sentence in kit/audit/sentences.rs: {silent:?}");
        let kindless: Vec<&String> =
            actions.iter().filter(|action| !KINDS.iter().any(|kind| action.starts_with(kind.prefix))).collect();
        assert!(kindless.is_empty(), "of no kind in kit/audit/sentences.rs: {kindless:?}");
    }

    #[test]
    fn no_sentence_is_left_over() {
        let actions = actions();
        let unused: Vec<&str> =
            SENTENCES.iter().map(|(action, _, _)| *action).filter(|action| !actions.contains(*action)).collect();
        assert!(unused.is_empty(), "never recorded: {unused:?}");
    }

    #[test]
    fn an_unknown_action_and_an_unknown_field_are_still_readable() {
        assert_eq!(of("future.thing.happened").en, "Recorded a change (future.thing.happened)");
        assert_eq!(field("next_meeting").th, "next meeting");
    }
}
