//! The main job, in the window.

use std::fs;

use serde_json::{Value, json};

use crate::{page::Page, screen::Screen};

#[test]
fn import_send_see_the_trace_and_find_it_again_after_a_restart() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let page = Page::open(&mut screen);
    page.watch_policy();
    page.click("button", "Try the sample");
    page.shows("mock running");
    page.click("link", "Playground");
    page.click("button", "/status");
    page.click("button", "Send");
    page.shows("response keeps the contract");
    // An operation with a body brings the editor and its workers.
    page.click("button", "/dues/quote");
    page.exists(".monaco-editor .view-line");
    page.shows("the request keeps the contract");
    page.click("link", "Traces");
    page.shows("1 found");
    assert_eq!(
        page.refused(),
        json!([]),
        "the content security policy is in the way"
    );
    screen.quit();

    let page = Page::open(&mut screen);
    page.click("link", "Harbour");
    page.click("link", "Traces");
    page.click("button", "/status");
    page.shows("response keeps the contract");
    screen.quit();
}

#[test]
fn where_the_data_cannot_be_opened_the_window_says_why() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    // No database can be where a folder is.
    fs::create_dir_all(screen.data().join("fairlead.db/in-the-way")).expect("a folder");
    let page = Page::open(&mut screen);
    let (status, body) = page.request("GET", "/v1/projects", &Value::Null);
    assert_eq!(status, 503, "{body}");
    assert_eq!(body["error"], "data_unavailable");
    assert!(body["hint"].is_string(), "{body}");
    screen.quit();
}
