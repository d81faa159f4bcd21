//! The main job, in the window.

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
