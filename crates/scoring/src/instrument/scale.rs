//! Scales: the choices of an answer and what each is worth.

use thai::Bilingual;

use crate::Exact;

/// A scale. Answers keep the index of the choice, never its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Its name: `level4`, `yesno_rev`.
    pub name: String,
    /// The choices in the order in which they are offered.
    pub choices: Vec<Choice>,
    /// Does it run against the scale that it reverses, so that the first choice is worth the last one's value?
    pub reversed: bool,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its label.
    pub label: Bilingual,
    /// What it is worth, 0 to 100.
    pub value: Exact,
}

impl Scale {
    /// What a choice is worth.
    pub fn value(&self, choice: usize) -> Option<&Exact> {
        self.choices.get(choice).map(|choice| &choice.value)
    }

    /// The same choices with the values from the other end.
    pub(super) fn reverse(&self, name: String) -> Scale {
        let values = self.choices.iter().rev().map(|choice| choice.value.clone());
        let choices = self.choices.iter().zip(values).map(|(choice, value)| Choice { value, ..choice.clone() });
        Scale { name, choices: choices.collect(), reversed: !self.reversed }
    }
}
