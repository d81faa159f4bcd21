//! Which webhook or callback of a description a delivery is.

use fairlead_core::Request;
use fairlead_openapi::{Outgoing, Spec};
use fairlead_validate::{Contract, Report};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A webhook or callback that a delivery was taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = MatchedWebhook))]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// Id of its operation.
    pub operation_id: String,
    /// Its name.
    pub name: String,
}

/// What a delivery is, and what is wrong with it as such; `event` is what it says it is. The one
/// that was named; else the one whose name is in the path or in the event; else the only one
/// that it keeps the contract of.
pub fn find(
    contract: &Contract,
    named: Option<&str>,
    request: &Request,
    event: Option<&str>,
) -> Option<(Candidate, Report)> {
    let spec: &Spec = contract.spec();
    let checked = |outgoing: &Outgoing<'_>| {
        let candidate = Candidate {
            operation_id: outgoing.operation.id.clone(),
            name: outgoing.name.to_owned(),
        };
        (
            candidate,
            contract.check_outgoing(outgoing.operation, request),
        )
    };
    if let Some(name) = named {
        return spec.find_outgoing(name).map(|found| checked(&found));
    }
    let all: Vec<Outgoing<'_>> = spec
        .outgoing()
        .into_iter()
        .filter(|o| o.operation.method == request.method)
        .collect();
    let last = request.path.rsplit('/').find(|s| !s.is_empty());
    let texts: Vec<String> = event.into_iter().chain(last).map(fold).collect();
    let by_name = all.iter().find(|o| {
        let id = o.operation.operation_id.as_deref();
        std::iter::once(o.name)
            .chain(id)
            .any(|name| texts.contains(&fold(name)))
    });
    if let Some(found) = by_name {
        return Some(checked(found));
    }
    let mut kept = all
        .iter()
        .map(checked)
        .filter(|(_, report)| report.is_valid());
    let first = kept.next()?;
    // Of several that fit none can be told to be it, unless they are one under one name.
    kept.all(|(other, _)| other.name == first.0.name)
        .then_some(first)
}

/// A body as a value; null where it is no JSON.
pub fn value_of(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or(Value::Null)
}

/// `order.paid`, `orderPaid` and `order_paid` are one name.
fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
