//! The doctor's rules: facts in, one finding per matter out. Nothing here looks at anything itself.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use thai::Bilingual;

use super::{
    finding::{ContentFacts, DatabaseFacts, Facts, Finding, FolderFacts, KeyFacts, NetFacts, Port, Severity},
    megabytes,
};

/// Below this much free space nothing can be relied on; below the other somebody should act.
const LITTLE_SPACE: u64 = 100_000_000;
const SOME_SPACE: u64 = 1_000_000_000;
/// Clocks of machines differ by a little.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(2);
/// A backup a day, with some hours to spare.
const BACKUP_AGE: SignedDuration = SignedDuration::from_hours(50);
/// Fewer open files than this are soon used up by visitors.
const OPEN_FILES: u64 = 1_024;

/// Everything that is to be said, in the order in which an operator would put it right.
pub fn examine(facts: &Facts) -> Vec<Finding> {
    let mut findings = vec![folder(&facts.folder), owners(&facts.folder)];
    match &facts.database {
        Err(why) => findings.push(unreachable(why)),
        Ok(database) => {
            findings.push(space(&facts.folder, database.bytes));
            findings.extend([engine(database), schema(database), damage(database), server_clock(database, facts.now)]);
            if let Some(content) = &database.content {
                findings.extend([
                    clock(content, facts.now),
                    demonstration(content),
                    administrators(content),
                    stranded(content),
                    heads(content),
                    backup(facts, database.embedded),
                ]);
            }
        }
    }
    let signed_with = facts.database.as_ref().ok().and_then(|database| database.content.as_ref()?.signed_with);
    findings.extend([
        key(&facts.key, signed_with),
        public_address(&facts.net),
        proxy(&facts.net),
        figures(&facts.net),
        port(&facts.net),
        scanner(facts.scanner.as_ref()),
        open_files(facts.open_files),
        time_zone(facts.time_zone.as_deref()),
        variables(&facts.unknown_variables),
    ]);
    findings
}

/// The worst of them.
pub fn verdict(findings: &[Finding]) -> Severity {
    findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Fine)
}

fn both(thai: impl Into<String>, english: impl Into<String>) -> Bilingual {
    Bilingual::new(thai, english)
}

fn folder(facts: &FolderFacts) -> Finding {
    let path = &facts.path;
    if !facts.exists {
        return Finding::wrong(
            "folder",
            Bilingual::new(format!("ไม่มีโฟลเดอร์ข้อมูล {path}"), format!("There is no data folder {path}")),
            Bilingual::new(
                "ระบุโฟลเดอร์ที่ถูกด้วย --data หรือสร้างหน่วยงานแรกด้วย prongsai agency add",
                "Name the right one with --data, or make the first agency with prongsai agency add",
            ),
        );
    }
    if !facts.writable {
        return Finding::wrong(
            "folder",
            Bilingual::new(
                format!("เขียนในโฟลเดอร์ข้อมูล {path} ไม่ได้"),
                format!("Nothing can be written in the data folder {path}"),
            ),
            Bilingual::new(
                format!("ให้ผู้ใช้ของบริการเป็นเจ้าของโฟลเดอร์: chown -R USER {path}"),
                format!("Let the user of the service own it: chown -R USER {path}"),
            ),
        );
    }
    if facts.open_to_others {
        return Finding::warning(
            "folder",
            Bilingual::new(
                format!("ผู้ใช้อื่นของเครื่องเปิดดูโฟลเดอร์ข้อมูล {path} ได้"),
                format!("Other users of the machine can look into the data folder {path}"),
            ),
            both(format!("chmod 700 {path}"), format!("chmod 700 {path}")),
        );
    }
    Finding::fine(
        "folder",
        Bilingual::new(
            format!("โฟลเดอร์ข้อมูล {path} เปิดได้เฉพาะเจ้าของ"),
            format!("The data folder {path} is closed to others"),
        ),
    )
}

fn owners(facts: &FolderFacts) -> Finding {
    if facts.foreign.is_empty() {
        return Finding::fine(
            "owners",
            Bilingual::new("ไฟล์ในโฟลเดอร์ข้อมูลเป็นของเจ้าของเดียวกัน", "All files in the data folder belong to its owner"),
        );
    }
    let (names, path) = (facts.foreign.join(", "), &facts.path);
    Finding::wrong(
        "owners",
        Bilingual::new(
            format!("ไฟล์เหล่านี้เป็นของผู้ใช้อื่น บริการอาจเปิดไม่ได้: {names}"),
            format!("These files belong to another user than the folder, so the service may not open them: {names}"),
        ),
        both(format!("chown -R --reference={path} {path}"), format!("chown -R --reference={path} {path}")),
    )
}

