//! From a model to what is on the screen: state and actions, clocks, layout to a scene, the stage,
//! sentences as data, colours, keys, and the SVG painter. Pure: no document, no clock, no thread.
//!
//! A page keeps one [`State`] and the position of its playhead, makes a [`Timeline`] once a run, and calls
//! [`update`] for what the user does and [`layout`] for each frame.
#![forbid(unsafe_code)]
#![warn(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

mod action;
mod address;
mod beats;
mod brackets;
mod cast;
pub mod catalogue;
mod clock;
mod commands;
mod differences;
mod draw;
mod explain;
mod findings;
mod folds;
mod follow;
mod glyph;
mod hints;
mod keys;
mod labels;
mod lane_choice;
mod lane_names;
mod lane_rows;
mod language;
mod layout;
mod levels;
mod marks;
mod messages;
mod metrics;
mod moves;
mod names;
mod narrate;
mod pairing;
mod parts;
mod phase_why;
mod pick;
mod presenting;
mod prose;
mod pyramid;
mod questions;
mod region;
mod room;
mod scale;
mod scene;
mod scene_text;
mod search;
mod sentences;
mod shown;
mod stage;
mod staging;
mod state;
mod stops;
mod sums;
mod svg;
mod table;
mod tempo;
mod theme;
mod timeline;
mod token;
mod told;
mod trail;
mod transport;
mod update;
mod visits;
mod wait_graph;
mod waits;
mod walk;

pub use action::Action;
pub use address::{Address, At, Route};
pub use beats::Beats;
pub use cast::{Cast, MOST_CARDS};
pub use clock::{Clock, ClockKind};
pub use commands::{Command, Deed, commands, fits};
pub use differences::differences;
pub use explain::{explain, focus, known, why};
pub use findings::{certainty_message, describe_finding};
pub use folds::{Fold, MOST_FOLDS};
pub use hints::{Hint, Hints};
pub use keys::{Binding, KEYS, Key, KeyGroup, KeyPress, keys};
pub use labels::Labels;
pub use lane_choice::{Grouping, LaneAction, LaneChoice, NamePart, has_lane_tools, selected_group};
pub use lane_rows::Group;
pub use language::{Language, lesson_text, run_title};
pub use layout::{Gutter, gutter, layout, overview, state_sample, step_text, thumbnail, time_text};
pub use levels::{Counted, Level, levels};
pub use messages::{Argument, MESSAGES, Message, finding_title, state_message};
pub use metrics::{ends, text_px};
pub use names::{actor_label, signal_name, span_name};
pub use narrate::narrate;
pub use pairing::{InStep, Pairing};
pub use parts::{function_at, lines_of};
pub use phase_why::{PhaseTold, tell_phase};
pub use pick::{NotAPick, Pick};
pub use presenting::{PRESENT_PX, present_scale};
pub use prose::{opening, pieces};
pub use questions::{Timing, Turn, all_told};
pub use region::{Region, Target, hit};
pub use room::{Room, room};
pub use scale::{MARGIN_PX, TimeScale};
pub use scene::{Align, Area, Face, Fill, Font, Glyph, Op, Pattern, Scene, Stroke};
pub use search::{Found, FoundItem, MOST_LISTED, Search, kind_words};
pub use sentences::{Sentence, event_sentences};
pub use shown::{is_hidden, present_closing, present_definitions, present_header, present_texts, shown};
pub use stage::{
    AskedChip, CallPart, Card, Chip, Crowd, GatePart, Holder, HoldingPart, ItemChip, Life, ObjectFacts,
    Part, ProcessCard, Processes, RegisterPart, SessionCard, Stage, StaleChip, StorePart, TaskChip,
    TasksPart, WorkerChip,
};
pub use staging::{card, chip, stage};
pub use state::{Finder, Frame, Panel, Range, Selection, Size, State};
pub use stops::{Stop, StopReason, Stops};
pub use sums::{RangeFigures, Sums, WaitFigures};
pub use svg::{arrow_head, bar_paths, svg};
pub use table::{Cell, Table, hundredths, tab_separated};
pub use tempo::{BEAT_S, Tempo};
pub use theme::{Color, Theme, theme_css};
pub use timeline::Timeline;
pub use token::Token;
pub use told::{Told, Way};
pub use trail::Trail;
pub use transport::{
    Advance, FEWEST_BEATS_PER_S, PLAYING_S, SPEEDS, advance, pace, pace_by, real_time_factor,
};
pub use update::{update, window};
pub use visits::Visits;
pub use wait_graph::{GRAPH_ROWS, GraphArrow, GraphNode, WaitGraph, can_hang_together, wait_graph};
