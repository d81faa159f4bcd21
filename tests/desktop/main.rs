//! The real window, driven as a person would: on a screen, a session bus and a home of its own.
#![cfg(target_os = "linux")]

mod closing;
mod driver;
mod links;
mod mocks;
mod page;
mod panel;
mod screen;
mod smoke;
