//! Words: Thai is written without spaces, so a dictionary has to say where words end.
//!
//! Maximal matching by dynamic programming: of all ways to cut a run of Thai, the one with the fewest characters
//! outside the dictionary wins, then the one with the fewest words, then the one whose first word is longest. A cut
//! never parts what is written together: no word begins with a mark or following vowel or ends with a leading one.

mod letters;

use std::ops::Range;
use std::sync::LazyLock;

use crate::text;
use letters::letter;

/// Words up to this many characters stay on one line; longer ones may be broken at the words inside them.
const KEPT_TOGETHER: usize = 16;

static DICTIONARY: LazyLock<fst::Set<&'static [u8]>> = LazyLock::new(|| {
    let built = include_bytes!(concat!(env!("OUT_DIR"), "/words.fst")).as_slice();
    fst::Set::new(built).expect("the build script wrote this dictionary")
});

/// Cuts a text into words. White space and everything that is not Thai (numbers, Latin words, punctuation) stay in
/// one piece each, so the pieces put together are the text.
pub fn segment(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for run in runs(text) {
        if run.starts_with(is_word_letter) {
            words.extend(Run::new(run).words(Allowed::WholeRun).into_iter().map(|range| &run[range]));
        } else {
            words.push(run);
        }
    }
    words
}

/// Where a line may break inside runs of Thai, in bytes: after each word, but not before ๆ, ฯ or a full stop, and not
/// inside terms of up to 16 characters. Spaces and other scripts have their own rules and are left to the layout.
pub fn breaks(text: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    let mut position = 0;
    let mut before: Option<char> = None;
    for word in segment(text) {
        let may_break = before.is_some_and(is_word_letter) && word.starts_with(is_word_letter);
        if may_break && !word.starts_with(['ๆ', 'ฯ']) {
            breaks.push(position);
        }
        breaks.extend(breaks_inside(word).into_iter().map(|inside| position + inside));
        position += word.len();
        before = word.chars().next_back();
    }
    breaks
}

/// The text with U+200B at each of its [`breaks`], for HTML and PDF. [`text::normalise`] takes them out again.
pub fn with_breaks(text: &str) -> String {
    let breaks = breaks(text);
    let mut broken = String::with_capacity(text.len() + breaks.len() * '\u{200b}'.len_utf8());
    let mut start = 0;
    for end in breaks {
        broken.push_str(&text[start..end]);
        broken.push('\u{200b}');
        start = end;
    }
    broken.push_str(&text[start..]);
    broken
}

/// What a search index stores, and what a query is turned into: normalised, Arabic digits, lower case, without
/// punctuation, and long words taken apart into the shortest words they are made of (การประเมินผล as การ ประเมิน ผล),
/// because long dictionary words would hide shorter ones. Look the tokens of a query up as a phrase: then ประเมินผล
/// is found in การประเมินผล, however either was cut.
pub fn search_tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for word in segment(&text::search_key(text)) {
        if word.starts_with(is_word_letter) {
            push_shortest_words(word, &mut tokens);
        } else {
            tokens.extend(word.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(String::from));
        }
    }
    tokens
}

fn push_shortest_words(word: &str, tokens: &mut Vec<String>) {
    let inner = inner_words(word);
    for part in &inner {
        push_shortest_words(part, tokens);
    }
    let bare = word.replace(['.', 'ๆ', 'ฯ'], "");
    if inner.is_empty() && !bare.chars().all(text::is_mark) {
        tokens.push(bare);
    }
}

/// The dictionary words a longer dictionary word is made of; none if it is not made of words. Pieces of two characters
/// count only beside a long one (ปี in ปีงบประมาณ): elsewhere they are mostly syllables (ดำ in ดำเนิน).
fn inner_words(word: &str) -> Vec<&str> {
    if word.contains('.') {
        return Vec::new();
    }
    let run = Run::new(word);
    let parts = run.words(Allowed::OnlyInside);
    let length = |part: &Range<usize>| word[part.clone()].chars().count();
    let longest = parts.iter().map(length).max().unwrap_or(0);
    let is_word = |part: &Range<usize>| {
        let known = letters::spell(&word[part.clone()]).is_some_and(|spelt| DICTIONARY.contains(spelt));
        known && (length(part) > 2 || longest > 4)
    };
    if parts.len() > 1 && parts.iter().all(is_word) {
        parts.into_iter().map(|part| &word[part]).collect()
    } else {
        Vec::new()
    }
}

fn breaks_inside(word: &str) -> Vec<usize> {
    if word.chars().count() <= KEPT_TOGETHER || !word.starts_with(is_word_letter) {
        return Vec::new();
    }
    let mut breaks = Vec::new();
    let mut position = 0;
    for inner in inner_words(word) {
        if position > 0 {
            breaks.push(position);
        }
        breaks.extend(breaks_inside(inner).into_iter().map(|inside| position + inside));
        position += inner.len();
    }
    breaks
}

fn is_word_letter(c: char) -> bool {
    c != '.' && letter(c).is_some()
}

