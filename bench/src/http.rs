//! A small HTTP/1.1 client with one kept-alive connection: it costs little, so that little of what is measured is it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, bail};

const PATIENCE: Duration = Duration::from_secs(60);

/// A connection to a server.
pub struct Client {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
    cookie: Option<String>,
    compressed: bool,
}

/// What a server answered; the body as it came over the wire.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Header lines, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body without its transfer coding, still compressed if it was.
    pub body: Vec<u8>,
}

impl Client {
    /// Connects.
    pub fn connect(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { address, stream: BufReader::with_capacity(64 * 1024, stream), cookie: None, compressed: false })
    }

    /// Asks for compressed bodies, as browsers do.
    pub fn compressed(mut self) -> Self {
        self.compressed = true;
        self
    }

    /// Sends this cookie with every request.
    pub fn with_cookie(mut self, cookie: &str) -> Self {
        self.cookie = Some(cookie.to_owned());
        self
    }

    /// Gets a page.
    pub fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        let head = self.head("GET", path);
        self.exchange(format!("{head}\r\n").as_bytes())
    }

    /// Sends a form as a browser does from our own page.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let body = urlencoded(fields);
        let head = self.head("POST", path);
        let address = self.address;
        let request = format!(
            "{head}origin: http://{address}\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.exchange(request.as_bytes())
    }

    fn head(&self, method: &str, path: &str) -> String {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nuser-agent: bench\r\n", self.address);
        if self.compressed {
            head.push_str("accept-encoding: gzip, deflate, br, zstd\r\n");
        }
        if let Some(cookie) = &self.cookie {
            head.push_str(&format!("cookie: {cookie}\r\n"));
        }
        head
    }

    fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        self.stream.get_mut().write_all(request)?;
        let (status, headers) = self.read_head()?;
        let value = |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let body = if value("transfer-encoding") == Some("chunked") {
            self.read_chunks()?
        } else {
            let length = value("content-length").unwrap_or("0").parse().context("content-length")?;
            let mut body = vec![0; length];
            self.stream.read_exact(&mut body)?;
            body
        };
        Ok(Answer { status, headers, body })
    }

    fn read_line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the server closed the connection");
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }

    fn read_head(&mut self) -> anyhow::Result<(u16, Vec<(String, String)>)> {
        let first = self.read_line()?;
        let status = first.split(' ').nth(1).context("no status line")?.parse()?;
        let mut headers = Vec::new();
        loop {
            let line = self.read_line()?;
            let Some((name, value)) = line.split_once(':') else { return Ok((status, headers)) };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    fn read_chunks(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(&self.read_line()?, 16).context("the length of a chunk")?;
            let start = body.len();
            body.resize(start + length, 0);
            self.stream.read_exact(&mut body[start..])?;
            self.read_line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }
}

impl Answer {
    /// The body as text; only for answers asked for without compression.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Expects a status.
    pub fn expect(self, status: u16) -> anyhow::Result<Self> {
        if self.status != status {
            bail!("expected {status}, got {}: {}", self.status, self.text().chars().take(400).collect::<String>());
        }
        Ok(self)
    }
}

/// The value of an attribute after a mark in a page: enough of HTML for pages that are our own.
pub fn after<'a>(page: &'a str, mark: &str, attribute: &str) -> Option<&'a str> {
    let rest = &page[page.find(mark)? + mark.len()..];
    let rest = &rest[rest.find(&format!("{attribute}=\""))? + attribute.len() + 2..];
    rest.split('"').next()
}

fn urlencoded(fields: &[(&str, &str)]) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "in tests a panic is the report")]
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn reads_bodies_with_a_length_and_in_chunks_on_one_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut seen = BufReader::new(stream.try_clone().unwrap());
            for answer in [
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n",
            ] {
                let mut line = String::new();
                while line != "\r\n" {
                    line.clear();
                    seen.read_line(&mut line).unwrap();
                }
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        let mut client = Client::connect(address).unwrap();
        assert_eq!(client.get("/").unwrap().text(), "abc");
        assert_eq!(client.get("/").unwrap().text(), "def");
        server.join().unwrap();
    }

    #[test]
    fn finds_an_attribute_after_a_mark() {
        let page = r#"<input name="csrf" value="token"><a href="/x">"#;
        assert_eq!(after(page, "name=\"csrf\"", "value"), Some("token"));
        assert_eq!(after(page, "name=\"other\"", "value"), None);
    }
}
