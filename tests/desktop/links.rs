//! `fairlead://` links reach the page, which asks before it imports: those the program is started
//! with, and those that come later.

use std::process::Stdio;

use crate::{
    page::Page,
    screen::{PROGRAM, Screen},
};

const LINK: &str = "fairlead://import?url=https%3A%2F%2Fexample.com%2Fapi.yaml";
const ASKED: &str = "Import from a link?";
const ADDRESS: &str = "https://example.com/api.yaml";

#[test]
fn a_link_of_a_second_start_arrives_in_the_first() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let page = Page::open(&mut screen);
    page.shows("Bring an API");
    let status = screen
        .command(PROGRAM)
        .arg(LINK)
        .stderr(Stdio::null())
        .status()
        .expect("it starts again");
    assert!(status.success(), "the second start failed: {status}");
    page.shows(ASKED);
    page.shows(ADDRESS);
    assert_eq!(page.count("/v1/projects"), 0, "it did not ask");
    screen.quit();
}

#[test]
fn a_link_the_program_is_started_with_waits_for_the_page() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let page = Page::open_with(&mut screen, &[LINK]);
    page.shows(ASKED);
    page.shows(ADDRESS);
    page.click("button", "Cancel");
    assert_eq!(
        page.count("/v1/projects"),
        0,
        "it was imported all the same"
    );
    screen.quit();
}
