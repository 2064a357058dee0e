//! What is wrong with a chain, and what cannot be told without a head.

use db::Connection;
use thai::Bilingual;

use super::{
    chain::{Digest, Entry, START, payload_digest},
    head::Head,
    store::{self, StoredEntry},
};
use crate::kit::visit::AgencyId;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Entries between the one before and this one are gone.
    Removed,
    /// The entry says something else than when it was chained.
    Altered,
    /// The payload says something else than when it was chained.
    PayloadAltered,
    /// The entry stands where another one stood.
    Reordered,
    /// The chain ends before this number.
    CutOff,
    /// The head's signature is wrong: it proves nothing.
    HeadForged,
    /// The head speaks of another agency.
    HeadForeign,
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
        Self { previous: START, expected: 1, suspects: Vec::new(), findings }
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
        match payload {
            None => self.findings.erased += 1,
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
        self.findings.faults.sort_by_key(|fault| fault.sequence);
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

/// Reads and checks the whole chain of an agency; with a head also that nothing before it was rewritten.
pub async fn verify(connection: &mut Connection, agency: AgencyId, head: Option<&Head>) -> db::Result<Findings> {
    let mut walk = Walk::default();
    let mut at_head = None;
    let mut after = 0;
    loop {
        let portion = store::list_after(connection, agency, after, PORTION).await?;
        let Some(last) = portion.last() else { break };
        after = last.entry.sequence;
        for stored in &portion {
            if head.is_some_and(|head| head.sequence == stored.entry.sequence) {
                at_head = Some(stored.digest);
            }
            walk.step(stored);
        }
    }
    let end = store::end(connection, agency).await?.map(|end| (end.sequence, end.digest));
    let mut findings = walk.finish(end);
    if let Some(head) = head {
        findings.faults.extend(against(head, agency, at_head));
    }
    Ok(findings)
}

/// What a head says against the entry that stands at its number.
fn against(head: &Head, agency: AgencyId, at_head: Option<Digest>) -> Option<Fault> {
    let fault = |kind| Some(Fault { sequence: head.sequence, kind });
    if head.agency_id != agency.0 {
        return fault(FaultKind::HeadForeign);
    }
    match (head.checked(), at_head) {
        (None, _) => fault(FaultKind::HeadForged),
        (Some(_), None) => fault(FaultKind::CutOff),
        (Some(signed), Some(found)) if signed != found => fault(FaultKind::Rewritten),
        (Some(_), Some(_)) => None,
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
            FaultKind::HeadForged => {
                Bilingual::new("ลายเซ็นของหัวบันทึกที่ให้มาไม่ถูกต้อง", "The signature of the given head is wrong")
            }
            FaultKind::HeadForeign => {
                Bilingual::new("หัวบันทึกที่ให้มาเป็นของหน่วยงานอื่น", "The given head is another agency's")
            }
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
    use db::Uuid;

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
        assert_eq!(check(&entries, end_of(&entries)), [Fault { sequence: 5, kind: FaultKind::PayloadAltered }]);
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
