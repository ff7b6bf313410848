//! A server for the length of a run: on a free port of the loopback interface, with its data in a folder that goes away.

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;

use super::known::Place;
use super::{Known, ServerError, greet};

/// A server that is ours.
#[derive(Debug)]
pub(super) struct Private {
    known: &'static Known,
    process: Child,
    ports: [u16; 3],
    folder: TempDir,
}

/// How long a server may take until it answers: RabbitMQ takes some ten seconds.
const STARTING: Duration = Duration::from_secs(90);
/// How often it is tried whether it answers.
const LOOKING: Duration = Duration::from_millis(20);
/// How often it is started anew if somebody else was faster at a port.
const TIMES: usize = 3;

impl Private {
    /// Starts one, and waits until it answers.
    pub(super) fn start(known: &'static Known, program: &Path) -> Result<Self, ServerError> {
        let mut why = String::new();
        for _ in 0..TIMES {
            let started = Self::start_once(known, program);
            let mut private = started.map_err(|error| does_not_start(known, error.to_string()))?;
            match private.wait_until_it_answers() {
                Ok(()) => return Ok(private),
                Err(reason) => why = reason,
            }
        }
        Err(does_not_start(known, why))
    }

    fn start_once(known: &'static Known, program: &Path) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("laneway-server-").tempdir()?;
        let ports = free_ports()?;
        let log = File::create(folder.path().join("output"))?;
        let place = Place {
            folder: folder.path(),
            ports,
        };
        let mut command = known.command(program, &place);
        command.stdin(Stdio::null()).stderr(log.try_clone()?).stdout(log);
        // Of a server that is a script, what that starts is ended with it.
        let process = command.process_group(0).spawn()?;
        Ok(Self {
            known,
            process,
            ports,
            folder,
        })
    }

    /// An error is why it does not.
    fn wait_until_it_answers(&mut self) -> Result<(), String> {
        let deadline = Instant::now() + STARTING;
        while Instant::now() < deadline {
            let is_over = self.process.try_wait().map_err(|error| error.to_string())?;
            if let Some(status) = is_over {
                return Err(format!(
                    "it ended with {status}, and said last: {}",
                    self.said_last()
                ));
            }
            if greet(self.known, self.address()).unwrap_or(false) {
                return Ok(());
            }
            sleep(LOOKING);
        }
        Err(format!("it did not answer within {} s", STARTING.as_secs()))
    }

    fn said_last(&self) -> String {
        let said = fs::read(self.folder.path().join("output")).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        said.lines()
            .rfind(|line| !line.trim().is_empty())
            .unwrap_or("nothing")
            .to_owned()
    }

    pub(super) fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.ports[0]).into()
    }
}

impl Drop for Private {
    /// By force: it has nothing to keep.
    fn drop(&mut self) {
        // It may have ended by itself.
        if let Some(group) = Pid::from_raw(self.process.id() as i32) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.process.wait();
        let (folder, ports) = (self.folder.path(), self.ports);
        (self.known.after)(&Place { folder, ports });
    }
}

fn does_not_start(known: &'static Known, why: String) -> ServerError {
    ServerError::DoesNotStart { known, why }
}

/// Ports that nobody has at this moment.
fn free_ports() -> io::Result<[u16; 3]> {
    let free = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let listeners = [free()?, free()?, free()?];
    let port = |listener: &TcpListener| listener.local_addr().map(|address| address.port());
    let [first, second, third] = &listeners;
    Ok([port(first)?, port(second)?, port(third)?])
}
