//! Saved requests and drafts as code.

use fairlead_core::Id;
use fairlead_openapi::{Location, SecurityKind};
use fairlead_requests::{
    ApiKeyPlace, Auth, Language, Row, SavedRequest, query_rows, take_secrets, to_code,
};

use super::{convert, document};
use crate::{App, AppError, Draft, RequestCode, contracts::Loaded, operations};

impl App {
    /// A saved request as code, with what its folders say.
    pub async fn request_code(
        &self,
        project: Id,
        id: Id,
        language: Language,
    ) -> Result<RequestCode, AppError> {
        let row = self.request_row(project, id).await?;
        let request = document(&row)?;
        let folder: Vec<String> = serde_json::from_str(&row.folder).map_err(super::internal)?;
        let folder: Vec<&str> = folder.iter().map(String::as_str).collect();
        let resolved = self.collection(project).await?.resolve(&folder, &request);
        let code = to_code(&resolved, language);
        Ok(RequestCode { language, code })
    }

    /// A draft as code. Credentials of the vault are environment variables in it.
    pub async fn draft_code(
        &self,
        project: Id,
        draft: Draft,
        language: Language,
    ) -> Result<RequestCode, AppError> {
        let described = match &draft.free {
            None => Some(self.loaded(&self.described(project).await?).await?),
            Some(_) => None,
        };
        let called = match &described {
            None => None,
            Some(loaded) => Some((loaded, operations::find(loaded, &draft.operation_id)?.0)),
        };
        let mut request = convert::saved(&draft, called.map(|(_, operation)| operation))?;
        if draft
            .free
            .as_ref()
            .is_some_and(|free| free.url.trim_start().starts_with('/'))
        {
            request.url.insert_str(0, "{{baseUrl}}");
        }
        request.url = crate::playground::with_scheme(&request.url);
        let stays = draft
            .free
            .as_ref()
            .is_none_or(crate::playground::needs_target);
        if let Some(base) = self
            .address(project, &draft.target)
            .await?
            .filter(|_| stays)
        {
            let (address, query) = base.split_once('?').unwrap_or((&base, ""));
            request.url = request
                .url
                .replace("{{baseUrl}}", address.trim_end_matches('/'));
            request.query.splice(0..0, query_rows(query));
        }
        if let Some((loaded, operation)) =
            called.filter(|_| draft.use_credentials && draft.basic.is_none())
        {
            request.auth = authentication(loaded, operation, &mut request);
        }
        // A credential that was typed into a field is no part of the code either.
        let _ = take_secrets(&mut request, &[]);
        let code = to_code(&request, language);
        Ok(RequestCode { language, code })
    }
}

/// The first way to log in that the operation names and the request does not show already.
fn authentication(
    loaded: &Loaded,
    operation: &fairlead_openapi::Operation,
    request: &mut SavedRequest,
) -> Auth {
    let needs = operation
        .security
        .iter()
        .flatten()
        .find(|needs| !needs.is_empty());
    let mut auth = Auth::None;
    for need in needs.into_iter().flatten() {
        let Some(scheme) = loaded.spec().security_schemes.get(&need.scheme) else {
            continue;
        };
        let variable = format!("{{{{{}}}}}", need.scheme);
        let has = |request: &SavedRequest, name: &str| {
            request
                .headers
                .iter()
                .any(|h| h.enabled && h.name.eq_ignore_ascii_case(name))
        };
        match &scheme.kind {
            SecurityKind::ApiKey { location, name } if auth == Auth::None => {
                auth = Auth::ApiKey {
                    place: match location {
                        Location::Query => ApiKeyPlace::Query,
                        Location::Cookie => ApiKeyPlace::Cookie,
                        _ => ApiKeyPlace::Header,
                    },
                    name: name.clone(),
                    value: variable,
                };
            }
            SecurityKind::ApiKey {
                location: Location::Query,
                name,
            } => {
                request.query.push(Row::new(name.clone(), variable));
            }
            SecurityKind::ApiKey { name, .. } => {
                request.headers.push(Row::new(name.clone(), variable));
            }
            SecurityKind::MutualTls => {}
            _ if has(request, "authorization") => {}
            SecurityKind::Basic => {
                auth = Auth::Basic {
                    username: format!("{{{{{}_username}}}}", need.scheme),
                    password: format!("{{{{{}_password}}}}", need.scheme),
                };
            }
            SecurityKind::Http(prefix) => {
                auth = Auth::Bearer {
                    token: variable,
                    prefix: prefix.clone(),
                };
            }
            _ => {
                auth = Auth::Bearer {
                    token: variable,
                    prefix: String::new(),
                };
            }
        }
    }
    auth
}
