//! The signs on buttons, drawn: the same everywhere, and never an emoji.

use yew::prelude::*;

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Play,
    Pause,
    Replay,
    EventBack,
    EventForward,
    StopBack,
    StopForward,
    Back,
    Open,
    Moon,
    Sun,
    Contrast,
    Help,
    Close,
    Loop,
    Fit,
    Legend,
    More,
    Curtain,
    Present,
    Speaker,
    StepStops,
    Next,
    Previous,
    Up,
    Down,
    Check,
    Slower,
    Faster,
    Search,
}

impl Sign {
    /// SVG path data in a square of 24: filled, then stroked.
    const fn paths(self) -> (&'static str, &'static str) {
        match self {
            Self::Play => ("M7 4.5v15l12-7.5z", ""),
            Self::Pause => ("M6 4.5h4v15H6zM14 4.5h4v15h-4z", ""),
            Self::Replay => ("", "M5 12a7.5 7.5 0 1 0 2.4-5.5M4.5 4v4h4"),
            Self::EventBack => ("M15 6v12l-8-6z", "M18 6v12"),
            Self::EventForward => ("M9 6v12l8-6z", "M6 6v12"),
            Self::StopBack => ("M20 6v12l-8-6zM12 6v12l-8-6z", ""),
            Self::StopForward => ("M4 6v12l8-6zM12 6v12l8-6z", ""),
            Self::Up => ("", "M5 15l7-7 7 7"),
            Self::Down => ("", "M5 9l7 7 7-7"),
            Self::Back => ("", "M14.5 5l-7 7 7 7"),
            Self::Open => ("", "M3.5 18.5v-13h6l2 2.5h9v10.5z"),
            Self::Legend => ("M3.5 5h6v5h-6zM3.5 14h6v5h-6z", "M13 7.5h7.5M13 16.5h7.5"),
            Self::More => ("M4 10h4v4H4zM10 10h4v4h-4zM16 10h4v4h-4z", ""),
            Self::Moon => ("", "M19.5 14.5A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z"),
            Self::Sun => (
                "M12 8a4 4 0 1 0 .01 0z",
                "M12 2.500v2.200M12 19.300v2.200M2.500 12h2.200M19.300 12h2.200M5.300 5.300l1.500 1.500M17.200 17.200l1.500 1.500M18.700 5.300l-1.500 1.500M6.800 17.200l-1.500 1.500",
            ),
            Self::Contrast => ("M12 4a8 8 0 0 1 0 16z", "M12 4a8 8 0 1 0 .01 0z"),
            Self::Help => (
                "M11 17.500h2v2h-2z",
                "M8.500 8.500a3.500 3.500 0 1 1 5.300 3c-1.200.75-1.800 1.500-1.800 3.200",
            ),
            Self::Close => ("", "M6 6l12 12M18 6L6 18"),
            Self::Loop => (
                "",
                "M17 3.500l3 3-3 3M4 11.500v-2a3 3 0 0 1 3-3h13M7 20.500l-3-3 3-3M20 12.500v2a3 3 0 0 1-3 3H4",
            ),
            Self::Fit => (
                "",
                "M3.500 6v12M20.500 6v12M7 12h10M9.500 9L6.500 12l3 3M14.500 9l3 3-3 3",
            ),
            Self::Curtain => ("M12 5h8v14h-8z", "M4 5h16v14H4z"),
            Self::Present => (
                "M10 8v5l4.500-2.500z",
                "M3 4.500h18M4.500 4.500v12h15v-12M12 16.500v2M8 20.500l4-3 4 3",
            ),
            Self::Speaker => (
                "M8 5a3 3 0 1 1-.01 0zM3 19c0-5 2-7 5-7s5 2 5 7z",
                "M15 5h6v8h-5M17 8h2",
            ),
            Self::StepStops => ("M3 6v12l8-6z", "M15 6v12M20 6v12"),
            Self::Next => ("", "M9.500 5l7 7-7 7"),
            Self::Previous => ("", "M14.500 5l-7 7 7 7"),
            Self::Check => ("", "M5 12.500l4.500 4.500L19 7.500"),
            Self::Slower => ("", "M6 12h12"),
            Self::Faster => ("", "M6 12h12M12 6v12"),
            Self::Search => ("", "M10.500 4.500a6 6 0 1 0 .01 0zM15 15l5 5"),
        }
    }
}

#[derive(PartialEq, Properties)]
pub struct IconProps {
    pub sign: Sign,
}

/// A sign in the colour of the text around it. Decoration: the button has the words.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    let (filled, stroked) = props.sign.paths();
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path class="icon-fill" d={filled} />
            <path class="icon-line" d={stroked} />
        </svg>
    }
}
