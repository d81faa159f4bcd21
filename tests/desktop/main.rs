//! The real window, driven as a person would: on a screen, a session bus and a home of its own.
#![cfg(target_os = "linux")]

mod driver;
mod page;
mod screen;
mod smoke;
