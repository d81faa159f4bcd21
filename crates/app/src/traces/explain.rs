//! Why an exchange ended as it did: rules over its status, its contract, the credentials that are
//! set, and the exchanges of the same operation before it. The same trace beside the same others
//! is always explained the same way.

mod rules;

use fairlead_core::Id;
use fairlead_store::trace;

use super::from_store;
use crate::{App, AppError, Trace, TraceExplanation};

/// Exchanges before this one that are looked at.
const BEFORE: usize = 20;

/// What the rules look at beside the trace itself.
#[derive(Default)]
struct Around {
    /// Schemes that the operation may ask for, and whether each is set; none where the operation
    /// asks for nothing.
    schemes: Vec<(String, bool)>,
    /// Whether the operation is in the description.
    known: bool,
    /// Methods that the description has for the same path.
    methods: Vec<String>,
    /// Exchanges of the same operation before this one, newest first.
    before: Vec<Trace>,
}

impl App {
    /// Explains one trace.
    pub async fn explain_trace(&self, project: Id, id: Id) -> Result<TraceExplanation, AppError> {
        let detail = self.trace(project, id).await?;
        let mut around = Around::default();
        // A project whose description is gone still has traces.
        if let Ok(row) = self.spec_row(project, None).await {
            let loaded = self.loaded(&row).await?;
            let credentials = self.list_credentials(project).await?;
            let spec = loaded.spec();
            let operation = detail
                .trace
                .operation_id
                .as_deref()
                .and_then(|id| spec.operation(id));
            if let Some(operation) = operation {
                around.known = true;
                let needs = operation.security.iter().flatten().flatten();
                for need in needs {
                    let set = credentials.iter().any(|c| c.scheme == need.scheme && c.set);
                    if !around.schemes.iter().any(|(name, _)| *name == need.scheme) {
                        around.schemes.push((need.scheme.clone(), set));
                    }
                }
            }
            let path = detail.trace.path_template.as_deref();
            around.methods = spec
                .operations
                .iter()
                .filter(|operation| Some(operation.path.as_str()) == path)
                .map(|operation| operation.method.clone())
                .collect();
        }
        let (operation, at) = (detail.trace.operation_id.clone(), detail.trace.started_at);
        if operation.is_some() {
            // Whoever looks as a partner hears of that partner's alone.
            let partner = self.onlooker();
            let rows = self
                .store()
                .read_traces(move |c| trace::neighbours(c, project, operation, partner, at, BEFORE))
                .await?;
            around.before = rows.into_iter().map(from_store).collect();
        }
        Ok(rules::explain(&detail, &around))
    }
}
