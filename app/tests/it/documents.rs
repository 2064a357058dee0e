//! Documents: files and web addresses with their versions, kept once, read by whoever may.

use std::{
    fs::File,
    io::Cursor,
    time::{Duration, SystemTime},
};

use axum::{body::Body, http::Method};
use image::{DynamicImage, ImageFormat, RgbImage};
use prongsai::{
    demo, documents,
    kit::{Role, vault::ContentHash},
    organisation,
};

use crate::{
    helpers::{Answer, Office, Person},
    story,
};

const LIST: &str = "/office/documents";
const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 400]>>endobj\ntrailer<</Root 1 0 R>>\n";

/// What is typed about a public document of 8 April 2022.
fn typed(title: &str) -> Vec<(&str, &str)> {
    vec![
        ("title", title),
        ("kind", "evidence"),
        ("openness", "public"),
        ("internal_reason", ""),
        ("address", ""),
        ("speaks_of_day", "8"),
        ("speaks_of_month", "4"),
        ("speaks_of_year", "2565"),
        ("given_by", "ฝ่ายปกครอง"),
    ]
}

fn with<'a>(mut fields: Vec<(&'a str, &'a str)>, name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter_mut().filter(|(known, _)| *known == name).for_each(|field| field.1 = value);
    fields
}

/// Adds a document with a file and says where its page is.
async fn add(person: &mut Person, fields: &[(&str, &str)], file: (&str, &[u8])) -> String {
    person.upload(LIST, fields, ("file", file.0, file.1)).await.goes_to().to_owned()
}

/// Adds a web address as evidence, public or internal, and says its identifier.
pub async fn add_address(person: &mut Person, title: &str, openness: &str) -> String {
    let fields = with(typed(title), "address", "https://example.go.th/follow-up");
    let fields = with(fields, "openness", openness);
    let reason = if openness == "internal" { "มีข้อมูลส่วนบุคคล" } else { "" };
    let page = add(person, &with(fields, "internal_reason", reason), ("", b"")).await;
    let id = page.split_once('?').map_or(page.as_str(), |(path, _)| path).rsplit('/').next();
    id.expect("an address has parts").to_owned()
}

fn picture() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = RgbImage::from_fn(60, 30, |x, y| image::Rgb([x as u8 * 4, y as u8 * 8, 90]));
    DynamicImage::ImageRgb8(image).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A document and a posting of the sample office: their identifiers.
pub async fn sample(office: &Office) -> (String, String) {
    let mut coordinator = office.sign_in(Role::Coordinator).await;
    let document = add(&mut coordinator, &typed("ภาพบอร์ดประชาสัมพันธ์"), ("board.png", &picture())).await;
    post_on_board(&mut coordinator, &document).await;
    let page = coordinator.get(&document).await;
    let posting = page.attributes("main a[href*='/postings/'][href$='/removal']", "href").remove(0);
    let id = |path: &str, at: usize| path.split('/').nth(at).unwrap().to_owned();
    (id(&document, 3), id(&posting, 4))
}

async fn post_on_board(person: &mut Person, document: &str) -> Answer {
    let fields = [
        ("way", "board"),
        ("place", "ชั้น 1"),
        ("address", ""),
        ("from_day", "1"),
        ("from_month", "4"),
        ("from_year", "2565"),
    ];
    let answer = person.upload(&format!("{document}/postings"), &fields, ("photo", "photo.png", &picture())).await;
    assert_eq!(answer.goes_to(), document);
    answer
}

fn text_header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", answer.headers)).to_str().unwrap()
}

