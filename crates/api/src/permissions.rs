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
        // The project itself.
        ("", _) if !is_read => Permission::ManageWorkspace,
        ("environments", "export" | "import") => match is_read {
            true => Permission::ViewInternals,
            false => Permission::SetOwnValues,
        },
        ("environments", _) if !is_read => Permission::SetOwnValues,
        ("credentials" | "oauth", _) if !is_read => Permission::SetOwnValues,
        ("partners", rest) if rest.contains("/variables") => match is_read {
            true => Permission::View,
            false => Permission::SetOwnValues,
        },
        ("partners" | "partner-space", _) => Permission::ManagePartners,
        ("results", _) => Permission::Send,
        // What a behaviour file and a state hold is not for everybody.
        ("mocks", rest) if rest.ends_with("/behaviour") || rest.ends_with("/state") => {
            Permission::RunMocks
        }
        ("mocks" | "catchers", _) if !is_read => Permission::RunMocks,
        ("playground", _) => Permission::Send,
        ("webhooks", "send") => Permission::Send,
        ("requests", "folder") if is_read => Permission::SaveRequests,
        ("requests", "export") => Permission::SaveRequests,
        ("requests", _) if !is_read => Permission::SaveRequests,
        ("traces", "retention" | "seal") if is_read => Permission::KeepTraces,
        ("traces", _) if !is_read => Permission::KeepTraces,
        _ if is_read => Permission::View,
        _ => Permission::Edit,
    }
}
