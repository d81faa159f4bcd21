//! Mock servers of a project.

use axum::response::NoContent;
use fairlead_app::{
    App, Mock, MockAction, MockBehaviour, MockOutcome, MockPatch, MockSnapshot, NewBehaviour,
    NewMock, ProxySetup,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    acting::Acting,
    created::Created,
    error::ApiError,
    extract::{Json, Path},
    list::List,
    place::{InProject, OfMock},
};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_mocks, create_mock))
        .routes(routes!(get_mock, update_mock, delete_mock))
        .routes(routes!(start_mock))
        .routes(routes!(stop_mock))
        .routes(routes!(restart_mock))
        .routes(routes!(act_on_mocks))
        .routes(routes!(set_mock_proxy, remove_mock_proxy))
        .routes(routes!(get_behaviour_schema))
        .routes(routes!(get_mock_behaviour, set_mock_behaviour))
        .routes(routes!(check_mock_behaviour))
        .routes(routes!(
            get_mock_state,
            restore_mock_state,
            reset_mock_state
        ))
}

/// List mocks
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/mocks",
    tag = "mocks",
    params(InProject),
    responses((status = 200, description = "The mocks of the project.", body = List<Mock>)),
)]
async fn list_mocks(
    Acting(app): Acting,
    Path(at): Path<InProject>,
) -> Result<axum::Json<List<Mock>>, ApiError> {
    Ok(axum::Json(List::whole(
        app.list_mocks(at.project_id).await?,
    )))
}

/// Create a mock
///
/// It answers on loopback from the active revision. Where it cannot start, it is there with the
/// state `failed` and says why.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/mocks",
    tag = "mocks",
    params(InProject),
    request_body(content = NewMock, example = json!({ "port": 0, "seed": 1, "start": true })),
    responses(
        (
            status = 201,
            description = "The new mock.",
            body = Mock,
            headers(("Location" = String, description = "Path of the new mock.")),
        ),
        (status = 409, description = "The project has no description yet."),
    ),
)]
async fn create_mock(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(new): Json<NewMock>,
) -> Result<Created<Mock>, ApiError> {
    let mock = app.create_mock(at.project_id, new).await?;
    let location = format!("/v1/projects/{}/mocks/{}", at.project_id, mock.id);
    Ok(Created(location, mock))
}

/// Get a mock
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/mocks/{mockId}",
    tag = "mocks",
    params(OfMock),
    responses((status = 200, description = "The mock.", body = Mock)),
)]
async fn get_mock(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
) -> Result<axum::Json<Mock>, ApiError> {
    Ok(axum::Json(app.mock(at.project_id, at.mock_id).await?))
}

/// Change a mock
///
/// What the body leaves out, or gives as null, stays as it is. A running mock starts again.
#[utoipa::path(
    patch,
    path = "/v1/projects/{projectId}/mocks/{mockId}",
    tag = "mocks",
    params(OfMock),
    request_body(content = MockPatch, example = json!({ "seed": 7 })),
    responses(
        (status = 200, description = "The mock as it is now.", body = Mock),
        (status = 409, description = "The mock cannot be changed as things are."),
    ),
)]
async fn update_mock(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
    Json(patch): Json<MockPatch>,
) -> Result<axum::Json<Mock>, ApiError> {
    let mock = app.update_mock(at.project_id, at.mock_id, patch).await?;
    Ok(axum::Json(mock))
}

/// Delete a mock
///
/// It stops where it runs. Its traces stay.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/mocks/{mockId}",
    tag = "mocks",
    params(OfMock),
    responses((status = 204, description = "The mock is gone.")),
)]
async fn delete_mock(Acting(app): Acting, Path(at): Path<OfMock>) -> Result<NoContent, ApiError> {
    app.delete_mock(at.project_id, at.mock_id).await?;
    Ok(NoContent)
}

