//! Requests, responses and values against descriptions.
#![allow(
    clippy::needless_raw_string_hashes,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "expected outcomes are written by the tests themselves, and a test may stop where it must"
)]

mod body;
mod bundle;
mod changes;
mod conformance;
mod corpus;
mod direction;
mod discriminator;
mod hostile;
mod message;
mod mutation;
mod parameter;
mod resources;
mod response;
mod round_trip;
mod route;
mod security;
mod support;
