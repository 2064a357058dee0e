//! Help in Thai, for terminals that speak it: what each command does, and the words around it. Options keep their English
//! lines, which the guide explains.

use clap::{Arg, ArgAction, Command};
use thai::Language;

/// What each command does. A command within another is written with a space: `agency add`.
const COMMANDS: [(&str, &str); 22] = [
    ("demo", "แสดงระบบทั้งหมดด้วยข้อมูลตัวอย่าง (ไม่ต้องเตรียมอะไร ข้อมูลอยู่ในโฟลเดอร์เดียว)"),
    ("serve", "เปิดให้บริการระบบที่ติดตั้งไว้"),
    ("score", "คำนวณคะแนนเครื่องมือ คะแนนรวม และระดับ ITA (ไม่ใช้ฐานข้อมูล)"),
    ("agency", "เพิ่มหน่วยงานพร้อมผู้ดูแลระบบคนแรก"),
    ("agency add", "เพิ่มหน่วยงาน แล้วแสดงลิงก์ตั้งรหัสผ่านของผู้ดูแลระบบคนแรก"),
    ("agency list", "แสดงหน่วยงานทั้งหมดตามลำดับชั้น"),
    ("user", "ให้คนเข้าใช้ระบบ หรือออกลิงก์ใหม่ให้"),
    ("user add", "เพิ่มผู้ใช้ แล้วแสดงลิงก์ตั้งรหัสผ่าน"),
    ("user reset", "ออกลิงก์ใหม่ให้ผู้ที่ลืมรหัสผ่านหรือทำลิงก์หาย"),
    ("audit", "พิสูจน์ว่าประวัติการแก้ไขครบถ้วน หรือลบข้อความตามกฎหมาย"),
    ("audit verify", "ตรวจประวัติการแก้ไข บอกทุกรายการที่ถูกแก้ ถูกลบ สลับลำดับ หรือถูกตัดท้าย"),
    ("audit erase", "ลบข้อความของรายการตามกฎหมาย ที่ของรายการยังอยู่ และการลบถูกบันทึกไว้"),
    ("report", "นำเข้ารายงานประจำปี หรือเขียนออกเป็นไฟล์"),
    ("report import", "นำเข้ารายงานจาก Word Excel CSV PDF ที่มีข้อความ Markdown HTML หรือ JSON จากระบบนี้"),
    ("report export", "เขียนรายงานประจำปีเป็น PDF Word Excel CSV HTML หรือ JSON"),
    ("report analysis", "เขียนรายงานวิเคราะห์ผลการประเมินเป็น PDF Word หรือ JSON"),
    ("backup", "สำรองทุกอย่างเป็นไฟล์เข้ารหัสไฟล์เดียว ทำได้ขณะระบบเปิดอยู่"),
    ("backup check", "อ่านไฟล์สำรองทั้งไฟล์และเทียบกับรายการในไฟล์ ไม่เขียนสิ่งใด"),
    ("backup keygen", "สร้างกุญแจคู่ กุญแจลับใช้เปิดและเก็บไว้ที่อื่น กุญแจสาธารณะใช้สำรอง"),
    ("restore", "กู้คืนไฟล์สำรองลงโฟลเดอร์ว่าง และพิสูจน์ว่าครบถ้วน"),
    ("doctor", "บอกว่าการติดตั้งมีอะไรผิด และแก้อย่างไร"),
    ("config", "แสดงการตั้งค่าที่ใช้อยู่ และที่มาของแต่ละค่า"),
];
const ABOUT: &str = "โปร่งใส (Prongsai): ระบบที่หน่วยงานของรัฐใช้สร้างและพิสูจน์คุณธรรมและความโปร่งใส";
const TEMPLATE: &str = "{about-with-newline}\nวิธีใช้: {usage}\n\n{all-args}";

/// The command line with its help in a language.
pub fn in_language(command: Command, language: Language) -> Command {
    match language {
        Language::Thai => in_thai(command.about(ABOUT), ""),
        Language::English => command,
    }
}

fn in_thai(command: Command, path: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    let command = match COMMANDS.iter().find(|(name, _)| *name == path) {
        Some((_, about)) => command.about(*about).long_about(None::<&str>),
        None => command,
    };
    let flag = |name: &'static str, short, action, words: &'static str| {
        Arg::new(name).short(short).long(name).action(action).help(words)
    };
    let command = match path {
        "" => command.disable_version_flag(true).arg(flag("version", 'V', ArgAction::Version, "แสดงรุ่นของโปรแกรม")),
        _ => command,
    };
    let command = command
        .disable_help_flag(true)
        .arg(flag("help", 'h', ArgAction::Help, "แสดงวิธีใช้"))
        .help_template(TEMPLATE)
        .subcommand_help_heading("คำสั่ง")
        .mut_args(|argument| match argument.is_positional() {
            true => argument.help_heading("สิ่งที่ระบุ"),
            false => argument.help_heading("ตัวเลือก"),
        });
    names.into_iter().fold(command, |command, name| {
        let below = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command.mut_subcommand(&name, |one| in_thai(one, &below))
    })
}
