//! The servers that lessons know: how one is installed, and how it is started.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A server that lessons can talk to.
#[derive(Debug)]
pub struct Known {
    /// What settings call it: `redis`.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What installs it.
    pub install: &'static str,
    /// The name of its program.
    program: &'static str,
    /// What starts it, as one would type it, but for the port.
    typed: &'static str,
    /// What a client may say first, and how the answer to it begins.
    pub(super) greeting: (&'static [u8], &'static [u8]),
    command: fn(&mut Command, &Place<'_>),
    /// Ends what it leaves behind when it is killed.
    pub(super) after: fn(&Place<'_>),
}

/// Where a private server may be.
pub(super) struct Place<'a> {
    /// For its files; nothing else is in it.
    pub(super) folder: &'a Path,
    /// Free ports of the loopback interface: that of the server first.
    pub(super) ports: [u16; 3],
}

/// Every one.
const ALL: &[Known] = &[MEMCACHED, REDIS, RABBITMQ, KAFKA];

const MEMCACHED: Known = Known {
    name: "memcached",
    title: "memcached",
    install: "Debian's package memcached",
    program: "memcached",
    typed: "memcached -p",
    greeting: (b"version\r\n", b"VERSION "),
    command: |memcached, place| {
        let port = place.ports[0].to_string();
        // One thread. For root, it goes on as a user who may do nothing.
        memcached.args(["-l", "127.0.0.1", "-U", "0", "-p", &port]);
        memcached.args(["-t", "1", "-u", "nobody"]);
    },
    after: |_| {},
};

const REDIS: Known = Known {
    name: "redis",
    title: "Redis",
    install: "Debian's package redis-server",
    program: "redis-server",
    typed: "redis-server --port",
    greeting: (b"PING\r\n", b"+PONG"),
    command: |redis, place| {
        let port = place.ports[0].to_string();
        redis.args(["--bind", "127.0.0.1", "--port", &port]);
        // Nothing is kept.
        redis.args(["--save", "", "--appendonly", "no", "--dir", "."]);
    },
    after: |_| {},
};

const RABBITMQ: Known = Known {
    name: "rabbitmq",
    title: "RabbitMQ",
    install: "Debian's package rabbitmq-server",
    program: "rabbitmq-server",
    typed: "rabbitmq-server",
    // A frame of the channel 0.
    greeting: (b"AMQP\x00\x00\x09\x01", b"\x01\x00\x00"),
    command: rabbitmq,
    // Erlang's port mapper is a process of its own, which stays.
    after: |place| {
        let mut epmd = Command::new("epmd");
        epmd.args(["-port", &place.ports[1].to_string(), "-kill"]);
        // It is there, or it never was.
        let _ = epmd.output();
    },
};

const KAFKA: Known = Known {
    name: "kafka",
    title: "a broker with Kafka's protocol",
    install: "`cargo install tansu --features dynostore`",
    program: "tansu",
    // Which versions of the protocol it has; the answer has the number of the question, after its own length.
    greeting: (
        b"\x00\x00\x00\x0a\x00\x12\x00\x00\x00\x00\x00\x01\xff\xff",
        b"\x00",
    ),
    typed: "tansu broker --storage-engine memory://tansu/ --listener-url tcp://127.0.0.1:",
    command: |tansu, place| {
        let url = format!("tcp://127.0.0.1:{}", place.ports[0]);
        tansu.args(["broker", "--storage-engine", "memory://tansu/"]);
        tansu.args(["--listener-url", &url, "--advertised-listener-url", &url]);
    },
    after: |_| {},
};

/// The server with this name.
pub fn known(name: &str) -> Option<&'static Known> {
    ALL.iter().find(|known| known.name == name)
}

impl Known {
    /// Its program, if it is installed.
    pub(super) fn program(&self) -> Option<PathBuf> {
        let path = std::env::var_os("PATH")?;
        on_path(&path, self.program).map(|found| beyond_wrapper(&found))
    }

    /// What starts it in place of a private one, on the port of this address.
    pub(super) fn typed(&self, address: &str) -> String {
        let port = address.rsplit(':').next().unwrap_or_default();
        let Self { typed, name, .. } = self;
        match *name {
            "rabbitmq" => format!("RABBITMQ_NODE_PORT={port} {typed}"),
            "kafka" => format!("{typed}{port} --advertised-listener-url tcp://{address}"),
            _ => format!("{typed} {port}"),
        }
    }

    /// Starts it there.
    pub(super) fn command(&self, program: &Path, place: &Place<'_>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(place.folder);
        (self.command)(&mut command, place);
        command
    }
}

fn on_path(path: &OsString, program: &str) -> Option<PathBuf> {
    let files = std::env::split_paths(path).map(|folder| folder.join(program));
    files.into_iter().find(|file| file.is_file())
}

/// Debian's `rabbitmq-server` is for the system's own user alone, and starts this one.
fn beyond_wrapper(program: &Path) -> PathBuf {
    let own = Path::new("/usr/lib/rabbitmq/bin").join(program.file_name().unwrap_or_default());
    if own.is_file() { own } else { program.to_owned() }
}

/// All that it writes goes into the folder; it listens on the loopback interface, and so do those it starts.
fn rabbitmq(rabbitmq: &mut Command, place: &Place<'_>) {
    let [port, mapper, distribution] = place.ports.map(|port| port.to_string());
    for (name, value) in [
        ("RABBITMQ_NODENAME", "laneway@localhost"),
        ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
        ("RABBITMQ_NODE_PORT", &port),
        ("RABBITMQ_DIST_PORT", &distribution),
        ("RABBITMQ_LOGS", "-"),
        ("ERL_EPMD_ADDRESS", "127.0.0.1"),
        ("ERL_EPMD_PORT", &mapper),
        // May be told to end by whoever asks.
        ("ERL_EPMD_RELAXED_COMMAND_CHECK", "1"),
        // Few threads.
        (
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1 +A 1 +SDio 1 +SDcpu 1",
        ),
    ] {
        rabbitmq.env(name, value);
    }
    for (name, file) in [
        ("HOME", ""),
        ("RABBITMQ_MNESIA_BASE", "mnesia"),
        ("RABBITMQ_LOG_BASE", "log"),
        ("RABBITMQ_PID_FILE", "pid"),
        ("RABBITMQ_ENABLED_PLUGINS_FILE", "plugins"),
        ("RABBITMQ_CONF_ENV_FILE", "environment"),
        ("RABBITMQ_CONFIG_FILE", "configuration"),
        ("RABBITMQ_ADVANCED_CONFIG_FILE", "advanced"),
    ] {
        rabbitmq.env(name, place.folder.join(file));
    }
}
