//! A PDF file as numbered objects (ISO 32000-2, 7.5). Objects are found where they stand, not where the file's own
//! table says: that table is what damage breaks first. What is inflated is counted.

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet},
    io::Read,
    rc::Rc,
};

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::syntax::{Dictionary, Lexer, Object, is_space};
use crate::ReadError;

/// The most objects of a file.
const MOST_OBJECTS: usize = 200_000;
/// The most bytes that are inflated in all.
const LARGEST_WHOLE: usize = 32_000_000;
/// The most values that are read or copied, over the whole file.
const MOST_STEPS: usize = 12_000_000;
/// Looking through so many bytes costs as much as reading a value.
const BYTES_PER_STEP: usize = 32;
/// The longest chain of references.
const LONGEST_CHAIN: usize = 16;
/// The most pages that are read.
const MOST_PAGES: usize = 1_000;

/// A stream: its dictionary, and where its bytes stand.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    pub(super) dictionary: Dictionary,
    start: usize,
}

/// Where an object stands.
#[derive(Clone, Copy, Debug)]
enum Spot {
    /// At this byte of the file, behind `obj`.
    File(usize),
    /// At this byte of an object stream that was inflated.
    Stream(usize, usize),
}

/// A PDF file.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    objects: HashMap<u32, (usize, Spot)>,
    inflated: Vec<Rc<Vec<u8>>>,
    left: Cell<usize>,
    steps: Cell<usize>,
    root: Dictionary,
    known: RefCell<HashMap<u32, Option<Object>>>,
}

/// A page with what it inherits from the tree of pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) dictionary: Dictionary,
    pub(super) resources: Dictionary,
    /// Left, bottom, right, top.
    pub(super) media_box: [f64; 4],
    /// 0, 90, 180 or 270 degrees clockwise.
    pub(super) rotation: u16,
}

/// A4 in points.
const A4: [f64; 4] = [0.0, 0.0, 595.0, 842.0];

