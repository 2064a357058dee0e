//! Asking whether web addresses are still there.

use thai::Bilingual;

/// What was wrong with an address, in words.
pub fn fault_words(fault: &str) -> Bilingual {
    match fault {
        "private" => Bilingual::new("ที่อยู่ภายในเครือข่าย ระบบไม่ตรวจ", "an address inside a network, which is not asked"),
        "name" => Bilingual::new("ไม่พบชื่อเว็บไซต์", "the name of the site is not known"),
        "connection" => Bilingual::new("ติดต่อเครื่องแม่ข่ายไม่ได้", "the server cannot be reached"),
        "security" => Bilingual::new("ใบรับรองความปลอดภัยใช้ไม่ได้", "its certificate does not hold"),
        "time" => Bilingual::new("ไม่ตอบในเวลาที่กำหนด", "no answer in time"),
        "redirects" => Bilingual::new("ส่งต่อหลายทอดเกินไป", "it leads on too often"),
        "answer" => Bilingual::new("ไม่เข้าใจคำตอบ", "the answer makes no sense"),
        "404" | "410" => Bilingual::new("ไม่มีหน้านี้แล้ว", "the page is gone"),
        "401" | "403" => Bilingual::new("เว็บไซต์ไม่เปิดให้ดู", "the site does not show it"),
        "" => Bilingual::new("ไม่ทราบสาเหตุ", "for an unknown reason"),
        status => Bilingual::new(format!("เว็บไซต์ตอบรหัส {status}"), format!("the site answered with code {status}")),
    }
}
