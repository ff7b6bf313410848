//! `laneway serve`: the page, the lessons and their runs.

use std::fs;
use std::io;

use laneway_lessons::courses;
use laneway_model::Model;
use laneway_server::{Runs, Server, Shown, Site};
use laneway_trace::Limits;
use laneway_view::catalogue::Thumbnail;
use laneway_view::{present_header, present_texts};
use serde_json::Value as Json;

use super::list::lessons;
use crate::arguments::Serve;
use crate::failure::Failure;
use crate::front::front;
use crate::terminal::{Terminal, say};

pub(crate) fn serve(serve: &Serve) -> Result<(), Failure> {
    let runs = &serve.runs;
    match fs::metadata(runs) {
        Ok(facts) if facts.is_dir() => {}
        Ok(_) => {
            return Err(Failure::new(format_args!(
                "{} is no folder; `laneway view {0}` shows a single run",
                runs.display()
            )));
        }
        Err(error) => {
            return Err(Failure::new(format_args!(
                "the folder of the runs, {}, cannot be read: {error}; name another by --runs",
                runs.display()
            )));
        }
    }
    let server = Server::bind(&serve.addr, site(Runs::Folder(runs.clone()))?).map_err(Failure::new)?;
    let page = server.url();
    run(server, &page, !serve.no_open)
}

/// The catalogue, its courses and these runs.
pub(super) fn site(runs: Runs) -> Result<Site, Failure> {
    let courses = serde_json::to_value(courses()).map_err(Failure::new)?;
    Ok(Site::new(lessons(), courses, runs, Shown { thumbnail, front }))
}

/// A run in small; null if it cannot be read, which the page says when it is opened.
fn thumbnail(run: &[u8]) -> Json {
    let Ok((mut trace, _)) = laneway_trace::read(run, &Limits::default()) else {
        return Json::Null;
    };
    present_header(&mut trace.header);
    present_texts(&mut trace.texts);
    Thumbnail::of(&Model::from(trace)).to_json()
}

/// Says where the page is, opens it if that is wanted, and serves until Ctrl+C.
pub(super) fn run(server: Server, page: &str, open: bool) -> Result<(), Failure> {
    tell_where(page)?;
    if !server.is_private() {
        say(
            "everybody who can reach this machine can see these runs; --addr 127.0.0.1:0 keeps them to you",
        );
    }
    if open {
        if let Err(error) = open::that_detached(page) {
            say(&format!(
                "no browser could be opened ({error}); open {page} yourself"
            ));
        }
    }
    match server.run() {
        Ok(never) => match never {},
        Err(error) => Err(Failure::new(format_args!(
            "serving is not possible here: {error}"
        ))),
    }
}

fn tell_where(page: &str) -> io::Result<()> {
    let mut stdout = Terminal::stdout();
    stdout.line(format_args!("serving {page} (stop with Ctrl+C)"))?;
    stdout.flush()
}
