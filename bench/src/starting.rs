//! Starting, memory, and the weight of the first page.

use std::{collections::BTreeSet, io::Write, path::Path, time::Duration};

use flate2::{Compression, write::GzEncoder};

use crate::{
    folder::Folder,
    http::{Answer, Client},
    load::{Load, median},
    office::{self, Office},
    pages::getting,
    process,
    table::{Figure, Measured},
};

const STARTS: usize = 15;
const AIM_START_MS: f64 = 300.0;
const AIM_IDLE_MB: f64 = 50.0;

/// From starting the process to the first answer, with the demonstration loaded.
pub fn start(program: &Path, office: &Office) -> anyhow::Result<Measured> {
    let empty = Folder::new()?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        ours.push(process::demo(program, office.folder())?.started_in);
        bare.push(process::bare(empty.path())?.started_in);
    }
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let mut measured = Measured::new(&["started", "median ms", "slowest ms", "aim"]);
    for (name, times, aim) in
        [("Prongsai with the demonstration's data", &ours, Some(AIM_START_MS)), ("bare server", &bare, None)]
    {
        let slowest = times.iter().max().copied().unwrap_or_default();
        let aim = aim.map_or("".into(), |aim| Figure::aim(ms(median(times)) <= aim));
        measured.row([name.into(), Figure::two(ms(median(times))), Figure::two(ms(slowest)), aim]);
    }
    Ok(measured)
}

/// Memory when idle, after load, and after documents.
pub fn memory(program: &Path, office: &Office) -> anyhow::Result<Measured> {
    let server = process::demo(program, office.folder())?;
    let mut measured = Measured::new(&[
        "memory of the process",
        "resident MB",
        "of it its own (not files) MB",
        "most so far MB",
        "aim",
    ]);
    let mut note = |when: &str, aim: Option<f64>| -> anyhow::Result<()> {
        let resident = server.memory("VmRSS")?;
        measured.row([
            when.into(),
            Figure::two(resident),
            Figure::two(server.memory("RssAnon")?),
            Figure::two(server.memory("VmHWM")?),
            aim.map_or("".into(), |aim| Figure::aim(resident <= aim)),
        ]);
        Ok(())
    };
    note("idle, just started", Some(AIM_IDLE_MB))?;
    let session = office::sign_in(server.address)?;
    for (_, path) in office.pages() {
        Load::put(&server, 32, Duration::from_secs(2), |_| getting(server.address, &session, path.clone()))?;
    }
    note("after pages to 32 clients", None)?;
    let mut client = office::client(server.address, &session)?;
    for _ in 0..5 {
        client.get("/office/report/2565/report.pdf")?.expect(200)?;
    }
    note("after five PDFs of the report", None)?;
    Ok(measured)
}

/// What a first visit fetches.
pub fn weight(program: &Path, office: &Office) -> anyhow::Result<Measured> {
    let server = process::demo(program, office.folder())?;
    let session = office::sign_in(server.address)?;
    let mut measured = Measured::new(&["first visit", "kB", "kB over the wire"]);
    let plain = |path: &str| Client::connect(server.address)?.with_cookie(&session.cookie).get(path)?.expect(200);
    let over_the_wire = |path: &str| office::client(server.address, &session)?.get(path)?.expect(200);
    let mut assets = BTreeSet::new();
    for path in ["/", "/office"] {
        let page = plain(path)?;
        assets.extend(addresses(&page.text(), ["href=\"", "src=\""]));
        measured.row(weighed(&format!("page {path}"), &page, &over_the_wire(path)?));
    }
    let sheets: Vec<String> = assets.iter().filter(|path| path.contains(".css")).cloned().collect();
    for sheet in sheets {
        assets.extend(addresses(&plain(&sheet)?.text(), ["url(", "url(\""]));
    }
    let mut smallest = 0;
    for path in assets {
        let (full, wire) = (plain(&path)?, over_the_wire(&path)?);
        let name = path.split('?').next().unwrap_or(&path).to_owned();
        if !name.ends_with(".woff2") {
            smallest += recompressed(&full.body)?;
        }
        measured.row(weighed(&name, &full, &wire));
    }
    measured.note(format!(
        "Fonts are fetched only for scripts and weights that a page shows. Style and script together could be {} kB at \
         the strongest gzip level.",
        smallest / 1000
    ));
    Ok(measured)
}

fn weighed(name: &str, full: &Answer, wire: &Answer) -> [Figure; 3] {
    let kb = |answer: &Answer| format!("{:.1}", answer.body.len() as f64 / 1000.0).into();
    [name.into(), kb(full), kb(wire)]
}

fn recompressed(bytes: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// The addresses of assets in a page or a style sheet.
fn addresses(text: &str, marks: [&str; 2]) -> BTreeSet<String> {
    let behind = marks.iter().flat_map(|mark| text.split(mark).skip(1));
    let address = behind.filter_map(|rest| rest.trim_start_matches(['"', '\'']).split(['"', '\'', ')']).next());
    let asset = address.filter_map(|path| {
        let file = path.contains(".css") || path.contains(".js") || path.contains(".woff2");
        let path = path.strip_prefix("/assets/").or_else(|| (!path.contains('/')).then_some(path))?;
        file.then(|| format!("/assets/{path}"))
    });
    asset.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assets_are_found_in_pages_and_style_sheets() {
        let page = r#"<link rel="stylesheet" href="/assets/style.css?v=1"><a href="/office">x</a>"#;
        assert_eq!(addresses(page, ["href=\"", "src=\""]), BTreeSet::from(["/assets/style.css?v=1".to_owned()]));
        let sheet = "src: url(\"/assets/a.woff2\") format('woff2'), url(b.woff2)";
        let fonts = BTreeSet::from(["/assets/a.woff2".to_owned(), "/assets/b.woff2".to_owned()]);
        assert_eq!(addresses(sheet, ["url(", "url(\""]), fonts);
    }
}
