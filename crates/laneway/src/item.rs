//! How an item of a queue looks in the picture.

use std::borrow::Cow;
use std::{fmt, ptr};

use laneway_recorder::client::Value;

use crate::object::Defined;

/// What can stand in a recorded queue: whatever has `Debug`, and whatever says itself how it looks.
pub trait Item {
    /// How it looks in the picture.
    fn label(&self) -> Label<'_>;
}

/// How an item looks in the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label<'a> {
    /// A number.
    Number(i64),
    /// A text; a short one is best.
    Text(Cow<'a, str>),
}

impl Label<'_> {
    /// The same, and nothing borrowed.
    pub(crate) fn into_owned(self) -> Label<'static> {
        match self {
            Self::Number(number) => Label::Number(number),
            Self::Text(text) => Label::Text(text.into_owned().into()),
        }
    }

    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Number(number) => Value::int(*number),
            Self::Text(text) => Value::text(text),
        }
    }
}

impl From<i64> for Label<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a str> for Label<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Label<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<T: fmt::Debug + ?Sized> Item for T {
    /// Numbers and texts look like themselves, all others as their `Debug` says, and what is in a `Some` as without
    /// it: in Python it is.
    fn label(&self) -> Label<'_> {
        known_label(self).unwrap_or_else(|| debug_label(&format!("{self:?}")))
    }
}

/// How an item looks that has to leave a queue in its order: as a number only if that order is the numbers'.
pub(crate) fn label_in_order<T: Item>(item: &T) -> Label<'_> {
    match item.label() {
        Label::Number(number) if known_label(item).is_none() => Label::Text(number.to_string().into()),
        label => label,
    }
}

/// The label of what `Debug` gave this text for.
fn debug_label(text: &str) -> Label<'static> {
    let inner = text.strip_prefix("Some(").and_then(|text| text.strip_suffix(')'));
    let text = inner.unwrap_or(text);
    if let Ok(number) = text.parse() {
        return Label::Number(number);
    }
    // A text in quotes, if nothing in it had to be escaped.
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let text = quoted.filter(|text| !text.contains(['"', '\\'])).unwrap_or(text);
    Label::Text(text.to_owned().into())
}

/// How an item of any type looks: numbers and texts like themselves, all others like their type.
pub(crate) fn label_of_any<T>(item: &T) -> Value {
    known_label(item).map_or_else(|| Value::text(&type_label::<T>()), |label| label.value())
}

/// How a number or a text looks; `None` for what is neither.
fn known_label<T: ?Sized>(item: &T) -> Option<Label<'_>> {
    macro_rules! if_it_is {
        ($($kind:ty)+, $label:ident) => {
            // SAFETY: what comes of it is lent for no longer than the item is.
            $(if let Some(item) = unsafe { cast::<T, $kind>(item) } {
                return Some($label(item));
            })+
        };
    }
    if_it_is!(i32 i64 u32 u64 usize u8 u16 i8 i16 isize u128 i128, number_label);
    if_it_is!(&str String, text_label);
    if_it_is!(bool char f64 f32, displayed_label);
    None
}

/// The number; past 64 bits with a sign, its digits.
fn number_label<T: Copy + ToString + TryInto<i64>>(number: &T) -> Label<'static> {
    (*number)
        .try_into()
        .map_or_else(|_| Label::from(number.to_string()), Label::Number)
}

fn text_label<T: AsRef<str>>(text: &T) -> Label<'_> {
    Label::from(text.as_ref())
}

fn displayed_label<T: ToString>(item: &T) -> Label<'static> {
    Label::from(item.to_string())
}

/// The item, if this is its type.
///
/// # Safety
/// Where `U` has lifetimes, they are no longer than the borrow.
unsafe fn cast<T: ?Sized, U>(item: &T) -> Option<&U> {
    let is_same = typeid::of::<T>() == typeid::of::<U>();
    // SAFETY: they are the same type but for lifetimes. Those of `T` are longer than the borrow, and those of
    // `U` are not, by the caller.
    is_same.then(|| unsafe { &*ptr::from_ref(item).cast::<U>() })
}

/// How an item came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Put {
    /// As what it was recorded: that an item leaves is recorded only if that it came was. In a forked child the
    /// items of its parent came from nowhere.
    pub(crate) defined: Defined,
    pub(crate) sequence: u32,
}

/// The name of a type without the modules that it is in: `Option<Message>`.
fn type_label<T>() -> String {
    let name = std::any::type_name::<T>();
    let words = name.split_inclusive(|sign: char| !sign.is_alphanumeric() && sign != '_');
    // What ends in a colon is a module, or the second colon after one.
    words.filter(|word| !word.ends_with(':')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_type_has_a_label() {
        struct Message<T>(T);
        assert_eq!(label_of_any(&7_u16), Value::int(7));
        assert_eq!(label_of_any(&"hello"), Value::text("hello"));
        assert_eq!(label_of_any(&String::from("hello")), Value::text("hello"));
        assert_eq!(type_label::<Message<Option<u8>>>(), "Message<Option<u8>>");
        assert_eq!(
            type_label::<Box<dyn FnOnce() + Send>>(),
            "Box<dyn FnOnce() + Send>"
        );
        assert_eq!(type_label::<(u8, &str)>(), "(u8, &str)");
        let _ = Message(0).0;
    }

    #[test]
    fn numbers_and_texts_look_like_themselves() {
        assert_eq!(7_u8.label(), Label::Number(7));
        assert_eq!(u64::MAX.label(), Label::Text("18446744073709551615".into()));
        assert_eq!("hello".label(), Label::Text("hello".into()));
        assert_eq!(String::from("hello").label(), Label::Text("hello".into()));
        assert_eq!(Some(7).label(), Label::Number(7));
        assert_eq!(None::<i64>.label(), Label::Text("None".into()));
        assert_eq!(true.label(), Label::Text("true".into()));
        assert_eq!(1.0.label(), Label::Text("1".into()));
    }

    #[test]
    fn what_has_debug_needs_no_label() {
        #[derive(Debug)]
        struct Job(
            #[expect(dead_code, reason = "shown")] u8,
            #[expect(dead_code, reason = "shown")] &'static str,
        );
        assert_eq!(Job(1, "a").label(), Label::Text("Job(1, \"a\")".into()));
        assert_eq!(Some("hello").label(), Label::Text("hello".into()));
        assert_eq!(Some("\"").label(), Label::Text(r#""\"""#.into()));
        assert_eq!(Some(Job(1, "a")).label(), Label::Text("Job(1, \"a\")".into()));

        struct Own;
        impl Item for Own {
            fn label(&self) -> Label<'_> {
                "mine".into()
            }
        }
        assert_eq!(Own.label(), Label::Text("mine".into()));
    }

    #[test]
    fn what_is_ordered_otherwise_than_numbers_is_no_number() {
        assert_eq!(label_in_order(&7), Label::Number(7));
        assert_eq!(label_in_order(&Some(7)), Label::Text("7".into()));
    }
}
