//! Panics, as they are recorded: the message and the place, at the moment of the panic.

use std::any::Any;
use std::panic::{self, PanicHookInfo};

use super::record;
use super::ring::SourcePosition;
use super::value::Value;

/// From here on every panic of this process is recorded, and then goes to the hook that was there before.
/// A hook that the program sets afterwards takes its place, as it would take that of any other. To be called
/// once.
pub(super) fn record_panics() {
    let former = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        tell(info);
        former(info);
    }));
}

fn tell(info: &PanicHookInfo<'_>) {
    let position = info.location().map(|location| SourcePosition {
        file: location.file(),
        line: location.line(),
        column: location.column(),
    });
    record::record_panic(Value::text(message(info.payload())), position);
}

/// What a panic says, in the words of `std` where it says nothing.
fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("Box<dyn Any>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_that_is_no_text_has_no_words() {
        assert_eq!(message(&"text"), "text");
        assert_eq!(message(&String::from("text")), "text");
        assert_eq!(message(&7), "Box<dyn Any>");
    }
}
