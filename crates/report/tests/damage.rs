//! Damaged input: never a panic, never slow, and what was read is not lost.

use std::time::{Duration, Instant};

use report::{Hints, coverage, read, understand};

const FIXTURES: [&str; 5] = [
    include_str!("fixtures/cut-by-pages.md"),
    include_str!("fixtures/moved-columns.html"),
    include_str!("fixtures/english.md"),
    include_str!("fixtures/no-headings-2566.md"),
    include_str!("fixtures/lower-case-2567.md"),
];

/// A small fixed sequence of numbers (xorshift), so that every run damages the same places.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

const PIECES: [&str; 24] = [
    "|",
    "\n",
    "<p>",
    "</p>",
    "<table>",
    "</table>",
    "<td colspan=99999 rowspan=99999>",
    "<tr>",
    "“",
    "”",
    "๑๑",
    "คะแนนเฉลี่ย",
    "๙๙.",
    "ตัวชี้วัดที่ ",
    "ดำเนินการแล้วเสร็จ",
    "&#x0;",
    "&",
    "<!--",
    "\\|",
    "โทร ๐๒",
    "E",
    "O๙๙๙",
    "- ",
    "\u{feff}",
];

fn damaged(text: &str, sequence: &mut Sequence) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=sequence.below(6) {
        let at = sequence.below(letters.len());
        let end = (at + sequence.below(80)).min(letters.len());
        match sequence.below(5) {
            0 => drop(letters.drain(at..end)),
            1 => {
                let copy = letters[at..end].to_vec();
                let place = sequence.below(letters.len());
                letters.splice(place..place, copy);
            }
            2 => letters[at..end].reverse(),
            _ => {
                let piece = PIECES[sequence.below(PIECES.len())];
                letters.splice(at..at, piece.chars());
            }
        }
    }
    letters.into_iter().collect()
}

#[test]
fn two_thousand_damaged_files_are_read_or_refused_and_nothing_is_lost() {
    let mut sequence = Sequence(0x5EED_2565);
    let (mut understood, mut failed, mut slowest) = (0, 0, Duration::ZERO);
    for round in 0..2_000 {
        // The short fixtures more often than the long ones, for speed.
        let fixture = if round % 10 < 2 { round % 10 } else { 2 + round % 3 };
        let text = damaged(FIXTURES[fixture], &mut sequence);
        let start = Instant::now();
        let result = understand(text.as_bytes(), &Hints::default());
        slowest = slowest.max(start.elapsed());
        let Ok(found) = result else { continue };
        understood += 1;
        // The proof costs more than the reading: every fourth file is proven.
        let lost = if round % 4 == 1 { coverage::lost(&found.source, &found.report) } else { Vec::new() };
        if !lost.is_empty() {
            println!(
                "ROUND {round}: {lost:?} {}",
                text.lines().nth(lost[0].line.saturating_sub(1)).unwrap_or_default()
            );
            failed += 1;
        }
    }
    assert_eq!(failed, 0);
    assert!(understood > 1_000, "{understood} of 2000");
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
}

#[test]
fn damaged_bytes_are_read_or_refused() {
    let mut sequence = Sequence(0xBAD_B17E5);
    for round in 0..300 {
        let mut bytes = FIXTURES[round % FIXTURES.len()].as_bytes().to_vec();
        for _ in 0..=sequence.below(4) {
            let at = sequence.below(bytes.len());
            bytes[at] = sequence.below(256) as u8;
        }
        bytes.truncate(bytes.len() - sequence.below(bytes.len() / 4));
        let _ = read(&bytes, &Hints::default());
    }
}

#[test]
fn large_and_nasty_files_stay_fast() {
    let row = "| E๑ ข้อ | ก | ข | ค “ดำเนินการแล้วเสร็จ” | ง |\n";
    let heading = "| ตัวชี้วัด | แนวทางการปฏิบัติ | มาตรการ | ผลการดำเนินการ | ผู้รับผิดชอบ |\n|--|--|--|--|--|\n";
    let nasty = [
        format!("{heading}{}", row.repeat(400)),
        format!("{heading}| E๑ {} | ก | ข | ค | ง |\n", "“ดำเนิน ".repeat(1_000)),
        "<".repeat(200_000),
        "<table>".repeat(5_000),
        format!("<table>{}</table>", "<tr><td rowspan=500 colspan=40>".repeat(3_000)),
        "|".repeat(300_000),
        format!("{heading}| {} | ก | ข | ค | ง |\n", "- ๑๒ ".repeat(3_000)),
        format!("{heading}| E๑ | ก | ข | {} | ง |\n", "- ก ".repeat(1_000)),
        format!("{heading}| E๑ | {} | ข | ค | ง |\n", "(".repeat(20_000)),
    ];
    for (number, text) in nasty.iter().enumerate() {
        let start = Instant::now();
        let _ = read(text.as_bytes(), &Hints::default());
        assert!(start.elapsed() < Duration::from_secs(20), "file {number} took {:?}", start.elapsed());
    }
}
