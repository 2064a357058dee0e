//! Offices side by side: what is known of each, which of them are shown, and in which order. Pure.

use scoring::{Exact, Level};
use thai::{Bilingual, FiscalYear};

use crate::{kit::figures::How, measures::Progress, sign_off::Signing};

/// An office as its parent sees it.
#[derive(Clone, Debug)]
pub struct Office {
    /// Its key in addresses.
    pub key: String,
    /// Its name.
    pub name: Bilingual,
    /// Its Thai name for sorting.
    pub sort_key: Vec<u8>,
    /// The total it aims at.
    pub target: Exact,
    /// The total of the year of the scores; `None` if it is not known.
    pub total: Option<Exact>,
    /// The level of that year.
    pub level: Option<Level>,
    /// The total of the year before.
    pub before: Option<Exact>,
    /// How far the plan is; `None` if there is no plan with results.
    pub progress: Option<Progress>,
    /// How far the report is.
    pub signing: Signing,
}

/// All offices of a year.
#[derive(Clone, Debug)]
pub struct Offices {
    /// The year of the plans.
    pub year: FiscalYear,
    /// The year of the scores shown: see [`score_year`].
    pub score_year: FiscalYear,
    /// The newest year of which any office has a plan; the years that are offered end with it.
    pub newest: FiscalYear,
    /// The offices.
    pub all: Vec<Office>,
}

/// Which offices are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of the name, in either language.
    pub text: Option<String>,
    /// The key of the level; `none` for offices without a score.
    pub level: Option<String>,
    /// What is the matter.
    pub matter: Option<Matter>,
}

/// What may be the matter with an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Something is overdue.
    Overdue,
    /// Something is done that nothing proves.
    Unproved,
    /// The report is not signed.
    Unsigned,
    /// The score is below the office's own target.
    BelowTarget,
}

/// In which order they are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By name.
    #[default]
    Name,
    /// The lowest total first.
    Score,
    /// The largest loss against the year before first.
    Change,
    /// The smallest share of results done first.
    Done,
    /// The most overdue first.
    Overdue,
    /// The smallest share of done results with evidence first.
    Proved,
    /// Unsigned reports first.
    Signing,
}

/// Of which year scores are shown: the newest of which at least half of the offices know theirs, so that offices can be
/// compared; or else the newest known at all. `known` holds one year for each office and year with a score.
pub fn score_year(known: impl IntoIterator<Item = FiscalYear>, offices: usize) -> Option<FiscalYear> {
    let mut counted: std::collections::BTreeMap<FiscalYear, usize> = std::collections::BTreeMap::new();
    known.into_iter().for_each(|year| *counted.entry(year).or_default() += 1);
    let by_half = counted.iter().rev().find(|(_, count)| *count * 2 >= offices);
    by_half.or(counted.iter().next_back()).map(|(year, _)| *year)
}

impl Matter {
    /// All of them.
    pub const ALL: [Matter; 4] = [Matter::Overdue, Matter::Unproved, Matter::Unsigned, Matter::BelowTarget];

    /// The key in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Matter::Overdue => "overdue",
            Matter::Unproved => "unproved",
            Matter::Unsigned => "unsigned",
            Matter::BelowTarget => "below-target",
        }
    }

    /// The matter with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.key() == key)
    }

    /// What it is called.
    pub fn name(self) -> Bilingual {
        match self {
            Matter::Overdue => Bilingual::new("มีงานเกินกำหนด", "Something is overdue"),
            Matter::Unproved => Bilingual::new("มีผลที่เสร็จแต่ไม่มีหลักฐาน", "Done without evidence"),
            Matter::Unsigned => Bilingual::new("ยังไม่ลงนามรายงาน", "Report not signed"),
            Matter::BelowTarget => Bilingual::new("คะแนนต่ำกว่าเป้า", "Below its target"),
        }
    }
}

impl Order {
    /// The order with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "name" => Some(Order::Name),
            "score" => Some(Order::Score),
            "change" => Some(Order::Change),
            "done" => Some(Order::Done),
            "overdue" => Some(Order::Overdue),
            "proved" => Some(Order::Proved),
            "signing" => Some(Order::Signing),
            _ => None,
        }
    }
}

impl Office {
    /// How much the total changed against the year before.
    pub fn change(&self) -> Option<Exact> {
        Some(&self.total.as_ref()?.rounded() - &self.before.as_ref()?.rounded())
    }

    /// The share of results that are done.
    pub fn done_share(&self) -> Option<i64> {
        self.progress.and_then(|progress| How::Share.value(progress.done, progress.results))
    }

    /// The share of the done results that have evidence.
    pub fn proved_share(&self) -> Option<i64> {
        self.progress.and_then(|progress| How::Share.value(progress.proved, progress.done))
    }

    fn has(&self, matter: Matter) -> bool {
        let progress = self.progress.unwrap_or_default();
        match matter {
            Matter::Overdue => progress.overdue > 0,
            Matter::Unproved => progress.proved < progress.done,
            Matter::Unsigned => self.signing != Signing::Signed,
            Matter::BelowTarget => self.total.as_ref().is_some_and(|total| total.rounded() < self.target),
        }
    }

    fn fits(&self, filter: &Filter) -> bool {
        let text = filter.text.as_deref().map(str::to_lowercase);
        let says = |text: &str| self.name.th.contains(text) || self.name.en.to_lowercase().contains(text);
        let level = self.level.as_ref().map_or("none", |level| level.key.as_str());
        text.is_none_or(|text| says(&text))
            && filter.level.as_deref().is_none_or(|wanted| wanted == level)
            && filter.matter.is_none_or(|matter| self.has(matter))
    }
}

