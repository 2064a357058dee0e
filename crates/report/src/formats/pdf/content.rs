//! What the content of a page draws (ISO 32000-2, 8 and 9): letters with their places, and straight lines.

use std::{collections::HashMap, rc::Rc};

use super::{
    file::{File, Page},
    font::Font,
    syntax::{Dictionary, Lexer, Object},
};
use crate::ReadError;

/// The most letters of a page, and of a file.
const MOST_GLYPHS: usize = 60_000;
const MOST_GLYPHS_OF_ALL: usize = 1_000_000;
/// The most straight lines of a page that may be rules of a table.
const MOST_RULES: usize = 2_000;
/// The deepest nesting of forms in forms, and of saved states.
const DEEPEST_FORM: usize = 6;
const DEEPEST_STATE: usize = 64;
/// Operators have at most six operands; text in arrays counts as one.
const MOST_OPERANDS: usize = 40;
/// The most corners of a path that are looked at.
const MOST_CORNERS: usize = 2_000;
/// A filled shape that is no thicker is a line (points).
const THICKEST_LINE: f64 = 3.0;
/// Shorter lines are parts of letters or pictures (points).
const SHORTEST_RULE: f64 = 4.0;
/// The most fonts of a file.
const MOST_FONTS: usize = 400;

/// A letter, or several that are drawn as one, with its place on the page; points from the left and from the top.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) left: f64,
    pub(super) right: f64,
    /// The line on which it stands.
    pub(super) base: f64,
    pub(super) size: f64,
    /// `None` if nothing says which letter it is; empty if it only completes the one before.
    pub(super) text: Option<String>,
    /// The file says that it belongs to the page and not to its text: page numbers, repeated headings.
    pub(super) is_artifact: bool,
}

/// A straight line along the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) is_vertical: bool,
    /// Its distance from the left (vertical) or from the top.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// A page as drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawn {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    /// It draws pictures.
    pub(super) has_pictures: bool,
}

/// A transformation: x' = a x + c y + e, y' = b x + d y + f.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this, then the other.
    pub(super) fn then(self, other: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [oa, ob, oc, od, oe, of]) = (self.0, other.0);
        Matrix([
            a * oa + b * oc,
            a * ob + b * od,
            c * oa + d * oc,
            c * ob + d * od,
            e * oa + f * oc + oe,
            e * ob + f * od + of,
        ])
    }

    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// A part of the content that the file marks.
struct Mark {
    is_artifact: bool,
    /// What the part says, whatever letters it draws.
    says: Option<String>,
    said: bool,
}

/// Follows the content of the pages of a file.
pub(super) struct Interpreter<'f, 'a> {
    file: &'f File<'a>,
    fonts: HashMap<u32, Rc<Font>>,
    fonts_left: usize,
    glyphs_left: usize,
}

struct Drawing {
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    marks: Vec<Mark>,
    shapes: Vec<Vec<(f64, f64)>>,
    corners: usize,
    drawn: Drawn,
}

impl<'f, 'a> Interpreter<'f, 'a> {
    pub(super) fn new(file: &'f File<'a>) -> Self {
        Self { file, fonts: HashMap::new(), fonts_left: MOST_FONTS, glyphs_left: MOST_GLYPHS_OF_ALL }
    }

