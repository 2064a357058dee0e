//! Versions of a report that were sent to be signed: types and rules, pure.

use std::collections::BTreeMap;

use db::Uuid;
use jiff::{Timestamp, civil::Date};
use report::Report;
use serde::{Deserialize, Serialize};
use thai::{Bilingual, FiscalYear};

use crate::{
    documents::DocumentId,
    figures::{Catalogue, Standing},
    kit::visit::UserId,
    measures::{
        Plan,
        model::{ResultId, work::Proof},
    },
};

db::id!(
    /// A version of a report that was sent to be signed.
    SignOffId
);

/// The longest remark, in characters.
pub const LONGEST_REMARK: usize = 2_000;

/// A version of a report that was sent to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOff {
    /// Identifier.
    pub id: SignOffId,
    /// The year of the report.
    pub year: FiscalYear,
    /// The how-manieth version of the year it is, from 1.
    pub number: i64,
    /// The hash of its content.
    pub hash: [u8; 32],
    /// How far it is.
    pub state: State,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Who sent it.
    pub sent_by: Option<UserId>,
    /// Who sent it, as they were called then.
    pub sent_name: String,
    /// What the director said.
    pub decision: Option<Decision>,
    /// The scan of the paper that was signed in ink.
    pub scan: Option<DocumentId>,
}

/// How far a version is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It lies with the director.
    Waiting,
    /// It was sent back.
    Returned,
    /// It was signed.
    Signed,
}

/// How far the report of a year of an agency is, as seen from above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signing {
    /// Nothing lies with the director.
    #[default]
    None,
    /// A version lies with the director, none was signed yet.
    Waiting,
    /// A version was signed.
    Signed,
}

/// What the director said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// When.
    pub at: Timestamp,
    /// Who, as they were called then.
    pub by: String,
    /// In which post.
    pub post: String,
    /// What they remarked.
    pub remark: String,
}

/// What is frozen: the report, and what proved each result on that day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// The report.
    pub report: Report,
    /// What proved its results.
    pub proofs: Vec<ProofOfResult>,
    /// What the office's own figures said of its results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<FigureOfResult>,
}

/// A live figure that was bound to a result, as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureOfResult {
    /// The item.
    pub code: String,
    /// What the result says.
    pub result: String,
    /// The key of the figure.
    pub figure: String,
    /// Its name in Thai.
    pub name: String,
    /// The one thing it is about; empty for all of them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The unit it is about, in Thai; empty for the whole office.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The value in official Thai; none where there was no data, which is not zero.
    pub value: Option<String>,
    /// The numerator.
    pub numerator: i64,
    /// The denominator.
    pub denominator: i64,
    /// Since when it has been this.
    pub since: Date,
    /// What it is to reach, in official Thai.
    pub target: Option<String>,
    /// The rule by which it counts, in Thai.
    pub rule: String,
    /// The figure in official Thai, as it is printed below the result; empty where there was no data.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub printed: String,
}

/// What proved a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofOfResult {
    /// The item.
    pub code: String,
    /// What the result says.
    pub result: String,
    /// What proves it: `evidence`, `excused`, `stale`, `claimed` or `reported`.
    pub proof: String,
    /// How many documents show it.
    pub evidence: u32,
    /// Why there is none, if that was accepted.
    pub reason: Option<String>,
}

impl State {
    /// The key in the database.
    pub fn key(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Returned => "returned",
            State::Signed => "signed",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [State::Waiting, State::Returned, State::Signed].into_iter().find(|state| state.key() == key)
    }
}

fn proof_key(proof: Proof) -> &'static str {
    match proof {
        Proof::Reported => "reported",
        Proof::Claimed => "claimed",
        Proof::Stale => "stale",
        Proof::Excused => "excused",
        Proof::Evidence => "evidence",
    }
}

impl Frozen {
    /// What a report and its plan say now.
    pub fn of(
        report: Report,
        plan: &Plan,
        catalogue: Catalogue,
        standings: &[Standing],
        units: &BTreeMap<Uuid, String>,
    ) -> Self {
        let of_item = plan.items.iter().flat_map(|item| item.results.iter().map(move |result| (item, result)));
        let proofs = of_item.filter_map(|(item, result)| {
            let proof = result.proof()?;
            Some(ProofOfResult {
                code: item.code.clone(),
                result: result.said.text.clone(),
                proof: proof_key(proof).to_owned(),
                evidence: result.work.evidence,
                reason: result.work.excuse.clone(),
            })
        });
        let figures = standings.iter().filter_map(|one| FigureOfResult::of(plan, catalogue, one, units));
        Self { proofs: proofs.collect(), figures: figures.collect(), report }
    }

    /// The report as it is printed: with what the office's own figures said when it was sent.
    pub fn into_print(self, sent_on: Date) -> Report {
        let Frozen { mut report, figures, .. } = self;
        for item in &mut report.items {
            for result in &mut item.results {
                let own = figures.iter().filter(|figure| figure.code == item.code && figure.result == result.text);
                result.readings.extend(own.filter_map(|figure| figure.printed(sent_on)));
            }
        }
        report
    }

    /// How many results these proofs prove.
    pub fn count(&self, proofs: &[&str]) -> usize {
        self.proofs.iter().filter(|one| proofs.contains(&one.proof.as_str())).count()
    }

    /// Its text, always the same for the same content: what is hashed, kept and handed out.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).expect("a report consists of texts, numbers and lists")
    }

    /// What a kept text says.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