fn unreachable(why: &str) -> Finding {
    Finding::wrong(
        "database",
        Bilingual::new(format!("เปิดฐานข้อมูลไม่ได้ ({why})"), format!("The database does not open ({why})")),
        Bilingual::new(
            "ถ้าใช้ PostgreSQL ตรวจว่าเซิร์ฟเวอร์ทำงานและที่อยู่ถูกต้อง ถ้าใช้ฐานข้อมูลในตัว ตรวจสิทธิ์ของไฟล์ หรือกู้คืนข้อมูลสำรอง",
            "With PostgreSQL, see that the server runs and the address is right; with the embedded database, look at the \
             file's permissions, or restore a backup",
        ),
    )
}

fn space(facts: &FolderFacts, database: u64) -> Finding {
    let Some(free) = facts.free else {
        return Finding::fine(
            "space",
            Bilingual::new("ระบบไม่บอกพื้นที่ว่างในดิสก์", "The system does not tell how much disk is free"),
        );
    };
    let shown = megabytes(free);
    let cure = Bilingual::new("ลบไฟล์ที่ไม่ใช้ หรือขยายดิสก์", "Remove what is not needed, or enlarge the disk");
    let what = Bilingual::new(
        format!("ดิสก์ของโฟลเดอร์ข้อมูลว่าง {shown}"),
        format!("{shown} are free on the disk of the data folder"),
    );
    match free {
        _ if free < LITTLE_SPACE => Finding::wrong("space", what, cure),
        _ if free < SOME_SPACE || free < database.saturating_mul(2) => Finding::warning("space", what, cure),
        _ => Finding::fine("space", what),
    }
}

fn engine(facts: &DatabaseFacts) -> Finding {
    let version = &facts.version;
    let name = if facts.embedded { "SQLite" } else { "PostgreSQL" };
    let major = version.split('.').next().and_then(|major| major.parse::<u32>().ok());
    if !facts.embedded && major.is_some_and(|major| major < 15) {
        return Finding::wrong(
            "engine",
            Bilingual::new(format!("PostgreSQL รุ่น {version} เก่าเกินไป"), format!("PostgreSQL {version} is too old")),
            Bilingual::new("ใช้รุ่น 15 ขึ้นไป", "Use 15 or newer"),
        );
    }
    if let Some(journal) = facts.journal.as_deref().filter(|journal| *journal != "wal") {
        return Finding::wrong(
            "engine",
            Bilingual::new(
                format!("ฐานข้อมูลไม่ได้ใช้โหมด WAL ({journal}) มักเป็นเพราะอยู่บนดิสก์เครือข่าย"),
                format!(
                    "The database does not use its write-ahead log ({journal}), mostly because it lies on a network disk"
                ),
            ),
            Bilingual::new("ย้ายโฟลเดอร์ข้อมูลไปดิสก์ของเครื่อง", "Move the data folder to a disk of the machine"),
        );
    }
    Finding::fine(
        "engine",
        Bilingual::new(format!("ฐานข้อมูล {name} รุ่น {version} ตอบ"), format!("The database answers: {name} {version}")),
    )
}

