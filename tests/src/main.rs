//! A program that uses the `laneway` library, for the tests to record. Its first argument says what it
//! does.

use std::process::ExitCode;
use std::time::Duration;

use laneway::thread;

fn main() -> ExitCode {
    laneway::run(|| {
        let role = std::env::args().nth(1).unwrap_or_default();
        match role.as_str() {
            "greet" => laneway::println!("hello"),
            "fail" => return ExitCode::from(3),
            "abort" => std::process::abort(),
            // Whoever reads this line knows that the run is under way, and which process it is.
            "wait" => {
                laneway::println!("{}", std::process::id());
                laneway::sleep(Duration::from_secs(3600));
            }
            // Waits for what never comes, in a way that the library does not see.
            "hang" => std::thread::park(),
            "ask" => {
                laneway::println!("who?");
                let mut name = String::new();
                let read = std::io::stdin().read_line(&mut name);
                laneway::println!("hello {} {}", name.trim_end(), read.is_ok());
            }
            "count" => (0..10_000).for_each(|number| laneway::note!("{number}")),
            // Many at a time: what each of them costs the session is to be seen.
            "threads" => {
                let threads: Vec<_> = (0..2000)
                    .map(|_| thread::spawn(|| laneway::note!("here")))
                    .collect();
                threads.into_iter().for_each(|thread| drop(thread.join()));
            }
            _ => return ExitCode::from(2),
        }
        ExitCode::SUCCESS
    })
}
