//! Paragraphs and tables of WordprocessingML, read from start to end without looking back.

use ooxml::{
    package::PackageError,
    xml::{Piece, Tag, Xml},
};

use super::{
    numbering::Numbering,
    properties::{CellProperties, ParagraphProperties, RowProperties, RunProperties, shows_placeholder},
};
use crate::{
    Passage, ReadError,
    document::{Block, Cell, Document, Measure, Row, Table},
    formats::tables::MOST_COLUMNS,
    place::{Place, Places},
};

/// Elements whose text is not on the page: what was deleted or moved away, instructions of fields, the older form of
/// a drawing that is there in two forms, readings above letters, and settings.
const NOT_SHOWN: [&str; 16] = [
    "del",
    "moveFrom",
    "delText",
    "delInstrText",
    "instrText",
    "fldData",
    "Fallback",
    "rt",
    "tblPr",
    "tblGrid",
    "tblPrEx",
    "sectPr",
    "sdtEndPr",
    "binData",
    "footnotePr",
    "endnotePr",
];

/// Reads the text of a document, part by part.
pub(super) struct Body<'n> {
    numbering: &'n mut Numbering,
    measure: Measure,
    places: Places,
    /// The running number of the present line; each paragraph outside tables and each row begins one.
    line: usize,
    paragraphs_seen: usize,
    tables_seen: usize,
    blocks: Vec<Block>,
    tables: Vec<OpenTable>,
    paragraphs: Vec<OpenParagraph>,
    /// Text that goes into the next paragraph, because the end of the one before it was deleted.
    carried: String,
}

struct OpenTable {
    number: usize,
    rows_seen: usize,
    rows: Vec<ReadRow>,
    row: Option<OpenRow>,
}

struct OpenRow {
    line: usize,
    properties: RowProperties,
    cells: Vec<ReadCell>,
    cell: Option<ReadCell>,
}

struct ReadRow {
    line: usize,
    before: usize,
    cells: Vec<ReadCell>,
}

#[derive(Default)]
struct ReadCell {
    properties: CellProperties,
    blocks: Vec<Block>,
}

#[derive(Default)]
struct OpenParagraph {
    properties: ParagraphProperties,
    text: String,
    in_text: bool,
    hidden: bool,
}

impl<'n> Body<'n> {
    pub(super) fn new(numbering: &'n mut Numbering, measure: Measure) -> Self {
        Self {
            numbering,
            measure,
            places: Places::default(),
            line: 0,
            paragraphs_seen: 0,
            tables_seen: 0,
            blocks: Vec::new(),
            tables: Vec::new(),
            paragraphs: Vec::new(),
            carried: String::new(),
        }
    }

