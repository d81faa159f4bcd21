//! An OAuth 2 and OpenID Connect provider to try sign-ins against, for the flows that a
//! description's security schemes declare.
//!
//! [`Provider::answer`] is pure but for one thing: a request, the settings and the time go in, an
//! answer comes out. Codes and opaque tokens follow from the seed, the time and a count, so nobody
//! may rely on them being hard to guess: this is for trying, not for guarding. Only the signing
//! keys are drawn by chance, once, when the first token is signed. Knows no socket, no database,
//! no UI and no behaviour file.

mod about;
mod authorize;
mod call;
mod claims;
mod client;
mod consent;
mod device;
mod discovery;
mod fields;
mod grant;
mod kept;
mod keys;
mod page;
mod plan;
mod provider;
mod redirect;
mod refusal;
mod scope;
mod session;
mod settings;
mod standing;
mod token;

pub use about::About;
pub use provider::{Answer, Provider};
pub use settings::{Algorithm, Client, Settings, User};
pub use standing::Standing;
