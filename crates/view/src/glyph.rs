//! The signs.

use laneway_model::State as Doing;

use crate::Glyph;

impl Glyph {
    /// The sign as SVG path data in a square of 16 units, to be filled by the non-zero rule. Painters and
    /// the page draw the same.
    pub const fn path(self) -> &'static str {
        match self {
            Self::State(doing) => state_path(doing),
            // An arrow out of a tray.
            Self::Read => "M8 1L12.5 6H9.2V11H6.8V6H3.5ZM1.5 9H3.5V13H12.5V9H14.5V15H1.5Z",
            // An arrow into a tray.
            Self::Write => "M6.8 1H9.2V5.5H12.5L8 11L3.5 5.5H6.8ZM1.5 9H3.5V13H12.5V9H14.5V15H1.5Z",
            // A speech bubble with two lines.
            Self::Print => "M2 2.5H14V11H8L4.5 14V11H2ZM4.5 5V6.2H11.5V5ZM4.5 7.6V8.8H9V7.6Z",
            // A sheet with two lines.
            Self::Note => "M3 1.5H10L13 4.5V14.5H3ZM5.2 6.4V7.6H10.8V6.4ZM5.2 9.4V10.6H10.8V9.4Z",
            // Out of the door.
            Self::Exit => "M2 2H8V4H4V12H8V14H2ZM9 5L13.5 8L9 11V9H6V7H9Z",
            // A flash.
            Self::Terminate => "M9 1L3 9H7L6 15L13 6.5H8.5Z",
            // A disc with a cross cut out.
            Self::Kill => {
                "M8 1.2a6.8 6.8 0 1 1 0 13.6a6.8 6.8 0 1 1 0-13.6ZM5.9 4.6L4.6 5.9L6.7 8L4.6 10.1L5.9 11.4L8 9.3L10.1 11.4L11.4 10.1L9.3 8L11.4 5.9L10.1 4.6L8 6.7Z"
            }
            Self::Lost => "M2 7H4.5V9H2ZM6.8 7H9.2V9H6.8ZM11.5 7H14V9H11.5Z",
            // A frame that is open, and a disc beside it.
            Self::Session => {
                "M1.5 2H9V3.8H3.3V12.2H9V14H1.5ZM11.5 5.2a2.8 2.8 0 1 1 0 5.6a2.8 2.8 0 1 1 0-5.6Z"
            }
            // An exclamation mark in a ring.
            Self::Failure => {
                "M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14ZM8 2.6a5.4 5.4 0 1 0 0 10.8a5.4 5.4 0 1 0 0-10.8ZM7.1 4.4H8.9V9H7.1ZM7.1 10.2H8.9V12H7.1Z"
            }
            Self::Finding => "M8 1.5L15 14H1ZM7.2 5.5V10H8.8V5.5ZM7.2 11.2V12.8H8.8V11.2Z",
            // A trident.
            Self::Daemon => {
                "M7.2 1.5H8.8V8.2C10.6 7.9 11.6 6.7 11.6 5V2H13.2V5C13.2 7.7 11.4 9.6 8.8 9.9V14.5H7.2V9.9C4.6 9.6 2.8 7.7 2.8 5V2H4.4V5C4.4 6.7 5.4 7.9 7.2 8.2Z"
            }
            // Two strokes through a line, as on maps and charts with a cut axis.
            Self::Fold => "M4 13L7 3H8.6L5.6 13ZM8.4 13L11.4 3H13L10 13Z",
            Self::Mark => "M4 1.5H5.4V2.5H13L11 5.5L13 8.5H5.4V14.5H4Z",
            Self::Step => "M8 1.5L14 8L8 14.5L2 8Z",
        }
    }
}

