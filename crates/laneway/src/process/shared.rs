//! A page of memory that a process shares with its children.

use std::ffi::CStr;
use std::io;
use std::marker::PhantomData;
use std::os::unix::fs::MetadataExt;
use std::sync::atomic::{AtomicU32, Ordering};

use laneway_recorder::client;
use laneway_trace::ObjectKind;
use memmap2::{MmapOptions, MmapRaw};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::handoff::Shared;
use crate::{operation, system};

/// What can lie in a [`SharedPage`]: atomics and semaphores.
pub(super) trait Content: Sync {
    /// What its memory is called, and no other kind's: a child takes nothing else for it.
    const MEMORY: &'static CStr;
}

/// A `T`, or several, in memory that processes share.
#[derive(Debug)]
pub(super) struct SharedPage<T> {
    file: Shared,
    count: usize,
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
        // SAFETY: by the caller.
        unsafe { Self::of_many(1, init) }
    }

    /// So many of them, one at least, side by side.
    ///
    /// # Safety
    /// As [`new`](Self::new), for all of them.
    pub(super) unsafe fn of_many(
        count: usize,
        init: impl FnOnce(*mut T) -> io::Result<()>,
    ) -> io::Result<Self> {
        let bytes = bytes_of::<T>(count).ok_or(io::ErrorKind::OutOfMemory)?;
        let page = Self::map(Shared(system::sized_memory(T::MEMORY, bytes)?), count)?;
        init(page.map.as_mut_ptr().cast())?;
        Ok(page)
    }

    fn map(file: Shared, count: usize) -> io::Result<Self> {
        let map = MmapOptions::new().len(count * size_of::<T>()).map_raw(&file.0)?;
        Ok(Self {
            file,
            count,
            map,
            content: PhantomData,
        })
    }

    /// The same page once more.
    pub(super) fn another(&self) -> io::Result<Self> {
        Self::map(Shared(self.file.0.try_clone()?), self.count)
    }

    /// What tells this memory from all other.
    pub(super) fn inode(&self) -> io::Result<u64> {
        Ok(self.file.0.metadata()?.ino())
    }

    /// The first of them.
    pub(super) fn get(&self) -> &T {
        &self.get_all()[0]
    }

    pub(super) fn get_all(&self) -> &[T] {
        // SAFETY: `of_many` made so many valid `T` at the start of the memory, here or in the process that this came
        // from, which is page-aligned, stays long enough, and is mapped for as long as `self` lives. Others only use
        // them as shared `T`, too.
        unsafe { std::slice::from_raw_parts(self.map.as_ptr().cast::<T>(), self.count) }
    }
}

/// The bytes of so many, one at least.
fn bytes_of<T>(count: usize) -> Option<u64> {
    let bytes = count.checked_mul(size_of::<T>()).filter(|&bytes| bytes > 0)?;
    u64::try_from(bytes).ok()
}

impl<T> Serialize for SharedPage<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.file, self.count).serialize(serializer)
    }
}

impl<'de, T: Content> Deserialize<'de> for SharedPage<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (file, count) = <(Shared, usize)>::deserialize(deserializer)?;
        let bytes = bytes_of::<T>(count);
        if !bytes.is_some_and(|bytes| system::is_sized_memory(&file.0, T::MEMORY, bytes)) {
            return Err(serde::de::Error::custom("this is not what its parent shared"));
        }
        Self::map(file, count).map_err(serde::de::Error::custom)
    }
}

// SAFETY: what is mapped is used as a shared `T`, which is `Sync`.
unsafe impl<T: Sync> Send for SharedPage<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for SharedPage<T> {}

/// The number of the last event of an object, where nothing but that has to be shared.
#[derive(Debug)]
pub(super) struct Sequence(AtomicU32);

impl Content for Sequence {
    const MEMORY: &'static CStr = c"laneway-sequence";
}

impl Sequence {
    pub(super) fn page() -> io::Result<SharedPage<Self>> {
        // SAFETY: zero is a valid atomic number, which may be shared.
        unsafe { SharedPage::new(|_| Ok(())) }
    }

    pub(super) fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }
}

/// An object that is shared between processes: defined when it is made, the same in all of them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct SharedObject(Option<u32>);

impl SharedObject {
    pub(crate) fn define(kind: ObjectKind, name: &str, capacity: Option<usize>) -> Self {
        let capacity = capacity.map(|capacity| capacity as u64);
        Self(client::define_object(kind, name, capacity, None, true))
    }

    /// A part of another object.
    pub(super) fn define_in(parent: Self, kind: ObjectKind, name: &str) -> Self {
        Self(client::define_object(kind, name, None, parent.id(), true))
    }

    /// An operation on it begins; its id, or `None` if nothing is recorded.
    pub(crate) fn begin(self) -> Option<u32> {
        if operation::begin_recorded() { self.0 } else { None }
    }

    /// In the middle of an operation: its id; `None` if nothing is recorded.
    pub(crate) fn id(self) -> Option<u32> {
        self.0.filter(|_| client::settled_epoch() != 0)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;

    use super::super::handoff::{Passed, receive_copies, send};
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
        let fds: Vec<_> = fds.into_iter().map(Passed::kept).collect();
        receive_copies::<SharedPage<Long>>(&json, &fds).expect("the same kind");
        receive_copies::<SharedPage<Short>>(&json, &fds).expect_err("another kind");
        let several = json.replace(",1]", ",2]");
        receive_copies::<SharedPage<Long>>(&several, &fds).expect_err("another number");

        let file = Shared(tempfile::tempfile().expect("a file"));
        file.0.set_len(8).expect("room");
        let (json, fds) = send(&(&file, 1)).expect("JSON");
        let fds: Vec<_> = fds.into_iter().map(Passed::kept).collect();
        receive_copies::<SharedPage<Long>>(&json, &fds).expect_err("a file that anybody can cut off");
    }

    #[test]
    fn nobody_can_cut_off_a_page() {
        // SAFETY: zero is a valid atomic number.
        let page = unsafe { SharedPage::<Long>::new(|_| Ok(())) }.expect("a page");
        page.file.0.set_len(0).expect_err("it is mapped");
    }
}
