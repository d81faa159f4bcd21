//! Tests of reading API descriptions.
#![allow(
    clippy::needless_raw_string_hashes,
    clippy::format_push_string,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "expected outcomes are written by the tests themselves, and a test may stop where it must"
)]

mod callback;
mod capabilities;
mod corpus;
mod diff;
mod expression;
mod hostile;
mod ids;
mod lint;
mod load;
mod locate;
mod model;
mod overlay;
mod schema;
mod show;
mod text;
