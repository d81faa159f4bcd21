//! Answers that tell what is kept.

use fairlead_core::Response;
use fairlead_openapi::{ResponseSpec, StatusKey};
use fairlead_validate::Direction;
use serde_json::{Value, json};

use super::{
    asking::{Asking, Refusal},
    deed::Outcome,
    infer, list,
    place::Place,
    precondition, query,
    shape::Deed,
};
use crate::{
    answer::{self, agree},
    encode, negotiate,
    prefer::Preference,
    refuse,
};

impl<'a> Asking<'a> {
    /// The response that tells of success, and its status; `None` where none is declared.
    fn success(&self, is_new: bool) -> Option<(&'a ResponseSpec, u16)> {
        let role = self.role;
        let declared: Vec<(&ResponseSpec, u16)> = infer::successes(self.operation)
            .filter_map(|r| match r.status {
                StatusKey::Code(code) => Some((r, code)),
                StatusKey::Range(_) => Some((r, if is_new { 201 } else { 200 })),
                // A default is most often an error; where it holds the item, it is none.
                StatusKey::Default => {
                    let holds = role.answers.iter().any(|a| a.status == r.status);
                    (r.content.is_empty() || holds).then_some((r, 200))
                }
            })
            .collect();
        let made = |(_, code): &&(&ResponseSpec, u16)| (*code == 201) == is_new;
        declared.iter().find(made).or(declared.first()).copied()
    }

    /// Whether the caller takes no form of the answer: then nothing is done.
    pub fn unacceptable(&self) -> Option<Response> {
        let (declared, status) = self.success(self.role.deed == Deed::Create)?;
        if declared.content.is_empty() || matches!(status, 204 | 205) {
            return None;
        }
        let why = agree(declared, status, self.request).err()?;
        Some(answer::none(why, declared, &Preference::default()))
    }

    /// Whether the caller asks for a form that what is kept cannot be told in, such as a picture.
    pub fn is_other_form(&self) -> bool {
        if !matches!(self.role.deed, Deed::List | Deed::Read) {
            return false;
        }
        let Some((declared, status)) = self.success(false) else {
            return true;
        };
        let choice = agree(declared, status, self.request).ok();
        choice.is_none_or(|c| self.place(declared, &c).is_none())
    }