fn schema(facts: &DatabaseFacts) -> Finding {
    let (applied, known) = (facts.applied.last().copied(), facts.known.last().copied().unwrap_or(0));
    match applied {
        None => Finding::warning(
            "schema",
            Bilingual::new("ฐานข้อมูลยังว่าง", "The database is still empty"),
            Bilingual::new("สร้างหน่วยงานแรกด้วย prongsai agency add", "Make the first agency with prongsai agency add"),
        ),
        Some(applied) if applied > known => Finding::wrong(
            "schema",
            Bilingual::new(
                format!("ฐานข้อมูลใช้กับโปรแกรมรุ่นใหม่กว่าแล้ว (โครงสร้างขั้นที่ {applied} โปรแกรมนี้รู้ถึงขั้นที่ {known})"),
                format!("A newer program has used this database (schema step {applied}; this program knows {known})"),
            ),
            Bilingual::new(
                "ใช้โปรแกรมรุ่นใหม่ หรือกู้คืนข้อมูลที่สำรองก่อนปรับรุ่น",
                "Use the newer program, or restore the backup made before the upgrade",
            ),
        ),
        Some(applied) if applied < known => Finding::warning(
            "schema",
            Bilingual::new(
                format!("โครงสร้างฐานข้อมูลอยู่ขั้นที่ {applied} จะปรับเป็นขั้นที่ {known} เมื่อเริ่มโปรแกรม"),
                format!("The schema stands at step {applied} and is brought to {known} when the program starts"),
            ),
            Bilingual::new("สำรองข้อมูลก่อนเริ่มโปรแกรมรุ่นใหม่", "Make a backup before you start the new program"),
        ),
        Some(applied) => Finding::fine(
            "schema",
            Bilingual::new(
                format!("โครงสร้างฐานข้อมูลเป็นปัจจุบัน (ขั้นที่ {applied})"),
                format!("The schema is up to date (step {applied})"),
            ),
        ),
    }
}

fn damage(facts: &DatabaseFacts) -> Finding {
    let Some(first) = facts.damage.first() else {
        let what = match facts.embedded {
            true => Bilingual::new("ไฟล์ฐานข้อมูลไม่เสียหาย", "The database file is whole"),
            false => Bilingual::new("PostgreSQL ตรวจหน้าข้อมูลเอง", "PostgreSQL looks after its own pages"),
        };
        return Finding::fine("damage", what);
    };
    Finding::wrong(
        "damage",
        Bilingual::new(format!("ไฟล์ฐานข้อมูลเสียหาย ({first})"), format!("The database file is damaged ({first})")),
        Bilingual::new(
            "หยุดโปรแกรม เก็บโฟลเดอร์นี้ไว้ กู้คืนข้อมูลสำรองลงโฟลเดอร์ใหม่ และตรวจดิสก์",
            "Stop the program, keep this folder, restore a backup into a new one, and check the disk",
        ),
    )
}

fn server_clock(facts: &DatabaseFacts, now: Timestamp) -> Finding {
    match facts.clock {
        Some(clock) if clock.duration_since(now).abs() > CLOCK_SLACK => Finding::warning(
            "server_clock",
            Bilingual::new(
                "นาฬิกาของเซิร์ฟเวอร์ฐานข้อมูลไม่ตรงกับเครื่องนี้",
                "The database server's clock differs from this machine's",
            ),
            Bilingual::new(
                "ตั้งให้ทั้งสองเครื่องเทียบเวลาอัตโนมัติ (timedatectl set-ntp true)",
                "Let both be set by the network (timedatectl set-ntp true)",
            ),
        ),
        _ => Finding::fine(
            "server_clock",
            Bilingual::new("นาฬิกาของฐานข้อมูลตรงกับเครื่องนี้", "The database goes by the same time"),
        ),
    }
}

fn clock(facts: &ContentFacts, now: Timestamp) -> Finding {
    match facts.last_entry {
        Some(last) if last.duration_since(now) > CLOCK_SLACK => Finding::wrong(
            "clock",
            Bilingual::new(
                "รายการล่าสุดในประวัติการแก้ไขอยู่ในอนาคต นาฬิกาของเครื่องผิด",
                "The newest entry of the audit log lies in the future: the machine's clock is wrong",
            ),
            Bilingual::new(
                "ตั้งนาฬิกาให้เทียบเวลาอัตโนมัติ (timedatectl set-ntp true)",
                "Let the clock be set by the network (timedatectl set-ntp true)",
            ),
        ),
        _ => Finding::fine(
            "clock",
            Bilingual::new("นาฬิกาของเครื่องไม่ขัดกับประวัติการแก้ไข", "The clock agrees with the audit log"),
        ),
    }
}

fn demonstration(facts: &ContentFacts) -> Finding {
    if facts.demonstration {
        return Finding::wrong(
            "demonstration",
            Bilingual::new(
                "ข้อมูลนี้เป็นข้อมูลสาธิต มีบัญชีที่รหัสผ่านเผยแพร่แล้ว",
                "These are the demonstration's data, with accounts whose password is published",
            ),
            Bilingual::new(
                "เริ่มระบบจริงในโฟลเดอร์ใหม่ด้วย prongsai agency add",
                "Begin the real installation in a new folder with prongsai agency add",
            ),
        );
    }
    Finding::fine("demonstration", Bilingual::new("ไม่มีข้อมูลสาธิต", "No demonstration data"))
}

