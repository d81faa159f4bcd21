//! What no one should give, and someone will.

use std::time::{Duration, Instant};

use fairlead_requests::{Format, SourceFile, read};
use proptest::prelude::*;

use crate::support::{codes, one};

#[test]
fn nothing_and_anything_else_is_refused_in_words() {
    for (bytes, says) in [
        (&b""[..], "nothing in it"),
        (b"\x00\xff\x12binary", "binary"),
        (b"hello there", "no collection"),
        (b"{\"openapi\":\"3.1.0\"}", "no collection"),
        (b"<html>", "no collection"),
    ] {
        let reading = read(&[SourceFile::new("x", bytes)], None);
        assert_eq!(codes(&reading), ["format-unknown"]);
        assert!(
            reading.diagnostics[0].message.contains(says),
            "{}",
            reading.diagnostics[0]
        );
    }
    assert_eq!(codes(&read(&[], None)), ["nothing-to-read"]);
}

#[test]
fn deep_folders_end_with_an_error_and_not_with_the_stack() {
    let deep = |n: usize| {
        let open = "{\"name\":\"f\",\"item\":[".repeat(n);
        format!(
            "{{\"info\":{{\"name\":\"d\"}},\"item\":[{open}{}]}}",
            "]}".repeat(n)
        )
    };
    assert_eq!(codes(&one("d.json", &deep(60))), ["folders-too-deep"]);
    let reading = read(
        &[SourceFile::new("d.json", deep(100_000))],
        Some(Format::Postman),
    );
    assert!(!reading.diagnostics.is_empty());
    let nested = format!("fetch(\"http://h\", {})", "{a:".repeat(100_000));
    assert_eq!(codes(&one("p", &nested)), ["fetch-syntax"]);
}

#[test]
fn a_large_collection_is_read_in_a_moment() {
    let items: Vec<String> = (0..12_000)
        .map(|n| format!("{{\"name\":\"r{n}\",\"request\":{{\"method\":\"GET\",\"url\":\"http://h/{n}\",\"odd\":1}}}}"))
        .collect();
    let text = format!(
        "{{\"info\":{{\"name\":\"d\"}},\"item\":[{}]}}",
        items.join(",")
    );
    let began = Instant::now();
    let reading = one("d.json", &text);
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(reading.collection.requests().len(), 10_000);
    assert_eq!(codes(&reading).last(), Some(&"too-many-requests"));
}

#[test]
fn secrets_in_braces_are_still_secrets() {
    // Braces with a quote or a line's end between them are no variable.
    let reading = one("p", "curl http://h -H 'Authorization: Bearer {{\"a\"}}'");
    assert_eq!(reading.secrets.len(), 1);
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,200}", format in 0..8usize) {
        let _ = read(&[SourceFile::new("x.bru", text.clone())], Some(Format::ALL[format]));
        let _ = read(&[SourceFile::new("x", text)], None);
    }

    #[test]
    fn no_curl_command_makes_the_reader_panic(text in "[ '\"\\\\$^`{}()&|;=@:a\n-]{0,60}") {
        let _ = read(&[SourceFile::new("x", format!("curl {text}"))], Some(Format::Curl));
        let _ = read(&[SourceFile::new("x", format!("curl -F '{text}' -d {text} -u {text} ^\n"))], Some(Format::Curl));
    }

    #[test]
    fn no_bru_file_makes_the_reader_panic(text in "(get|body:json|headers|meta|example| |\n|\\{|\\}|\\[|\\]|'''|~|:|\"|@file\\(|a){0,60}") {
        let _ = read(&[SourceFile::new("a.bru", text)], Some(Format::Bruno));
    }
}
