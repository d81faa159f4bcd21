//! `fairlead://` links reach the page: those the program is started with, and those that come later.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::{
    page::Page,
    screen::{PROGRAM, Screen, wait},
};

/// As `ui/src/platform` does it: listen first, then ask for what came earlier.
const LISTEN: &str = r#"
const done = arguments[0];
const { invoke, transformCallback } = window.__TAURI_INTERNALS__;
window.__links = [];
const handler = transformCallback((event) => window.__links.push(event.payload));
invoke("plugin:event|listen", { event: "deep-link", target: { kind: "Any" }, handler })
  .then(() => invoke("plugin:carrier|take_links"))
  .then((links) => done(links), (failure) => done(`${failure}`));
"#;

#[test]
fn a_link_of_a_second_start_arrives_in_the_first() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let page = Page::open(&mut screen);
    assert_eq!(page.run_async(LISTEN), json!([]));
    let link = "fairlead://import?url=https%3A%2F%2Fexample.com%2Fapi.yaml";
    let status = screen
        .command(PROGRAM)
        .arg(link)
        .stderr(Stdio::null())
        .status()
        .expect("it starts again");
    assert!(status.success(), "the second start failed: {status}");
    let arrived: Value = wait("the link", || {
        let links = page.run("return window.__links");
        (links != json!([])).then_some(links)
    });
    assert_eq!(arrived, json!([link]));
    screen.quit();
}

#[test]
fn a_link_the_program_is_started_with_waits_for_the_page() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let link = "fairlead://import?url=https%3A%2F%2Fexample.com%2Fapi.yaml";
    let page = Page::open_with(&mut screen, &[link]);
    assert_eq!(page.run_async(LISTEN), json!([link]));
    screen.quit();
}
