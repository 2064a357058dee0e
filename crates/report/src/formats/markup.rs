//! Text with HTML tags, cut into tags and text with their lines. Whatever is not surely a tag stays text.

/// A tag or a piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text, entities not yet decoded.
    Text(&'a str),
    /// An opening tag: lower-case name and the text of its attributes.
    Open(String, &'a str),
    /// A closing tag.
    Close(String),
}

/// Attributes longer than this are not believed to be attributes (bytes).
const LONGEST_TAG: usize = 8_192;

/// Elements that are recognised as tags. Others, such as `<ชื่อ>` or `<foo`, are text.
const ELEMENTS: [&str; 62] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "ins",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "ol",
    "p",
    "pre",
    "s",
    "script",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "u",
];

/// Tags that end a paragraph.
pub fn breaks_paragraph(name: &str) -> bool {
    !matches!(
        name,
        "a" | "abbr"
            | "b"
            | "big"
            | "code"
            | "del"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
    ) && !name.contains(':')
}

/// Cuts text into tokens, each with the line (from `first_line`) at which it begins.
pub fn tokens(text: &str, first_line: usize) -> Vec<(usize, Token<'_>)> {
    let mut found = Vec::new();
    let (mut line, mut text_start, mut at) = (first_line, 0, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        let Some((length, token)) = (bytes[at] == b'<').then(|| tag(&text[at..])).flatten() else {
            at += 1;
            continue;
        };
        let before = &text[text_start..at];
        if !before.is_empty() {
            found.push((line, Token::Text(before)));
        }
        line += before.matches('\n').count();
        found.extend(token.map(|token| (line, token)));
        line += text[at..at + length].matches('\n').count();
        at += length;
        text_start = at;
    }
    if text_start < text.len() {
        found.push((line, Token::Text(&text[text_start..])));
    }
    found
}

/// The tag at the start of the text: its length in bytes, and the token unless it is to be skipped whole.
fn tag(text: &str) -> Option<(usize, Option<Token<'_>>)> {
    if let Some(rest) = text.strip_prefix("<!--") {
        return rest.find("-->").map(|end| (end + 7, None));
    }
    if text.starts_with("<!") || text.starts_with("<?") {
        return tag_end(text, 2).map(|end| (end + 1, None));
    }
    let closing = text[1..].starts_with('/');
    let name_start = 1 + usize::from(closing);
    let name_length = text[name_start..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b':').count();
    let name = text[name_start..name_start + name_length].to_ascii_lowercase();
    if !(ELEMENTS.contains(&name.as_str()) || name == "ul" || name.contains(':')) {
        return None;
    }
    let after = name_start + name_length;
    let follows = text.as_bytes().get(after)?;
    if !(follows.is_ascii_whitespace() || matches!(follows, b'>' | b'/')) {
        return None;
    }
    let end = tag_end(text, after)?;
    if closing {
        return Some((end + 1, Some(Token::Close(name))));
    }
    if matches!(name.as_str(), "script" | "style" | "title")
        && let Some(close) = find_ignoring_case(&text[end..], &format!("</{name}"))
        && let Some(close_end) = tag_end(text, end + close)
    {
        return Some((close_end + 1, None));
    }
    Some((end + 1, Some(Token::Open(name, &text[after..end]))))
}

/// Where the tag's `>` is; quotes may hide one.
fn tag_end(text: &str, from: usize) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(from).take(LONGEST_TAG) {
        match (quote, byte) {
            (Some(open), b) if b == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at),
            (None, b'<') if at > from => return None,
            (None, _) => {}
        }
    }
    None
}

/// Finds an ASCII word regardless of case.
pub fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    text.as_bytes().windows(word.len()).position(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// The number in an attribute such as `colspan="3"`.
pub fn number_attribute(attributes: &str, name: &str) -> Option<usize> {
    let rest = &attributes[find_ignoring_case(attributes, name)? + name.len()..];
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).take(6).collect();
    digits.parse().ok()
}

/// Decodes the character references that office programs and OCR tools write; others are left as they stand.
pub fn decode_entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        let reference = rest.bytes().take(12).position(|b| b == b';').map(|end| &rest[1..end]);
        match reference.and_then(character) {
            Some(c) => {
                decoded.push(c);
                rest = &rest[reference.map_or(1, |name| name.len() + 2)..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn character(reference: &str) -> Option<char> {
    if let Some(number) = reference.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    Some(match reference {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "laquo" => '«',
        "raquo" => '»',
        "ndash" => '–',
        "mdash" => '—',
        "minus" => '−',
        "bull" => '•',
        "middot" => '·',
        "hellip" => '…',
        "times" => '×',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_tags_are_tags() {
        let text = "<p class='x > y'>ก < ข</p>\n<ชื่อ> a<b c <br/>";
        let found = tokens(text, 1);
        assert_eq!(found[0], (1, Token::Open("p".into(), " class='x > y'")));
        assert_eq!(found[1], (1, Token::Text("ก < ข")));
        assert_eq!(found[2], (1, Token::Close("p".into())));
        assert_eq!(found[3], (1, Token::Text("\n<ชื่อ> a<b c ")));
        assert_eq!(found[4], (2, Token::Open("br".into(), "/")));
    }

    #[test]
    fn entities_are_decoded_and_unknown_ones_kept() {
        assert_eq!(decode_entities("&ldquo;ก&#3585;&#xE01;&nbsp;&amp;lt; &โอ; & &#0;"), "“กกก &lt; &โอ; & &#0;");
    }
}
