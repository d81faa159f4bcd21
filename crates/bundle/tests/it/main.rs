//! Bundles: what is read is what was signed, and nothing else is read.

// Functions of tests are tests too: they may panic.
#![allow(clippy::unwrap_used)]

mod laws;
mod refusals;
mod support;
