//! The command `prongsai score`, from the texts of its options to its answer. It needs no database.
//!
//! Any subset of scores may be given; what can be computed is, the rest stays open. What is given is never
//! replaced: contradictions are told as warnings.

mod answer;
mod reach;

use std::collections::BTreeSet;

use thai::{Bilingual, FiscalYear, digits::to_arabic};

pub use answer::Answer;
pub use reach::Reach;

use crate::{
    Exact, Results, Score,
    instrument::{Instrument, Item, Kind},
    score::ScoreError,
};

/// The options as typed, each without its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// `--year 2564`, Buddhist era.
    pub year: String,
    /// `--indicators 93.55,87.72,…`: ten scores in order; one that is not known stays empty or is `-`.
    pub indicators: Option<String>,
    /// `--items I1=77.87,E3=80`: scores of items by code.
    pub items: Option<String>,
    /// `--oit-zero O1,O2`: OIT items at zero, all others being 100; `none` if no item is at zero.
    pub oit_zero: Option<String>,
    /// `--eit-parts 79.40,82.24`: the parts of the EIT, for years that take it in parts.
    pub eit_parts: Option<String>,
    /// `--iit 82.44`: the score of the whole IIT.
    pub iit: Option<String>,
    /// `--eit 80.82`: the score of the whole EIT.
    pub eit: Option<String>,
    /// `--oit 100`: the score of the whole OIT.
    pub oit: Option<String>,
    /// `--reach A`: the cheapest way to this level.
    pub reach: Option<String>,
    /// `--ceiling 95`: no surveyed score rises above this on the way.
    pub ceiling: Option<String>,
}

/// Answers, or says in a sentence what is wrong with the options (exit code 2).
pub fn run(arguments: &Arguments) -> Result<Answer, Bilingual> {
    let instrument = read_year(&arguments.year)?;
    let results = read(instrument, arguments)?;
    if results == Results::default() {
        return Err(Bilingual::new(
            "ยังไม่มีคะแนนให้คำนวณ ใส่ --indicators, --items, --oit-zero, --eit-parts, --iit, --eit หรือ --oit",
            "there is nothing to score: give --indicators, --items, --oit-zero, --eit-parts, --iit, --eit or --oit",
        ));
    }
    let reach = reach::reach(instrument, &results, arguments)?;
    Ok(Answer { reach, ..Answer::of(instrument, &results) })
}

fn read(instrument: &Instrument, arguments: &Arguments) -> Result<Results, Bilingual> {
    let mut results = Results::default();
    for (kind, text) in [(Kind::Iit, &arguments.iit), (Kind::Eit, &arguments.eit), (Kind::Oit, &arguments.oit)] {
        if let Some(text) = text {
            results.instruments.insert(kind, read_score(text, kind.code())?);
        }
    }
    if let Some(text) = &arguments.indicators {
        read_indicators(instrument, text, &mut results)?;
    }
    if let Some(text) = &arguments.eit_parts {
        read_eit_parts(instrument, text, &mut results)?;
    }
    if let Some(text) = &arguments.items {
        read_items(instrument, text, &mut results)?;
    }
    if let Some(text) = &arguments.oit_zero {
        read_oit_zero(instrument, text, &mut results)?;
    }
    Ok(results)
}

fn read_year(text: &str) -> Result<&'static Instrument, Bilingual> {
    let year = to_arabic(text.trim()).parse().ok().and_then(FiscalYear::new);
    year.and_then(Instrument::of).ok_or_else(|| {
        let years: Vec<String> = Instrument::years().map(|year| year.to_string()).collect();
        let years = years.join(", ");
        Bilingual::new(
            format!("ไม่มีแบบประเมินของปี “{text}” ใช้ปี พ.ศ. ได้แก่ {years}"),
            format!("there is no instrument of the year “{text}”; the Buddhist years {years} are known"),
        )
    })
}

fn read_score(text: &str, place: &str) -> Result<Exact, Bilingual> {
    text.parse::<Score>().map(Exact::from).map_err(|error| {
        let (thai, english) = match error {
            ScoreError::NotANumber => ("ไม่ใช่ตัวเลข เขียนเช่น 77.87", "is not a number; write it like 77.87"),
            ScoreError::TooPrecise => ("มีทศนิยมเกินสี่ตำแหน่ง", "has more than four decimals"),
            ScoreError::OutOfRange => ("ไม่อยู่ระหว่าง 0 ถึง 100", "does not lie between 0 and 100"),
        };
        Bilingual::new(format!("{place}: “{text}” {thai}"), format!("{place}: “{text}” {english}"))
    })
}

fn read_indicators(instrument: &Instrument, text: &str, results: &mut Results) -> Result<(), Bilingual> {
    let scores: Vec<&str> = text.split(',').map(str::trim).collect();
    let indicators = instrument.indicators();
    if scores.len() != indicators.len() {
        let (wanted, found) = (indicators.len(), scores.len());
        return Err(Bilingual::new(
            format!("--indicators ต้องมี {wanted} คะแนน คั่นด้วยจุลภาค แต่มี {found} ตัวที่ไม่ทราบใส่ - แทน"),
            format!("--indicators needs {wanted} scores between commas but has {found}; write - for one not known"),
        ));
    }
    for (indicator, score) in indicators.iter().zip(scores) {
        if !matches!(score, "" | "-") {
            let place = format!("--indicators ({})", indicator.number);
            results.indicators.insert(indicator.number, read_score(score, &place)?);
        }
    }
    Ok(())
}

