//! Files to one [`Spec`], with everything that is wrong with them.

use std::sync::Arc;

use fairlead_core::Diagnostic;
use serde_json::Value;

use crate::{
    Documents, SourceSet, Spec, Version,
    files::{At, Files},
    lint, load,
    model::Operation,
    normalise,
    problems::Problems,
    resolve::Resolver,
    schema,
    source::Fetch,
    structure,
};
use url::Url;

/// Reads a description: every version into one shape.
///
/// Total: where something is wrong, it is a diagnostic with file, pointer and line, and the rest
/// is there. Where the root is no description at all, the `Spec` is empty.
#[must_use]
pub fn parse(sources: &SourceSet) -> (Spec, Vec<Diagnostic>) {
    let (files, texts) = Files::read(sources);
    let Some(top) = files.top().filter(|top| top.value.is_object()) else {
        let mut problems = texts;
        if let Some(problem) = no_root(sources, &files, &problems) {
            problems.push(problem);
        }
        let documents = Documents {
            original: files.originals(),
            uniform: files.originals(),
        };
        return (empty(&sources.root, documents), problems);
    };
    let mut problems = Problems::default();
    let (family, openapi) = version(&top, &mut problems);
    let resolver = Resolver::new(&files);
    let schemas = structure::visit(&resolver, family, &mut problems);
    let rewritten = schema::make_uniform(&resolver, family, schemas, &mut problems);
    let mut spec = normalise::spec(&resolver, &top, family, openapi);
    lint::check(&resolver, &top, &spec, &mut problems);
    let synthetic = std::mem::take(&mut spec.synthetic);
    let mut uniform = rewritten;
    if !synthetic.is_empty() {
        uniform.insert(Documents::synthetic(), Arc::new(Value::Object(synthetic)));
    }
    spec.spec.documents = Arc::new(Documents {
        original: files.originals(),
        uniform,
    });
    let problems = problems.finish(texts, &files, sources);
    (spec.spec, problems)
}

/// [`load()`](crate::load()) and [`parse`] in one, each problem said once.
#[must_use]
pub fn read(root: &Url, fetch: &dyn Fetch) -> (SourceSet, Spec, Vec<Diagnostic>) {
    let (sources, loading) = load::load(root, fetch);
    if sources.files.is_empty() {
        return (sources, empty(root, Documents::default()), loading);
    }
    let (spec, parsing) = parse(&sources);
    let problems = load::merge_problems(loading, parsing);
    (sources, spec, problems)
}

impl Spec {
    /// The operation, webhook or callback with this id.
    #[must_use]
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .chain(&self.webhooks)
            .chain(self.operations.iter().flat_map(|o| {
                let callbacks = o.callbacks.iter();
                callbacks.flat_map(|callback| &callback.operations)
            }))
            .find(|o| o.id == id)
    }
}

pub(crate) fn empty(root: &Url, documents: Documents) -> Spec {
    Spec {
        title: String::new(),
        version: String::new(),
        description: None,
        openapi: String::new(),
        family: Version::V31,
        root: root.clone(),
        documents: Arc::new(documents),
        operations: Vec::new(),
        webhooks: Vec::new(),
        schemas: indexmap::IndexMap::new(),
        security_schemes: indexmap::IndexMap::new(),
        servers: Vec::new(),
        tags: Vec::new(),
    }
}

/// Why there is no root, unless its text already says so.
fn no_root(sources: &SourceSet, files: &Files, said: &[Diagnostic]) -> Option<Diagnostic> {
    let name = sources
        .names
        .get(&sources.root)
        .cloned()
        .unwrap_or_else(|| load::name_of(&sources.root, files.root_uri()));
    if files.top().is_none() {
        let is_said = said.iter().any(|p| p.file.as_deref() == Some(&name));
        return (!is_said).then(|| {
            Diagnostic::error(
                "root-file-missing",
                format!("the description `{name}` is not among the files; import it again"),
            )
            .at(name, "")
        });
    }
    Some(
        Diagnostic::error(
            "not-openapi",
            "this is no API description: it has to be a mapping that starts with `openapi: 3.1.0` (or `swagger: \"2.0\"`)",
        )
        .at(name, "")
        .on_line(1, 1),
    )
}

/// The family of rules, and the version as written.
fn version(top: &At<'_>, problems: &mut Problems) -> (Version, String) {
    let text = |key: &str| match top.value.get(key) {
        Some(Value::String(text)) => Some(text.trim().to_owned()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    if let Some(written) = text("openapi") {
        let family = match written.split('.').collect::<Vec<_>>().as_slice() {
            ["3", "0", ..] => Some(Version::V30),
            ["3", "1", ..] | ["3"] => Some(Version::V31),
            ["3", "2", ..] => Some(Version::V32),
            ["2", ..] => Some(Version::V2),
            _ => None,
        };
        if top.value["openapi"].is_number() {
            problems.warning(
                "version-not-text",
                &top.get("openapi").unwrap_or_else(|| top.clone()),
                format!("`openapi` has to be a text such as \"{written}.0\"; put it in quotes"),
            );
        }
        let Some(family) = family else {
            let guess = guess(top);
            problems.error(
                "version-unknown",
                &top.get("openapi").unwrap_or_else(|| top.clone()),
                format!(
                    "OpenAPI `{written}` is not known; 2.0, 3.0, 3.1 and 3.2 are. It is read as {}",
                    name(guess)
                ),
            );
            return (guess, written);
        };
        return (family, written);
    }
    if let Some(written) = text("swagger") {
        if written != "2.0" && written != "2" {
            problems.error(
                "version-unknown",
                &top.get("swagger").unwrap_or_else(|| top.clone()),
                format!("Swagger `{written}` is not known; it is read as 2.0"),
            );
        }
        return (Version::V2, written);
    }
    let guess = guess(top);
    let message = if top.value.get("asyncapi").is_some() {
        "this is an AsyncAPI description, not OpenAPI".to_owned()
    } else if top.value.get("arazzo").is_some() {
        "this is an Arazzo workflow, not an API description; import the description that it names under `sourceDescriptions`".to_owned()
    } else {
        format!(
            "no `openapi` (or `swagger`) says which version this is; add a line such as `openapi: 3.1.0`. It is read as {}",
            name(guess)
        )
    };
    problems.error("not-openapi", top, message);
    (guess, String::new())
}

fn guess(top: &At<'_>) -> Version {
    let has = |key: &str| top.value.get(key).is_some();
    if has("definitions") || has("securityDefinitions") || has("basePath") || has("host") {
        Version::V2
    } else {
        Version::V31
    }
}

fn name(version: Version) -> &'static str {
    match version {
        Version::V2 => "2.0",
        Version::V30 => "3.0",
        Version::V31 => "3.1",
        Version::V32 => "3.2",
    }
}