/// Start a mock
///
/// A mock that runs goes on running. Where it cannot start, its state is `failed` and `error` says
/// why.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/mocks/{mockId}/start",
    tag = "mocks",
    params(OfMock),
    responses(
        (status = 200, description = "The mock as it is now.", body = Mock),
        (status = 409, description = "The mock cannot start as things are."),
    ),
)]
async fn start_mock(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
) -> Result<axum::Json<Mock>, ApiError> {
    Ok(axum::Json(app.start_mock(at.project_id, at.mock_id).await?))
}

/// Stop a mock
///
/// A mock that does not run stays so.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/mocks/{mockId}/stop",
    tag = "mocks",
    params(OfMock),
    responses((status = 200, description = "The mock as it is now.", body = Mock)),
)]
async fn stop_mock(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
) -> Result<axum::Json<Mock>, ApiError> {
    Ok(axum::Json(app.stop_mock(at.project_id, at.mock_id).await?))
}

/// Stop a mock and start it again
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/mocks/{mockId}/restart",
    tag = "mocks",
    params(OfMock),
    responses(
        (status = 200, description = "The mock as it is now.", body = Mock),
        (status = 409, description = "The mock cannot start as things are."),
    ),
)]
async fn restart_mock(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
) -> Result<axum::Json<Mock>, ApiError> {
    let mock = app.restart_mock(at.project_id, at.mock_id).await?;
    Ok(axum::Json(mock))
}

/// Start, stop, restart or delete several mocks
///
/// All of the project, those named, or those that nobody has asked for so many days. One that
/// fails does not keep the others from it: each has its own outcome.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/mocks/actions",
    tag = "mocks",
    params(InProject),
    request_body(content = MockAction, example = json!({ "action": "stop" })),
    responses((status = 200, description = "What came of each.", body = List<MockOutcome>)),
)]
async fn act_on_mocks(
    Acting(app): Acting,
    Path(at): Path<InProject>,
    Json(action): Json<MockAction>,
) -> Result<axum::Json<List<MockOutcome>>, ApiError> {
    let outcomes = app.act_on_mocks(at.project_id, action).await?;
    Ok(axum::Json(List::whole(outcomes)))
}

/// Put a mock before a real API
///
/// It forwards to the API then, holds both directions against the description and keeps every
/// exchange as a trace. A running mock starts again.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/mocks/{mockId}/proxy",
    tag = "mocks",
    params(OfMock),
    request_body(
        content = ProxySetup,
        example = json!({ "upstream": "https://api.example.com/v1", "mockOnError": true }),
    ),
    responses(
        (status = 200, description = "The mock as it is now.", body = Mock),
        (status = 409, description = "The mock cannot start as things are."),
    ),
)]
async fn set_mock_proxy(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
    Json(proxy): Json<ProxySetup>,
) -> Result<axum::Json<Mock>, ApiError> {
    let mock = app
        .set_mock_proxy(at.project_id, at.mock_id, Some(proxy))
        .await?;
    Ok(axum::Json(mock))
}

/// Let a mock answer by itself again
///
/// It forwards nothing any more. A running mock starts again.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/mocks/{mockId}/proxy",
    tag = "mocks",
    params(OfMock),
    responses(
        (status = 200, description = "The mock as it is now.", body = Mock),
        (status = 409, description = "The mock cannot start as things are."),
    ),
)]
async fn remove_mock_proxy(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
) -> Result<axum::Json<Mock>, ApiError> {
    let mock = app.set_mock_proxy(at.project_id, at.mock_id, None).await?;
    Ok(axum::Json(mock))
}

/// Get the JSON Schema of behaviour files
#[utoipa::path(
    get,
    path = "/v1/mock-behaviour-schema",
    tag = "mocks",
    responses((status = 200, description = "The JSON Schema (2020-12).", body = serde_json::Value)),
)]
async fn get_behaviour_schema(Acting(app): Acting) -> axum::Json<serde_json::Value> {
    axum::Json(app.behaviour_schema())
}

