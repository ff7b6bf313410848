//! A page of memory that a process shares with its children.

use std::ffi::CStr;
use std::io;
use std::marker::PhantomData;

use laneway_recorder::client;
use laneway_trace::ObjectKind;
use memmap2::{MmapOptions, MmapRaw};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::handoff::Shared;
use crate::system;

/// What can lie in a [`SharedPage`]: atomics and semaphores.
pub(super) trait Content: Sync {
    /// What its memory is called, and no other kind's: a child takes nothing else for it.
    const MEMORY: &'static CStr;
}

/// A `T` in memory that processes share.
#[derive(Debug)]
pub(super) struct SharedPage<T> {
    file: Shared,
    map: MmapRaw,
    content: PhantomData<T>,
}

impl<T: Content> SharedPage<T> {
    /// A page in which `init` has made a `T`. The memory is all zero before.
    ///
    /// # Safety
    /// After `init` succeeded there is a valid `T` in the place that it was given, which may be used
    /// from several processes at once, at another address in each.
    pub(super) unsafe fn new(init: impl FnOnce(*mut T) -> io::Result<()>) -> io::Result<Self> {
        let file = system::sized_memory(T::MEMORY, size_of::<T>() as u64)?;
        let page = Self::map(Shared(file))?;
        init(page.map.as_mut_ptr().cast())?;
        Ok(page)
    }

    fn map(file: Shared) -> io::Result<Self> {
        let map = MmapOptions::new().len(size_of::<T>()).map_raw(&file.0)?;
        Ok(Self {
            file,
            map,
            content: PhantomData,
        })
    }

    pub(super) fn get(&self) -> &T {
        // SAFETY: `new` made a valid `T` at the start of the memory, here or in the process that this came from,
        // which is page-aligned, stays long enough, and is mapped for as long as `self` lives. Others only use
        // it as a shared `T`, too.
        unsafe { &*self.map.as_ptr().cast::<T>() }
    }
}

impl<T> Serialize for SharedPage<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.file.serialize(serializer)
    }
}

impl<'de, T: Content> Deserialize<'de> for SharedPage<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let file = Shared::deserialize(deserializer)?;
        if !system::is_sized_memory(&file.0, T::MEMORY, size_of::<T>() as u64) {
            return Err(serde::de::Error::custom("this is not what its parent shared"));
        }
        Self::map(file).map_err(serde::de::Error::custom)
    }
}

// SAFETY: what is mapped is used as a shared `T`, which is `Sync`.
unsafe impl<T: Sync> Send for SharedPage<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for SharedPage<T> {}

/// An object that is shared between processes: defined when it is made, the same in all of them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct SharedObject(Option<u32>);

impl SharedObject {
    pub(crate) fn define(kind: ObjectKind, name: &str, capacity: Option<usize>) -> Self {
        let capacity = capacity.map(|capacity| capacity as u64);
        Self(client::define_object(kind, name, capacity, None, true))
    }

    /// Its id; `None` if nothing is recorded.
    pub(crate) fn id(self) -> Option<u32> {
        self.0.filter(|_| client::settled_epoch() != 0)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, AtomicU64};

    use super::super::handoff::{receive_copies, send};
    use super::*;

    #[derive(Debug)]
    struct Short(#[expect(dead_code, reason = "only its size counts")] AtomicU32);
    #[derive(Debug)]
    struct Long(#[expect(dead_code, reason = "only its size counts")] AtomicU64);

    impl Content for Short {
        const MEMORY: &'static CStr = c"laneway-short";
    }

    impl Content for Long {
        const MEMORY: &'static CStr = c"laneway-long";
    }

    #[test]
    fn a_page_is_taken_for_what_it_was_made_as_and_nothing_else() {
        // SAFETY: zero is a valid atomic number.
        let page = unsafe { SharedPage::<Long>::new(|_| Ok(())) }.expect("a page");
        let (json, fds) = send(&page).expect("JSON");
        receive_copies::<SharedPage<Long>>(&json, &fds).expect("the same kind");
        receive_copies::<SharedPage<Short>>(&json, &fds).expect_err("another kind");

        let file = Shared(tempfile::tempfile().expect("a file"));
        file.0.set_len(8).expect("room");
        let (json, fds) = send(&file).expect("JSON");
        receive_copies::<SharedPage<Long>>(&json, &fds).expect_err("a file that anybody can cut off");
    }

    #[test]
    fn nobody_can_cut_off_a_page() {
        // SAFETY: zero is a valid atomic number.
        let page = unsafe { SharedPage::<Long>::new(|_| Ok(())) }.expect("a page");
        page.file.0.set_len(0).expect_err("it is mapped");
    }
}
