//! One file per command.

pub mod capabilities;
pub mod catch;
pub mod diff;
pub mod doctor;
pub mod environments;
pub mod inspect;
pub mod mock;
mod of_project;
pub mod overlay;
pub mod proxy;
pub mod requests;
pub mod shell;
pub mod signing;
pub mod validate;
pub mod webhook;