/// Take a snapshot of what a mock keeps
///
/// For a mock that is stateful and runs.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/mocks/{mockId}/state",
    tag = "mocks",
    params(OfMock),
    responses(
        (status = 200, description = "Everything that it keeps.", body = MockSnapshot),
        (status = 409, description = "The mock does not run, or keeps no state."),
    ),
)]
async fn get_mock_state(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
) -> Result<axum::Json<MockSnapshot>, ApiError> {
    let snapshot = app.mock_snapshot(at.project_id, at.mock_id).await?;
    Ok(axum::Json(snapshot))
}

/// Put a snapshot back
///
/// It takes the place of everything that the mock keeps.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/mocks/{mockId}/state",
    tag = "mocks",
    params(OfMock),
    request_body(content = MockSnapshot, description = "A snapshot as it was taken."),
    responses(
        (status = 204, description = "It is as it was then."),
        (status = 409, description = "The mock does not run, or keeps no state."),
    ),
)]
async fn restore_mock_state(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
    Json(snapshot): Json<MockSnapshot>,
) -> Result<NoContent, ApiError> {
    app.restore_mock(at.project_id, at.mock_id, snapshot)
        .await?;
    Ok(NoContent)
}

/// Let a mock forget what clients made and changed
///
/// Its collections begin as they began.
#[utoipa::path(
    delete,
    path = "/v1/projects/{projectId}/mocks/{mockId}/state",
    tag = "mocks",
    params(OfMock),
    responses(
        (status = 204, description = "It is as it was at its start."),
        (status = 409, description = "The mock does not run, or keeps no state."),
    ),
)]
async fn reset_mock_state(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
) -> Result<NoContent, ApiError> {
    app.reset_mock(at.project_id, at.mock_id).await?;
    Ok(NoContent)
}

/// Get the behaviour file of a mock
///
/// With what is wrong with it, as after a change of the description.
#[utoipa::path(
    get,
    path = "/v1/projects/{projectId}/mocks/{mockId}/behaviour",
    tag = "mocks",
    params(OfMock),
    responses((status = 200, description = "The file.", body = MockBehaviour)),
)]
async fn get_mock_behaviour(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
) -> Result<axum::Json<MockBehaviour>, ApiError> {
    let behaviour = app.mock_behaviour(at.project_id, at.mock_id).await?;
    Ok(axum::Json(behaviour))
}

/// Give a mock a behaviour file
///
/// It holds at once, without a restart. A file with errors is refused, and the one before stays.
#[utoipa::path(
    put,
    path = "/v1/projects/{projectId}/mocks/{mockId}/behaviour",
    tag = "mocks",
    params(OfMock),
    request_body(content = NewBehaviour, example = json!({ "text": "latency: 50ms" })),
    responses((status = 200, description = "The file as it is kept.", body = MockBehaviour)),
)]
async fn set_mock_behaviour(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
    Json(new): Json<NewBehaviour>,
) -> Result<axum::Json<MockBehaviour>, ApiError> {
    let behaviour = app
        .set_mock_behaviour(at.project_id, at.mock_id, new.text)
        .await?;
    Ok(axum::Json(behaviour))
}

/// Check a behaviour file
///
/// Each problem with its line; nothing is kept.
#[utoipa::path(
    post,
    path = "/v1/projects/{projectId}/mocks/{mockId}/behaviour/check",
    tag = "mocks",
    params(OfMock),
    request_body(content = NewBehaviour, example = json!({ "text": "latency: 50ms" })),
    responses((status = 200, description = "The file and what is wrong with it.", body = MockBehaviour)),
)]
async fn check_mock_behaviour(
    Acting(app): Acting,
    Path(at): Path<OfMock>,
    Json(new): Json<NewBehaviour>,
) -> Result<axum::Json<MockBehaviour>, ApiError> {
    let behaviour = app
        .check_mock_behaviour(at.project_id, at.mock_id, new.text)
        .await?;
    Ok(axum::Json(behaviour))
}
