//! No multipart body makes the validator panic or hang, and one that we write is read back.

use std::sync::LazyLock;

use fairlead_core::{Headers, Request};
use fairlead_validate::{Contract, Route};

static CONTRACT: LazyLock<Contract> =
    LazyLock::new(|| crate::contract(include_str!("everything.yaml")));

fn check(boundary: &str, body: Vec<u8>) -> bool {
    let mut headers = Headers::default();
    headers.append(
        "content-type",
        format!("multipart/form-data; boundary={boundary}"),
    );
    let request = Request {
        method: "POST".into(),
        path: "/uploads".into(),
        headers,
        body: body.into(),
        ..Request::default()
    };
    let Route::Found { operation, .. } = CONTRACT.route("POST", "/uploads") else {
        unreachable!("the description has it");
    };
    let operation = &CONTRACT.spec().operations[operation];
    CONTRACT.check_request(operation, &request, &[]).is_valid()
}

/// The first byte says how long the boundary is; the rest is the body, as it is and as a part.
pub fn run(data: &[u8]) {
    let Some((length, rest)) = data.split_first() else {
        return;
    };
    let (boundary, body) = rest.split_at(rest.len().min(usize::from(*length) % 80));
    let boundary = String::from_utf8_lossy(boundary);
    check(&boundary, body.to_vec());
    // Put between delimiters it is a file, whatever it holds.
    let delimiter = "fairlead-0123456789-fairlead";
    if !body
        .windows(delimiter.len())
        .any(|w| w == delimiter.as_bytes())
    {
        let mut whole = format!(
            "--{delimiter}\r\ncontent-disposition: form-data; name=\"title\"\r\n\r\na title\r\n--{delimiter}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\ncontent-type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        whole.extend_from_slice(body);
        whole.extend_from_slice(format!("\r\n--{delimiter}--\r\n").as_bytes());
        assert!(check(delimiter, whole), "a file may hold anything");
    }
}