/// The text in runs of one kind: Thai words with the full stops of their abbreviations, white space, all else.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = if is_word_letter(first) {
            rest.find(|c| letter(c).is_none())
        } else if first.is_whitespace() {
            rest.find(|c: char| !c.is_whitespace())
        } else {
            rest.find(|c: char| c.is_whitespace() || is_word_letter(c))
        };
        let (run, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(run)
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Allowed {
    /// The run may be a single word.
    WholeRun,
    /// Only words shorter than the run: what a compound is made of.
    OnlyInside,
}

/// A run of Thai as the dictionary sees it.
struct Run {
    letters: Vec<u8>,
    /// Byte offset of each letter, and the length at the end.
    offsets: Vec<usize>,
    /// Whether a word may end before each letter; always at both ends.
    cuts: Vec<bool>,
}

/// The cheapest way from a letter to the end of the run.
#[derive(Clone, Copy)]
struct Way {
    unknown: u32,
    words: u32,
    next: usize,
    known: bool,
}

impl Run {
    fn new(run: &str) -> Self {
        let chars: Vec<char> = run.chars().collect();
        Self {
            letters: chars.iter().filter_map(|c| letter(*c)).collect(),
            offsets: run.char_indices().map(|(offset, _)| offset).chain([run.len()]).collect(),
            cuts: (0..=chars.len()).map(|at| may_cut(&chars, at)).collect(),
        }
    }

    /// The words in order as byte ranges; neighbouring unknown pieces are one word.
    fn words(&self, allowed: Allowed) -> Vec<Range<usize>> {
        let ways = self.ways(allowed);
        let mut words: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        let mut after_unknown = false;
        while at < self.letters.len() {
            let way = ways[at];
            let piece = self.offsets[at]..self.offsets[way.next];
            match words.last_mut() {
                Some(word) if after_unknown && !way.known => word.end = piece.end,
                _ => words.push(piece),
            }
            after_unknown = !way.known;
            at = way.next;
        }
        words
    }

    /// From the end to the start, so that each letter is looked at once and the longest first word wins a tie.
    fn ways(&self, allowed: Allowed) -> Vec<Way> {
        let end = self.letters.len();
        let mut ways = vec![Way { unknown: 0, words: 0, next: end, known: true }; end + 1];
        for at in (0..end).rev().filter(|at| self.cuts[*at]) {
            let mut best = self.step_without_dictionary(at, &ways);
            self.each_word_at(at, |next| {
                let whole = at == 0 && next == end && allowed == Allowed::OnlyInside;
                let after = ways[next];
                let way = Way { unknown: after.unknown, words: after.words + 1, next, known: true };
                if !whole && (way.unknown, way.words) <= (best.unknown, best.words) {
                    best = way;
                }
            });
            ways[at] = best;
        }
        ways
    }

    /// To the next possible cut: a full stop stands for itself, all else is unknown.
    fn step_without_dictionary(&self, at: usize, ways: &[Way]) -> Way {
        let next = (at + 1..self.letters.len()).find(|next| self.cuts[*next]).unwrap_or(self.letters.len());
        let after = ways[next];
        if self.letters[at] == b'.' {
            return Way { unknown: after.unknown, words: after.words + 1, next, known: true };
        }
        // a run has far fewer than 2³² letters
        Way { unknown: after.unknown + (next - at) as u32, words: after.words, next, known: false }
    }

    /// Calls with the end of each dictionary word that begins here, shortest first.
    fn each_word_at(&self, at: usize, mut found: impl FnMut(usize)) {
        let dictionary = DICTIONARY.as_fst();
        let mut node = dictionary.root();
        for (index, letter) in self.letters.iter().enumerate().skip(at) {
            let Some(transition) = node.find_input(*letter) else { return };
            node = dictionary.node(node.transition_addr(transition));
            if node.is_final() && self.cuts[index + 1] {
                found(index + 1);
            }
        }
    }
}

/// May a word end before this letter? Not where a following vowel or mark would lose its consonant, a leading vowel
/// or ั its other half, or a silenced consonant (ร์) its syllable.
fn may_cut(chars: &[char], at: usize) -> bool {
    let (Some(before), Some(after)) = (at.checked_sub(1).map(|i| chars[i]), chars.get(at)) else { return true };
    let follows = text::is_mark(*after) || matches!(after, 'ะ' | 'า' | 'ำ' | 'ๅ');
    let vowel_before = chars[..at].iter().rev().find(|c| !matches!(c, '\u{0e48}'..='\u{0e4b}'));
    let open_before = text::is_leading_vowel(before) || vowel_before == Some(&'\u{0e31}');
    let silenced = chars.get(at + 1) == Some(&'\u{0e4c}')
        || (matches!(chars.get(at + 1), Some('ิ' | 'ุ')) && chars.get(at + 2) == Some(&'\u{0e4c}'));
    !follows && !open_before && !silenced
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_cut_where_readers_cut_them() {
        for (text, words) in [
            ("การสื่อสาร", "การสื่อสาร"),
            ("โปร่งใส", "โปร่งใส"),
            ("การจัดซื้อจัดจ้าง", "การ|จัดซื้อจัดจ้าง"),
            ("คุณธรรมและความโปร่งใส", "คุณธรรม|และ|ความโปร่งใส"),
            ("คู่มือการปฏิบัติงาน", "คู่มือ|การปฏิบัติงาน"),
            ("ทราบถึงขั้นตอน", "ทราบ|ถึง|ขั้นตอน"),
            ("ประสิทธิภาพการสื่อสาร", "ประสิทธิภาพ|การสื่อสาร"),
            ("สำนักงานเขตสวนหลวง", "สำนักงานเขต|สวนหลวง"),
            ("ผู้ช่วยผู้อำนวยการเขต", "ผู้ช่วย|ผู้อำนวยการเขต"),
            ("เด็กๆ", "เด็ก|ๆ"),
            ("พ.ศ. 2565", "พ.ศ.| |2565"),
            ("ข้อ O36 ปี๒๕๖๕", "ข้อ| |O36| |ปี|๒๕๖๕"),
            ("หนองบัวแดง", "หนอง|บัว|แดง"),
        ] {
            assert_eq!(segment(text).join("|"), words);
        }
    }

    #[test]
    fn lines_break_between_words_only() {
        assert_eq!(with_breaks("คุณธรรมและความโปร่งใส"), "คุณธรรม\u{200b}และ\u{200b}ความโปร่งใส");
        assert_eq!(with_breaks("เรื่องต่างๆของเรา"), "เรื่อง\u{200b}ต่างๆ\u{200b}ของ\u{200b}เรา");
        assert_eq!(with_breaks("เมื่อ พ.ศ. 2565"), "เมื่อ พ.ศ. 2565");
        assert_eq!(with_breaks("ผู้อำนวยการเขต"), "ผู้อำนวยการเขต");
        assert_eq!(with_breaks("transparency 100%"), "transparency 100%");
    }

    #[test]
    fn words_inside_long_words_are_found() {
        assert_eq!(search_tokens("ข้อ O๓๖, พ.ศ. ๒๕๖๕"), ["ข้อ", "o36", "พศ", "2565"]);
        assert_eq!(search_tokens("ต่าง ๆ ฯลฯ"), ["ต่าง", "ล"]);
        let found = |query: &str, text: &str| {
            let (query, text) = (search_tokens(query), search_tokens(text));
            text.windows(query.len()).any(|phrase| phrase == query)
        };
        assert!(found("ประเมิน", "การประเมินผล"));
        assert!(found("ปฏิบัติหน้าที่", "การปฏิบัติหน้าที่"));
        assert!(found("จัดซื้อ", "ประกาศการจัดซื้อจัดจ้างประจำปี"));
        assert!(found("การจัดซื้อจัดจ้าง", "ประกาศการจัดซื้อจัดจ้างประจำปี"));
        assert!(found("โปร่งใส", "คุณธรรมและความโปร่งใส"));
        assert!(found("หนองบัว", "อำเภอหนองบัวแดง"));
        assert!(found("งบประมาณ", "แผนการใช้จ่ายปีงบประมาณ 2565"));
        assert!(!found("ดำ", "ดำเนินการ"));
        assert!(!found("ซื้อจัด", "จัดซื้อ"));
    }

    #[test]
    fn long_text_without_spaces_is_cut_in_one_go() {
        let page = "สำนักงานเขตจัดทำแผนปฏิบัติราชการฆฆฆฏฏฏและเผยแพร่บนเว็บไซต์".repeat(1500);
        let words = segment(&page);
        assert!(words.len() > 10_000);
        assert_eq!(words.concat(), page);
        let unknown = "ฆฏ".repeat(50_000);
        assert_eq!(segment(&unknown), [unknown.as_str()]);
    }

    proptest! {
        #[test]
        fn words_put_together_are_the_text(text in "[ก-๛ .a-z0-9]{0,60}|\\PC{0,40}") {
            prop_assert_eq!(segment(&text).concat(), text.clone());
            prop_assert_eq!(with_breaks(&text).replace('\u{200b}', ""), text.replace('\u{200b}', ""));
            prop_assert!(search_tokens(&text).iter().all(|token| !token.is_empty() && !token.contains(' ')));
        }

        #[test]
        fn no_word_begins_with_a_mark_or_ends_with_a_leading_vowel(text in "[ก-ฮะ-ฺเ-๎]{1,60}") {
            for (before, after) in segment(&text).windows(2).map(|pair| (pair[0], pair[1])) {
                prop_assert!(!before.ends_with(text::is_leading_vowel), "{} {}", before, after);
                prop_assert!(!after.starts_with(|c| text::is_mark(c) || matches!(c, 'ะ' | 'า' | 'ำ')), "{} {}", before, after);
            }
        }

        #[test]
        fn breaks_fall_between_clusters(text in "[ก-ฮะ-ฺเ-๎]{1,40}") {
            let mut ends = vec![0];
            for cluster in text::clusters(&text) {
                ends.push(ends[ends.len() - 1] + cluster.len());
            }
            prop_assert!(breaks(&text).iter().all(|at| ends.contains(at)));
        }
    }
}
