//! The real window, driven as a person would: on a screen, a session bus and a home of its own.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

mod api;
mod canary;
mod driver;
mod folders;
mod kill;
mod links;
mod mocks;
mod page;
mod panel;
mod preview;
mod program;
mod saving;
mod screen;
mod smoke;
