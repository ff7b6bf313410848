//! `laneway info`: what is in a run.

mod facts;
mod summary;
mod table;

use laneway_l10n::Language;
use laneway_model::Model;
use laneway_view::{present_header, present_texts};

use crate::arguments::Info;
use crate::failure::Failure;
use crate::input;
use crate::terminal::Terminal;
use crate::words::localizer;

pub(crate) fn info(info: &Info, lang: Option<Language>) -> Result<(), Failure> {
    let mut trace = input::read_and_tell(&info.file)?;
    let mut stdout = Terminal::stdout();
    if info.json {
        return stdout.json(&facts::facts(&Model::from(trace)));
    }
    present_header(&mut trace.header);
    present_texts(&mut trace.texts);
    let file = info.file.file_name().unwrap_or_default().to_string_lossy();
    let parts = summary::summary(&Model::from(trace), &file, &localizer(lang));
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            stdout.line("")?;
        }
        stdout.heading(&part.title)?;
        for line in &part.lines {
            stdout.line(line)?;
        }
    }
    Ok(())
}
