//! `cargo xtask bench`: the table of figures.
//!
//! A bench is a `[[bench]]` target (`harness = false`) that prints one JSON object a line for each
//! figure: `{"figure": "one recorded event", "value": 9.8, "limit": 12, "unit": "ns", "beside":
//! "rdtsc: 7.9 ns"}`. `limit` is what the value should be at most, or null; `beside` is the peer or
//! the floor of the same run. Other lines are for people and are passed on.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::stages::{Stages, output};
use crate::workspace::Workspace;

/// One row of the table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    pub(crate) figure: String,
    pub(crate) value: f64,
    /// At most this much.
    pub(crate) limit: Option<f64>,
    pub(crate) unit: String,
    pub(crate) beside: String,
}

/// Runs every bench and prints one table. A figure beyond its limit is marked and no error: a busy
/// machine is none.
pub(crate) fn bench(workspace: &Workspace, mut stages: Stages, page_only: bool) -> Result<()> {
    let metadata = output(
        workspace
            .cargo()
            .args(["metadata", "--no-deps", "--format-version", "1"]),
    )?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
    let mut figures = Vec::new();
    let targets = if page_only { Vec::new() } else { targets(&metadata) };
    for (package, name) in targets {
        stages.check(&format!("bench {name} of {package}"), || {
            let mut cargo = workspace.cargo();
            let printed = output(cargo.args(["bench", "--package", &package, "--bench", &name]))?;
            for line in printed.lines() {
                match figure(line) {
                    Some(figure) => figures.push(figure),
                    None => println!("{line}"),
                }
            }
            Ok(())
        });
    }
    crate::page_bench::measure(workspace, &mut stages, &mut figures);
    print!("{}", table(&figures));
    stages.finish("measured")
}

/// The bench targets of the workspace as package and name.
fn targets(metadata: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        for target in package["targets"].as_array().into_iter().flatten() {
            let is_bench = target["kind"]
                .as_array()
                .is_some_and(|kinds| kinds.iter().any(|it| it == "bench"));
            if let (true, Some(package), Some(name)) =
                (is_bench, package["name"].as_str(), target["name"].as_str())
            {
                found.push((package.to_string(), name.to_string()));
            }
        }
    }
    found
}

/// The figure in a line, if there is one.
fn figure(line: &str) -> Option<Figure> {
    let it: Value = serde_json::from_str(line).ok()?;
    Some(Figure {
        figure: it["figure"].as_str()?.to_string(),
        value: it["value"].as_f64()?,
        limit: it["limit"].as_f64(),
        unit: it["unit"].as_str().unwrap_or_default().to_string(),
        beside: it["beside"].as_str().unwrap_or_default().to_string(),
    })
}

/// The figures as a Markdown table, aligned for a terminal.
fn table(figures: &[Figure]) -> String {
    let head = ["figure", "measured", "at most", "beside"].map(str::to_string);
    let rule = ["---", "---:", "---:", "---"].map(str::to_string);
    let rows = figures.iter().map(|it| {
        let beyond = if it.limit.is_some_and(|limit| it.value > limit) {
            " ✗"
        } else {
            ""
        };
        let measured = format!("{}{beyond}", quantity(it.value, &it.unit));
        let limit = it
            .limit
            .map(|limit| quantity(limit, &it.unit))
            .unwrap_or_default();
        [it.figure.clone(), measured, limit, it.beside.clone()]
    });
    let rows: Vec<[String; 4]> = [head, rule].into_iter().chain(rows).collect();
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2), width(3)];
    let mut text = String::new();
    for [figure, measured, limit, beside] in &rows {
        let [w0, w1, w2, w3] = widths;
        text.push_str(&format!(
            "| {figure:w0$} | {measured:>w1$} | {limit:>w2$} | {beside:w3$} |\n"
        ));
    }
    text
}

/// Three significant digits, and no digits after the point where there are three before.
fn quantity(value: f64, unit: &str) -> String {
    let digits = match value.abs() {
        it if it >= 100.0 || it.fract() == 0.0 => 0,
        it if it >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.digits$} {unit}").trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_and_shown() {
        let lines = [
            r#"{"figure": "one event", "value": 9.83, "limit": 12, "unit": "ns", "beside": "rdtsc: 7.9 ns"}"#,
            r#"{"figure": "ratio", "value": 1.4, "limit": 1.3}"#,
            "warming up",
            r#"{"other": 1}"#,
        ];
        let figures: Vec<Figure> = lines.iter().filter_map(|line| figure(line)).collect();
        let expected = "\
| figure    | measured | at most | beside        |
| ---       |     ---: |    ---: | ---           |
| one event |  9.83 ns |   12 ns | rdtsc: 7.9 ns |
| ratio     |   1.40 ✗ |    1.30 |               |
";
        assert_eq!(table(&figures), expected);
    }

    #[test]
    fn quantities_have_three_digits() {
        let check = |value, expected: &str| assert_eq!(quantity(value, "kB"), expected);
        check(0.0, "0 kB");
        check(2.345, "2.35 kB");
        check(23.45, "23.4 kB");
        check(500.0, "500 kB");
        check(1234.5, "1234 kB");
    }

    #[test]
    fn bench_targets_are_found() {
        let metadata = serde_json::json!({"packages": [{"name": "laneway-trace", "targets": [
            {"kind": ["lib"], "name": "laneway_trace"}, {"kind": ["bench"], "name": "size"}]}]});
        assert_eq!(
            targets(&metadata),
            [("laneway-trace".to_string(), "size".to_string())]
        );
    }
}
