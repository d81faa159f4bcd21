//! `fairlead mock`: answers requests as a description says.

use std::sync::Arc;

use fairlead_core::Severity;
use fairlead_mock::{Mock, MockOptions};
use fairlead_validate::Contract;

use crate::{
    args::{ListenArgs, MockArgs, SpecArgs},
    listen,
    output::{self, Failure, Outcome},
    spec,
};

/// Serves until it is told to stop (Ctrl-C, or SIGTERM).
pub fn run(args: &MockArgs) -> Result<Outcome, Failure> {
    let contract = contract(&args.spec, &args.listen)?;
    let options = MockOptions { seed: args.seed };
    listen::serve(&args.listen, Arc::new(Mock::new(contract, options)))
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
