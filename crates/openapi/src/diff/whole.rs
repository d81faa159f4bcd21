//! What is said of the description as a whole: title, version, servers, schemes, names.

use super::{
    code::Kind,
    graph::Graph,
    section::{Comparison, NOWHERE, Section, at, inside, with},
    security::wants,
    servers,
};
use crate::{
    Place, Spec,
    model::{OAuthFlow, SecurityKind, SecurityScheme},
};

/// The top of a description.
pub(super) fn root(spec: &Spec) -> Place {
    Place {
        document: spec.root.clone(),
        pointer: String::new(),
    }
}

/// One text of something.
type Text<T> = fn(&T) -> Option<&str>;

pub(super) fn compare<'a>(graph: &mut Graph<'a, '_>, old: &'a Spec, new: &'a Spec) -> Section {
    let mut comparison = Comparison {
        graph,
        specs: (old, new),
        section: Section::default(),
        is_hook: false,
    };
    let (old_root, new_root) = (root(old), root(new));
    let (old_info, new_info) = (inside(&old_root, "info"), inside(&new_root, "info"));
    let texts: [(Kind, &str, Text<Spec>); 3] = [
        (Kind::ApiTitleChanged, "title", |s| Some(&s.title)),
        (Kind::ApiVersionChanged, "version", |s| Some(&s.version)),
        (Kind::ApiDescriptionChanged, "description", |s| {
            s.description.as_deref()
        }),
    ];
    for (kind, keyword, text) in texts {
        let (before, after) = ((&old_info, text(old)), (&new_info, text(new)));
        comparison.text(None, "info", kind, keyword, before, after);
    }
    if old.family != new.family {
        let key = |spec: &Spec| {
            if spec.family == crate::Version::V2 {
                "swagger"
            } else {
                "openapi"
            }
        };
        let half =
            |root: &Place, spec: &Spec| with(&inside(root, key(spec)), spec.openapi.as_str());
        comparison.add(
            None,
            "",
            Kind::DialectChanged,
            half(&old_root, old),
            half(&new_root, new),
            format!(
                "the version of OpenAPI went from {} to {}",
                old.openapi, new.openapi
            ),
        );
    }
    servers::of_description(&mut comparison, (&old_root, &new_root));
    schemes(&mut comparison, old, new);
    names(&mut comparison, old, new);
    comparison.section
}

fn schemes(comparison: &mut Comparison<'_, '_, '_>, old: &Spec, new: &Spec) {
    for (name, was) in &old.security_schemes {
        match new.security_schemes.get(name) {
            None => comparison.add(
                None,
                "security schemes",
                Kind::SecuritySchemeRemoved,
                with(&was.place, name.as_str()),
                NOWHERE,
                format!("the security scheme `{name}` is gone"),
            ),
            Some(is) => scheme(comparison, was, is),
        }
    }
    for (name, is) in &new.security_schemes {
        if !old.security_schemes.contains_key(name) {
            comparison.add(
                None,
                "security schemes",
                Kind::SecuritySchemeAdded,
                NOWHERE,
                with(&is.place, name.as_str()),
                format!("the security scheme `{name}` is new"),
            );
        }
    }
}

fn scheme(comparison: &mut Comparison<'_, '_, '_>, old: &SecurityScheme, new: &SecurityScheme) {
    let part = format!("security scheme `{}`", new.name);
    if wants(&old.kind) != wants(&new.kind) {
        comparison.add(
            None,
            part,
            Kind::SecuritySchemeChanged,
            with(&old.place, wants(&old.kind)),
            with(&new.place, wants(&new.kind)),
            format!(
                "it wants {} now, and wanted {}",
                wants(&new.kind),
                wants(&old.kind)
            ),
        );
        return;
    }
    match (&old.kind, &new.kind) {
        (
            SecurityKind::OAuth2 {
                flows: was,
                metadata_url: told,
            },
            SecurityKind::OAuth2 {
                flows: is,
                metadata_url: tells,
            },
        ) => {
            flows(comparison, &part, (&old.place, was), (&new.place, is));
            let (told, tells) = (told.as_deref(), tells.as_deref());
            url(
                comparison,
                &part,
                "oauth2MetadataUrl",
                (&old.place, told),
                (&new.place, tells),
            );
        }
        (SecurityKind::OpenIdConnect { url: was }, SecurityKind::OpenIdConnect { url: is }) => {
            let (was, is) = (Some(was.as_str()), Some(is.as_str()));
            url(
                comparison,
                &part,
                "openIdConnectUrl",
                (&old.place, was),
                (&new.place, is),
            );
        }
        _ => {}
    }
}

