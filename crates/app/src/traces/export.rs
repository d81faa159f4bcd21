//! Traces as files for other programs: CSV (RFC 4180), NDJSON, HAR 1.2.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use fairlead_core::{Id, limits};
use fairlead_store::trace;
use futures::{Stream, stream};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{rows::from_store, to_store};
use crate::{App, AppError, NameValue, Trace, TraceBody, TraceDetail, TraceFilter, TraceSort};

/// Traces read at once.
const PART: usize = 200;

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TraceFormat {
    /// A table without headers and bodies.
    Csv,
    /// One whole trace as JSON on each line.
    Ndjson,
    /// An archive that browsers and other tools read.
    Har,
}

/// What people call the environments and partners that traces know by their ids.
#[derive(Default)]
struct Names(BTreeMap<Id, String>);

impl Names {
    /// Empty for one that is there no more.
    fn of(&self, id: Option<Id>) -> String {
        let name = id.and_then(|id| self.0.get(&id));
        name.cloned().unwrap_or_default()
    }
}

/// What is left to write.
enum Left {
    Begin,
    Rows(Option<trace::Place>, u64),
    Done,
}

impl App {
    /// The traces that fit a filter, a part at a time as they are read, in the order of the list;
    /// ends early where reading fails.
    pub async fn export_traces(
        &self,
        project: Id,
        filter: TraceFilter,
        format: TraceFormat,
    ) -> Result<impl Stream<Item = Result<Bytes, AppError>> + Send + 'static, AppError> {
        self.project_row(project).await?;
        if filter.sort != TraceSort::Started && filter.text.is_some() {
            return Err(AppError::invalid(
                "invalid_query",
                "sort: traces that are searched for words come in order of time",
            ));
        }
        let filter = to_store(self.seen_traces(filter));
        let names = Arc::new(match format {
            TraceFormat::Csv => self.names(project).await?,
            TraceFormat::Ndjson | TraceFormat::Har => Names::default(),
        });
        let app = self.clone();
        Ok(stream::try_unfold(Left::Begin, move |left| {
            let (app, filter, names) = (app.clone(), filter.clone(), names.clone());
            async move {
                let (after, done) = match left {
                    Left::Begin => {
                        let next = Left::Rows(None, 0);
                        return Ok(Some((Bytes::from(beginning(format)), next)));
                    }
                    Left::Rows(after, done) => (after, done),
                    Left::Done => return Ok(None),
                };
                let part = app.part(project, filter, format, names, after, done == 0);
                let (mut text, next) = part.await?;
                let done = done + PART as u64;
                let next = match next.filter(|_| done < limits::TRACE_EXPORT) {
                    Some(place) => Left::Rows(Some(place), done),
                    None => {
                        text.push_str(if format == TraceFormat::Har {
                            "\n]}}\n"
                        } else {
                            ""
                        });
                        Left::Done
                    }
                };
                Ok(Some((Bytes::from(text), next)))
            }
        }))
    }

    async fn names(&self, project: Id) -> Result<Names, AppError> {
        let environments = self.list_environments(project).await?.into_iter();
        let partners = self.list_partners(project).await?.into_iter();
        let partners = partners.map(|partner| (partner.id, partner.name));
        Ok(Names(
            environments
                .map(|e| (e.id, e.name))
                .chain(partners)
                .collect(),
        ))
    }

    async fn part(
        &self,
        project: Id,
        filter: trace::Filter,
        format: TraceFormat,
        names: Arc<Names>,
        after: Option<trace::Place>,
        first: bool,
    ) -> Result<(String, Option<trace::Place>), AppError> {
        let part = self.store().read_traces(move |c| {
            let page = trace::page(c, project, &filter, PART, after)?;
            let mut text = String::new();
            for (place, row) in page.rows.into_iter().enumerate() {
                let id = row.id;
                if format == TraceFormat::Csv {
                    line(&mut text, &from_store(row), &names);
                    continue;
                }
                // One that was pruned between the page and here is left out.
                let Some(detail) = trace::detail(c, project, id)? else {
                    continue;
                };
                match format {
                    TraceFormat::Har => {
                        let read =
                            |e: serde_json::Error| fairlead_store::StoreError::Row(e.to_string());
                        let detail: TraceDetail = serde_json::from_str(&detail).map_err(read)?;
                        text.push_str(if first && place == 0 { "\n" } else { ",\n" });
                        text.push_str(&entry(&detail).to_string());
                    }
                    TraceFormat::Ndjson | TraceFormat::Csv => {
                        text.push_str(&detail);
                        text.push('\n');
                    }
                }
            }
            Ok((text, page.next))
        });
        Ok(part.await?)
    }
}

