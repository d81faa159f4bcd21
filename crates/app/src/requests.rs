//! Saved requests of a project.

pub(crate) mod disk;