fn read_eit_parts(instrument: &Instrument, text: &str, results: &mut Results) -> Result<(), Bilingual> {
    let wanted = instrument.eit_parts().len();
    if wanted == 0 {
        let year = instrument.year();
        return Err(Bilingual::new(
            format!("--eit-parts ใช้ได้ตั้งแต่ปี 2566 ปี {year} ใช้ --eit หรือตัวชี้วัดที่ 6–8"),
            format!("--eit-parts is for 2566 and later; for {year} give --eit or indicators 6 to 8"),
        ));
    }
    let scores: Vec<&str> = text.split(',').map(str::trim).collect();
    if scores.len() != wanted {
        let found = scores.len();
        return Err(Bilingual::new(
            format!("--eit-parts ต้องมี {wanted} คะแนน คั่นด้วยจุลภาค แต่มี {found}"),
            format!("--eit-parts needs {wanted} scores between commas but has {found}"),
        ));
    }
    for (part, score) in (1..).zip(scores) {
        results.eit_parts.insert(part, read_score(score, &format!("--eit-parts ({part})"))?);
    }
    Ok(())
}

fn read_items(instrument: &Instrument, text: &str, results: &mut Results) -> Result<(), Bilingual> {
    for entry in text.split(',') {
        let Some((code, score)) = entry.split_once('=') else {
            return Err(Bilingual::new(
                format!("--items: “{}” ไม่อยู่ในรูปรหัส=คะแนน เขียนเช่น I1=77.87", entry.trim()),
                format!("--items: “{}” is not a code and a score; write it like I1=77.87", entry.trim()),
            ));
        };
        let item = find_item(instrument, code)?;
        let score = read_score(score.trim(), &item.code)?;
        if results.items.insert(item.code.clone(), score).is_some() {
            return Err(twice("--items", &item.code));
        }
    }
    Ok(())
}

fn read_oit_zero(instrument: &Instrument, text: &str, results: &mut Results) -> Result<(), Bilingual> {
    if instrument.indicators_of(Kind::Oit).any(|indicator| !indicator.items_complete) {
        let year = instrument.year();
        return Err(Bilingual::new(
            format!("--oit-zero ใช้กับปี {year} ไม่ได้ ยังไม่มีรายการข้อ OIT ที่ครบ ใช้ --oit หรือตัวชี้วัดที่ 9–10"),
            format!("--oit-zero needs all OIT items, not established for {year}; give --oit or indicators 9 and 10"),
        ));
    }
    let mut zeros = BTreeSet::new();
    let no_zeros = matches!(text.trim(), "none" | "ไม่มี");
    for code in text.split(',').filter(|_| !no_zeros) {
        let item = find_item(instrument, code)?;
        if item.kind != Kind::Oit {
            return Err(Bilingual::new(
                format!("--oit-zero รับเฉพาะข้อ OIT แต่ {} เป็นข้อ {} ใช้ --items แทน", item.code, item.kind),
                format!("--oit-zero takes OIT items only, but {} belongs to the {}; use --items", item.code, item.kind),
            ));
        }
        if results.items.contains_key(&item.code) {
            return Err(Bilingual::new(
                format!("{} อยู่ทั้งใน --items และ --oit-zero เก็บไว้ที่เดียว", item.code),
                format!("{} stands in --items and in --oit-zero; keep one of them", item.code),
            ));
        }
        if !zeros.insert(&item.code) {
            return Err(twice("--oit-zero", &item.code));
        }
    }
    for item in instrument.items().iter().filter(|item| item.kind == Kind::Oit) {
        let score = if zeros.contains(&item.code) { Exact::zero() } else { Exact::full() };
        results.items.entry(item.code.clone()).or_insert(score);
    }
    Ok(())
}

fn find_item<'a>(instrument: &'a Instrument, code: &str) -> Result<&'a Item, Bilingual> {
    let typed = code.trim();
    let year = instrument.year();
    if typed.is_empty() {
        return Err(Bilingual::new(
            "มีรหัสข้อว่างอยู่ เขียนเช่น O1,O2 ถ้าไม่มีข้อใดได้ศูนย์ เขียน --oit-zero none",
            "an item code is empty; write O1,O2, or --oit-zero none if no item is at zero",
        ));
    }
    let code = to_arabic(typed).to_uppercase();
    instrument.item(&code).ok_or_else(|| {
        let kind = code.chars().next().and_then(Kind::of_letter);
        let known: Vec<&Item> = instrument.items().iter().filter(|item| Some(item.kind) == kind).collect();
        match (kind, known.first(), known.last()) {
            (Some(_), Some(first), Some(last)) => Bilingual::new(
                format!("ไม่รู้จักข้อ “{typed}” ของปี {year} ข้อที่รู้จักคือ {} ถึง {}", first.code, last.code),
                format!("the item “{typed}” of {year} is not known; known are {} to {}", first.code, last.code),
            ),
            (Some(kind), _, _) => Bilingual::new(
                format!("ปี {year} ยังไม่มีรายการข้อ {kind} ที่ยืนยันได้ ใช้ --indicators แทน"),
                format!("the list of {kind} items is not established for {year}; use --indicators"),
            ),
            (None, _, _) => Bilingual::new(
                format!("“{typed}” ไม่ใช่รหัสข้อ เขียนเช่น I7, E12 หรือ O36"),
                format!("“{typed}” is not an item code; write it like I7, E12 or O36"),
            ),
        }
    })
}

fn twice(option: &str, code: &str) -> Bilingual {
    Bilingual::new(
        format!("{option}: มี {code} สองครั้ง เก็บไว้ครั้งเดียว"),
        format!("{option}: {code} stands twice; keep one of them"),
    )
}