fn beginning(format: TraceFormat) -> String {
    match format {
        TraceFormat::Csv => "id,startedAt,source,method,path,operationId,status,durationMs,\
            requestValid,responseValid,violationCount,errorCategory,environmentId,partnerId,mockId,\
            runId,requestBytes,responseBytes,url,problem,endpoint,environment,partner\r\n"
            .to_owned(),
        TraceFormat::Ndjson => String::new(),
        TraceFormat::Har => {
            let creator = json!({"name": "Fairlead", "version": env!("CARGO_PKG_VERSION")});
            format!(r#"{{"log":{{"version":"1.2","creator":{creator},"entries":["#)
        }
    }
}

fn line(text: &mut String, trace: &Trace, names: &Names) {
    let optional = |value: Option<String>| value.unwrap_or_default();
    let word = |value: Value| value.as_str().unwrap_or_default().to_owned();
    let id = |id: Option<Id>| optional(id.map(|id| id.to_string()));
    let fields = [
        trace.id.to_string(),
        trace.started_at.to_string(),
        word(json!(trace.source)),
        trace.method.clone(),
        trace.path.clone(),
        optional(trace.operation_id.clone()),
        optional(trace.status.map(|status| status.to_string())),
        trace.duration_ms.to_string(),
        trace.request_valid.to_string(),
        optional(trace.response_valid.map(|valid| valid.to_string())),
        trace.violation_count.to_string(),
        word(json!(trace.error_category)),
        id(trace.environment_id),
        id(trace.partner_id),
        id(trace.mock_id),
        id(trace.run_id),
        trace.request_bytes.to_string(),
        trace.response_bytes.to_string(),
        trace.url.clone(),
        optional(trace.problem.clone()),
        optional(trace.path_template.clone()),
        names.of(trace.environment_id),
        names.of(trace.partner_id),
    ];
    text.push_str(&fields.map(|field| cell(&field)).join(","));
    text.push_str("\r\n");
}

/// A field of a table. What a spreadsheet would run as a formula is made a text.
fn cell(field: &str) -> String {
    let field = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if field.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

fn entry(detail: &TraceDetail) -> Value {
    let trace = &detail.trace;
    let fields = |headers: &[NameValue]| -> Vec<Value> {
        let field = |h: &NameValue| json!({"name": h.name, "value": h.value});
        headers.iter().map(field).collect()
    };
    let size = |body: Option<&TraceBody>| body.map_or(0, |body| body.bytes);
    let kind = |body: &TraceBody| body.content_type.clone().unwrap_or_default();
    let query: Vec<Value> = url::Url::parse(&trace.url)
        .map(|url| {
            let pairs = url.query_pairs();
            pairs
                .map(|(name, value)| json!({"name": name, "value": value}))
                .collect()
        })
        .unwrap_or_default();
    let mut request = json!({
        "method": trace.method,
        "url": trace.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": fields(&detail.request.headers),
        "queryString": query,
        "headersSize": -1,
        "bodySize": size(detail.request.body.as_ref()),
    });
    if let Some(body) = &detail.request.body {
        let text = body.text.as_ref().or(body.base64.as_ref());
        request["postData"] = json!({"mimeType": kind(body), "text": text});
    }
    let response = detail.response.as_ref();
    let body = response.and_then(|response| response.body.as_ref());
    let mut content = json!({"size": size(body), "mimeType": body.map(kind).unwrap_or_default()});
    if let Some(body) = body {
        content["text"] = json!(body.text.as_ref().or(body.base64.as_ref()));
        if body.text.is_none() && body.base64.is_some() {
            content["encoding"] = json!("base64");
        }
    }
    let timing = &detail.timing;
    let known = |ms: Option<f64>| ms.unwrap_or(-1.0);
    let before: f64 = [timing.dns_ms, timing.connect_ms, timing.tls_ms]
        .into_iter()
        .flatten()
        .sum();
    let wait = timing
        .first_byte_ms
        .unwrap_or((timing.total_ms - before).max(0.0));
    json!({
        "startedDateTime": trace.started_at,
        "time": timing.total_ms,
        "request": request,
        "response": {
            "status": trace.status.unwrap_or(0),
            "statusText": response.map_or("", |response| &response.status_text),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": response.map_or_else(Vec::new, |response| fields(&response.headers)),
            "content": content,
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": size(body),
        },
        "cache": {},
        "timings": {
            "dns": known(timing.dns_ms),
            "connect": known(timing.connect_ms),
            "ssl": known(timing.tls_ms),
            "send": 0,
            "wait": wait,
            "receive": (timing.total_ms - before - wait).max(0.0),
        },
        "_traceId": trace.id,
    })
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_field_stays_one_and_is_never_a_formula() {
        assert_eq!(cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("plain"), "plain");
    }
}
