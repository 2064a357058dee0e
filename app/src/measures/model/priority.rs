//! What comes first: the priority of an item follows from the points that it costs the total, unless somebody chose
//! another one and said why.

use std::collections::BTreeMap;

use scoring::Exact;
use serde::Serialize;
use thai::Bilingual;

/// How urgent an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Among the costliest items that together make up half of all points at stake.
    First,
    /// Among those that bring it to four fifths.
    Second,
    /// All others.
    Later,
}

/// A priority that somebody chose, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChosenPriority {
    /// The priority.
    pub priority: Priority,
    /// Why it is not the one that follows from the points.
    pub reason: String,
}

impl Priority {
    /// All, the most urgent first.
    pub const ALL: [Priority; 3] = [Priority::First, Priority::Second, Priority::Later];

    /// The key in the database and in forms.
    pub fn key(self) -> &'static str {
        match self {
            Priority::First => "first",
            Priority::Second => "second",
            Priority::Later => "later",
        }
    }

    /// The priority with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.key() == key)
    }

    /// Its words.
    pub fn name(self) -> Bilingual {
        match self {
            Priority::First => Bilingual::new("ทำก่อน", "First"),
            Priority::Second => Bilingual::new("ทำถัดไป", "Second"),
            Priority::Later => Bilingual::new("ทำตามรอบ", "Later"),
        }
    }
}

/// The rule in a sentence, as papers and pages state it.
pub fn rule() -> Bilingual {
    Bilingual::new(
        "เรียงข้อจากคะแนนรวมที่เสียมากไปน้อย ข้อแรก ๆ ที่รวมกันถึงครึ่งหนึ่งของคะแนนที่เสียเป็น “ทำก่อน” ข้อต่อมาจนครบสี่ในห้าเป็น “ทำถัดไป” ที่เหลือ “ทำตามรอบ” ข้อที่เสียเท่ากันอยู่ลำดับเดียวกัน หน่วยงานเลือกลำดับอื่นได้เมื่อบอกเหตุผล",
        "Items are put in the order of what they cost the total. The costliest that together make half of it come first, \
         those that bring it to four fifths second, all others later; equal costs have equal priority. An agency may \
         choose otherwise if it says why.",
    )
}

/// The priorities that follow from what each item costs the total, in points. Items of unknown cost have none.
pub fn priorities<'a>(costs: impl IntoIterator<Item = (&'a str, Option<&'a Exact>)>) -> BTreeMap<String, Priority> {
    let mut known: Vec<(&str, &Exact)> = costs.into_iter().filter_map(|(code, cost)| Some((code, cost?))).collect();
    known.sort_by(|one, other| other.1.cmp(one.1));
    let all: Exact = known.iter().map(|(_, cost)| (*cost).clone()).sum();
    let part = |above, below| Exact::ratio(above, below).map(|share| &share * &all).unwrap_or_else(Exact::zero);
    let (half, most) = (part(1, 2), part(4, 5));
    let mut before = Exact::zero();
    let mut found = BTreeMap::new();
    for equals in known.chunk_by(|one, other| one.1 == other.1) {
        let priority = match () {
            () if equals[0].1.is_zero() => Priority::Later,
            () if before < half => Priority::First,
            () if before < most => Priority::Second,
            () => Priority::Later,
        };
        for (code, cost) in equals {
            found.insert((*code).to_owned(), priority);
            before = before + (*cost).clone();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn given(costs: &[(&str, &str)]) -> Vec<Priority> {
        let costs: Vec<(&str, Exact)> = costs.iter().map(|(code, cost)| (*code, cost.parse().unwrap())).collect();
        let found = priorities(costs.iter().map(|(code, cost)| (*code, Some(cost))));
        costs.iter().map(|(code, _)| found[*code]).collect()
    }

    #[test]
    fn half_of_the_cost_comes_first() {
        use Priority::*;
        assert_eq!(given(&[("O36", "5"), ("I7", "3"), ("E1", "1"), ("E2", "1")]), [First, Second, Later, Later]);
        assert_eq!(given(&[("O36", "1.25"), ("O37", "1.25"), ("I7", "0.5")]), [First, First, Later]);
        assert_eq!(given(&[("I1", "0")]), [Later]);
    }

    #[test]
    fn what_is_of_unknown_cost_has_no_priority() {
        assert_eq!(priorities([("O3", None)]), BTreeMap::new());
    }

    #[test]
    fn keys_go_there_and_back() {
        assert!(Priority::ALL.into_iter().all(|priority| Priority::from_key(priority.key()) == Some(priority)));
    }

    proptest! {
        #[test]
        fn what_costs_more_is_never_less_urgent(costs in prop::collection::vec(0i64..40, 1..20)) {
            let costs: Vec<(String, Exact)> =
                costs.iter().enumerate().map(|(at, cost)| (format!("I{at}"), Exact::from(*cost))).collect();
            let found = priorities(costs.iter().map(|(code, cost)| (code.as_str(), Some(cost))));
            for (one, cost) in &costs {
                for (other, less) in &costs {
                    prop_assert!(cost < less || found[one] <= found[other]);
                }
            }
        }
    }
}
