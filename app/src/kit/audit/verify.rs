//! What is wrong with a chain, and what cannot be told without a head.
//!
//! A chain is checked link by link, against the heads that lie beside it in the database, and against heads that
//! others kept. The last is the strongest: whoever can write the whole database could also write it anew.

use std::collections::{BTreeMap, BTreeSet};

use db::{Connection, Uuid};
use jiff::civil::Date;
use thai::{Bilingual, Language, date};

use super::{
    ERASED,
    chain::{Digest, Entry, START, payload_digest},
    head::Head,
    store::{self, StoredEntry},
};
use crate::kit::{secret, visit::AgencyId};

/// Entries are read in portions of this many, so that a long chain needs little memory.
const PORTION: i64 = 1_000;

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// How many entries were read.
    pub entries: i64,
    /// How many payloads were erased; that is allowed.
    pub erased: i64,
    /// What is wrong, each with the number of its entry.
    pub faults: Vec<Fault>,
    /// The sequence and digest of the last entry read.
    pub end: (i64, Digest),
    /// How many signed heads it was compared with.
    pub heads: usize,
    /// The number of the last entry that a head covers; 0 if none does. What came later could have been rewritten.
    pub covered: i64,
}

/// Something wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The entry.
    pub sequence: i64,
    /// What is wrong with it.
    pub kind: FaultKind,
}

/// The kinds of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// Entries between the one before and this one are gone.
    Removed,
    /// The entry says something else than when it was chained.
    Altered,
    /// The payload says something else than when it was chained.
    PayloadAltered,
    /// The entry stands where another one stood.
    Reordered,
    /// The payload is gone, and no entry says that it was erased.
    ErasedInSilence,
    /// The chain ends before this number.
    CutOff,
    /// The head's signature is wrong: it proves nothing.
    HeadForged {
        /// The day of the head.
        day: Date,
    },
    /// The head was signed with a key that is not this installation's.
    HeadForeign {
        /// The day of the head.
        day: Date,
    },
    /// The entry is not the one that the head saw: the chain was rewritten.
    Rewritten,
}

/// How many entries that do not fit are compared with each other to tell moved ones from altered ones.
const COMPARED: usize = 200;

/// The pure check of one link after another.
#[derive(Clone, Debug)]
pub struct Walk {
    previous: Digest,
    expected: i64,
    suspects: Vec<Suspect>,
    missing_payloads: BTreeMap<Uuid, i64>,
    recorded_erasures: BTreeSet<Uuid>,
    findings: Findings,
}

/// An entry that does not fit where it stands.
#[derive(Clone, Debug)]
struct Suspect {
    entry: Entry,
    digest: Digest,
    previous: Digest,
}

impl Default for Walk {
    fn default() -> Self {
        let findings = Findings { end: (0, START), ..Findings::default() };
        Self {
            previous: START,
            expected: 1,
            suspects: Vec::new(),
            missing_payloads: BTreeMap::new(),
            recorded_erasures: BTreeSet::new(),
            findings,
        }
    }
}

impl Walk {
    /// Checks the next entry.
    pub fn step(&mut self, stored: &StoredEntry) {
        let StoredEntry { entry, digest, payload } = stored;
        if entry.sequence != self.expected {
            // What this entry was linked to is gone, so it cannot be judged by it.
            self.fault(self.expected, FaultKind::Removed);
        } else if entry.digest(&self.previous) != *digest {
            self.suspects.push(Suspect { entry: entry.clone(), digest: *digest, previous: self.previous });
        }
        if entry.action == ERASED {
            self.recorded_erasures.insert(entry.subject_id);
        }
        match payload {
            None => {
                self.findings.erased += 1;
                self.missing_payloads.insert(entry.id, entry.sequence);
            }
            Some((salt, text)) if payload_digest(salt, text) != entry.payload_digest => {
                self.fault(entry.sequence, FaultKind::PayloadAltered);
            }
            Some(_) => {}
        }
        self.findings.entries += 1;
        self.findings.end = (entry.sequence, *digest);
        self.previous = *digest;
        self.expected = entry.sequence + 1;
    }

