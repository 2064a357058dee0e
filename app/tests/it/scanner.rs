//! The virus scanner: Debian's own clamd, with one signature that is written here.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use prongsai::{documents::Scanner, kit::Role};

use crate::{helpers::Office, story};

/// What our signature finds.
const HARMFUL: &str = "prongsai-harmful-sample";

/// A scanner that ends with the test.
struct Clamd {
    process: Child,
    folder: tempfile::TempDir,
}

impl Drop for Clamd {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Clamd {
    async fn start() -> Self {
        let program = ["/usr/sbin/clamd", "/usr/bin/clamd", "/usr/local/sbin/clamd"].map(PathBuf::from);
        let program = program.into_iter().find(|path| path.exists());
        let program = program.expect("no clamd found: install Debian's package clamav-daemon");
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        std::fs::create_dir(at("signatures")).unwrap();
        let signature = format!("Prongsai.Sample:0:*:{}\n", prongsai::kit::secret::hex(HARMFUL.as_bytes()));
        std::fs::write(at("signatures/prongsai.ndb"), signature).unwrap();
        let settings = format!(
            "Foreground yes\nDatabaseDirectory {}\nLocalSocket {}\nStreamMaxLength 1M\n",
            at("signatures"),
            at("clamd.ctl")
        );
        std::fs::write(at("clamd.conf"), settings).unwrap();
        let mut command = Command::new(program);
        command.arg("--config-file").arg(at("clamd.conf")).stdout(Stdio::null()).stderr(Stdio::null());
        let clamd = Self { process: command.spawn().expect("starting clamd"), folder };
        for _ in 0..300 {
            if clamd.scanner().answers().await.is_ok() {
                return clamd;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("clamd does not answer within 30 seconds");
    }

    fn scanner(&self) -> Scanner {
        Scanner::Unix(self.folder.path().join("clamd.ctl"))
    }
}

fn looked_after_by(office: Office, scanner: Scanner) -> Office {
    office.with(|app| app.documents = app.documents.clone().with_scanner(Some(scanner)))
}

const FIELDS: [(&str, &str); 6] = [
    ("title", "แผน"),
    ("kind", "plan"),
    ("openness", "public"),
    ("speaks_of_day", "8"),
    ("speaks_of_month", "4"),
    ("speaks_of_year", "2565"),
];

story!(a_harmful_file_is_refused_by_name_and_a_harmless_one_is_kept, office, {
    let clamd = Clamd::start().await;
    let office = looked_after_by(office, clamd.scanner());
    let mut officer = office.sign_in(Role::Officer).await;
    let harmful = format!("before {HARMFUL} behind");
    let answer = officer.upload("/office/documents", &FIELDS, ("file", "a.txt", harmful.as_bytes())).await;
    assert_eq!(answer.status, 422);
    assert!(answer.one(".error").contains("Prongsai.Sample"), "{}", answer.one(".error"));
    let kept = blake3::hash(harmful.as_bytes()).to_hex();
    assert!(!office.folder().join("files").join(&kept[..2]).exists(), "it is not kept");
    let harmless = officer.upload("/office/documents", &FIELDS, ("file", "a.txt", b"harmless")).await;
    assert_eq!(harmless.status, 303, "{}", harmless.visible_text());
    // More than it is set to look at: not looked at is not taken.
    let large = vec![b'a'; 3 << 20];
    let answer = officer.upload("/office/documents", &FIELDS, ("file", "a.txt", &large)).await;
    assert_eq!(answer.status, 422);
    assert!(answer.one(".error").contains("ยังตรวจไฟล์นี้ไม่ได้"), "{}", answer.one(".error"));
});

story!(while_the_scanner_does_not_answer_no_file_is_taken, office, {
    let nowhere = Scanner::Unix(office.folder().join("no-such-socket"));
    let office = looked_after_by(office, nowhere);
    let mut officer = office.sign_in(Role::Officer).await;
    let answer = officer.upload("/office/documents", &FIELDS, ("file", "a.txt", b"harmless")).await;
    assert_eq!(answer.status, 422);
    assert!(answer.one(".error").contains("ยังตรวจไฟล์นี้ไม่ได้"), "{}", answer.one(".error"));
    assert_eq!(answer.attributes("input[name=title]", "value"), ["แผน"]);
});
