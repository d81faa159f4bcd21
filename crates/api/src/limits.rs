//! The limits on bodies that the document states and that their types do not enforce by themselves.

mod drafts;
mod environments;
mod partners;
mod webhooks;

use fairlead_app::{
    Credential, ExportRequests, ImportRequests, LinkRequestFolder, MockAction, MockPatch,
    MockSnapshot, NewBehaviour, NewImport, NewMock, NewProject, NewSavedRequest, NewSpec,
    ProjectPatch, ProxySetup, RequestSource, SavedRequestPatch, Source, SourceFile,
};
use fairlead_core::limits::{CALLBACK_HOSTS, REQUEST_FILES, REQUEST_FOLDERS_DEEP, SPEC_FILES};

use crate::error::Detail;
use drafts::kept_draft;

/// Longest name of a project, in characters.
const NAME: usize = 200;
/// Longest description of a project, in characters.
const DESCRIPTION: usize = 10_000;
/// Longest behaviour file, in characters.
const BEHAVIOUR: usize = 100_000;
/// Longest path of a folder, in characters.
const PATH: usize = 4_096;
/// Longest name of an uploaded file, in characters.
const FILE_NAME: usize = 1_000;
/// Most overlays of one import.
const OVERLAYS: usize = 20;
/// Largest seed: what JavaScript can tell apart (2⁵³ − 1).
const SEED: u64 = 9_007_199_254_740_991;
/// Longest address of an API, in characters.
const UPSTREAM: usize = 2_000;
/// Most operations that a proxy leaves to the mock.
const MOCKED: usize = 2_000;
/// Most mocks that are named at once.
const NAMED: usize = 500;
/// Longest a sent request may take, in milliseconds.
const TIMEOUT_MS: u64 = 120_000;
/// Most days that a mock is kept unused.
const KEEP_DAYS: u64 = 3_650;

/// A body with limits.
pub trait Limited {
    /// Every limit that is not kept.
    fn broken(&self) -> Vec<Detail>;
}

fn broken(pointer: impl Into<String>, message: impl Into<String>) -> Detail {
    Detail {
        part: Some("body"),
        pointer: Some(pointer.into()),
        message: message.into(),
        ..Detail::default()
    }
}

/// A text that must not be empty nor longer than `most` characters.
fn text(pointer: &str, text: &str, most: usize) -> Option<Detail> {
    if text.is_empty() {
        Some(broken(pointer, "must not be empty"))
    } else {
        at_most(pointer, text, most)
    }
}

pub fn at_most(pointer: &str, text: &str, most: usize) -> Option<Detail> {
    // A character has at least one byte: short texts need no counting.
    (text.len() > most && text.chars().count() > most).then(|| {
        broken(
            pointer,
            format!("must not be longer than {most} characters"),
        )
    })
}

fn number(pointer: &str, number: Option<u64>, least: u64, most: u64) -> Option<Detail> {
    number
        .filter(|n| !(least..=most).contains(n))
        .map(|_| broken(pointer, format!("must be between {least} and {most}")))
}

impl Limited for NewProject {
    fn broken(&self) -> Vec<Detail> {
        let name = text("/name", &self.name, NAME);
        let description = at_most("/description", &self.description, DESCRIPTION);
        name.into_iter().chain(description).collect()
    }
}

impl Limited for fairlead_app::TraceRetention {
    fn broken(&self) -> Vec<Detail> {
        let bounds = [
            ("/traces", self.traces, fairlead_core::limits::TRACES_KEPT),
            ("/days", self.days, fairlead_core::limits::TRACE_DAYS_MAX),
            (
                "/megabytes",
                self.megabytes,
                fairlead_core::limits::TRACE_MEGABYTES,
            ),
        ];
        bounds
            .into_iter()
            .filter(|(_, value, most)| !(1..=*most).contains(value))
            .map(|(at, value, most)| broken(at, format!("{value} is not between 1 and {most}")))
            .collect()
    }
}

impl Limited for ProjectPatch {
    fn broken(&self) -> Vec<Detail> {
        let name = self.name.as_deref().and_then(|n| text("/name", n, NAME));
        let description = self.description.as_deref();
        let description = description.and_then(|d| at_most("/description", d, DESCRIPTION));
        name.into_iter().chain(description).collect()
    }
}

impl Limited for NewImport {
    fn broken(&self) -> Vec<Detail> {
        let name = self.name.as_deref().and_then(|n| text("/name", n, NAME));
        name.into_iter()
            .chain(source(&self.source))
            .chain(overlays(&self.overlays))
            .collect()
    }
}

impl Limited for NewSpec {
    fn broken(&self) -> Vec<Detail> {
        source(&self.source)
            .chain(overlays(&self.overlays))
            .collect()
    }
}

fn source(source: &Source) -> impl Iterator<Item = Detail> {
    let found: Vec<_> = match source {
        Source::Upload { files, .. } if files.is_empty() || files.len() > SPEC_FILES => {
            let message = format!("must be between 1 and {SPEC_FILES} files");
            vec![broken("/source/files", message)]
        }
        Source::Upload { files, .. } => files
            .iter()
            .enumerate()
            .filter_map(|(at, file)| {
                text(&format!("/source/files/{at}/name"), &file.name, FILE_NAME)
            })
            .collect(),
        Source::Path { path } if path.is_empty() => {
            vec![broken("/source/path", "must not be empty")]
        }
        Source::Path { .. } | Source::Url { .. } | Source::Sample {} => Vec::new(),
    };
    found.into_iter()
}

