//! Saved requests kept in a folder: changed by hand, by git, here and on both sides.

mod settings;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, SystemTime},
};

use fairlead_app::{
    App, LinkRequestFolder, NewSavedRequest, RequestFolder, RequestFolderState as State,
    SavedRequestPatch, SavedRequestSummary,
};
use fairlead_core::Id;
use fairlead_requests::SavedRequest;
use tempfile::TempDir;

use crate::support::{API, Opened, import, open, opened, until, upload};

struct Linked {
    it: Opened,
    project: Id,
    outside: TempDir,
    root: PathBuf,
}

async fn project() -> Linked {
    let it = opened().await;
    let project = import(&it.app, upload(API)).await.unwrap().project.id;
    let outside = tempfile::tempdir().unwrap();
    let root = outside.path().join("requests");
    Linked {
        it,
        project,
        outside,
        root,
    }
}

impl Linked {
    fn app(&self) -> &App {
        &self.it.app
    }

    async fn link(&self) -> RequestFolder {
        let path = self.root.to_str().unwrap().to_owned();
        let wanted = LinkRequestFolder { path };
        self.app()
            .link_request_folder(self.project, wanted)
            .await
            .unwrap()
    }

    async fn add(&self, folder: &[&str], name: &str, url: &str) -> Id {
        let new = NewSavedRequest {
            name: name.to_owned(),
            folder: folder.iter().map(|f| (*f).to_owned()).collect(),
            request: Some(get(url)),
            draft: None,
        };
        let made = self.app().create_request(self.project, new).await.unwrap();
        made.summary.id
    }

    async fn change(&self, id: Id, url: &str) {
        let patch = SavedRequestPatch {
            request: Some(get(url)),
            ..SavedRequestPatch::default()
        };
        self.app()
            .update_request(self.project, id, patch)
            .await
            .unwrap();
    }

    async fn list(&self) -> Vec<SavedRequestSummary> {
        self.app().list_requests(self.project).await.unwrap()
    }

    /// Every request as `FOLDER/NAME URL`.
    async fn all(&self) -> Vec<String> {
        let line = |r: SavedRequestSummary| {
            let mut path = r.folder;
            path.push(r.name);
            format!("{} {}", path.join("/"), r.url)
        };
        let mut lines: Vec<_> = self.list().await.into_iter().map(line).collect();
        lines.sort();
        lines
    }

    async fn state(&self) -> RequestFolder {
        self.app().request_folder(self.project).await.unwrap()
    }

    async fn becomes(&self, what: &str, wanted: &[&str]) {
        until(what, || async {
            (self.all().await == wanted).then_some(())
        })
        .await;
    }

    async fn is_in(&self, state: State) -> RequestFolder {
        until(&format!("{state:?}"), || async {
            let now = self.state().await;
            (now.state == state).then_some(now)
        })
        .await
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_default()
    }

    fn has(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// Waits until a file holds a text.
    async fn holds(&self, path: &str, text: &str) {
        until(&format!("{text} in {path}"), || async {
            self.read(path).contains(text).then_some(())
        })
        .await;
    }

    async fn loses(&self, path: &str) {
        until(&format!("{path} to go"), || async {
            (!self.has(path)).then_some(())
        })
        .await;
    }
}

fn get(url: &str) -> SavedRequest {
    SavedRequest {
        method: "GET".to_owned(),
        url: url.to_owned(),
        ..SavedRequest::default()
    }
}

fn git(root: &Path, words: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(words)
        .current_dir(root)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "git {words:?}: {said}");
}

