//! What the crate promises, from outside.

mod code;
mod corpus;
mod curl;
mod files;
mod formats;
mod hostile;
mod matching;
mod secrets;
mod support;
