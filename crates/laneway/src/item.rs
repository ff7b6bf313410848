//! How an item of a queue looks in the picture.

use std::borrow::Cow;

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

#[cfg(test)]
mod tests {
    use super::*;

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