#[tokio::test]
async fn an_empty_folder_gets_the_requests_and_both_sides_follow_each_other() {
    let it = project().await;
    let ships = it.add(&["Ships"], "All", "http://h/all").await;
    let linked = it.link().await;
    assert_eq!(linked.state, State::Synced, "{linked:?}");
    assert!(linked.synced_at.is_some());
    assert!(it.read("Ships/All.request.yaml").contains("http://h/all"));
    assert!(it.has("collection.yaml"));
    assert!(!it.has("Ships/folder.yaml"), "it would say nothing");

    // By hand: changed, and one more without a name.
    let text = it.read("Ships/All.request.yaml");
    let began = SystemTime::now();
    it.write(
        "Ships/All.request.yaml",
        &format!("# seen\n{}", text.replace("h/all", "h/hand")),
    );
    it.becomes("the change by hand", &["Ships/All http://h/hand"])
        .await;
    assert!(began.elapsed().unwrap() < Duration::from_secs(5));
    assert_eq!(it.list().await[0].id, ships, "it is the same request");
    it.write(
        "Ships/One more.request.yaml",
        "method: GET\nurl: http://h/more\n",
    );
    it.becomes(
        "the new file",
        &["Ships/All http://h/hand", "Ships/One more http://h/more"],
    )
    .await;
    it.is_in(State::Synced).await;
    assert!(
        it.read("Ships/All.request.yaml").starts_with("# seen"),
        "comments stay"
    );
    assert_eq!(
        it.read("Ships/One more.request.yaml"),
        "method: GET\nurl: http://h/more\n"
    );

    // Here: changed, added, renamed, deleted.
    it.change(ships, "http://h/ui").await;
    it.holds("Ships/All.request.yaml", "http://h/ui").await;
    it.add(&["Piers"], "List", "http://h/piers").await;
    it.holds("Piers/List.request.yaml", "http://h/piers").await;
    let patch = SavedRequestPatch {
        name: Some("Every".to_owned()),
        ..SavedRequestPatch::default()
    };
    it.app()
        .update_request(it.project, ships, patch)
        .await
        .unwrap();
    it.holds("Ships/Every.request.yaml", "http://h/ui").await;
    it.loses("Ships/All.request.yaml").await;
    it.app().delete_request(it.project, ships).await.unwrap();
    it.loses("Ships/Every.request.yaml").await;
    assert!(it.has("Ships/One more.request.yaml"));

    // Deleted by hand.
    fs::remove_file(it.root.join("Piers/List.request.yaml")).unwrap();
    it.becomes("the deletion by hand", &["Ships/One more http://h/more"])
        .await;
    assert_eq!(it.is_in(State::Synced).await.conflicts, []);

    // Not any more, and the files stay.
    it.app().unlink_request_folder(it.project).await.unwrap();
    assert_eq!(it.state().await.state, State::Unlinked);
    assert!(it.has("Ships/One more.request.yaml"));
}

#[tokio::test]
async fn a_folder_with_requests_is_read_and_what_is_the_same_stays_one() {
    let it = project().await;
    it.write(
        "collection.yaml",
        "fairlead: 1\nname: Harbour\norder: [B, A]\n",
    );
    it.write("A.request.yaml", "# mine\nmethod: GET\nurl: http://h/a\n");
    it.write("B.request.yaml", "name: B\nmethod: GET\nurl: http://h/b\n");
    it.write(
        "deep/folder.yaml",
        "name: Deep water\ndescription: Far out\n",
    );
    it.write(
        "deep/C.request.yaml",
        "name: C\nmethod: GET\nurl: http://h/c\n",
    );
    it.add(&[], "A", "http://h/a").await;
    it.add(&[], "B", "http://h/ours").await;
    let linked = it.link().await;
    assert_eq!(linked.state, State::Conflicts);
    assert_eq!(linked.conflicts.len(), 1, "{linked:?}");
    assert_eq!(linked.conflicts[0].mine.as_deref(), Some("B (mine)"));
    let wanted = [
        "A http://h/a",
        "B (mine) http://h/ours",
        "B http://h/b",
        "Deep water/C http://h/c",
    ];
    assert_eq!(it.all().await, wanted);
    assert!(it.read("B (mine).request.yaml").contains("http://h/ours"));
    assert!(
        it.read("A.request.yaml").starts_with("# mine"),
        "it says the same"
    );
    assert!(it.read("deep/folder.yaml").contains("Far out"));
    assert!(it.read("collection.yaml").contains("Harbour"));
    let names: Vec<_> = it.list().await.into_iter().map(|r| r.name).collect();
    let at = |name: &str| names.iter().position(|n| n == name).unwrap();
    assert!(at("B") < at("A"), "{names:?}");

    // One version goes: there is nothing left to decide.
    fs::remove_file(it.root.join("B (mine).request.yaml")).unwrap();
    it.is_in(State::Synced).await;
    // A folder that is called otherwise takes its requests along.
    it.write("deep/folder.yaml", "name: Shallow\n");
    it.becomes(
        "the new name",
        &["A http://h/a", "B http://h/b", "Shallow/C http://h/c"],
    )
    .await;
    assert!(it.has("deep/C.request.yaml"));
}

