//! The same test program run again as another process, which may be killed, starved or
//! stripped of its rights.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use fairlead_store::Store;

use crate::support::{a_project, a_trace, add, key};

/// Names the data folder to the child; without it the child's test has nothing to do.
const FOLDER: &str = "FAIRLEAD_TEST_FOLDER";

/// A child that writes to a store until it fails or is ended. `before` is shell code that runs
/// first, such as a limit.
pub fn writer(folder: &Path, before: &str) -> Command {
    run_writer(&env::current_exe().unwrap(), folder, before)
}

/// The same from a copy of the program in `place`: it may be started by those who may not enter
/// the folder that it was built in.
pub fn copied_writer(place: &Path, folder: &Path) -> Command {
    let program = place.join("writer");
    fs::copy(env::current_exe().unwrap(), &program).unwrap();
    run_writer(&program, folder, "")
}

fn run_writer(program: &Path, folder: &Path, before: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("{before}\nexec \"$@\""))
        .arg("sh")
        .arg(program)
        .args([
            "child::writes_for_as_long_as_it_can",
            "--exact",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// What a child has said: ids it has acknowledged, and why it ended.
#[derive(Debug, Default)]
pub struct Said {
    pub acknowledged: Vec<fairlead_core::Id>,
    pub failure: Option<String>,
}

impl Said {
    /// Takes a line of the child in; lines of the test harness say nothing.
    pub fn hear(&mut self, line: &str) {
        if let Some(id) = line.strip_prefix("kept ") {
            // The last line of a killed child may be cut.
            self.acknowledged.extend(id.parse::<fairlead_core::Id>());
        } else if let Some(why) = line.strip_prefix("failed ") {
            self.failure = Some(why.to_owned());
        }
    }
}

/// Not a test by itself: what [`writer`] runs.
#[tokio::test]
async fn writes_for_as_long_as_it_can() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let failure = match Store::open(&folder) {
        Ok(store) => loop {
            let row = a_project();
            let trace = a_trace(row.id, 0);
            let id = match add(&store, row).await {
                Ok(id) => id,
                Err(error) => break error,
            };
            let kept = store
                .write_traces(move |c| {
                    fairlead_store::trace::insert(c, &key(), &[(trace, "{}".to_owned())])
                })
                .await;
            match kept {
                Ok(_) => say(&format!("kept {id}")),
                Err(error) => break error,
            }
        },
        Err(error) => error,
    };
    say(&format!(
        "failed {failure} | {}",
        failure.hint().unwrap_or("no hint")
    ));
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Who listened may be gone; then there is nobody to tell.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
