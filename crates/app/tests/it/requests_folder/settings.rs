//! `collection.yaml` and `folder.yaml`: what folders say for the requests in them.

use std::fs;

use fairlead_app::{ImportRequests, RequestFolderState as State, RequestSource, SourceFile};

use super::{Linked, project};

/// Brings in a collection in our own format: what its folders say holds from then on.
async fn bring(it: &Linked, files: &[(&str, &str)]) {
    let file = |(name, text): &(&str, &str)| SourceFile {
        name: (*name).to_owned(),
        text: (*text).to_owned(),
    };
    let import = ImportRequests {
        source: RequestSource::Upload {
            files: files.iter().map(file).collect(),
        },
        format: None,
        folder: Vec::new(),
        dry_run: false,
        keep_secrets: false,
    };
    it.app().import_requests(it.project, import).await.unwrap();
}

#[tokio::test]
async fn what_folders_say_on_both_sides_is_kept_twice_too() {
    let it = project().await;
    let request = "method: GET\nurl: http://h/all\n";
    bring(
        &it,
        &[
            ("collection.yaml", "name: Harbour\ndescription: at first\n"),
            ("Ships/folder.yaml", "name: Ships\ndescription: at first\n"),
            ("Ships/All.request.yaml", request),
        ],
    )
    .await;
    it.link().await;
    assert!(it.read("collection.yaml").contains("at first"));
    assert!(it.read("Ships/folder.yaml").contains("at first"));
    // Changed in one place only, it goes to the other.
    let theirs = it.read("Ships/folder.yaml").replace("first", "second");
    it.write("Ships/folder.yaml", &theirs);
    bring(
        &it,
        &[
            ("collection.yaml", "name: Harbour\ndescription: at second\n"),
            ("New.request.yaml", request),
        ],
    )
    .await;
    it.holds("collection.yaml", "at second").await;
    it.is_in(State::Synced).await;
    assert!(it.read("Ships/folder.yaml").contains("at second"));

    // While the folder is away, both change.
    let away = it.root.with_extension("away");
    fs::rename(&it.root, &away).unwrap();
    it.is_in(State::Failed).await;
    for name in ["collection.yaml", "Ships/folder.yaml"] {
        let text = fs::read_to_string(away.join(name)).unwrap();
        fs::write(away.join(name), text.replace("second", "theirs")).unwrap();
    }
    bring(
        &it,
        &[
            ("collection.yaml", "name: Harbour\ndescription: at ours\n"),
            ("Ships/folder.yaml", "name: Ships\ndescription: at ours\n"),
            ("Ships/Later.request.yaml", request),
        ],
    )
    .await;
    fs::rename(&away, &it.root).unwrap();
    let state = it.is_in(State::Conflicts).await;
    let mut files: Vec<_> = state
        .conflicts
        .iter()
        .map(|c| (c.file.as_str(), c.mine.as_deref().unwrap()))
        .collect();
    files.sort_unstable();
    assert_eq!(
        files,
        [
            ("Ships/folder.yaml", "Ships/folder (mine).yaml"),
            ("collection.yaml", "collection (mine).yaml"),
        ]
    );
    for (file, mine) in files {
        assert!(it.read(file).contains("at theirs"), "{}", it.read(file));
        assert!(it.read(mine).contains("at ours"), "{}", it.read(mine));
    }
    assert!(it.has("Ships/Later.request.yaml"), "the rest goes on");
    // Seen, they are over; what is kept beside is no request and stays as it is.
    assert_eq!(it.link().await.state, State::Synced);
    assert!(it.has("collection (mine).yaml"));
    assert_eq!(it.list().await.len(), 3);
}
