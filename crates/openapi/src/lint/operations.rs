//! Operations: their ids, and parameters that stand twice.

use std::collections::{HashMap, HashSet};

use super::Lint;
use crate::{files::At, problems::Problems};

pub(super) fn check(lint: &Lint<'_, '_>, problems: &mut Problems) {
    let mut first: HashMap<&str, (String, &crate::model::Place)> = HashMap::new();
    for operation in lint.spec.operations.iter().chain(&lint.spec.webhooks) {
        let Some(at) = lint.at(&operation.place) else {
            continue;
        };
        parameters(lint, &at, problems);
        let Some(id) = &operation.operation_id else {
            continue;
        };
        let who = format!("{} {}", operation.method, operation.path);
        match first.get(id.as_str()) {
            // One path item may be used for several paths.
            Some((_, place)) if *place == &operation.place => {}
            Some((other, _)) => {
                let place = at.get("operationId").unwrap_or(at);
                problems.error(
                    "operation-id-duplicate",
                    &place,
                    format!(
                        "`operationId` `{id}` is also that of {other}; give each operation its own"
                    ),
                );
            }
            None => {
                first.insert(id, (who, &operation.place));
            }
        }
    }
}

fn parameters<'a>(lint: &Lint<'a, '_>, operation: &At<'a>, problems: &mut Problems) {
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    let mut bodies = 0;
    let mut forms = 0;
    for written in operation.items_of("parameters") {
        let Ok(at) = lint.resolver.follow(written.clone()) else {
            continue;
        };
        let (Some(name), Some(location)) = (at.text("name"), at.text("in")) else {
            continue;
        };
        bodies += usize::from(location == "body");
        forms += usize::from(location == "formData");
        if !seen.insert((name, location)) {
            problems.error(
                "parameter-duplicate",
                &written,
                format!("the {location} parameter `{name}` stands twice; the last one is used"),
            );
        }
        if location == "header"
            && lint.spec.family != crate::Version::V2
            && crate::normalise::is_ignored_header(name)
        {
            problems.info(
                "header-parameter-ignored",
                &written,
                format!("OpenAPI ignores a header parameter called `{name}`; media types and security say what it carries"),
            );
        }
    }
    if bodies > 1 || (bodies > 0 && forms > 0) {
        let place = operation
            .get("parameters")
            .unwrap_or_else(|| operation.clone());
        problems.error(
            "body-duplicate",
            &place,
            "an operation has one body: either one `in: body` parameter or `in: formData` ones",
        );
    }
}
