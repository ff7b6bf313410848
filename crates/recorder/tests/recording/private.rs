//! What a run says is nobody else's business, whatever the umask.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::panic::Location;
use std::path::Path;

use laneway_recorder::client;
use laneway_recorder::session::Folder;
use laneway_recorder::supervise::Recording;
use laneway_trace::Ending;
use nix::sys::stat::{Mode, umask};

use crate::{Case, attach, names_in};

pub fn cases() -> Vec<Case> {
    vec![
        Case {
            prepare: || mask(0),
            ..Case::new("private_with_a_umask_of_000", look_at_the_folder, finished)
        },
        Case {
            prepare: || mask(0o022),
            ..Case::new("private_with_a_umask_of_022", look_at_the_folder, finished)
        },
        Case {
            prepare: || mask(0o277),
            ..Case::new("private_with_a_umask_of_277", look_at_the_folder, finished)
        },
        Case {
            prepare: || mask(0o777),
            ..Case::new("private_with_a_umask_of_777", look_at_the_folder, finished)
        },
        Case::new(
            "a_folder_that_others_may_enter_is_not_used",
            open_the_folder,
            finished,
        ),
    ]
}

fn mask(bits: u32) {
    umask(Mode::from_bits_truncate(bits));
}

fn finished(recording: &Recording) {
    let header = &recording.trace.header;
    assert_eq!(header.ending, Ending::Finished, "{:?}", header.unseen);
}

fn look_at_the_folder() {
    let folder = attach();
    let mode = |path: &Path| fs::metadata(path).expect("it is there").mode() & 0o777;
    assert_eq!(mode(folder.path()), 0o700);
    let names = names_in(folder.path());
    assert_eq!(names, ["announce", "control", "definitions.jsonl", "ring-2-0"]);
    for name in names {
        assert_eq!(mode(&folder.path().join(&name)), 0o600, "{name}");
    }
}

/// Whoever wants to map what others may truncate is told, and goes on unrecorded.
fn open_the_folder() {
    let folder = Folder::from_environment().expect("a session");
    let everybody = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.path(), everybody).expect("it is ours");
    let error = client::attach(Location::caller())
        .expect_err("it must be refused")
        .to_string();
    assert!(
        error.ends_with("is not a folder of this user alone (mode 0700)"),
        "{error}"
    );
}
