//! `laneway view`: one run in the browser.

use laneway_server::{Runs, Server, Site};
use laneway_trace::{Limits, read_header};

use super::serve;
use crate::arguments::View;
use crate::failure::Failure;
use crate::input;

/// What the page calls the run.
const ID: &str = "file";

pub(crate) fn view(view: &View) -> Result<(), Failure> {
    // What cannot be shown at all is better told here. The page tells the rest.
    let bytes = input::read_bytes(&view.file)?;
    read_header(&bytes, &Limits::default()).map_err(|error| input::cannot_use(&view.file, &error))?;
    drop(bytes);
    let runs = Runs::One {
        id: ID.to_owned(),
        path: view.file.clone(),
    };
    let site = Site::new(serve::lessons(), runs);
    let server = Server::bind("127.0.0.1:0", site).map_err(Failure::new)?;
    let page = format!("{}#/run/{ID}", server.url());
    serve::run(server, &page, !view.no_open)
}