impl Offices {
    /// The offices that fit, in the order wished. What is not known comes last.
    pub fn chosen(&self, filter: &Filter, order: Order) -> Vec<&Office> {
        let mut chosen: Vec<&Office> = self.all.iter().filter(|office| office.fits(filter)).collect();
        chosen.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
        match order {
            Order::Name => {}
            Order::Score => chosen.sort_by_key(|office| (office.total.is_none(), office.total.clone())),
            Order::Change => chosen.sort_by_key(|office| (office.change().is_none(), office.change())),
            Order::Done => chosen.sort_by_key(|office| (office.done_share().is_none(), office.done_share())),
            Order::Overdue => {
                chosen.sort_by_key(|office| std::cmp::Reverse(office.progress.unwrap_or_default().overdue));
            }
            Order::Proved => chosen.sort_by_key(|office| (office.proved_share().is_none(), office.proved_share())),
            Order::Signing => chosen.sort_by_key(|office| office.signing),
        }
        chosen
    }

    /// How many offices have each level, the levels as they come by score, best first; last those without a score.
    pub fn by_level(&self) -> Vec<(Option<&Level>, usize)> {
        let mut scored: Vec<(&Exact, &Level)> =
            self.all.iter().filter_map(|office| office.total.as_ref().zip(office.level.as_ref())).collect();
        scored.sort_by(|a, b| b.0.cmp(a.0));
        let mut counted: Vec<(Option<&Level>, usize)> = Vec::new();
        for (_, level) in scored {
            match counted.iter_mut().find(|(known, _)| known.is_some_and(|known| known.key == level.key)) {
                Some((_, count)) => *count += 1,
                None => counted.push((Some(level), 1)),
            }
        }
        let without = self.all.iter().filter(|office| office.level.is_none()).count();
        counted.extend((without > 0).then_some((None, without)));
        counted
    }
}

/// The progress of several offices together.
pub fn together<'a>(offices: impl IntoIterator<Item = &'a Office>) -> Progress {
    offices.into_iter().filter_map(|office| office.progress).fold(Progress::default(), |sum, one| Progress {
        results: sum.results + one.results,
        done: sum.done + one.done,
        proved: sum.proved + one.proved,
        overdue: sum.overdue + one.overdue,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(name: &str, total: Option<&str>, before: Option<&str>, progress: Option<Progress>) -> Office {
        let exact = |text: &str| Exact::from(text.parse::<scoring::Score>().unwrap());
        Office {
            key: name.into(),
            name: Bilingual::new(name, name),
            sort_key: thai::sort_key(name),
            target: exact("85"),
            total: total.map(exact),
            level: None,
            before: before.map(exact),
            progress,
            signing: Signing::None,
        }
    }

    fn offices() -> Offices {
        let year = FiscalYear::new(2565).unwrap();
        let half = Progress { results: 4, done: 2, proved: 1, overdue: 3 };
        let all = vec![
            office("b", Some("90"), Some("95"), Some(half)),
            office("a", Some("80"), Some("70"), None),
            office("c", None, None, Some(Progress { results: 1, ..Progress::default() })),
        ];
        Offices { year, score_year: year.previous(), newest: year, all }
    }

    fn keys(filter: &Filter, order: Order) -> String {
        offices().chosen(filter, order).iter().map(|office| office.key.clone()).collect()
    }

    #[test]
    fn what_is_not_known_comes_last_and_is_no_zero() {
        let all = Filter::default();
        assert_eq!(keys(&all, Order::Name), "abc");
        assert_eq!(keys(&all, Order::Score), "abc");
        assert_eq!(keys(&all, Order::Change), "bac");
        assert_eq!(keys(&all, Order::Done), "cba", "nothing done comes before half, no plan last");
        assert_eq!(keys(&all, Order::Overdue), "bac");
        assert_eq!(keys(&all, Order::Proved), "bac", "where nothing is done there is no share");
    }

    #[test]
    fn each_matter_finds_its_offices() {
        let with = |matter| Filter { matter: Some(matter), ..Filter::default() };
        assert_eq!(keys(&with(Matter::Overdue), Order::Name), "b");
        assert_eq!(keys(&with(Matter::Unproved), Order::Name), "b");
        assert_eq!(keys(&with(Matter::Unsigned), Order::Name), "abc");
        assert_eq!(keys(&with(Matter::BelowTarget), Order::Name), "a");
        assert_eq!(keys(&Filter { level: Some("none".into()), ..Filter::default() }, Order::Name), "abc");
        assert_eq!(keys(&Filter { text: Some("B".into()), ..Filter::default() }, Order::Name), "b");
        let keys = Matter::ALL.map(|matter| Matter::from_key(matter.key()));
        assert_eq!(keys, Matter::ALL.map(Some));
    }

    #[test]
    fn scores_are_of_a_year_that_half_of_the_offices_know() {
        let year = |number| FiscalYear::new(number).unwrap();
        assert_eq!(score_year([], 4), None);
        assert_eq!(score_year([2565, 2564, 2564].map(year), 4), Some(year(2564)));
        assert_eq!(score_year([2565, 2565, 2564].map(year), 4), Some(year(2565)));
        assert_eq!(score_year([2564].map(year), 4), Some(year(2564)), "better few than none");
    }

    #[test]
    fn progress_adds_up() {
        let sum = together(&offices().all);
        assert_eq!(sum, Progress { results: 5, done: 2, proved: 1, overdue: 3 });
    }
}
