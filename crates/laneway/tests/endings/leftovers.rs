//! Looks for processes of a case.

use std::fs;
use std::path::Path;

use crate::{STAGE, until};

/// No process of the case in this folder is left: at once if the recorder ended by itself, else soon.
pub fn none_in(folder: &Path, at_once: bool) {
    if at_once {
        assert_eq!(marked(folder), Vec::<u32>::new());
    } else {
        until("no process is left", || marked(folder).is_empty());
    }
}

/// The pids of living processes that have the mark of this case in their environment.
fn marked(folder: &Path) -> Vec<u32> {
    let mark = format!("{STAGE}={}", folder.display());
    fs::read_dir("/proc")
        .expect("Linux")
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|pid| {
            // Empty for a zombie, which is dead.
            fs::read(format!("/proc/{pid}/environ")).is_ok_and(|environment| {
                environment
                    .split(|&byte| byte == 0)
                    .any(|variable| variable == mark.as_bytes())
            })
        })
        .collect()
}
