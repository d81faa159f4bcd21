//! `fairlead doctor`: what is installed, reachable and writable, and what to do about the rest.

use fairlead_api::data_dir;
use fairlead_app::{App, Check, Settings};
use fairlead_core::Severity;
use serde_json::json;

use crate::{
    args::DoctorArgs,
    output::{self, Failure, Outcome},
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
    match App::open(Settings::new(&folder)).await {
        Ok(app) => {
            checks.extend(app.doctor().await);
            app.shutdown().await;
        }
        Err(error) => checks.push(bad("data folder", error.message.clone(), &error.hint)),
    }
    checks
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
