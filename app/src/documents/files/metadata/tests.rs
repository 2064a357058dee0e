//! Pictures made here, with a place, a name and a film in them.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};

use super::*;

/// What must not be found in a cleaned picture: a place, as Exif keeps it beside other words.
const SECRET: &[u8] = b"13.7563N 100.5018E somchai";

fn picture(format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(40, 20, |x, y| image::Rgb([x as u8 * 6, y as u8 * 12, 90]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Exif with an orientation, a directory of places and the secret.
fn exif(turned: u16) -> Vec<u8> {
    let mut tiff = b"II\x2a\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend(ORIENTATION.to_le_bytes());
    tiff.extend(b"\x03\0\x01\0\0\0");
    tiff.extend(turned.to_le_bytes());
    tiff.extend(b"\0\0");
    // The pointer to the places.
    tiff.extend(0x8825u16.to_le_bytes());
    tiff.extend(b"\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    tiff.extend(SECRET);
    tiff
}

fn cleaned(media: Media, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    assert!(clean(media, &mut Cursor::new(bytes), &mut out).unwrap(), "the picture is sound");
    assert!(!out.windows(SECRET.len()).any(|window| window == SECRET), "the secret is gone");
    assert!(!out.windows(5).any(|window| window == b"<x:xm"), "XMP is gone");
    out
}

fn pixels(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).unwrap().into_rgb8()
}

fn told_orientation(media: Media, bytes: &[u8]) -> Option<u16> {
    orientation(media, &mut Cursor::new(bytes)).unwrap()
}

fn jpeg_with(turned: u16) -> Vec<u8> {
    let plain = picture(ImageFormat::Jpeg);
    let mut bytes = plain[..2].to_vec();
    write_segment(&mut bytes, 0xe1, &[EXIF, &exif(turned)].concat()).unwrap();
    write_segment(&mut bytes, 0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>").unwrap();
    write_segment(&mut bytes, 0xfe, SECRET).unwrap();
    write_segment(&mut bytes, 0xed, SECRET).unwrap();
    bytes.extend(&plain[2..]);
    // A film behind the picture, as telephones keep it.
    bytes.extend(b"\0\0\0\x18ftypmp42");
    bytes.extend(SECRET);
    bytes
}

#[test]
fn a_photograph_loses_place_names_and_film_and_keeps_pixels_and_how_it_is_turned() {
    let bytes = jpeg_with(6);
    let out = cleaned(Media::Jpeg, &bytes);
    assert_eq!(pixels(&out), pixels(&bytes));
    assert_eq!(told_orientation(Media::Jpeg, &out), Some(6));
    assert!(out.ends_with(&[0xff, 0xd9]));
    let upright = cleaned(Media::Jpeg, &jpeg_with(1));
    assert_eq!(told_orientation(Media::Jpeg, &upright), None);
    assert_eq!(pixels(&upright), pixels(&bytes));
}

fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [kind.as_slice(), body].concat();
    [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], &named, &crc(&named).to_be_bytes()[..]].concat()
}

#[test]
fn a_png_loses_its_texts_and_keeps_pixels_and_how_it_is_turned() {
    let plain = picture(ImageFormat::Png);
    // Signature and header are 8 + 25 bytes.
    let (head, rest) = plain.split_at(33);
    let bytes = [head, &chunk(b"eXIf", &exif(3)), &chunk(b"tEXt", SECRET), &chunk(b"tIME", b"1234567"), rest].concat();
    let out = cleaned(Media::Png, &[bytes.as_slice(), SECRET].concat());
    assert_eq!(pixels(&out), pixels(&plain));
    assert_eq!(told_orientation(Media::Png, &out), Some(3));
    assert!(!out.windows(4).any(|kind| kind == b"tIME"));
    assert_eq!(cleaned(Media::Png, &plain), cleaned(Media::Png, &cleaned(Media::Png, &plain)));
}

#[test]
fn a_webp_loses_its_metadata_and_keeps_pixels_and_how_it_is_turned() {
    let plain = picture(ImageFormat::WebP);
    let chunks = webp_chunks(&mut Cursor::new(&plain)).unwrap();
    let (kind, length, at) = chunks[0];
    let body = &plain[at as usize..(at + length) as usize];
    let riff = |chunks: &[(&[u8; 4], &[u8])]| {
        let mut out = b"WEBP".to_vec();
        for (kind, body) in chunks {
            out.extend(*kind);
            out.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
            out.extend(*body);
            out.extend(&[0; 1][..body.len() % 2]);
        }
        [b"RIFF".as_slice(), &u32::try_from(out.len()).unwrap().to_le_bytes(), &out].concat()
    };
    // Flags, reserved, width and height minus one in three bytes each.
    let extended = [HAS_EXIF | HAS_XMP, 0, 0, 0, 39, 0, 0, 19, 0, 0];
    let bytes = riff(&[(b"VP8X", &extended), (&kind, body), (b"EXIF", &exif(8)), (b"XMP ", b"<x:xmpmeta/>")]);
    assert_eq!(pixels(&bytes), pixels(&plain), "the test's own picture is sound");
    let out = cleaned(Media::WebP, &bytes);
    assert_eq!(pixels(&out), pixels(&plain));
    assert_eq!(told_orientation(Media::WebP, &out), Some(8));
    assert_eq!(told_orientation(Media::WebP, &cleaned(Media::WebP, &plain)), None);
}

#[test]
fn torn_pictures_are_called_damaged_and_never_panic() {
    for (media, bytes) in [
        (Media::Jpeg, jpeg_with(6)),
        (Media::Png, picture(ImageFormat::Png)),
        (Media::WebP, picture(ImageFormat::WebP)),
    ] {
        let film = if media == Media::Jpeg { SECRET.len() + 12 } else { 0 };
        for end in 0..bytes.len() - film {
            let whole = clean(media, &mut Cursor::new(&bytes[..end]), &mut Vec::new()).unwrap();
            assert!(!whole || media == Media::WebP, "{media:?} cut at {end} of {}", bytes.len());
        }
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0xff;
            let _ = clean(media, &mut Cursor::new(&changed), &mut Vec::new()).unwrap();
        }
    }
}