    fn place(&self, declared: &ResponseSpec, choice: &negotiate::Choice<'_>) -> Option<&'a Place> {
        self.role
            .answer(declared.status, &choice.declared.media_type)
    }

    /// The answer to what came of a request.
    pub fn respond(&self, outcome: &Outcome) -> Response {
        if let Outcome::NotModified(tag) = outcome {
            let mut response = Response {
                status: 304,
                ..Response::default()
            };
            response.headers.set("etag", tag.clone());
            return response;
        }
        let is_new = match outcome {
            Outcome::One { is_new, .. } => *is_new,
            Outcome::Several { are_new, .. } => *are_new,
            _ => false,
        };
        let Some((declared, status)) = self.success(is_new) else {
            // Nothing is said of success, so there is nothing to say but that.
            let status = match self.role.deed {
                Deed::Remove => 204,
                _ if is_new => 201,
                _ => 200,
            };
            let mut response = Response {
                status,
                ..Response::default()
            };
            self.tell_place(&mut response, None, outcome);
            return response;
        };
        let bodiless = matches!(status, 204 | 205) || declared.content.is_empty();
        let choice = match (!bodiless).then(|| agree(declared, status, self.request)) {
            None => None,
            Some(Ok(choice)) => Some(choice),
            Some(Err(why)) => return answer::none(why, declared, &Preference::default()),
        };
        let page = match outcome {
            Outcome::All(items) => Some(list::page(self, items)),
            _ => None,
        };
        let place = choice.as_ref().and_then(|c| self.place(declared, c));
        let mut response = match (&choice, place) {
            (Some(choice), Some(place)) => {
                let schema = choice.declared.schema.as_ref();
                let value = match (outcome, &page) {
                    (_, Some(page)) => list::body(self, place, schema, page),
                    (Outcome::Several { items, .. }, _) => self.wrap(place, schema, items),
                    (Outcome::One { item, .. }, _) => {
                        self.wrap(place, schema, std::slice::from_ref(item))
                    }
                    _ => Value::Null,
                };
                let (body, content_type) = encode::encode(
                    &self.mock.contract,
                    choice.declared,
                    &choice.media_type,
                    &value,
                );
                let mut headers = self.mock.headers(declared, self.seed(0));
                headers.set("content-type", content_type);
                Response {
                    status,
                    headers,
                    body,
                }
            }
            (Some(_), None) => self.made_up(declared, status, outcome),
            (None, _) => Response {
                status,
                headers: self.mock.headers(declared, self.seed(0)),
                body: bytes::Bytes::new(),
            },
        };
        if let Some(page) = &page {
            list::headers(self, declared, page, &mut response);
        }
        self.tell_place(&mut response, Some(declared), outcome);
        response
    }

    /// Items in the body that a response wants them in.
    fn wrap(
        &self,
        place: &Place,
        schema: Option<&fairlead_openapi::SchemaRef>,
        items: &[Value],
    ) -> Value {
        let maker = self.maker();
        let render = |item: &Value| maker.render(&place.schema, item, self.seed(1));
        let inner: Value = if place.listed {
            items.iter().map(render).collect()
        } else {
            items.first().map(render).unwrap_or_default()
        };
        match schema.filter(|_| !place.within.is_empty()) {
            Some(schema) => {
                let around = self
                    .mock
                    .sample(schema, self.seed(1), &Preference::default());
                place.put(around, inner)
            }
            None => inner,
        }
    }

    /// An answer that is not about the item, told what is known.
    fn made_up(&self, declared: &ResponseSpec, status: u16, outcome: &Outcome) -> Response {
        let mut told = json!({ "success": true, "ok": true, "status": status, "code": status });
        if let Outcome::One { item, id, .. } = outcome {
            told["id"] = id.clone().into();
            if let Some(name) = &self.collection().id {
                told[name.as_str()] = item.get(name).cloned().unwrap_or_default();
            }
            if self.role.deed == Deed::Remove {
                told["deleted"] = true.into();
            }
        }
        let none = Preference::default();
        self.mock
            .answer_with(
                self.operation,
                declared,
                status,
                self.request,
                &none,
                Some(&told),
            )
            .unwrap_or_else(|why| answer::none(why, declared, &none))
    }

    /// `ETag` of an item that is there, `Location` of one that is new.
    fn tell_place(
        &self,
        response: &mut Response,
        declared: Option<&ResponseSpec>,
        outcome: &Outcome,
    ) {
        let Outcome::One { item, id, is_new } = outcome else {
            return;
        };
        if self.role.deed != Deed::Remove {
            self.set_header(response, declared, "etag", &[precondition::tag(item)]);
        }
        if !is_new || response.status != 201 {
            return;
        }
        if let Some(template) = &self.collection().readable {
            let scope = self.key().1;
            let values = scope.iter().map(String::as_str).chain([id.as_str()]);
            let path = format!("{}{}", self.prefix(), template.fill(values));
            let whole = query::absolute(self.request, &path);
            self.set_header(response, declared, "location", &[path, whole]);
        }
    }

    /// Sets a header field to the first of some texts that its declaration lets stand.
    pub fn set_header(
        &self,
        response: &mut Response,
        declared: Option<&ResponseSpec>,
        name: &str,
        texts: &[String],
    ) {
        let spec = declared.and_then(|d| {
            let mut headers = d.headers.iter();
            headers.find(|h| h.name.eq_ignore_ascii_case(name))
        });
        let schema = spec.and_then(|s| s.schema.as_ref());
        let fits = |text: &&String| {
            schema.is_none_or(|schema| {
                let shape = self.mock.contract.shape(schema);
                let value = fairlead_validate::parameter::read::plain(&shape, text);
                self.mock
                    .contract
                    .is_valid(schema, Direction::Response, &value)
            })
        };
        if let Some(text) = texts.iter().find(fits) {
            response.headers.set(name, text.clone());
        }
    }

    /// What stands before the description's own path: the path of a server.
    fn prefix(&self) -> &str {
        let own = self
            .operation
            .path
            .trim_end_matches('/')
            .matches('/')
            .count();
        let path = self.request.path.trim_end_matches('/');
        let starts: Vec<usize> = path.match_indices('/').map(|(at, _)| at).collect();
        let start = starts.len().checked_sub(own).and_then(|n| starts.get(n));
        start.map_or("", |at| &path[..*at])
    }

    /// The answer to what is refused: the document's own where it declares one, else a problem.
    pub fn refused(&self, refusal: &Refusal) -> Response {
        let full;
        let (status, title, detail) = match refusal {
            Refusal::Missing(detail) => (404, "Not found", detail),
            Refusal::Conflict(detail) => (409, "Conflict", detail),
            Refusal::Condition(detail) => (412, "Precondition failed", detail),
            Refusal::Unfit(detail) => (422, "The request makes no item", detail),
            Refusal::Full(why) => {
                full = format!("{why}; delete some, or reset the mock");
                (507, "The mock is full", &full)
            }
        };
        let declared = self.operation.response_for(status).filter(|r| {
            let is_success = self.role.answers.iter().any(|a| a.status == r.status);
            !is_success && (r.status != StatusKey::Default || !r.content.is_empty())
        });
        let mut told = refuse::told(status, title, detail, &[]);
        told["errors"] = json!([{ "message": detail, "detail": detail, "title": title }]);
        let none = Preference::default();
        let own = declared.and_then(|declared| {
            self.mock
                .answer_with(
                    self.operation,
                    declared,
                    status,
                    self.request,
                    &none,
                    Some(&told),
                )
                .ok()
        });
        own.unwrap_or_else(|| refuse::problem(status, title, detail, &[]))
    }
}
