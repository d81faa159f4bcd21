//! The API as its carriers see it.
// clippy.toml allows it within tests; the helpers beside them fail a test just so.
#![allow(clippy::unwrap_used)]

mod behaviour;
mod contract;
mod crash;
mod document;
mod environments;
mod errors;
mod events;
mod guard;
mod journey;
mod partners;
mod requests;
mod revisions;
mod sign_in;
mod stateful;
mod support;
mod traces;
mod webhooks;
