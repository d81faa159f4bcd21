//! The main job, in the window.

use std::fs;

use serde_json::Value;

use crate::{page::Page, screen::Screen};

#[test]
fn the_window_reaches_the_api_without_a_port() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let page = Page::open(&mut screen);
    let (status, health) = page.request("GET", "/v1/health", &Value::Null);
    assert_eq!(status, 200, "{health}");
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