    /// Draws a page.
    pub(super) fn draw(&mut self, page: &Page) -> Result<Drawn, ReadError> {
        let content = self.file.content(page)?;
        let state = State {
            matrix: upright(page),
            font: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut drawing = Drawing {
            state,
            saved: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            marks: Vec::new(),
            shapes: Vec::new(),
            corners: 0,
            drawn: Drawn::default(),
        };
        self.run(&content, &page.resources, &mut drawing, 0)?;
        self.glyphs_left = self.glyphs_left.checked_sub(drawing.drawn.glyphs.len()).ok_or(ReadError::TooMuch)?;
        Ok(drawing.drawn)
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: &Dictionary,
        drawing: &mut Drawing,
        depth: usize,
    ) -> Result<(), ReadError> {
        let mut lexer = Lexer::new(content, 0);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(value) = lexer.next() {
            let Object::Word(operator) = value else {
                if operands.len() < MOST_OPERANDS {
                    operands.push(value);
                }
                continue;
            };
            self.file.step(1 + operands.len()).ok_or(ReadError::TooMuch)?;
            match operator.as_str() {
                "Tf" => self.choose_font(&operands, resources, drawing)?,
                "Do" => self.draw_object(&operands, resources, drawing, depth)?,
                "BDC" => {
                    let says = self.says(&operands, resources);
                    drawing.mark(&operands, says);
                }
                "BI" => {
                    drawing.drawn.has_pictures = true;
                    lexer.skip_inline_picture();
                }
                operator => drawing.take(operator, &operands),
            }
            operands.clear();
            if drawing.drawn.glyphs.len() > MOST_GLYPHS {
                return Err(ReadError::TooMuch);
            }
        }
        Ok(())
    }

    fn choose_font(
        &mut self,
        operands: &[Object],
        resources: &Dictionary,
        drawing: &mut Drawing,
    ) -> Result<(), ReadError> {
        let [Object::Name(name), size] = operands else { return Ok(()) };
        drawing.state.size = size.number().unwrap_or(1.0);
        self.file.step(resources.weight()).ok_or(ReadError::TooMuch)?;
        let fonts = self.file.dictionary(resources, "Font");
        let Some(entry) = fonts.as_ref().and_then(|fonts| fonts.get(name)) else { return Ok(()) };
        let number = if let Object::Reference(number) = entry { Some(*number) } else { None };
        if let Some(font) = number.and_then(|number| self.fonts.get(&number)) {
            drawing.state.font = Some(Rc::clone(font));
            return Ok(());
        }
        let Some(dictionary) = self.file.dictionary_of(entry) else { return Ok(()) };
        self.fonts_left = self.fonts_left.checked_sub(1).ok_or(ReadError::TooMuch)?;
        let font = Rc::new(Font::read(self.file, &dictionary)?);
        if let Some(number) = number {
            self.fonts.insert(number, Rc::clone(&font));
        }
        drawing.state.font = Some(font);
        Ok(())
    }

    /// Draws a form, which has content of its own; pictures are only noted.
    fn draw_object(
        &mut self,
        operands: &[Object],
        resources: &Dictionary,
        drawing: &mut Drawing,
        depth: usize,
    ) -> Result<(), ReadError> {
        let [Object::Name(name)] = operands else { return Ok(()) };
        self.file.step(resources.weight()).ok_or(ReadError::TooMuch)?;
        let objects = self.file.dictionary(resources, "XObject");
        let Some(stream) = objects.and_then(|objects| self.file.stream(objects.get(name)?)) else { return Ok(()) };
        if self.file.named(&stream.dictionary, "Subtype").as_deref() != Some("Form") {
            drawing.drawn.has_pictures = true;
            return Ok(());
        }
        if depth >= DEEPEST_FORM {
            return Ok(());
        }
        let matrix = self.file.array(&stream.dictionary, "Matrix").unwrap_or_default();
        let matrix: Vec<f64> = matrix.iter().filter_map(Object::number).collect();
        let matrix = <[f64; 6]>::try_from(matrix).map_or(Matrix::IDENTITY, Matrix);
        let own = self.file.dictionary(&stream.dictionary, "Resources");
        let content = self.file.decoded(&stream)?;
        let (before, saved, marks) = (drawing.state.clone(), drawing.saved.len(), drawing.marks.len());
        drawing.state.matrix = matrix.then(drawing.state.matrix);
        self.run(&content, own.as_ref().unwrap_or(resources), drawing, depth + 1)?;
        drawing.state = before;
        drawing.saved.truncate(saved);
        drawing.marks.truncate(marks);
        Ok(())
    }

    /// The text that a marked part stands for (14.9.4).
    fn says(&self, operands: &[Object], resources: &Dictionary) -> Option<String> {
        let properties = match operands.get(1)? {
            Object::Dictionary(properties) => properties.clone(),
            Object::Name(name) => {
                let known = self.file.dictionary(resources, "Properties")?;
                self.file.dictionary_of(known.get(name)?)?
            }
            _ => return None,
        };
        match self.file.resolve(properties.get("ActualText")?)? {
            Object::String(bytes) => Some(text_string(&bytes)),
            _ => None,
        }
    }
}

/// A text string of a PDF (7.9.2.2): UTF-16 or UTF-8 if a mark says so, else Latin.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair));
            char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// From the space of a page to points from its upper left corner, turned as it is shown.
fn upright(page: &Page) -> Matrix {
    let [x0, y0, x1, y1] = page.media_box;
    let (left, right, bottom, top) = (x0.min(x1), x0.max(x1), y0.min(y1), y0.max(y1));
    Matrix(match page.rotation {
        90 => [0.0, 1.0, 1.0, 0.0, -bottom, -left],
        180 => [-1.0, 0.0, 0.0, 1.0, right, -bottom],
        270 => [0.0, -1.0, -1.0, 0.0, top, right],
        _ => [1.0, 0.0, 0.0, -1.0, -left, top],
    })
}

impl Drawing {
    fn take(&mut self, operator: &str, operands: &[Object]) {
        let number = |at: usize| operands.get(at).and_then(Object::number).unwrap_or(0.0);
        let state = &mut self.state;
        match operator {
            "q" if self.saved.len() < DEEPEST_STATE => self.saved.push(state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => state.matrix = matrix_of(operands).then(state.matrix),
            "BT" => (self.text, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            "Tc" => state.letter_space = number(0),
            "Tw" => state.word_space = number(0),
            "Tz" => state.stretch = number(0) / 100.0,
            "TL" => state.leading = number(0),
            "Ts" => state.rise = number(0),
            "Td" => self.next_line(number(0), number(1)),
            "TD" => {
                state.leading = -number(1);
                self.next_line(number(0), number(1));
            }
            "Tm" => (self.text, self.line) = (matrix_of(operands), matrix_of(operands)),
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show(operands.first()),
            "'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.first());
            }
            "\"" => {
                (state.word_space, state.letter_space) = (number(0), number(1));
                self.next_line(0.0, -self.state.leading);
                self.show(operands.get(2));
            }
            "TJ" => self.show_all(operands.first()),
            "BMC" => self.mark(operands, None),
            "EMC" => drop(self.marks.pop()),
            _ => self.take_path(operator, operands),
        }
    }

    fn take_path(&mut self, operator: &str, operands: &[Object]) {
        let number = |at: usize| operands.get(at).and_then(Object::number).unwrap_or(0.0);
        match operator {
            "m" => {
                self.shapes.push(Vec::new());
                self.corner(number(0), number(1));
            }
            "l" => self.corner(number(0), number(1)),
            "c" => self.corner(number(4), number(5)),
            "v" | "y" => self.corner(number(2), number(3)),
            "h" => {
                if let Some(shape) = self.shapes.last_mut() {
                    shape.extend(shape.first().copied());
                }
            }
            "re" => {
                let (x, y, width, height) = (number(0), number(1), number(2), number(3));
                self.shapes.push(Vec::new());
                for (x, y) in [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)] {
                    self.corner(x, y);
                }
            }
            "S" | "s" | "B" | "B*" | "b" | "b*" => self.paint(true),
            "f" | "F" | "f*" => self.paint(false),
            "n" => self.forget_path(),
            _ => {}
        }
    }

