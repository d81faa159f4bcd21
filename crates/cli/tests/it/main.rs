//! The command as a person or a script uses it: real processes, real files, real sockets.

mod inspect;
mod mock;
mod run;
mod serve;
mod shell;
mod validate;
