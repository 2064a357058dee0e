//! A text beside the one before it, with the words that are new marked.

use thai::words::segment;

use super::Html;

/// Longer pairs of texts (in words of the one times words of the other) are shown unmarked.
const MOST: usize = 250_000;

/// A run of words of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    Same,
    Gone,
    New,
}

/// The later text, whole, with the words marked that the earlier one does not have there.
pub fn changed_words(before: &str, after: &str) -> Html {
    let (old, new) = (segment(before), segment(after));
    if before.is_empty() || after.is_empty() || old.len() * new.len() > MOST {
        return Html::text(after);
    }
    let mut html = String::new();
    for (run, text) in joined(&old, &new) {
        let text = Html::text(text);
        match run {
            Run::Same => html.push_str(&text.to_string()),
            Run::Gone => {}
            Run::New => html.push_str(&format!("<ins>{text}</ins>")),
        }
    }
    Html(html)
}

/// The words of both texts as runs, by their longest common subsequence.
fn joined(old: &[&str], new: &[&str]) -> Vec<(Run, String)> {
    let width = new.len() + 1;
    let mut longest = vec![0u32; (old.len() + 1) * width];
    for at in (0..old.len()).rev() {
        for beside in (0..new.len()).rev() {
            longest[at * width + beside] = match old[at] == new[beside] {
                true => longest[(at + 1) * width + beside + 1] + 1,
                false => longest[(at + 1) * width + beside].max(longest[at * width + beside + 1]),
            };
        }
    }
    let mut runs: Vec<(Run, String)> = Vec::new();
    let mut add = |run: Run, word: &str| match runs.last_mut() {
        Some((last, text)) if *last == run => text.push_str(word),
        _ => runs.push((run, word.to_owned())),
    };
    let (mut at, mut beside) = (0, 0);
    while at < old.len() || beside < new.len() {
        let is_same = at < old.len() && beside < new.len() && old[at] == new[beside];
        let goes = at < old.len()
            && (beside == new.len() || longest[(at + 1) * width + beside] >= longest[at * width + beside + 1]);
        if is_same {
            add(Run::Same, new[beside]);
            (at, beside) = (at + 1, beside + 1);
        } else if goes {
            add(Run::Gone, old[at]);
            at += 1;
        } else {
            add(Run::New, new[beside]);
            beside += 1;
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_words_that_changed_are_marked_and_everything_is_escaped() {
        let html = changed_words("เวียนคู่มือครบ 9 ฝ่าย <b>", "เวียนคู่มือครบ 10 ฝ่าย <b>").to_string();
        assert!(html.contains("<ins>10</ins>") && !html.contains('9'), "{html}");
        assert!(html.starts_with("เวียนคู่มือครบ") && html.contains("&#60;b&#62;") && !html.contains("<b>"), "{html}");
        assert_eq!(changed_words("", "ใหม่"), Html::text("ใหม่"));
        assert_eq!(changed_words("เดิม", "เดิม"), Html::text("เดิม"));
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_runs(old in "[กขa ]{0,12}", new in "[กขa ]{0,12}") {
            let runs = joined(&segment(&old), &segment(&new));
            let read = |without| -> String {
                runs.iter().filter(|(run, _)| *run != without).map(|(_, text)| text.as_str()).collect()
            };
            prop_assert_eq!(read(Run::New), old);
            prop_assert_eq!(read(Run::Gone), new);
        }
    }
}
