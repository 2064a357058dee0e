//! Pages: the dashboard, the list of 500 measures, and the page of one item, against a bare server of the same bytes.

use std::{fs, net::SocketAddr, path::Path, time::Duration};

use crate::{
    folder::Folder,
    http::Client,
    load::Load,
    office::{self, Office, Session},
    process::{self, Server},
    table::{Figure, Measured},
};

const ROUNDS: usize = 4;
const TIME: Duration = Duration::from_millis(1500);
/// At most so many times the processor time of the bare server.
const AIM_RATIO: f64 = 3.0;
/// At most so many milliseconds of processor time for a page.
const AIM_MS: f64 = 1.0;

/// Measures all pages at 1 and 32 clients.
pub fn measure(program: &Path, office: &Office) -> anyhow::Result<Measured> {
    let ours = process::demo(program, office.folder())?;
    let session = office::sign_in(ours.address)?;
    let finished = Folder::new()?;
    let mut sizes = Vec::new();
    for (name, path) in office.pages() {
        let page = Client::connect(ours.address)?.with_cookie(&session.cookie).get(&path)?.expect(200)?.body;
        fs::write(finished.path().join(name), &page)?;
        sizes.push(page.len());
    }
    let bare = process::bare(finished.path())?;
    let mut measured = Measured::new(&[
        "page",
        "clients",
        "requests/s",
        "bare",
        "CPU ms a page",
        "bare",
        "ratio of CPU",
        "p50 ms",
        "p99 ms",
        "bare p50",
        "bare p99",
        "aims",
    ]);
    for ((name, path), size) in office.pages().into_iter().zip(sizes) {
        for clients in [1, 32] {
            let (our_load, bare_load) = alternate(&ours, &bare, &session, &path, name, clients)?;
            let ratio = our_load.processor_ms() / bare_load.processor_ms();
            let kept = ratio <= AIM_RATIO && our_load.processor_ms() <= AIM_MS;
            measured.row([
                format!("{name} ({} kB)", size / 1000).into(),
                clients.to_string().into(),
                Figure::whole(our_load.per_second()),
                Figure::whole(bare_load.per_second()),
                Figure::two(our_load.processor_ms()),
                Figure::two(bare_load.processor_ms()),
                format!("{ratio:.1}×").into(),
                Figure::two(our_load.percentile_ms(50)),
                Figure::two(our_load.percentile_ms(99)),
                Figure::two(bare_load.percentile_ms(50)),
                Figure::two(bare_load.percentile_ms(99)),
                Figure::aim(kept),
            ]);
        }
    }
    Ok(measured)
}

fn alternate(
    ours: &Server,
    bare: &Server,
    session: &Session,
    path: &str,
    name: &str,
    clients: usize,
) -> anyhow::Result<(Load, Load)> {
    // Once each without counting: caches fill, connections of the database open.
    Load::put(ours, clients, TIME / 5, |_| getting(ours.address, session, path.to_owned()))?;
    Load::put(bare, clients, TIME / 5, |_| getting(bare.address, session, format!("/{name}")))?;
    let (mut our_load, mut bare_load) = (Load::default(), Load::default());
    for _ in 0..ROUNDS {
        our_load.add(Load::put(ours, clients, TIME, |_| getting(ours.address, session, path.to_owned()))?);
        bare_load.add(Load::put(bare, clients, TIME, |_| getting(bare.address, session, format!("/{name}")))?);
    }
    Ok((our_load, bare_load))
}

/// One client's request for a page, over and over on one connection.
pub fn getting(
    address: SocketAddr,
    session: &Session,
    path: String,
) -> anyhow::Result<impl FnMut() -> anyhow::Result<()>> {
    let mut client = office::client(address, session)?;
    Ok(move || client.get(&path)?.expect(200).map(drop))
}
