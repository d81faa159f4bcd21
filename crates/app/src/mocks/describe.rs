//! A mock as it is told to others.

use std::sync::atomic::Ordering;

use fairlead_core::Id;
use fairlead_store::mock::MockRow;

use super::{Running, retention, setup::Setup};
use crate::{Mock, MockProvider, MockState};

/// A mock, where `active` is the revision that it would answer from if it were started now.
pub(super) fn describe(row: &MockRow, running: Option<&Running>, active: Id) -> Mock {
    let setup = Setup::of(row);
    let server = match running {
        Some(Running::Well(server)) => Some(server),
        _ => None,
    };
    let (state, error) = match running {
        Some(Running::Well(_)) => (MockState::Running, None),
        Some(Running::Failed(failure)) => (MockState::Failed, Some(failure.error.clone())),
        None => (MockState::Stopped, None),
    };
    let health = running.map(|running| match running {
        Running::Well(server) => server.watched.health(),
        Running::Failed(failure) => failure.watched.down(),
    });
    Mock {
        id: row.id,
        project_id: row.project_id,
        spec_id: server.map_or(active, |s| s.spec_id),
        state,
        url: server.map(super::server::Server::url),
        port: server
            .map(|s| s.port)
            .or(row.last_port)
            .or((row.port != 0).then_some(row.port)),
        seed: row.seed,
        stateful: row.stateful,
        strict_auth: setup.strict_auth,
        callbacks_to: setup.callbacks_to.clone(),
        provider: server.and_then(|s| {
            let about = s.mock.provider(&s.url())?;
            Some(MockProvider::new(about, s.mock.enforces_tokens()))
        }),
        error,
        started_at: server.map(|s| s.started_at),
        requests: server.map_or(0, |s| s.requests.load(Ordering::Relaxed)),
        last_request_at: server
            .and_then(super::server::Server::last_used)
            .or(row.last_used_at),
        state_bytes: server.map_or(0, |s| s.mock.state_bytes()),
        goes_at: retention::goes_at(row, &setup, server),
        proxy: setup.proxy,
        keep_state: setup.keep_state,
        keep_days: setup.keep_days,
        health,
        created_at: row.created_at,
    }
}
