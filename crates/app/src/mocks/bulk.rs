//! Several mocks at once.

use fairlead_core::{Id, Timestamp};

use crate::{App, AppError, Mock, MockAction, MockDeed, MockOutcome, MockState};

const DAY: i64 = 24 * 60 * 60 * 1_000;

impl App {
    /// Does the same with several mocks of a project: what came of each. One that fails does not
    /// keep the others from it.
    pub async fn act_on_mocks(
        &self,
        project: Id,
        action: MockAction,
    ) -> Result<Vec<MockOutcome>, AppError> {
        let mocks = self.list_mocks(project).await?;
        let mut outcomes = Vec::new();
        if let Some(ids) = &action.mock_ids {
            let unknown = ids.iter().filter(|id| mocks.iter().all(|m| m.id != **id));
            outcomes.extend(unknown.map(|id| MockOutcome {
                mock_id: *id,
                error: Some(super::gone(*id).to_string()),
            }));
        }
        for mock in mocks.iter().filter(|m| is_meant(m, &action)) {
            let done = match action.action {
                MockDeed::Start => self.start_mock(project, mock.id).await.map(drop),
                MockDeed::Stop => self.stop_mock(project, mock.id).await.map(drop),
                MockDeed::Restart => self.restart_mock(project, mock.id).await.map(drop),
                MockDeed::Delete => self.delete_mock(project, mock.id).await,
            };
            outcomes.push(MockOutcome {
                mock_id: mock.id,
                error: done.err().map(|e| e.to_string()),
            });
        }
        Ok(outcomes)
    }
}

fn is_meant(mock: &Mock, action: &MockAction) -> bool {
    let running = mock.state == MockState::Running;
    let fits = match action.action {
        MockDeed::Start => !running,
        MockDeed::Stop | MockDeed::Restart => running,
        MockDeed::Delete => true,
    };
    let named = action
        .mock_ids
        .as_ref()
        .is_none_or(|ids| ids.contains(&mock.id));
    let used = mock.last_request_at.unwrap_or(mock.created_at);
    let unused = Timestamp::now().as_millis() - used.as_millis();
    let old = action
        .unused_days
        .is_none_or(|days| unused >= i64::from(days) * DAY);
    fits && named && old
}
