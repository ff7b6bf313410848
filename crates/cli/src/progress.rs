//! How far a long piece of work is, on standard error and only where that is a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Work that is done sooner shows no bar: it would only flicker.
const PATIENCE: Duration = Duration::from_millis(300);

/// A bar. It goes away when it is dropped.
///
/// It draws when it is told something and has no thread of its own: recording allows none.
#[derive(Debug)]
pub(crate) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// For so much work, in any unit.
    pub(crate) fn new(what: &'static str, total: u64) -> Self {
        let bar = ProgressBar::new(total).with_message(what);
        // The template is a good one, as a test sees.
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// So much is done.
    pub(crate) fn set(&self, done: u64) {
        if self.bar.elapsed() >= PATIENCE {
            self.bar.set_position(done);
        }
    }

    /// There is so much work, and so much of it is done.
    pub(crate) fn set_of(&self, done: u64, total: u64) {
        self.bar.set_length(total);
        self.set(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
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
