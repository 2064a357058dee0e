//! The virus scanner: clamd, asked over TCP or a Unix socket by its own protocol (`INSTREAM`, clamd(8)).
//!
//! Where a scanner is set, nothing is taken unseen: a file that it cannot look at is refused, too.

use std::{fmt, fs::File, io, path::PathBuf, str::FromStr, time::Duration};

use thai::Bilingual;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncSeekExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// How long the scanner may take to answer at all.
const TO_ANSWER: Duration = Duration::from_secs(5);
/// How long it may look at a file.
const TO_LOOK: Duration = Duration::from_secs(50);
/// As much as is sent at a time.
const PIECE: usize = 1 << 16;
/// No answer is longer.
const LONGEST_ANSWER: u64 = 4096;

/// Where clamd listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// At `host:port`.
    Tcp(String),
    /// At a socket in the file system.
    Unix(PathBuf),
}

/// What the scanner says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It knows nothing bad of it.
    Clean,
    /// It has this signature.
    Found(String),
    /// It did not look: out of reach, too slow, or unwilling. For the log.
    NotLooked(String),
}

impl Verdict {
    /// Why a file is refused, if it is.
    pub fn refusal(&self) -> Option<Bilingual> {
        match self {
            Verdict::Clean => None,
            Verdict::Found(name) => Some(Bilingual::new(
                format!("โปรแกรมตรวจไวรัสพบสิ่งอันตรายในไฟล์นี้ ({name}) จึงไม่รับไว้ อย่าเปิดไฟล์นี้ และแจ้งผู้ดูแลเครื่องที่ไฟล์นี้มา"),
                format!(
                    "The virus scanner found something harmful in this file ({name}), so it was not taken. Do not open it, and \
                     tell whoever looks after the device it came from."
                ),
            )),
            Verdict::NotLooked(_) => Some(Bilingual::new(
                "โปรแกรมตรวจไวรัสยังตรวจไฟล์นี้ไม่ได้ จึงยังไม่รับไว้ ลองอีกครั้งใน 1 นาที ถ้ายังไม่ได้ แจ้งผู้ดูแลระบบ",
                "The virus scanner could not look at this file, so it was not taken. Try again in a minute; if it stays, tell \
                 your administrator.",
            )),
        }
    }
}

impl FromStr for Scanner {
    type Err = String;

    /// `127.0.0.1:3310`, or the path of a socket such as `/run/clamav/clamd.ctl`.
    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with('/') {
            return Ok(Scanner::Unix(text.into()));
        }
        match text.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => Ok(Scanner::Tcp(text.to_owned())),
            _ => Err(format!("{text} is neither HOST:PORT nor the path of a socket")),
        }
    }
}

impl fmt::Display for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scanner::Tcp(address) => f.write_str(address),
            Scanner::Unix(path) => write!(f, "{}", path.display()),
        }
    }
}

/// A connection of either kind.
trait Line: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Line for T {}

impl Scanner {
    /// Lets the scanner look at a file, from its beginning.
    pub async fn look_at(&self, file: File) -> Verdict {
        match timeout(TO_LOOK, self.ask_about(file)).await {
            Ok(Ok(answer)) => understood(&answer),
            Ok(Err(error)) => Verdict::NotLooked(error.to_string()),
            Err(_) => Verdict::NotLooked(format!("no answer within {} seconds", TO_LOOK.as_secs())),
        }
    }

    /// Does it answer?
    pub async fn answers(&self) -> Result<(), String> {
        let ask = async {
            let mut line = self.connect().await?;
            line.write_all(b"zPING\0").await?;
            read_answer(&mut *line).await
        };
        match timeout(TO_ANSWER, ask).await {
            Ok(Ok(answer)) if answer == "PONG" => Ok(()),
            Ok(Ok(answer)) => Err(format!("it answers “{answer}”")),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("it does not answer".to_owned()),
        }
    }

    async fn connect(&self) -> io::Result<Box<dyn Line>> {
        let connect = async {
            Ok::<Box<dyn Line>, io::Error>(match self {
                Scanner::Tcp(address) => Box::new(TcpStream::connect(address).await?),
                #[cfg(unix)]
                Scanner::Unix(path) => Box::new(tokio::net::UnixStream::connect(path).await?),
                #[cfg(not(unix))]
                Scanner::Unix(_) => return Err(io::ErrorKind::Unsupported.into()),
            })
        };
        timeout(TO_ANSWER, connect).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }

