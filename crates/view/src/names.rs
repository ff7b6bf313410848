//! What actors are called where there is no room to say more.

use std::borrow::Cow;

use laneway_model::Model;
use laneway_trace::{ActorId, ActorKind};

/// What an actor is called: its name, but a process's only thread goes by the name of the process, and a
/// main thread beside others names its process too where there are several.
pub fn actor_label(model: &Model, actor: ActorId) -> Cow<'_, str> {
    let name = model.actor_name(actor);
    let Some(facts) = model.header.actors.get(actor.index()) else {
        return Cow::Borrowed(name);
    };
    let Some(lane) = model.lane_of(actor).filter(|_| facts.kind != ActorKind::Process) else {
        return Cow::Borrowed(name);
    };
    let Some(process) = model.processes.get(model.lanes[lane as usize].process as usize) else {
        return Cow::Borrowed(name);
    };
    if process.lanes.len() == 1 {
        Cow::Borrowed(model.actor_name(process.actor))
    } else if process.lanes.start == lane && model.processes.len() > 1 {
        Cow::Owned(format!("{}/{name}", model.actor_name(process.actor)))
    } else {
        Cow::Borrowed(name)
    }
}

/// What a lane is called beside its process's title: its own name, or for a process's only lane that of
/// the process.
pub(crate) fn lane_label(model: &Model, lane: u32) -> &str {
    let Some(facts) = model.lanes.get(lane as usize) else {
        return "";
    };
    let process = model.processes.get(facts.process as usize);
    match process {
        Some(process) if process.lanes.len() == 1 => model.actor_name(process.actor),
        _ => model.actor_name(facts.actor),
    }
}

/// What a named stretch is called: the value of the event that opened it.
pub fn span_name(model: &Model, start_row: u32) -> Cow<'_, str> {
    let opened = model.events.get(start_row as usize);
    opened.map_or(Cow::Borrowed(""), |event| model.text(event.value))
}

/// The name of a signal by its number, as far as runs know them.
pub fn signal_name(number: i64) -> String {
    match number {
        1 => "SIGHUP".into(),
        2 => "SIGINT".into(),
        6 => "SIGABRT".into(),
        9 => "SIGKILL".into(),
        11 => "SIGSEGV".into(),
        13 => "SIGPIPE".into(),
        15 => "SIGTERM".into(),
        number => format!("{number}"),
    }
}

/// An exit code in a word: the number, or the signal that killed.
pub(crate) fn exit_text(code: i64) -> String {
    if code < 0 {
        signal_name(code.saturating_neg())
    } else {
        code.to_string()
    }
}
