//! Bundles: what is read is what was signed, and nothing else is read.

mod laws;
mod refusals;
mod support;
