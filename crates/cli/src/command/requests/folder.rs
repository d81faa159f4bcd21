//! `fairlead requests folder`: the folder that a project's saved requests are kept in.

use std::path::{Path, absolute};

use http::Method;
use serde_json::{Value, json};

use crate::{
    args::{FolderArgs, FolderCommand, OfProjectArgs},
    command::of_project,
    output::{self, Failure, Outcome},
    workbench::Workbench,
};

/// Does what is asked for.
pub fn run(args: &FolderArgs) -> Result<Outcome, Failure> {
    let of = match &args.command {
        FolderCommand::Link(args) => &args.of,
        FolderCommand::Status(args) | FolderCommand::Unlink(args) => &args.of,
    };
    let mut outcome = Outcome::Well;
    of_project::run(of, async |workbench, project| {
        let path = format!("/v1/projects/{project}/requests/folder");
        let now = match &args.command {
            FolderCommand::Link(args) => link(workbench, &path, &args.folder).await?,
            FolderCommand::Status(_) => workbench.call(Method::GET, &path, None).await?,
            FolderCommand::Unlink(_) => {
                workbench.call(Method::DELETE, &path, None).await?;
                workbench.call(Method::GET, &path, None).await?
            }
        };
        if now["state"] == "failed" || has(&now, "problems") || has(&now, "conflicts") {
            outcome = Outcome::Problems;
        }
        tell(&now, of)
    })?;
    Ok(outcome)
}

async fn link(workbench: &Workbench, path: &str, folder: &Path) -> Result<Value, Failure> {
    // The program that has the folder of data open stands elsewhere.
    let whole = absolute(folder).map_err(|why| {
        Failure::failed(
            format!("cannot use {}: {why}", folder.display()),
            "Name a folder.",
        )
    })?;
    let Some(whole) = whole.to_str() else {
        let message = format!("the name of {} is not UTF-8", folder.display());
        return Err(Failure::failed(message, "Choose another folder."));
    };
    let body = json!({ "path": whole });
    workbench.call(Method::PUT, path, Some(body)).await
}

fn has(now: &Value, what: &str) -> bool {
    now[what].as_array().is_some_and(|all| !all.is_empty())
}

fn tell(now: &Value, of: &OfProjectArgs) -> Result<(), Failure> {
    if of.json {
        output::say_json(now)?;
        return Ok(());
    }
    let state = now["state"].as_str().unwrap_or("?");
    match now["path"].as_str() {
        Some(path) => output::say(&format!("{state:<9}  {path}"))?,
        None => output::say(state)?,
    }
    if let Some(why) = now["error"].as_str() {
        output::say(&format!("error      {why}"))?;
    }
    for problem in now["problems"].as_array().into_iter().flatten() {
        let file = problem["file"].as_str().unwrap_or_default();
        let line = problem["line"].as_u64();
        let place = line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"));
        let message = problem["message"].as_str().unwrap_or_default();
        output::say(&format!("problem    {place}: {message}"))?;
    }
    for conflict in now["conflicts"].as_array().into_iter().flatten() {
        let (file, message) = (conflict["file"].as_str(), conflict["message"].as_str());
        let (file, message) = (file.unwrap_or_default(), message.unwrap_or_default());
        output::say(&format!("conflict   {file}: {message}"))?;
    }
    Ok(())
}
