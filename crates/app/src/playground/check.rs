//! What is wrong with a draft, and what would be sent.

use fairlead_core::{Id, Timestamp};
use fairlead_validate::{Report, media};

use super::{curl, markers, prepare::Prepared};
use crate::{
    Draft, DraftCheck, RequestPreview, TraceSource, contracts::Loaded, operations, secrets, traces,
};

impl Prepared {
    /// What is found, with secrets masked.
    pub fn check(self, draft: &Draft) -> DraftCheck {
        let text = draft
            .body
            .as_ref()
            .and_then(|b| b.text.as_deref())
            .unwrap_or_default();
        let content_type = draft.body.as_ref().map(|b| b.content_type.as_str());
        let sample = || {
            let known = self.loaded.as_ref().zip(self.operation.as_ref());
            content_type
                .zip(known)
                .and_then(|(wanted, (loaded, own))| sample_body(loaded, own, wanted))
                .unwrap_or_default()
        };
        let mut markers = markers::of(text, &self.report.violations, sample);
        for marker in &mut markers {
            marker.message = self.redactor.apply(&marker.message);
            for fix in &mut marker.fixes {
                fix.title = self.redactor.apply(&fix.title);
            }
        }
        let report = secrets::mask_report(&self.redactor, self.report);
        // Masked the same way as a kept trace.
        let masked = traces::Making {
            id: Id::new(),
            project: Id::new(),
            source: TraceSource::Playground,
            operation: None,
            template: None,
            mock: None,
            url: &self.built.url,
            started_at: Timestamp::now(),
            request: &self.built.request,
            response: None,
            request_report: Report::default(),
            response_report: None,
            error: None,
            timing: crate::Timing::default(),
            redactor: &self.redactor,
            secret_names: &self.secret_names,
            environment: None,
            attempts: 0,
            run: None,
        }
        .make();
        let request = RequestPreview {
            method: masked.request.method,
            url: masked.request.url,
            headers: masked.request.headers,
        };
        let body = masked.request.body.and_then(|b| b.text);
        let curl = match draft.socket {
            Some(_) => curl::socket(&request),
            None => curl::command(&request, body.as_deref()),
        };
        DraftCheck {
            valid: report.is_valid(),
            checked_by: self.operation.map(|operation| operation.id),
            fits: self.fits,
            curl,
            request,
            violations: report.violations,
            markers,
        }
    }
}

/// A body that keeps the contract, as JSON.
fn sample_body(
    loaded: &Loaded,
    operation: &fairlead_openapi::Operation,
    content_type: &str,
) -> Option<serde_json::Value> {
    let content = &operation.request_body.as_ref()?.content;
    let schema = media::choose(content, content_type)?.schema.as_ref()?;
    Some(operations::draft::generated(
        loaded,
        schema,
        &crate::SampleChoice::default(),
    ))
}
