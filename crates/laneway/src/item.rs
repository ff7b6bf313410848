//! How an item of a queue looks in the picture.

use std::borrow::Cow;
use std::ptr;

use laneway_recorder::client::Value;

/// What can stand in a recorded queue.
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
    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Number(number) => Value::int(*number),
            Self::Text(text) => Value::text(text),
        }
    }
}

macro_rules! numbers {
    ($($number:ty)+) => {$(
        impl Item for $number {
            /// The number; past 64 bits with a sign, its digits.
            fn label(&self) -> Label<'_> {
                i64::try_from(*self).map_or_else(|_| Label::Text(self.to_string().into()), Label::Number)
            }
        }
    )+};
}
numbers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! displayed {
    ($($kind:ty)+) => {$(
        impl Item for $kind {
            fn label(&self) -> Label<'_> {
                Label::Text(self.to_string().into())
            }
        }
    )+};
}
displayed!(bool char f32 f64);

macro_rules! texts {
    ($($text:ty)+) => {$(
        impl Item for $text {
            fn label(&self) -> Label<'_> {
                Label::Text(Cow::Borrowed(self))
            }
        }
    )+};
}
texts!(str String Cow<'_, str>);

impl<T: Item + ?Sized> Item for &T {
    fn label(&self) -> Label<'_> {
        (**self).label()
    }
}

impl<T: Item> Item for Option<T> {
    /// The item, or `None`: the usual way to say that no more will come.
    fn label(&self) -> Label<'_> {
        self.as_ref().map_or(Label::Text("None".into()), T::label)
    }
}

impl<T: Item + ?Sized> Item for Box<T> {
    fn label(&self) -> Label<'_> {
        (**self).label()
    }
}

/// How an item of any type looks: numbers and texts like themselves, all others like their type.
pub(crate) fn label_of_any<T>(item: &T) -> Value {
    macro_rules! if_it_is {
        ($($kind:ty)+) => {
            // SAFETY: what it gives is looked at here alone.
            $(if let Some(item) = unsafe { cast::<T, $kind>(item) } {
                return item.label().value();
            })+
        };
    }
    if_it_is!(i32 &str String i64 u32 u64 usize bool char f64 u8 u16 i8 i16 isize u128 i128 f32);
    Value::text(&type_label::<T>())
}

/// The item, if this is its type.
///
/// # Safety
/// Where `U` has lifetimes, they are no longer than the borrow.
unsafe fn cast<T, U>(item: &T) -> Option<&U> {
    let is_same = typeid::of::<T>() == typeid::of::<U>();
    // SAFETY: they are the same type but for lifetimes. Those of `T` are longer than the borrow, and those of
    // `U` are not, by the caller.
    is_same.then(|| unsafe { &*ptr::from_ref(item).cast::<U>() })
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
    }
}
