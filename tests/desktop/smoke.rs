//! The main job, in the window.

use std::fs;

use serde_json::{Value, json};

use crate::{
    page::Page,
    screen::{Screen, wait},
};

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
fn a_bundle_is_saved_among_the_downloads_and_opened_again() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let page = Page::open(&mut screen);
    page.click("button", "Try the sample");
    page.shows("mock running");
    let (_, projects) = page.request("GET", "/v1/projects", &Value::Null);
    let project = projects["items"][0]["id"].as_str().expect("a project");
    let partners = format!("/v1/projects/{project}/partners");
    let (status, _) = page.request("POST", &partners, &json!({ "name": "Acme" }));
    assert_eq!(status, 201);
    page.click("link", "Partners");
    page.click("button", "Make bundle for Acme");
    let downloads = screen.home().join("Downloads");
    let bundle = wait("a saved bundle", || {
        let found = fs::read_dir(&downloads).ok()?.flatten().map(|e| e.path());
        let mut whole = found.filter(|path| path.metadata().is_ok_and(|m| m.len() > 1_000));
        whole.find(|path| path.extension().is_some_and(|e| e == "fairlead"))
    });
    page.shows("The file is saved");
    let path = bundle.to_str().expect("a path in UTF-8");
    let opening = format!("/v1/bundles?path={path}");
    let (status, opened) = page.request("POST", &opening, &Value::Null);
    assert_eq!(status, 200, "{opened}");
    assert_eq!(opened["partner"], "Acme");
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
