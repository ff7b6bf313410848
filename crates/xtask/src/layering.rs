//! The directions of imports, over `cargo metadata`: docs/ARCHITECTURE.md, "Rooms" and "Invariants".

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::{Context, Result};
use serde_json::Value;

/// What each of our packages may name; it may also name what those may name.
const KNOWS: [(&str, &[&str]); 11] = [
    ("laneway-trace", &[]),
    ("laneway-recorder", &["laneway-trace"]),
    ("laneway", &["laneway-recorder"]),
    ("laneway-lessons", &["laneway"]),
    ("laneway-model", &["laneway-trace"]),
    ("laneway-view", &["laneway-model"]),
    ("laneway-l10n", &["laneway-view"]),
    ("laneway-server", &[]),
    (
        "laneway-cli",
        &["laneway-lessons", "laneway-l10n", "laneway-server"],
    ),
    ("laneway-web", &["laneway-l10n"]),
    // Tools, not the product: it must compile before anything else does.
    ("xtask", &[]),
];

/// Who must not reach whom, over any number of packages in between.
const NEVER: [(&[&str], &[&str], &str); 2] = [
    (
        &["laneway-trace", "laneway-model", "laneway-view", "laneway-l10n"],
        &[
            // The browser.
            "yew",
            "web-sys",
            "js-sys",
            "wasm-bindgen",
            "gloo-timers",
            // What std does not have of the system, and chance. What it has is for clippy.toml.
            "libc",
            "rustix",
            "getrandom",
            "fastrand",
            "rayon",
        ],
        "invariant 1",
    ),
    (
        &["laneway-web"],
        &["laneway-recorder", "laneway", "laneway-lessons", "laneway-server"],
        "invariant 2",
    ),
];

/// Everything in the metadata of one platform that goes against the directions, in words.
pub(crate) fn violations(metadata: &Value) -> Result<Vec<String>> {
    let graph = Graph::read(metadata)?;
    let mut found = Vec::new();
    for (package, _) in KNOWS {
        let allowed = closure(package);
        for dependency in graph.dependencies(package) {
            let ours = KNOWS.iter().any(|(name, _)| *name == dependency);
            if ours && !allowed.contains(dependency) {
                found.push(format!(
                    "{package} must not know {dependency} (docs/ARCHITECTURE.md, Rooms)"
                ));
            }
        }
    }
    for (from, to, rule) in NEVER {
        for start in from {
            for path in to.iter().filter_map(|goal| graph.path(start, goal)) {
                found.push(format!("{rule}: {}", path.join(" -> ")));
            }
        }
    }
    Ok(found)
}

/// What a package may name.
fn closure(package: &str) -> BTreeSet<&'static str> {
    let knows = KNOWS
        .iter()
        .find(|(name, _)| *name == package)
        .map_or(&[][..], |(_, knows)| knows);
    knows
        .iter()
        .flat_map(|known| closure(known).into_iter().chain([*known]))
        .collect()
}

/// Normal dependencies by name. Tests and build scripts may use what they want.
struct Graph<'a>(BTreeMap<&'a str, BTreeSet<&'a str>>);

impl<'a> Graph<'a> {
    fn read(metadata: &'a Value) -> Result<Self> {
        let packages = metadata["packages"]
            .as_array()
            .context("the metadata has no packages")?;
        let name = |it: &'a Value| Some((it["id"].as_str()?, it["name"].as_str()?));
        let names: BTreeMap<&str, &str> = packages.iter().filter_map(name).collect();
        let nodes = metadata["resolve"]["nodes"]
            .as_array()
            .context("the metadata has no resolve")?;
        let mut graph: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for node in nodes {
            let id = node["id"].as_str().context("a node without an id")?;
            let from = *names.get(id).with_context(|| format!("{id} is no package"))?;
            for dependency in node["deps"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|it| is_normal(it))
            {
                let id = dependency["pkg"]
                    .as_str()
                    .context("a dependency without a package")?;
                let to = names.get(id).with_context(|| format!("{id} is no package"))?;
                graph.entry(from).or_default().insert(to);
            }
        }
        Ok(Self(graph))
    }

    fn dependencies(&self, package: &str) -> impl Iterator<Item = &'a str> {
        self.0.get(package).into_iter().flatten().copied()
    }

    /// The shortest way from one package to another.
    fn path(&self, start: &'a str, goal: &str) -> Option<Vec<&'a str>> {
        let mut ways = VecDeque::from([vec![start]]);
        let mut seen = BTreeSet::from([start]);
        while let Some(way) = ways.pop_front() {
            let last = *way.last()?;
            if last == goal {
                return Some(way);
            }
            for next in self.dependencies(last).filter(|next| seen.insert(*next)) {
                ways.push_back([way.as_slice(), &[next]].concat());
            }
        }
        None
    }
}

fn is_normal(dependency: &Value) -> bool {
    let kinds = dependency["dep_kinds"].as_array();
    kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Metadata of packages with their dependencies, each as `name` or `name (dev)`.
    fn metadata(packages: &[(&str, &[&str])]) -> Value {
        let node = |(name, dependencies): &(&str, &[&str])| {
            let deps: Vec<Value> = dependencies
                .iter()
                .map(|it| match it.strip_suffix(" (dev)") {
                    Some(name) => json!({"pkg": name, "dep_kinds": [{"kind": "dev"}]}),
                    None => json!({"pkg": it, "dep_kinds": [{"kind": null}, {"kind": "dev"}]}),
                })
                .collect();
            json!({"id": name, "deps": deps})
        };
        let names = packages.iter().map(|(name, _)| json!({"id": name, "name": name}));
        json!({"packages": names.collect::<Vec<_>>(),
            "resolve": {"nodes": packages.iter().map(node).collect::<Vec<_>>()}})
    }

    fn check(packages: &[(&str, &[&str])], expected: &[&str]) {
        assert_eq!(violations(&metadata(packages)).expect("metadata"), expected);
    }

    #[test]
    fn the_designed_directions_are_no_violation() {
        check(
            &[
                ("laneway-trace", &["serde"]),
                ("laneway-model", &["laneway-trace"]),
                ("laneway-view", &["laneway-model", "laneway-trace"]),
                (
                    "laneway-web",
                    &["laneway-view", "laneway-trace", "yew", "laneway-lessons (dev)"],
                ),
                ("laneway-lessons", &["laneway-trace"]),
                ("serde", &[]),
                ("yew", &["web-sys"]),
                ("web-sys", &[]),
            ],
            &[],
        );
    }

    #[test]
    fn a_pure_crate_that_reaches_the_browser_is_found() {
        check(
            &[
                ("laneway-view", &["laneway-model"]),
                ("laneway-model", &["clock"]),
                ("clock", &["js-sys"]),
                ("js-sys", &[]),
            ],
            &[
                "invariant 1: laneway-model -> clock -> js-sys",
                "invariant 1: laneway-view -> laneway-model -> clock -> js-sys",
            ],
        );
    }

    #[test]
    fn a_page_that_reaches_the_recorder_is_found() {
        check(
            &[
                ("laneway-web", &["laneway-view"]),
                ("laneway-view", &["laneway-recorder"]),
                ("laneway-recorder", &[]),
            ],
            &[
                "laneway-view must not know laneway-recorder (docs/ARCHITECTURE.md, Rooms)",
                "invariant 2: laneway-web -> laneway-view -> laneway-recorder",
            ],
        );
    }
}
