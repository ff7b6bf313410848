//! The double-fork way to a process in the background.

use std::fs::File;

use laneway::process::{self, Builder, Connection, Event, pipe, session_id};
use laneway::{println, sleep};
use rustix::process::{Pid, Signal, kill_process, setsid};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a new terminal");
    grantpt(&terminal).and_then(|()| unlockpt(&terminal)).expect("a terminal to be opened");
    let name = ptsname(&terminal, Vec::new()).expect("a name");
    let (here, there) = pipe("report");
    let go = Event::new("go");

    println!("first: process {}, session {}", process::id(), session_id());
    let name = name.into_string().expect("a path");
    let leader = Builder::new("leader")
        .start(detach, (there, go.clone(), name, arguments.clone()))
        .expect("a new process");
    if arguments.integer::<u32>("forks") == 2 {
        leader.join();
        println!("first: the leader has ended");
    }
    go.set();

    let (service, owns): (u32, bool) = here.recv().expect("a report");
    sleep(arguments.seconds(4.0));
    println!("first: sends SIGTERM to process {service}");
    let service = Pid::from_raw(service as i32).expect("a pid");
    kill_process(service, Signal::TERM).expect("a process of ours");
    // The pipe ends with the last process that could write to it.
    here.recv().expect_err("no more reports");
    println!("first: it is gone; terminal of its own: {}", if owns { "yes" } else { "no" });
}

type Reports = Connection<(u32, bool)>;

fn detach((reports, go, terminal, arguments): (Reports, Event, String, Arguments)) {
    if arguments.boolean("session") {
        setsid().expect("a process that leads no group");
    }
    println!("leader: process {}, session {}", process::id(), session_id());
    if arguments.integer::<u32>("forks") == 2 {
        Builder::new("service")
            .start(serve, (reports, go, terminal, arguments))
            .expect("a new process");
        // At once: the end of its code would wait for the child.
        std::process::exit(0);
    }
    serve((reports, go, terminal, arguments));
}

fn serve((reports, go, terminal, arguments): (Reports, Event, String, Arguments)) {
    go.wait();
    println!("service: process {}, session {}, parent {}", process::id(), session_id(), process::parent_id());
    let owns = takes(&terminal);
    println!("service: opened a terminal, and owns it: {}", if owns { "yes" } else { "no" });

    // Keeps no folder in use, and has nothing to do with the first one's input and output.
    std::env::set_current_dir("/").expect("the root");
    redirect();
    println!("service: nobody reads this");
    reports.send(&(process::id(), owns)).expect("somebody who reads");
    // In place of work.
    sleep(arguments.seconds(600.0));
}

/// Opens a terminal that nobody else has; true if it is the terminal of this process from now on, which
/// `/dev/tty` stands for.
fn takes(terminal: &str) -> bool {
    let _opened = File::options().read(true).write(true).open(terminal).expect("a terminal");
    File::open("/dev/tty").is_ok()
}

/// What is read comes from nowhere, and what is printed goes nowhere.
fn redirect() {
    let nowhere = File::options().read(true).write(true).open("/dev/null").expect("a device");
    rustix::stdio::dup2_stdin(&nowhere).expect("a descriptor");
    rustix::stdio::dup2_stdout(&nowhere).expect("a descriptor");
    rustix::stdio::dup2_stderr(&nowhere).expect("a descriptor");
}