story!(a_document_is_added_found_and_read_back_byte_for_byte, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let document = add(&mut officer, &typed("คำสั่งมอบหมายงาน 100%"), ("คำสั่ง.doc", PDF)).await;
    let page = officer.get(&document).await;
    assert!(page.visible_text().contains("เพิ่มเอกสารแล้ว"), "{}", page.visible_text());
    assert!(page.visible_text().contains("คำสั่ง.pdf"), "the name ends as what the content is");
    assert!(page.has(".document__preview img[alt]"), "the first page is shown");
    assert!(page.visible_text().contains("เพิ่มเอกสาร: คำสั่งมอบหมายงาน 100%"), "the history tells");

    let file = officer.get(&format!("{document}/versions/1/file")).await;
    assert_eq!((file.status, file.bytes.as_slice()), (200, PDF));
    assert_eq!(text_header(&file, "content-type"), "application/pdf");
    assert_eq!(text_header(&file, "x-content-type-options"), "nosniff");
    assert!(text_header(&file, "content-security-policy").contains("sandbox"));
    assert!(text_header(&file, "content-disposition").starts_with("attachment; "));
    let hash = blake3::hash(PDF).to_hex();
    assert_eq!(text_header(&file, "etag"), format!("\"{hash}\""));
    let kept = office.folder().join("files").join(&hash[..2]).join(&hash[2..]);
    assert_eq!(std::fs::read(kept).unwrap(), PDF);
    let shown = officer.get(&format!("{document}/versions/1/file?show")).await;
    assert!(text_header(&shown, "content-disposition").starts_with("inline; "));

    for (words, rows) in [("มอบหมาย", 1), ("100%", 1), ("1_0", 0), ("ไม่มีคำนี้", 0)]
    {
        let words = prongsai::kit::listing::encode(words);
        let list = officer.get(&format!("{LIST}?words={words}")).await;
        assert_eq!(list.all("main tbody tr").len(), rows, "{words}");
    }
    assert_eq!(officer.get(&format!("{LIST}?kind=evidence&openness=public")).await.status, 200);
    assert!(!officer.get(&format!("{LIST}?kind=order")).await.visible_text().contains("คำสั่งมอบหมายงาน"));
});

story!(a_file_is_sent_in_pieces_and_not_again_where_it_is_known, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let document = add(&mut officer, &typed("แผน"), ("a.pdf", PDF)).await;
    let path = format!("{document}/versions/1/file");
    let tag = format!("\"{}\"", blake3::hash(PDF).to_hex());
    let ask = |name: &str, value: &str| {
        let request = officer.request(Method::GET, &path).header(name, value).header("accept-encoding", "gzip");
        request.body(Body::empty()).unwrap()
    };
    let [known, piece, beyond, older] = [
        ask("if-none-match", &tag),
        ask("range", "bytes=5-12"),
        ask("range", "bytes=100000-"),
        officer
            .request(Method::GET, &path)
            .header("range", "bytes=0-3")
            .header("if-range", "\"other\"")
            .body(Body::empty())
            .unwrap(),
    ];
    let known = officer.send(known).await;
    assert_eq!((known.status, known.bytes.len()), (304, 0));
    let piece = officer.send(piece).await;
    assert_eq!((piece.status, piece.bytes.as_slice()), (206, &PDF[5..=12]));
    assert_eq!(text_header(&piece, "content-range"), format!("bytes 5-12/{}", PDF.len()));
    assert_eq!(officer.send(beyond).await.status, 416);
    let older = officer.send(older).await;
    assert_eq!((older.status, older.bytes.as_slice()), (200, PDF));
});

story!(what_could_do_harm_is_refused_and_nothing_typed_is_lost, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    for (bytes, words) in [
        (&b"MZ\x90\0\x03"[..], "เป็นโปรแกรม"),
        (b"<!doctype html><script>alert(1)</script>", "หน้าเว็บ"),
        (b"", "ว่างเปล่า"),
        (b"\xff\xd8\xff\xe0 torn", "เสียหาย"),
    ] {
        let answer = officer.upload(LIST, &typed("แผนของปี"), ("file", "plan.pdf", bytes)).await;
        assert_eq!(answer.status, 422, "{words}");
        assert!(answer.one(".error").contains(words), "{words}: {}", answer.one(".error"));
        assert_eq!(answer.attributes("input[name=title]", "value"), ["แผนของปี"]);
        assert_eq!(answer.attributes("input[name=given_by]", "value"), ["ฝ่ายปกครอง"]);
    }
    let list = officer.get(LIST).await;
    assert!(!list.visible_text().contains("แผนของปี"), "nothing was added");
});

