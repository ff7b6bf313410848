//! The servers that the tests of lessons talk to, where they are asked for: see `ipc-transport`.
//!
//! Without them the tests say what they did not check. Nobody gets servers on his machine who did not say so:
//! Debian starts what it installs.

use std::process::Command;

use anyhow::{Context, Result};

use crate::packages;
use crate::stages::Stages;
use crate::tools;
use crate::workspace::{Workspace, on_path};

/// Programs, and Debian's packages with them.
const PACKAGED: [(&str, &str); 3] = [
    ("memcached", "memcached"),
    ("redis-server", "redis-server"),
    ("rabbitmq-server", "rabbitmq-server"),
];

/// A broker with Kafka's protocol: in no package, and compiled in minutes.
const TANSU: &str = "0.6.0";

/// Says to the tests that a server which is missing is a failure.
const ALL_SERVERS: &str = "LANEWAY_TEST_ALL_SERVERS";

/// Installs what is missing.
pub(crate) fn set_up(workspace: &Workspace, stages: &mut Stages) {
    stages.check("set-up: memcached, Redis, RabbitMQ", || {
        let missing = PACKAGED
            .iter()
            .filter(|(program, _)| on_path(&[program]).is_none());
        let packages: Vec<&str> = missing.map(|&(_, package)| package).collect();
        if packages.is_empty() {
            return Ok(());
        }
        packages::install(&packages).with_context(|| format!("the tests need {}", packages.join(", ")))
    });
    stages.check("set-up: a broker with Kafka's protocol", || {
        // In memory, and in nothing else: without a storage it refuses to start.
        tools::install_with(workspace, "tansu", TANSU, &["--features", "dynostore"])
    });
}

/// What tests find installed, and whether they may leave something out.
pub(crate) fn tell(workspace: &Workspace, tests: &mut Command, are_all_here: bool) -> Result<()> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([workspace.tools().join("bin")]);
    tests.env("PATH", std::env::join_paths(folders)?);
    if are_all_here {
        tests.env(ALL_SERVERS, "1");
    }
    Ok(())
}
