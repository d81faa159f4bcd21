//! One file per command.

pub mod doctor;
pub mod inspect;
pub mod mock;
pub mod shell;
pub mod validate;
