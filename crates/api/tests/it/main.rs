//! The API as its carriers see it.

mod contract;
mod document;
mod errors;
mod guard;
mod support;
