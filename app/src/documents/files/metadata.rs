//! Taking out of a picture what it tells besides the picture: place, device, names, earlier versions, films behind it.
//!
//! What shows the picture stays: its pixels, colour profile, and how it is turned. Pictures are copied piece by piece,
//! so memory does not grow with them. JPEG: ITU-T T.81; PNG: third edition; WebP: RFC 9649.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

use super::media::Media;

/// Copies a picture without what it tells besides. `Ok(false)`: it is damaged, nothing of use was written.
pub fn clean(media: Media, from: &mut (impl Read + Seek), to: &mut impl Write) -> io::Result<bool> {
    let turned = match orientation(media, from)? {
        // Upright, or nonsense.
        Some(1) | None => None,
        turned => turned,
    };
    from.rewind()?;
    let mut from = BufReader::new(from);
    let copied = match media {
        Media::Jpeg => clean_jpeg(&mut from, to, turned),
        Media::Png => clean_png(&mut from, to, turned),
        Media::WebP => clean_webp(&mut from, to, turned),
        _ => io::copy(&mut from, to).map(|_| ()),
    };
    match copied {
        Err(error) if [io::ErrorKind::UnexpectedEof, io::ErrorKind::InvalidData].contains(&error.kind()) => Ok(false),
        copied => copied.map(|()| true),
    }
}

fn damaged() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

fn byte(from: &mut impl Read) -> io::Result<u8> {
    let mut one = [0];
    from.read_exact(&mut one)?;
    Ok(one[0])
}

fn four(from: &mut impl Read) -> io::Result<[u8; 4]> {
    let mut four = [0; 4];
    from.read_exact(&mut four)?;
    Ok(four)
}

fn copy(from: &mut impl Read, to: &mut impl Write, length: u64) -> io::Result<()> {
    if io::copy(&mut from.take(length), to)? == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn skip(from: &mut impl Read, length: u64) -> io::Result<()> {
    copy(from, &mut io::sink(), length)
}

// JPEG -------------------------------------------------------------------------------------------------------------

/// Begins the segment of Exif.
const EXIF: &[u8] = b"Exif\0\0";
/// Begins the segment of a colour profile.
const PROFILE: &[u8] = b"ICC_PROFILE\0";

/// Reads a marker; fill bytes before it are allowed.
fn marker(from: &mut impl Read) -> io::Result<u8> {
    if byte(from)? != 0xff {
        return Err(damaged());
    }
    loop {
        match byte(from)? {
            0xff => {}
            0 => return Err(damaged()),
            found => return Ok(found),
        }
    }
}

fn segment_length(from: &mut impl Read) -> io::Result<usize> {
    let length = u16::from_be_bytes([byte(from)?, byte(from)?]);
    usize::from(length).checked_sub(2).ok_or_else(damaged)
}

fn write_segment(to: &mut impl Write, marker: u8, body: &[u8]) -> io::Result<()> {
    let length = u16::try_from(body.len() + 2).map_err(|_| damaged())?;
    to.write_all(&[0xff, marker])?;
    to.write_all(&length.to_be_bytes())?;
    to.write_all(body)
}

/// Copies what draws the picture. Everything behind its end (other pictures, a film) stays out.
fn clean_jpeg(from: &mut impl BufRead, to: &mut impl Write, turned: Option<u16>) -> io::Result<()> {
    if [byte(from)?, byte(from)?] != [0xff, 0xd8] {
        return Err(damaged());
    }
    to.write_all(&[0xff, 0xd8])?;
    if let Some(turned) = turned {
        write_segment(to, 0xe1, &[EXIF, &tiff(turned)].concat())?;
    }
    let mut next = marker(from)?;
    loop {
        match next {
            0xd9 => return to.write_all(&[0xff, 0xd9]),
            0x01 | 0xd0..=0xd7 => to.write_all(&[0xff, next])?,
            _ => {
                let mut body = vec![0; segment_length(from)?];
                from.read_exact(&mut body)?;
                let stays = match next {
                    // JFIF (density), Adobe (colour transform) and colour profiles draw the picture.
                    0xe0 => body.starts_with(b"JFIF\0"),
                    0xe2 => body.starts_with(PROFILE),
                    0xee => body.starts_with(b"Adobe"),
                    0xe1..=0xef | 0xfe => false,
                    _ => true,
                };
                if next == 0xe0 && stays {
                    // A small picture inside the segment is not needed to show the large one.
                    body.truncate(14);
                    if let Some(thumbnail) = body.get_mut(12..14) {
                        thumbnail.fill(0);
                    }
                }
                if stays {
                    write_segment(to, next, &body)?;
                }
            }
        }
        next = if next == 0xda { copy_scan(from, to)? } else { marker(from)? };
    }
}

/// Copies coded pixels up to the next marker, which is returned.
fn copy_scan(from: &mut impl BufRead, to: &mut impl Write) -> io::Result<u8> {
    loop {
        let buffer = from.fill_buf()?;
        if buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let plain = buffer.iter().position(|byte| *byte == 0xff).unwrap_or(buffer.len());
        to.write_all(&buffer[..plain])?;
        let at_marker = plain < buffer.len();
        from.consume(plain);
        if !at_marker {
            continue;
        }
        skip(from, 1)?;
        let mut second = byte(from)?;
        while second == 0xff {
            second = byte(from)?;
        }
        match second {
            // A stuffed byte, or a restart inside the scan.
            0 | 0xd0..=0xd7 => to.write_all(&[0xff, second])?,
            found => return Ok(found),
        }
    }
}

// PNG --------------------------------------------------------------------------------------------------------------

const PNG: &[u8; 8] = b"\x89PNG\r\n\x1a\n";
/// Chunks that draw the picture, and the size of its points.
const PNG_KEPT: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"bKGD", b"pHYs",
    b"sBIT", b"acTL", b"fcTL", b"fdAT",
];

