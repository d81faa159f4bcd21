//! `oneOf` and `anyOf`: which alternative was meant, and what is wrong with it.

use jsonschema::{ValidationError, error::ValidationErrorKind as Kind};
use serde_json::{Value, json};

use super::{Explain, near, words};
use crate::report::Violation;

impl Explain<'_> {
    /// The errors of the alternative that the discriminator names, or else of the one that is
    /// clearly nearest; where neither is, that none fits.
    pub(super) fn alternatives(
        &self,
        error: &ValidationError<'_>,
        context: &[Vec<ValidationError<'static>>],
    ) -> Vec<Violation> {
        let (document, place) = self.place(error);
        let around = place.rsplit_once('/').map_or("", |(around, _)| around);
        let schema = self.schemas.schema(&document, around);
        if let Some(discriminator) = schema.and_then(|s| s.get("discriminator")) {
            let branches = self
                .schemas
                .schema(&document, &place)
                .and_then(Value::as_array);
            let rule = self
                .schemas
                .say_place(&document, &format!("{around}/discriminator"));
            return self.discriminated(error, context, discriminator, branches, rule);
        }
        let here = error.instance_path().as_str();
        if let Some(nearest) = nearest(here, context) {
            return nearest.iter().flat_map(|e| self.one(e)).collect();
        }
        let mut violation = self.plain(error);
        violation.message = format!("fits none of the {} alternatives", context.len());
        if let Some(types) = wanted_types(here, context) {
            violation.message = format!(
                "must be {}",
                words::or(types.iter().map(|t| words::article(t)))
            );
            violation.expected = Some(json!(types));
        } else if let Some(names) = wanted_names(here, context) {
            let listed = names
                .iter()
                .map(|all| words::list(all.iter().map(|name| format!("`{name}`"))));
            violation.message = format!("must have {}", words::or(listed));
            violation.expected = Some(json!(names));
        }
        vec![violation]
    }

    fn discriminated(
        &self,
        error: &ValidationError<'_>,
        context: &[Vec<ValidationError<'static>>],
        discriminator: &Value,
        branches: Option<&Vec<Value>>,
        rule: String,
    ) -> Vec<Violation> {
        let mut violation = self.plain(error);
        violation.keyword = "discriminator".into();
        violation.schema_pointer = rule;
        let Some(property) = discriminator.get("propertyName").and_then(Value::as_str) else {
            violation.message = "fits none of the alternatives".into();
            return vec![violation];
        };
        let names = branches
            .map(|b| names_of(b, discriminator))
            .unwrap_or_default();
        let given = error.instance().get(property);
        if let Some(given) = given.and_then(Value::as_str)
            && let Some((_, branch)) = names.iter().find(|(name, _)| name == given)
            && let Some(errors) = context.get(*branch).filter(|errors| !errors.is_empty())
        {
            return errors.iter().flat_map(|e| self.one(e)).collect();
        }
        let allowed: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        let listed = words::or(allowed.iter().map(|a| format!("`{a}`")));
        violation.expected = Some(json!(allowed));
        match given {
            None if error.instance().is_object() => {
                violation.message =
                    format!("has no property `{property}`, which says what it is: {listed}");
                violation.actual = None;
            }
            None => violation.message = "must be an object".into(),
            Some(given) => {
                fairlead_openapi::pointer::push(&mut violation.pointer, property);
                let meant = given
                    .as_str()
                    .and_then(|given| near::closest(given, allowed.iter().copied()));
                violation.message = match meant {
                    Some(meant) => {
                        format!("is {given}, which is nothing known; did you mean `{meant}`?")
                    }
                    None => format!("must be {listed}, but is {given}"),
                };
                violation.actual = Some(given.clone());
            }
        }
        vec![violation]
    }
}

/// Each discriminator value, and the place of its alternative: those mapped, and the names of
/// the schemas themselves (OpenAPI 3.1.1, Discriminator Object).
fn names_of(branches: &[Value], discriminator: &Value) -> Vec<(String, usize)> {
    let targets: Vec<&str> = branches
        .iter()
        .map(|b| b.get("$ref").and_then(Value::as_str).unwrap_or(""))
        .collect();
    let mut names: Vec<(String, usize)> = Vec::new();
    if let Some(mapping) = discriminator.get("mapping").and_then(Value::as_object) {
        for (name, target) in mapping {
            let target = target.as_str().unwrap_or_default();
            let found = targets.iter().position(|t| is_meant(t, target));
            names.extend(found.map(|place| (name.clone(), place)));
        }
    }
    for (place, target) in targets.iter().enumerate() {
        if !target.is_empty() && !names.iter().any(|(_, p)| *p == place) {
            names.push((name(target).to_owned(), place));
        }
    }
    names
}

/// Whether a value of `mapping` means what a `$ref` leads to: by its name, or by a reference that
/// may be relative.
fn is_meant(reference: &str, mapped: &str) -> bool {
    let whole = |text: &str| text.trim_end_matches('#').to_owned();
    let (reference, mapped) = (whole(reference), whole(mapped));
    let tail = mapped.trim_start_matches(['.', '/']);
    !reference.is_empty()
        && (name(&reference) == mapped
            || reference.strip_suffix(tail).is_some_and(|rest| {
                rest.is_empty() || tail.starts_with('#') || rest.ends_with('/')
            }))
}

/// The name of the schema that a reference leads to: a file's without its ending.
fn name(reference: &str) -> &str {
    let reference = reference.trim_end_matches('#');
    let last = reference.rsplit('/').next().unwrap_or(reference);
    match last.rsplit_once('.') {
        Some((name, "yaml" | "yml" | "json")) => name,
        _ => last,
    }
}

/// The one alternative for values of this kind, if there is exactly one: `here` has the type it
/// wants, and the properties that it fixes have those values.
fn nearest<'a>(
    here: &str,
    context: &'a [Vec<ValidationError<'static>>],
) -> Option<&'a Vec<ValidationError<'static>>> {
    let is_of_other_kind = |error: &ValidationError<'static>| {
        let Some(inner) = error.instance_path().as_str().strip_prefix(here) else {
            return false;
        };
        match error.kind().keyword() {
            "type" => inner.is_empty(),
            "const" | "enum" => inner.matches('/').count() <= 1,
            _ => false,
        }
    };
    let mut of_kind = context
        .iter()
        .filter(|errors| !errors.iter().any(is_of_other_kind));
    match (of_kind.next(), of_kind.next()) {
        (Some(only), None) if !only.is_empty() => Some(only),
        _ => None,
    }
}

