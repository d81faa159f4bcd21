//! The system's own chooser of folders.

use std::fs;

use crate::{
    page::Page,
    screen::{Screen, becomes_true},
};

/// What the chooser is called.
const TITLE: &str = "Folder of the requests";

#[test]
fn a_folder_for_requests_is_chosen_in_the_systems_window() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let wanted = screen.home().join("kept-here");
    fs::create_dir(&wanted).expect("a folder");
    let page = Page::open(&mut screen);
    page.click("button", "Try the sample");
    page.shows("mock running");
    page.click("link", "Playground");
    page.click("tab", "Saved");
    page.click("button", "Keep in a folder…");
    let path = wanted.display().to_string();
    // Keys that come before the chooser listens are lost: then it is opened again.
    let chosen = (0..3).any(|_| {
        page.click("button", "Choose…");
        let chooser = screen.window(TITLE);
        screen.focus(&chooser);
        // A path that is typed opens the field for one (GTK), whatever has the focus.
        screen.type_text(&path);
        screen.press("Return");
        if !screen.closes(TITLE) {
            assert!(dismiss(&screen, &chooser), "it stays");
        }
        becomes_true(|| page.value("Path of the folder") == path)
    });
    assert!(chosen, "no folder was chosen");

    // Closing it chooses nothing and changes nothing.
    page.click("button", "Choose…");
    let chooser = screen.window(TITLE);
    assert!(dismiss(&screen, &chooser), "it stays");
    assert_eq!(page.value("Path of the folder"), path);
    screen.quit();
}

/// Closes the chooser, and nothing behind it: whether it is gone.
fn dismiss(screen: &Screen, chooser: &str) -> bool {
    (0..3).any(|_| {
        screen.focus(chooser);
        screen.press("Escape");
        screen.closes(TITLE)
    })
}
