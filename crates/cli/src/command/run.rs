//! `laneway run`: a lesson, recorded.

use std::ffi::OsString;
use std::path::PathBuf;

use laneway_l10n::Language;
use laneway_lessons::{Lesson, find, typed_parameters};
use laneway_recorder::supervise::Plan;
use laneway_trace::Header;
use tempfile::TempDir;

use super::record::record_and_save;
use super::repeat::repeat;
use crate::failure::Failure;
use crate::{arguments, catalogue};

/// Records a run of a lesson. The program that is recorded is this one, which is started again in the
/// role of [`super::lesson()`].
pub(crate) fn run(run: &arguments::Run, lang: Option<Language>) -> Result<(), Failure> {
    let lesson = find(&run.lesson).map_err(Failure::new)?;
    let variant = run.variant.as_deref().map(|id| lesson.variant(id));
    let variant = variant.transpose().map_err(Failure::new)?;
    let mut settings = variant.map_or_else(Vec::new, |variant| typed_parameters(&variant.parameters));
    settings.extend(run.settings.iter().cloned());
    if let Some(seed) = run.seed {
        if lesson.parameter("seed").is_none() {
            return Err(Failure::new(format_args!(
                "nothing in {} is random, so it takes no --seed",
                lesson.id
            )));
        }
        settings.push(("seed".to_owned(), seed.to_string()));
    }
    let folder = TemporaryFolder::new()?;
    if let Some(times) = run.repeat {
        return repeat(run, lesson, &settings, times, &folder, lang);
    }
    let plan = plan(run, lesson, &settings, &folder, false)?;
    let default = || {
        let variant = variant.filter(|variant| !variant.parameters.is_empty());
        let variant = variant.map_or_else(String::new, |variant| format!("_{}", variant.id));
        PathBuf::from(format!("{}{variant}.lane", lesson.id))
    };
    let output = run.output.clone().unwrap_or_else(default);
    record_and_save(&plan, &lesson.id, &output, lang)
}

/// What a lesson's program puts into temporary files, gone with the run however that ends.
pub(super) struct TemporaryFolder(TempDir);

impl TemporaryFolder {
    fn new() -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("laneway-run-").tempdir();
        let no_room =
            |error| Failure::new(format_args!("there is no room for temporary files: {error}"));
        folder.map(Self).map_err(no_room)
    }

    /// Names it to the program.
    fn variable(&self) -> (OsString, OsString) {
        ("TMPDIR".into(), self.0.path().into())
    }
}

/// How a run of the lesson with these settings is recorded; what a silent one prints goes nowhere.
pub(super) fn plan(
    run: &arguments::Run,
    lesson: &Lesson,
    settings: &[(String, String)],
    folder: &TemporaryFolder,
    silent: bool,
) -> Result<Plan, Failure> {
    let arguments = lesson.arguments(settings).map_err(Failure::new)?;
    lesson.ready(&arguments).map_err(Failure::new)?;
    let mut plan = Plan::new(role(lesson, settings, silent)?);
    plan.environment.push(folder.variable());
    run.limits.limit(&mut plan);
    plan.header = Header {
        command: typed(lesson, settings),
        lesson: Some(lesson.describe(&arguments)),
        sources: catalogue::sources(lesson),
        ..Header::default()
    };
    Ok(plan)
}

/// How this program is started in the role of a lesson.
fn role(lesson: &Lesson, settings: &[(String, String)], silent: bool) -> Result<Vec<OsString>, Failure> {
    let own = std::env::current_exe()
        .map_err(|error| Failure::new(format_args!("the laneway program cannot be found: {error}")))?;
    let mut command: Vec<OsString> = vec![own.into(), "lesson".into()];
    if silent {
        command.push("--silent".into());
    }
    command.push(lesson.id.clone().into());
    for (name, value) in settings {
        command.extend(["--set".into(), format!("{name}={value}").into()]);
    }
    Ok(command)
}

/// The command as somebody would type it, who wants the same run again.
fn typed(lesson: &Lesson, settings: &[(String, String)]) -> Vec<String> {
    let mut command = vec!["laneway".to_owned(), "run".to_owned(), lesson.id.clone()];
    for (name, value) in settings {
        command.extend(["--set".to_owned(), format!("{name}={value}")]);
    }
    command
}