#[tokio::test]
async fn what_changes_on_both_sides_is_kept_twice() {
    let it = project().await;
    let a = it.add(&[], "A", "http://h/a").await;
    let b = it.add(&[], "B", "http://h/b").await;
    let c = it.add(&[], "C", "http://h/c").await;
    it.link().await;
    // While the program does not run, the folder changes, and so does the project once it runs.
    it.app().shutdown().await;
    let Linked {
        it: Opened { app, folder },
        project,
        outside,
        root,
    } = it;
    drop(app);
    let hand = fs::read_to_string(root.join("A.request.yaml")).unwrap();
    fs::rename(&root, root.with_extension("away")).unwrap();
    let app = open(folder.path()).await;
    let it = Linked {
        it: Opened { app, folder },
        project,
        outside,
        root,
    };
    it.is_in(State::Failed).await;
    it.change(a, "http://h/ours").await;
    it.change(b, "http://h/ours").await;
    it.app().delete_request(it.project, c).await.unwrap();
    let away = it.root.with_extension("away");
    fs::write(away.join("A.request.yaml"), hand.replace("h/a", "h/theirs")).unwrap();
    fs::remove_file(away.join("B.request.yaml")).unwrap();
    fs::write(
        away.join("C.request.yaml"),
        "name: C\nmethod: GET\nurl: http://h/theirs\n",
    )
    .unwrap();
    fs::rename(&away, &it.root).unwrap();
    let state = it.is_in(State::Conflicts).await;
    assert_eq!(state.conflicts.len(), 3, "{state:?}");
    let wanted = [
        "A (mine) http://h/ours",
        "A http://h/theirs",
        "B http://h/ours",
        "C http://h/theirs",
    ];
    assert_eq!(it.all().await, wanted);
    assert!(it.read("A (mine).request.yaml").contains("h/ours"));
    assert!(it.read("A.request.yaml").contains("h/theirs"));
    assert!(it.read("B.request.yaml").contains("h/ours"));
    // Linked again, they count as seen.
    assert_eq!(it.link().await.state, State::Synced);
    assert_eq!(it.all().await, wanted);
}

#[tokio::test]
async fn a_pull_and_a_branch_come_in_whole() {
    let it = project().await;
    it.add(&["Ships"], "All", "http://h/all").await;
    it.link().await;
    git(&it.root, &["init", "--quiet"]);
    git(&it.root, &["add", "."]);
    git(&it.root, &["commit", "--quiet", "-m", "first"]);
    let other = it.root.with_extension("clone");
    let (from, to) = (it.root.to_str().unwrap(), other.to_str().unwrap());
    git(&it.root, &["clone", "--quiet", from, to]);
    for n in 0..40 {
        let text = format!("method: GET\nurl: http://h/{n}\n");
        fs::write(other.join(format!("Ships/N{n}.request.yaml")), text).unwrap();
    }
    git(&other, &["add", "."]);
    git(&other, &["commit", "--quiet", "-m", "more"]);
    git(&it.root, &["pull", "--quiet", to, "main"]);
    until("the pull", || async {
        (it.list().await.len() == 41).then_some(())
    })
    .await;
    let state = it.is_in(State::Synced).await;
    assert!(
        state.problems.is_empty() && state.conflicts.is_empty(),
        "{state:?}"
    );

    // Another branch, with less in it, and back.
    git(&it.root, &["checkout", "--quiet", "-b", "old", "HEAD~1"]);
    it.becomes("the branch", &["Ships/All http://h/all"]).await;
    // What the visit has written is no work of anybody's.
    git(&it.root, &["checkout", "--quiet", "--force", "main"]);
    until("the way back", || async {
        (it.list().await.len() == 41).then_some(())
    })
    .await;
    assert_eq!(it.is_in(State::Synced).await.conflicts, []);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_told_and_changes_nothing() {
    let it = project().await;
    let a = it.add(&[], "A", "http://h/a").await;
    it.link().await;
    let good = it.read("A.request.yaml");
    let bad = format!("{good}colour: red\n");
    it.write("A.request.yaml", &bad);
    let told = until("the problem", || async {
        it.state().await.problems.into_iter().next()
    })
    .await;
    assert_eq!(told.file.as_deref(), Some("A.request.yaml"));
    assert_eq!(told.line, Some(u32::try_from(bad.lines().count()).unwrap()));
    assert!(told.message.contains("colour"), "{told}");
    it.change(a, "http://h/ours").await;
    it.add(&[], "Beside", "http://h/beside").await;
    it.holds("Beside.request.yaml", "http://h/beside").await;
    assert_eq!(it.read("A.request.yaml"), bad, "nobody writes over it");
    assert_eq!(
        it.all().await,
        ["A http://h/ours", "Beside http://h/beside"]
    );
    // Mended, and changed on both sides.
    it.write("A.request.yaml", &good.replace("h/a", "h/mended"));
    until("the conflict, and nothing else", || async {
        let now = it.state().await;
        (now.state == State::Conflicts && now.problems.is_empty()).then_some(())
    })
    .await;
    let wanted = [
        "A (mine) http://h/ours",
        "A http://h/mended",
        "Beside http://h/beside",
    ];
    assert_eq!(it.all().await, wanted);
}

#[tokio::test]
async fn a_folder_that_vanishes_deletes_nothing() {
    let it = project().await;
    it.add(&["Ships"], "All", "http://h/all").await;
    it.link().await;
    let away = it.root.with_extension("away");
    fs::rename(&it.root, &away).unwrap();
    let failed = it.is_in(State::Failed).await;
    assert!(failed.error.unwrap().contains("requests"));
    assert_eq!(it.all().await, ["Ships/All http://h/all"]);
    // A disk that is not mounted leaves an empty folder.
    fs::create_dir(&it.root).unwrap();
    until("word of the empty folder", || async {
        let error = it.state().await.error.unwrap_or_default();
        error.contains("are gone").then_some(())
    })
    .await;
    it.add(&[], "New", "http://h/new").await;
    assert_eq!(
        fs::read_dir(&it.root).unwrap().count(),
        0,
        "nothing is written"
    );
    assert_eq!(
        it.all().await,
        ["New http://h/new", "Ships/All http://h/all"]
    );
    fs::remove_dir(&it.root).unwrap();
    fs::rename(&away, &it.root).unwrap();
    it.holds("New.request.yaml", "http://h/new").await;
    it.is_in(State::Synced).await;
    // It is watched again.
    it.write(
        "Ships/All.request.yaml",
        "name: All\nmethod: GET\nurl: http://h/back\n",
    );
    it.becomes(
        "the change",
        &["New http://h/new", "Ships/All http://h/back"],
    )
    .await;
}

#[tokio::test]
async fn half_way_files_links_and_hidden_ones_are_left_out() {
    let it = project().await;
    it.write("A.request.yaml", "method: GET\nurl: http://h/a\n");
    // What a program leaves that is killed between writing and renaming.
    let half = it.root.join(".A.request.yaml.4711.part");
    fs::write(&half, "method: GE").unwrap();
    let long_ago = SystemTime::now() - Duration::from_hours(1);
    fs::File::options()
        .write(true)
        .open(&half)
        .unwrap()
        .set_modified(long_ago)
        .unwrap();
    it.write(
        ".hidden/B.request.yaml",
        "method: GET\nurl: http://h/hidden\n",
    );
    let outside = it.root.with_extension("outside.yaml");
    fs::write(&outside, "method: GET\nurl: http://h/outside\n").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&outside, it.root.join("C.request.yaml")).unwrap();
    let linked = it.link().await;
    assert_eq!(it.all().await, ["A http://h/a"]);
    assert!(!half.exists(), "it was of no use");
    #[cfg(unix)]
    assert_eq!(linked.problems[0].code, "request-link");
    // A request of that name does not write through the link.
    it.add(&[], "C", "http://h/c").await;
    it.holds("C 2.request.yaml", "http://h/c").await;
    assert!(fs::read_to_string(&outside).unwrap().contains("outside"));
    assert_eq!(linked.state, State::Synced);
}