const fn state_path(doing: Doing) -> &'static str {
    match doing {
        Doing::Running => "M4 2.2L13.8 8L4 13.8Z",
        Doing::Ready => "M3.5 1.8L14.2 8L3.5 14.2ZM5.2 4.8V11.2L10.8 8Z",
        // A ring of dots.
        Doing::Unseen => {
            "M6.8 2.4a1.2 1.2 0 1 1 2.4 0a1.2 1.2 0 1 1-2.4 0ZM10.8 4a1.2 1.2 0 1 1 2.4 0a1.2 1.2 0 1 1-2.4 0ZM12.4 8a1.2 1.2 0 1 1 2.4 0a1.2 1.2 0 1 1-2.4 0ZM10.8 12a1.2 1.2 0 1 1 2.4 0a1.2 1.2 0 1 1-2.4 0ZM6.8 13.6a1.2 1.2 0 1 1 2.4 0a1.2 1.2 0 1 1-2.4 0ZM2.8 12a1.2 1.2 0 1 1 2.4 0a1.2 1.2 0 1 1-2.4 0ZM1.2 8a1.2 1.2 0 1 1 2.4 0a1.2 1.2 0 1 1-2.4 0ZM2.8 4a1.2 1.2 0 1 1 2.4 0a1.2 1.2 0 1 1-2.4 0Z"
        }
        Doing::Unknown => {
            "M3.9 5.9C3.9 3.2 5.6 1.5 8.1 1.5C10.6 1.5 12.3 3 12.3 5.3C12.3 7 11.4 7.9 10.3 8.8C9.4 9.6 9.1 9.9 9.1 11H6.9C6.9 9.1 7.6 8.4 8.6 7.5C9.5 6.7 10 6.3 10 5.4C10 4.3 9.2 3.5 8.1 3.5C6.9 3.5 6.1 4.4 6.1 5.9ZM6.8 12.3H9.2V14.7H6.8Z"
        }
        // An hourglass, the upper half empty.
        Doing::WaitsLock => {
            "M3.5 1.5H12.5V3H11.7V4.6L9 8L11.7 11.4V13H12.5V14.5H3.5V13H4.3V11.4L7 8L4.3 4.6V3H3.5ZM5.8 3V4.1L8 6.9L10.2 4.1V3Z"
        }
        // One arrow each way.
        Doing::WaitsQueue => {
            "M2 3.7H10V1.5L14.5 4.5L10 7.5V5.3H2ZM14 10.7H6V8.5L1.5 11.5L6 14.5V12.3H14Z"
        }
        // An arrow that stands before a bar.
        Doing::WaitsActor => "M1.8 7H8V3.8L12.6 8L8 12.2V9H1.8ZM13 3H14.6V13H13Z",
        // A ring with its first quarter full.
        Doing::WaitsSignal => {
            "M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13ZM8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10ZM8 3.6A4.4 4.4 0 0 1 12.4 8H8Z"
        }
        // A crescent.
        Doing::Sleeping => "M10.6 1.9A6.6 6.6 0 1 0 14.3 10.4A5.4 5.4 0 0 1 10.6 1.9Z",
        Doing::Stuck => {
            "M3.6 1.8L8 6.2L12.4 1.8L14.2 3.6L9.8 8L14.2 12.4L12.4 14.2L8 9.8L3.6 14.2L1.8 12.4L6.2 8L1.8 3.6Z"
        }
        // A skull.
        Doing::Zombie => {
            "M8 1.5C4.4 1.5 2 4 2 7.2C2 9.2 3 10.6 4.5 11.4V14H11.5V11.4C13 10.6 14 9.2 14 7.2C14 4 11.6 1.5 8 1.5ZM5.6 6a1.5 1.5 0 0 1 0 3a1.5 1.5 0 0 1 0-3ZM10.4 6a1.5 1.5 0 0 1 0 3a1.5 1.5 0 0 1 0-3ZM8 9.4L8.9 11.2H7.1Z"
        }
        Doing::Finished => "M3.5 3.5H12.5V12.5H3.5Z",
    }
}
