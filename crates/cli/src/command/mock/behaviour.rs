//! The behaviour file of a mock: found, read, and read again when it changes.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use fairlead_mock::{
    Mock,
    behaviour::{self, Follower, Heard},
};
use serde_json::json;

use crate::{
    args::MockArgs,
    output::{self, Failure, Outcome},
};

/// Prints the JSON Schema of the behaviour file.
pub fn schema() -> Result<Outcome, Failure> {
    output::say_json(&behaviour::schema())?;
    Ok(Outcome::Well)
}

/// Lets a mock behave as the file says, now and whenever it changes. `Problems` where there are
/// errors in it, for at the start there is no good version to fall back on.
pub fn follow(mock: &Arc<Mock>, args: &MockArgs, spec: &Path) -> Result<Outcome, Failure> {
    let named = args.behaviour.as_deref();
    let Some(file) = named.map(Path::to_owned).or_else(|| beside(spec)) else {
        return Ok(Outcome::Well);
    };
    if named.is_some()
        && let Err(error) = std::fs::File::open(&file)
    {
        return Err(Failure::failed(
            format!("cannot read {}: {error}", file.display()),
            "name a file with --behaviour, or leave it out; --behaviour-schema says what may be in it",
        ));
    }
    let (json, quiet) = (args.listen.json, args.listen.quiet);
    let mut follower = Follower::new(file.clone());
    let first = follower.look(mock).map_err(|error| {
        Failure::failed(
            format!("cannot read {}: {error}", file.display()),
            "make it readable, or take it away",
        )
    })?;
    if let Some(heard) = first {
        if !heard.taken {
            let problems = heard.problems.iter();
            problems.for_each(|problem| output::note(&problem.to_string()));
            return Ok(Outcome::Problems);
        }
        tell(&file, Ok(heard), json, quiet);
    }
    let mock = Arc::clone(mock);
    let hear = move |file: &Path, heard: io::Result<Heard>| tell(file, heard, json, quiet);
    // It ends with the program.
    thread::Builder::new()
        .name("behaviour".to_owned())
        .spawn(move || follower.follow(&mock, hear, || true))
        .map_err(|error| {
            Failure::failed(
                format!("cannot start: {error}"),
                "is the machine out of threads?",
            )
        })?;
    Ok(Outcome::Well)
}

/// `api.behaviour.yaml` for `api.yaml`. It may come to be while the mock runs.
fn beside(spec: &Path) -> Option<PathBuf> {
    if spec.as_os_str() == "-" {
        return None;
    }
    let stem = spec.file_stem()?.to_str()?;
    Some(spec.with_file_name(format!("{stem}.behaviour.yaml")))
}

/// Says what was heard of the file: problems always, success where the log is wanted.
fn tell(file: &Path, heard: io::Result<Heard>, json: bool, quiet: bool) {
    let name = file.display().to_string();
    let stays = "what held before stays";
    match heard {
        Err(error) if json => output::note(
            &json!({ "behaviour": name, "taken": false, "error": error.to_string() }).to_string(),
        ),
        Err(error) => output::note(&format!("{name}: cannot be read ({error}); {stays}")),
        Ok(heard) if json => {
            if !quiet || !heard.problems.is_empty() {
                let line =
                    json!({ "behaviour": name, "taken": heard.taken, "problems": heard.problems });
                output::note(&line.to_string());
            }
        }
        Ok(heard) => {
            for problem in &heard.problems {
                output::note(&problem.to_string());
            }
            if !heard.taken {
                output::note(&format!("{name}: not taken; {stays}"));
            } else if !quiet {
                output::note(&format!("{name}: the mock behaves so"));
            }
        }
    }
}
