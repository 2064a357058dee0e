//! Charts that the word processor draws itself, and can change.

use super::{Length, parts::Parts, run};
use crate::{pack::Pack, writer::Xml};

/// A chart with its numbers. The numbers also stand in a small workbook inside the file, so that they can be edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// How values are drawn.
    pub kind: ChartKind,
    /// The words above.
    pub title: String,
    /// What it shows, for those who hear it read.
    pub description: String,
    /// What stands along the axis.
    pub categories: Vec<String>,
    /// One value for each category, and for each series.
    pub series: Vec<Series>,
    /// Where the axis of values begins and ends; as the values ask where nothing is said.
    pub range: [Option<f64>; 2],
    /// How values are written, as in spreadsheets, e.g. `0.00`.
    pub number_format: &'static str,
    /// Writes the values of columns in their middle, in white, where no line can cross them.
    pub labels_inside: bool,
    /// Across and down.
    pub size: [Length; 2],
    /// The font of its words.
    pub font: &'static str,
}

/// How values are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Bars from the left; the first category stands at the top.
    Bars,
    /// Columns.
    Columns,
    /// Lines.
    Lines,
}

/// A row of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// A value for each category; a gap where there is none.
    pub values: Vec<Option<f64>>,
    /// Its colour, `RRGGBB`.
    pub color: &'static str,
    /// Writes each value beside its mark.
    pub labelled: bool,
    /// The values in other words than numbers have, e.g. in Thai digits: one for each value, or none at all.
    pub shown: Vec<String>,
    /// Drawn as a line over the columns, e.g. a target.
    pub as_line: bool,
}

const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";

impl Chart {
    pub(crate) fn write(&self, xml: &mut Xml, parts: &mut Parts) {
        let relation = parts.chart(self.part(), self.workbook());
        let id = parts.next_id();
        run::drawing(xml, id, self.size, &self.description, |xml| {
            xml.element("a:graphicData", &[("uri", &CHART)], |xml| {
                xml.empty("c:chart", &[("xmlns:c", &CHART), ("r:id", &relation)]);
            });
        });
    }

    fn part(&self) -> String {
        let mut xml = Xml::part();
        let spaces: [(&str, &dyn std::fmt::Display); 3] =
            [("xmlns:c", &CHART), ("xmlns:a", &super::DRAWING), ("xmlns:r", &super::RELATIONS)];
        xml.element("c:chartSpace", &spaces, |xml| {
            value(xml, "c:roundedCorners", &0);
            xml.element("c:chart", &[], |xml| {
                self.write_title(xml);
                value(xml, "c:autoTitleDeleted", &0);
                xml.element("c:plotArea", &[], |xml| {
                    xml.empty("c:layout", &[]);
                    self.write_series(xml);
                    self.write_axes(xml);
                });
                // A single series is named by the title.
                if self.series.len() > 1 {
                    xml.element("c:legend", &[], |xml| {
                        value(xml, "c:legendPos", &"b");
                        value(xml, "c:overlay", &0);
                    });
                }
                value(xml, "c:plotVisOnly", &1);
                value(xml, "c:dispBlanksAs", &"gap");
            });
            xml.element("c:txPr", &[], |xml| self.write_text_look(xml, 1000, false, None));
            xml.element("c:externalData", &[("r:id", &"rId1")], |xml| value(xml, "c:autoUpdate", &0));
        });
        xml.finish()
    }

    fn write_title(&self, xml: &mut Xml) {
        xml.element("c:title", &[], |xml| {
            xml.element("c:tx", &[], |xml| {
                xml.element("c:rich", &[], |xml| {
                    xml.empty("a:bodyPr", &[]);
                    xml.element("a:p", &[], |xml| {
                        xml.element("a:r", &[], |xml| {
                            xml.element("a:rPr", &[("lang", &"th-TH"), ("sz", &1100), ("b", &1)], |xml| {
                                self.write_font(xml)
                            });
                            xml.text_element("a:t", &[], &self.title);
                        });
                    });
                });
            });
            value(xml, "c:overlay", &0);
        });
    }

    fn write_font(&self, xml: &mut Xml) {
        for script in ["a:latin", "a:ea", "a:cs"] {
            xml.empty(script, &[("typeface", &self.font)]);
        }
    }

