//! Commands that are pasted where an address belongs, and rows that were only begun.

use fairlead_app::{BasicLogin, Draft, Field, SavedRequestPatch, SendDraft};
use serde_json::json;

use crate::{
    server::{ok, serve},
    support::opened,
};

fn sending(draft: Draft) -> SendDraft {
    serde_json::from_value(serde_json::to_value(draft).unwrap()).unwrap()
}

#[tokio::test]
async fn a_pasted_command_is_sent_as_it_was_and_keeps_no_secret() {
    const PASSWORD: &str = "p4ss-that-is-a-canary";
    let it = opened().await;
    let new = serde_json::from_value(json!({ "name": "Bare" })).unwrap();
    let project = it.app.create_project(new).await.unwrap().id;
    let server = serve(|request| {
        // `ada:p4ss-that-is-a-canary` in base64, and the token of the cookie.
        let known = request.contains("Basic YWRhOnA0c3MtdGhhdC1pcy1hLWNhbmFyeQ==")
            && request.contains("sid=abcdef0123456789")
            && request.contains("POST /ships?dry=1 ")
            && request.ends_with("{\"name\":\"Ada's\"}");
        ok("application/json", if known { "true" } else { "false" })
    })
    .await;
    let text = format!(
        "curl '{}/ships?dry=1' -u 'ada:{PASSWORD}' -b 'sid=abcdef0123456789' \\\n  -H 'content-type: application/json' --data-raw $'{{\"name\":\"Ada\\'s\"}}' --compressed",
        server.url()
    );
    let read = it.app.paste_requests(project, text).await.unwrap();
    assert_eq!((read.found, read.drafts.len()), (1, 1));
    let written = serde_json::to_string(&read).unwrap();
    assert!(
        !written.contains(PASSWORD) && !written.contains("YWRhOn"),
        "{written}"
    );
    assert!(!written.contains("abcdef0123456789"), "{written}");

    let draft = read.drafts.into_iter().next().unwrap();
    assert_eq!(draft.free.as_ref().unwrap().method, "POST");
    let basic = draft.basic.clone().unwrap();
    assert_eq!(
        (&*basic.username, &*basic.password),
        ("ada", "{{password}}")
    );
    let trace = it.app.send_draft(project, sending(draft)).await.unwrap();
    let body = trace.response.unwrap().body.unwrap();
    assert_eq!(
        body.text.as_deref(),
        Some("true"),
        "it came as it was pasted"
    );

    let error = it
        .app
        .paste_requests(project, "ahoy".into())
        .await
        .unwrap_err();
    assert_eq!(error.code, "unusable_paste");
    it.app.shutdown().await;
}

#[tokio::test]
async fn a_name_and_password_stay_with_a_saved_request() {
    const PASSWORD: &str = "p4ss-that-is-a-canary";
    // `ada:p4ss-that-is-a-canary` in base64.
    const BOTH: &str = "YWRhOnA0c3MtdGhhdC1pcy1hLWNhbmFyeQ==";
    let it = opened().await;
    let new = serde_json::from_value(json!({ "name": "Bare" })).unwrap();
    let project = it.app.create_project(new).await.unwrap().id;
    // It says what it was told.
    let server = serve(|request| {
        let lines = request.lines();
        let found = lines.filter(|l| l.to_ascii_lowercase().starts_with("authorization"));
        ok("text/plain", found.collect::<Vec<_>>().join("\n"))
    })
    .await;
    let import = serde_json::from_value(json!({
        "source": { "kind": "upload", "files": [
            { "name": "x", "text": format!("curl -u 'ada:{PASSWORD}' {}/ships", server.url()) },
        ] },
        "keepSecrets": true,
    }))
    .unwrap();
    let found = it.app.import_requests(project, import).await.unwrap();
    let id = found.items[0].id.unwrap();
    let opened = it.app.saved_request(project, id).await.unwrap();
    let written = serde_json::to_string(&opened).unwrap();
    assert!(!written.contains(PASSWORD) && !written.contains("YWRhOn"));
    let draft = opened.draft;
    assert_eq!(draft.basic.as_ref().unwrap().password, "{{password}}");

    let sent = it.app.send_draft(project, sending(draft.clone())).await;
    let trace = serde_json::to_string(&sent.unwrap()).unwrap();
    assert!(
        trace.contains("authorization: Basic "),
        "it went along: {trace}"
    );
    assert!(!trace.contains(BOTH.trim_end_matches('=')), "{trace}");
    let check = it.app.check_draft(project, draft.clone()).await.unwrap();
    let check = serde_json::to_string(&check).unwrap();
    assert!(!check.contains(BOTH.trim_end_matches('=')), "{check}");

    // Saved once more it is the same, and a password that was typed goes into the vault.
    let mut typed = draft.clone();
    typed.basic.as_mut().unwrap().password = "an0ther-c4nary".into();
    for draft in [draft, typed] {
        let patch = SavedRequestPatch {
            draft: Some(draft),
            ..SavedRequestPatch::default()
        };
        let kept = it.app.update_request(project, id, patch).await.unwrap();
        let basic = kept.draft.basic.unwrap();
        assert_eq!(basic.username, "ada");
        assert!(
            basic.password.starts_with("{{password"),
            "{}",
            basic.password
        );
    }

    // What a person has written goes instead, and a name must be one.
    let mut draft = Draft::of_address("GET", server.url());
    draft.basic = Some(BasicLogin {
        username: "a:b".into(),
        password: String::new(),
    });
    let check = it.app.check_draft(project, draft.clone()).await.unwrap();
    assert!(!check.valid);
    draft.headers.push(Field {
        name: "Authorization".into(),
        value: "Mine".into(),
        enabled: true,
    });
    let check = it.app.check_draft(project, draft).await.unwrap();
    assert!(check.valid, "{:?}", check.violations);
    it.app.shutdown().await;
}

#[tokio::test]
async fn rows_that_were_only_begun_are_not_sent() {
    let it = opened().await;
    let new = serde_json::from_value(json!({ "name": "Bare" })).unwrap();
    let project = it.app.create_project(new).await.unwrap().id;
    let server = serve(|_| ok("application/json", "[]")).await;
    let begun = Field {
        name: " ".into(),
        value: String::new(),
        enabled: true,
    };
    let mut draft = Draft::of_address("GET", format!("{}/ships", server.url()));
    draft.headers.push(begun.clone());
    draft.query.push(begun.clone());
    draft.cookies.push(begun.clone());
    let check = it.app.check_draft(project, draft.clone()).await.unwrap();
    assert!(check.violations.is_empty(), "{:?}", check.violations);
    let sent = it.app.send_draft(project, sending(draft.clone())).await;
    let url = sent.unwrap().trace.url;
    assert!(url.ends_with("/ships"), "{url}");

    // A value without a name is a mistake.
    draft.headers[0].value = "x".into();
    let check = it.app.check_draft(project, draft).await.unwrap();
    assert_eq!(check.violations.len(), 1);
    it.app.shutdown().await;
}