story!(a_file_that_came_with_a_refused_form_need_not_be_sent_again, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let answer = officer.upload(LIST, &with(typed("x"), "title", ""), ("file", "plan.pdf", PDF)).await;
    assert_eq!(answer.status, 422);
    let kept = answer.attributes("input[name=kept_file][checked]", "value").remove(0);
    let mut fields = typed("แผนที่ส่งสองครั้ง");
    fields.push(("kept_file", &kept));
    let document = officer.post(LIST, &fields).await.goes_to().to_owned();
    assert_eq!(officer.get(&format!("{document}/versions/1/file")).await.bytes, PDF);

    // Somebody else who knows of the file cannot name it, and whoever changes the words is not believed.
    let mut other = office.sign_in(Role::UnitHead).await;
    assert_eq!(other.post(LIST, &fields).await.status, 422);
    let forged = kept.replace("plan.pdf", "other.pdf");
    assert_ne!(forged, kept);
    let mut fields = typed("แผนปลอม");
    fields.push(("kept_file", &forged));
    assert_eq!(officer.post(LIST, &fields).await.status, 422);
});

story!(a_file_that_is_too_large_is_refused_with_a_sentence_and_not_kept, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let large = [PDF, &vec![b' '; 21 << 20]].concat();
    let answer = officer.upload(LIST, &typed("ใหญ่"), ("file", "large.pdf", &large)).await;
    assert_eq!(answer.status, 422);
    assert!(answer.one(".error").contains("20 MB"), "{}", answer.one(".error"));
    assert_eq!(answer.attributes("input[name=title]", "value"), ["ใหญ่"]);
    let at_most = [PDF, &vec![b' '; (20 << 20) - PDF.len()]].concat();
    add(&mut officer, &typed("พอดี"), ("fits.pdf", &at_most)).await;
    let passing = office.folder().join("files/.incoming");
    assert_eq!(std::fs::read_dir(passing).unwrap().count(), 0, "nothing passing stays");
});

story!(a_file_without_the_proof_of_the_form_before_it_is_not_received, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    officer.get(LIST).await;
    let mut forger = officer.clone().without_form_token();
    let answer = forger.upload(LIST, &typed("x"), ("file", "a.pdf", PDF)).await;
    assert_eq!(answer.status, 403);
    let hash = blake3::hash(PDF).to_hex();
    assert!(!office.folder().join("files").join(&hash[..2]).join(&hash[2..]).exists());
});

story!(a_photograph_loses_where_it_was_taken_before_it_is_kept, office, {
    let secret = b"13.7563N 100.5018E";
    let mut plain = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(80, 40)).write_to(&mut plain, ImageFormat::Jpeg).unwrap();
    let plain = plain.into_inner();
    // Exif, little endian: turned by a quarter, a pointer to places, and a text.
    let mut exif =
        b"Exif\0\0II\x2a\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0"
            .to_vec();
    exif.extend(secret);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let photo = [&plain[..2], b"\xff\xe1", &length, &exif, &plain[2..]].concat();
    assert!(photo.windows(secret.len()).any(|window| window == secret));

    let mut officer = office.sign_in(Role::Officer).await;
    let document = add(&mut officer, &typed("ภาพกิจกรรม"), ("IMG_0001.JPG", &photo)).await;
    let kept = officer.get(&format!("{document}/versions/1/file")).await.bytes;
    assert!(!kept.windows(secret.len()).any(|window| window == secret));
    assert_eq!(
        image::load_from_memory(&kept).unwrap().into_rgb8(),
        image::load_from_memory(&photo).unwrap().into_rgb8()
    );
    assert!(kept.windows(6).any(|window| window == b"Exif\0\0"), "how it is turned stays");
    let preview = officer.get(&format!("{document}/versions/1/preview")).await;
    assert_eq!(text_header(&preview, "content-type"), "image/jpeg");
    let preview = image::load_from_memory(&preview.bytes).unwrap();
    assert_eq!((preview.width(), preview.height()), (40, 80), "the preview stands upright");
});

