//! Everything that can be done to what the page shows, as data.

use laneway_model::Moment;

use crate::{ClockKind, Finder, LaneAction, Panel, Range, Selection, Size, TimeScale, Trail};

/// Something to do. [`update`](crate::update) does it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    // The window.
    /// The picture has a new size.
    Resize(Size),
    /// Show this part.
    Show(TimeScale),
    /// Show the whole run.
    Fit,
    /// Show the selection, or the range if there is one, or else the whole run.
    FitSelection,
    /// Zoom by a factor around a pixel of the picture.
    ZoomAt {
        /// Above 1 to come closer.
        factor: f64,
        /// Where, in pixels from the left edge of the picture.
        x_px: f64,
    },
    /// Zoom by a factor around the playhead if it is in sight, else around the middle.
    Zoom(f64),
    /// Move the window by so many pixels to the right.
    PanPx(f64),
    /// Move the window by this part of its width to the right.
    Pan(f64),
    /// Scroll the lanes down by so many pixels.
    ScrollPx(f64),
    /// Make the gutter so wide, as far as the picture has room for it; `None` for as wide as its labels need.
    SetGutter(Option<f32>),
    /// Show other lanes, or the same in another way.
    Lanes(LaneAction),

    // What is pointed out.
    /// Select something.
    Select(Selection),
    /// Select the next lane below (+1) or above (-1).
    SelectLane(i32),
    /// Drag over a part of the run.
    SetRange(Option<Range>),
    /// Mark the moment at the playhead; if it is marked already, take the mark away.
    ToggleMark,
    /// Move the playhead to the mark.
    GoMark,

    // The playhead.
    /// To a position of the clock.
    GoPosition(f64),
    /// To a moment.
    GoMoment(Moment),
    /// To the start (of the range, if there is one).
    GoStart,
    /// To the end.
    GoEnd,
    /// By so many events.
    GoEvents(i32),
    /// To the next moment worth a stop.
    GoNextInteresting,
    /// To the one before.
    GoPreviousInteresting,
    /// To the next phase of the selected lane, and select it.
    GoNextPhase,
    /// To the previous phase of the selected lane, and select it.
    GoPreviousPhase,
    /// From a wait to what ends it; else along an arrow to its effect: the first one that leaves the selected lane
    /// from the playhead on.
    GoAlongArrow,
    /// From a wait to where its lock was taken; else back along an arrow to its cause: the last one that came into the
    /// selected lane up to the playhead.
    GoBackAlongArrow,
    /// To a step of the lesson, from 0, and show what is said there.
    GoStep(u32),
    /// To the next stop of the lesson: a step, a question that is asked or answered, or the end.
    GoNextStop,
    /// To the previous stop of the lesson, or the start.
    GoPreviousStop,

    /// To the start of the run, with the curtain down, as if nothing of it had been seen.
    StartAgain,

    // Playing.
    /// Play; from the start if the playhead is at the end.
    Play,
    /// Pause.
    Pause,
    /// Play or pause.
    TogglePlay,
    /// Play faster.
    Faster,
    /// Play slower.
    Slower,
    /// This speed.
    SetSpeed(f64),
    /// Start over at the end, or do not.
    SetLooping(bool),
    /// Stop at each step of the lesson, or play through.
    SetStepStops(bool),

    // The page.
    /// Lay out time by another clock; the moment at the playhead stays.
    SetClock(ClockKind),
    /// Another panel.
    SetPanel(Panel),
    /// Hide what has not been played, or show all.
    ToggleCurtain,
    /// Show the run as in a hall, or leave that.
    TogglePresent,
    /// While presenting: a black screen, or the run again. Playing pauses.
    ToggleBlank,
    /// Open a window for the speaker. It is the page that opens it; nothing of the state changes.
    OpenSpeaker,
    /// Make the moment at the playhead a stop of one's own; if it is one already, no longer.
    ToggleOwnStop,
    /// Make a moment a stop of one's own.
    AddOwnStop(Moment),
    /// Show or hide the help.
    ToggleHelp,
    /// Open what one finds something in, or close it.
    ToggleFinder(Finder),
    /// From now on follow this, or nothing.
    Follow(Option<Trail>),
    /// To the next moment of what is followed, and after the last one to the first. It is the page that goes there,
    /// which knows how far one has played.
    GoNextOfTrail,
    /// To the moment of it before this one.
    GoPreviousOfTrail,
    /// Close what is open: the search, the help, the black screen, the presentation, what is followed, then the range,
    /// then the selection.
    Escape,
}

impl Action {
    /// True for what is done to a run that is looked at alone.
    pub const fn needs_one_run(self) -> bool {
        matches!(
            self,
            Self::TogglePresent
                | Self::ToggleBlank
                | Self::OpenSpeaker
                | Self::ToggleOwnStop
                | Self::ToggleFinder(_)
                | Self::GoNextOfTrail
                | Self::GoPreviousOfTrail
        )
    }
}
