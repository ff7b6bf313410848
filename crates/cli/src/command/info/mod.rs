//! `laneway info`: what is in a run.

mod facts;
mod summary;
mod table;

use std::io::Write as _;

use laneway_l10n::Language;
use laneway_model::Model;

use crate::arguments::Info;
use crate::failure::Failure;
use crate::input;
use crate::words::localizer;

pub(crate) fn info(info: &Info, lang: Option<Language>) -> Result<(), Failure> {
    let model = Model::from(input::read_and_tell(&info.file)?);
    let mut stdout = anstream::stdout().lock();
    if info.json {
        let facts = facts::facts(&model);
        let json = serde_json::to_string_pretty(&facts).map_err(Failure::new)?;
        writeln!(stdout, "{json}")?;
    } else {
        write!(stdout, "{}", summary::summary(&model, &localizer(lang)))?;
    }
    Ok(())
}
