//! The mock over real sockets and real descriptions.

// Functions of tests are tests too: they may panic, and say what they leave out.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod answers;
mod corpus;
mod sockets;
mod state;
