//! Previews: a picture made small, or the first page of a PDF. Kept beside the bytes. A file of which none can be made is
//! no fault; its page shows none.
//!
//! PDFs are drawn by a process of their own with bounds for memory and time: the library follows whatever a file says,
//! and a hostile one would end the program that draws it.

use std::{
    io::{self, Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::{Command, Stdio},
    sync::Mutex,
};

use hayro::{
    RenderCache, RenderSettings,
    hayro_interpret::InterpreterSettings,
    hayro_syntax::Pdf,
    render,
    vello_cpu::color::{AlphaColor, Srgb},
};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, imageops::FilterType};

use super::media::Media;
use crate::kit::vault::{ContentHash, Place, read_whole};

/// Under which name a preview is kept beside its bytes.
const BESIDE: &str = "preview.jpg";
/// What a preview is.
pub const MEDIA_TYPE: &str = "image/jpeg";
/// No side of a preview is longer, in points.
const LONGEST_SIDE: u32 = 640;
/// Pictures with more points a side are not opened.
const LARGEST_PICTURE: u32 = 16_000;
/// As much memory as opening a picture may take, in bytes.
const MEMORY: u64 = 256 << 20;

/// Under which name this program draws the first page of a PDF: bytes in, a JPEG out.
pub const DRAW: &str = "draw-first-page";
/// What a process that draws a PDF may use: address space in bytes, and processor time in seconds.
pub const DRAWING_MEMORY: u64 = 512 << 20;
/// See [`DRAWING_MEMORY`].
pub const DRAWING_SECONDS: u64 = 5;
/// No preview is larger, in bytes.
const LARGEST_PREVIEW: u64 = 4 << 20;

/// Makes a preview and keeps it. One at a time, so that memory is bounded. `drawer` is this program, which draws PDFs.
pub fn make(place: &dyn Place, hash: &ContentHash, media: Media, drawer: Option<&Path>) {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let made = match (media, drawer) {
        (Media::Pdf, None) => return,
        (Media::Pdf, Some(drawer)) => drawn_apart(place, hash, drawer),
        _ => catch_unwind(AssertUnwindSafe(|| {
            let picture = picture(&read_whole(place.open(hash)?)?);
            Ok(picture.and_then(|picture| written(&picture)))
        }))
        .unwrap_or(Ok(None)),
    };
    let kept = made.and_then(|made| match made {
        Some(preview) => place.keep_beside(hash, BESIDE, &preview),
        None => Ok(()),
    });
    if let Err(error) = kept {
        tracing::warn!("a preview cannot be made: {error}");
    }
}

/// Lets a process of its own draw a PDF. It bounds itself before it reads a byte.
fn drawn_apart(place: &dyn Place, hash: &ContentHash, drawer: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut child =
        Command::new(drawer).arg(DRAW).stdin(place.open(hash)?).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut drawn = Vec::new();
    let read = child.stdout.take().map(|out| out.take(LARGEST_PREVIEW).read_to_end(&mut drawn)).transpose();
    let ended = child.wait()?;
    read?;
    let is_picture = ended.success() && image::guess_format(&drawn).is_ok_and(|format| format == ImageFormat::Jpeg);
    Ok(is_picture.then_some(drawn))
}

/// The first page of a PDF as a JPEG, if it can be drawn. Only for a process of its own.
pub fn draw(pdf: Vec<u8>) -> Option<Vec<u8>> {
    written(&first_page(pdf)?)
}

/// The preview of kept bytes, if one could be made.
pub fn read(place: &dyn Place, hash: &ContentHash) -> io::Result<Option<Vec<u8>>> {
    place.read_beside(hash, BESIDE)
}

fn picture(bytes: &[u8]) -> Option<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_PICTURE);
    limits.max_image_height = Some(LARGEST_PICTURE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let turned = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if let Some(turned) = turned {
        picture.apply_orientation(turned);
    }
    Some(smaller(picture))
}

fn smaller(picture: DynamicImage) -> DynamicImage {
    match picture.width().max(picture.height()) > LONGEST_SIDE {
        true => picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::Triangle),
        false => picture,
    }
}

fn first_page(bytes: Vec<u8>) -> Option<DynamicImage> {
    let pdf = Pdf::new(bytes).ok()?;
    let page = pdf.pages().iter().next()?;
    let (width, height) = page.render_dimensions();
    let longest = width.max(height);
    if !longest.is_finite() || longest < 1.0 || width.min(height) < 1.0 {
        return None;
    }
    let scale = LONGEST_SIDE as f32 / longest;
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: AlphaColor::<Srgb>::WHITE,
        ..RenderSettings::default()
    };
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let points = drawn.data_as_u8_slice().chunks_exact(4).flat_map(|point| [point[0], point[1], point[2]]).collect();
    RgbImage::from_raw(width, height, points).map(DynamicImage::ImageRgb8)
}

/// As JPEG; what can be seen through becomes white, not black.
fn written(picture: &DynamicImage) -> Option<Vec<u8>> {
    let mut on_white = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(
        picture.width(),
        picture.height(),
        image::Rgba([255; 4]),
    ));
    image::imageops::overlay(&mut on_white, picture, 0, 0);
    let mut bytes = Cursor::new(Vec::new());
    on_white.into_rgb8().write_to(&mut bytes, ImageFormat::Jpeg).ok()?;
    Some(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::kit::vault::Folder;

    fn preview_of(bytes: &[u8], media: Media) -> Option<DynamicImage> {
        let folder = tempfile::tempdir().unwrap();
        let place = Folder::below(folder.path());
        let mut incoming = place.begin().unwrap();
        incoming.write_all(bytes).unwrap();
        let hash = place.keep(incoming).unwrap();
        make(&place, &hash, media, None);
        read(&place, &hash).unwrap().map(|preview| image::load_from_memory(&preview).unwrap())
    }

    #[test]
    fn a_large_picture_becomes_small_and_what_can_be_seen_through_white() {
        let picture = DynamicImage::ImageRgba8(image::RgbaImage::new(1600, 800));
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        let preview = preview_of(bytes.get_ref(), Media::Png).unwrap().into_rgb8();
        assert_eq!(preview.dimensions(), (640, 320));
        assert!(preview.pixels().all(|point| point.0.iter().all(|colour| *colour > 250)));
    }

    #[test]
    fn the_first_page_of_a_pdf_is_drawn() {
        let pdf =
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
            3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 400]/Contents 4 0 R>>endobj\n\
            4 0 obj<</Length 30>>stream\n1 0 0 rg 0 0 200 200 re f     \nendstream endobj\ntrailer<</Root 1 0 R>>";
        let preview = image::load_from_memory(&draw(pdf.to_vec()).unwrap()).unwrap().into_rgb8();
        assert_eq!(preview.dimensions(), (320, 640));
        assert!(preview.get_pixel(160, 600).0[1] < 60, "the lower half is red");
        assert!(preview.get_pixel(160, 40).0[1] > 200, "the upper half is white");
    }

    #[test]
    fn a_file_of_which_no_preview_can_be_made_is_no_fault() {
        assert_eq!(draw(b"%PDF-1.4 and nothing else".to_vec()), None);
        assert!(preview_of(b"\xff\xd8\xff\xe0 torn", Media::Jpeg).is_none());
    }
}
