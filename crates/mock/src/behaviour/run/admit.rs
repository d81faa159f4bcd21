//! Who may come in, how often, and whether it was all done before.

use std::time::Duration;

use fairlead_core::{Response, Severity, Timestamp};
use fairlead_validate::{Part, Report};

use super::{Course, Running};
use crate::behaviour::{asked::Asked, credentials, idempotency::Found, quota};

impl Running<'_> {
    /// Credentials and quotas: the answer to who may not come in.
    pub(super) fn admit(
        &self,
        asked: &Asked<'_>,
        course: &mut Course,
        report: &mut Report,
        standings: &mut Vec<quota::Standing>,
    ) -> Option<Response> {
        let operation = asked.operation?;
        let lacks = |v: &fairlead_validate::Violation| {
            v.part == Part::Security && v.severity == Severity::Error
        };
        if report.violations.iter().any(lacks) {
            return Some(self.mock.refuse(operation, asked.request, report));
        }
        let known = credentials::Known {
            listed: self.behaviour.credentials.as_deref(),
            provider: self.mock.provider.as_ref(),
            enforced: self.mock.enforces(Some(self.behaviour)),
        };
        if known.listed.is_some() || known.enforced {
            match credentials::check(&known, asked, operation) {
                Ok(used) => course.notes.extend(used),
                Err(refusal) => {
                    let (response, violation) =
                        self.mock.turn_away(operation, asked.request, &refusal);
                    course.notes.push(violation.message.clone());
                    report.violations.push(violation);
                    return Some(response);
                }
            }
        }
        *standings = quota::look(&self.behaviour.quotas, self.counters, asked, true);
        course
            .notes
            .extend(standings.iter().map(quota::Standing::note));
        let spent = standings
            .iter()
            .filter(|s| !s.allowed)
            .max_by_key(|s| s.wait)?;
        let wait = spent.retry_after();
        let detail = format!("{}; come again in {wait} s", spent.note());
        let mut response = self.mock.say(Some(operation), asked.request, 429, &detail);
        response.headers.set("retry-after", wait.to_string());
        Some(response)
    }

    /// The usual answer, or the one that a request with the same key got before.
    pub(super) fn once(
        &self,
        asked: &Asked<'_>,
        course: &mut Course,
        report: &Report,
        delay: Duration,
        usual: impl FnOnce(&Report) -> Response,
    ) -> Response {
        let (Some(idempotency), Some(operation)) = (&self.behaviour.idempotency, asked.operation)
        else {
            return usual(report);
        };
        let header = idempotency.header();
        let refuse =
            |status, why: String| self.mock.say(Some(operation), asked.request, status, &why);
        let place = match idempotency.look(self.counters, asked) {
            Found::Nothing => return usual(report),
            Found::Again(mut response) => {
                course.notes.push(format!(
                    "`{header}`: the answer is that of the first request"
                ));
                response.headers.set("idempotency-replayed", "true");
                return *response;
            }
            Found::Missing => {
                course.notes.push(format!("`{header}` is missing"));
                return refuse(
                    400,
                    format!(
                        "this operation wants a key of its own for each request, in the header `{header}`"
                    ),
                );
            }
            Found::Other => {
                course
                    .notes
                    .push(format!("`{header}` was used for another request"));
                return refuse(
                    422,
                    format!("the key in `{header}` was used for another request; take a new one"),
                );
            }
            Found::UnderWay => {
                course
                    .notes
                    .push(format!("`{header}`: the first request is under way"));
                return refuse(
                    409,
                    format!(
                        "a request with this key in `{header}` is still under way; come again later"
                    ),
                );
            }
            Found::First(place) => place,
        };
        let response = usual(report);
        if report.is_valid() {
            // What was never begun may be sent again, mended, with the same key.
            let delay = i64::try_from(delay.as_millis()).unwrap_or(i64::MAX);
            place.keep(
                &response,
                Timestamp::from_millis(asked.now.as_millis().saturating_add(delay)),
            );
        }
        response
    }
}
