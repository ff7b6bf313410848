//! Tables as text for a spreadsheet.

use laneway_view::{Cell, Table, tab_separated};

#[test]
fn a_table_is_lines_with_tabs() {
    let table = |name: &str, cells| Table {
        title: "Waits".to_owned(),
        columns: vec!["times".to_owned(), "in all".to_owned()],
        rows: vec![(name.to_owned(), cells)],
    };
    let text = tab_separated(&[
        table("tickets", vec![Cell::Count(1200), Cell::Time(1_500_000)]),
        table("=1+1\ta", vec![Cell::Count(2), Cell::Time(20)]),
    ]);
    assert_eq!(
        text,
        "Waits\ttimes\tin all (ms)\ntickets\t1200\t1.500000\n\nWaits\ttimes\tin all (ms)\n'=1+1 a\t2\t0.000020\n"
    );
}
