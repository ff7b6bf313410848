//! Columns that line up, whatever the script.

use laneway_view::shown;
use unicode_width::UnicodeWidthStr as _;

/// The most characters of a cell that another one follows.
const CELL: usize = 48;

/// Rows as lines, indented by two; no column is wider than its widest cell, and two spaces part them. Of a
/// long cell that another one follows only the beginning is told.
pub(super) fn table(rows: &[Vec<String>]) -> Vec<String> {
    let cell = |(column, cell): (usize, &str), last: usize| {
        let most = if column == last { usize::MAX } else { CELL };
        shown(cell, most).into_owned()
    };
    let fit = |row: &Vec<String>| -> Vec<String> {
        let cells = row.iter().map(String::as_str).enumerate();
        cells.map(|it| cell(it, row.len() - 1)).collect()
    };
    let rows: Vec<Vec<String>> = rows.iter().map(fit).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str("  ");
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width())));
        }
        line.truncate(line.trim_end().len());
        line
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = [["name", "kind"], ["泳道", "锁"], ["a", ""]];
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.map(str::to_owned).into()).collect();
        assert_eq!(table(&rows), ["  name  kind", "  泳道  锁", "  a"]);
    }

    #[test]
    fn a_long_cell_leaves_room_for_the_next() {
        let long = "x".repeat(1000);
        let lines = table(&[vec![long.clone(), long.clone()]]);
        assert_eq!(lines, [format!("  {}…  {long}", "x".repeat(CELL))]);
    }
}
