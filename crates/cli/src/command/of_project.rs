//! What commands share that work on a project of a data folder.

use http::Method;
use serde_json::Value;

use crate::{
    args::OfProjectArgs,
    output::{Failure, Outcome},
    workbench::Workbench,
};

/// Does something with the project that is meant.
pub fn run(
    of: &OfProjectArgs,
    work: impl AsyncFnOnce(&Workbench, &str) -> Result<(), Failure>,
) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| {
            Failure::failed(
                format!("cannot start: {e}"),
                "is the machine out of threads?",
            )
        })?;
    runtime.block_on(async {
        let workbench = Workbench::of(of.data.clone()).await?;
        let done = match project(&workbench, of).await {
            Ok(project) => work(&workbench, &project).await,
            Err(why) => Err(why),
        };
        workbench.close().await;
        done.map(|()| Outcome::Well)
    })
}

/// The id of the project that is meant.
async fn project(workbench: &Workbench, of: &OfProjectArgs) -> Result<String, Failure> {
    let all = workbench.call(Method::GET, "/v1/projects", None).await?;
    let all: Vec<(&str, &str)> = all["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|p: &Value| Some((p["id"].as_str()?, p["name"].as_str()?)))
        .collect();
    let is_meant = |(id, name): &&(&str, &str)| match &of.project {
        Some(wanted) => name == wanted || id == wanted,
        None => true,
    };
    let mut meant = all.iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some((id, _)), None) => Ok((*id).to_owned()),
        (found, _) => {
            let names: Vec<&str> = all.iter().map(|(_, name)| *name).collect();
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
