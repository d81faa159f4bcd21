//! `fairlead environments`: those of a data folder, listed, exported and imported.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::of_project;
use crate::{
    args::{EnvironmentsArgs, EnvironmentsCommand, EnvironmentsExportArgs, EnvironmentsImportArgs},
    output::{self, Failure, Outcome},
    workbench::Workbench,
};

/// Largest file that is read, in bytes.
const LARGEST: u64 = 32 * 1024 * 1024;
/// Longest passphrase, in bytes.
const LONGEST: u64 = 4_096;
/// Where a passphrase may be, so that it is in no list of processes.
const PASSPHRASE: &str = "FAIRLEAD_PASSPHRASE";

/// Does what is asked for.
pub fn run(args: &EnvironmentsArgs) -> Result<Outcome, Failure> {
    let of = match &args.command {
        EnvironmentsCommand::List(args) => &args.of,
        EnvironmentsCommand::Export(args) => &args.of,
        EnvironmentsCommand::Import(args) => &args.of,
    };
    of_project::run(of, async |workbench, project| match &args.command {
        EnvironmentsCommand::List(args) => list(workbench, project, args.of.json).await,
        EnvironmentsCommand::Export(args) => export(workbench, project, args).await,
        EnvironmentsCommand::Import(args) => import(workbench, project, args).await,
    })
}

async fn list(workbench: &Workbench, project: &str, json: bool) -> Result<(), Failure> {
    let path = format!("/v1/projects/{project}/environments");
    let all = workbench.call(Method::GET, &path, None).await?;
    let all = &all["items"];
    if json {
        output::say_json(&json!({ "environments": all }))?;
        return Ok(());
    }
    for environment in all.as_array().into_iter().flatten() {
        let text = |name: &str| environment[name].as_str();
        let mut notes = Vec::new();
        for (name, when, note) in [
            ("isDefault", true, "default"),
            ("readOnly", true, "read-only"),
            ("isActive", false, "switched off"),
        ] {
            notes.extend((environment[name] == when).then(|| note.to_owned()));
        }
        let secrets = environment["secrets"].as_array().into_iter().flatten();
        let unset = secrets.filter(|secret| secret["set"] == false);
        let named = |secret: &Value| format!("{} not set", secret["name"].as_str().unwrap_or("?"));
        notes.extend(unset.map(named));
        let url = text("baseUrl").unwrap_or("the mock of the project");
        let (kind, name) = (text("type").unwrap_or("?"), text("name").unwrap_or("?"));
        output::say(&format!("{kind:<10}  {name}  {url}  {}", notes.join(", ")))?;
    }
    Ok(())
}

async fn export(
    workbench: &Workbench,
    project: &str,
    args: &EnvironmentsExportArgs,
) -> Result<(), Failure> {
    let path = format!("/v1/projects/{project}/environments/export");
    if !args.with_secrets {
        let file = workbench.call(Method::GET, &path, None).await?;
        output::say_json(&file)?;
        return Ok(());
    }
    let passphrase = passphrase(args.passphrase_file.as_deref())?.ok_or_else(|| {
        Failure::usage(
            "there is no passphrase to encrypt the secrets with",
            format!("Set {PASSPHRASE}, or name a file with --passphrase-file."),
        )
    })?;
    let body = json!({ "passphrase": passphrase.expose_secret() });
    let made = workbench.call(Method::POST, &path, Some(body)).await?;
    if args.of.json {
        output::say_json(&made)?;
    } else {
        output::say(made["bundle"].as_str().unwrap_or_default().trim_end())?;
    }
    Ok(())
}

async fn import(
    workbench: &Workbench,
    project: &str,
    args: &EnvironmentsImportArgs,
) -> Result<(), Failure> {
    let path = args.file.display();
    let unreadable = |why: io::Error| {
        Failure::failed(
            format!("cannot read {path}: {why}"),
            "check the spelling, and that you may read it",
        )
    };
    if fs::metadata(&args.file).map_err(unreadable)?.len() > LARGEST {
        let message = format!("{path} is larger than 32 MiB");
        return Err(Failure::failed(message, "Name a file that an export made."));
    }
    let text = fs::read_to_string(&args.file).map_err(unreadable)?;
    let bundle = match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(value) => value["bundle"].as_str().map(str::to_owned),
        Err(_) if text.trim_start().starts_with("-----BEGIN AGE") => Some(text.clone()),
        Err(_) => None,
    };
    let mut from = match bundle {
        Some(bundle) => {
            let passphrase = passphrase(args.passphrase_file.as_deref())?;
            let passphrase = passphrase.as_ref().map(ExposeSecret::expose_secret);
            json!({ "bundle": bundle, "passphrase": passphrase })
        }
        None => {
            let file: Value = serde_json::from_str(&text).map_err(|why| {
                Failure::failed(
                    format!("{path} holds no environments: {why}"),
                    "Name a file that `fairlead environments export` made.",
                )
            })?;
            json!({ "file": file })
        }
    };
    from["replace"] = args.replace.into();
    let into = format!("/v1/projects/{project}/environments/import");
    let done = workbench.call(Method::POST, &into, Some(from)).await?;
    if args.of.json {
        output::say_json(&done)?;
        return Ok(());
    }
    for what in ["created", "replaced", "kept"] {
        let names = done[what].as_array().into_iter().flatten();
        for name in names.filter_map(Value::as_str) {
            output::say(&format!("{what:<8}  {name}"))?;
        }
    }
    let (secrets, variables) = (&done["secrets"], &done["variables"]);
    output::say(&format!("{secrets} secrets, {variables} variables"))?;
    Ok(())
}

/// The first line of the file, else of the variable of the environment.
fn passphrase(file: Option<&Path>) -> Result<Option<SecretString>, Failure> {
    let Some(path) = file else {
        let set = std::env::var(PASSPHRASE).ok();
        return Ok(set.filter(|text| !text.is_empty()).map(Into::into));
    };
    let source: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        let opened = File::open(path).map_err(|why| {
            Failure::failed(
                format!("cannot read {}: {why}", path.display()),
                "check the spelling, and that you may read it",
            )
        })?;
        Box::new(opened)
    };
    let mut line = String::new();
    BufReader::new(source.take(LONGEST)).read_line(&mut line)?;
    let text = line.trim_end_matches(['\r', '\n']).to_owned();
    Ok((!text.is_empty()).then(|| text.into()))
}
