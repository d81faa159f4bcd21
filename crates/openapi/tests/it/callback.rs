//! Callbacks of operations and links of responses.

use fairlead_openapi::{LinkTarget, MemoryFetch, SAMPLE, read};

use crate::show;

#[test]
fn the_sample_has_one_of_each() {
    let fetch = MemoryFetch::new([("harbour.yaml", SAMPLE)]);
    let (_, spec, _) = read(&MemoryFetch::uri("harbour.yaml"), &fetch);
    let book = spec
        .operations
        .iter()
        .find(|o| o.operation_id.as_deref() == Some("createBooking"))
        .unwrap();
    let callback = &book.callbacks[0];
    assert_eq!(callback.name, "bookingChanged");
    assert_eq!(callback.expression, "{$request.body#/notifyUrl}");
    assert_eq!(
        callback.place.pointer,
        "/paths/~1bookings/post/callbacks/bookingChanged/{$request.body#~1notifyUrl}"
    );
    let call = &callback.operations[0];
    assert_eq!(
        (call.method.as_str(), &call.path),
        ("POST", &callback.expression)
    );
    assert!(call.id.starts_with("cb_"));
    assert!(call.request_body.is_some());

    let created = book.response_for(201).unwrap();
    let link = &created.links[0];
    assert_eq!(link.target, LinkTarget::Id("getBooking".into()));
    assert_eq!(link.parameters["bookingId"], "$response.body#/id");
    assert_eq!(spec.linked(link).unwrap().path, "/bookings/{bookingId}");
}

#[test]
fn references_of_links_and_callbacks_are_followed() {
    let (_, spec, problems) = show::one(
        r"
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    post:
      callbacks: {done: {$ref: '#/components/callbacks/Done'}}
      responses:
        '201': {description: ok, links: {next: {$ref: '#/components/links/Next'}, gone: {operationRef: 'https://elsewhere.example/#/x'}, none: {}}}
  /b:
    get:
      callbacks: {done: {$ref: '#/components/callbacks/Done'}}
      responses: {'200': {description: ok}}
components:
  links: {Next: {operationRef: '#/paths/~1b/get', requestBody: {a: 1}, server: {url: 'https://b.example'}}}
  callbacks: {Done: {'{$request.query.to}': {post: {responses: {'200': {description: ok}}}}}}
",
    );
    let (a, b) = (&spec.operations[0], &spec.operations[1]);
    assert_eq!(a.callbacks[0].place, b.callbacks[0].place);
    let id = |n: usize| &spec.operations[n].callbacks[0].operations[0].id;
    assert_ne!(id(0), id(1), "each operation has its own");
    let links = &a.responses[0].links;
    assert_eq!(links.len(), 2, "one without a target is left out");
    assert_eq!(spec.linked(&links[0]).map(|o| &o.id), Some(&b.id));
    assert_eq!(links[0].server.as_ref().unwrap().url, "https://b.example");
    assert_eq!(links[0].request_body, Some(serde_json::json!({"a": 1})));
    let elsewhere = LinkTarget::Reference {
        written: "https://elsewhere.example/#/x".into(),
        place: None,
    };
    assert_eq!(links[1].target, elsewhere);
    assert!(problems.iter().all(|p| p.code != "ref-not-found"));
}

#[test]
fn a_callback_inside_itself_ends() {
    let names: Vec<String> = (0..40)
        .map(|n| format!("c{n}: {{$ref: '#/components/callbacks/C{n}'}}"))
        .collect();
    let all = names.join(", ");
    let callbacks: Vec<String> = (0..40)
        .map(|n| format!("    C{n}: {{'/x': {{post: {{callbacks: {{{all}}}}}}}}}"))
        .collect();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a: {{post: {{callbacks: {{{all}}}}}}}\ncomponents:\n  callbacks:\n{}\n",
        callbacks.join("\n")
    );
    let (_, spec, _) = show::one(&text);
    let first = &spec.operations[0].callbacks;
    assert_eq!(first.len(), 40);
    let second = &first[0].operations[0].callbacks;
    assert_eq!(second.len(), 39, "not itself");
    let third = &second[0].operations[0].callbacks;
    assert_eq!(third.len(), 38);
    assert!(third[0].operations[0].callbacks.is_empty(), "deep enough");
}
