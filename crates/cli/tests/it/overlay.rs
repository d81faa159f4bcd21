//! Overlays on the command line.

use crate::run::{TempFile, fairlead, sample};

#[test]
fn the_description_is_printed_as_one_would_have_written_it() {
    let overlay = TempFile::new(
        "o.yaml",
        "overlay: 1.0.0\nactions: [{ target: $.info, update: { title: Haven } }]",
    );
    let said = fairlead(&["overlay", &sample(), "--overlay", &overlay.path()]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.json()["info"]["title"], "Haven");
    assert_eq!(said.json()["openapi"], "3.1.0");
    let inspected = fairlead(&["inspect", &sample(), "--json", "--overlay", &overlay.path()]);
    assert_eq!(inspected.json()["title"], "Haven");
}

#[test]
fn what_an_overlay_could_not_do_is_told() {
    let overlay = TempFile::new(
        "o.yaml",
        "overlay: 1.0.0\nactions: [{ target: $.nothing, remove: true }]",
    );
    let said = fairlead(&["overlay", &sample(), "--overlay", &overlay.path()]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("finds nothing"), "{}", said.err);
    let said = fairlead(&["overlay", &sample(), "--overlay", &sample()]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("is no overlay"), "{}", said.err);
    assert_eq!(fairlead(&["overlay", &sample()]).code, 2);
}
