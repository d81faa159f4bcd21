//! `fairlead doctor`: what is installed, reachable and writable, and what to do about the rest.

use fairlead_api::data_dir;
use fairlead_app::{App, Check, Settings};
use fairlead_core::Severity;
use http::Method;
use serde_json::json;

use crate::{
    args::DoctorArgs,
    output::{self, Failure, Outcome},
    workbench::{self, Workbench},
};

/// Looks at everything and says what was found.
pub fn run(args: &DoctorArgs) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| {
            Failure::failed(
                format!("cannot start: {e}"),
                "is the machine out of threads?",
            )
        })?;
    let checks = runtime.block_on(look(args));
    if args.json {
        output::say_json(&json!({ "checks": checks }))?;
    } else {
        for check in &checks {
            let mark = if check.ok { "ok  " } else { "FAIL" };
            output::say(&format!("{mark}  {:<12} {}", check.name, check.message))?;
            if let Some(hint) = &check.hint {
                output::say(&format!("      {:<12} {hint}", ""))?;
            }
        }
    }
    let is_bad = checks
        .iter()
        .any(|c| !c.ok && c.severity == Severity::Error);
    Ok(if is_bad {
        Outcome::Problems
    } else {
        Outcome::Well
    })
}

async fn look(args: &DoctorArgs) -> Vec<Check> {
    let mut checks = vec![display()];
    let folder = data_dir::choose(args.data.clone()).and_then(|folder| {
        data_dir::prepare(&folder)?;
        Ok(folder)
    });
    let folder = match folder {
        Ok(folder) => folder,
        Err(error) => {
            checks.push(bad(
                "data folder",
                error.to_string(),
                "Name another folder with --data.",
            ));
            return checks;
        }
    };
    if let Some(running) = workbench::running(&folder).await {
        checks.extend(ask(&running).await);
        return checks;
    }
    match App::open(Settings::new(&folder)).await {
        Ok(app) => {
            checks.extend(app.doctor().await);
            app.shutdown().await;
        }
        Err(error) => checks.push(bad("data folder", error.message.clone(), &error.hint)),
    }
    checks
}

/// What the program that has the folder open has found: only it may look into the databases.
async fn ask(running: &Workbench) -> Vec<Check> {
    let asked = running.call(Method::GET, "/v1/doctor", None).await;
    let found = asked.and_then(|mut answer| {
        serde_json::from_value::<Vec<Check>>(answer["checks"].take()).map_err(|_| {
            Failure::failed(
                "the Fairlead that has the folder open answers in another way than this one expects",
                "Look whether both programs are of the same version.",
            )
        })
    });
    match found {
        Ok(found) => {
            let mut checks = vec![Check {
                name: "running".into(),
                ok: true,
                severity: Severity::Info,
                message: "a Fairlead has the folder open; what follows it has looked at itself"
                    .into(),
                hint: None,
            }];
            checks.extend(found);
            checks
        }
        Err(failure) => {
            vec![bad(
                "running",
                failure.to_string(),
                failure.hint().unwrap_or_default(),
            )]
        }
    }
}

/// Whether a window could open.
fn display() -> Check {
    let has = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let there = !cfg!(target_os = "linux") || has("DISPLAY") || has("WAYLAND_DISPLAY");
    Check {
        name: "display".into(),
        ok: true,
        severity: Severity::Info,
        message: if there {
            "a window can open"
        } else {
            "there is no display"
        }
        .into(),
        hint: (!there).then(|| "Use `fairlead serve` and a browser.".to_owned()),
    }
}

fn bad(name: &str, message: String, hint: &str) -> Check {
    Check {
        name: name.into(),
        ok: false,
        severity: Severity::Error,
        message,
        hint: Some(hint.into()),
    }
}
