//! Secrets are looked for in every message between page and program: they go inward where a
//! person sets them, and never outward.

#[path = "../../crates/app/tests/it/canary/forms.rs"]
mod forms;

use base64::{Engine, prelude::BASE64_STANDARD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use forms::forms;

use crate::{
    api::{Api, answer_json},
    page::Page,
    screen::{Screen, wait},
};

/// A secret with characters that JSON, URLs and base64 write differently.
fn plant(kind: &str) -> String {
    format!("c4n4ry-{kind}-+/=\"&~?%$ _9f3!Zq")
}

/// The secrets that a text has in it, with what stands around them.
fn found(place: &str, text: &str, secrets: &[String]) -> Vec<String> {
    let all = secrets.iter().flat_map(|secret| forms(secret));
    all.filter_map(|form| {
        let at = text.find(&form)?;
        let from = text.floor_char_boundary(at.saturating_sub(120));
        let to = text.ceil_char_boundary((at + form.len() + 40).min(text.len()));
        Some(format!("{place}: …{}…", &text[from..to]))
    })
    .collect()
}

/// Whether a message sets a secret, and so may carry it.
fn sets(message: &Value) -> bool {
    let path = message["path"].as_str().unwrap_or_default();
    message["method"] == "PUT"
        && ["/secrets/", "/credentials/", "/variables/"]
            .iter()
            .any(|part| path.contains(part))
}

#[test]
fn no_message_of_the_window_carries_a_secret_outward() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    // Says back whatever it got, in every form that a careless server may.
    let echo = Api::start(|request, stream| {
        let said = json!({
            "plain": request,
            "base64": BASE64_STANDARD.encode(request),
            "url": utf8_percent_encode(request, NON_ALPHANUMERIC).to_string(),
            "twice": json!({ "request": request }).to_string(),
        });
        answer_json(stream, &said.to_string());
    });
    let page = Page::open(&mut screen);
    page.run(include_str!("record.js"));
    let project = page.import_sample();
    let kinds = [
        "credential",
        "variable",
        "header",
        "query",
        "password",
        "token",
    ];
    let secrets: Vec<String> = kinds.map(plant).into();
    let put = |path: &str, body: Value| {
        let (status, told) = page.request("PUT", path, &body);
        assert!(status < 300, "{path}: {told}");
    };
    put(
        &format!("{project}/credentials/officeKey"),
        json!({ "value": plant("credential") }),
    );
    put(
        &format!("{project}/variables/hush"),
        json!({ "value": plant("variable"), "secret": true }),
    );
    let key = |place: &str| json!({ "kind": "apiKey", "place": place, "name": "key" });
    let mut environments = Vec::new();
    for (name, auth, secret, kind) in [
        ("In header", key("header"), "apiKey", "header"),
        ("In query", key("query"), "apiKey", "query"),
        (
            "Basic",
            json!({ "kind": "basic", "username": "ada" }),
            "password",
            "password",
        ),
        ("Bearer", json!({ "kind": "bearer" }), "token", "token"),
    ] {
        let made = json!({
            "name": name,
            "type": "SANDBOX",
            "baseUrl": echo.url(),
            "auth": auth,
            "headers": [{ "name": "X-Hush", "value": "{{hush}}", "enabled": true }],
        });
        let (status, made) = page.request("POST", &format!("{project}/environments"), &made);
        assert_eq!(status, 201, "{made}");
        let id = made["id"].as_str().expect("an id").to_owned();
        put(
            &format!("{project}/environments/{id}/secrets/{secret}"),
            json!({ "value": plant(kind) }),
        );
        environments.push(id);
    }
    let (_, operations) = page.request("GET", &format!("{project}/operations"), &Value::Null);
    let operation = operations["items"]
        .as_array()
        .expect("operations")
        .iter()
        .find(|o| o["path"] == "/status")
        .expect("a plain one")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    for id in &environments {
        let target = json!({ "kind": "environment", "id": id });
        let draft = json!({ "operationId": operation, "target": target });
        for at in ["playground/validate", "playground/send"] {
            let (status, told) = page.request("POST", &format!("{project}/{at}"), &draft);
            assert_eq!(status, 200, "{told}");
        }
        let test = format!("{project}/environments/{id}/test");
        page.request("POST", &test, &Value::Null);
    }
    // They were indeed sent.
    let sent = echo.got().join("\n");
    assert!(sent.contains(&plant("header")), "{sent}");
    assert!(sent.contains(&plant("variable")), "{sent}");
    let basic = BASE64_STANDARD.encode(format!("ada:{}", plant("password")));
    assert!(sent.contains(&basic), "{sent}");

    // A person looks at all of it, sends once more, and saves what there is.
    let target = json!({ "kind": "environment", "id": environments[2] }).to_string();
    let id = project.rsplit('/').next().expect("an id");
    let kept = json!([format!("fairlead.target.{id}"), target]);
    page.run(&format!(
        "const [name, kept] = {kept}; localStorage.setItem(name, kept);"
    ));
    page.click("link", "Harbour");
    page.click("link", "Environments");
    page.shows("In header");
    page.click("link", "Playground");
    page.click("button", "/status");
    let before = echo.got().len();
    page.click("button", "Send");
    page.click("link", "See the trace");
    page.shows("Request");
    assert!(echo.got().len() > before, "it went elsewhere");
    page.click("link", "Traces");
    page.choose("Export", "har");
    page.shows("The file is saved");
    page.click("link", "Overview");

    let recorded = wait("the events of all that", || {
        let recorded = page.run("return window.__messages");
        let outward = recorded["outward"].as_array()?;
        let has_event = |topic: &str| {
            let topic = format!("\"topic\":\"{topic}\"");
            outward
                .iter()
                .any(|m| m.as_str().is_some_and(|m| m.contains(&topic)))
        };
        (has_event("trace") && has_event("environment")).then(|| recorded.clone())
    });
    let (outward, inward) = (&recorded["outward"], &recorded["inward"]);
    let (outward, inward) = (
        outward.as_array().expect("some"),
        inward.as_array().expect("some"),
    );
    assert!(
        outward.len() > 60 && inward.len() > 40,
        "{} and {}",
        outward.len(),
        inward.len()
    );
    let set = inward
        .iter()
        .filter(|m| sets(m))
        .map(Value::to_string)
        .collect::<String>();
    assert!(set.contains("c4n4ry-token"), "the record is not whole");
    let mut leaks: Vec<String> = outward
        .iter()
        .flat_map(|m| found("outward", m.as_str().unwrap_or_default(), &secrets))
        .collect();
    for message in inward.iter().filter(|message| !sets(message)) {
        let content = message["content"].as_str().unwrap_or_default();
        leaks.extend(found(&message["path"].to_string(), content, &secrets));
    }
    assert_eq!(leaks, [""; 0], "{} places", leaks.len());
    // Nor in what the window has logged, kept and saved.
    screen.quit();
    let folders = [screen.data(), screen.home().join("Downloads")];
    let mut files = 0;
    for path in folders.iter().flat_map(|folder| files_below(folder)) {
        let text = String::from_utf8_lossy(&std::fs::read(&path).expect("a file")).into_owned();
        let leaks = found(&path.display().to_string(), &text, &secrets);
        assert_eq!(leaks, [""; 0]);
        files += 1;
    }
    assert!(files > 10, "the folders were looked through");
}

fn files_below(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    entries
        .flat_map(|entry| {
            let path = entry.path();
            let kind = entry.file_type().expect("its kind");
            if kind.is_dir() {
                files_below(&path)
            } else if kind.is_file() {
                vec![path]
            } else {
                Vec::new()
            }
        })
        .collect()
}
