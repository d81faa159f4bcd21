//! The interface in the window, by what a person reads on it.

use serde_json::{Value, json};

use crate::{
    driver::{Driver, Element},
    screen::{Screen, wait},
};

/// The visible element of a role whose accessible name contains a text.
const FIND: &str = r#"
const [role, name] = arguments;
const kinds = {
  button: "button,[role=button]",
  link: "a[href],[role=link]",
  tab: "[role=tab]",
  row: "tr,[role=row]",
  option: "[role=option]",
  treeitem: "[role=treeitem]",
  textbox: "input:not([type=checkbox]):not([type=radio]),textarea,[role=textbox]",
  any: "*",
};
const label = (e) => {
  const by = (e.getAttribute("aria-labelledby") ?? "").split(" ")
    .map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const own = [...(e.labels ?? [])].map((l) => l.textContent).join(" ");
  return [e.getAttribute("aria-label"), by, own, e.placeholder, e.textContent].join(" ");
};
const seen = (e) => e.checkVisibility?.() ?? e.getClientRects().length > 0;
const all = [...document.querySelectorAll(kinds[role] ?? `[role=${role}]`)]
  .filter((e) => seen(e) && !e.disabled && label(e).includes(name));
// One whose whole label it is comes before those that only have it in theirs.
const exact = all.filter((e) => e.textContent.trim() === name);
const found = exact.length > 0 ? exact : all;
return found.findLast((e) => !found.some((other) => other !== e && e.contains(other))) ?? null;
"#;

/// One request over the carrier, as `ui/src/platform` makes it.
const REQUEST: &str = r#"
const [method, path, text, done] = arguments;
const body = new TextEncoder().encode(text);
const headers = {
  "x-method": method,
  "x-path": path,
  "x-headers": JSON.stringify([["content-type", "application/json"]]),
};
window.__TAURI_INTERNALS__.invoke("plugin:carrier|request", body, { headers }).then((bytes) => {
  const length = new DataView(bytes).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length)));
  const rest = new TextDecoder().decode(new Uint8Array(bytes, 4 + length));
  done({ status: head.status, body: rest ? JSON.parse(rest) : null });
}, (failure) => done({ status: 0, body: failure }));
"#;

/// A window that shows the interface.
pub struct Page {
    driver: Driver,
}

impl Page {
    /// Opens the window and waits until the interface is in it.
    pub fn open(screen: &mut Screen) -> Self {
        Self::open_with(screen, &[])
    }

    /// The same with arguments for the program.
    pub fn open_with(screen: &mut Screen, arguments: &[&str]) -> Self {
        let driver = Driver::start(screen, arguments);
        wait("the interface", || {
            let url = driver.url()?;
            let loaded = driver.run("return document.readyState", json!([])).ok()?;
            (url.starts_with("tauri://") && loaded == "complete").then_some(())
        });
        Self { driver }
    }

    /// Clicks what has this role and name, once it is there.
    pub fn click(&self, role: &str, name: &str) {
        // A list that is drawn anew takes the element away between finding and clicking.
        wait(&format!("{role} `{name}` to be clicked"), || {
            self.driver.click(&self.find(role, name)).ok()
        });
    }

    /// Waits until this text is on the page.
    pub fn shows(&self, text: &str) {
        wait(&format!("the text `{text}`"), || {
            let script = "return document.body.innerText.includes(arguments[0])";
            let there = self.driver.run(script, json!([text])).ok()?;
            (there == true).then_some(())
        });
    }

    /// Waits until something fits this CSS selector.
    pub fn exists(&self, selector: &str) {
        let script = "return document.querySelector(arguments[0])";
        self.driver.element(selector, script, json!([selector]));
    }

    /// One request to the API, over the carrier.
    pub fn request(&self, method: &str, path: &str, body: &Value) -> (u64, Value) {
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = self
            .driver
            .run_async(REQUEST, json!([method, path, text]))
            .expect("the script runs");
        let status = answer["status"].as_u64().expect("a status");
        (status, answer["body"].clone())
    }

    /// Imports the sample, with a mock that runs; the path of its project in the API.
    pub fn import_sample(&self) -> String {
        let sample = json!({ "source": { "kind": "sample" }, "startMock": true });
        let (status, import) = self.request("POST", "/v1/imports", &sample);
        assert_eq!(status, 201, "{import}");
        let id = import["project"]["id"].as_str().expect("a project");
        format!("/v1/projects/{id}")
    }

    /// Clicks the first element that fits this CSS selector.
    pub fn click_at(&self, selector: &str) {
        let script = "return document.querySelector(arguments[0])";
        wait(&format!("`{selector}` to be clicked"), || {
            let found = self.driver.element(selector, script, json!([selector]));
            self.driver.click(&found).ok()
        });
    }

    /// Waits until this text is in the editor, however its lines are wrapped.
    pub fn editor_shows(&self, text: &str) {
        let script = "return [...document.querySelectorAll('.monaco-editor .view-line')]
            .map((line) => line.textContent).join('').includes(arguments[0])";
        wait(&format!("`{text}` in the editor"), || {
            let there = self.driver.run(script, json!([text])).ok()?;
            (there == true).then_some(())
        });
    }

    /// Waits until the field of this name has this value.
    pub fn has_value(&self, name: &str, value: &str) {
        let field = self.find("textbox", name);
        wait(&format!("`{value}` in `{name}`"), || {
            (self.driver.property(&field, "value")? == value).then_some(())
        });
    }

    /// Chooses an option of a list by its value.
    pub fn choose(&self, name: &str, value: &str) {
        let script = "const [name, value] = arguments;
            const list = document.querySelector(`select[aria-label=\"${name}\"]:not(:disabled)`);
            if (!list) return false;
            const set = Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set;
            set.call(list, value);
            list.dispatchEvent(new Event('change', { bubbles: true }));
            return true;";
        wait(&format!("`{value}` of `{name}`"), || {
            let done = self.driver.run(script, json!([name, value])).ok()?;
            (done == true).then_some(())
        });
    }

    /// Runs a script in the page.
    pub fn run(&self, script: &str) -> Value {
        self.driver.run(script, json!([])).expect("the script runs")
    }

    /// How many items the API lists under a path.
    pub fn count(&self, path: &str) -> usize {
        let (status, list) = self.request("GET", path, &Value::Null);
        assert_eq!(status, 200, "{list}");
        list["items"].as_array().map_or(0, Vec::len)
    }

    /// Collects from now on what the content security policy refuses.
    pub fn watch_policy(&self) {
        let script = "window.__refused = [];
            document.addEventListener('securitypolicyviolation', (refused) =>
              window.__refused.push(`${refused.violatedDirective} ${refused.blockedURI}`));";
        self.driver.run(script, json!([])).expect("the script runs");
    }

    /// What the policy refused since [`Self::watch_policy`].
    pub fn refused(&self) -> Value {
        let refused = self.driver.run("return window.__refused", json!([]));
        refused.expect("the script runs")
    }

    fn find(&self, role: &str, name: &str) -> Element {
        self.driver
            .element(&format!("{role} `{name}`"), FIND, json!([role, name]))
    }
}
