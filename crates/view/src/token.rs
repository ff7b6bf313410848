//! Colours by what they mean.

use laneway_model::State as Doing;

/// What a colour means. A [`Theme`](crate::Theme) says what it looks like. Hue means state and nothing
/// else: all tokens but those of states are neutral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// The page.
    Paper,
    /// A raised place on the page: a card, the box of a process.
    Card,
    /// The edge of a card.
    CardEdge,
    /// What bars lie on.
    Lane,
    /// The thread of a lane: the line from its beginning to its end.
    LaneLine,
    /// Text and what is as important.
    Ink,
    /// Text that steps back; still at least 4.5:1.
    InkSoft,
    /// Lines of the ruler's grid.
    Grid,
    /// The playhead.
    Playhead,
    /// Text on the playhead's handle.
    OnPlayhead,
    /// A veil over what has not happened yet. Translucent.
    Future,
    /// The outline of what is selected or has the focus.
    Selection,
    /// A veil over what is pointed at. Translucent.
    Hover,
    /// The bracket of a lock that is held.
    Hold,
    /// The sign of a finding.
    Finding,
    /// The sign's inside.
    OnFinding,
    /// An arrow from cause to effect.
    Arrow,
    /// The colour of a state: its edge, its pattern's ink, its whole fill where it is solid.
    State(Doing),
    /// What lies under the pattern of a state: the state's colour, thinned with the lane's.
    Tint(Doing),
    /// Text on [`Token::State`].
    OnState(Doing),
}

impl Token {
    /// All tokens but those of states.
    pub const NEUTRAL: [Self; 17] = [
        Self::Paper,
        Self::Card,
        Self::CardEdge,
        Self::Lane,
        Self::LaneLine,
        Self::Ink,
        Self::InkSoft,
        Self::Grid,
        Self::Playhead,
        Self::OnPlayhead,
        Self::Future,
        Self::Selection,
        Self::Hover,
        Self::Hold,
        Self::Finding,
        Self::OnFinding,
        Self::Arrow,
    ];

    /// All tokens.
    pub fn all() -> impl Iterator<Item = Self> {
        let of_state = |doing| [Self::State(doing), Self::Tint(doing), Self::OnState(doing)];
        Self::NEUTRAL
            .into_iter()
            .chain(Doing::ALL.into_iter().flat_map(of_state))
    }

    /// Its name, in lower case with hyphens: `ink-soft`, `state-waits-lock`, `tint-running`, `on-running`.
    pub fn name(self) -> String {
        let (prefix, doing) = match self {
            Self::State(doing) => ("state-", doing),
            Self::Tint(doing) => ("tint-", doing),
            Self::OnState(doing) => ("on-", doing),
            neutral => return neutral.neutral_name().to_owned(),
        };
        format!("{prefix}{}", doing.name().replace('_', "-"))
    }

    const fn neutral_name(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Card => "card",
            Self::CardEdge => "card-edge",
            Self::Lane => "lane",
            Self::LaneLine => "lane-line",
            Self::Ink => "ink",
            Self::InkSoft => "ink-soft",
            Self::Grid => "grid",
            Self::Playhead => "playhead",
            Self::OnPlayhead => "on-playhead",
            Self::Future => "future",
            Self::Selection => "selection",
            Self::Hover => "hover",
            Self::Hold => "hold",
            Self::Finding => "finding",
            Self::OnFinding => "on-finding",
            Self::Arrow => "arrow",
            Self::State(_) | Self::Tint(_) | Self::OnState(_) => "state",
        }
    }
}