fn administrators(facts: &ContentFacts) -> Finding {
    if facts.agencies == 0 {
        return Finding::warning(
            "administrators",
            Bilingual::new("ยังไม่มีหน่วยงาน", "There is no agency yet"),
            Bilingual::new("เพิ่มด้วย prongsai agency add", "Add one with prongsai agency add"),
        );
    }
    if !facts.without_administrator.is_empty() {
        let keys = facts.without_administrator.join(", ");
        return Finding::warning(
            "administrators",
            Bilingual::new(
                format!("หน่วยงานเหล่านี้ไม่มีผู้ดูแลที่เข้าสู่ระบบได้: {keys}"),
                format!("In these agencies nobody can sign in as administrator: {keys}"),
            ),
            Bilingual::new(
                "ออกลิงก์ใหม่ด้วย prongsai user reset --email หรือเพิ่มด้วย prongsai user add --role administrator",
                "Issue a new link with prongsai user reset --email, or add one with prongsai user add --role administrator",
            ),
        );
    }
    let count = facts.agencies;
    Finding::fine(
        "administrators",
        Bilingual::new(
            format!("ทั้ง {count} หน่วยงานมีผู้ดูแล"),
            format!("Each of the {count} agencies has an administrator"),
        ),
    )
}

fn stranded(facts: &ContentFacts) -> Finding {
    match facts.stranded_accounts {
        0 => Finding::fine(
            "accounts",
            Bilingual::new("ไม่มีบัญชีที่ค้างอยู่โดยไม่มีรหัสผ่าน", "No account is left without a password and a link"),
        ),
        count => Finding::warning(
            "accounts",
            Bilingual::new(
                format!("มี {count} บัญชีที่ยังไม่เคยตั้งรหัสผ่าน และลิงก์หมดอายุแล้ว"),
                format!("{count} accounts never set a password, and their links have expired"),
            ),
            Bilingual::new("ออกลิงก์ใหม่ หรือปิดบัญชีที่ไม่ใช้", "Issue new links, or close what is not used"),
        ),
    }
}

fn heads(facts: &ContentFacts) -> Finding {
    match facts.unsigned_chains {
        0 => Finding::fine(
            "heads",
            Bilingual::new("หัวของประวัติการแก้ไขลงลายมือชื่อทุกวัน", "The heads of the audit log are signed daily"),
        ),
        count => Finding::warning(
            "heads",
            Bilingual::new(
                format!("ประวัติการแก้ไข {count} ชุดมีรายการเกินหนึ่งวันที่ยังไม่ลงลายมือชื่อ"),
                format!("{count} chains of the audit log have entries older than a day that no head covers"),
            ),
            Bilingual::new(
                "โปรแกรมลงลายมือชื่อเองขณะทำงาน ตรวจว่าทำงานอยู่ และดูข้อความในบันทึกของบริการ",
                "The program signs while it runs: see that it does, and look into its log",
            ),
        ),
    }
}

fn backup(facts: &Facts, embedded: bool) -> Finding {
    let cure = Bilingual::new(
        "ตั้งเวลาสำรองทุกวัน (ตัวอย่าง deploy/prongsai-backup.timer) และลองกู้คืนจริง",
        "Let a timer make one a day (example: deploy/prongsai-backup.timer), and try a restore",
    );
    let Some(last) = &facts.backup else {
        return Finding::warning(
            "backup",
            Bilingual::new("ยังไม่เคยสำรองข้อมูลจากโฟลเดอร์นี้", "No backup was ever made of this folder"),
            cure,
        );
    };
    let day = last.made_at.strftime("%Y-%m-%d %H:%M UTC");
    if facts.now.duration_since(last.made_at) > BACKUP_AGE {
        let what = Bilingual::new(format!("สำรองข้อมูลครั้งล่าสุดเมื่อ {day}"), format!("The last backup was made on {day}"));
        return Finding::warning("backup", what, cure);
    }
    if embedded && !last.with_database {
        let what = Bilingual::new(
            format!("การสำรองครั้งล่าสุดเมื่อ {day} ไม่มีฐานข้อมูล"),
            format!("The last backup, of {day}, was made without the database"),
        );
        return Finding::warning("backup", what, cure);
    }
    let what = match embedded {
        true => Bilingual::new(format!("สำรองข้อมูลครั้งล่าสุดเมื่อ {day}"), format!("The last backup was made on {day}")),
        false => Bilingual::new(
            format!("สำรองกุญแจและไฟล์ครั้งล่าสุดเมื่อ {day} ส่วนฐานข้อมูลสำรองด้วย pg_dump ซึ่งคำสั่งนี้ไม่เห็น"),
            format!("Key and files were backed up on {day}; the database is pg_dump's, which is not seen from here"),
        ),
    };
    Finding::fine("backup", what)
}

