//! Webhooks: signed, verified, delivered, caught, and delivered wrongly on purpose.
//!
//! [`sign`] and [`verify`] are pure: the time is an argument. [`Case`] makes the misdeliveries
//! that a receiver has to withstand; [`Sender`] and [`Courier`] bring deliveries to it; a
//! [`Catcher`] is such a receiver. Knows no database and no UI.

mod case;
mod catch;
mod courier;
mod deliver;
mod detect;
mod event;
mod hmac;
mod matching;
mod reach;
mod retry_after;
mod scheme;
mod secret;
mod sign;
mod trial;
mod verdict;
mod verify;

pub use case::{Case, Expected, Misdelivery, Plan};
pub use catch::{CatchOptions, Catcher, Caught};
pub use courier::{Call, Courier, Delivered};
pub use deliver::{Attempt, Retries, Sender, backoff, deliver, is_worth_another, pause};
pub use detect::{Detected, detect};
pub use event::{Event, event_id, fresh_id};
pub use matching::Candidate;
pub use reach::{Reach, Unreachable, host};
pub use retry_after::retry_after;
pub use scheme::{Algorithm, Encoding, Generic, Scheme};
pub use secret::{Secret, SecretError};
pub use sign::{Signing, sign};
pub use trial::{Trial, run};
pub use verdict::{Near, Verdict};
pub use verify::{TOLERANCE, verify};
