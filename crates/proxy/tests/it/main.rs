//! The proxy between a real client and a real server.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod forwarding;
mod recordings;
mod streams;
mod world;