story!(a_new_version_counts_and_the_earlier_one_can_still_be_read, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let document = add(&mut officer, &typed("คู่มือ"), ("a.pdf", PDF)).await;
    let mut fields = typed("");
    fields.retain(|(name, _)| name.starts_with("speaks_of"));
    let versions = format!("{document}/versions");
    let silent = officer.upload(&versions, &fields, ("file", "b.txt", "ฉบับแก้ไข".as_bytes())).await;
    assert_eq!(silent.status, 422, "it must say what changed");
    fields.push(("what_changed", "เพิ่มขั้นตอนที่ 3"));
    let same = officer.upload(&versions, &fields, ("file", "b.pdf", PDF)).await;
    assert_eq!(same.status, 422);
    assert!(same.visible_text().contains("เหมือนฉบับล่าสุด") || same.visible_text().contains("ฉบับที่"));
    let added = officer.upload(&versions, &fields, ("file", "b.txt", "ฉบับแก้ไข".as_bytes())).await;
    assert_eq!(added.goes_to(), document);
    let page = officer.get(&document).await;
    assert!(page.visible_text().contains("เพิ่มขั้นตอนที่ 3"), "{}", page.visible_text());
    assert_eq!(officer.get(&format!("{document}/versions/1/file")).await.bytes, PDF);
    assert_eq!(officer.get(&format!("{document}/versions/2/file")).await.bytes, "ฉบับแก้ไข".as_bytes());
    assert_eq!(officer.get(&format!("{document}/versions/3/file")).await.status, 404);
});

story!(everybody_reads_what_is_public_and_nothing_else, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let mut stranger = office.anonymous();
    let public = |document: &str| document.replace("/office/", "/demo/");
    let open = add(&mut officer, &typed("ประกาศ"), ("a.pdf", PDF)).await;
    let unexplained = with(typed("ลับ"), "openness", "internal");
    assert_eq!(officer.upload(LIST, &unexplained, ("file", "a.pdf", PDF)).await.status, 422, "a reason is needed");
    let inside = with(unexplained, "internal_reason", "มีชื่อบุคคล");
    let closed = add(&mut officer, &inside, ("b.txt", b"names")).await;

    let page = stranger.get(&public(&open)).await;
    assert_eq!(page.status, 200);
    assert!(!page.visible_text().contains("ฝ่ายปกครอง"), "who gave it is not told");
    assert_eq!(stranger.get(&format!("{}/versions/1/file", public(&open))).await.bytes, PDF);
    assert_eq!(stranger.get(&format!("{}/versions/1/preview", public(&open))).await.status, 200);
    let list = stranger.get("/demo/documents").await.visible_text();
    assert!(list.contains("ประกาศ") && !list.contains("ลับ"), "{list}");
    assert!(stranger.get("/demo").await.has("a[href='/demo/documents']"));
    for path in ["", "/versions/1/file", "/versions/1/preview"] {
        assert_eq!(stranger.get(&format!("{}{path}", public(&closed))).await.status, 404, "{path}");
        let elsewhere = open.replace("/office/", "/demo-north/");
        assert_eq!(stranger.get(&format!("{elsewhere}{path}")).await.status, 404, "{path}");
    }

    let about = [("title", "ประกาศ"), ("kind", "publication"), ("openness", "internal"), ("internal_reason", "รอแก้")];
    assert_eq!(officer.post(&format!("{open}/about"), &about).await.goes_to(), open);
    assert_eq!(stranger.get(&format!("{}/versions/1/file", public(&open))).await.status, 404, "closed again");
});

story!(a_withdrawn_document_is_struck_through_with_its_reason_and_proves_nothing, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let document = add(&mut officer, &typed("แผนเดิม"), ("a.pdf", PDF)).await;
    let withdrawal = format!("{document}/withdrawal");
    assert_eq!(officer.get(&withdrawal).await.status, 200);
    assert_eq!(officer.post(&withdrawal, &[("reason", "")]).await.status, 422);
    assert_eq!(officer.post(&withdrawal, &[("reason", "ลงวันที่ผิด")]).await.goes_to(), document);
    let page = officer.get(&document).await;
    assert!(page.has("h1 s") && page.visible_text().contains("ลงวันที่ผิด"), "{}", page.visible_text());
    assert!(!page.has("a[href$='/versions/new']"), "nothing can be added to it");
    assert_eq!(officer.get(&format!("{document}/versions/1/file")).await.bytes, PDF, "the office still reads it");
    let mut stranger = office.anonymous();
    let public = document.replace("/office/", "/demo/");
    assert!(stranger.get(&public).await.visible_text().contains("ลงวันที่ผิด"));
    assert_eq!(stranger.get(&format!("{public}/versions/1/file")).await.status, 404);
    assert!(!stranger.get("/demo/documents").await.visible_text().contains("แผนเดิม"));
    assert!(!officer.get(LIST).await.visible_text().contains("แผนเดิม"));
    assert!(officer.get(&format!("{LIST}?state=withdrawn")).await.has("tbody s a"));
    assert_eq!(officer.post(&withdrawal, &[("reason", "อีกครั้ง")]).await.status, 409);
    let mut fields = typed("");
    fields.push(("what_changed", "x"));
    let late = officer.upload(&format!("{document}/versions"), &fields, ("file", "b.txt", b"later")).await;
    assert_eq!(late.status, 422);
});

