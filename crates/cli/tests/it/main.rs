//! The command as a person or a script uses it: real processes, real files, real sockets.

mod behaviour;
mod capabilities;
mod diff;
mod environments;
mod inspect;
mod mock;
mod overlay;
mod proxy;
mod requests;
mod robust;
mod run;
mod serve;
mod shell;
mod validate;
mod web;
mod webhooks;
