//! `fairlead environments`: those of a data folder, listed, exported and imported.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use fairlead_api::data_dir;
use fairlead_app::{App, AppError, EnvironmentType, ImportEnvironments, Project, Settings};
use fairlead_core::Id;
use secrecy::SecretString;
use serde_json::json;

use crate::{
    args::{
        EnvironmentsArgs, EnvironmentsCommand, EnvironmentsExportArgs, EnvironmentsImportArgs,
        OfProjectArgs,
    },
    output::{self, Failure, Outcome},
};

/// Largest file that is read, in bytes.
const LARGEST: u64 = 32 * 1024 * 1024;
/// Longest passphrase, in bytes.
const LONGEST: u64 = 4_096;
/// Where a passphrase may be, so that it is in no list of processes.
const PASSPHRASE: &str = "FAIRLEAD_PASSPHRASE";

/// Does what is asked for.
pub fn run(args: &EnvironmentsArgs) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| {
            Failure::failed(
                format!("cannot start: {e}"),
                "is the machine out of threads?",
            )
        })?;
    let of = match &args.command {
        EnvironmentsCommand::List(args) => &args.of,
        EnvironmentsCommand::Export(args) => &args.of,
        EnvironmentsCommand::Import(args) => &args.of,
    };
    runtime.block_on(async {
        let app = open(of).await?;
        let done = work(&app, args).await;
        app.shutdown().await;
        done.map(|()| Outcome::Well)
    })
}

async fn open(of: &OfProjectArgs) -> Result<App, Failure> {
    let folder = data_dir::choose(of.data.clone())
        .map_err(|e| Failure::failed(e.to_string(), "Name another folder with --data."))?;
    if !folder.join("fairlead.db").is_file() {
        return Err(Failure::failed(
            format!("{} holds no projects", folder.display()),
            "Name the folder with --data, as `fairlead serve` does.",
        ));
    }
    let opened = App::open(Settings::new(folder)).await;
    opened.map_err(|e| Failure::failed(e.message, e.hint))
}

async fn work(app: &App, args: &EnvironmentsArgs) -> Result<(), Failure> {
    match &args.command {
        EnvironmentsCommand::List(args) => {
            let project = project(app, &args.of).await?;
            list(app, project, args.of.json).await
        }
        EnvironmentsCommand::Export(args) => {
            let project = project(app, &args.of).await?;
            export(app, project, args).await
        }
        EnvironmentsCommand::Import(args) => {
            let project = project(app, &args.of).await?;
            import(app, project, args).await
        }
    }
}

/// The project that is meant.
async fn project(app: &App, of: &OfProjectArgs) -> Result<Id, Failure> {
    let all = app.list_projects().await.map_err(failed)?;
    let is_meant = |project: &&Project| match &of.project {
        Some(name) => project.name == *name || project.id.to_string() == *name,
        None => true,
    };
    let mut meant = all.iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some(one), None) => Ok(one.id),
        (found, _) => {
            let names: Vec<&str> = all.iter().map(|p| p.name.as_str()).collect();
            let message = match (&of.project, found) {
                (Some(name), None) => format!("there is no project `{name}`"),
                (Some(name), Some(_)) => format!("several projects are called `{name}`"),
                (None, _) => "there is not just one project".to_owned(),
            };
            let hint = format!("Name one, or its id, with --project: {}.", names.join(", "));
            Err(Failure::usage(message, hint))
        }
    }
}

async fn list(app: &App, project: Id, json: bool) -> Result<(), Failure> {
    let all = app.list_environments(project).await.map_err(failed)?;
    if json {
        output::say_json(&json!({ "environments": all }))?;
        return Ok(());
    }
    for environment in &all {
        let kind = match environment.kind {
            EnvironmentType::Mock => "MOCK",
            EnvironmentType::Sandbox => "SANDBOX",
            EnvironmentType::Uat => "UAT",
            EnvironmentType::Production => "PRODUCTION",
        };
        let mut notes = Vec::new();
        for (is, note) in [
            (environment.is_default, "default"),
            (environment.read_only, "read-only"),
            (!environment.is_active, "switched off"),
        ] {
            notes.extend(is.then(|| note.to_owned()));
        }
        let unset = environment.secrets.iter().filter(|s| !s.set);
        notes.extend(unset.map(|s| format!("{} not set", s.name)));
        let url = environment.base_url.as_deref();
        let url = url.unwrap_or("the mock of the project");
        let name = &environment.name;
        output::say(&format!("{kind:<10}  {name}  {url}  {}", notes.join(", ")))?;
    }
    Ok(())
}

async fn export(app: &App, project: Id, args: &EnvironmentsExportArgs) -> Result<(), Failure> {
    if !args.with_secrets {
        let file = app.export_environments(project).await.map_err(failed)?;
        output::say_json(&file)?;
        return Ok(());
    }
    let passphrase = passphrase(args.passphrase_file.as_deref())?.ok_or_else(|| {
        Failure::usage(
            "there is no passphrase to encrypt the secrets with",
            format!("Set {PASSPHRASE}, or name a file with --passphrase-file."),
        )
    })?;
    let made = app.export_bundle(project, passphrase).await;
    let made = made.map_err(failed)?;
    if args.of.json {
        output::say_json(&made)?;
    } else {
        output::say(made.bundle.trim_end())?;
    }
    Ok(())
}

async fn import(app: &App, project: Id, args: &EnvironmentsImportArgs) -> Result<(), Failure> {
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
    let from = match bundle {
        Some(bundle) => ImportEnvironments {
            file: None,
            bundle: Some(bundle),
            passphrase: passphrase(args.passphrase_file.as_deref())?,
            replace: args.replace,
        },
        None => ImportEnvironments {
            file: Some(serde_json::from_str(&text).map_err(|why| {
                Failure::failed(
                    format!("{path} holds no environments: {why}"),
                    "Name a file that `fairlead environments export` made.",
                )
            })?),
            bundle: None,
            passphrase: None,
            replace: args.replace,
        },
    };
    let done = app.import_environments(project, from).await;
    let done = done.map_err(failed)?;
    if args.of.json {
        output::say_json(&done)?;
        return Ok(());
    }
    for (what, names) in [
        ("created", &done.created),
        ("replaced", &done.replaced),
        ("kept", &done.kept),
    ] {
        for name in names {
            output::say(&format!("{what:<8}  {name}"))?;
        }
    }
    let (secrets, variables) = (done.secrets, done.variables);
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

fn failed(error: AppError) -> Failure {
    Failure::Failed {
        message: error.message,
        hint: error.hint,
    }
}
