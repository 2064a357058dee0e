//! A running installation with the demonstration data, on a port of its own.

use std::{net::SocketAddr, sync::Arc};

use jiff::Timestamp;
use prongsai::{
    app::{self, App},
    config::{DataPlace, Listen},
    demo,
    kit::{Clock, Memory},
    routes::NAVIGATION,
    server,
};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};

/// A running installation; it ends with this value.
pub struct Installation {
    /// Its address, e.g. `http://127.0.0.1:41234`.
    pub url: String,
    server: JoinHandle<()>,
    _folder: TempDir,
}

impl Installation {
    /// Starts one on the embedded database, on 8 April 2022.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = DataPlace {
            url: format!("sqlite:{}", folder.path().join("prongsai.db").display()),
            folder: folder.path().into(),
        };
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let listen = Listen { address, public_url: format!("http://{address}"), trusted_proxy: None };
        let app = App {
            database: app::open(&place).await.expect("opening the database"),
            clock: Clock::set_to("2022-04-08T03:00:00Z".parse::<Timestamp>().expect("a moment")),
            signer: app::signer(&place.folder).expect("a signing key"),
            listen: Arc::new(listen),
            demonstration: true,
            navigation: &NAVIGATION,
            metrics: prongsai::operations::Metrics::new(),
            memory: Memory::default(),
            vault: prongsai::kit::Vault::in_folder(&place.folder),
            documents: app::document_setup().with_drawer(Some(env!("CARGO_BIN_EXE_prongsai").into())),
            figures: app::FIGURES,
        };
        demo::fill(&app).await.expect("filling in the demonstration");
        let server = tokio::spawn(async move {
            server::serve(app, listener, None, std::future::pending()).await.expect("the server runs");
        });
        Self { url: format!("http://{address}"), server, _folder: folder }
    }
}

impl Installation {
    /// Fetches an address with these cookies, past the browser: status, kind and body of a download.
    pub async fn fetch(&self, path: &str, cookies: &str) -> (u16, String, Vec<u8>) {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let host = self.url.trim_start_matches("http://");
        let mut stream = tokio::net::TcpStream::connect(host).await.expect("a connection");
        let request = format!("GET {path} HTTP/1.0\r\nHost: {host}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("an answer");
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("the end of the head");
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let kind = head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap_or_default().to_owned();
        (status, kind, answer[end + 4..].to_vec())
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        self.server.abort();
    }
}