impl<'a> File<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        if is_encrypted(bytes) {
            return Err(ReadError::EncryptedPdf);
        }
        let mut file = Self {
            bytes,
            objects: HashMap::new(),
            inflated: Vec::new(),
            left: Cell::new(LARGEST_WHOLE),
            steps: Cell::new(MOST_STEPS),
            root: Dictionary::default(),
            known: RefCell::default(),
        };
        file.find_objects()?;
        file.find_objects_in_streams()?;
        file.root = file.find_root().ok_or(ReadError::DamagedPdf)?;
        Ok(file)
    }

    /// `12 0 obj` wherever it stands; the last of each number counts, because changes are appended.
    fn find_objects(&mut self) -> Result<(), ReadError> {
        let mut at = 0;
        while let Some(found) = position(&self.bytes[at..], b"obj") {
            let word = at + found;
            at = word + 3;
            if let Some(number) = number_before(&self.bytes[..word]) {
                self.objects.insert(number, (word, Spot::File(at)));
                if self.objects.len() > MOST_OBJECTS {
                    return Err(ReadError::TooMuch);
                }
            }
        }
        Ok(())
    }

    /// Objects inside object streams (7.5.7).
    fn find_objects_in_streams(&mut self) -> Result<(), ReadError> {
        let mut places: Vec<usize> = self
            .objects
            .values()
            .filter_map(|(_, spot)| if let Spot::File(at) = spot { Some(*at) } else { None })
            .collect();
        places.sort_unstable();
        for place in places {
            let head = &self.bytes[place..(place + 400).min(self.bytes.len())];
            if position(head, b"ObjStm").is_none() {
                continue;
            }
            let Some(stream) = self.stream_at(place) else { continue };
            if self.named(&stream.dictionary, "Type").as_deref() != Some("ObjStm") {
                continue;
            }
            let count = self.number(&stream.dictionary, "N").unwrap_or(0.0) as usize;
            let first = self.number(&stream.dictionary, "First").unwrap_or(0.0) as usize;
            let data = self.decoded(&stream)?;
            let mut lexer = Lexer::new(&data, 0);
            let stream_number = self.inflated.len();
            for _ in 0..count.min(MOST_OBJECTS) {
                let (Some(Object::Number(number)), Some(Object::Number(offset))) = (lexer.next(), lexer.next()) else {
                    break;
                };
                let spot = Spot::Stream(stream_number, first.saturating_add(offset as usize));
                let known = self.objects.get(&(number as u32)).map_or(0, |(position, _)| *position);
                if known <= place {
                    self.objects.insert(number as u32, (place, spot));
                }
                if self.objects.len() > MOST_OBJECTS {
                    return Err(ReadError::TooMuch);
                }
            }
            self.inflated.push(Rc::new(data));
        }
        Ok(())
    }

    /// The catalogue: what the last trailer calls `Root`, or else the last object that says it is one.
    fn find_root(&self) -> Option<Dictionary> {
        let is_root = |dictionary: &Dictionary| dictionary.get("Pages").is_some();
        let mut end = self.bytes.len();
        for _ in 0..8 {
            let Some(at) = last_position(&self.bytes[..end], b"/Root") else { break };
            let named = self.value_at(&self.bytes[..(at + 30).min(self.bytes.len())], at + 5);
            if let Some(root) = named.and_then(|root| self.dictionary_of(&root)).filter(is_root) {
                return Some(root);
            }
            end = at;
        }
        let mut numbers: Vec<u32> = self.objects.keys().copied().collect();
        numbers.sort_unstable();
        numbers.into_iter().rev().take(20_000).find_map(|number| {
            let root = self.dictionary_of(&Object::Reference(number))?;
            (is_root(&root) && self.named(&root, "Type").as_deref() == Some("Catalog")).then_some(root)
        })
    }

    /// A value, references followed.
    pub(super) fn resolve(&self, object: &Object) -> Option<Object> {
        let mut object = object.clone();
        for _ in 0..LONGEST_CHAIN {
            let Object::Reference(number) = object else {
                self.step(object.weight())?;
                return Some(object);
            };
            object = self.object(number)?;
        }
        None
    }

    /// Counts work; `None` when it has become too much.
    pub(super) fn step(&self, count: usize) -> Option<()> {
        let left = self.steps.get().checked_sub(count);
        self.steps.set(left.unwrap_or(0));
        left.map(drop)
    }

    /// Was it too much?
    pub(super) fn is_exhausted(&self) -> bool {
        self.steps.get() == 0
    }

    /// The value that stands at some byte.
    fn value_at(&self, bytes: &[u8], at: usize) -> Option<Object> {
        let mut lexer = Lexer::new(bytes, at);
        let value = lexer.next();
        self.step(lexer.values() + (lexer.at() - at.min(lexer.at())) / BYTES_PER_STEP)?;
        value
    }

    fn object(&self, number: u32) -> Option<Object> {
        if let Some(known) = self.known.borrow().get(&number) {
            return known.clone();
        }
        let (_, spot) = self.objects.get(&number)?;
        let found = match spot {
            Spot::File(at) => self.value_at(self.bytes, *at),
            Spot::Stream(stream, at) => self.value_at(&self.inflated[*stream], *at),
        };
        let mut known = self.known.borrow_mut();
        if known.len() < 20_000 {
            known.insert(number, found.clone());
        }
        found
    }

    pub(super) fn dictionary_of(&self, object: &Object) -> Option<Dictionary> {
        match self.resolve(object)? {
            Object::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }

    pub(super) fn dictionary(&self, of: &Dictionary, name: &str) -> Option<Dictionary> {
        self.dictionary_of(of.get(name)?)
    }

    pub(super) fn array(&self, of: &Dictionary, name: &str) -> Option<Vec<Object>> {
        match self.resolve(of.get(name)?)? {
            Object::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn number(&self, of: &Dictionary, name: &str) -> Option<f64> {
        self.resolve(of.get(name)?)?.number()
    }

    pub(super) fn named(&self, of: &Dictionary, name: &str) -> Option<String> {
        self.resolve(of.get(name)?)?.name().map(str::to_owned)
    }

    /// The stream that a reference leads to.
    pub(super) fn stream(&self, object: &Object) -> Option<Stream> {
        let Object::Reference(number) = object else { return None };
        match self.objects.get(number)? {
            (_, Spot::File(at)) => self.stream_at(*at),
            _ => None,
        }
    }

    fn stream_at(&self, at: usize) -> Option<Stream> {
        let mut lexer = Lexer::new(self.bytes, at);
        let value = lexer.next()?;
        self.step(lexer.values() + (lexer.at() - at) / BYTES_PER_STEP)?;
        let Object::Dictionary(dictionary) = value else { return None };
        match lexer.next()? {
            Object::Word(word) if word == "stream" => {}
            _ => return None,
        }
        let mut start = lexer.at();
        start += usize::from(self.bytes.get(start) == Some(&b'\r'));
        start += usize::from(self.bytes.get(start) == Some(&b'\n'));
        Some(Stream { dictionary, start })
    }

    /// The bytes of a stream as they stand in the file: as many as it says, if it ends there, else up to its end.
    fn raw(&self, stream: &Stream) -> &'a [u8] {
        let rest = &self.bytes[stream.start.min(self.bytes.len())..];
        let length =
            self.number(&stream.dictionary, "Length").filter(|length| *length >= 0.0).map(|length| length as usize);
        let ends = |length: &usize| {
            let after = rest.get(*length..(length + 20).min(rest.len())).unwrap_or_default();
            let space = after.iter().take_while(|byte| is_space(**byte)).count();
            after[space..].starts_with(b"endstream")
        };
        let length = length.filter(ends).or_else(|| position(rest, b"endstream")).unwrap_or(rest.len());
        match self.step(length / BYTES_PER_STEP) {
            Some(()) => &rest[..length],
            None => &[],
        }
    }

    /// The bytes of a stream with its filters undone; nothing if one of them is for pictures or unknown.
    pub(super) fn decoded(&self, stream: &Stream) -> Result<Vec<u8>, ReadError> {
        let list = |name: &str| match stream.dictionary.get(name).and_then(|object| self.resolve(object)) {
            Some(Object::Array(items)) => items,
            Some(item) => vec![item],
            None => Vec::new(),
        };
        let (filters, parameters) = (list("Filter"), list("DecodeParms"));
        if filters.len() > 4 {
            return Ok(Vec::new());
        }
        let mut data = self.raw(stream).to_vec();
        for (place, filter) in filters.iter().enumerate() {
            let filter = self.resolve(filter);
            data = match filter.as_ref().and_then(Object::name) {
                Some("FlateDecode" | "Fl") => {
                    let parameters = parameters.get(place).and_then(|object| self.dictionary_of(object));
                    self.without_prediction(self.inflate(&data)?, parameters.as_ref())
                }
                Some("ASCIIHexDecode" | "AHx") => hexadecimal(&data),
                Some("ASCII85Decode" | "A85") => base_85(&data),
                _ => Vec::new(),
            };
        }
        self.spend(if filters.is_empty() { data.len() } else { 0 })?;
        Ok(data)
    }

    fn spend(&self, bytes: usize) -> Result<(), ReadError> {
        let left = self.left.get().checked_sub(bytes).ok_or(ReadError::TooMuch)?;
        self.left.set(left);
        Ok(())
    }

    /// Inflates as far as it goes: what stands before a damage is good.
    fn inflate(&self, data: &[u8]) -> Result<Vec<u8>, ReadError> {
        let limit = self.left.get() as u64 + 1;
        let mut inflated = Vec::new();
        let whole = ZlibDecoder::new(data).take(limit).read_to_end(&mut inflated);
        if whole.is_err() && inflated.is_empty() {
            // The head of two bytes may be damaged; what matters follows it.
            let _ = DeflateDecoder::new(data.get(2..).unwrap_or_default()).take(limit).read_to_end(&mut inflated);
        }
        self.spend(inflated.len())?;
        Ok(inflated)
    }

    /// Undoes the prediction of PNG (7.4.4.4), which object streams may have.
    fn without_prediction(&self, data: Vec<u8>, parameters: Option<&Dictionary>) -> Vec<u8> {
        let Some(parameters) = parameters else { return data };
        if self.number(parameters, "Predictor").unwrap_or(1.0) < 10.0 {
            return data;
        }
        let part =
            |name: &str, usual: f64| self.number(parameters, name).unwrap_or(usual).clamp(1.0, 10_000.0) as usize;
        let pixel = (part("Colors", 1.0).min(32) * part("BitsPerComponent", 8.0).min(32)).div_ceil(8);
        let width = pixel * part("Columns", 1.0);
        let mut before = vec![0u8; width];
        let mut plain = Vec::with_capacity(data.len());
        for line in data.chunks(width + 1) {
            let mut row = line[1..].to_vec();
            row.resize(width, 0);
            for at in 0..width {
                let left = if at >= pixel { row[at - pixel] } else { 0 };
                let corner = if at >= pixel { before[at - pixel] } else { 0 };
                let guess = match line[0] {
                    1 => left,
                    2 => before[at],
                    3 => ((u16::from(left) + u16::from(before[at])) / 2) as u8,
                    4 => paeth(left, before[at], corner),
                    _ => 0,
                };
                row[at] = row[at].wrapping_add(guess);
            }
            plain.extend_from_slice(&row[..line.len() - 1]);
            before = row;
        }
        plain
    }

    /// The pages in their order. The tree is walked without going round in circles.
    pub(super) fn pages(&self) -> Vec<Page> {
        let mut pages = Vec::new();
        let mut seen: HashSet<u32> = HashSet::new();
        let start = Page { media_box: A4, ..Page::default() };
        let mut open: Vec<(Object, Page)> =
            self.root.get("Pages").map(|root| (root.clone(), start)).into_iter().collect();
        while let Some((object, above)) = open.pop() {
            if let Object::Reference(number) = object
                && !seen.insert(number)
            {
                continue;
            }
            let Some(dictionary) = self.dictionary_of(&object) else { continue };
            let page = self.inherit(&dictionary, &above);
            match self.array(&dictionary, "Kids") {
                Some(kids) => open.extend(kids.into_iter().rev().take(MOST_PAGES).map(|kid| (kid, page.clone()))),
                None => pages.push(Page { dictionary, ..page }),
            }
            if pages.len() >= MOST_PAGES || open.len() > 20 * MOST_PAGES {
                break;
            }
        }
        pages
    }

    fn inherit(&self, dictionary: &Dictionary, above: &Page) -> Page {
        let corners = self.array(dictionary, "CropBox").or_else(|| self.array(dictionary, "MediaBox"));
        let corners: Vec<f64> = corners.iter().flatten().filter_map(|corner| self.resolve(corner)?.number()).collect();
        let rotation = self.number(dictionary, "Rotate").map(|angle| (angle as i64).rem_euclid(360) as u16);
        Page {
            dictionary: Dictionary::default(),
            resources: self.dictionary(dictionary, "Resources").unwrap_or_else(|| above.resources.clone()),
            media_box: <[f64; 4]>::try_from(corners).unwrap_or(above.media_box),
            rotation: rotation.unwrap_or(above.rotation),
        }
    }

    /// The content of a page: its streams one after the other.
    pub(super) fn content(&self, page: &Page) -> Result<Vec<u8>, ReadError> {
        let Some(contents) = page.dictionary.get("Contents") else { return Ok(Vec::new()) };
        let streams = match self.resolve(contents) {
            Some(Object::Array(items)) => items,
            _ => vec![contents.clone()],
        };
        let mut content = Vec::new();
        for stream in streams.iter().take(1_000).filter_map(|stream| self.stream(stream)) {
            content.extend(self.decoded(&stream)?);
            content.push(b'\n');
        }
        Ok(content)
    }
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(above) - i16::from(corner);
    let distance = |of: u8| (guess - i16::from(of)).abs();
    if distance(left) <= distance(above) && distance(left) <= distance(corner) {
        left
    } else if distance(above) <= distance(corner) {
        above
    } else {
        corner
    }
}

/// `/Encrypt` stands in the trailer or in the dictionary of a cross-reference stream, which are never compressed.
fn is_encrypted(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = position(&bytes[at..], b"/Encrypt") {
        at += found + 8;
        if bytes.get(at).is_none_or(|byte| !byte.is_ascii_alphanumeric()) {
            // A reference or a dictionary follows; more than its beginning need not be read.
            let rest = bytes[at..(at + 40).min(bytes.len())].trim_ascii_start();
            let value = Lexer::new(rest, 0).next();
            if rest.starts_with(b"<<") || matches!(value, Some(Object::Reference(_))) {
                return true;
            }
        }
    }
    false
}

/// The object number in `12 0 ` at the end of some bytes.
fn number_before(bytes: &[u8]) -> Option<u32> {
    let tail = &bytes[bytes.len().saturating_sub(24)..];
    let (_, tail) = split_off_while(tail, |byte| is_space(*byte));
    let (generation, tail) = split_off_while(tail, u8::is_ascii_digit);
    let (space, tail) = split_off_while(tail, |byte| is_space(*byte));
    let (number, _) = split_off_while(tail, u8::is_ascii_digit);
    if generation.is_empty() || space.is_empty() || number.len() > 8 {
        return None;
    }
    std::str::from_utf8(number).ok()?.parse().ok()
}

/// The end of some bytes that holds only such bytes, and what stands before it.
fn split_off_while(bytes: &[u8], is_such: impl Fn(&u8) -> bool) -> (&[u8], &[u8]) {
    let length = bytes.iter().rev().take_while(|byte| is_such(byte)).count();
    let (before, end) = bytes.split_at(bytes.len() - length);
    (end, before)
}

/// Where a word stands.
pub(super) fn position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at + word.len() <= bytes.len() {
        let first = bytes[at..].iter().position(|byte| *byte == word[0])? + at;
        if bytes[first..].starts_with(word) {
            return Some(first);
        }
        at = first + 1;
    }
    None
}

