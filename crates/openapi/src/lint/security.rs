//! Security requirements that name no known scheme.

use super::Lint;
use crate::{Version, files::At, problems::Problems};

pub(super) fn check(lint: &Lint<'_, '_>, problems: &mut Problems) {
    needs(lint, lint.top, problems);
    for operation in lint.spec.operations.iter().chain(&lint.spec.webhooks) {
        if let Some(at) = lint.at(&operation.place) {
            needs(lint, &at, problems);
        }
    }
}

fn needs(lint: &Lint<'_, '_>, owner: &At<'_>, problems: &mut Problems) {
    let Some(security) = owner.get("security") else {
        return;
    };
    if !security.value.is_array() {
        problems.error(
            "wrong-type",
            &security,
            "`security` has to be a list such as `- apiKey: []`",
        );
    }
    for alternative in security.items() {
        for (name, at) in alternative.entries() {
            let is_declared = is_declared(lint, name);
            if !is_declared {
                let holder = if lint.spec.family == Version::V2 {
                    "securityDefinitions"
                } else {
                    "components.securitySchemes"
                };
                problems.error(
                    "security-scheme-unknown",
                    &at,
                    format!("the security scheme `{name}` is not defined under `{holder}`"),
                );
            }
        }
    }
}

/// Also one that is defined badly: that has been said where it stands.
fn is_declared(lint: &Lint<'_, '_>, name: &str) -> bool {
    let holder = if lint.spec.family == Version::V2 {
        lint.top.get("securityDefinitions")
    } else {
        let components = lint.top.get("components");
        components
            .and_then(|at| lint.resolver.follow(at).ok())
            .and_then(|at| at.get("securitySchemes"))
    };
    // 3.2 takes a URI of a scheme as well as its name.
    holder
        .and_then(|at| lint.resolver.follow(at).ok())
        .is_some_and(|at| at.value.get(name).is_some())
        || (lint.spec.family == Version::V32 && name.contains('/'))
}
