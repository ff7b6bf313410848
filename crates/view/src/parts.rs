//! Parts of a program that have a name: functions, in Rust and in Python.
//!
//! A lesson's program and its counterpart call their functions alike, so that what runs in one is found in the other.

use std::ops::Range;

/// The function of a Rust source in which a line stands (from 1): one that stands in no other.
pub fn function_at(source: &str, line: u32) -> Option<&str> {
    let above = source.lines().take(line as usize);
    let heads = above.filter_map(|line| {
        let head = line.strip_prefix("pub ").unwrap_or(line);
        let head = head.strip_prefix("async ").unwrap_or(head);
        Some(word(head.strip_prefix("fn ")?))
    });
    heads.last()
}

/// The lines (from 1) of the function with this name in a Python source; `program` is called `main` there.
pub fn lines_of(source: &str, function: &str) -> Option<Range<u32>> {
    let wanted = if function == "program" { "main" } else { function };
    let is_head = |line: &str| {
        let head = line.strip_prefix("async ").unwrap_or(line);
        head.strip_prefix("def ").is_some_and(|rest| word(rest) == wanted)
    };
    let mut lines = (1..).zip(source.lines());
    let (first, _) = lines.by_ref().find(|(_, line)| is_head(line))?;
    let mut last = first;
    for (number, line) in lines {
        match line.chars().next() {
            // Its arguments may stand on lines of their own.
            Some(' ' | '\t' | ')') => last = number,
            Some(_) => break,
            None => {}
        }
    }
    Some(first..last + 1)
}

/// The name at the beginning of a text.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUST: &str =
        "use x;\n\npub fn program(a: &A) {\n    buy();\n}\n\nfn buy() {\n    fn inner() {}\n}\n";
    const PYTHON: &str = "import x\n\n\ndef main():\n    buy(\n        1,\n    )\n\n    rest()\n\n\n\
                          def buy(\n    one,\n):\n    pass\n\n\nif x:\n    main()\n";

    #[test]
    fn a_line_stands_in_the_last_function_that_began() {
        let check = |line, expected| assert_eq!(function_at(RUST, line), expected, "{line}");
        check(1, None);
        check(3, Some("program"));
        check(4, Some("program"));
        check(7, Some("buy"));
        check(8, Some("buy"));
        check(900, Some("buy"));
    }

    #[test]
    fn a_part_goes_from_its_head_to_its_last_line() {
        let check = |name, expected| assert_eq!(lines_of(PYTHON, name), expected, "{name}");
        check("program", Some(4..10));
        check("buy", Some(12..16));
        check("sell", None);
    }
}
