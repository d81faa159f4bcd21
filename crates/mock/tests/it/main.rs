//! The mock over real sockets and real descriptions.

// Functions of tests are tests too: they may panic, and say what they leave out.
// What `expect!` writes has the hashes it has.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::needless_raw_string_hashes
)]

mod answers;
mod behaviour;
mod callbacks;
mod corpus;
mod examples;
mod links;
mod prism;
mod provider;
mod sockets;
mod state;