impl FigureOfResult {
    /// A figure of a result as it stands; none if it was never taken.
    fn of(plan: &Plan, catalogue: Catalogue, one: &Standing, units: &BTreeMap<Uuid, String>) -> Option<Self> {
        let figure = catalogue.find(&one.subscription.about.figure)?;
        let reading = one.reading.as_ref()?;
        let (item, result) = plan.result(ResultId(one.subscription.result))?;
        let unit = units.get(&one.subscription.about.unit).map_or("", String::as_str);
        Some(Self {
            code: item.code.clone(),
            result: result.said.text.clone(),
            figure: figure.key.to_owned(),
            name: (figure.name)().th,
            subject: reading.subject.clone(),
            unit: unit.to_owned(),
            value: reading.value(figure).map(|value| figure.how.official(value)),
            numerator: reading.numerator,
            denominator: reading.denominator,
            since: reading.since,
            target: one.subscription.target.map(|target| figure.how.official(target)),
            rule: (figure.rule)().th,
            printed: reading.printed(figure, unit).map(|printed| printed.text).unwrap_or_default(),
        })
    }

    /// The figure below its result, as of the day on which the report was sent; none without data.
    fn printed(&self, sent_on: Date) -> Option<report::Reading> {
        (!self.printed.is_empty()).then(|| report::Reading { text: self.printed.clone(), day: sent_on })
    }
}

/// The hash of a content.
pub fn hash(content: &str) -> [u8; 32] {
    *blake3::hash(content.as_bytes()).as_bytes()
}

/// A hash as people compare it: hexadecimal, in groups of eight.
pub fn in_groups(hash: &[u8; 32]) -> String {
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let groups: Vec<&str> = (0..8).map(|at| &hex[at * 8..at * 8 + 8]).collect();
    groups.join(" ")
}

/// A hash as it stands in lists: its beginning and its end.
pub fn shortened(hash: &[u8; 32]) -> String {
    let hex = in_groups(hash).replace(' ', "");
    format!("{}…{}", &hex[..8], &hex[hex.len() - 8..])
}

/// May this content be sent to the director? `all` are the versions of the year, the newest first.
pub fn may_send(all: &[SignOff], content: &[u8; 32]) -> Result<(), Bilingual> {
    if all.iter().any(|one| one.state == State::Waiting) {
        return Err(Bilingual::new(
            "ส่งให้ผู้อำนวยการไว้แล้ว รอลงนามหรือส่งกลับก่อน",
            "A version lies with the director already. It is to be signed or sent back first.",
        ));
    }
    let signed = all.iter().find(|one| one.state == State::Signed);
    if signed.is_some_and(|one| one.hash == *content) {
        return Err(Bilingual::new(
            "รายงานตรงกับฉบับที่ลงนามแล้วทุกตัวอักษร ไม่ต้องลงนามใหม่",
            "The report is word for word what was signed. It need not be signed again.",
        ));
    }
    Ok(())
}

/// May this version be decided on by that user? Nobody signs what they sent themselves.
pub fn may_decide(one: &SignOff, by: UserId) -> Result<(), Bilingual> {
    if one.state != State::Waiting {
        return Err(Bilingual::new(
            "ฉบับนี้ตัดสินใจไปแล้ว เปิดหน้านี้อีกครั้งเพื่อดูล่าสุด",
            "This version was decided on already. Reload to see the latest.",
        ));
    }
    if one.sent_by == Some(by) {
        return Err(Bilingual::new(
            "ผู้ส่งลงนามฉบับของตนเองไม่ได้ ให้ผู้ประสานงานเป็นผู้ส่ง",
            "Nobody signs what they sent themselves. Let the coordinator send it.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(state: State, content: &str) -> SignOff {
        SignOff {
            id: SignOffId::new(),
            year: FiscalYear::new(2565).unwrap(),
            number: 1,
            hash: hash(content),
            state,
            sent_at: Timestamp::UNIX_EPOCH,
            sent_by: None,
            sent_name: "ผู้ประสานงาน".into(),
            decision: None,
            scan: None,
        }
    }

    #[test]
    fn one_version_waits_at_a_time_and_nothing_is_signed_twice() {
        assert_eq!(may_send(&[], &hash("ก")), Ok(()));
        assert!(may_send(&[version(State::Waiting, "ข")], &hash("ก")).is_err());
        assert!(may_send(&[version(State::Signed, "ก")], &hash("ก")).is_err());
        assert_eq!(may_send(&[version(State::Signed, "ก")], &hash("ข")), Ok(()));
        let both = [version(State::Returned, "ก"), version(State::Signed, "ข")];
        assert_eq!(may_send(&both, &hash("ก")), Ok(()), "what was sent back may be sent again");
    }

    #[test]
    fn nobody_signs_what_they_sent() {
        let (me, other) = (UserId(Uuid::now_v7()), UserId(Uuid::now_v7()));
        let mine = SignOff { sent_by: Some(me), ..version(State::Waiting, "ก") };
        assert!(may_decide(&mine, me).is_err());
        assert_eq!(may_decide(&mine, other), Ok(()));
        assert!(may_decide(&version(State::Signed, "ก"), other).is_err());
    }

    #[test]
    fn the_same_content_has_the_same_text_and_comes_back() {
        let frozen = Frozen { report: Report::default(), proofs: Vec::new(), figures: Vec::new() };
        assert_eq!(frozen.text(), frozen.clone().text());
        assert_eq!(Frozen::read(&frozen.text()), Some(frozen));
        let shown = in_groups(&hash("ก"));
        assert_eq!((shown.len(), shown.split(' ').count()), (71, 8));
    }
}
