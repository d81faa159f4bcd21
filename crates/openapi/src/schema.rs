//! Makes schemas uniform: plain draft 4 for 2.0 and 3.0, 2020-12 for 3.1 and later, with every
//! keyword that a validator could not compile dropped and reported.
//!
//! The documents are only read; changes are noted and then made in a copy, so that a file that
//! needs none is shared.

mod cycle;
mod edit;
mod keyword;
mod mend;
mod walk;

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;
use url::Url;

use crate::{Version, problems::Problems, resolve::Resolver, structure::SchemaPlace};

/// The files with their schemas made uniform, starting from the places given and following
/// every `$ref` in them.
pub(crate) fn make_uniform<'a>(
    resolver: &Resolver<'a>,
    family: Version,
    places: Vec<SchemaPlace<'a>>,
    problems: &mut Problems,
) -> BTreeMap<Url, Arc<Value>> {
    let mut walk = walk::Walk::new(resolver, family, problems);
    walk.all(places);
    let edits = walk.finish();
    edit::apply(resolver.files, edits)
}
