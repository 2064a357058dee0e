//! A program that is killed loses nothing that it has acknowledged. Told on the embedded database only, because the
//! durability of PostgreSQL is the server's own.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

use prongsai::{accounts::identify::SESSION_COOKIE, demo, kit::listing::encode};

/// A demonstration in a process of its own.
struct Program {
    child: Child,
    host: String,
}

impl Program {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_prongsai"))
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let line = output.lines().map_while(Result::ok).find(|line| line.contains("http://")).expect("an address");
        let (_, host) = line.split_once("http://").expect("an address");
        Self { host: host.trim().to_owned(), child }
    }

    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).expect("a connection");
        stream.write_all(request.replace("{host}", &self.host).as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Signs in and returns the cookie; the answer is the acknowledgement.
    fn sign_in(&self) -> String {
        let body = format!("email=coordinator%40demo.example&password={}", encode(demo::PASSWORD));
        let answer = self.ask(&format!(
            "POST /sign-in HTTP/1.0\r\nHost: {{host}}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ));
        assert!(answer.starts_with("HTTP/1.0 303"), "{answer}");
        let cookie = answer.split(&format!("{SESSION_COOKIE}=")).nth(1).and_then(|rest| rest.split(';').next());
        cookie.expect("a session").to_owned()
    }

    fn open_office(&self, cookie: &str) -> String {
        self.ask(&format!("GET /office HTTP/1.0\r\nHost: {{host}}\r\nCookie: {SESSION_COOKIE}={cookie}\r\n\r\n"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_killed_program_has_kept_what_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut cookies = Vec::new();
    for _ in 0..3 {
        let program = Program::start(folder.path());
        cookies.push(program.sign_in());
        // Leaving the program kills it with a signal that cannot be caught.
        drop(program);
    }
    let program = Program::start(folder.path());
    for cookie in cookies {
        assert!(program.open_office(&cookie).starts_with("HTTP/1.0 200"), "an acknowledged sign-in was lost");
    }
}
