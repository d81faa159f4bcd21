//! What is wrong with a description as a whole, once its parts are known.

mod operations;
mod paths;
mod security;
mod tags;

use fairlead_core::limits;

use crate::{files::At, normalise::Made, problems::Problems, resolve::Resolver};

/// Checks that need the model: names, paths, security, tags.
pub(crate) fn check<'a>(
    resolver: &Resolver<'a>,
    top: &At<'a>,
    made: &Made,
    problems: &mut Problems,
) {
    let lint = Lint {
        resolver,
        top,
        spec: &made.spec,
    };
    if made.is_cut_off {
        problems.error(
            "too-many-parts",
            top,
            format!(
                "with its `$ref`s written out the description has more than {} parts; what comes after that is left out",
                limits::SPEC_PARTS
            ),
        );
    }
    operations::check(&lint, problems);
    paths::check(&lint, problems);
    security::check(&lint, problems);
    tags::check(&lint, problems);
}

struct Lint<'a, 'l> {
    resolver: &'l Resolver<'a>,
    top: &'l At<'a>,
    spec: &'l crate::Spec,
}

impl<'a> Lint<'a, '_> {
    /// The value at a place of the model.
    fn at(&self, place: &crate::model::Place) -> Option<At<'a>> {
        let file = self.resolver.files.by_uri(&place.document)?;
        let value = self.resolver.files.all[file]
            .value
            .pointer(&place.pointer)?;
        Some(At {
            file,
            pointer: place.pointer.clone(),
            value,
        })
    }
}
