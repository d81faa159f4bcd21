//! One operation, whole.

use std::sync::Arc;

use fairlead_openapi as openapi;
use fairlead_openapi::Location;
use serde_json::Value;

use super::summarise;
use crate::{
    ContentDetail, ExampleDetail, HeaderDetail, OperationDetail, OperationKind, ParameterDetail,
    RequestBodyDetail, ResponseDetail, SecurityNeed, ServerSummary, contracts::Loaded,
    specs::Inlined,
};

pub fn describe(
    loaded: &Arc<Loaded>,
    operation: &openapi::Operation,
    kind: OperationKind,
) -> OperationDetail {
    let mut inlined = Inlined::new(loaded);
    let parameters = operation
        .parameters
        .iter()
        .map(|p| parameter(&mut inlined, p))
        .collect();
    let request_body = operation
        .request_body
        .as_ref()
        .map(|body| RequestBodyDetail {
            required: body.required,
            description: body.description.clone(),
            content: body
                .content
                .iter()
                .map(|c| content(&mut inlined, c))
                .collect(),
        });
    let responses = operation
        .responses
        .iter()
        .map(|response| ResponseDetail {
            status: response.status.to_string(),
            description: response.description.clone(),
            headers: response
                .headers
                .iter()
                .map(|h| HeaderDetail {
                    name: h.name.clone(),
                    required: h.required,
                    description: h.description.clone(),
                    schema: h.schema.as_ref().and_then(|s| inlined.schema(s)),
                })
                .collect(),
            content: response
                .content
                .iter()
                .map(|c| content(&mut inlined, c))
                .collect(),
        })
        .collect();
    let place = &operation.place;
    OperationDetail {
        operation: summarise(operation, kind),
        description: operation.description.clone(),
        parameters,
        request_body,
        responses,
        security: operation.security.as_ref().map(|alternatives| {
            let need = |n: &openapi::SecurityNeed| SecurityNeed {
                scheme: n.scheme.clone(),
                scopes: n.scopes.clone(),
            };
            alternatives
                .iter()
                .map(|all| all.iter().map(need).collect())
                .collect()
        }),
        servers: operation
            .servers
            .iter()
            .map(|s| ServerSummary {
                url: s.resolved.clone(),
                description: s.description.clone(),
            })
            .collect(),
        schemas: inlined.reachable(),
        file: loaded.name_of(&place.document),
        pointer: place.pointer.clone(),
        line: openapi::locate(&loaded.sources, &place.document, &place.pointer).map(|s| s.line),
    }
}

fn parameter(inlined: &mut Inlined<'_>, parameter: &openapi::Parameter) -> ParameterDetail {
    let in_content = parameter.content.as_ref().and_then(|c| c.schema.as_ref());
    let schema = parameter.schema.as_ref().or(in_content);
    ParameterDetail {
        name: parameter.name.clone(),
        location: match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Querystring => "querystring",
            Location::Header => "header",
            Location::Cookie => "cookie",
        }
        .into(),
        required: parameter.required,
        deprecated: parameter.deprecated,
        description: parameter.description.clone(),
        style: serde_json::to_value(parameter.style)
            .ok()
            .and_then(|s| s.as_str().map(str::to_owned))
            .unwrap_or_default(),
        explode: parameter.explode,
        schema: schema.and_then(|s| inlined.schema(s)),
        example: parameter.examples.first().map(|e| e.value.clone()),
    }
}

fn content(inlined: &mut Inlined<'_>, content: &openapi::MediaType) -> ContentDetail {
    let schema = content.schema.as_ref().or(content.item_schema.as_ref());
    ContentDetail {
        media_type: content.media_type.clone(),
        schema: schema.and_then(|s| inlined.schema(s)),
        examples: content
            .examples
            .iter()
            .map(|e| ExampleDetail {
                name: e.name.clone().unwrap_or_else(|| "example".to_owned()),
                summary: e.summary.clone(),
                value: e.value.clone(),
            })
            .collect::<Vec<_>>(),
    }
}

/// A value as text for a person to edit.
pub fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}
