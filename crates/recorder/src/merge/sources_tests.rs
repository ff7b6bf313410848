//! On programs that the compiler builds here.

use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use super::*;

/// A program and the folder in which it was built.
struct Build {
    folder: TempDir,
    program: ProgramFile,
}

const SOURCE: &str = "fn main() {}";

/// Compiles `src/main.rs` with these options.
fn build(options: &[&str]) -> Build {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("src")).expect("a folder");
    fs::write(folder.path().join("src/main.rs"), SOURCE).expect("a file");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let status = Command::new(rustc)
        .args(["src/main.rs", "-o", "program"])
        .args(options)
        .current_dir(folder.path())
        .status();
    assert!(status.expect("a compiler").success());
    let program = folder.path().join("program");
    let program = ProgramFile::at(&program).expect("a program");
    Build { folder, program }
}

impl Build {
    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("a file");
    }

    /// Sets when a file was changed, counted from when the program was built.
    fn touch(&self, name: &str, after: Duration) {
        let built = fs::metadata(&self.program.path).and_then(|about| about.modified());
        let file = File::options().write(true).open(self.folder.path().join(name));
        let touched = file.expect("a file").set_modified(built.expect("a time") + after);
        touched.expect("a time");
    }

    fn wanted(&self, names: &[&str]) -> Wanted {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Wanted::from([(Some(self.program.clone()), names)])
    }

    #[track_caller]
    fn check(&self, name: &str, expected: Result<&str, Why>) {
        check(&self.wanted(&[name]), name, expected);
    }
}

/// What comes of a name: its text, or why there is none.
#[track_caller]
fn check(wanted: &Wanted, name: &str, expected: Result<&str, Why>) {
    let mut sources = BTreeMap::new();
    let sentences = add(&mut sources, wanted);
    assert_eq!(sources.get(name).map(String::as_str), expected.ok());
    let why = expected.err().map(|why| sentence(why, &[name.to_owned()]));
    assert_eq!(sentences, Vec::from_iter(why));
}

#[test]
fn a_source_is_that_of_the_folder_in_which_the_program_was_built() {
    let build = build(&["-Cdebuginfo=line-tables-only"]);
    build.check("src/main.rs", Ok(SOURCE));
    build.write("src/other.rs", "not of this program");
    build.check("src/other.rs", Err(Why::Unnamed));
    build.check("../src/main.rs", Err(Why::Unnamed));
    build.check("/etc/hostname", Err(Why::Outside));
    // The time tells what was changed.
    build.touch("src/main.rs", Duration::from_secs(1));
    build.check("src/main.rs", Err(Why::Changed));
    fs::remove_file(build.folder.path().join("src/main.rs")).expect("a file");
    build.check("src/main.rs", Err(Why::Missing));
}

#[test]
fn a_source_that_leads_elsewhere_is_left_out() {
    let build = build(&["-Cdebuginfo=line-tables-only"]);
    let elsewhere = tempfile::NamedTempFile::new().expect("a file");
    let main = build.folder.path().join("src/main.rs");
    fs::remove_file(&main).expect("a file");
    std::os::unix::fs::symlink(elsewhere.path(), &main).expect("a link");
    build.check("src/main.rs", Err(Why::Outside));
    fs::remove_file(&main).expect("a link");
    nix::unistd::mkfifo(&main, nix::sys::stat::Mode::S_IRUSR).expect("a pipe");
    build.check("src/main.rs", Err(Why::Missing));
}

#[test]
fn a_program_without_debug_information_has_no_sources() {
    let stripped = build(&["-Cstrip=symbols"]);
    stripped.check("src/main.rs", Err(Why::NoDebugInformation));
    // That of the standard library is always there.
    let plain = build(&["-Cdebuginfo=0"]);
    plain.check("src/main.rs", Err(Why::Unnamed));
}

#[test]
fn a_program_that_was_built_anew_is_another_one() {
    let build = build(&["-Cdebuginfo=1"]);
    build.touch("program", Duration::from_secs(1));
    build.check("src/main.rs", Err(Why::ProgramChanged));
    fs::remove_file(&build.program.path).expect("a program");
    build.check("src/main.rs", Err(Why::ProgramChanged));
    let nobodys = Wanted::from([(None, BTreeSet::from(["src/main.rs".to_owned()]))]);
    check(&nobodys, "src/main.rs", Err(Why::ProgramUnknown));
}

#[test]
fn of_two_files_with_one_name_nobody_knows_which_is_meant() {
    let (one, other) = (build(&["-Cdebuginfo=1"]), build(&["-Cdebuginfo=1"]));
    let both = || {
        let mut both = one.wanted(&["src/main.rs"]);
        both.extend(other.wanted(&["src/main.rs"]));
        both
    };
    check(&both(), "src/main.rs", Ok(SOURCE));
    other.write("src/main.rs", "fn main() { }");
    other.touch("src/main.rs", Duration::ZERO);
    check(&both(), "src/main.rs", Err(Why::Ambiguous));
}

#[test]
fn many_files_are_told_in_one_sentence() {
    let names = ["a", "b", "c", "d", "e"].map(str::to_owned);
    let told = "The source of a, b, c and 2 more is left out: it is too large.";
    assert_eq!(sentence(Why::TooMuch, &names), told);
}