fn key(facts: &KeyFacts, signed_with: Option<[u8; 32]>) -> Finding {
    match facts {
        KeyFacts::Missing if signed_with.is_some() => Finding::wrong(
            "key",
            Bilingual::new(
                "ไม่มีกุญแจลงลายมือชื่อในโฟลเดอร์ข้อมูล แต่เคยลงลายมือชื่อแล้ว",
                "The signing key is not in the data folder, though heads were signed",
            ),
            Bilingual::new(
                "นำ audit-signing.key กลับจากข้อมูลสำรองก่อนเริ่มโปรแกรม",
                "Bring audit-signing.key back from a backup before the program starts",
            ),
        ),
        KeyFacts::Missing => Finding::fine(
            "key",
            Bilingual::new("กุญแจลงลายมือชื่อจะสร้างเมื่อเริ่มครั้งแรก", "The signing key is made on the first start"),
        ),
        KeyFacts::Unreadable(why) => Finding::wrong(
            "key",
            Bilingual::new(format!("อ่านกุญแจลงลายมือชื่อไม่ได้ ({why})"), format!("The signing key cannot be read ({why})")),
            Bilingual::new(
                "แก้สิทธิ์ของไฟล์ หรือนำกลับจากข้อมูลสำรอง",
                "Put its permissions right, or bring it back from a backup",
            ),
        ),
        KeyFacts::There { open_to_others: true, .. } => Finding::wrong(
            "key",
            Bilingual::new("ผู้ใช้อื่นของเครื่องอ่านกุญแจลงลายมือชื่อได้", "Other users of the machine can read the signing key"),
            Bilingual::new(
                "chmod 600 audit-signing.key แล้วพิจารณาเปลี่ยนกุญแจ",
                "chmod 600 audit-signing.key, and think about a new key",
            ),
        ),
        KeyFacts::There { public, .. } if signed_with.is_some_and(|used| used != *public) => Finding::warning(
            "key",
            Bilingual::new(
                "กุญแจลงลายมือชื่อไม่ใช่กุญแจที่ลงลายมือชื่อครั้งล่าสุด",
                "The signing key is another one than that of the newest head",
            ),
            Bilingual::new(
                "ถ้าไม่ได้ตั้งใจเปลี่ยน นำกุญแจเดิมกลับจากข้อมูลสำรอง",
                "Unless you changed it, bring the old one back from a backup",
            ),
        ),
        KeyFacts::There { .. } => Finding::fine(
            "key",
            Bilingual::new("กุญแจลงลายมือชื่ออ่านได้เฉพาะเจ้าของ", "The signing key is there and closed to others"),
        ),
    }
}

fn is_local(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or(url);
    ["localhost", "127.", "[::1]"].iter().any(|local| host.starts_with(local))
}

fn public_address(facts: &NetFacts) -> Finding {
    let url = &facts.public_url;
    let cure = Bilingual::new(
        "วางพร็อกซีที่ให้ HTTPS ไว้หน้าโปรแกรม และตั้ง public_url เป็นที่อยู่ https:// ที่ผู้ใช้เปิด",
        "Put a proxy with HTTPS in front, and set public_url to the https:// address that visitors use",
    );
    if is_local(url) && !facts.address.ip().is_loopback() {
        let what = Bilingual::new(
            format!("เปิดรับจากเครื่องอื่น แต่ public_url คือ {url} ลิงก์เชิญจึงใช้ไม่ได้"),
            format!("Other machines can connect, but public_url is {url}, so links in invitations lead nowhere"),
        );
        return Finding::wrong("public_url", what, cure);
    }
    if !url.starts_with("https://") {
        let what = Bilingual::new(
            format!("ที่อยู่ {url} ไม่เข้ารหัส รหัสผ่านและคุกกี้เดินทางแบบเปิดเผย"),
            format!("{url} is not encrypted: passwords and cookies travel in the open"),
        );
        return if is_local(url) {
            Finding::warning("public_url", what, cure)
        } else {
            Finding::wrong("public_url", what, cure)
        };
    }
    Finding::fine(
        "public_url",
        Bilingual::new(
            format!("ผู้ใช้เปิดที่ {url} คุกกี้เดินทางเฉพาะแบบเข้ารหัส"),
            format!("Visitors use {url}, and cookies travel only encrypted"),
        ),
    )
}