story!(whoever_only_reads_is_offered_nothing_to_change, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let document = add(&mut officer, &typed("แผน"), ("a.pdf", PDF)).await;
    let mut auditor = office.sign_in(Role::Auditor).await;
    let page = auditor.get(&document).await;
    assert_eq!(page.status, 200);
    assert!(!page.has("main a[href$='/new']") && !page.has("main a[href$='/withdrawal']"), "{}", page.visible_text());
    assert!(!auditor.get(LIST).await.has("a[href$='/documents/new']"));
    assert_eq!(auditor.upload(LIST, &typed("x"), ("file", "a.pdf", PDF)).await.status, 403);
});

story!(where_a_document_was_shown_is_noted_with_a_photograph, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let document = add(&mut officer, &typed("ประกาศ"), ("a.pdf", PDF)).await;
    let empty = officer.upload(&format!("{document}/postings"), &[("place", "")], ("photo", "", b"")).await;
    assert_eq!(empty.status, 422);
    assert!(empty.all(".error").len() >= 3, "{:?}", empty.all(".error"));
    post_on_board(&mut officer, &document).await;
    let page = officer.get(&document).await;
    assert!(page.visible_text().contains("บอร์ดประชาสัมพันธ์ ชั้น 1"), "{}", page.visible_text());
    let links = page.attributes("td a[href^='/office/documents/']", "href");
    let photo = links.into_iter().find(|href| !href.contains("/versions/") && !href.contains("/postings/")).unwrap();
    let photo = officer.get(&photo).await;
    assert!(photo.has(".document__preview"), "the photograph is a document of its own");
    assert!(photo.visible_text().contains("ภาพถ่ายของ “ประกาศ”"), "and says where it is used");
    let removal = page.attributes("main a[href$='/removal']", "href").remove(0);
    assert!(officer.get(&removal).await.visible_text().contains("ชั้น 1"));
    assert_eq!(officer.post(&removal, &[]).await.goes_to(), document);
    assert!(!officer.get(&document).await.has("a[href$='/removal']"));
    let mut auditor = office.sign_in(Role::Auditor).await;
    let log = auditor.get("/office/audit").await.visible_text();
    assert!(log.contains("ลบที่ที่นำเอกสารไปแสดง"), "{log}");
});

story!(bytes_that_no_document_names_are_forgotten_after_a_day, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    add(&mut officer, &typed("แผน"), ("a.pdf", PDF)).await;
    let (vault, now) = (&office.app.vault, office.app.clock.now());
    let orphan = vault.keep(b"nobody names this".to_vec()).await.unwrap();
    let young = vault.keep(b"just came".to_vec()).await.unwrap();
    let named = ContentHash(*blake3::hash(PDF).as_bytes());
    let set_age = |hash: &ContentHash, hours: u64| {
        let name = hash.to_string();
        let path = office.folder().join("files").join(&name[..2]).join(&name[2..]);
        let file = File::options().write(true).open(path).unwrap();
        file.set_modified(SystemTime::from(now) - Duration::from_secs(hours * 3600)).unwrap();
    };
    set_age(&orphan, 25);
    set_age(&named, 250);
    set_age(&young, 23);
    let swept = documents::actions::sweep(&office.app.database, vault, now).await.unwrap();
    assert_eq!(swept, 1);
    let kept = [&orphan, &young, &named].map(|hash| vault.place().exists(hash));
    assert_eq!(kept, [false, true, true]);
});