    fn write_text_look(&self, xml: &mut Xml, size: u32, bold: bool, color: Option<&'static str>) {
        xml.empty("a:bodyPr", &[]);
        xml.element("a:p", &[], |xml| {
            xml.element("a:pPr", &[], |xml| {
                xml.element("a:defRPr", &[("sz", &size), ("b", &u8::from(bold))], |xml| {
                    if let Some(color) = color {
                        xml.element("a:solidFill", &[], |xml| xml.empty("a:srgbClr", &[("val", &color)]));
                    }
                    self.write_font(xml);
                });
            });
            xml.empty("a:endParaRPr", &[("lang", &"th-TH")]);
        });
    }

    fn write_series(&self, xml: &mut Xml) {
        let all: Vec<(usize, &Series)> = self.series.iter().enumerate().collect();
        let line = |series: &Series| series.as_line || self.kind == ChartKind::Lines;
        let (lines, bars): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, series)| line(series));
        if !bars.is_empty() {
            xml.element("c:barChart", &[], |xml| {
                value(xml, "c:barDir", if self.kind == ChartKind::Bars { &"bar" } else { &"col" });
                value(xml, "c:grouping", &"clustered");
                value(xml, "c:varyColors", &0);
                bars.iter().for_each(|(at, series)| self.write_one(xml, *at, series, false));
                value(xml, "c:gapWidth", &60);
                axes(xml);
            });
        }
        if !lines.is_empty() {
            xml.element("c:lineChart", &[], |xml| {
                value(xml, "c:grouping", &"standard");
                value(xml, "c:varyColors", &0);
                lines.iter().for_each(|(at, series)| self.write_one(xml, *at, series, true));
                value(xml, "c:marker", &1);
                axes(xml);
            });
        }
    }

    fn write_one(&self, xml: &mut Xml, at: usize, series: &Series, line: bool) {
        let column = column_name(at + 1);
        let last = self.categories.len() + 1;
        xml.element("c:ser", &[], |xml| {
            value(xml, "c:idx", &at);
            value(xml, "c:order", &at);
            xml.element("c:tx", &[], |xml| {
                strings(xml, &format!("Sheet1!${column}$1"), std::slice::from_ref(&series.name));
            });
            xml.element("c:spPr", &[], |xml| {
                let paint = |xml: &mut Xml| {
                    xml.element("a:solidFill", &[], |xml| xml.empty("a:srgbClr", &[("val", &series.color)]));
                };
                if line { xml.element("a:ln", &[("w", &28_575)], paint) } else { paint(xml) }
            });
            if line {
                xml.element("c:marker", &[], |xml| {
                    value(xml, "c:symbol", if series.as_line { &"none" } else { &"circle" })
                });
            } else {
                value(xml, "c:invertIfNegative", &0);
            }
            self.write_labels(xml, series, line);
            xml.element("c:cat", &[], |xml| strings(xml, &format!("Sheet1!$A$2:$A${last}"), &self.categories));
            xml.element("c:val", &[], |xml| {
                self.numbers(xml, &format!("Sheet1!${column}$2:${column}${last}"), &series.values);
            });
            if line {
                value(xml, "c:smooth", &0);
            }
        });
    }

    fn write_labels(&self, xml: &mut Xml, series: &Series, line: bool) {
        xml.element("c:dLbls", &[], |xml| {
            if series.labelled {
                let inside = self.labels_inside && !line;
                self.write_shown(xml, series, inside, line);
                xml.empty("c:numFmt", &[("formatCode", &self.number_format), ("sourceLinked", &0)]);
                let (size, color) = if inside { (1000, Some("FFFFFF")) } else { (800, None) };
                xml.element("c:txPr", &[], |xml| self.write_text_look(xml, size, inside, color));
                value(
                    xml,
                    "c:dLblPos",
                    if line {
                        &"t"
                    } else if inside {
                        &"ctr"
                    } else {
                        &"outEnd"
                    },
                );
            }
            shown_parts(xml, series.labelled);
        });
    }

    /// Labels of their own words. Word processors know no digits but their own in the numbers of a chart.
    fn write_shown(&self, xml: &mut Xml, series: &Series, inside: bool, line: bool) {
        for (at, shown) in series.shown.iter().enumerate() {
            xml.element("c:dLbl", &[], |xml| {
                value(xml, "c:idx", &at);
                xml.element("c:tx", &[], |xml| {
                    xml.element("c:rich", &[], |xml| {
                        xml.empty("a:bodyPr", &[]);
                        xml.element("a:p", &[], |xml| {
                            xml.element("a:r", &[], |xml| {
                                let size = if inside { 1000 } else { 800 };
                                let look: [(&str, &dyn std::fmt::Display); 3] =
                                    [("lang", &"th-TH"), ("sz", &size), ("b", &u8::from(inside))];
                                xml.element("a:rPr", &look, |xml| {
                                    if inside {
                                        xml.element("a:solidFill", &[], |xml| {
                                            xml.empty("a:srgbClr", &[("val", &"FFFFFF")]);
                                        });
                                    }
                                    self.write_font(xml);
                                });
                                xml.text_element("a:t", &[], shown);
                            });
                        });
                    });
                });
                value(
                    xml,
                    "c:dLblPos",
                    if line {
                        &"t"
                    } else if inside {
                        &"ctr"
                    } else {
                        &"outEnd"
                    },
                );
                shown_parts(xml, true);
            });
        }
    }

    fn numbers(&self, xml: &mut Xml, place: &str, values: &[Option<f64>]) {
        xml.element("c:numRef", &[], |xml| {
            xml.text_element("c:f", &[], place);
            xml.element("c:numCache", &[], |xml| {
                xml.text_element("c:formatCode", &[], self.number_format);
                value(xml, "c:ptCount", &values.len());
                for (at, number) in values.iter().enumerate().filter_map(|(at, number)| Some((at, (*number)?))) {
                    xml.element("c:pt", &[("idx", &at)], |xml| xml.text_element("c:v", &[], &number.to_string()));
                }
            });
        });
    }

    fn write_axes(&self, xml: &mut Xml) {
        let bars = self.kind == ChartKind::Bars;
        xml.element("c:catAx", &[], |xml| {
            value(xml, "c:axId", &1);
            xml.element("c:scaling", &[], |xml| {
                value(xml, "c:orientation", if bars { &"maxMin" } else { &"minMax" });
            });
            value(xml, "c:delete", &0);
            value(xml, "c:axPos", if bars { &"l" } else { &"b" });
            xml.empty("c:numFmt", &[("formatCode", &"General"), ("sourceLinked", &0)]);
            axis_marks(xml, "low");
            value(xml, "c:crossAx", &2);
            value(xml, "c:crosses", &"autoZero");
            value(xml, "c:auto", &1);
            value(xml, "c:lblAlgn", &"ctr");
            value(xml, "c:lblOffset", &100);
            value(xml, "c:noMultiLvlLbl", &1);
        });
        xml.element("c:valAx", &[], |xml| {
            value(xml, "c:axId", &2);
            xml.element("c:scaling", &[], |xml| {
                value(xml, "c:orientation", &"minMax");
                let [least, most] = self.range;
                if let Some(most) = most {
                    value(xml, "c:max", &most);
                }
                if let Some(least) = least {
                    value(xml, "c:min", &least);
                }
            });
            // Where every value is written at its bar, an axis of values says nothing more.
            let is_told = self.series.iter().any(|series| !series.shown.is_empty());
            value(xml, "c:delete", &u8::from(is_told));
            value(xml, "c:axPos", if bars { &"b" } else { &"l" });
            xml.element("c:majorGridlines", &[], |xml| {
                xml.element("c:spPr", &[], |xml| {
                    xml.element("a:ln", &[("w", &6_350)], |xml| {
                        xml.element("a:solidFill", &[], |xml| xml.empty("a:srgbClr", &[("val", &"D9D9D4")]));
                    });
                });
            });
            xml.empty("c:numFmt", &[("formatCode", &"General"), ("sourceLinked", &0)]);
            axis_marks(xml, "nextTo");
            value(xml, "c:crossAx", &1);
            value(xml, "c:crosses", if bars { &"max" } else { &"autoZero" });
            value(xml, "c:crossBetween", &"between");
        });
    }

    /// The smallest workbook that holds the numbers: categories in A, a series in each column after it.
    fn workbook(&self) -> Vec<u8> {
        let mut pack = Pack::new();
        let kind = |name: &str| format!("application/vnd.openxmlformats-officedocument.spreadsheetml.{name}+xml");
        let types = [("/xl/workbook.xml", kind("sheet.main")), ("/xl/worksheets/sheet1.xml", kind("worksheet"))];
        pack.add("[Content_Types].xml", super::parts::content_types(&types, &[]));
        let office = format!("{}/officeDocument", super::RELATIONS);
        pack.add("_rels/.rels", super::parts::relations(&[("rId1".into(), office, "xl/workbook.xml".into(), false)]));
        let mut book = Xml::part();
        book.element("workbook", &[("xmlns", &SHEET), ("xmlns:r", &super::RELATIONS)], |xml| {
            xml.element("sheets", &[], |xml| {
                xml.empty("sheet", &[("name", &"Sheet1"), ("sheetId", &1), ("r:id", &"rId1")]);
            });
        });
        pack.add("xl/workbook.xml", book.finish());
        let sheet = format!("{}/worksheet", super::RELATIONS);
        let relation = ("rId1".into(), sheet, "worksheets/sheet1.xml".into(), false);
        pack.add("xl/_rels/workbook.xml.rels", super::parts::relations(&[relation]));
        pack.add("xl/worksheets/sheet1.xml", self.sheet());
        pack.to_bytes()
    }

    fn sheet(&self) -> String {
        let mut xml = Xml::part();
        xml.element("worksheet", &[("xmlns", &SHEET)], |xml| {
            xml.element("sheetData", &[], |xml| {
                for row in 0..=self.categories.len() {
                    xml.element("row", &[("r", &(row + 1))], |xml| self.write_sheet_row(xml, row));
                }
            });
        });
        xml.finish()
    }

    fn write_sheet_row(&self, xml: &mut Xml, row: usize) {
        let place = |column: usize| format!("{}{}", column_name(column), row + 1);
        let words = |xml: &mut Xml, column: usize, text: &str| {
            xml.element("c", &[("r", &place(column)), ("t", &"inlineStr")], |xml| {
                xml.element("is", &[], |xml| xml.text_element("t", &[], text));
            });
        };
        let category = row.checked_sub(1).and_then(|at| self.categories.get(at));
        if let Some(category) = category {
            words(xml, 0, category);
        }
        for (at, series) in self.series.iter().enumerate() {
            match row.checked_sub(1) {
                None => words(xml, at + 1, &series.name),
                Some(index) => {
                    if let Some(Some(number)) = series.values.get(index) {
                        xml.element("c", &[("r", &place(at + 1))], |xml| {
                            xml.text_element("v", &[], &number.to_string());
                        });
                    }
                }
            }
        }
    }
}

