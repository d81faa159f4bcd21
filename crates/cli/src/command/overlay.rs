//! `fairlead overlay`: a description with overlays laid over it, as one would have written it.

use crate::{
    args::OverlayArgs,
    output::{self, Failure, Outcome},
    spec,
};

/// Prints the root file. What an overlay could not do is told, and makes the exit code 1.
pub fn run(args: &OverlayArgs) -> Result<Outcome, Failure> {
    if args.spec.overlays.is_empty() {
        return Err(Failure::usage(
            "there is no overlay to lay over the description",
            "name one with --overlay FILE",
        ));
    }
    let loaded = spec::read_description(&args.spec.spec, &args.spec.overlays, args.spec.remote)?;
    let of_overlays = || {
        loaded
            .problems
            .iter()
            .filter(|p| p.code.starts_with("overlay-"))
    };
    of_overlays().for_each(|problem| output::note(&problem.to_string()));
    let root = loaded.sources.files.get(&loaded.sources.root);
    output::say(&String::from_utf8_lossy(
        root.map_or(&[][..], |bytes| bytes),
    ))?;
    Ok(if of_overlays().next().is_some() {
        Outcome::Problems
    } else {
        Outcome::Well
    })
}
