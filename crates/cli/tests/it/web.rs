//! Descriptions on the web, and on disk with parts on the web.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use crate::run::{TempFile, fairlead};

const PET: &str = "type: object\nrequired: [name]\nproperties: {name: {type: string}}\n";

fn description(pet: &str) -> String {
    format!(
        "openapi: 3.1.0
info: {{title: Pets, version: '1'}}
paths:
  /pets:
    get:
      responses:
        '200':
          description: Pets
          content: {{application/json: {{schema: {{$ref: '{pet}'}}}}}}
"
    )
}

/// Serves two files until the test is over.
fn web() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 4_096];
            let read = stream.read(&mut request).unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..read]).into_owned();
            let body = match request.split(' ').nth(1) {
                Some("/api.yaml") => description("pet.yaml"),
                Some("/pet.yaml") => PET.to_owned(),
                _ => String::new(),
            };
            let status = if body.is_empty() {
                "404 Not Found"
            } else {
                "200 OK"
            };
            // Who asked may have gone away.
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
        }
    });
    url
}

#[test]
fn a_description_is_read_from_its_url() {
    let url = format!("{}/api.yaml", web());
    let said = fairlead(&["inspect", &url, "--remote=any"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("Pets"), "{}", said.out);
    let same = fairlead(&["diff", &url, &url, "--remote=any"]);
    assert_eq!(same.code, 0, "{}", same.err);
}

#[test]
fn addresses_of_this_machine_are_read_only_where_one_says_so() {
    let url = format!("{}/api.yaml", web());
    let said = fairlead(&["inspect", &url]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("--remote=any"), "{}", said.err);
}

#[test]
fn parts_on_the_web_are_fetched_with_consent_only() {
    let file = TempFile::new("api.yaml", description(&format!("{}/pet.yaml", web())));
    let said = fairlead(&["inspect", &file.path()]);
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("fetches nothing from the network"),
        "{}",
        said.out
    );
    let said = fairlead(&["inspect", &file.path(), "--remote"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("of this machine"), "{}", said.out);
    let said = fairlead(&["inspect", &file.path(), "--remote=any"]);
    assert_eq!(said.code, 0, "{}", said.out);
}

#[test]
fn what_cannot_be_had_is_told() {
    let url = format!("{}/none.yaml", web());
    let said = fairlead(&["inspect", &url, "--remote=any"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("none.yaml"), "{}", said.err);
}