fn proxy(facts: &NetFacts) -> Finding {
    let behind = facts.public_url.starts_with("https://");
    match facts.trusted_proxy {
        None if behind => Finding::warning(
            "proxy",
            Bilingual::new(
                "ไม่ได้ระบุพร็อกซีที่เชื่อถือ ผู้ใช้ทุกคนจึงดูเหมือนมาจากที่อยู่เดียว และถูกหน่วงพร้อมกันเมื่อใส่รหัสผิด",
                "No trusted proxy is named, so all visitors seem to come from one address and are slowed together at sign-in",
            ),
            Bilingual::new(
                "ตั้ง trusted_proxy เป็นที่อยู่ของพร็อกซี เช่น 127.0.0.1",
                "Set trusted_proxy to the proxy's address, e.g. 127.0.0.1",
            ),
        ),
        Some(proxy) if is_loopback(proxy) && !facts.address.ip().is_loopback() => Finding::warning(
            "proxy",
            Bilingual::new(
                "พร็อกซีอยู่ในเครื่องเดียวกัน แต่โปรแกรมเปิดรับจากเครื่องอื่นโดยตรงด้วย",
                "The proxy is on this machine, yet others can reach the program past it",
            ),
            Bilingual::new("ตั้ง listen เป็น 127.0.0.1:8080", "Set listen to 127.0.0.1:8080"),
        ),
        Some(proxy) => Finding::fine(
            "proxy",
            Bilingual::new(
                format!("เชื่อที่อยู่ผู้ใช้จากพร็อกซี {proxy}"),
                format!("Visitors' addresses are taken from the proxy {proxy}"),
            ),
        ),
        None => Finding::fine("proxy", Bilingual::new("ไม่มีพร็อกซีอยู่ข้างหน้า", "No proxy stands in front")),
    }
}

fn is_loopback(address: IpAddr) -> bool {
    address.is_loopback()
}