    /// Ends the walk; `end` is where the chain says that it ends.
    pub fn finish(mut self, end: Option<(i64, Digest)>) -> Findings {
        self.judge_suspects();
        match end {
            Some((sequence, _)) if sequence >= self.expected => self.fault(self.expected, FaultKind::CutOff),
            Some((sequence, digest)) if (sequence, digest) != self.findings.end => {
                self.fault(sequence, FaultKind::Altered);
            }
            None if self.findings.entries > 0 => self.fault(self.findings.end.0, FaultKind::CutOff),
            _ => {}
        }
        for (id, sequence) in std::mem::take(&mut self.missing_payloads) {
            if !self.recorded_erasures.contains(&id) {
                self.fault(sequence, FaultKind::ErasedInSilence);
            }
        }
        self.findings.faults.sort_by_key(|fault| (fault.sequence, fault.kind));
        self.findings
    }

    /// An entry that fits behind another suspect is untouched: only its neighbour moved. One that fits at another
    /// suspect's place was moved. All others were altered.
    fn judge_suspects(&mut self) {
        let suspects = std::mem::take(&mut self.suspects);
        let compared = &suspects[..suspects.len().min(COMPARED)];
        let links: Vec<Digest> = compared.iter().flat_map(|suspect| [suspect.previous, suspect.digest]).collect();
        let places: Vec<i64> = compared.iter().map(|suspect| suspect.entry.sequence).collect();
        for suspect in &suspects {
            let fits = |sequence: i64| {
                let entry = Entry { sequence, ..suspect.entry.clone() };
                links.iter().any(|link| entry.digest(link) == suspect.digest)
            };
            let own = suspect.entry.sequence;
            if fits(own) {
                continue;
            }
            let moved = places.iter().any(|place| *place != own && fits(*place));
            self.fault(own, if moved { FaultKind::Reordered } else { FaultKind::Altered });
        }
    }

    fn fault(&mut self, sequence: i64, kind: FaultKind) {
        self.findings.faults.push(Fault { sequence, kind });
    }
}

/// Reads and checks the whole chain of an agency, against the heads beside it and the `given` ones. `public_key` is
/// the installation's, if it is at hand: heads signed with another one are named.
pub async fn verify(
    connection: &mut Connection,
    agency: AgencyId,
    given: &[Head],
    public_key: Option<[u8; 32]>,
) -> db::Result<Findings> {
    let stored = store::list_heads(connection, agency, i64::MAX, 0).await?;
    let heads: Vec<Head> = stored.iter().map(|head| head.publish("", agency.0)).chain(given.iter().cloned()).collect();
    let mut seen: BTreeMap<i64, Option<Digest>> = heads.iter().map(|head| (head.sequence, None)).collect();
    let mut walk = Walk::default();
    let end = walk_to_the_end(connection, agency, &mut walk, &mut seen).await?;
    let mut findings = walk.finish(end);
    findings.heads = heads.len();
    for head in &heads {
        let key_is_ours = public_key.is_none_or(|key| secret::from_hex(&head.public_key).as_deref() == Some(&key[..]));
        match against(head, seen.get(&head.sequence).copied().flatten()) {
            None if key_is_ours => findings.covered = findings.covered.max(head.sequence),
            None => {
                findings.faults.push(Fault { sequence: head.sequence, kind: FaultKind::HeadForeign { day: head.day } })
            }
            Some(fault) => findings.faults.push(fault),
        }
    }
    findings.faults.sort_by_key(|fault| (fault.sequence, fault.kind));
    findings.faults.dedup();
    Ok(findings)
}

