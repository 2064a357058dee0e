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
    if !is_bounded() {
        return ExitCode::FAILURE;
    }
    let mut pdf = Vec::new();
    let read = io::stdin().take(LARGEST).read_to_end(&mut pdf);
    let is_pdf = media::recognise(&mut io::Cursor::new(&pdf), "").is_ok_and(|told| told == Ok(media::Media::Pdf));
    let drawn = if read.is_ok() && is_pdf { preview::draw(pdf) } else { None };
    match drawn.map(|drawn| io::stdout().write_all(&drawn)) {
        Some(Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Sets the bounds. Without those for memory and time nothing is drawn.
#[cfg(unix)]
fn is_bounded() -> bool {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |resource, limit| setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) }).is_ok();
    let writes_nothing = at_most(Resource::Core, 0) && at_most(Resource::Fsize, 0);
    at_most(Resource::As, preview::DRAWING_MEMORY) && at_most(Resource::Cpu, preview::DRAWING_SECONDS) && writes_nothing
}

#[cfg(not(unix))]
fn is_bounded() -> bool {
    false
}
