//! `fairlead mock`: answers requests as a description says.

mod behaviour;
mod provider;

use std::{fs, path::Path, sync::Arc};

use fairlead_core::Severity;
use fairlead_mock::{Mock, MockOptions};
use fairlead_validate::Contract;

use crate::{
    args::{AuthArg, ListenArgs, MockArgs, SpecArgs},
    listen,
    output::{self, Failure, Outcome},
    spec,
};

/// Serves until it is told to stop (Ctrl-C, or SIGTERM).
pub fn run(args: &MockArgs) -> Result<Outcome, Failure> {
    let Some(spec) = &args.spec else {
        return behaviour::schema();
    };
    let contract = contract(spec, &args.listen)?;
    let options = MockOptions {
        seed: args.seed,
        stateful: args.stateful,
        strict_auth: args.auth == AuthArg::Strict,
        hosts: args.listen.is_local().then(|| args.allow_hosts.clone()),
        callbacks_to: args.callbacks_to.clone(),
    };
    let mock = Mock::new(contract, options);
    if let Some(file) = &args.data {
        seed(&mock, file, &args.listen)?;
    }
    let mock = Arc::new(mock);
    match behaviour::follow(&mock, args, &spec.spec)? {
        Outcome::Well => {
            let provided = Arc::clone(&mock);
            listen::serve(&args.listen, mock, move |url| {
                provider::tell(&provided, url)
            })
        }
        problems @ Outcome::Problems => Ok(problems),
    }
}

/// Gives a mock the items that its collections begin with.
fn seed(mock: &Mock, file: &Path, listen: &ListenArgs) -> Result<(), Failure> {
    let name = file.display().to_string();
    let bytes = fs::read(file).map_err(|error| {
        Failure::failed(
            format!("cannot read {name}: {error}"),
            "name a file of seed data with --data",
        )
    })?;
    match mock.seed_state(&name, &bytes) {
        Ok(doubts) => {
            if !listen.quiet {
                doubts
                    .iter()
                    .for_each(|doubt| output::note(&doubt.to_string()));
            }
            Ok(())
        }
        Err(problems) => {
            problems
                .iter()
                .for_each(|problem| output::note(&problem.to_string()));
            Err(Failure::failed(
                format!("{name} is no seed data for this description"),
                "it is an object of lists by their paths, as in `/pets: [{name: Rex}]`",
            ))
        }
    }
}

/// The contract of a description that has operations; what is wrong with it is told.
pub fn contract(spec: &SpecArgs, listen: &ListenArgs) -> Result<Arc<Contract>, Failure> {
    let loaded = spec::read(spec)?;
    let errors = loaded
        .problems
        .iter()
        .filter(|p| p.severity == Severity::Error);
    if !listen.quiet {
        errors.for_each(|problem| output::note(&problem.to_string()));
    }
    if loaded.spec.operations.is_empty() {
        return Err(Failure::failed(
            format!(
                "{} has no operation that could be mocked",
                spec.spec.display()
            ),
            "`fairlead inspect` says what is wrong with it",
        ));
    }
    Ok(Arc::new(Contract::new(loaded.spec.into())))
}
