//! `laneway run` with a lesson that talks to servers: with one that is not there, and with its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::process::{Child, ChildStdout, Stdio};

use rustix::net::{AddressFamily, SocketType, bind, getsockname, socket};
use rustix::process::{Pid, Signal, kill_process};

use crate::workdir::{Workdir, names};

const SERVERS: [&str; 4] = ["memcached", "redis", "rabbitmq", "kafka"];

/// The first word of the sentence about each.
const TITLES: [&str; 4] = ["memcached", "Redis", "RabbitMQ", "a broker with Kafka's protocol"];

/// An address that nobody can listen at while this is open, and that refuses connections.
fn closed_port() -> (OwnedFd, SocketAddr) {
    let socket = socket(AddressFamily::INET, SocketType::STREAM, None).expect("a socket");
    bind(&socket, &SocketAddr::from(([127, 0, 0, 1], 0))).expect("a free port");
    let address = getsockname(&socket).expect("an address");
    let address = address.try_into().expect("of the internet");
    (socket, address)
}

#[test]
fn a_server_that_is_not_there_is_told_in_a_sentence() {
    let workdir = Workdir::new();
    let (_socket, address) = closed_port();
    let port = address.port();
    for (name, start) in SERVERS.into_iter().zip([
        format!("memcached would, started there by `memcached -p {port}`"),
        format!("Redis would, started there by `redis-server --port {port}`"),
        format!("RabbitMQ would, started there by `RABBITMQ_NODE_PORT={port} rabbitmq-server`"),
        format!(
            "a broker with Kafka's protocol would, started there by `tansu broker --storage-engine \
             memory://tansu/ --listener-url tcp://{address} --advertised-listener-url tcp://{address}`"
        ),
    ]) {
        let settings = [format!("transport={name}"), format!("address={address}")];
        workdir.refuses(
            &["run", "ipc-transport", "--set", &settings[0], "--set", &settings[1]],
            &format!(
                "nobody listens at {address}: {start}, or leave `address` out, and the run has a server of its own"
            ),
        );
    }
}

/// Who listens and says nothing.
#[test]
fn another_server_is_told_in_a_sentence() {
    let workdir = Workdir::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("its address");
    for (name, title) in SERVERS.into_iter().zip(TITLES) {
        let settings = [format!("transport={name}"), format!("address={address}")];
        workdir.refuses(
            &[
                "run",
                "ipc-transport",
                "--set",
                &settings[0],
                "--set",
                &settings[1],
            ],
            &format!(
                "who listens at {address} does not answer as {title} does: see whose address it is"
            ),
        );
    }
}

#[test]
fn a_server_that_is_not_installed_is_told_in_a_sentence() {
    let workdir = Workdir::new();
    for ((name, title), install) in SERVERS.into_iter().zip(TITLES).zip([
        "Debian's package memcached",
        "Debian's package redis-server",
        "Debian's package rabbitmq-server",
        "`cargo install tansu --features dynostore`",
    ]) {
        let setting = format!("transport={name}");
        let mut command = workdir.command(&["run", "ipc-transport", "--set", &setting]);
        let said = workdir.said(
            command
                .env("PATH", workdir.path(""))
                .output()
                .expect("laneway starts"),
        );
        assert_eq!(
            said.stderr,
            format!(
                "laneway: {title} is not installed here: {install} brings it, or `--set address=HOST:PORT` names a \
                 server that runs already\n"
            )
        );
        assert_eq!((said.status, said.stdout.as_str()), (Some(2), ""));
    }
    assert!(workdir.names().is_empty());
}

#[test]
fn what_is_no_server_takes_no_address() {
    Workdir::new().refuses(
        &["run", "ipc-transport", "--set", "address=127.0.0.1:6379"],
        "`address` is that of a server, and pipe is none: leave it out",
    );
}

/// Whether such a server can be started here; says so where it cannot, unless all should be.
fn is_installed(name: &str, program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    if !is_there && std::env::var_os("LANEWAY_TEST_ALL_SERVERS").is_none() {
        println!("not checked: the end of {name}, which is not installed");
        return false;
    }
    true
}

/// A run over a server of its own, of which the conversation has begun.
fn begun(workdir: &Workdir, name: &str) -> (Child, BufReader<ChildStdout>) {
    let setting = format!("transport={name}");
    let mut command = workdir.command(&["run", "ipc-transport", "--set", &setting, "-o", "run.lane"]);
    let laneway = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut laneway = laneway.expect("laneway starts");
    let mut stdout = BufReader::new(laneway.stdout.take().expect("its output"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("a line");
    assert_eq!(line, "receiver: has something else to do\n", "{name}");
    assert!(!processes_in(workdir).is_empty(), "{name} works in the folder");
    (laneway, stdout)
}

/// The servers that can be started here.
fn installed() -> impl Iterator<Item = &'static str> {
    let programs = ["memcached", "redis-server", "rabbitmq-server", "tansu"];
    let servers = SERVERS.into_iter().zip(programs);
    servers
        .filter(|(name, program)| is_installed(name, program))
        .map(|(name, _)| name)
}

/// Nothing of the server is left when the run is interrupted in the middle, however it is.
#[test]
fn a_private_server_ends_with_its_run() {
    for name in installed() {
        for signal in [Signal::INT, Signal::KILL] {
            let workdir = Workdir::new();
            let (mut laneway, stdout) = begun(&workdir, name);
            kill_process(Pid::from_child(&laneway), signal).expect("it lives");
            laneway.wait().expect("it ends");
            // All that have the pipe are gone when it ends.
            assert!(stdout.lines().all(|line| line.is_ok()));
            until_nobody_is_in(&workdir);
            if signal == Signal::INT {
                assert_eq!(workdir.info("run.lane")["ending"], "interrupted");
                assert_eq!(names(&workdir.temporary()), Vec::<String>::new(), "{name}");
            }
        }
    }
}

/// Its clients fail, and nobody waits for it.
#[test]
fn a_server_that_dies_ends_the_run() {
    for name in installed() {
        let workdir = Workdir::new();
        let (mut laneway, stdout) = begun(&workdir, name);
        for pid in processes_in(&workdir) {
            let pid = pid.parse().ok().and_then(Pid::from_raw).expect("a pid");
            // A script may have ended with what it started.
            let _ = kill_process(pid, Signal::KILL);
        }
        assert_eq!(laneway.wait().expect("it ends").code(), Some(0), "{name}");
        assert!(stdout.lines().all(|line| line.is_ok()));
        let info = workdir.info("run.lane");
        assert_eq!(info["ending"], "failed", "{name}");
        until_nobody_is_in(&workdir);
        assert_eq!(names(&workdir.temporary()), Vec::<String>::new(), "{name}");
    }
}

/// Processes that work in the folder for temporary files.
fn processes_in(workdir: &Workdir) -> Vec<String> {
    let temporary = workdir.temporary();
    let processes = fs::read_dir("/proc").expect("the table of processes").flatten();
    let work_there = processes.filter(|process| {
        fs::read_link(process.path().join("cwd")).is_ok_and(|folder| folder.starts_with(&temporary))
    });
    work_there
        .map(|process| process.file_name().to_string_lossy().into_owned())
        .collect()
}

fn until_nobody_is_in(workdir: &Workdir) {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        let left = processes_in(workdir);
        if left.is_empty() {
            return;
        }
        assert!(std::time::Instant::now() < until, "{left:?} are left");
        std::thread::yield_now();
    }
}
