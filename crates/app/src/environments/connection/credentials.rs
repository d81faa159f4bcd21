//! Whether an environment takes the credentials that requests carry there.

use fairlead_core::Id;

use super::Found;
use crate::{App, AppError, Target, environments::secrets, operations::SampleChoice};

/// Tries a simple operation with the credentials.
pub(super) async fn try_out(app: &App, project: Id, id: Id, status: Option<u16>) -> Found {
    match try_operation(app, project, id, status).await {
        Ok(found) => found,
        Err(why) => Found::of(why),
    }
}

async fn try_operation(
    app: &App,
    project: Id,
    id: Id,
    status: Option<u16>,
) -> Result<Found, AppError> {
    use crate::EnvironmentAuth;
    let environment = app.environment(project, id).await?;
    if environment.auth == (EnvironmentAuth::None {}) {
        if let Some(status @ (401 | 407)) = status {
            return Ok(Found::warning(
                format!("The base URL answers {status}, and requests carry no credentials there."),
                "Choose in the environment how requests show who is calling.",
            ));
        }
        return Ok(Found::skipped("Requests carry no credentials there."));
    }
    let missing = environment
        .secrets
        .iter()
        .find(|s| !s.set && !secrets::is_optional(&environment.auth, &s.name));
    if let Some(secret) = missing {
        let message = format!("The secret `{}` is not set.", secret.name);
        return Ok(Found::failed(message, "Set it, then test again."));
    }
    let operations = match app.spec_row(project, None).await {
        Ok(row) => app.loaded(&row).await?.spec().operations.clone(),
        Err(why) if why.code == "no_description" => Vec::new(),
        Err(why) => return Err(why),
    };
    let mut simple = operations
        .iter()
        .filter(|o| o.method == "GET" && !o.path.contains('{'));
    // One that asks for credentials says more about them.
    let first = simple.clone().next();
    let asks =
        |o: &&fairlead_openapi::Operation| o.security.as_ref().is_some_and(|s| !s.is_empty());
    let chosen = simple.find(asks).or(first);
    let Some(operation) = chosen else {
        return Ok(Found::skipped(
            "The description has no GET operation without path parameters to try them with.",
        ));
    };
    let mut draft = app
        .operation_sample(project, &operation.id, SampleChoice::default())
        .await?;
    draft.target = Target::Environment { id };
    let called = format!("GET {}", operation.path);
    let response = app.probe(project, &draft).await?;
    let hint = "Look whether the credentials are those of this environment, and not out of date.";
    Ok(match response {
        Ok(status @ (401 | 407)) => Found::failed(
            format!("{called} answers {status}: they are not taken."),
            hint,
        ),
        Ok(403) => Found::failed(
            format!("{called} answers 403: they are known, and not allowed to do this."),
            "Ask the owner of the API for the rights that are missing.",
        ),
        Ok(status @ 500..) => Found::warning(
            format!("{called} answers {status}: that says nothing about credentials."),
            "The server says that it is not well: try again later, or tell its owner.",
        ),
        Ok(status) => Found::passed(format!("{called} answers {status}.")),
        Err(why) => Found::failed(why, "Try the operation in the playground."),
    })
}
