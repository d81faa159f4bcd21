//! `fairlead proxy`: stands before a real API and holds it to its description.

use std::{path::Path, sync::Arc};

use fairlead_mock::{Mock, MockOptions};
use fairlead_proxy::{Proxy, ProxyError, ProxyOptions, recording::Recording};

use super::mock::contract;
use crate::{
    args::ProxyArgs,
    listen,
    output::{Failure, Outcome},
};

/// Serves until it is told to stop (Ctrl-C, or SIGTERM).
pub fn run(args: &ProxyArgs) -> Result<Outcome, Failure> {
    let contract = contract(&args.spec, &args.listen)?;
    for wanted in &args.mocked {
        let known = contract.spec().operations.iter().any(|o| {
            o.operation_id.as_ref() == Some(wanted) || format!("{} {}", o.method, o.path) == *wanted
        });
        if !known {
            return Err(Failure::usage(
                format!("there is no operation `{wanted}` in the description"),
                "name it by its operationId, or as in `GET /path`",
            ));
        }
    }
    let options = MockOptions {
        seed: args.seed,
        ..MockOptions::default()
    };
    let mock = Arc::new(Mock::new(contract, options));
    let options = ProxyOptions {
        upstream: args.upstream.clone(),
        mock_on_error: args.mock_on_error,
        mocked: args.mocked.iter().cloned().collect(),
        enforce: args.enforce,
        local: args.listen.is_local(),
        record: args.record.clone(),
        replay: args.replay.as_deref().map(read).transpose()?,
    };
    let proxy = Proxy::new(mock, options).map_err(|error| match error {
        ProxyError::Upstream(_) | ProxyError::NoSource => Failure::usage(
            error.to_string(),
            "name the API with --upstream, such as https://api.example.com",
        ),
        _ => Failure::failed(error.to_string(), "check the file and the rights on it"),
    })?;
    listen::serve(&args.listen, Arc::new(proxy), |_| None)
}

fn read(file: &Path) -> Result<Recording, Failure> {
    Recording::read(file)
        .map_err(|error| Failure::failed(error.to_string(), "check the file and the rights on it"))
}
