//! What was asked for: the words after `cargo xtask`.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

pub(crate) const HELP: &str = "\
cargo xtask SUBCOMMAND

  start [--no-open] [--addr HOST:PORT]
                    build everything, record a run of every lesson, serve them
  test [--with-trunk] [--with-brokers]
                    everything that checks the project; --with-trunk builds the page with Trunk too,
                    --with-brokers installs the servers that lessons talk to and tests with all of them, and wants
                    Firefox, in which part of the tests runs wherever it is
  setup [--with-brokers]
                    install what building and testing needs
  web               build the page into target/web
  lint              formatting, clippy, the directions of imports, what we depend on
  shots DIR [--only LESSON] [--size 1280x720]
                    pictures of the gallery and of every lesson
  bench [--page]    the table of figures; --page: those of the page alone
  matrix            which lesson asks about which misconception, and how guessers would do
  golden            write the golden files anew
  help              this text
";

/// One call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Start {
        open: bool,
        /// As `laneway serve` takes it; its own default without.
        addr: Option<String>,
    },
    Test {
        with_trunk: bool,
        with_brokers: bool,
    },
    Setup {
        with_brokers: bool,
    },
    Web,
    Lint,
    Shots(Shots),
    Bench {
        page_only: bool,
    },
    Matrix,
    Golden,
    /// Internal, a step of `web`: wasm-bindgen over a module.
    Bindgen {
        wasm: PathBuf,
        out: PathBuf,
    },
    /// Internal, a step of `test`: the page at this address starts in Chromium.
    Opens {
        url: String,
    },
}

/// Which pictures to take.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shots {
    pub(crate) folder: PathBuf,
    /// One lesson, or `gallery`; all without.
    pub(crate) only: Option<String>,
    /// One size, such as `1280x720`; all without.
    pub(crate) size: Option<String>,
}

impl Command {
    pub(crate) fn parse(arguments: &[String]) -> Result<Self> {
        let Some((subcommand, rest)) = arguments.split_first() else {
            return Ok(Self::Help);
        };
        let mut rest = Rest(rest.to_vec());
        let command = match subcommand.as_str() {
            "help" | "-h" | "--help" => Self::Help,
            "start" => Self::Start {
                open: !rest.flag("--no-open"),
                addr: rest.option("--addr")?,
            },
            "test" => Self::Test {
                with_trunk: rest.flag("--with-trunk"),
                with_brokers: rest.flag("--with-brokers"),
            },
            "setup" => Self::Setup {
                with_brokers: rest.flag("--with-brokers"),
            },
            "web" => Self::Web,
            "lint" => Self::Lint,
            "shots" => Self::Shots(Shots {
                only: rest.option("--only")?,
                size: rest.option("--size")?,
                folder: rest.word("a folder for the pictures")?.into(),
            }),
            "bench" => Self::Bench {
                page_only: rest.flag("--page"),
            },
            "matrix" => Self::Matrix,
            "golden" => Self::Golden,
            "bindgen" => Self::Bindgen {
                wasm: rest.word("a .wasm file")?.into(),
                out: rest.word("a folder")?.into(),
            },
            "opens" => Self::Opens {
                url: rest.word("an address")?,
            },
            other => bail!("no subcommand `{other}`; there are:\n\n{HELP}"),
        };
        if let Some(extra) = rest.0.first() {
            bail!("`{extra}` is not for `{subcommand}`; see `cargo xtask help`");
        }
        Ok(command)
    }
}

/// The words that nobody has taken yet.
struct Rest(Vec<String>);

impl Rest {
    fn flag(&mut self, name: &str) -> bool {
        let at = self.0.iter().position(|word| word == name);
        at.map(|at| self.0.remove(at)).is_some()
    }

    fn option(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.0.iter().position(|word| word == name) else {
            return Ok(None);
        };
        self.0.remove(at);
        if at >= self.0.len() {
            bail!("{name} needs a value; see `cargo xtask help`");
        }
        Ok(Some(self.0.remove(at)))
    }

    fn word(&mut self, what: &str) -> Result<String> {
        let at = self.0.iter().position(|word| !word.starts_with('-'));
        at.map(|at| self.0.remove(at))
            .with_context(|| format!("this needs {what}; see `cargo xtask help`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command> {
        Command::parse(&line.split_whitespace().map(str::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn calls_are_understood() {
        let check = |line: &str, expected| assert_eq!(parse(line).expect(line), expected);
        check("", Command::Help);
        check(
            "start",
            Command::Start {
                open: true,
                addr: None,
            },
        );
        check(
            "start --addr 127.0.0.1:0 --no-open",
            Command::Start {
                open: false,
                addr: Some("127.0.0.1:0".into()),
            },
        );
        check(
            "test --with-trunk",
            Command::Test {
                with_trunk: true,
                with_brokers: false,
            },
        );
        check("setup --with-brokers", Command::Setup { with_brokers: true });
        check(
            "shots --only deadlock pictures --size 390x844",
            Command::Shots(Shots {
                folder: "pictures".into(),
                only: Some("deadlock".into()),
                size: Some("390x844".into()),
            }),
        );
    }

    #[test]
    fn other_calls_are_refused() {
        let check = |line: &str, expected: &str| {
            let error = parse(line).expect_err(line).to_string();
            assert!(error.starts_with(expected), "{error}");
        };
        check("strat", "no subcommand `strat`; there are:");
        check("web --fast", "`--fast` is not for `web`");
        check("start --addr", "--addr needs a value");
        check("shots", "this needs a folder for the pictures");
    }
}
