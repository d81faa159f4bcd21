//! Fairlead in a window: window, tray, notifications, deep links.
//!
//! Knows Tauri and how a desktop behaves; knows no domain rule. Everything the interface asks for
//! goes through [`carrier`] into the router of `fairlead_api`, in this process: no port is opened.

pub mod carrier;
mod closing;
mod deep_link;
mod display;
mod downloads;
mod earlier;
mod failure;
mod notify;
mod signals;
mod start;
mod tray;
mod window;

pub use start::{StartError, context, run};
