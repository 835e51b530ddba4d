//! The program as a process of its own.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use super::TestDatabase;

/// The program over a test's database.
pub fn program(database: &TestDatabase, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.args(["--database", &database.database_settings().url]).args(arguments).current_dir(database.folder());
    command
}

/// A serving process, killed when it is dropped.
pub struct Serving {
    pub child: Child,
    pub url: String,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Serving {
    pub fn start(database: &TestDatabase, flags: &[&str]) -> Self {
        let mut arguments = vec!["serve", "--listen", "127.0.0.1:0"];
        arguments.extend(flags);
        let mut child = program(database, &arguments).stdout(Stdio::piped()).spawn().expect("the program runs");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let url = loop {
            let line = lines.next().expect("a line before it ends").expect("text");
            if let Some((_, address)) = line.split_once("http://") {
                let (host, _) = address.split_once('/').expect("a path");
                break format!("http://{host}");
            }
        };
        Self { child, url, lines }
    }

    /// SIGTERM, and what it says last.
    pub fn terminate(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(&id).status().expect("kill").success());
        let last = self.lines.by_ref().last().expect("a last line").expect("text");
        assert!(self.child.wait().expect("its end").success());
        last
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
