//! From Trunk's index.html to the page: the same links, without Trunk.
//!
//! Trunk replaces every `<link data-trunk rel="...">`. This does it for the kinds that the page
//! uses, and starts the module from a script of its own, because the page forbids inline scripts.

use anyhow::{Context, Result, bail};

/// The script that starts the module.
pub(crate) const BOOT_NAME: &str = "boot.js";
pub(crate) const BOOT: &str = "\
import init from \"./laneway-web.js\";

// A gallery that stands in the page is painted first, for compiling takes all cores. A page in the background paints
// nothing.
const isFront = document.documentElement.dataset.front !== undefined;
const painted = new Promise((done) => {
  requestAnimationFrame(() => setTimeout(done));
  setTimeout(done, isFront ? 200 : 0);
});

painted.then(() => init()).catch((error) => {
  console.error(error);
  const note = document.getElementById(\"boot\");
  if (note) note.textContent += ` (${error})`;
  // What stands in for the app leads nowhere without it.
  delete document.documentElement.dataset.front;
});
";

/// The start of the page, in place of `rel=\"rust\"`. Both downloads start with the page.
const START: &str = "\
<link rel=\"preload\" href=\"./laneway-web_bg.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>
  <link rel=\"modulepreload\" href=\"./laneway-web.js\">
  <script type=\"module\" src=\"./boot.js\"></script>";

/// All stylesheets in one: each file more is a way to the server and back.
pub(crate) const STYLE_NAME: &str = "laneway.css";

/// The page's HTML and the files beside it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct IndexPage {
    pub(crate) html: String,
    /// Files and folders to copy beside the page, as paths from the folder of index.html.
    pub(crate) copies: Vec<String>,
    /// The stylesheets that [`STYLE_NAME`] is made of, in order, as paths from there, too.
    pub(crate) styles: Vec<String>,
}

/// Replaces Trunk's links in the text of index.html.
pub(crate) fn from_index(index: &str) -> Result<IndexPage> {
    let mut html = String::with_capacity(index.len() + START.len());
    let mut copies = Vec::new();
    let mut styles = Vec::new();
    let mut rest = index;
    while let Some(at) = rest.find("<link data-trunk") {
        let (before, link) = rest.split_at(at);
        let end = link
            .find('>')
            .context("index.html: a <link data-trunk has no end")?
            + 1;
        let (link, after) = link.split_at(end);
        html.push_str(before);
        let rel = attribute(link, "rel").context("index.html: a <link data-trunk has no rel")?;
        if rel == "rust" {
            html.push_str(START);
        } else {
            let path = attribute(link, "href").with_context(|| format!("no href in {link}"))?;
            let name = path.rsplit('/').next().unwrap_or(path);
            match rel {
                "css" => {
                    if styles.is_empty() {
                        html.push_str(&format!("<link rel=\"stylesheet\" href=\"./{STYLE_NAME}\">"));
                    } else {
                        // Nor is there a line for it.
                        html.truncate(html.trim_end().len());
                    }
                    styles.push(path.to_string());
                    rest = after;
                    continue;
                }
                "icon" => html.push_str(&format!("<link rel=\"icon\" href=\"./{name}\">")),
                "copy-file" | "copy-dir" => {}
                other => bail!("index.html: xtask's page.rs cannot do rel=\"{other}\" yet"),
            }
            copies.push(path.to_string());
        }
        rest = after;
    }
    html.push_str(rest);
    Ok(IndexPage { html, copies, styles })
}

/// The value of an attribute in double quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(index: &str, html: &str, copies: &[&str], styles: &[&str]) {
        let page = from_index(index).expect("a good index");
        assert_eq!(page.html, html);
        assert_eq!(page.copies, copies);
        assert_eq!(page.styles, styles);
    }

    #[test]
    fn links_become_what_trunk_makes_of_them() {
        check("<p>plain</p>", "<p>plain</p>", &[], &[]);
        check(
            "<link data-trunk rel=\"css\" href=\"web/page.css\"/>\n\
             <link data-trunk rel=\"css\" href=\"web/more.css\"/>\n<b>",
            "<link rel=\"stylesheet\" href=\"./laneway.css\">\n<b>",
            &[],
            &["web/page.css", "web/more.css"],
        );
        check(
            "a<link data-trunk rel=\"copy-dir\" href=\"web/fonts\">b",
            "ab",
            &["web/fonts"],
            &[],
        );
        check(
            "<link data-trunk rel=\"rust\" href=\"web/Cargo.toml\">",
            START,
            &[],
            &[],
        );
    }

    #[test]
    fn unknown_links_are_refused() {
        let refused = |index, expected| {
            assert_eq!(from_index(index).expect_err("refused").to_string(), expected);
        };
        refused(
            "<link data-trunk rel=\"scss\" href=\"a.scss\">",
            "index.html: xtask's page.rs cannot do rel=\"scss\" yet",
        );
        refused(
            "<link data-trunk rel=\"css\"",
            "index.html: a <link data-trunk has no end",
        );
    }

    #[test]
    fn the_real_index_is_understood() {
        let index = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../index.html"));
        let page = from_index(&index.expect("index.html is there")).expect("understood");
        assert!(page.html.contains(BOOT_NAME));
        // What a strict Content-Security-Policy forbids.
        for forbidden in ["data-trunk", "<script>", " onclick=", " style=", "<style"] {
            assert!(!page.html.contains(forbidden), "{forbidden}");
        }
    }
}
