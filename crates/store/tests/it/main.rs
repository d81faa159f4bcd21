//! The store against real files: damaged, full, read-only, killed and of an older version.

// Functions of tests are tests too: they may panic, and a child process speaks on its output.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod backups;
#[cfg(unix)]
mod catchers;
mod child;
#[cfg(unix)]
mod crash;
mod damage;
#[cfg(unix)]
mod disk;
mod migrations;
mod outbox;
mod readers;
mod support;
mod tables;
mod trace_figures;
mod trace_laws;
mod traces;