/// Walks over all entries and returns the end that the chain names. Others may be writing meanwhile: an entry and the
/// end that names it are committed together, so reading the end last and looking again for entries before it is safe.
async fn walk_to_the_end(
    connection: &mut Connection,
    agency: AgencyId,
    walk: &mut Walk,
    seen: &mut BTreeMap<i64, Option<Digest>>,
) -> db::Result<Option<(i64, Digest)>> {
    let mut after = 0;
    let mut end = None;
    loop {
        let portion = store::list_after(connection, agency, after, PORTION).await?;
        let Some(last) = portion.last() else {
            let now = store::end(connection, agency).await?.map(|end| (end.sequence, end.digest));
            if now == end {
                return Ok(end);
            }
            end = now;
            continue;
        };
        after = last.entry.sequence;
        for stored in &portion {
            if let Some(digest) = seen.get_mut(&stored.entry.sequence) {
                *digest = Some(stored.digest);
            }
            walk.step(stored);
        }
    }
}

/// What a head says against the entry that stands at its number.
fn against(head: &Head, found: Option<Digest>) -> Option<Fault> {
    let fault = |kind| Some(Fault { sequence: head.sequence, kind });
    match (head.checked(), found) {
        (None, _) => fault(FaultKind::HeadForged { day: head.day }),
        (Some(_), None) => fault(FaultKind::CutOff),
        (Some(signed), Some(found)) if signed != found => fault(FaultKind::Rewritten),
        (Some(_), Some(_)) => None,
    }
}

impl FaultKind {
    /// Its key in the JSON answer.
    pub fn key(self) -> &'static str {
        match self {
            FaultKind::Removed => "removed",
            FaultKind::Altered => "altered",
            FaultKind::PayloadAltered => "content_altered",
            FaultKind::Reordered => "reordered",
            FaultKind::ErasedInSilence => "erased_in_silence",
            FaultKind::CutOff => "cut_off",
            FaultKind::HeadForged { .. } => "head_forged",
            FaultKind::HeadForeign { .. } => "head_of_foreign_key",
            FaultKind::Rewritten => "rewritten",
        }
    }
}

