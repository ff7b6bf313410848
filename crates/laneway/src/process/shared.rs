//! A page of memory that a process shares with its children.

use std::io;
use std::marker::PhantomData;

use laneway_recorder::client;
use laneway_trace::ObjectKind;
use memmap2::{MmapOptions, MmapRaw};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::handoff::Shared;
use crate::system;

/// A `T` in memory that processes share: for a `T` of atomics and semaphores.
#[derive(Debug)]
pub(super) struct Page<T> {
    file: Shared,
    map: MmapRaw,
    content: PhantomData<T>,
}

impl<T: Sync> Page<T> {
    /// A page in which `init` has made a `T`. The memory is all zero before.
    ///
    /// # Safety
    /// After `init` succeeded there is a valid `T` in the place that it was given, which may be used
    /// from several processes at once, at another address in each.
    pub(super) unsafe fn new(init: impl FnOnce(*mut T) -> io::Result<()>) -> io::Result<Self> {
        let file = system::memory(c"laneway")?;
        file.set_len(size_of::<T>() as u64)?;
        let page = Self::map(Shared(file))?;
        init(page.map.as_mut_ptr().cast())?;
        Ok(page)
    }

    fn map(file: Shared) -> io::Result<Self> {
        if file.0.metadata()?.len() < size_of::<T>() as u64 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let map = MmapOptions::new().len(size_of::<T>()).map_raw(&file.0)?;
        Ok(Self {
            file,
            map,
            content: PhantomData,
        })
    }

    pub(super) fn get(&self) -> &T {
        // SAFETY: `new` made a valid `T` at the start of the memory, which is page-aligned, long enough,
        // and mapped for as long as `self` lives. Others only use it as a shared `T`, too.
        unsafe { &*self.map.as_ptr().cast::<T>() }
    }
}

impl<T> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.file.serialize(serializer)
    }
}

impl<'de, T: Sync> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let file = Shared::deserialize(deserializer)?;
        Self::map(file).map_err(serde::de::Error::custom)
    }
}

// SAFETY: what is mapped is used as a shared `T`, which is `Sync`.
unsafe impl<T: Sync> Send for Page<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Page<T> {}

/// An object that is shared between processes: defined when it is made, the same in all of them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct SharedObject(Option<u32>);

impl SharedObject {
    pub(super) fn define(kind: ObjectKind, name: &str, capacity: Option<usize>) -> Self {
        let capacity = capacity.map(|capacity| capacity as u64);
        Self(client::define_object(kind, name, capacity, None, true))
    }

    /// Its id; `None` if nothing is recorded.
    pub(super) fn id(self) -> Option<u32> {
        self.0.filter(|_| client::epoch() != 0)
    }
}