/// Is this an address that only this machine or its own network reaches? RFC 1918, RFC 3927, RFC 4193, RFC 4291.
fn is_inner(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

fn figures(facts: &NetFacts) -> Finding {
    match facts.metrics_listen {
        Some(address) if !is_inner(address.ip()) => Finding::warning(
            "metrics",
            Bilingual::new(
                format!("ตัวเลขที่ {address} อ่านได้จากนอกเครื่องและนอกเครือข่ายภายใน"),
                format!("Anybody who reaches this machine can read the figures at {address}"),
            ),
            Bilingual::new(
                "ตั้ง metrics_listen เป็นที่อยู่ภายใน เช่น 127.0.0.1:9090",
                "Set metrics_listen to an inner address, e.g. 127.0.0.1:9090",
            ),
        ),
        Some(address) => Finding::fine(
            "metrics",
            Bilingual::new(
                format!("Prometheus อ่านตัวเลขได้ที่ {address}"),
                format!("Prometheus reads figures at {address}"),
            ),
        ),
        None => Finding::fine("metrics", Bilingual::new("ไม่ได้เปิดตัวเลขสำหรับ Prometheus", "No figures for Prometheus")),
    }
}

fn port(facts: &NetFacts) -> Finding {
    let address = facts.address;
    match &facts.port {
        Port::Ours => Finding::fine(
            "port",
            Bilingual::new(format!("โปรแกรมตอบที่ {address}"), format!("The program answers at {address}")),
        ),
        Port::Free => Finding::warning(
            "port",
            Bilingual::new(format!("ไม่มีโปรแกรมใดเปิดรับที่ {address}"), format!("Nobody listens at {address}")),
            Bilingual::new(
                "เริ่มด้วย prongsai serve หรือ systemctl start prongsai",
                "Start it with prongsai serve or systemctl start prongsai",
            ),
        ),
        Port::Taken => Finding::wrong(
            "port",
            Bilingual::new(format!("โปรแกรมอื่นใช้ {address} อยู่"), format!("Another program has {address}")),
            Bilingual::new(
                "เลือกพอร์ตอื่นด้วย listen หรือหยุดโปรแกรมนั้น",
                "Choose another port with listen, or stop that program",
            ),
        ),
        Port::Refused(why) => Finding::wrong(
            "port",
            Bilingual::new(
                format!("เปิดรับที่ {address} ไม่ได้ ({why})"),
                format!("Listening at {address} is not possible ({why})"),
            ),
            Bilingual::new(
                "ใช้พอร์ตตั้งแต่ 1024 และที่อยู่ของเครื่องนี้",
                "Use a port from 1024 up, and an address of this machine",
            ),
        ),
    }
}

fn scanner(scanner: Option<&(String, Result<(), String>)>) -> Finding {
    match scanner {
        None => Finding::fine(
            "clamd",
            Bilingual::new(
                "ไม่ได้ตั้งโปรแกรมตรวจไวรัส (clamd) ไฟล์ตรวจเพียงชนิด",
                "No virus scanner (clamd) is set; of files only the kind is looked at",
            ),
        ),
        Some((address, Ok(()))) => Finding::fine(
            "clamd",
            Bilingual::new(format!("โปรแกรมตรวจไวรัสตอบที่ {address}"), format!("The virus scanner answers at {address}")),
        ),
        Some((address, Err(why))) => Finding::wrong(
            "clamd",
            Bilingual::new(
                format!("โปรแกรมตรวจไวรัสที่ {address} ไม่ตอบ ({why}) จึงรับไฟล์ไม่ได้"),
                format!("The virus scanner at {address} does not answer ({why}), so no file is taken"),
            ),
            Bilingual::new(
                "เริ่มบริการ clamav-daemon และให้ผู้ใช้ของโปร่งใสเปิด socket ได้ หรือเอาการตั้งค่า clamd ออก",
                "Start the service clamav-daemon, and let the user of Prongsai open its socket; or take the setting clamd out",
            ),
        ),
    }
}

fn open_files(limit: Option<u64>) -> Finding {
    match limit {
        Some(limit) if limit < OPEN_FILES => Finding::warning(
            "open_files",
            Bilingual::new(format!("เปิดไฟล์พร้อมกันได้เพียง {limit}"), format!("Only {limit} files may be open at a time")),
            Bilingual::new("ตั้ง LimitNOFILE=65536 ในบริการ", "Set LimitNOFILE=65536 in the service"),
        ),
        _ => Finding::fine("open_files", Bilingual::new("เปิดไฟล์พร้อมกันได้พอ", "Enough files may be open at a time")),
    }
}

fn time_zone(zone: Option<&str>) -> Finding {
    match zone {
        Some("Asia/Bangkok") => Finding::fine(
            "time_zone",
            Bilingual::new("เขตเวลาของเครื่องคือ Asia/Bangkok", "The machine's time zone is Asia/Bangkok"),
        ),
        zone => {
            let zone = zone.unwrap_or("UTC");
            Finding::fine(
                "time_zone",
                Bilingual::new(
                    format!("เขตเวลาของเครื่องคือ {zone} โปรแกรมใช้วันที่ของไทยเสมอ แต่ตัวตั้งเวลาสำรองทำงานตามเวลาของเครื่อง"),
                    format!(
                        "The machine's time zone is {zone}; the program goes by Thai days whatever it is, timers of the machine do not"
                    ),
                ),
            )
        }
    }
}

fn variables(unknown: &[String]) -> Finding {
    if unknown.is_empty() {
        return Finding::fine(
            "variables",
            Bilingual::new("ไม่มีตัวแปรแวดล้อมที่สะกดผิด", "No misspelt variable in the environment"),
        );
    }
    let names = unknown.join(", ");
    Finding::warning(
        "variables",
        Bilingual::new(
            format!("ตัวแปรเหล่านี้ไม่ใช่การตั้งค่าของโปร่งใส: {names}"),
            format!("These variables are no settings of Prongsai: {names}"),
        ),
        Bilingual::new("ตรวจตัวสะกดกับ prongsai config", "Compare their spelling with prongsai config"),
    )
}

#[cfg(test)]
mod tests;
