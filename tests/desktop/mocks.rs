//! Mocks, seen and paused from the tray.

use serde_json::{Value, json};

use crate::{
    page::Page,
    panel::Panel,
    screen::{Screen, wait},
};

#[test]
fn the_tray_tells_of_mocks_and_pauses_them() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let panel = Panel::start(&screen);
    let page = Page::open(&mut screen);
    let (status, import) = import_sample(&page);
    assert_eq!(status, 201, "{import}");
    let mock = format!(
        "/v1/projects/{}/mocks/{}",
        import["project"]["id"].as_str().expect("a project"),
        import["mock"]["id"].as_str().expect("a mock")
    );
    let state = |page: &Page| page.request("GET", &mock, &Value::Null).1["state"].clone();
    wait_for_status(&panel, "1 mock running");

    panel.choose("Pause mocks");
    wait_for_status(&panel, "1 mock paused");
    assert_eq!(state(&page), "stopped");

    panel.choose("Resume mocks");
    wait_for_status(&panel, "1 mock running");
    assert_eq!(state(&page), "running");

    // Quitting stops it in good order: the next start finds it and starts it again.
    panel.choose("Quit Fairlead");
    wait("the program to end", || {
        screen.programs().is_empty().then_some(())
    });
    let page = Page::open(&mut screen);
    wait("the mock to run again", || {
        (state(&page) == "running").then_some(())
    });
    screen.quit();
}

fn import_sample(page: &Page) -> (u64, Value) {
    let sample = json!({ "source": { "kind": "sample" }, "startMock": true });
    page.request("POST", "/v1/imports", &sample)
}

fn wait_for_status(panel: &Panel, text: &str) {
    wait(&format!("`{text}` in the tray"), || {
        panel.menu().iter().any(|entry| entry == text).then_some(())
    });
}
