//! Why there is nothing to show.

use laneway_l10n::Localizer;
use laneway_trace::ReadError;

/// What went wrong on the way to a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The server has no run of the lesson with this id.
    NoRun(String),
    /// The server answered with this status.
    Status(u16),
    /// No answer: no network, or no server.
    Unreachable,
    /// The browser could not read the file with this name.
    File(String),
    /// What came is not a trace that can be read.
    Read(ReadError),
    /// The address names no file.
    NothingOpen,
    /// The browser does not keep the file with this name: it was forgotten, or the link came from elsewhere.
    NotKept(String),
    /// The user stopped it.
    Stopped,
}

impl Trouble {
    /// What happened, as a sentence.
    pub fn what(&self, l10n: &Localizer) -> String {
        match self {
            Self::NoRun(id) => l10n.text("trouble-no-run", &[("lesson", id.as_str().into())]),
            Self::Status(status) => {
                l10n.text("trouble-status", &[("status", status.to_string().into())])
            }
            Self::Unreachable => l10n.text("trouble-unreachable", &[]),
            Self::File(name) => l10n.text("trouble-file", &[("name", name.as_str().into())]),
            Self::NothingOpen => l10n.text("trouble-nothing-open", &[]),
            Self::NotKept(name) => l10n.text("trouble-not-kept", &[("name", name.as_str().into())]),
            Self::Stopped => l10n.text("trouble-stopped", &[]),
            Self::Read(error) => match error {
                ReadError::Foreign(_) => l10n.text("trouble-foreign", &[]),
                ReadError::Newer(version) => l10n.text(
                    "trouble-newer",
                    &[
                        ("version", version.to_string().into()),
                        ("known", laneway_trace::FORMAT_VERSION.to_string().into()),
                    ],
                ),
                ReadError::Truncated { at } => {
                    l10n.text("trouble-truncated", &[("bytes", l10n.count(*at).into())])
                }
                ReadError::TooLarge { .. } => l10n.text("trouble-too-large", &[]),
                ReadError::Line { line, .. } => {
                    l10n.text("trouble-line", &[("line", line.to_string().into())])
                }
                _ => l10n.text("trouble-header", &[]),
            },
        }
    }

    /// What to do about it, as a sentence.
    pub fn advice(&self, l10n: &Localizer) -> String {
        let id = match self {
            Self::NoRun(id) => {
                return l10n.text("advice-no-run", &[("lesson", id.as_str().into())]);
            }
            Self::Status(_) | Self::Unreachable => "advice-unreachable",
            Self::File(_) => "advice-file",
            Self::NothingOpen | Self::NotKept(_) => "advice-nothing-open",
            Self::Stopped => "advice-stopped",
            Self::Read(ReadError::Newer(_)) => "advice-newer",
            Self::Read(ReadError::Foreign(_)) => "advice-foreign",
            Self::Read(ReadError::TooLarge { .. }) => "advice-too-large",
            Self::Read(_) => "advice-damaged",
        };
        l10n.text(id, &[])
    }

    /// The reader's own words, in English, for those who look closer.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Read(error) => Some(error.to_string()),
            _ => None,
        }
    }
}
