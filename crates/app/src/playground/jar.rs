//! Cookies that servers have set in answers of the playground (RFC 6265): one jar for each
//! environment of a project, and one for what goes elsewhere. They live as long as the program.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use cookie_store::CookieStore;
use fairlead_core::{Id, Timestamp, limits};
use http::HeaderValue;
use url::Url;

use super::{build::Built, prepare::Ready};
use crate::{App, AppError, KeptCookie, SendDraft};

tokio::task_local! {
    /// The jar of the request that is on its way in this task.
    pub static JAR: Option<Arc<Jar>>;
}

/// The cookies of one place.
#[derive(Debug, Default)]
pub struct Jar(Mutex<CookieStore>);

/// A project, and the environment of it; none for what goes elsewhere.
type Place = (Id, Option<Id>);
type ByPlace = HashMap<Place, Arc<Jar>>;

/// The jars of this program.
#[derive(Default)]
pub struct Jars(Mutex<ByPlace>);

/// Hands the cookies of every hop to the jar of the task, and those of the jar to every hop.
pub struct JarOfTask;

impl reqwest::cookie::CookieStore for JarOfTask {
    fn set_cookies(&self, headers: &mut dyn Iterator<Item = &HeaderValue>, url: &Url) {
        let _ = JAR.try_with(|jar| {
            let Some(jar) = jar else { return };
            for header in headers {
                jar.take_in(&String::from_utf8_lossy(header.as_bytes()), url);
            }
        });
    }

    fn cookies(&self, url: &Url) -> Option<HeaderValue> {
        let written = JAR.try_with(|jar| jar.as_ref().map(|jar| jar.for_url(url)));
        let pairs = written.ok().flatten()?;
        let pairs: Vec<String> = pairs.iter().map(|(n, v)| format!("{n}={v}")).collect();
        (!pairs.is_empty())
            .then(|| HeaderValue::from_str(&pairs.join("; ")).ok())
            .flatten()
    }
}

impl Jar {
    fn store(&self) -> MutexGuard<'_, CookieStore> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what a `Set-Cookie` says; what a server must not set there is left out.
    fn take_in(&self, header: &str, url: &Url) {
        let mut store = self.store();
        let is_full = store.iter_any().count() >= limits::JAR_COOKIES;
        if !is_full && header.len() <= limits::COOKIE_BYTES {
            // One that makes no sense is no news to anybody.
            let _ = store.parse(header, url);
        }
    }

    fn for_url(&self, url: &Url) -> Vec<(String, String)> {
        let store = self.store();
        let pairs = store.get_request_values(url);
        pairs.map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
    }

    /// Adds what it has for the address; what a person has written comes first.
    fn add_to(&self, built: &mut Built) {
        let Ok(url) = Url::parse(&built.url) else {
            return;
        };
        let headers = &mut built.request.headers;
        let written: Vec<&str> = headers.get_all("cookie").collect();
        let written = written.join("; ");
        let has = |name: &str| {
            let mut names = written.split(';').filter_map(|pair| pair.split('=').next());
            names.any(|known| known.trim() == name)
        };
        let pairs = self.for_url(&url);
        let added = pairs.iter().filter(|(name, _)| !has(name));
        let added: Vec<String> = added.map(|(n, v)| format!("{n}={v}")).collect();
        if added.is_empty() {
            return;
        }
        let own = (!written.is_empty()).then(|| written.clone());
        let all: Vec<String> = own.into_iter().chain(added).collect();
        headers.set("cookie", all.join("; "));
    }

    fn list(&self, environment_id: Option<Id>) -> Vec<KeptCookie> {
        let store = self.store();
        let cookie = |cookie: &cookie_store::Cookie<'static>| KeptCookie {
            environment_id,
            name: cookie.name().to_owned(),
            domain: String::from(&cookie.domain),
            path: String::from(&cookie.path),
            expires: match cookie.expires {
                cookie_store::CookieExpiration::SessionEnd => None,
                cookie_store::CookieExpiration::AtUtc(at) => Some(Timestamp::from_millis(
                    at.unix_timestamp().saturating_mul(1_000),
                )),
            },
        };
        store.iter_unexpired().map(cookie).collect()
    }
}

impl Jars {
    fn all(&self) -> MutexGuard<'_, ByPlace> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, project: Id, environment: Option<Id>) -> Arc<Jar> {
        Arc::clone(self.all().entry((project, environment)).or_default())
    }

    /// Forgets what an environment has set.
    pub fn forget(&self, environment: Id) {
        self.all().retain(|(_, of), _| *of != Some(environment));
    }
}

impl App {
    /// Gives a request the cookies of its place, where a person wants that.
    pub(super) fn bring_cookies(&self, project: Id, send: &SendDraft, ready: &mut Ready) {
        // A partner's view has nothing of ours, and what it gets is no session of ours.
        if !send.use_cookies || self.onlooker().is_some() {
            return;
        }
        let environment = ready.environment.as_ref().map(|environment| environment.id);
        let jar = self.inner.jars.of(project, environment);
        let built = &mut ready.prepared.built;
        // Where redirects are followed each hop gets what is set by then; a header that is there
        // stays as it is.
        if !send.follow_redirects || built.request.headers.get("cookie").is_some() {
            jar.add_to(built);
        }
        ready.jar = Some(jar);
    }

    /// The cookies that servers have set, by environment and name; never their values.
    pub async fn list_cookies(&self, project: Id) -> Result<Vec<KeptCookie>, AppError> {
        if self.onlooker().is_some() {
            return Ok(Vec::new());
        }
        let seen = self.list_environments(project).await?;
        let places = std::iter::once(None).chain(seen.iter().map(|e| Some(e.id)));
        let known = self.inner.jars.all();
        let mut found: Vec<KeptCookie> = places
            .filter_map(|place| Some(known.get(&(project, place))?.list(place)))
            .flatten()
            .collect();
        found.sort_by(|a, b| {
            let key = |c: &KeptCookie| (c.environment_id, c.domain.clone(), c.name.clone());
            key(a).cmp(&key(b))
        });
        Ok(found)
    }

    /// Forgets the cookies of an environment, or without one those of what goes elsewhere.
    pub async fn forget_cookies(
        &self,
        project: Id,
        environment: Option<Id>,
    ) -> Result<(), AppError> {
        self.project_row(project).await?;
        self.inner.jars.all().remove(&(project, environment));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jar_gives_to_each_address_what_is_for_it() {
        let jar = Jar::default();
        let url = |text: &str| Url::parse(text).unwrap();
        let from = url("https://api.example.com/v1/login");
        for header in [
            "sid=1; Path=/; HttpOnly; Secure",
            "v=2; Path=/v1",
            "gone=3; Path=/; Max-Age=0",
            "foreign=4; Domain=elsewhere.example",
            "",
        ] {
            jar.take_in(header, &from);
        }
        let check = |text: &str, expected: &[&str]| {
            let mut names: Vec<String> = jar
                .for_url(&url(text))
                .into_iter()
                .map(|(name, _)| name)
                .collect();
            names.sort();
            assert_eq!(names, expected, "{text}");
        };
        check("https://api.example.com/v1/ships", &["sid", "v"]);
        check("https://api.example.com/", &["sid"]);
        check("http://api.example.com/", &[]);
        check("https://elsewhere.example/", &[]);
        assert_eq!(jar.list(None).len(), 2);
    }
}
