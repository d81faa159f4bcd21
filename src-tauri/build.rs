//! Tells Tauri where the capabilities are and which commands the carrier has.

use std::path::Path;

use tauri_build::{Attributes, DefaultPermissionRule, InlinedPlugin};

fn main() {
    // With an own place for them, Tauri does not watch these by itself.
    println!("cargo::rerun-if-changed=src-tauri/capabilities");
    println!("cargo::rerun-if-changed=ui/dist");
    println!("cargo::rerun-if-changed=icons");
    if !Path::new("ui/dist/index.html").is_file() {
        println!(
            "cargo::error=the interface is not built. Run `cargo xtask setup` (or `npm ci && \
             npm run build` in ui/) first"
        );
        return;
    }
    let carrier = InlinedPlugin::new()
        .commands(&[
            "request",
            "subscribe",
            "unsubscribe",
            "take_links",
            "save_answer",
            "save_bytes",
            "stop_saving",
            "show_saved",
        ])
        .default_permission(DefaultPermissionRule::AllowAllCommands);
    let attributes = Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .plugin("carrier", carrier);
    if let Err(failure) = tauri_build::try_build(attributes) {
        println!("cargo::error={failure:#}");
    }
}