const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

fn value(xml: &mut Xml, name: &str, value: &dyn std::fmt::Display) {
    xml.empty(name, &[("val", value)]);
}

fn axes(xml: &mut Xml) {
    value(xml, "c:axId", &1);
    value(xml, "c:axId", &2);
}

fn axis_marks(xml: &mut Xml, labels: &str) {
    value(xml, "c:majorTickMark", &"none");
    value(xml, "c:minorTickMark", &"none");
    value(xml, "c:tickLblPos", &labels);
}

/// Of all that a label could show, the value or nothing.
fn shown_parts(xml: &mut Xml, is_value: bool) {
    for (name, shown) in [
        ("c:showLegendKey", false),
        ("c:showVal", is_value),
        ("c:showCatName", false),
        ("c:showSerName", false),
        ("c:showPercent", false),
        ("c:showBubbleSize", false),
    ] {
        value(xml, name, &u8::from(shown));
    }
}

fn strings(xml: &mut Xml, place: &str, texts: &[String]) {
    xml.element("c:strRef", &[], |xml| {
        xml.text_element("c:f", &[], place);
        xml.element("c:strCache", &[], |xml| {
            value(xml, "c:ptCount", &texts.len());
            for (at, text) in texts.iter().enumerate() {
                xml.element("c:pt", &[("idx", &at)], |xml| xml.text_element("c:v", &[], text));
            }
        });
    });
}

/// `A`, `B`, … `Z`, `AA`, …
fn column_name(at: usize) -> String {
    let letter = char::from(b'A' + (at % 26) as u8);
    if at < 26 { letter.to_string() } else { format!("{}{letter}", column_name(at / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_spreadsheets() {
        assert_eq!([0, 25, 26, 27, 51, 52].map(column_name), ["A", "Z", "AA", "AB", "AZ", "BA"]);
    }
}