fn clean_png(from: &mut impl Read, to: &mut impl Write, turned: Option<u16>) -> io::Result<()> {
    let mut signature = [0; 8];
    from.read_exact(&mut signature)?;
    if &signature != PNG {
        return Err(damaged());
    }
    to.write_all(PNG)?;
    loop {
        let (length, kind) = (four(from)?, four(from)?);
        let rest = u64::from(u32::from_be_bytes(length)) + 4;
        if !PNG_KEPT.contains(&&kind) {
            skip(from, rest)?;
            continue;
        }
        to.write_all(&length)?;
        to.write_all(&kind)?;
        copy(from, to, rest)?;
        match (&kind, turned) {
            (b"IHDR", Some(turned)) => {
                let body = [b"eXIf".as_slice(), &tiff(turned)].concat();
                to.write_all(&u32::try_from(body.len() - 4).map_err(|_| damaged())?.to_be_bytes())?;
                to.write_all(&body)?;
                to.write_all(&crc(&body).to_be_bytes())?;
            }
            (b"IEND", _) => return Ok(()),
            _ => {}
        }
    }
}

/// The checksum of PNG chunks (CRC-32 of ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

// WebP -------------------------------------------------------------------------------------------------------------

/// Chunks that draw the picture.
const WEBP_KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Bits of VP8X: has Exif, has XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

/// Chunks with their length and where they begin. WebP says its length first, so it is read twice.
fn webp_chunks(from: &mut (impl Read + Seek)) -> io::Result<Vec<([u8; 4], u64, u64)>> {
    let mut head = [0; 12];
    from.rewind()?;
    from.read_exact(&mut head)?;
    if !head.starts_with(b"RIFF") || &head[8..] != b"WEBP" {
        return Err(damaged());
    }
    let whole = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]])) + 8;
    let mut chunks = Vec::new();
    let mut at = 12;
    while at + 8 <= whole && chunks.len() < 10_000 {
        from.seek(SeekFrom::Start(at))?;
        let (kind, length) = (four(from)?, u64::from(u32::from_le_bytes(four(from)?)));
        chunks.push((kind, length, at + 8));
        at += 8 + length + length % 2;
    }
    Ok(chunks)
}

fn clean_webp<R: Read + Seek>(
    from: &mut BufReader<&mut R>,
    to: &mut impl Write,
    turned: Option<u16>,
) -> io::Result<()> {
    let mut kept = webp_chunks(from)?;
    kept.retain(|(kind, ..)| WEBP_KEPT.contains(&kind));
    // Only the extended layout may say how it is turned.
    let is_extended = kept.first().is_some_and(|(kind, ..)| kind == b"VP8X");
    let exif = turned.filter(|_| is_extended).map(tiff);
    let padded = |length: u64| 8 + length + length % 2;
    let length: u64 = 4
        + kept.iter().map(|(_, length, _)| padded(*length)).sum::<u64>()
        + exif.as_ref().map_or(0, |exif| padded(exif.len() as u64));
    to.write_all(b"RIFF")?;
    to.write_all(&u32::try_from(length).map_err(|_| damaged())?.to_le_bytes())?;
    to.write_all(b"WEBP")?;
    for (kind, length, at) in kept {
        from.seek(SeekFrom::Start(at))?;
        to.write_all(&kind)?;
        to.write_all(&u32::try_from(length).map_err(|_| damaged())?.to_le_bytes())?;
        let mut rest = length;
        if &kind == b"VP8X" && length > 0 {
            let flags = byte(from)? & !(HAS_EXIF | HAS_XMP);
            to.write_all(&[flags | if exif.is_some() { HAS_EXIF } else { 0 }])?;
            rest -= 1;
        }
        copy(from, to, rest)?;
        to.write_all(&[0; 1][..usize::from(length % 2 == 1)])?;
    }
    if let Some(exif) = exif {
        to.write_all(b"EXIF")?;
        to.write_all(&u32::try_from(exif.len()).map_err(|_| damaged())?.to_le_bytes())?;
        to.write_all(&exif)?;
    }
    Ok(())
}

