//! `laneway view`: one run in the browser.

use std::path::Path;

use laneway_server::{Runs, Server, Site};
use laneway_trace::{Limits, read_header};

use super::list::lessons;
use super::serve;
use crate::arguments::View;
use crate::failure::Failure;
use crate::input;

/// What the page calls the run.
const ID: &str = "file";

pub(crate) fn view(view: &View) -> Result<(), Failure> {
    refuse_what_is_no_trace(&view.file)?;
    let runs = Runs::One {
        id: ID.to_owned(),
        path: view.file.clone(),
    };
    let site = Site::new(lessons(), runs);
    let server = Server::bind("127.0.0.1:0", site).map_err(Failure::new)?;
    let page = format!("{}#/run/{ID}", server.url());
    serve::run(server, &page, !view.no_open)
}

/// What cannot be shown at all is better told here. The page tells the rest.
fn refuse_what_is_no_trace(file: &Path) -> Result<(), Failure> {
    let bytes = input::read_bytes(file)?;
    let header = read_header(&bytes, &Limits::default());
    header.map(drop).map_err(|error| input::cannot_use(file, &error))
}
