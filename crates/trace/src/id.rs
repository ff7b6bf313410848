//! Numbers that stand for the things a trace speaks of.
//!
//! In a trace every table is dense: number `n` is row `n - 1` of its table, so a look-up is an index
//! and zero is free to mean "none" in a column.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// The id with this number, or `None` for zero.
            pub const fn new(number: u32) -> Option<Self> {
                match NonZeroU32::new(number) {
                    Some(number) => Some(Self(number)),
                    None => None,
                }
            }

            /// The id of row `index` of its table; `None` past the last number a `u32` holds.
            pub fn from_index(index: usize) -> Option<Self> {
                Self::new(u32::try_from(index).ok()?.checked_add(1)?)
            }

            /// The number as it stands in files, from 1.
            pub const fn number(self) -> u32 {
                self.0.get()
            }

            /// The row in its table, from 0.
            pub const fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }
    };
}

id!(
    /// A row of [`Header::actors`](crate::Header::actors).
    ActorId
);
id!(
    /// A row of [`Header::objects`](crate::Header::objects).
    ObjectId
);
id!(
    /// A row of [`Header::locations`](crate::Header::locations).
    LocationId
);
id!(
    /// A row of [`Trace::texts`](crate::Trace::texts).
    TextId
);
