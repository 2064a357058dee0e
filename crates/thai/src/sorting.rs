//! Thai dictionary order, the same in every database: store the key in a column and sort by it.

use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

use crate::text;

/// Thai order of the Unicode collation data, numbers by their value (ข้อ 2 before ข้อ 12).
static THAI: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    Collator::try_new(locale!("th-u-kn").into(), CollatorOptions::default())
        .expect("Thai collation data is compiled in")
});

/// Bytes that sort as Thai readers sort: by consonant before vowel (เก after กา), tone marks last, digits of either
/// script alike, spaces and punctuation aside. Texts that differ only in those have the same key.
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() * 2);
    match THAI.write_sort_key_to(&text::normalise(text), &mut key) {
        Ok(()) => key,
        Err(never) => match never {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(mut words: Vec<&str>) -> Vec<&str> {
        words.sort_by_key(|word| sort_key(word));
        words
    }

    #[test]
    fn words_stand_as_in_the_dictionary() {
        let in_order = vec!["กก", "กา", "ก่า", "เก", "เก่า", "แก", "ไก่", "ขา", "ฝ่ายปกครอง", "ฝ่ายโยธา", "ฝ่ายรายได้", "ฮา"];
        let mut shuffled = in_order.clone();
        shuffled.reverse();
        assert_eq!(sorted(shuffled), in_order);
    }

    #[test]
    fn numbers_stand_by_value() {
        assert_eq!(sorted(vec!["ข้อ 12", "ข้อ ๒", "ข้อ 1"]), ["ข้อ 1", "ข้อ ๒", "ข้อ 12"]);
        assert_eq!(sorted(vec!["O12", "O2"]), ["O2", "O12"]);
    }

    #[test]
    fn spelling_that_looks_the_same_sorts_the_same() {
        assert_eq!(sort_key("น\u{0e4d}\u{0e49}า"), sort_key("น้ำ"));
        assert_eq!(sort_key("สวน\u{200b}หลวง"), sort_key("สวนหลวง"));
    }

    proptest! {
        #[test]
        fn keys_order_as_the_collator_compares(one in "[ก-๎0-9a-z ]{0,8}", other in "[ก-๎0-9a-z ]{0,8}") {
            let compared = THAI.compare(&text::normalise(&one), &text::normalise(&other));
            prop_assert_eq!(sort_key(&one).cmp(&sort_key(&other)), compared);
        }
    }
}
