//! The shapes in which the use cases take and give things: the JSON of the API.

mod bundle;
mod capability;
mod change;
mod draft;
mod environment;
mod mock;
mod oauth;
mod operation;
mod partner;
mod project;
mod request;
mod spec;
mod trace;
mod trace_report;
mod variable;
mod webhook;
pub mod whole;

pub use bundle::*;
pub use capability::*;
pub use change::*;
pub use draft::*;
pub use environment::*;
pub use mock::*;
pub use oauth::*;
pub use operation::*;
pub use partner::*;
pub use project::*;
pub use request::*;
pub use spec::*;
pub use trace::*;
pub use trace_report::*;
pub use variable::*;
pub use webhook::*;
