//! Links of responses (3.x).

use super::{Reader, server};
use crate::{
    Version,
    files::At,
    model::{Link, LinkTarget},
};

/// `links` of a response; one that names no operation is left out.
pub(super) fn all<'a>(reader: &Reader<'a, '_>, at: &At<'a>) -> Vec<Link> {
    if reader.family == Version::V2 {
        return Vec::new();
    }
    at.entries_of("links")
        .into_iter()
        .filter(|(name, _)| !name.starts_with("x-"))
        .filter_map(|(name, written)| {
            let at = reader.follow(written)?;
            let target = target(reader, &at)?;
            let parameters = at.entries_of("parameters");
            let body = at.get("requestBody");
            let values = parameters.iter().map(|(_, at)| at).chain(&body);
            let size = values.map(|at| super::size(at.value)).sum::<usize>();
            if !reader.has_room(1 + size) {
                return None;
            }
            Some(Link {
                name: name.clone(),
                place: reader.place(&at),
                description: reader.words(&at, "description"),
                target,
                parameters: parameters
                    .into_iter()
                    .map(|(name, at)| (name.clone(), at.value.clone()))
                    .collect(),
                request_body: body.map(|at| at.value.clone()),
                server: at.get("server").and_then(|at| server::one(reader, &at)),
            })
        })
        .collect()
}

fn target<'a>(reader: &Reader<'a, '_>, at: &At<'a>) -> Option<LinkTarget> {
    if let Some(id) = at.text("operationId") {
        return Some(LinkTarget::Id(id.to_owned()));
    }
    let written = at.text("operationRef")?;
    let found = reader.resolver.resolve(at.file, &at.pointer, written).ok();
    Some(LinkTarget::Reference {
        written: written.to_owned(),
        place: found.map(|found| reader.place(&found)),
    })
}
