//! What fuzzing holds against the engines: each module is one target, a function over bytes that
//! panics where a law is broken.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a broken law is told by a panic"
)]

pub mod generator;
pub mod multipart;
pub mod parser;
pub mod serialisers;
pub mod validator;

use std::sync::Arc;

use fairlead_openapi::{MemoryFetch, Spec};
use fairlead_validate::Contract;

/// A description of one file, whatever is wrong with it.
fn read(text: &str) -> Spec {
    let fetch = MemoryFetch::new([("api.yaml", text)]);
    fairlead_openapi::read(&MemoryFetch::uri("api.yaml"), &fetch).1
}

/// The contract of a description.
fn contract(text: &str) -> Contract {
    Contract::new(Arc::new(read(text)))
}
