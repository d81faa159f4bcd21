//! A catcher of webhooks answers on the same socket loop as a mock.

use fairlead_core::{Request, Timestamp};
use fairlead_webhooks::Catcher;

use crate::{Decision, Handler};

impl Handler for Catcher {
    async fn handle(&self, request: &Request, now: Timestamp) -> Decision {
        Decision {
            response: self.receive(request, now),
            ..Decision::default()
        }
    }
}
