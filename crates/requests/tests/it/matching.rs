//! Requests and the operations they call.

use fairlead_openapi::{MemoryFetch, Spec, load, parse};
use fairlead_requests::{Row, SavedRequest, match_operation};

fn spec() -> Spec {
    let text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://api.example.com/v1'}]\npaths:\n  /pets/{id}:\n    get: {operationId: one, responses: {}}\n  /pets/mine:\n    get: {operationId: mine, responses: {}}\n  /files/{name}.{ext}:\n    get: {operationId: file, responses: {}}\n";
    let fetch = MemoryFetch::new([("a.yaml", text)]);
    let (sources, _) = load(&MemoryFetch::uri("a.yaml"), &fetch);
    parse(&sources).0
}

fn call(method: &str, url: &str) -> Option<(String, Vec<(String, String)>)> {
    let request = SavedRequest {
        method: method.into(),
        url: url.into(),
        path_params: vec![Row::new("petId", "7 8")],
        ..SavedRequest::default()
    };
    let spec = spec();
    let call = match_operation(&request, &spec)?;
    let operation = spec
        .operations
        .iter()
        .find(|o| o.id == call.operation)
        .unwrap();
    Some((operation.operation_id.clone().unwrap(), call.path_values))
}

#[test]
fn servers_templates_and_variables_lead_to_the_operation() {
    let one = |value: &str| Some(("one".to_owned(), vec![("id".to_owned(), value.to_owned())]));
    assert_eq!(call("GET", "https://api.example.com/v1/pets/5"), one("5"));
    assert_eq!(call("get", "http://localhost:4010/pets/a%20b"), one("a b"));
    assert_eq!(call("GET", "{{base}}/pets/{{id}}"), one("{{id}}"));
    assert_eq!(call("GET", "{{base}}/v1/pets/:petId"), one("7 8"));
    assert_eq!(call("GET", "{{base}}/pets/{petId}"), one("7 8"));
    assert_eq!(call("GET", "https://other/v1/pets/mine").unwrap().0, "mine");
    assert_eq!(
        call("GET", "/files/a.b.txt").unwrap().1,
        [
            ("name".to_owned(), "a".to_owned()),
            ("ext".to_owned(), "b.txt".to_owned())
        ]
    );
    assert_eq!(call("POST", "https://api.example.com/v1/pets/5"), None);
    assert_eq!(call("GET", "https://api.example.com/v2/pets/5"), None);
    assert_eq!(call("GET", "https://api.example.com"), None);
}
