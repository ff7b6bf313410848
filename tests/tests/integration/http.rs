//! A server under test, and just enough HTTP to ask it anything.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::workdir::Workdir;

/// A running `laneway serve` or `laneway view`. Dropping it ends it.
pub struct Served {
    child: Child,
    /// What it printed when it listened, without the words around it.
    pub url: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Served {
    /// Starts it and waits until it says where it listens.
    pub fn start(workdir: &Workdir, arguments: &[&str]) -> Self {
        let mut command = workdir.command(arguments);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("laneway starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let url = line
            .strip_prefix("serving ")
            .and_then(|line| line.strip_suffix(" (stop with Ctrl+C)\n"));
        let url = url.unwrap_or_else(|| panic!("it said {line:?}")).to_owned();
        Self { child, url }
    }

    /// `HOST:PORT`.
    pub fn authority(&self) -> &str {
        let rest = self.url.strip_prefix("http://").expect("http");
        rest.split('/').next().expect("an authority")
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// Asks with more headers. `Host` is that of the address, unless one is given.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = TcpStream::connect(self.authority()).expect("it listens");
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request.push_str(&format!("Host: {}\r\n", self.authority()));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        Answer::parse(&bytes)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .expect("headers");
        let head = String::from_utf8(bytes[..end].to_vec()).expect("text");
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .expect("a status");
        let headers = lines.map(|line| {
            let (name, value) = line.split_once(':').expect("a header");
            (name.to_lowercase(), value.trim().to_owned())
        });
        Self {
            status: status.parse().expect("a number"),
            headers: headers.collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    /// A header by its name in small letters; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }
}