impl Fault {
    /// The fault in words.
    pub fn sentence(&self) -> Bilingual {
        let n = self.sequence;
        match self.kind {
            FaultKind::Removed => Bilingual::new(
                format!("รายการที่ {n} หายไป (อาจหายต่อเนื่องมากกว่าหนึ่งรายการ)"),
                format!("Entry {n} was removed (and possibly more behind it)"),
            ),
            FaultKind::Altered => Bilingual::new(
                format!("รายการที่ {n} ไม่ต่อจากรายการก่อนหน้า แสดงว่ารายการใดรายการหนึ่งถูกแก้ไขหลังบันทึก"),
                format!("Entry {n} does not follow from the one before: one of them was altered after it was recorded"),
            ),
            FaultKind::PayloadAltered => Bilingual::new(
                format!("เนื้อหาของรายการที่ {n} ถูกแก้ไขหลังบันทึก"),
                format!("The content of entry {n} was altered after it was recorded"),
            ),
            FaultKind::Reordered => Bilingual::new(
                format!("รายการที่ {n} ไม่อยู่ในลำดับเดิม"),
                format!("Entry {n} does not stand in its original place"),
            ),
            FaultKind::CutOff => Bilingual::new(
                format!("บันทึกถูกตัดท้ายก่อนถึงรายการที่ {n}"),
                format!("The chain was cut off before entry {n}"),
            ),
            FaultKind::ErasedInSilence => Bilingual::new(
                format!("เนื้อหาของรายการที่ {n} หายไปโดยไม่มีบันทึกว่าถูกลบ"),
                format!("The content of entry {n} is gone and no entry says that it was erased"),
            ),
            FaultKind::HeadForged { day } => Bilingual::new(
                format!("ลายเซ็นของหัวบันทึกวันที่ {} ไม่ถูกต้อง", date::long(day, Language::Thai)),
                format!("The signature of the head of {day} is wrong"),
            ),
            FaultKind::HeadForeign { day } => Bilingual::new(
                format!("หัวบันทึกวันที่ {} ไม่ได้ลงนามด้วยกุญแจของระบบนี้", date::long(day, Language::Thai)),
                format!("The head of {day} was not signed with this installation's key"),
            ),
            FaultKind::Rewritten => Bilingual::new(
                format!("รายการที่ {n} ไม่ตรงกับหัวบันทึกที่ลงนามไว้ แสดงว่าบันทึกถูกเขียนใหม่"),
                format!("Entry {n} is not the one that the signed head saw: the chain was rewritten"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: i64) -> Vec<StoredEntry> {
        let mut previous = START;
        (1..=length)
            .map(|sequence| {
                let payload = format!("{{\"n\":{sequence}}}");
                let salt = [sequence as u8; 32];
                let entry = Entry {
                    agency: Uuid::nil(),
                    sequence,
                    id: Uuid::from_u128(sequence as u128),
                    at: sequence * 1_000,
                    action: "measures.result.changed".into(),
                    subject_kind: "result".into(),
                    subject_id: Uuid::from_u128(99),
                    payload_digest: payload_digest(&salt, &payload),
                };
                let digest = entry.digest(&previous);
                previous = digest;
                StoredEntry { entry, digest, payload: Some((salt, payload)) }
            })
            .collect()
    }

    fn check(entries: &[StoredEntry], end: (i64, Digest)) -> Vec<Fault> {
        let mut walk = Walk::default();
        entries.iter().for_each(|entry| walk.step(entry));
        walk.finish(Some(end)).faults
    }

    fn end_of(entries: &[StoredEntry]) -> (i64, Digest) {
        entries.last().map_or((0, START), |last| (last.entry.sequence, last.digest))
    }

    #[test]
    fn an_untouched_chain_verifies() {
        let entries = chain(7);
        assert_eq!(check(&entries, end_of(&entries)), []);
        assert_eq!(check(&[], (0, START)), []);
    }

    #[test]
    fn an_altered_entry_is_named() {
        let mut entries = chain(7);
        entries[2].entry.at += 1;
        assert_eq!(check(&entries, end_of(&entries)), [Fault { sequence: 3, kind: FaultKind::Altered }]);
    }

    #[test]
    fn an_altered_payload_is_named_and_an_erased_one_is_allowed() {
        let mut entries = chain(7);
        entries[1].payload = None;
        entries[4].payload = Some(([5; 32], "{}".into()));
        let erasure = erasure_of(&entries[1].entry, entries[6].digest);
        entries.push(erasure);
        assert_eq!(check(&entries, end_of(&entries)), [Fault { sequence: 5, kind: FaultKind::PayloadAltered }]);
    }

    #[test]
    fn a_payload_that_vanished_in_silence_is_named() {
        let mut entries = chain(7);
        entries[1].payload = None;
        assert_eq!(check(&entries, end_of(&entries)), [Fault { sequence: 2, kind: FaultKind::ErasedInSilence }]);
    }

    fn erasure_of(erased: &Entry, previous: Digest) -> StoredEntry {
        let entry = Entry {
            sequence: 8,
            id: Uuid::from_u128(8),
            action: ERASED.into(),
            subject_id: erased.id,
            payload_digest: payload_digest(&[8; 32], "{}"),
            ..erased.clone()
        };
        StoredEntry { digest: entry.digest(&previous), entry, payload: Some(([8; 32], "{}".into())) }
    }

    #[test]
    fn a_removed_entry_is_named() {
        let mut entries = chain(7);
        entries.remove(3);
        assert_eq!(check(&entries, end_of(&entries)), [Fault { sequence: 4, kind: FaultKind::Removed }]);
    }

    #[test]
    fn entries_that_changed_places_are_named() {
        for (a, b) in [(1, 2), (1, 4)] {
            let mut entries = chain(7);
            let end = end_of(&entries);
            entries.swap(a, b);
            entries[a].entry.sequence = a as i64 + 1;
            entries[b].entry.sequence = b as i64 + 1;
            let expected = [a, b].map(|place| Fault { sequence: place as i64 + 1, kind: FaultKind::Reordered });
            assert_eq!(check(&entries, end), expected);
        }
    }

    #[test]
    fn a_cut_off_tail_is_named() {
        let entries = chain(7);
        let end = end_of(&entries);
        assert_eq!(check(&entries[..5], end), [Fault { sequence: 6, kind: FaultKind::CutOff }]);
    }
}
