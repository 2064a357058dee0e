//! Asking one web address: HEAD, and GET where a server does not like that; a few redirects; nothing of the page is read.
//!
//! Names are resolved here and the connection is made to the very address that was looked at, at every redirect anew, so
//! that no name can point inside a network between looking and asking.

use std::{
    fmt,
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::http::{HeaderMap, Method, Request, header};
use http_body_util::Empty;
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::{Host, Url};

use super::{Fault, networks::is_public};

/// How long one address may take, redirects included.
const TO_ANSWER: Duration = Duration::from_secs(20);
/// How long a connection may take.
const TO_CONNECT: Duration = Duration::from_secs(5);
/// As often as an address may lead on.
const MOST_REDIRECTS: usize = 5;
/// Who asks.
const NAME: &str = concat!("Prongsai/", env!("CARGO_PKG_VERSION"), " (checks whether published documents are there)");

/// Finds the network addresses of a name.
pub type Resolve =
    Arc<dyn Fn(String, u16) -> Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>> + Send + Sync>;

/// Asks web addresses: cheap to clone.
#[derive(Clone)]
pub struct Asker {
    resolve: Resolve,
    may_reach: fn(IpAddr) -> bool,
}

impl fmt::Debug for Asker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Asker")
    }
}

impl Default for Asker {
    fn default() -> Self {
        let resolve: Resolve =
            Arc::new(|host, port| Box::pin(async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) }));
        Self { resolve, may_reach: is_public }
    }
}

impl Asker {
    /// One that finds names and judges networks otherwise, for tests.
    pub fn new(resolve: Resolve, may_reach: fn(IpAddr) -> bool) -> Self {
        Self { resolve, may_reach }
    }

    /// Is this address there?
    pub async fn ask(&self, address: &str) -> Result<(), Fault> {
        timeout(TO_ANSWER, self.follow(address)).await.unwrap_or(Err(Fault::Time))
    }

    async fn follow(&self, address: &str) -> Result<(), Fault> {
        let mut url = Url::parse(address).map_err(|_| Fault::Answer)?;
        for _ in 0..=MOST_REDIRECTS {
            let mut answer = self.send(Method::HEAD, &url).await;
            if !matches!(answer, Ok((200..400, _)) | Err(Fault::Private | Fault::Name | Fault::Security)) {
                answer = self.send(Method::GET, &url).await;
            }
            let (status, headers) = answer?;
            let next = headers.get(header::LOCATION).and_then(|place| place.to_str().ok());
            match (status, next) {
                (300..400, Some(next)) if status != 304 => url = url.join(next).map_err(|_| Fault::Answer)?,
                (200..300, _) => return Ok(()),
                _ => return Err(Fault::Status(status)),
            }
        }
        Err(Fault::Redirects)
    }

    /// The network address behind a web address; all that a name stands for must be public.
    async fn find(&self, url: &Url) -> Result<SocketAddr, Fault> {
        let port = url.port_or_known_default().ok_or(Fault::Answer)?;
        let found = match url.host().ok_or(Fault::Answer)? {
            Host::Ipv4(address) => vec![SocketAddr::from((address, port))],
            Host::Ipv6(address) => vec![SocketAddr::from((address, port))],
            Host::Domain(name) => (self.resolve)(name.to_owned(), port).await.map_err(|_| Fault::Name)?,
        };
        if found.iter().any(|address| !(self.may_reach)(address.ip())) {
            return Err(Fault::Private);
        }
        found.first().copied().ok_or(Fault::Name)
    }

    async fn send(&self, method: Method, url: &Url) -> Result<(u16, HeaderMap), Fault> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Fault::Answer);
        }
        let address = self.find(url).await?;
        let line = timeout(TO_CONNECT, TcpStream::connect(address)).await.map_err(|_| Fault::Time)?;
        let line = line.map_err(|_| Fault::Connection)?;
        if url.scheme() == "http" {
            return request(line, method, url).await;
        }
        let name = ServerName::try_from(url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned());
        let name = name.map_err(|_| Fault::Name)?;
        let secured = timeout(TO_CONNECT, encryption().connect(name, line)).await.map_err(|_| Fault::Time)?;
        request(secured.map_err(|_| Fault::Security)?, method, url).await
    }
}

/// Encryption with the machine's own list of authorities.
fn encryption() -> TlsConnector {
    static SETTINGS: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    let settings = SETTINGS.get_or_init(|| {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let settings = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider knows the usual versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Arc::new(settings)
    });
    TlsConnector::from(settings.clone())
}

/// Sends one request over a line and reads only the head of the answer.
async fn request(
    line: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    method: Method,
    url: &Url,
) -> Result<(u16, HeaderMap), Fault> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(line)).await.map_err(|_| Fault::Connection)?;
    let connection = tokio::spawn(connection);
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    };
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, host)
        .header(header::USER_AGENT, NAME)
        .header(header::ACCEPT, "*/*")
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|_| Fault::Answer)?;
    let answer = sender.send_request(request).await;
    connection.abort();
    let (head, _) = answer.map_err(|_| Fault::Answer)?.into_parts();
    Ok((head.status.as_u16(), head.headers))
}
