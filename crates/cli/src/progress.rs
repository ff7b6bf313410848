//! How far a long piece of work is, on standard error and only where that is a terminal.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Work that is done sooner shows no bar: it would only flicker.
const PATIENCE: Duration = Duration::from_millis(300);

/// A bar. It goes away when it is dropped.
///
/// It draws when it is told something and has no thread of its own: recording allows none.
#[derive(Debug)]
pub(crate) struct Bar {
    what: &'static str,
    started: Instant,
    bar: Option<ProgressBar>,
}

impl Bar {
    pub(crate) fn new(what: &'static str) -> Self {
        Self {
            what,
            started: Instant::now(),
            bar: None,
        }
    }

    /// So much of so much is done, in any unit.
    pub(crate) fn set(&mut self, done: u64, total: u64) {
        if self.started.elapsed() < PATIENCE {
            return;
        }
        let what = self.what;
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(total).with_message(what);
            match ProgressStyle::with_template(TEMPLATE) {
                Ok(style) => bar.with_style(style),
                // The template is a good one, as a test sees.
                Err(_) => bar,
            }
        });
        bar.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

const TEMPLATE: &str = "{msg} {bar:32} {percent:>3} %";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_a_good_one() {
        assert!(ProgressStyle::with_template(TEMPLATE).is_ok());
    }
}