    /// Reads a part: the document itself, a header, footnotes.
    pub(super) fn read(&mut self, text: &str) -> Result<(), ReadError> {
        let mut xml = Xml::new(text);
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) => self.open(&tag, &mut xml)?,
                Piece::Close(name) => self.close(&name)?,
                Piece::Text(text) => {
                    if let Some(paragraph) = self.paragraphs.last_mut().filter(|one| one.in_text && !one.hidden) {
                        self.measure.add_letters(text.len() / 3)?;
                        paragraph.text.push_str(&text);
                    }
                }
            }
        }
        Ok(())
    }

    /// What was read.
    pub(super) fn finish(self) -> (Document, Measure) {
        (Document { blocks: self.blocks, places: self.places, ..Document::default() }, self.measure)
    }

    fn open(&mut self, tag: &Tag, xml: &mut Xml) -> Result<(), ReadError> {
        match tag.name() {
            name if NOT_SHOWN.contains(&name) => xml.skip()?,
            "footnote" if tag.attribute("type").is_some_and(|kind| kind != "normal") => xml.skip()?,
            "sdtPr" => self.read_control(xml)?,
            "tbl" => self.open_table(),
            "tr" => self.open_row(),
            "tc" => {
                if let Some(row) = self.tables.last_mut().and_then(|table| table.row.as_mut()) {
                    row.cell = Some(ReadCell::default());
                }
            }
            "trPr" => {
                let properties = RowProperties::read(xml)?;
                if let Some(row) = self.tables.last_mut().and_then(|table| table.row.as_mut()) {
                    row.properties = properties;
                }
            }
            "tcPr" => {
                let properties = CellProperties::read(xml)?;
                if let Some(cell) = self.open_cell() {
                    cell.properties = properties;
                }
            }
            "p" => self.open_paragraph(),
            "pPr" => {
                let properties = ParagraphProperties::read(xml)?;
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.properties = properties;
                }
            }
            _ => self.open_in_paragraph(tag, xml)?,
        }
        Ok(())
    }

    fn open_in_paragraph(&mut self, tag: &Tag, xml: &mut Xml) -> Result<(), PackageError> {
        let Some(paragraph) = self.paragraphs.last_mut() else { return Ok(()) };
        let letter = match tag.name() {
            "r" => {
                paragraph.hidden = false;
                return Ok(());
            }
            "rPr" => {
                paragraph.hidden = RunProperties::read(xml)?.hidden;
                return Ok(());
            }
            "t" => {
                paragraph.in_text = true;
                return Ok(());
            }
            "tab" | "ptab" => ' ',
            "br" | "cr" => '\n',
            "noBreakHyphen" => '-',
            "sym" => symbol(tag),
            _ => return Ok(()),
        };
        if !paragraph.hidden {
            paragraph.text.push(letter);
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "t" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.in_text = false;
                }
            }
            "p" => self.close_paragraph()?,
            "tc" => {
                if let Some(row) = self.tables.last_mut().and_then(|table| table.row.as_mut()) {
                    row.cells.extend(row.cell.take());
                }
            }
            "tr" => self.close_row()?,
            "tbl" => self.close_table(),
            _ => {}
        }
        Ok(())
    }

    /// The settings of a content control; if it shows only its placeholder, its content is passed over.
    fn read_control(&mut self, xml: &mut Xml) -> Result<(), ReadError> {
        if !shows_placeholder(xml)? {
            return Ok(());
        }
        // The content is the next element of the control.
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) if tag.name() == "sdtContent" => {
                    xml.skip()?;
                    break;
                }
                Piece::Open(_) => xml.skip()?,
                Piece::Close(_) => break,
                Piece::Text(_) => {}
            }
        }
        Ok(())
    }

    fn begin_line(&mut self, place: Place) {
        self.line += 1;
        self.places.begin(self.line, place);
    }

    fn open_paragraph(&mut self) {
        if self.tables.is_empty() && self.paragraphs.is_empty() {
            self.paragraphs_seen += 1;
            self.begin_line(Place::Paragraph(self.paragraphs_seen));
        }
        let text = std::mem::take(&mut self.carried);
        self.paragraphs.push(OpenParagraph { text, ..OpenParagraph::default() });
    }

    fn close_paragraph(&mut self) -> Result<(), ReadError> {
        let Some(paragraph) = self.paragraphs.pop() else { return Ok(()) };
        if paragraph.properties.end_deleted {
            self.carried = paragraph.text;
            return Ok(());
        }
        if paragraph.text.trim().is_empty() {
            return Ok(());
        }
        let text = self.numbering.before(&paragraph.properties) + &paragraph.text;
        for part in text.split('\n') {
            if let Some(passage) = Passage::worded(self.line, part) {
                self.measure.add_passage(&passage.text)?;
                self.add(Block::Paragraph(passage));
            }
        }
        Ok(())
    }

    /// Into the cell that is open, or else into the document.
    fn add(&mut self, block: Block) {
        match self.open_cell() {
            Some(cell) => cell.blocks.push(block),
            None => self.blocks.push(block),
        }
    }

    fn open_cell(&mut self) -> Option<&mut ReadCell> {
        self.tables.iter_mut().rev().find_map(|table| table.row.as_mut().and_then(|row| row.cell.as_mut()))
    }

    fn open_table(&mut self) {
        self.tables_seen += 1;
        self.tables.push(OpenTable { number: self.tables_seen, rows_seen: 0, rows: Vec::new(), row: None });
    }

    fn open_row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        table.rows_seen += 1;
        let place = Place::TableRow { table: table.number, row: table.rows_seen };
        self.begin_line(place);
        let line = self.line;
        if let Some(table) = self.tables.last_mut() {
            table.row = Some(OpenRow { line, properties: RowProperties::default(), cells: Vec::new(), cell: None });
        }
    }

    fn close_row(&mut self) -> Result<(), ReadError> {
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let Some(row) = table.row.take() else { return Ok(()) };
        self.measure.add_cells(row.cells.len() + 1)?;
        if !row.properties.deleted {
            table.rows.push(ReadRow { line: row.line, before: row.properties.before, cells: row.cells });
        }
        Ok(())
    }

    fn close_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        // A table of one column is a frame around what stands in it, which may be the form itself.
        let is_frame = table.rows.iter().all(|row| row.cells.len() <= 1)
            && table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.has_table());
        if is_frame {
            for block in table.rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| cell.blocks) {
                self.add(block);
            }
        } else {
            let rows = table.rows.into_iter().map(ReadRow::spread).collect();
            self.add(Block::Table(Table { rows }));
        }
        // What follows in the row around this table stands in that row again.
        if let Some(outer) = self.tables.last() {
            let place = Place::TableRow { table: outer.number, row: outer.rows_seen };
            self.begin_line(place);
        }
    }
}

impl ReadCell {
    fn has_table(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Table(table) if table.rows.len() > 1))
    }

    /// Its text. A table inside the cell gives its cells one after the other.
    fn passages(self) -> Vec<Passage> {
        let passages = self.blocks.into_iter().flat_map(|block| match block {
            Block::Paragraph(passage) => vec![passage],
            Block::Table(table) => {
                table.rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| cell.passages).collect()
            }
        });
        passages.collect()
    }
}