#[tokio::test]
async fn a_credential_in_a_file_goes_into_the_vault_and_out_of_the_file() {
    let it = project().await;
    it.link().await;
    it.write(
        "A.request.yaml",
        "method: GET\nurl: http://h/a\nheaders:\n  - { name: Authorization, value: Bearer tok-nobody-may-see-17 }\n",
    );
    it.holds("A.request.yaml", "{{").await;
    assert!(!it.read("A.request.yaml").contains("tok-nobody"));
    let id = it.list().await[0].id;
    let detail = it.app().saved_request(it.project, id).await.unwrap();
    let shown = format!("{:?}", detail.request);
    assert!(!shown.contains("tok-nobody"), "{shown}");
    assert!(
        it.app()
            .list_credentials(it.project)
            .await
            .unwrap()
            .iter()
            .any(|c| c.set)
    );
}

#[tokio::test]
async fn folders_that_cannot_be_used_are_refused() {
    let it = project().await;
    let link = |path: &str| {
        let wanted = LinkRequestFolder {
            path: path.to_owned(),
        };
        it.app().link_request_folder(it.project, wanted)
    };
    assert_eq!(link("requests").await.unwrap_err().code, "relative_path");
    let data = it.it.folder.path().join("mine");
    assert_eq!(
        link(data.to_str().unwrap()).await.unwrap_err().code,
        "unusable_folder"
    );
    fs::write(&it.root, "a file").unwrap();
    assert_eq!(
        link(it.root.to_str().unwrap()).await.unwrap_err().code,
        "unusable_folder"
    );
    fs::remove_file(&it.root).unwrap();
    it.link().await;
    let other = import(it.app(), upload(API)).await.unwrap().project.id;
    let path = it.root.to_str().unwrap().to_owned();
    let taken = it
        .app()
        .link_request_folder(other, LinkRequestFolder { path })
        .await;
    assert_eq!(taken.unwrap_err().code, "folder_in_use");
}