    fn corner(&mut self, x: f64, y: f64) {
        self.corners += 1;
        let corner = self.state.matrix.apply(x, y);
        if let Some(shape) = self.shapes.last_mut().filter(|_| self.corners < MOST_CORNERS) {
            shape.push(corner);
        }
    }

    fn forget_path(&mut self) {
        self.shapes.clear();
        self.corners = 0;
    }

    /// Keeps the straight lines of the path: its sides if they are drawn, itself if it is thin and filled.
    fn paint(&mut self, sides: bool) {
        for shape in std::mem::take(&mut self.shapes) {
            let spread = |pick: fn(&(f64, f64)) -> f64| {
                let values = shape.iter().map(pick);
                (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
            };
            let ((left, right), (top, bottom)) = (spread(|corner| corner.0), spread(|corner| corner.1));
            if right - left <= THICKEST_LINE && bottom - top > THICKEST_LINE {
                self.rule(true, (left + right) / 2.0, top, bottom);
            } else if bottom - top <= THICKEST_LINE && right - left > THICKEST_LINE {
                self.rule(false, (top + bottom) / 2.0, left, right);
            } else if sides {
                for pair in shape.windows(2) {
                    let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
                    if (x0 - x1).abs() < 0.5 {
                        self.rule(true, (x0 + x1) / 2.0, y0.min(y1), y0.max(y1));
                    } else if (y0 - y1).abs() < 0.5 {
                        self.rule(false, (y0 + y1) / 2.0, x0.min(x1), x0.max(x1));
                    }
                }
            }
        }
        self.corners = 0;
    }

    fn rule(&mut self, is_vertical: bool, at: f64, from: f64, to: f64) {
        let is_rule = at.is_finite() && to - from >= SHORTEST_RULE && from.is_finite() && to.is_finite();
        if is_rule && self.drawn.rules.len() < MOST_RULES {
            self.drawn.rules.push(Rule { is_vertical, at, from, to });
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line);
        self.text = self.line;
    }

    fn mark(&mut self, operands: &[Object], says: Option<String>) {
        let is_artifact = operands.first().and_then(Object::name) == Some("Artifact");
        // Deeper marks than any file has change nothing.
        if self.marks.len() < 1_000 {
            self.marks.push(Mark { is_artifact, says, said: false });
        }
    }

    fn show_all(&mut self, operand: Option<&Object>) {
        let Some(Object::Array(items)) = operand else { return };
        for item in items {
            match item {
                Object::Number(back) => {
                    let along = -back / 1000.0 * self.state.size * self.state.stretch;
                    self.text = Matrix([1.0, 0.0, 0.0, 1.0, along, 0.0]).then(self.text);
                }
                item => self.show(Some(item)),
            }
        }
    }

    fn show(&mut self, operand: Option<&Object>) {
        let (Some(Object::String(string)), Some(font)) = (operand, self.state.font.clone()) else { return };
        if self.drawn.glyphs.len() > MOST_GLYPHS {
            return;
        }
        // Longer strings than a page has letters are refused after this operator.
        for code in font.codes(&string[..string.len().min(2 * MOST_GLYPHS + 2)]) {
            let State { size, stretch, rise, letter_space, word_space, .. } = self.state;
            let matrix = Matrix([size * stretch, 0.0, 0.0, size, 0.0, rise]).then(self.text).then(self.state.matrix);
            let (start, end) = (matrix.apply(0.0, 0.0), matrix.apply(code.width, 0.0));
            let height = matrix.0[2].hypot(matrix.0[3]);
            let along = (code.width * size + letter_space + if code.is_space { word_space } else { 0.0 }) * stretch;
            self.text = Matrix([1.0, 0.0, 0.0, 1.0, along, 0.0]).then(self.text);
            // Letters that climb or hang are stamps and watermarks.
            let is_level = matrix.0[1].abs() <= 0.1 * matrix.0[0].abs() && matrix.0[0] >= 0.0;
            if !is_level || ![start.0, start.1, end.0, height].iter().all(|number| number.is_finite()) {
                continue;
            }
            let (text, is_artifact) = self.marked(code.text);
            if self.drawn.glyphs.len() <= MOST_GLYPHS {
                let (left, right) = (start.0, end.0.max(start.0));
                self.drawn.glyphs.push(Glyph { left, right, base: start.1, size: height, text, is_artifact });
            }
        }
    }

    /// The text of a glyph as the marks around it say.
    fn marked(&mut self, text: Option<String>) -> (Option<String>, bool) {
        let is_artifact = self.marks.iter().any(|mark| mark.is_artifact);
        match self.marks.iter_mut().find(|mark| mark.says.is_some()) {
            Some(mark) if mark.said => (Some(String::new()), is_artifact),
            Some(mark) => {
                mark.said = true;
                (mark.says.clone(), is_artifact)
            }
            None => (text, is_artifact),
        }
    }
}

fn matrix_of(operands: &[Object]) -> Matrix {
    let numbers: Vec<f64> = operands.iter().filter_map(Object::number).collect();
    <[f64; 6]>::try_from(numbers).map_or(Matrix::IDENTITY, Matrix)
}
