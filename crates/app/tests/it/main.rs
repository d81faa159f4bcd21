//! Use cases against real files and sockets.

// Functions of tests are tests too: they may panic, and a child process speaks on its output.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod bundles;
mod canary;
mod connections;
mod cookies;
mod environments;
mod events;
mod exchanges;
mod exports;
mod files;
mod folder;
mod free;
mod hostile;
mod identities;
mod lifecycle;
mod log;
mod mocks;
mod partners;
mod partners_stuck;
mod pasted;
mod private;
mod proofs;
mod providers;
mod proxies;
mod requests_folder;
mod revisions;
mod sends;
mod server;
mod sign_ins;
mod sockets;
mod support;
mod web;