    async fn ask_about(&self, file: File) -> io::Result<String> {
        let mut file = tokio::fs::File::from_std(file);
        file.rewind().await?;
        let mut line = self.connect().await?;
        match send(&mut file, &mut *line).await {
            // It may close the line in the middle of a file that it will not look at, and say why.
            Err(error)
                if error.kind() == io::ErrorKind::BrokenPipe || error.kind() == io::ErrorKind::ConnectionReset => {}
            sent => sent?,
        }
        read_answer(&mut *line).await
    }
}

/// Sends a file in pieces, each behind its length; a length of nothing ends it.
async fn send(file: &mut tokio::fs::File, line: &mut dyn Line) -> io::Result<()> {
    line.write_all(b"zINSTREAM\0").await?;
    let mut piece = vec![0; PIECE];
    loop {
        let length = file.read(&mut piece).await?;
        line.write_all(&u32::try_from(length).unwrap_or_default().to_be_bytes()).await?;
        if length == 0 {
            return line.flush().await;
        }
        line.write_all(&piece[..length]).await?;
    }
}

async fn read_answer(line: &mut dyn Line) -> io::Result<String> {
    let mut answer = Vec::new();
    line.take(LONGEST_ANSWER).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n']).to_owned())
}

fn understood(answer: &str) -> Verdict {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    match said.strip_suffix(" FOUND") {
        Some(name) => Verdict::Found(name.chars().filter(|c| !c.is_control()).take(100).collect()),
        None if said == "OK" => Verdict::Clean,
        None => Verdict::NotLooked(format!("it answers “{said}”")),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use tokio::net::TcpListener;

    use super::*;

    /// A scanner that reads everything and answers this.
    async fn fake(answer: &'static [u8]) -> (Scanner, tokio::task::JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let scanner = Scanner::Tcp(listener.local_addr().unwrap().to_string());
        let heard = tokio::spawn(async move {
            let (mut line, _) = listener.accept().await.unwrap();
            let mut heard = Vec::new();
            // A command ends with a zero; a file ends with a length of zero.
            while !(heard.ends_with(b"\0\0\0\0") || heard == b"zPING\0") {
                let mut some = [0; 1024];
                match line.read(&mut some).await.unwrap() {
                    0 => break,
                    length => heard.extend(&some[..length]),
                }
            }
            line.write_all(answer).await.unwrap();
            heard
        });
        (scanner, heard)
    }

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[tokio::test]
    async fn a_file_is_sent_as_clamd_wants_it() {
        let (scanner, heard) = fake(b"stream: OK\0").await;
        assert_eq!(scanner.look_at(file(b"hello")).await, Verdict::Clean);
        assert_eq!(heard.await.unwrap(), b"zINSTREAM\0\0\0\0\x05hello\0\0\0\0");
        let (scanner, heard) = fake(b"PONG\0").await;
        assert_eq!(scanner.answers().await, Ok(()));
        assert_eq!(heard.await.unwrap(), b"zPING\0");
    }

    #[tokio::test]
    async fn a_signature_is_named_and_everything_else_is_not_looked_at() {
        let (scanner, _heard) = fake(b"stream: Eicar-Signature FOUND\0").await;
        let verdict = scanner.look_at(file(b"x")).await;
        assert_eq!(verdict, Verdict::Found("Eicar-Signature".into()));
        assert!(verdict.refusal().unwrap().en.contains("Eicar-Signature"));
        for answer in
            [&b"INSTREAM size limit exceeded. ERROR\0"[..], b"", b"\xff\xfe", b"stream: OKAY\0", b"UNKNOWN COMMAND\0"]
        {
            let (scanner, _heard) = fake(answer).await;
            let verdict = scanner.look_at(file(b"x")).await;
            assert!(matches!(verdict, Verdict::NotLooked(_)), "{answer:?}: {verdict:?}");
            assert!(verdict.refusal().is_some());
        }
    }

    #[tokio::test]
    async fn a_scanner_out_of_reach_has_not_looked() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let nobody = Scanner::Tcp(listener.local_addr().unwrap().to_string());
        drop(listener);
        assert!(matches!(nobody.look_at(file(b"x")).await, Verdict::NotLooked(_)));
        assert!(nobody.answers().await.is_err());
        let missing = Scanner::Unix("/nowhere/clamd.ctl".into());
        assert!(matches!(missing.look_at(file(b"x")).await, Verdict::NotLooked(_)));
    }

    #[test]
    fn where_it_listens_is_understood() {
        assert_eq!("127.0.0.1:3310".parse(), Ok(Scanner::Tcp("127.0.0.1:3310".into())));
        assert_eq!("/run/clamav/clamd.ctl".parse(), Ok(Scanner::Unix("/run/clamav/clamd.ctl".into())));
        for wrong in ["clamd", "host:", ":3310", "host:99999"] {
            assert!(wrong.parse::<Scanner>().is_err(), "{wrong}");
        }
    }
}
