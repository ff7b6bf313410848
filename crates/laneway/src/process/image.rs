//! The program's image in memory. A child that starts the program anew has the same one, elsewhere: what
//! stands at a place here stands there as far from the [`anchor`].

use std::io;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::system;

/// The file that an image comes from: its device and its inode. Nobody can write to a file that a process
/// runs, so two processes of the same one that live at the same time have the same code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ImageFile(String);

/// Where the program's file stands in the memory of this process.
#[derive(Debug)]
pub(crate) struct Image {
    file: ImageFile,
    parts: Vec<Range<usize>>,
}

impl Image {
    /// That of this process.
    ///
    /// # Errors
    /// The system does not tell.
    pub(crate) fn of_this_process() -> io::Result<Self> {
        Self::around(anchor(), &system::memory_map()?).ok_or_else(|| {
            io::Error::other("the system does not say where this program stands in memory")
        })
    }

    /// Of a memory map as in `proc(5)`, all parts of the file that stands at this place.
    fn around(place: usize, map: &str) -> Option<Self> {
        let mappings: Vec<_> = map.lines().filter_map(mapping).collect();
        let (_, file) = mappings.iter().find(|(part, _)| part.contains(&place))?.clone();
        let of_file = mappings.into_iter().filter(|(_, other)| *other == file);
        Some(Self {
            parts: of_file.map(|(part, _)| part).collect(),
            file,
        })
    }

    pub(crate) fn file(&self) -> &ImageFile {
        &self.file
    }

    /// How far from the anchor this place is.
    ///
    /// # Errors
    /// It is in another image, such as a library that was loaded, of which nobody knows how far it will be.
    pub(crate) fn offset(&self, place: usize) -> io::Result<usize> {
        self.holds(place)?;
        Ok(place.wrapping_sub(anchor()))
    }

    /// The place that is as far from the anchor in the image of another process.
    ///
    /// # Errors
    /// That has another image.
    pub(crate) fn place(&self, file: &ImageFile, offset: usize) -> io::Result<usize> {
        if *file != self.file {
            return Err(io::Error::other("its parent runs another program"));
        }
        let place = anchor().wrapping_add(offset);
        self.holds(place)?;
        Ok(place)
    }

    fn holds(&self, place: usize) -> io::Result<()> {
        if self.parts.iter().any(|part| part.contains(&place)) {
            return Ok(());
        }
        Err(io::Error::other(
            "a child by StartMethod::Spawn can only be given code of the program's own file, and this is \
             that of a library",
        ))
    }
}

/// A place of the image that the others are measured from.
#[inline(never)]
fn anchor() -> usize {
    anchor as fn() -> usize as usize
}

/// The part of memory that a line of a memory map is about, and the file that stands there:
/// `55d0-55d4 r-xp 00001000 fd:01 131 /bin/program`. No file has the inode 0.
fn mapping(line: &str) -> Option<(Range<usize>, ImageFile)> {
    let mut words = line.split_ascii_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    let (device, inode) = (words.nth(2)?, words.next()?);
    let address = |word| usize::from_str_radix(word, 16).ok();
    (inode != "0").then_some((
        address(start)?..address(end)?,
        ImageFile(format!("{device} {inode}")),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_all_that_a_file_has_in_memory() {
        let map = "1000-2000 r--p 00000000 fd:01 7    /bin/program\n\
                   2000-3000 r-xp 00001000 fd:01 7    /bin/program (deleted)\n\
                   3000-4000 rw-p 00000000 00:00 0\n\
                   4000-5000 r-xp 00000000 fd:01 8    /lib/library\n\
                   5000-6000 rw-p 00000000 fd:02 7    /lib/elsewhere\n";
        let image = Image::around(0x2abc, map).expect("a file");
        assert_eq!(image.file, ImageFile("fd:01 7".into()));
        assert_eq!(image.parts, [0x1000..0x2000, 0x2000..0x3000]);
        for nowhere in [0xfff, 0x3000, 0x6000] {
            assert!(Image::around(nowhere, map).is_none(), "{nowhere:x}");
        }
    }

    #[test]
    fn a_place_is_found_again_in_the_same_image() {
        static DATA: [u8; 3] = [1, 2, 3];
        let image = Image::of_this_process().expect("Linux");
        for place in [anchor as fn() -> usize as usize, (&raw const DATA) as usize] {
            let offset = image.offset(place).expect("in this program");
            assert_eq!(image.place(image.file(), offset).expect("the same"), place);
        }
    }

    #[test]
    fn a_place_of_another_image_is_refused() {
        let image = Image::of_this_process().expect("Linux");
        let heap = Box::new(0);
        for place in [
            libc::getpid as unsafe extern "C" fn() -> i32 as usize,
            std::ptr::from_ref(&*heap) as usize,
        ] {
            let error = image.offset(place).expect_err("not in this program").to_string();
            assert!(error.ends_with("that of a library"), "{error}");
            let offset = place.wrapping_sub(anchor());
            image.place(image.file(), offset).expect_err("nor there");
        }
        let other = ImageFile("fd:01 7".into());
        let error = image.place(&other, 0).expect_err("another program").to_string();
        assert_eq!(error, "its parent runs another program");
    }
}
