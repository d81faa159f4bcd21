//! What each operation of the API needs; what a role allows is `app`'s to say.

use fairlead_app::Permission;
use http::Method;

/// The permission that an operation needs. What is not named here needs the one to edit.
pub fn needed(method: &Method, route: &str) -> Permission {
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    let Some(rest) = route.strip_prefix("/v1/projects/{projectId}") else {
        return of_workspace(is_read, route);
    };
    let mut parts = rest.trim_start_matches('/').splitn(2, '/');
    let subject = parts.next().unwrap_or_default();
    of_project(is_read, subject, parts.next().unwrap_or_default())
}

fn of_workspace(is_read: bool, route: &str) -> Permission {
    match route {
        "/v1/doctor" | "/v1/metrics" | "/v1/variables" if is_read => Permission::ViewInternals,
        _ if is_read => Permission::View,
        _ => Permission::ManageWorkspace,
    }
}

fn of_project(is_read: bool, subject: &str, rest: &str) -> Permission {
    match (subject, rest) {
        ("partners", rest) if rest.contains("/variables") && is_read => Permission::View,
        ("partners", rest) if rest.contains("/variables") => Permission::SetOwnValues,
        ("partners" | "partner-space", _) => Permission::ManagePartners,
        // It may set values of variables.
        ("playground", "paste") => Permission::SetOwnValues,
        ("playground", "cookies") if !is_read => Permission::SetOwnValues,
        ("results" | "playground", _) | ("webhooks", "send") => Permission::Send,
        // What a behaviour file and a state hold is not for everybody.
        ("mocks", rest) if rest.ends_with("/behaviour") || rest.ends_with("/state") => {
            Permission::RunMocks
        }
        ("requests", "export" | "folder") => Permission::SaveRequests,
        _ if is_read => to_read(subject, rest),
        _ => to_write(subject),
    }
}

fn to_read(subject: &str, rest: &str) -> Permission {
    match (subject, rest) {
        ("environments", "export") => Permission::ViewInternals,
        ("traces", "retention" | "seal") => Permission::KeepTraces,
        _ => Permission::View,
    }
}

fn to_write(subject: &str) -> Permission {
    match subject {
        // The project itself.
        "" => Permission::ManageWorkspace,
        "environments" | "credentials" | "oauth" => Permission::SetOwnValues,
        "mocks" | "catchers" => Permission::RunMocks,
        "requests" => Permission::SaveRequests,
        "traces" => Permission::KeepTraces,
        _ => Permission::Edit,
    }
}
