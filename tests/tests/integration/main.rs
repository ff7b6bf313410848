//! Integration tests: the `laneway` command as its users meet it.

mod bad_input;
mod check;
mod export;
mod help;
mod http;
mod info;
mod keys;
mod limits;
mod list;
mod program;
mod record;
mod run;
mod serve;
mod servers;
mod terminal;
mod traces;
mod view;
mod workdir;
