//! Journeys: the main paths in a real browser, with script and without, on a phone and on a desk, with axe on every
//! page visited. Needs Debian's `chromium` and `chromium-driver`, and `PRONGSAI_AXE` naming axe-core's file;
//! `scripts/test journeys` sees to both. Without them the tests fail and say so.

mod browser;
mod divisions_part;
mod installation;
mod report_in_and_out;
mod small_screens;
mod what_if;
