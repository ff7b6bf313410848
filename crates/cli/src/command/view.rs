//! `laneway view`: one run in the browser.

use std::path::Path;

use laneway_server::{Runs, Server};
use laneway_trace::{Header, Limits, read_header, to_bytes};

use super::serve;
use crate::arguments::View;
use crate::failure::Failure;
use crate::input;

/// What the page calls the run.
const ID: &str = "file";

pub(crate) fn view(view: &View) -> Result<(), Failure> {
    let header = read_what_is_told_first(&view.file)?;
    let site = serve::site(runs(&view.file, &header)?)?;
    let server = Server::bind("127.0.0.1:0", site).map_err(Failure::new)?;
    let page = format!("{}#/run/{ID}", server.url());
    serve::run(server, &page, !view.no_open)
}

/// What cannot be shown at all is better told here. The page tells the rest.
fn read_what_is_told_first(file: &Path) -> Result<Header, Failure> {
    let bytes = input::read_bytes(file)?;
    read_header(&bytes, &Limits::default()).map_err(|error| input::cannot_use(file, &error))
}

/// The file as it stands, so that a page which is loaded again shows what became of it. A lean one is sent with
/// what the catalogue has of its lesson: the page knows no lesson's text.
fn runs(file: &Path, header: &Header) -> Result<Runs, Failure> {
    let id = ID.to_owned();
    let is_lean = header
        .lesson
        .as_ref()
        .is_some_and(|lesson| !lesson.hash.is_empty());
    if !is_lean {
        let path = file.to_owned();
        return Ok(Runs::One { id, path });
    }
    let trace = input::read_and_tell(file)?;
    let bytes = to_bytes(&trace).map_err(Failure::new)?;
    Ok(Runs::Made { id, bytes })
}