fn overlays(overlays: &[SourceFile]) -> Vec<Detail> {
    if overlays.len() > OVERLAYS {
        return vec![broken("/overlays", format!("must be at most {OVERLAYS}"))];
    }
    let named = overlays.iter().enumerate();
    named
        .filter_map(|(at, file)| text(&format!("/overlays/{at}/name"), &file.name, FILE_NAME))
        .collect()
}

impl Limited for NewMock {
    fn broken(&self) -> Vec<Detail> {
        let days = Some(u64::from(self.keep_days));
        number("/seed", Some(self.seed), 0, SEED)
            .into_iter()
            .chain(number("/keepDays", days, 0, KEEP_DAYS))
            .chain(self.proxy.iter().flat_map(|p| proxy("/proxy", p)))
            .chain(callback_hosts(&self.callbacks_to))
            .collect()
    }
}

impl Limited for MockPatch {
    fn broken(&self) -> Vec<Detail> {
        let days = self.keep_days.map(u64::from);
        number("/seed", self.seed, 0, SEED)
            .into_iter()
            .chain(number("/keepDays", days, 0, KEEP_DAYS))
            .chain(
                self.callbacks_to
                    .iter()
                    .filter_map(|all| callback_hosts(all)),
            )
            .collect()
    }
}

fn callback_hosts(hosts: &[String]) -> Option<Detail> {
    (hosts.len() > CALLBACK_HOSTS)
        .then(|| broken("/callbacksTo", format!("must be at most {CALLBACK_HOSTS}")))
}

fn proxy(pointer: &str, proxy: &ProxySetup) -> Vec<Detail> {
    let upstream = text(&format!("{pointer}/upstream"), &proxy.upstream, UPSTREAM);
    let many = (proxy.mocked.len() > MOCKED).then(|| {
        let message = format!("must be at most {MOCKED}");
        broken(format!("{pointer}/mocked"), message)
    });
    upstream.into_iter().chain(many).collect()
}

impl Limited for ProxySetup {
    fn broken(&self) -> Vec<Detail> {
        proxy("", self)
    }
}

impl Limited for MockAction {
    fn broken(&self) -> Vec<Detail> {
        let named = self.mock_ids.as_ref().map_or(0, Vec::len);
        let many = (named > NAMED).then(|| broken("/mockIds", format!("must be at most {NAMED}")));
        let days = self.unused_days.map(u64::from);
        many.into_iter()
            .chain(number("/unusedDays", days, 0, KEEP_DAYS))
            .collect()
    }
}

impl Limited for MockSnapshot {
    fn broken(&self) -> Vec<Detail> {
        Vec::new()
    }
}

impl Limited for NewBehaviour {
    fn broken(&self) -> Vec<Detail> {
        at_most("/text", &self.text, BEHAVIOUR)
            .into_iter()
            .collect()
    }
}

impl Limited for Credential {
    /// The lengths of secrets are the vault's to check: here they stay unread.
    fn broken(&self) -> Vec<Detail> {
        match self {
            Self::Value { .. } => Vec::new(),
            Self::Basic { username, .. } => {
                at_most("/username", username, 1_000).into_iter().collect()
            }
        }
    }
}

impl Limited for ExportRequests {
    fn broken(&self) -> Vec<Detail> {
        Vec::new()
    }
}

impl Limited for LinkRequestFolder {
    fn broken(&self) -> Vec<Detail> {
        text("/path", &self.path, PATH).into_iter().collect()
    }
}

impl Limited for NewSavedRequest {
    fn broken(&self) -> Vec<Detail> {
        let name = text("/name", &self.name, NAME);
        let draft = self.draft.iter().flat_map(kept_draft);
        name.into_iter()
            .chain(folder(&self.folder))
            .chain(draft)
            .collect()
    }
}

impl Limited for SavedRequestPatch {
    fn broken(&self) -> Vec<Detail> {
        let name = self
            .name
            .as_ref()
            .and_then(|name| text("/name", name, NAME));
        let place = self.folder.as_ref().and_then(|own| folder(own));
        let draft = self.draft.iter().flat_map(kept_draft);
        name.into_iter().chain(place).chain(draft).collect()
    }
}

impl Limited for ImportRequests {
    fn broken(&self) -> Vec<Detail> {
        let source = match &self.source {
            RequestSource::Path { path } => text("/source/path", path, usize::MAX),
            RequestSource::Upload { files } if files.is_empty() => {
                Some(broken("/source/files", "must not be empty"))
            }
            RequestSource::Upload { files } if files.len() > REQUEST_FILES => {
                let message = format!("must be at most {REQUEST_FILES}");
                Some(broken("/source/files", message))
            }
            RequestSource::Upload { files } => files
                .iter()
                .enumerate()
                .find_map(|(n, f)| text(&format!("/source/files/{n}/name"), &f.name, FILE_NAME)),
        };
        source.into_iter().chain(folder(&self.folder)).collect()
    }
}

fn folder(names: &[String]) -> Option<Detail> {
    let message = || format!("must be at most {REQUEST_FOLDERS_DEEP}");
    (names.len() > REQUEST_FOLDERS_DEEP).then(|| broken("/folder", message()))
}
