//! Importing again.

use fairlead_app::{MockState, NewSpec, Remote};

use crate::support::{API, import_with, opened, upload};

async fn status(url: &str) -> u16 {
    reqwest::get(url).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_second_import_is_a_new_revision_that_the_running_mock_follows() {
    let it = opened().await;
    let first = import_with(&it.app, upload(API), None, true).await.unwrap();
    let (project, mock) = (first.project.id, first.mock.unwrap());
    let url = mock.url.clone().unwrap();
    assert_eq!(status(&format!("{url}/ships")).await, 200);
    assert_eq!(status(&format!("{url}/boats")).await, 404);

    let changed = API.replace("/ships", "/boats");
    let second = import_with(&it.app, upload(&changed), Some(project), true)
        .await
        .unwrap();
    assert_eq!((first.spec.revision, second.spec.revision), (1, 2));
    assert_eq!(second.project.id, project);
    let followed = second.mock.unwrap();
    assert_eq!(followed.id, mock.id, "no second mock");
    assert_eq!(followed.url, mock.url, "the address stays");
    assert_eq!(followed.spec_id, second.spec.id);
    assert_eq!(status(&format!("{url}/boats")).await, 200);
    assert_eq!(status(&format!("{url}/ships")).await, 404);

    let specs = it.app.list_specs(project).await.unwrap();
    let in_use: Vec<_> = specs.iter().map(|s| (s.revision, s.active)).collect();
    assert_eq!(in_use, [(2, true), (1, false)]);

    // And back again.
    it.app.activate_spec(project, first.spec.id).await.unwrap();
    assert_eq!(status(&format!("{url}/ships")).await, 200);
    it.app.delete_spec(project, first.spec.id).await.unwrap();
    assert_eq!(status(&format!("{url}/boats")).await, 200);
    it.app.shutdown().await;
}

#[tokio::test]
async fn an_import_that_fails_leaves_the_revision_and_the_mock() {
    let it = opened().await;
    let first = import_with(&it.app, upload(API), None, true).await.unwrap();
    let project = first.project.id;
    let source = upload("openapi: 9.9.9\n");
    let failed = it
        .app
        .add_spec(
            project,
            NewSpec {
                remote: Remote::None,
                source,
                overlays: Vec::new(),
            },
        )
        .await;
    assert_eq!(failed.unwrap_err().code, "unusable_description");
    let now = it.app.project(project).await.unwrap();
    assert_eq!(now.spec.unwrap().id, first.spec.id);
    assert_eq!(now.mocks[0].state, MockState::Running);
    let url = now.mocks[0].url.clone().unwrap();
    assert_eq!(status(&format!("{url}/ships")).await, 200);
    it.app.shutdown().await;
}

#[tokio::test]
async fn two_imports_at_once_are_two_revisions() {
    let it = opened().await;
    let first = import_with(&it.app, upload(API), None, false)
        .await
        .unwrap();
    let project = first.project.id;
    let add = || {
        let app = it.app.clone();
        let source = upload(API);
        tokio::spawn(async move {
            app.add_spec(
                project,
                NewSpec {
                    remote: Remote::None,
                    source,
                    overlays: Vec::new(),
                },
            )
            .await
        })
    };
    for task in [add(), add(), add(), add()] {
        task.await.unwrap().unwrap();
    }
    let specs = it.app.list_specs(project).await.unwrap();
    let numbers: Vec<u32> = specs.iter().map(|s| s.revision).collect();
    assert_eq!(numbers, [5, 4, 3, 2, 1]);
    assert_eq!(specs.iter().filter(|s| s.active).count(), 1);
    it.app.shutdown().await;
}
