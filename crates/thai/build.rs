//! Builds the dictionary (a finite-state set over one-byte letters) from the word lists in `data/`. A line `-word` takes a word of an
//! earlier list out, a line with `#` is a remark.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

#[path = "src/words/letters.rs"]
mod letters;

const LISTS: [&str; 2] = ["data/words_th.txt", "data/office_words.txt"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = BTreeSet::new();
    for list in LISTS {
        println!("cargo::rerun-if-changed={list}");
        let text = fs::read_to_string(list).map_err(|error| format!("reading {list}: {error}"))?;
        for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            match line.strip_prefix('-') {
                Some(misleading) => letters::spell(misleading).is_some_and(|word| words.remove(&word)),
                None => letters::spell(line).is_some_and(|word| words.insert(word)),
            };
        }
    }
    println!("cargo::rerun-if-changed=src/words/letters.rs");
    let dictionary = fst::Set::from_iter(words)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.fst"), dictionary.as_fst().as_bytes())?;
    Ok(())
}