fn flows(
    comparison: &mut Comparison<'_, '_, '_>,
    part: &str,
    (old_place, old): (&Place, &[OAuthFlow]),
    (new_place, new): (&Place, &[OAuthFlow]),
) {
    for was in old {
        let Some(is) = new.iter().find(|f| f.kind == was.kind) else {
            comparison.add(
                None,
                part,
                Kind::OAuthFlowRemoved,
                with(old_place, was.kind.as_str()),
                at(new_place),
                format!("the flow `{}` is gone", was.kind),
            );
            continue;
        };
        let urls: [(&str, Text<OAuthFlow>); 2] = [
            ("authorizationUrl", |f| f.authorization_url.as_deref()),
            ("tokenUrl", |f| f.token_url.as_deref()),
        ];
        for (keyword, text) in urls {
            url(
                comparison,
                part,
                keyword,
                (old_place, text(was)),
                (new_place, text(is)),
            );
        }
        scopes(comparison, part, (old_place, was), (new_place, is));
    }
    for is in new {
        if old.iter().all(|f| f.kind != is.kind) {
            comparison.add(
                None,
                part,
                Kind::OAuthFlowAdded,
                at(old_place),
                with(new_place, is.kind.as_str()),
                format!("the flow `{}` is new", is.kind),
            );
        }
    }
}

fn url(
    comparison: &mut Comparison<'_, '_, '_>,
    part: &str,
    keyword: &str,
    (old_place, was): (&Place, Option<&str>),
    (new_place, is): (&Place, Option<&str>),
) {
    if was == is {
        return;
    }
    let (before, after) = (was.unwrap_or_default(), is.unwrap_or_default());
    comparison.add(
        None,
        part,
        Kind::OAuthUrlChanged,
        with(old_place, before),
        with(new_place, after),
        format!("`{keyword}` went from `{before}` to `{after}`"),
    );
}

fn scopes(
    comparison: &mut Comparison<'_, '_, '_>,
    part: &str,
    (old_place, old): (&Place, &OAuthFlow),
    (new_place, new): (&Place, &OAuthFlow),
) {
    let has = |flow: &OAuthFlow, scope: &str| flow.scopes.iter().any(|(name, _)| name == scope);
    for (scope, _) in old.scopes.iter().filter(|(s, _)| !has(new, s)) {
        comparison.add(
            None,
            part,
            Kind::OAuthScopeRemoved,
            with(old_place, scope.as_str()),
            at(new_place),
            format!("the scope `{scope}` of the flow `{}` is gone", old.kind),
        );
    }
    for (scope, _) in new.scopes.iter().filter(|(s, _)| !has(old, s)) {
        comparison.add(
            None,
            part,
            Kind::OAuthScopeAdded,
            at(old_place),
            with(new_place, scope.as_str()),
            format!("the scope `{scope}` of the flow `{}` is new", new.kind),
        );
    }
}

/// Named schemas and tags: what uses them is compared by itself.
fn names(comparison: &mut Comparison<'_, '_, '_>, old: &Spec, new: &Spec) {
    let place = |at: &crate::SchemaRef| Place {
        document: at.document.clone(),
        pointer: at.pointer.clone(),
    };
    for (name, at) in &old.schemas {
        if !new.schemas.contains_key(name) {
            let half = with(&place(at), name.as_str());
            let text = format!("the schema `{name}` is gone");
            comparison.add(None, "schemas", Kind::SchemaRemoved, half, NOWHERE, text);
        }
    }
    for (name, at) in &new.schemas {
        if !old.schemas.contains_key(name) {
            let half = with(&place(at), name.as_str());
            let text = format!("the schema `{name}` is new");
            comparison.add(None, "schemas", Kind::SchemaAdded, NOWHERE, half, text);
        }
    }
    let tags = |spec: &Spec| inside(&root(spec), "tags");
    for tag in &old.tags {
        if new.tags.iter().all(|t| t.name != tag.name) {
            let half = with(&tags(old), tag.name.as_str());
            let text = format!("the tag `{}` is gone", tag.name);
            comparison.add(None, "tags", Kind::TagRemoved, half, NOWHERE, text);
        }
    }
    for tag in &new.tags {
        if old.tags.iter().all(|t| t.name != tag.name) {
            let half = with(&tags(new), tag.name.as_str());
            let text = format!("the tag `{}` is new", tag.name);
            comparison.add(None, "tags", Kind::TagAdded, NOWHERE, half, text);
        }
    }
}
