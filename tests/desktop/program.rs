//! The program without anyone in its page: closing the window and getting it back, no display, no
//! port.

use std::process::Stdio;

use crate::{
    panel::Panel,
    screen::{PROGRAM, Screen, wait},
};

#[test]
fn closing_hides_the_window_in_the_tray_and_says_so_once() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let panel = Panel::start(&screen);
    open(&mut screen);
    let expected = [
        "No mocks running",
        "Open Fairlead",
        "Pause mocks",
        "Quit Fairlead",
    ];
    assert_eq!(panel.menu(), expected);
    close(&screen);
    let told = wait("a notification", || panel.notifications().pop());
    assert!(told.contains("in the tray"), "{told}");
    assert_eq!(screen.programs().len(), 1, "closing has ended the program");

    panel.choose("Open Fairlead");
    wait_until_visible(&screen);
    close(&screen);
    panel.choose("Open Fairlead");
    wait_until_visible(&screen);
    assert_eq!(panel.notifications().len(), 1, "it was said twice");

    panel.choose("Quit Fairlead");
    wait("the program to end", || {
        screen.programs().is_empty().then_some(())
    });
}

#[test]
fn without_a_tray_starting_again_brings_the_window_back() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    open(&mut screen);
    let first = screen.programs();
    close(&screen);
    let mut again = screen.command(PROGRAM);
    let status = again
        .stderr(Stdio::null())
        .status()
        .expect("it starts again");
    assert!(status.success(), "the second start failed: {status}");
    wait_until_visible(&screen);
    assert_eq!(screen.programs(), first, "there is a second program");
    screen.quit();
}

#[test]
fn the_program_listens_on_no_port() {
    // Without WebDriver, which would have it listen for its commands.
    let Some(mut screen) = Screen::start() else {
        return;
    };
    open(&mut screen);
    assert_eq!(screen.listening_sockets(), [""; 0]);
    screen.quit();
}

#[test]
fn without_a_display_it_says_what_to_use_instead() {
    let Some(screen) = Screen::start() else {
        return;
    };
    let output = screen
        .command(PROGRAM)
        .env_remove("DISPLAY")
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(
        said.contains("no display") && said.contains("fairlead serve"),
        "{said}"
    );
    assert!(!screen.data().exists(), "it has touched the data folder");
}

fn open(screen: &mut Screen) {
    let mut program = screen.command(PROGRAM);
    program.stdout(Stdio::null()).stderr(Stdio::null());
    screen.spawn(&mut program);
    wait_until_visible(screen);
}

/// Closes the window as its owner does.
fn close(screen: &Screen) {
    wait("the window to close", || {
        let Some(window) = visible_window(screen) else {
            return Some(());
        };
        let keys = ["windowactivate", "--sync", window.as_str(), "key", "alt+F4"];
        let _ = screen
            .command("xdotool")
            .args(keys)
            .stderr(Stdio::null())
            .status();
        None
    });
}

fn wait_until_visible(screen: &Screen) {
    wait("the window", || visible_window(screen));
}

fn visible_window(screen: &Screen) -> Option<String> {
    let search = ["search", "--onlyvisible", "--name", "^Fairlead$"];
    let output = screen.command("xdotool").args(search).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().next().map(str::to_owned)
}
