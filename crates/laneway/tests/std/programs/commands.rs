use lib::println;
use lib::process::{Child, Command, ExitStatus, Output, Stdio};
use std::io::Write;

pub fn main() {
    let output: Output = Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"]).output().unwrap();
    println!("{:?} {:?}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{:?}", output.status.code());
    let status: ExitStatus = Command::new("true").status().unwrap();
    println!("{}", status.success());
    let mut child: Child = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"through").unwrap();
    println!("{:?}", String::from_utf8(child.wait_with_output().unwrap().stdout));
    let mut sleeper = Command::new("sleep").arg("100").env("A", "b").spawn().unwrap();
    println!("{:?}", sleeper.try_wait().unwrap().is_none());
    sleeper.kill().unwrap();
    println!("{}", sleeper.wait().unwrap().success());
    println!("{}", Command::new("/nowhere/to/be/found").spawn().is_err());
    println!("{}", lib::process::id() > 0);
}