fn last_position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

fn hexadecimal(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|byte| **byte != b'>').filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits.map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn base_85(data: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut group: Vec<u8> = Vec::new();
    for byte in data.iter().filter(|byte| !is_space(**byte)) {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => plain.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => {}
        }
        if group.len() == 5 {
            plain.extend(of_base_85(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let length = group.len() - 1;
        group.resize(5, 84);
        plain.extend(of_base_85(&group).into_iter().take(length));
    }
    plain
}

fn of_base_85(group: &[u8]) -> [u8; 4] {
    let value = group.iter().fold(0u64, |value, digit| value * 85 + u64::from(*digit));
    (value as u32).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_undone() {
        assert_eq!(hexadecimal(b"41 4 2 4>"), b"AB@");
        assert_eq!(base_85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
    }

    #[test]
    fn pages_that_lead_back_to_themselves_end() {
        let bytes =
            b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Kids [2 0 R 3 0 R 3 0 R] /Rotate 90>>\
            endobj 3 0 obj <</Type/Page>> endobj trailer <</Root 1 0 R>>";
        let pages = File::open(bytes).ok().unwrap().pages();
        assert_eq!((pages.len(), pages[0].rotation), (1, 90));
    }

    #[test]
    fn locked_and_broken_files_are_told() {
        let error = |bytes: &[u8]| File::open(bytes).err();
        assert_eq!(error(b"%PDF-1.4 trailer <</Root 1 0 R /Encrypt 9 0 R>>"), Some(ReadError::EncryptedPdf));
        assert_eq!(error(b"%PDF-1.4 nothing more"), Some(ReadError::DamagedPdf));
    }
}
