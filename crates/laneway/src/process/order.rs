//! What a child that does not begin as a copy of its parent has to do.

use std::ffi::CStr;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::os::fd::{FromRawFd, RawFd};
use std::panic::Location;

use laneway_recorder::client;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::handoff::{self, Passed};
use super::image::{Image, ImageFile};
use crate::system;

/// What the memory with an order is called.
const NAME: &CStr = c"laneway-spawn";

/// What the child has to do. Places in the image are given as [offsets](Image::offset), because the system puts
/// the image elsewhere each time. (The idea is that of the crate procspawn.)
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Order {
    /// The program that the offsets are for.
    image: ImageFile,
    /// [`enter`] for the type of the argument.
    entry: usize,
    /// What it is to call.
    code: usize,
    /// Where the child was started.
    location: usize,
    pub(super) name: String,
    /// Who the child is, if its parent has said so already.
    pub(super) actors: Option<client::Child>,
    /// The descriptors that go along, by their numbers in the parent.
    pub(super) fds: Vec<RawFd>,
    argument: String,
}

impl Order {
    /// To call `code` with this argument.
    ///
    /// # Errors
    /// The argument cannot be written as JSON, or `code` is that of a library that was loaded.
    pub(super) fn new<A: Serialize + DeserializeOwned>(
        name: &str,
        actors: Option<client::Child>,
        code: fn(A),
        argument: &A,
        location: &'static Location<'static>,
    ) -> io::Result<Self> {
        let (argument, fds) = handoff::send(argument)?;
        let image = Image::of_this_process()?;
        Ok(Self {
            image: image.file().clone(),
            entry: image.offset(enter::<A> as Enter as usize)?,
            code: image.offset(code as usize)?,
            location: image.offset(std::ptr::from_ref(location) as usize)?,
            name: name.to_owned(),
            actors,
            fds,
            argument,
        })
    }

    /// Finds the places in this process.
    ///
    /// # Errors
    /// It is not the program that the order was written for.
    pub(super) fn task(&self, image: &Image) -> io::Result<Task> {
        let place = |offset| image.place(&self.image, offset);
        let (entry, location) = (place(self.entry)?, place(self.location)?);
        // SAFETY: in this image the parent took these of an `enter` and of a `&'static Location`.
        let (entry, location) = unsafe {
            (
                std::mem::transmute::<usize, Enter>(entry),
                &*(location as *const Location<'static>),
            )
        };
        Ok(Task {
            entry,
            code: place(self.code)?,
            location,
        })
    }
}

/// What an order means in this process.
pub(super) struct Task {
    entry: Enter,
    code: usize,
    pub(super) location: &'static Location<'static>,
}

impl Task {
    /// Does it, with the argument of the order and what was passed along.
    ///
    /// # Safety
    /// The descriptors are open here, and nobody else's.
    pub(super) unsafe fn run(&self, order: &Order, passed: &[Passed]) {
        // SAFETY: the parent took `code` of a `fn(A)` and `entry` of the `enter` for `A`; the rest is by the caller.
        unsafe { (self.entry)(self.code, &order.argument, passed) }
    }
}

/// [`enter`], for whatever argument.
type Enter = unsafe fn(usize, &str, &[Passed]);

/// Calls the code at this place with the argument.
///
/// # Safety
/// At this place is a `fn(A)`, and the descriptors are open, and nobody else's.
unsafe fn enter<A: DeserializeOwned>(code: usize, argument: &str, passed: &[Passed]) {
    // SAFETY: by the caller.
    let (code, argument) = unsafe {
        (
            std::mem::transmute::<usize, fn(A)>(code),
            handoff::receive(argument, passed),
        )
    };
    match argument {
        Ok(argument) => code(argument),
        Err(error) => panic!("the argument of this process cannot be read: {error}"),
    }
}

/// Memory with an order in it, or with what else is for the child.
pub(super) fn written(order: &impl Serialize) -> io::Result<File> {
    let mut file = system::memory(NAME)?;
    serde_json::to_writer(&mut file, order)?;
    file.rewind()?;
    Ok(file)
}

/// Reads what a parent has [written].
pub(super) fn read<O: DeserializeOwned>(mut file: File) -> io::Result<O> {
    let mut order = String::new();
    file.read_to_string(&mut order)?;
    Ok(serde_json::from_str(&order)?)
}

/// The memory that a parent left open at this descriptor.
pub(super) fn left_at(fd: &str) -> io::Result<File> {
    let fd: RawFd = fd.parse().map_err(|_| io::ErrorKind::InvalidInput)?;
    if !system::is_memory(fd, NAME) {
        return Err(io::Error::other("no parent of this process has left it word"));
    }
    // SAFETY: it is open, and a parent left it so for us alone.
    Ok(unsafe { File::from_raw_fd(fd) })
}
