//! Which files a program was built from, as its debug information (DWARF) says it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use gimli::{AttributeValue, EndianSlice, RunTimeEndian, SectionId};
use object::{Object, ObjectSection, ReadCache};

/// Debug information larger than this is not read.
const MAX_BYTES: u64 = 1 << 30;

/// By name, the folders in which the program was built from a file of that name, which is relative to the
/// folder: one, if all is well.
///
/// There are no checksums: DWARF 5 has them where every file of a unit has one, and what `rustc` calls a
/// unit has none.
pub(super) type Found = BTreeMap<String, BTreeSet<PathBuf>>;

/// Looks for these names, relative ones, in the program's debug information. `None` if it has none that can
/// be read.
pub(super) fn find(program: File, wanted: &BTreeSet<String>) -> Option<Found> {
    let cache = ReadCache::new(program);
    let object = object::File::parse(&cache).ok()?;
    let endian = if object.is_little_endian() {
        RunTimeEndian::Little
    } else {
        RunTimeEndian::Big
    };
    let mut bytes_left = MAX_BYTES;
    let load = |id: SectionId| {
        let needed = [
            SectionId::DebugAbbrev,
            SectionId::DebugInfo,
            SectionId::DebugLine,
            SectionId::DebugLineStr,
            SectionId::DebugStr,
            SectionId::DebugStrOffsets,
        ];
        let section = object.section_by_name(id.name());
        let data = match section.filter(|_| needed.contains(&id)) {
            Some(section) => {
                bytes_left = bytes_left.checked_sub(section.size()).ok_or(gimli::Error::Io)?;
                section.data().map_err(|_| gimli::Error::Io)?
            }
            None => &[],
        };
        Ok::<_, gimli::Error>(EndianSlice::new(data, endian))
    };
    let dwarf = gimli::Dwarf::load(load).ok()?;
    let mut found = Found::new();
    let mut units = dwarf.units();
    let mut any = false;
    // What can be read of broken debug information is worth having.
    while let Ok(Some(header)) = units.next() {
        if let Ok(unit) = dwarf.unit(header) {
            any = true;
            find_in_unit(&dwarf, &unit, wanted, &mut found);
        }
    }
    any.then_some(found)
}

type Reader<'a> = EndianSlice<'a, RunTimeEndian>;

/// Only a unit that was compiled by a relative name has files of relative names in its messages. The
/// others are of libraries that lie elsewhere, whose debug information may well say `src/lib.rs`, too.
fn find_in_unit(
    dwarf: &gimli::Dwarf<Reader<'_>>,
    unit: &gimli::Unit<Reader<'_>>,
    wanted: &BTreeSet<String>,
    found: &mut Found,
) -> Option<()> {
    let folder = path(unit.comp_dir.as_ref()?);
    if path(unit.name.as_ref()?).is_absolute() {
        return None;
    }
    let lines = unit.line_program.as_ref()?.header();
    for entry in lines.file_names() {
        let directory = entry.directory(lines).and_then(|name| text(dwarf, unit, name));
        let Some(name) = text(dwarf, unit, entry.path_name()) else {
            continue;
        };
        let full = folder.join(directory.unwrap_or_default()).join(name);
        let relative = full.strip_prefix(&folder).ok().and_then(plain);
        if let Some(relative) = relative.filter(|relative| wanted.contains(relative)) {
            found.entry(relative).or_default().insert(folder.clone());
        }
    }
    Some(())
}

fn text(
    dwarf: &gimli::Dwarf<Reader<'_>>,
    unit: &gimli::Unit<Reader<'_>>,
    value: AttributeValue<Reader<'_>>,
) -> Option<PathBuf> {
    Some(path(&dwarf.attr_string(unit, value).ok()?))
}

fn path(bytes: &Reader<'_>) -> PathBuf {
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes.slice()))
}

/// A relative path as the compiler's messages have it; `None` for one that leads out of its folder.
fn plain(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| match part {
            Component::Normal(part) => part.to_str(),
            _ => None,
        })
        .collect();
    Some(parts?.join("/"))
}
