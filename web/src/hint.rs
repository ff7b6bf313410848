//! What a button says when it is pointed at.

/// Its words, with the key that does the same, if there is one.
pub fn hint(words: &str, key: &str) -> String {
    if key.is_empty() {
        words.to_owned()
    } else {
        format!("{words} ({key})")
    }
}
