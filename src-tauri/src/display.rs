//! Is there a screen?

/// Whether a window can be opened. On Linux GTK would panic later where it cannot.
#[cfg(target_os = "linux")]
pub fn is_there() -> bool {
    gtk::init().is_ok()
}

/// Whether a window can be opened.
#[cfg(not(target_os = "linux"))]
pub fn is_there() -> bool {
    true
}
