//! Who may not.

use super::{Around, answered, finding, header};
use crate::{FindingPlace, TraceDetail, TraceFinding};

pub fn credentials(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
    if !matches!(trace.trace.status, Some(401 | 407)) {
        return Vec::new();
    }
    let asked =
        answered(trace, "www-authenticate").map(|asked| format!("WWW-Authenticate: {asked}"));
    let mut found: Vec<_> = around
        .schemes
        .iter()
        .filter(|(_, set)| !set)
        .map(|(scheme, _)| {
            finding(
                "credential-not-set",
                format!("No credential is set for the security scheme `{scheme}`."),
                format!("Set `{scheme}` and send the request again."),
            )
            .because(format!("The operation asks for `{scheme}`."))
            .at(FindingPlace::Credentials)
        })
        .collect();
    if found.is_empty() {
        let sent = header(&trace.request.headers, "authorization").is_some();
        let refused = match (sent, around.schemes.first()) {
            (_, Some((scheme, _))) => finding(
                "credential-refused",
                format!("A credential is set for `{scheme}`, and the server does not take it."),
                "Look whether it is the right one, has run out, or belongs to another environment.",
            ),
            (true, None) => finding(
                "credential-refused",
                "The request carried credentials that the server does not take.",
                "Look whether they are the right ones and have not run out.",
            ),
            (false, None) => finding(
                "credential-undeclared",
                "The server asks for credentials that the description does not speak of.",
                "Add the security scheme to the description, or ask the API's owner.",
            ),
        };
        found.push(refused.at(FindingPlace::Credentials));
    }
    if let (Some(first), Some(asked)) = (found.first_mut(), asked) {
        first.evidence.push(asked);
    }
    found
}

pub fn forbidden(trace: &TraceDetail, around: &Around) -> Vec<TraceFinding> {
    if trace.trace.status != Some(403) {
        return Vec::new();
    }
    let found = finding(
        "not-allowed",
        "The server knows who asks and does not allow it.",
        "Look whether the credential has the scopes or roles that the operation needs.",
    );
    let names: Vec<_> = around
        .schemes
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let found = if names.is_empty() {
        found
    } else {
        found.because(format!("The operation asks for {}.", names.join(", ")))
    };
    vec![found.at(FindingPlace::Credentials)]
}
