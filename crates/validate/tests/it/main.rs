//! What the crate promises, by area.

mod conformance;
mod support;
