//! Files from the window: written by the program into the folder for downloads.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{
    page::Page,
    screen::{Screen, wait},
};

/// Requests that are sent, and so traces that are exported.
const SENT: usize = 30;

#[test]
fn traces_are_saved_whole_and_never_over_another_file() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let downloads = screen.home().join("Downloads");
    fs::create_dir(&downloads).expect("a folder");
    fs::write(downloads.join("traces.csv"), "mine").expect("a file");
    let page = Page::open(&mut screen);
    let project = page.import_sample();
    let (_, operations) = page.request("GET", &format!("{project}/operations"), &Value::Null);
    let draft = json!({ "operationId": operations["items"][0]["id"] });
    for _ in 0..SENT {
        let (status, told) = page.request("POST", &format!("{project}/playground/send"), &draft);
        assert_eq!(status, 200, "{told}");
    }
    page.click("link", "Harbour");
    page.click("link", "Traces");
    page.shows(&format!("{SENT} found"));
    for (format, name, lines) in [
        ("csv", "traces (2).csv", SENT + 1),
        ("ndjson", "traces.ndjson", SENT),
    ] {
        page.choose("Export", format);
        page.shows("The file is saved");
        let text = whole(downloads.join(name));
        assert_eq!(text.lines().count(), lines, "{text}");
    }
    page.shows("Show in folder");
    let mine = fs::read_to_string(downloads.join("traces.csv"));
    assert_eq!(mine.expect("a file"), "mine");
    page.choose("Export", "har");
    let har: Value = serde_json::from_str(&whole(downloads.join("traces.har"))).expect("JSON");
    assert_eq!(har["log"]["entries"].as_array().map(Vec::len), Some(SENT));
    let left = fs::read_dir(&downloads).expect("the folder").count();
    assert_eq!(left, 4, "something else is there");

    // A folder that cannot be: the page says which, and what to do.
    fs::remove_dir_all(&downloads).expect("it goes");
    fs::write(&downloads, "in the way").expect("a file");
    page.choose("Export", "csv");
    page.shows("cannot be written to");
    screen.quit();
}

fn whole(path: PathBuf) -> String {
    wait(&path.display().to_string(), || {
        fs::read_to_string(&path).ok()
    })
}
