//! The first thread: a report comes in, is corrected, points at stake are seen, a starter measure is added and edited,
//! and the official report goes out.
