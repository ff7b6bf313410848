//! The page as it was built, inside this program.

use std::io::{self, Read as _};

use flate2::read::GzDecoder;

/// A file of the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct File {
    /// Its path under the page's folder, with slashes.
    pub name: &'static str,
    /// Changes with its content.
    pub hash: &'static str,
    /// Its content, compressed.
    pub brotli: &'static [u8],
    /// The same by gzip.
    pub gzip: &'static [u8],
}

/// All of them; none in a program that was built before the page was.
const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// Where its program puts itself, in `index.html`.
pub(crate) const APP: &str = "<div id=\"app\">";

/// What stands at `/` then.
pub(crate) const NOT_BUILT: &str = "\
<!doctype html>
<meta charset=\"utf-8\">
<title>Laneway 泳道</title>
<h1>The page is not in this build</h1>
<p>Build it and serve it by <code>cargo xtask start</code>, in the folder of the source.</p>
<p>先在源代码目录里运行 <code>cargo xtask start</code>：它会构建网页并启动服务。</p>
";

/// The file at this path: `/` is `index.html`.
pub(crate) fn find(path: &str) -> Option<&'static File> {
    let name = match path.strip_prefix('/')? {
        "" => "index.html",
        name => name,
    };
    FILES.iter().find(|file| file.name == name)
}

impl File {
    /// Its content as it was before it was compressed.
    pub(crate) fn inflated(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        GzDecoder::new(self.gzip).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Its media type.
    pub(crate) fn content_type(&self) -> &'static str {
        content_type(self.name)
    }
}

/// The media type of a file by the end of its name. The page's own kinds of file are few.
fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        // Browsers compile a module while it comes, but only with this type.
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_that_browsers_ask_for() {
        let check = |name, expected| assert_eq!(content_type(name), expected);
        check("laneway-web_bg.wasm", "application/wasm");
        check("index.html", "text/html; charset=utf-8");
        check("snippets/a/b.js", "text/javascript; charset=utf-8");
        check("LICENSE", "application/octet-stream");
    }

    #[test]
    fn every_embedded_file_inflates() {
        for file in FILES {
            let bytes = file.inflated().expect(file.name);
            assert!(!bytes.is_empty() || file.name.ends_with("stamp"), "{}", file.name);
            let mut same = Vec::new();
            brotli::BrotliDecompress(&mut &*file.brotli, &mut same).expect(file.name);
            assert!(same == bytes, "{}", file.name);
        }
        assert_eq!(find("/").is_some(), !FILES.is_empty());
        if let Some(index) = find("/") {
            let html = String::from_utf8(index.inflated().expect("inflates")).expect("text");
            assert_eq!(html.matches(APP).count(), 1);
        }
        assert!(find("").is_none());
        assert!(find("/no/such/file").is_none());
    }
}
