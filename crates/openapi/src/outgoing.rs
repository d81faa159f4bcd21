//! What goes out from a server by itself: webhooks and callbacks.

use crate::{Operation, Spec};

/// A webhook or a callback.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// Its key under `webhooks` or `callbacks`.
    pub name: &'a str,
    /// What is called.
    pub operation: &'a Operation,
    /// The operation that a callback belongs to; `None` for a webhook.
    pub owner: Option<&'a Operation>,
}

impl Spec {
    /// Every webhook, then every callback, in document order. Callbacks of callbacks are left out:
    /// the server that answers them is the client.
    #[must_use]
    pub fn outgoing(&self) -> Vec<Outgoing<'_>> {
        let webhooks = self.webhooks.iter().map(|operation| Outgoing {
            name: &operation.path,
            operation,
            owner: None,
        });
        let callbacks = self.operations.iter().flat_map(|owner| {
            owner.callbacks.iter().flat_map(move |callback| {
                callback.operations.iter().map(move |operation| Outgoing {
                    name: &callback.name,
                    operation,
                    owner: Some(owner),
                })
            })
        });
        webhooks.chain(callbacks).collect()
    }

    /// A webhook or callback by its name, its `operationId` or the id of its operation; webhooks
    /// first.
    #[must_use]
    pub fn find_outgoing(&self, name: &str) -> Option<Outgoing<'_>> {
        let all = self.outgoing();
        let by = |is_it: &dyn Fn(&Outgoing<'_>) -> bool| all.iter().copied().find(|o| is_it(o));
        by(&|o| o.operation.id == name)
            .or_else(|| by(&|o| o.name == name))
            .or_else(|| by(&|o| o.operation.operation_id.as_deref() == Some(name)))
    }
}
