//! What the API of a revision can do.

use fairlead_core::Id;
use fairlead_openapi::capabilities as engine;

use super::changes::to_place;
use crate::{
    App, AppError, Capability, CapabilityEvidence, CapabilitySignal, NamedOperation, off_thread,
};

impl App {
    /// What the API can do, by kind, with what speaks for it.
    pub async fn spec_capabilities(
        &self,
        project: Id,
        spec: Id,
    ) -> Result<Vec<Capability>, AppError> {
        let row = self.spec_row(project, Some(spec)).await?;
        let loaded = self.loaded(&row).await?;
        off_thread(move || {
            let mut found = fairlead_openapi::capabilities(loaded.spec());
            engine::locate_capabilities(&mut found, &loaded.sources);
            found.into_iter().map(to_capability).collect()
        })
        .await
    }
}

fn to_capability(found: engine::Capability) -> Capability {
    Capability {
        kind: found.kind.as_str().to_owned(),
        style: found.style,
        confidence: found.confidence,
        operations: found.operations,
        signals: found.signals.into_iter().map(to_signal).collect(),
    }
}

fn to_signal(found: engine::FoundSignal) -> CapabilitySignal {
    CapabilitySignal {
        signal: found.signal.as_str().to_owned(),
        words: found.signal.words().to_owned(),
        weight: found.weight,
        count: found.count,
        evidence: found
            .evidence
            .into_iter()
            .map(|e| CapabilityEvidence {
                place: to_place(e.spot),
                what: e.what,
                operation: e.operation.map(|o| NamedOperation {
                    method: o.method,
                    path: o.path,
                    id: Some(o.id),
                }),
            })
            .collect(),
    }
}