story!(other_features_show_documents_by_their_identifiers, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let ours = add(&mut officer, &typed("แผน"), ("a.pdf", PDF)).await;
    let mut fields = with(typed("หมดอายุ"), "kind", "order");
    fields.extend([("valid_until_day", "7"), ("valid_until_month", "4"), ("valid_until_year", "2565")]);
    let stale = add(&mut officer, &fields, ("b.txt", b"order")).await;
    let mut other = office.sign_in_elsewhere(Role::Coordinator).await;
    let theirs = add(&mut other, &typed("ของเขา"), ("c.txt", b"theirs")).await;
    let ids: Vec<documents::DocumentId> =
        [&stale, &theirs, &ours].map(|path| path.rsplit('/').next().unwrap().parse().unwrap()).into();
    let mut connection = office.app.database.read().await.unwrap();
    let agency = organisation::find_agency_by_key(&mut connection, demo::AGENCY).await.unwrap().unwrap().id;
    let day = prongsai::kit::clock::day_of(office.app.clock.now());
    let shown = documents::list_named(&mut connection, agency, &ids, day).await.unwrap();
    let titles: Vec<&str> = shown.iter().map(|one| one.document.about.title.as_str()).collect();
    assert_eq!(titles, ["หมดอายุ", "แผน"]);
    assert_eq!([shown[0].freshness.is_stale(), shown[1].freshness.is_stale()], [true, false]);
    assert_eq!(shown[0].address(), stale);
    drop(connection);
    assert!(officer.get(&stale).await.visible_text().contains("หมดอายุตั้งแต่ 8 เม.ย. 2565"));
});

story!(a_web_address_is_a_document_too_and_must_be_one, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    for wrong in ["www.example.go.th", "javascript:alert(1)", "https://user:pw@example.go.th/"] {
        let answer = officer.post(LIST, &with(typed("หน้าเว็บ"), "address", wrong)).await;
        assert_eq!(answer.status, 422, "{wrong}");
        assert_eq!(answer.attributes("input[name=address]", "value"), [wrong]);
    }
    let both = with(typed("หน้าเว็บ"), "address", "https://www.example.go.th/plan");
    let answer = officer.upload(LIST, &both, ("file", "a.pdf", PDF)).await;
    assert_eq!(answer.status, 422, "one of both");
    let document = officer.post(LIST, &both).await.goes_to().to_owned();
    let page = officer.get(&document).await;
    assert!(page.has("a[href='https://www.example.go.th/plan']"));
    assert!(page.visible_text().contains("ยังไม่ได้ตรวจ"), "{}", page.visible_text());
    assert_eq!(officer.get(&format!("{document}/versions/1/file")).await.status, 404);
    let neither = officer.post(LIST, &typed("ว่าง")).await;
    assert!(neither.one(".error").contains("เลือกไฟล์"), "{}", neither.one(".error"));
});

story!(a_poster_leads_to_public_pages_of_the_agency_and_nowhere_else, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let document = add(&mut officer, &typed("ประกาศ & แผน"), ("a.pdf", PDF)).await;
    let page = officer.get(&document).await;
    let poster = page.attributes("main a[href^='/office/documents/poster?']", "href").remove(0);
    let poster = officer.get(&poster).await;
    assert_eq!(poster.one(".poster h2"), "ประกาศ & แผน");
    let address = format!("http://localhost{}", document.replace("/office/", "/demo/"));
    assert_eq!(poster.one(".poster__address"), address);
    assert!(poster.has(".poster__code svg path"), "the code is drawn");
    let elsewhere = officer.get("/office/documents/poster?path=https://evil.example/demo&heading=x").await;
    assert_eq!(elsewhere.status, 422);
    assert!(!elsewhere.has(".poster") && elsewhere.one(".error").contains("/demo"));
});

story!(a_pdf_that_leads_in_circles_is_kept_without_a_preview_and_ends_nothing, office, {
    let mut officer = office.sign_in(Role::Officer).await;
    let circle = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>\n";
    let document = add(&mut officer, &typed("วน"), ("circle.pdf", circle)).await;
    let page = officer.get(&document).await;
    assert!(page.status == 200 && !page.has(".document__preview"), "{}", page.visible_text());
    assert_eq!(officer.get(&format!("{document}/versions/1/preview")).await.status, 404);
    assert_eq!(officer.get(&format!("{document}/versions/1/file")).await.bytes, circle);
});
