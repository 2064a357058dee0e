//! Drawing the first page of a PDF in a process of its own: no command for people.

use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

use super::files::{media, preview};

/// As many bytes of a PDF as are read.
const LARGEST: u64 = 64 << 20;

/// Is the program asked to draw? Then it does nothing else.
pub fn is_asked_to_draw(mut arguments: impl Iterator<Item = std::ffi::OsString>) -> bool {
    arguments.nth(1).is_some_and(|first| first == preview::DRAW)
}

/// Reads a PDF and writes a JPEG, within bounds that are set before the first byte is read. Exit codes: 0 drawn, 1 not.
pub fn draw() -> ExitCode {
    bound();
    let mut pdf = Vec::new();
    let read = io::stdin().take(LARGEST).read_to_end(&mut pdf);
    let is_pdf = media::recognise(&mut io::Cursor::new(&pdf), "").is_ok_and(|told| told == Ok(media::Media::Pdf));
    let drawn = if read.is_ok() && is_pdf { preview::draw(pdf) } else { None };
    match drawn.map(|drawn| io::stdout().write_all(&drawn)) {
        Some(Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

#[cfg(unix)]
fn bound() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |limit| Rlimit { current: Some(limit), maximum: Some(limit) };
    // Where a bound cannot be set, the others still hold.
    let _ = setrlimit(Resource::As, at_most(preview::DRAWING_MEMORY));
    let _ = setrlimit(Resource::Cpu, at_most(preview::DRAWING_SECONDS));
    let _ = setrlimit(Resource::Core, at_most(0));
    let _ = setrlimit(Resource::Fsize, at_most(0));
}

#[cfg(not(unix))]
fn bound() {}
