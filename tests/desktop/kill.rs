//! The program is killed without a word while a person works in its window: what was shown as
//! done is there at the next start.

use std::{io::Write, thread, time::Duration};

use serde_json::{Value, json};

use crate::{
    api::Api,
    page::Page,
    screen::{Screen, wait},
};

#[test]
fn what_a_person_has_typed_is_there_after_a_kill() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let page = Page::open(&mut screen);
    page.click("button", "Try the sample");
    page.shows("mock running");
    page.click("link", "Playground");
    page.click("button", "/dues/quote");
    page.exists(".monaco-editor .view-line");
    let mut page = page;
    for round in 0..3 {
        let typed = format!("typed{round}");
        page.click_at(".monaco-editor .view-line");
        screen.press("ctrl+Home");
        screen.type_text(&typed);
        page.editor_shows(&typed);
        // At once: nobody has told the window that it ends.
        screen.kill();
        page = Page::open(&mut screen);
        page.click("link", "Harbour");
        page.click("link", "Playground");
        page.exists(".monaco-editor .view-line");
        for earlier in 0..=round {
            page.editor_shows(&format!("typed{earlier}"));
        }
    }
    screen.quit();
}

#[test]
fn what_was_under_way_at_a_kill_is_in_the_history_as_interrupted() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let api = Api::start(|request, stream| {
        if request.contains("event-stream") {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
            let mut sent = stream.write_all(head.as_bytes());
            // Until the one who listens is gone.
            for n in 0.. {
                sent = sent.and_then(|()| write!(stream, "data: piece {n}\n\n"));
                if sent.is_err() {
                    return;
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
        // No answer, for as long as somebody waits.
        let _ = std::io::Read::read(stream, &mut [0]);
    });
    let page = Page::open(&mut screen);
    let project = page.import_sample();
    let (_, operations) = page.request("GET", &format!("{project}/operations"), &Value::Null);
    let operation = operations["items"]
        .as_array()
        .expect("operations")
        .iter()
        .find(|o| o["method"] == "GET" && !o["path"].as_str().unwrap_or("{").contains('{'))
        .expect("a plain one")["id"]
        .clone();
    let draft = |accept: &str| {
        json!({
            "operationId": operation,
            "target": { "kind": "url", "baseUrl": api.url() },
            "headers": [{ "name": "Accept", "value": accept, "enabled": true }],
            "timeoutMs": 60_000,
        })
    };
    let at = |n: u8| format!("{project}/playground/exchanges/00000000-0000-7000-8000-{n:012}");
    let (status, told) = page.request("PUT", &at(1), &draft("application/json"));
    assert_eq!(status, 202, "{told}");
    let (status, told) = page.request("PUT", &at(2), &draft("text/event-stream"));
    assert_eq!(status, 202, "{told}");
    wait("both requests", || (api.got().len() == 2).then_some(()));
    let seen = wait("a good part of the stream", || {
        let (_, progress) = page.request("GET", &at(2), &Value::Null);
        progress.to_string().contains("piece 30").then_some(30)
    });
    // What is acknowledged in the same moment.
    let variable = json!({ "value": "kept", "secret": false });
    let (status, told) = page.request("PUT", &format!("{project}/variables/last"), &variable);
    assert!(status < 300, "{told}");
    // What has come of a stream is kept up to about a quarter of a second ago; 50 pieces more are
    // at least a second.
    wait("more of the stream", || {
        let (_, progress) = page.request("GET", &at(2), &Value::Null);
        progress.to_string().contains("piece 80").then_some(())
    });
    screen.kill();

    let page = Page::open(&mut screen);
    let (_, variables) = page.request("GET", &format!("{project}/variables"), &Value::Null);
    assert!(variables.to_string().contains("kept"), "{variables}");
    let (_, traces) = page.request("GET", &format!("{project}/traces"), &Value::Null);
    let traces = traces["items"].as_array().expect("traces");
    assert_eq!(traces.len(), 2, "{traces:?}");
    let details: Vec<Value> = traces
        .iter()
        .map(|trace| {
            let id = trace["id"].as_str().expect("an id");
            page.request("GET", &format!("{project}/traces/{id}"), &Value::Null)
                .1
        })
        .collect();
    for detail in &details {
        let text = detail.to_string();
        assert!(text.contains("Fairlead ended before"), "{text}");
    }
    let streamed = details
        .iter()
        .find(|detail| detail["response"].is_object())
        .expect("the stream has begun");
    let text = streamed["response"]["body"]["text"].as_str();
    let text = text.expect("what came of it");
    assert!(text.contains(&format!("piece {seen}")), "{text}");
    page.click("link", "Harbour");
    page.click("link", "Traces");
    page.shows("2 found");
    let (_, seal) = page.request("GET", &format!("{project}/traces/seal"), &Value::Null);
    assert_eq!(seal["holds"], true, "{seal}");
    screen.quit();
}
