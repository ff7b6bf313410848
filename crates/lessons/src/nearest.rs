//! The word that was probably meant.

/// The candidate most like `word`; `None` if none is much like it.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: Option<&str>) {
        let candidates = ["ticket-lock", "ticket-race", "deadlock", "thread-pool"];
        assert_eq!(nearest(word, candidates), expected, "for {word}");
    }

    #[test]
    fn finds_what_was_probably_meant() {
        check("ticket-lok", Some("ticket-lock"));
        check("ticketrace", Some("ticket-race"));
        check("dead-lock", Some("deadlock"));
        check("threadpool", Some("thread-pool"));
        check("xyzzy", None);
    }
}
