//! Tables as data, and as text that a spreadsheet takes.

/// A table: its title, what its columns are, and its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it is about; the head of the first column.
    pub title: String,
    /// The heads of the other columns.
    pub columns: Vec<String>,
    /// What each row is about, and its cells, one for each column.
    pub rows: Vec<(String, Vec<Cell>)>,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// How often.
    Count(u64),
    /// How long, in nanoseconds.
    Time(u64),
    /// How many on average, in hundredths.
    Hundredths(u64),
}

/// Tables as lines of fields with tabs between them, an empty line between two tables. A time is a number of
/// milliseconds, and its column says so, so that a spreadsheet can go on counting.
pub fn tab_separated(tables: &[Table]) -> String {
    let tables: Vec<String> = tables.iter().map(lines).collect();
    tables.join("\n")
}

fn lines(table: &Table) -> String {
    let mut text = field(&table.title);
    for (index, column) in table.columns.iter().enumerate() {
        let timed = |(_, cells): &(String, Vec<Cell>)| matches!(cells.get(index), Some(Cell::Time(_)));
        text.push('\t');
        text.push_str(&field(column));
        if table.rows.iter().any(timed) {
            text.push_str(" (ms)");
        }
    }
    text.push('\n');
    for (name, cells) in &table.rows {
        text.push_str(&field(name));
        for cell in cells {
            text.push('\t');
            text.push_str(&match *cell {
                Cell::Count(count) => count.to_string(),
                Cell::Hundredths(many) => hundredths(many),
                Cell::Time(ns) => format!("{}.{:06}", ns / 1_000_000, ns % 1_000_000),
            });
        }
        text.push('\n');
    }
    text
}

/// A number of hundredths with two decimals.
pub fn hundredths(many: u64) -> String {
    format!("{}.{:02}", many / 100, many % 100)
}

/// A text as a field: in one piece, and nothing that a spreadsheet would take for a formula.
fn field(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text
    }
}
