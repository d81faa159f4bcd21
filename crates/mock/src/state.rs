//! What a mock remembers: what a client makes, changes and takes away is so afterwards.
//!
//! Which paths are collections and which operation does what to them is [inferred](infer) from
//! the description alone. Pure: the time is an argument, what is made up depends on the seed.

mod asking;
mod body;
mod bounds;
mod data;
mod deed;
mod identity;
mod infer;
mod joined;
mod list;
mod make;
mod naming;
mod overlay;
mod place;
mod precondition;
mod query;
mod reply;
mod schema;
mod seed;
mod shape;
mod snapshot;
mod stamp;
mod store;
mod template;

use std::sync::{Mutex, MutexGuard, PoisonError};

use fairlead_core::{Diagnostic, Request, Response, Timestamp};
use fairlead_openapi::{Operation, Spec};
use serde_json::Value;

use crate::{Mock, prefer};
use asking::Asking;
use data::Data;
use shape::Plan;
use store::Store;

pub use snapshot::StateError;

/// What a mock remembers.
#[derive(Debug)]
pub struct State {
    plan: Plan,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// What collections begin with.
    data: Data,
    store: Store,
}

impl State {
    /// Nothing yet, for a description.
    pub(crate) fn new(spec: &Spec) -> Self {
        Self {
            plan: infer::infer(spec),
            kept: Mutex::default(),
        }
    }

    /// The answer to a request that keeps its contract, where it is about something that is
    /// kept. `Prefer: code=…` and `example=…` ask for an answer that is made up.
    pub(crate) fn answer(
        &self,
        mock: &Mock,
        operation: &Operation,
        request: &Request,
        path_values: &[(String, String)],
        now: Timestamp,
    ) -> Option<Response> {
        let role = self.plan.roles.get(&operation.id)?;
        let preference = prefer::read(&request.headers);
        if preference.code.is_some() || preference.example.is_some() {
            return None;
        }
        let mut kept = self.lock();
        let Kept { data, store } = &mut *kept;
        let asking = Asking {
            mock,
            plan: &self.plan,
            data,
            operation,
            role,
            request,
            values: path_values
                .iter()
                .map(|(_, raw)| query::decode_path(raw))
                .collect(),
            now,
        };
        if let Some(response) = asking.unacceptable() {
            return Some(response);
        }
        match asking.perform(store) {
            Ok(_) if asking.is_other_form() => None,
            Ok(outcome) => Some(asking.respond(&outcome)),
            Err(refusal) => Some(asking.refused(&refusal)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // A panic in between leaves whole items: each is put at once.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mock {
    /// Forgets what clients made and changed; collections begin as they began.
    pub fn reset_state(&self) {
        if let Some(state) = &self.state {
            let mut kept = state.lock();
            kept.store = kept.store.emptied();
        }
    }

    /// Everything that is kept, as a value to [restore](Self::restore) from; null where nothing
    /// is.
    #[must_use]
    pub fn snapshot(&self) -> Value {
        match &self.state {
            Some(state) => snapshot::take(&state.plan, &state.lock().store),
            None => Value::Null,
        }
    }

    /// Size of the items that are kept, in bytes of JSON.
    #[must_use]
    pub fn state_bytes(&self) -> u64 {
        self.state
            .as_ref()
            .map_or(0, |s| s.lock().store.bytes() as u64)
    }

    /// A number that is another one whenever something that is kept has changed.
    #[must_use]
    pub fn state_version(&self) -> u64 {
        self.state.as_ref().map_or(0, |s| s.lock().store.version())
    }

    /// Puts back what a snapshot holds, in the place of everything that is kept now.
    ///
    /// # Errors
    /// Where the value is no snapshot, or not one of this description. Nothing is changed then.
    pub fn restore(&self, snapshot: Value) -> Result<(), StateError> {
        let state = self.state.as_ref().ok_or(StateError::Stateless)?;
        let store = snapshot::restore(&state.plan, snapshot)?;
        let mut kept = state.lock();
        kept.store = store.after(&kept.store);
        Ok(())
    }

    /// Takes what collections begin with from a file of seed data, YAML or JSON; everything that
    /// is kept is forgotten. Says what is doubtful in it.
    ///
    /// # Errors
    /// What is wrong with the file, each with its place. Nothing is changed then.
    pub fn seed_state(&self, file: &str, bytes: &[u8]) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        let Some(state) = &self.state else {
            let message = "seed data is for a mock that keeps state; start it with `stateful`";
            return Err(vec![
                Diagnostic::error("data-stateless", message).at(file, ""),
            ]);
        };
        let (data, doubts) = data::read(self, &state.plan, file, bytes)?;
        *state.lock() = Kept {
            data,
            store: Store::default(),
        };
        Ok(doubts)
    }

    /// The paths of the collections that are kept, in the order of the description.
    #[must_use]
    pub fn collections(&self) -> Vec<String> {
        let plan = self.state.as_ref().map(|state| &state.plan);
        let collections = plan.into_iter().flat_map(|plan| &plan.collections);
        collections.map(shape::Collection::path).collect()
    }
}
