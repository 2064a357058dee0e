//! Lengths, the sheet of paper, and where things stand on it.

/// A length. Word counts in twentieths of a point, drawings in 12,700ths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length {
    twips: i64,
}

impl Length {
    /// None.
    pub const ZERO: Length = Length { twips: 0 };

    /// Whole points, 72 an inch.
    pub const fn whole_points(points: i64) -> Self {
        Self { twips: points * 20 }
    }

    /// Points, 72 an inch.
    pub fn points(points: f64) -> Self {
        Self { twips: (points * 20.0).round() as i64 }
    }

    /// Millimetres.
    pub fn mm(mm: f64) -> Self {
        Self::points(mm * 72.0 / 25.4)
    }

    /// Centimetres.
    pub fn cm(cm: f64) -> Self {
        Self::mm(cm * 10.0)
    }

    /// Both one after the other.
    pub fn plus(self, other: Length) -> Self {
        Self { twips: self.twips + other.twips }
    }

    /// Twentieths of a point.
    pub fn twips(self) -> i64 {
        self.twips
    }

    /// The unit of drawings (English Metric Unit).
    pub(crate) fn emu(self) -> i64 {
        self.twips * 635
    }

    /// This length in parts of the given shares; what rounding leaves goes to the last.
    pub fn shared(self, shares: &[u32]) -> Vec<Length> {
        let all = i64::from(shares.iter().sum::<u32>().max(1));
        let mut parts: Vec<i64> = shares.iter().map(|share| self.twips * i64::from(*share) / all).collect();
        let left = self.twips - parts.iter().sum::<i64>();
        if let Some(last) = parts.last_mut() {
            *last += left;
        }
        parts.into_iter().map(|twips| Length { twips }).collect()
    }
}

/// The sheet and its margins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Across.
    pub width: Length,
    /// Down.
    pub height: Length,
    /// Wider than high: Word wants to be told.
    pub landscape: bool,
    /// Top, right, bottom, left.
    pub margins: [Length; 4],
    /// From the edge to the header, and to the foot.
    pub header_and_footer: [Length; 2],
}

impl Page {
    /// A4 upright with margins of 2.5 cm.
    pub fn a4() -> Self {
        Self {
            width: Length::mm(210.0),
            height: Length::mm(297.0),
            landscape: false,
            margins: [Length::cm(2.5); 4],
            header_and_footer: [Length::cm(1.2); 2],
        }
    }

    /// The sheet turned on its side; the margins stay as they are.
    pub fn turned(self) -> Self {
        Self { width: self.height, height: self.width, landscape: !self.landscape, ..self }
    }

    /// With these margins: top, right, bottom, left.
    pub fn margins(self, margins: [Length; 4]) -> Self {
        Self { margins, ..self }
    }

    /// What is left between the margins at the sides.
    pub fn text_width(&self) -> Length {
        let [_, right, _, left] = self.margins;
        Length { twips: self.width.twips - right.twips - left.twips }
    }
}

/// How the lines of a paragraph stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the right.
    End,
    /// As Thai papers are set: both edges even, the space between characters shared out.
    Thai,
}

impl Align {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Align::Start => "left",
            Align::Center => "center",
            Align::End => "right",
            Align::Thai => "thaiDistribute",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_become_the_units_of_the_format_and_shares_lose_nothing() {
        assert_eq!((Length::mm(297.0).twips(), Length::points(1.0).emu()), (16838, 12_700));
        let page = Page::a4().turned().margins([Length::mm(14.0); 4]);
        let parts = page.text_width().shared(&[19, 22, 21, 21, 17]);
        assert_eq!(parts.iter().map(|part| part.twips()).sum::<i64>(), page.text_width().twips());
    }
}