impl ReadRow {
    /// The row with a cell for each column of the grid.
    fn spread(self) -> Row {
        let mut cells: Vec<Cell> = Vec::new();
        cells.resize_with(self.before.min(MOST_COLUMNS - 1), Cell::default);
        for cell in self.cells {
            let CellProperties { columns, continues, deleted } = cell.properties;
            let passages = if deleted { Vec::new() } else { cell.passages() };
            if cells.len() >= MOST_COLUMNS {
                if let Some(last) = cells.last_mut() {
                    last.passages.extend(passages);
                }
                continue;
            }
            let merged = continues && passages.is_empty();
            let width = (cells.len() + columns.min(MOST_COLUMNS)).min(MOST_COLUMNS);
            cells.push(Cell { passages, merged });
            cells.resize_with(width, || Cell { passages: Vec::new(), merged });
        }
        Row { line: self.line, cells }
    }
}

/// A letter of a symbol font; boxes that are ticked or not are the ones that forms use.
fn symbol(tag: &Tag) -> char {
    let code = tag.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
    match code.map(|code| code & 0xFF) {
        Some(0xFE | 0xFD | 0x52 | 0x53) => '☑',
        Some(0xFC) => '✓',
        Some(0x6F | 0x70 | 0x71 | 0xA8) => '☐',
        Some(0xB7 | 0xA7 | 0x6C | 0x6E | 0xD8) => '•',
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Document {
        let mut numbering = Numbering::default();
        let mut reader = Body::new(&mut numbering, Measure::default());
        reader.read(&format!("<w:document><w:body>{body}</w:body></w:document>")).unwrap();
        reader.finish().0
    }

    fn texts(document: &Document) -> Vec<&str> {
        document.passages().map(|passage| passage.text.as_str()).collect()
    }

    fn p(text: &str) -> String {
        format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    #[test]
    fn only_what_stands_on_the_page_is_read() {
        let text = "<w:p><w:ins><w:r><w:t>เพิ่ม</w:t></w:r></w:ins><w:del><w:r><w:delText>ลบ</w:delText></w:r></w:del>\
            <w:r><w:rPr><w:vanish/></w:rPr><w:t>ซ่อน</w:t></w:r><w:r><w:tab/><w:t>ก</w:t><w:br/><w:t>ข</w:t></w:r>\
            <w:r><w:instrText>PAGE</w:instrText></w:r></w:p>";
        assert_eq!(texts(&read(text)), ["เพิ่ม ก", "ข"]);
        let control = format!(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt><w:sdt><w:sdtPr/>\
             <w:sdtContent>{}</w:sdtContent></w:sdt>",
            p("คลิกที่นี่"),
            p("กรอกแล้ว")
        );
        assert_eq!(texts(&read(&control)), ["กรอกแล้ว"]);
        let box_twice = format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback>\
             <w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>นอก</w:t></w:r></w:p>",
            p("ใน")
        );
        assert_eq!(texts(&read(&box_twice)), ["ใน", "นอก"]);
        let joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>ต้น</w:t></w:r></w:p><w:p><w:r><w:t>ปลาย</w:t>\
            </w:r></w:p>";
        assert_eq!(texts(&read(joined)), ["ต้นปลาย"]);
    }

    #[test]
    fn merged_cells_are_spread_and_places_are_rows() {
        let text = format!(
            "{}<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{}</w:tc><w:tc><w:tcPr><w:gridSpan w:val='2'/>\
             </w:tcPr>{}</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>\
             <w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>",
            p("บน"),
            p("ก"),
            p("ข"),
            p("ค"),
            p("ง"),
            p("แถวที่ลบ")
        );
        let document = read(&text);
        let Block::Table(table) = &document.blocks[1] else { panic!("a table") };
        let cells: Vec<Vec<(String, bool)>> =
            table.rows.iter().map(|row| row.cells.iter().map(|cell| (cell.text(), cell.merged)).collect()).collect();
        let cell = |text: &str| (text.to_owned(), false);
        assert_eq!(cells, [vec![cell("ก"), cell("ข"), cell("")], vec![("".into(), true), cell("ค"), cell("ง")]]);
        assert_eq!(document.places.of(table.rows[1].line), Place::TableRow { table: 1, row: 2 });
    }

    #[test]
    fn a_frame_gives_its_table_and_other_nested_tables_their_text() {
        let inner = |text: &str| {
            let row = format!("<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>", p(text), p("ข"));
            format!("<w:tbl>{row}{row}</w:tbl>")
        };
        let frame = format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", p("เหนือ"), inner("ก"));
        assert!(
            matches!(&read(&frame).blocks[..], [Block::Paragraph(_), Block::Table(table)] if table.rows.len() == 2)
        );
        let nested = format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("ซ้าย"), inner("ก"));
        let document = read(&nested);
        assert_eq!((document.blocks.len(), texts(&document)), (1, vec!["ซ้าย", "ก", "ข", "ก", "ข"]));
    }
}