/// The types wanted, where every alternative fails for the type of the value alone.
fn wanted_types(here: &str, context: &[Vec<ValidationError<'static>>]) -> Option<Vec<String>> {
    let mut types: Vec<String> = Vec::new();
    for errors in context {
        let [only] = errors.as_slice() else {
            return None;
        };
        if only.kind().keyword() != "type" || only.instance_path().as_str() != here {
            return None;
        }
        match words::say(only, "").1 {
            Some(Value::String(one)) => types.push(one),
            Some(Value::Array(many)) => {
                types.extend(many.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            _ => return None,
        }
    }
    types.dedup();
    (!types.is_empty()).then_some(types)
}

/// The properties wanted, where every alternative fails for missing properties alone.
fn wanted_names(here: &str, context: &[Vec<ValidationError<'static>>]) -> Option<Vec<Vec<String>>> {
    let name = |error: &ValidationError<'static>| match error.kind() {
        Kind::Required { property } if error.instance_path().as_str() == here => {
            property.as_str().map(str::to_owned)
        }
        _ => None,
    };
    let all = |errors: &Vec<ValidationError<'static>>| errors.iter().map(name).collect();
    let names: Option<Vec<Vec<String>>> = context.iter().map(all).collect();
    names.filter(|names| !names.is_empty() && names.iter().all(|all| !all.is_empty()))
}
