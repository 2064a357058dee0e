//! Kept bytes on their way out: named, never guessed at by a browser, never acting, in pieces where asked.

use std::io::SeekFrom;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use crate::{
    documents::{
        files::preview,
        model::{Content, KeptFile, Media, Version},
    },
    kit::{Error, Result, Vault, file_form::cannot_keep, listing::encode},
};

/// What is sent may load nothing, do nothing and stand in no frame.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; \
     frame-ancestors 'none'; form-action 'none'; sandbox";
/// The same for a PDF that is shown: some browsers refuse to draw one in a sandbox, and draw it in one of their own.
const POLICY_OF_PDF: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'; \
     form-action 'none'";

/// The file of a version. `shown`: in the browser, where that is safe; otherwise it is kept on the reader's device.
pub async fn file(vault: &Vault, version: &Version, asked: &HeaderMap, shown: bool) -> Result<Response> {
    let Content::File(file) = &version.content else { return Err(Error::NotFound) };
    let tag = format!("\"{}\"", file.hash);
    let mut headers = described(file, shown && file.media.may_be_shown());
    put(&mut headers, header::ETAG, &tag);
    if is_known(asked, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let is_whole = asked.get(header::IF_RANGE).is_some_and(|condition| condition.as_bytes() != tag.as_bytes());
    let range = asked.get(header::RANGE).filter(|_| !is_whole).and_then(|range| range.to_str().ok());
    let (status, first, length) = match range.map(|range| piece(range, file.bytes)) {
        Some(Piece::Of(first, last)) => {
            put(&mut headers, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{}", file.bytes));
            (StatusCode::PARTIAL_CONTENT, first, last - first + 1)
        }
        Some(Piece::Impossible) => {
            put(&mut headers, header::CONTENT_RANGE, &format!("bytes */{}", file.bytes));
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response());
        }
        Some(Piece::Whole) | None => (StatusCode::OK, 0, file.bytes),
    };
    put(&mut headers, header::CONTENT_LENGTH, &length.to_string());
    let hash = file.hash;
    let content = vault.with(move |place| place.open(&hash)).await.map_err(cannot_keep)?;
    let mut content = tokio::fs::File::from_std(content);
    content.seek(SeekFrom::Start(first)).await.map_err(cannot_keep)?;
    Ok((status, headers, Body::from_stream(ReaderStream::new(content.take(length)))).into_response())
}

/// The preview of a version, if one could be made.
pub async fn preview(vault: &Vault, version: &Version, asked: &HeaderMap) -> Result<Response> {
    let Content::File(file) = &version.content else { return Err(Error::NotFound) };
    let hash = file.hash;
    let tag = format!("\"{hash}-preview\"");
    let mut headers = HeaderMap::new();
    put(&mut headers, header::ETAG, &tag);
    put(&mut headers, header::CACHE_CONTROL, "private, no-cache");
    put(&mut headers, header::CONTENT_TYPE, preview::MEDIA_TYPE);
    put(&mut headers, header::CONTENT_SECURITY_POLICY, POLICY);
    if is_known(asked, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let preview = vault.with(move |place| preview::read(place, &hash)).await.map_err(cannot_keep)?;
    Ok((headers, preview.ok_or(Error::NotFound)?).into_response())
}

/// Is there a preview of these bytes?
pub async fn has_preview(vault: &Vault, version: &Version) -> Result<bool> {
    let Content::File(file) = &version.content else { return Ok(false) };
    let hash = file.hash;
    Ok(vault.with(move |place| preview::read(place, &hash)).await.map_err(cannot_keep)?.is_some())
}

fn described(file: &KeptFile, shown: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let way = if shown { "inline" } else { "attachment" };
    put(&mut headers, header::CONTENT_TYPE, file.media.media_type());
    put(&mut headers, header::CONTENT_DISPOSITION, &disposition(way, &file.name));
    put(&mut headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    let policy = if shown && file.media == Media::Pdf { POLICY_OF_PDF } else { POLICY };
    put(&mut headers, header::CONTENT_SECURITY_POLICY, policy);
    put(&mut headers, header::ACCEPT_RANGES, "bytes");
    // Asked for anew each time, because a document can be withdrawn or made internal; answered by its tag alone.
    put(&mut headers, header::CACHE_CONTROL, "private, no-cache");
    headers
}

/// The name in ASCII for old programs, and as it is (RFC 6266, RFC 8187).
fn disposition(way: &str, name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' }).collect();
    format!("{way}; filename=\"{}\"; filename*=UTF-8''{}", plain.trim_start_matches(['_', '-', '.']), encode(name))
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    // All of these are made of ASCII without control characters.
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).unwrap_or_default();
    known.split(',').map(|known| known.trim().trim_start_matches("W/")).any(|known| known == tag || known == "*")
}

/// What a request asks for of so many bytes.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    /// From the first to the last of these bytes.
    Of(u64, u64),
    /// Everything; also where several pieces are asked for at once (RFC 9110, section 14.2).
    Whole,
    /// Nothing that is there.
    Impossible,
}

fn piece(range: &str, bytes: u64) -> Piece {
    let Some((from, to)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Piece::Whole;
    };
    if range.contains(',') {
        return Piece::Whole;
    }
    let number = |text: &str| text.trim().parse::<u64>().ok();
    match (number(from), number(to)) {
        (Some(first), _) if first >= bytes => Piece::Impossible,
        (Some(first), Some(last)) if last >= first => Piece::Of(first, last.min(bytes - 1)),
        (Some(first), None) if to.trim().is_empty() => Piece::Of(first, bytes - 1),
        (None, Some(0)) if from.is_empty() => Piece::Impossible,
        (None, Some(last)) if from.is_empty() && bytes > 0 => Piece::Of(bytes.saturating_sub(last), bytes - 1),
        _ => Piece::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_read_as_the_standard_says() {
        for (range, expected) in [
            ("bytes=0-9", Piece::Of(0, 9)),
            ("bytes=90-", Piece::Of(90, 99)),
            ("bytes=-10", Piece::Of(90, 99)),
            ("bytes=-1000", Piece::Of(0, 99)),
            ("bytes=50-1000", Piece::Of(50, 99)),
            ("bytes=100-", Piece::Impossible),
            ("bytes=-0", Piece::Impossible),
            ("bytes=9-0", Piece::Whole),
            ("bytes=0-1,5-6", Piece::Whole),
            ("lines=0-1", Piece::Whole),
            ("bytes=x-y", Piece::Whole),
        ] {
            assert_eq!(piece(range, 100), expected, "{range}");
        }
        assert_eq!(piece("bytes=0-", 0), Piece::Impossible);
    }

    #[test]
    fn a_thai_name_is_given_in_both_ways() {
        let value = disposition("attachment", "แผน 2565.pdf");
        assert!(value.starts_with("attachment; filename=\"2565.pdf\"; filename*=UTF-8''%E0%B9%81"), "{value}");
        assert!(!disposition("inline", "a\"b\r\n.pdf").contains(['\r', '\n']));
    }
}
