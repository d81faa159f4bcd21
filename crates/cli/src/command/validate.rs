//! `fairlead validate`: the report a mock would give, without a server.

use std::{io::Read, path::Path};

use bytes::Bytes;
use fairlead_core::{Headers, Request, Response, Severity, limits};
use fairlead_validate::{Contract, Report, Route};
use serde_json::{Value, json};

use crate::{
    args::ValidateArgs,
    output::{self, Failure, Outcome},
    spec,
};

/// Checks the request, or the response to it.
pub fn run(args: &ValidateArgs) -> Result<Outcome, Failure> {
    let loaded = spec::read(&args.spec)?;
    let headers = headers(&args.headers)?;
    let body = args
        .body
        .as_deref()
        .map(body)
        .transpose()?
        .unwrap_or_default();
    let method = args.method.to_ascii_uppercase();
    let (path, query) = match args.path.split_once('?') {
        Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
        None => (args.path.clone(), None),
    };
    if !path.starts_with('/') {
        return Err(Failure::usage(
            format!("the path `{path}` does not begin with `/`"),
            "give the path as in the request line, such as --path '/pets/7?verbose=true'",
        ));
    }
    let contract = Contract::new(loaded.spec.into());
    let (operation, path_values) = match contract.route(&method, &path) {
        Route::Found {
            operation,
            path_values,
            ..
        } => (operation, path_values),
        Route::MethodNotAllowed { allow } => {
            return Err(Failure::usage(
                format!("`{path}` has no operation {method}"),
                format!("the description declares {} there", allow.join(", ")),
            ));
        }
        Route::NotFound => {
            return Err(Failure::usage(
                format!("no path of the description matches `{path}`"),
                "`fairlead inspect SPEC` says what could be read of it",
            ));
        }
    };
    let operation = &contract.spec().operations[operation];
    let report = match args.response {
        Some(status) => contract.check_response(
            operation,
            &method,
            &Response {
                status,
                headers,
                body,
            },
        ),
        None => {
            let request = Request {
                method,
                path,
                query,
                headers,
                body,
            };
            contract.check_request(operation, &request, &path_values)
        }
    };
    say(&report, args.json)?;
    Ok(if report.is_valid() {
        Outcome::Well
    } else {
        Outcome::Problems
    })
}

fn say(report: &Report, json: bool) -> Result<(), Failure> {
    if json {
        output::say_json(&in_json(report))?;
        return Ok(());
    }
    for violation in &report.violations {
        output::say(&format!(
            "{}: {} {}: {} ({})",
            violation.severity.as_str(),
            violation.part.as_str(),
            if violation.pointer.is_empty() {
                "/"
            } else {
                &violation.pointer
            },
            violation.message,
            violation.schema_pointer,
        ))?;
    }
    let errors = report
        .violations
        .iter()
        .filter(|v| v.severity == Severity::Error)
        .count();
    output::say(&match errors {
        0 => "keeps the contract".to_owned(),
        1 => "breaks the contract: 1 error".to_owned(),
        n => format!("breaks the contract: {n} errors"),
    })?;
    Ok(())
}

/// `{"valid", "errors": […], "warnings": […]}`: `errors` as in the mock's 422 answer.
fn in_json(report: &Report) -> Value {
    let (errors, warnings): (Vec<_>, Vec<_>) = report
        .violations
        .iter()
        .partition(|v| v.severity == Severity::Error);
    json!({ "valid": report.is_valid(), "errors": errors, "warnings": warnings })
}

fn headers(given: &[String]) -> Result<Headers, Failure> {
    given
        .iter()
        .map(|field| {
            field
                .split_once(':')
                .map(|(name, value)| (name.trim(), value.trim()))
                .ok_or_else(|| {
                    Failure::usage(
                        format!("the header `{field}` has no colon"),
                        "write it as --header 'Name: value'",
                    )
                })
        })
        .collect()
}

fn body(file: &Path) -> Result<Bytes, Failure> {
    let mut bytes = Vec::new();
    let most = limits::BODY_BYTES as u64;
    let read = if file.as_os_str() == "-" {
        std::io::stdin().take(most + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|f| f.take(most + 1).read_to_end(&mut bytes))
    };
    match read {
        Err(error) => Err(Failure::failed(
            format!("cannot read the body from {}: {error}", file.display()),
            "check the name of the file and that you may read it",
        )),
        Ok(count) if count as u64 > most => Err(Failure::failed(
            format!(
                "the body in {} is larger than {} MiB",
                file.display(),
                most >> 20
            ),
            "check a smaller one",
        )),
        Ok(_) => Ok(bytes.into()),
    }
}
