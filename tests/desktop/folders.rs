//! The system's own chooser of folders.

use std::fs;

use crate::{
    page::Page,
    screen::{Screen, wait},
};

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
    page.click("button", "Choose…");
    let chooser = screen.window("Folder of the requests");
    // A path that is typed opens the field for one (GTK), whatever has the focus.
    screen.focus(&chooser);
    screen.type_text(&wanted.display().to_string());
    screen.press("Return");
    page.has_value("Path of the folder", &wanted.display().to_string());
    wait("the chooser to close", || {
        screen
            .find_window("Folder of the requests")
            .is_none()
            .then_some(())
    });

    // Closing it chooses nothing and changes nothing.
    page.click("button", "Choose…");
    let chooser = screen.window("Folder of the requests");
    screen.focus(&chooser);
    screen.press("Escape");
    wait("the chooser to close", || {
        screen
            .find_window("Folder of the requests")
            .is_none()
            .then_some(())
    });
    page.has_value("Path of the folder", &wanted.display().to_string());
    screen.quit();
}