// how a picture is turned ------------------------------------------------------------------------------------------

/// The number of the tag of orientation in Exif.
const ORIENTATION: u16 = 0x0112;
/// No Exif is longer than a segment of JPEG.
const LONGEST_EXIF: u64 = 1 << 16;

/// Exif that says nothing but how the picture is turned.
fn tiff(turned: u16) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    tiff.extend(ORIENTATION.to_be_bytes());
    // One value of two bytes, padded; no further directory.
    tiff.extend(b"\0\x03\0\0\0\x01");
    tiff.extend(turned.to_be_bytes());
    tiff.extend(b"\0\0\0\0\0\0");
    tiff
}

/// How the picture is turned: 1 to 8 as Exif counts, if it says so.
fn orientation(media: Media, from: &mut (impl Read + Seek)) -> io::Result<Option<u16>> {
    from.rewind()?;
    let exif = match media {
        Media::Jpeg => exif_of_jpeg(from),
        Media::Png => exif_of_png(from),
        Media::WebP => exif_of_webp(from),
        _ => Ok(None),
    };
    // Damage is found, and told, where the picture is copied.
    Ok(exif.unwrap_or_default().and_then(|exif| orientation_in(&exif)))
}

fn exif_of_jpeg(from: &mut (impl Read + Seek)) -> io::Result<Option<Vec<u8>>> {
    let mut from = BufReader::new(from);
    skip(&mut from, 2)?;
    loop {
        let next = marker(&mut from)?;
        if matches!(next, 0xda | 0xd9) {
            return Ok(None);
        }
        let mut body = vec![0; segment_length(&mut from)?];
        from.read_exact(&mut body)?;
        if let Some(exif) = body.strip_prefix(EXIF).filter(|_| next == 0xe1) {
            return Ok(Some(exif.to_vec()));
        }
    }
}

fn exif_of_png(from: &mut (impl Read + Seek)) -> io::Result<Option<Vec<u8>>> {
    let mut from = BufReader::new(from);
    skip(&mut from, 8)?;
    loop {
        let length = u64::from(u32::from_be_bytes(four(&mut from)?));
        match &four(&mut from)? {
            b"eXIf" if length <= LONGEST_EXIF => {
                let mut exif = Vec::new();
                from.take(length).read_to_end(&mut exif)?;
                return Ok(Some(exif));
            }
            b"IEND" => return Ok(None),
            _ => skip(&mut from, length + 4)?,
        }
    }
}

fn exif_of_webp(from: &mut (impl Read + Seek)) -> io::Result<Option<Vec<u8>>> {
    let chunks = webp_chunks(from)?;
    let exif = chunks.into_iter().find(|(kind, length, _)| kind == b"EXIF" && *length <= LONGEST_EXIF);
    let Some((_, length, at)) = exif else { return Ok(None) };
    from.seek(SeekFrom::Start(at))?;
    let mut exif = Vec::new();
    from.take(length).read_to_end(&mut exif)?;
    Ok(Some(exif.strip_prefix(EXIF).map(<[u8]>::to_vec).unwrap_or(exif)))
}

/// The orientation in the first directory of a TIFF block.
fn orientation_in(tiff: &[u8]) -> Option<u16> {
    let is_little = match tiff.get(..4)? {
        b"II\x2a\0" => true,
        b"MM\0\x2a" => false,
        _ => return None,
    };
    let two = |at: usize| -> Option<u16> {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let offset: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let first = if is_little { u32::from_le_bytes(offset) } else { u32::from_be_bytes(offset) };
    let first = usize::try_from(first).ok()?;
    let entries = usize::from(two(first)?);
    let entry = |at: usize| first.checked_add(2)?.checked_add(at * 12);
    let found = (0..entries).filter_map(entry).find(|at| two(*at) == Some(ORIENTATION))?;
    two(found.checked_add(8)?).filter(|turned| (1..=8).contains(turned))
}

#[cfg(test)]
mod tests;
