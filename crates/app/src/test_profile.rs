//! What the tests of an integration have to show: by group of operations, for each kind of test,
//! as somebody has set it or as the description has it.

use fairlead_core::{Id, limits};
use fairlead_openapi::{
    Spec, capabilities,
    capabilities::{CapabilityKind, groups},
};

use crate::{
    App, AppError, NewTestProfile, TestCategory, TestLevel, TestProfile, TestProfileCategory,
    TestProfileGroup, TestProfileView, off_thread,
};

/// Longest name of a group, in characters.
const NAME: usize = 500;

/// What makes sense of a kind of test.
enum When {
    /// It always does.
    Always,
    /// It does where the API can do this.
    Can(CapabilityKind, &'static str),
    /// It does where an operation takes a body or a parameter.
    TakesInput,
    /// It does where an operation takes any value.
    TakesChoices,
}

/// Every kind of test: its name, what it shows, and when it makes sense.
const CATEGORIES: [(TestCategory, &str, &str, When); 11] = [
    (
        TestCategory::Authentication,
        "Authentication",
        "Valid credentials are taken; missing, wrong and expired ones are refused.",
        When::Can(
            CapabilityKind::Authentication,
            "no security scheme is declared",
        ),
    ),
    (
        TestCategory::CreateResource,
        "Create a resource",
        "What is created with valid data is there afterwards.",
        When::Can(CapabilityKind::WriteOperations, "nothing here writes"),
    ),
    (
        TestCategory::Idempotency,
        "Idempotency",
        "The same request sent twice is done once.",
        When::Can(
            CapabilityKind::Idempotency,
            "no operation takes an idempotency key",
        ),
    ),
    (
        TestCategory::InvalidInput,
        "Invalid input",
        "Requests without what is required are refused with a clear error.",
        When::TakesInput,
    ),
    (
        TestCategory::InvalidParameter,
        "Invalid parameter",
        "Values that are not supported, such as an unknown currency, are refused.",
        When::TakesChoices,
    ),
    (
        TestCategory::WebhookSignature,
        "Webhook signature",
        "Webhooks carry signatures that hold, and forged ones are refused.",
        When::Can(
            CapabilityKind::Webhooks,
            "no webhook or callback is declared",
        ),
    ),
    (
        TestCategory::RateLimiting,
        "Rate limiting",
        "Too many requests are answered with 429, and the client waits.",
        When::Can(
            CapabilityKind::RateLimiting,
            "no 429 and no rate header is declared",
        ),
    ),
    (
        TestCategory::Timeout,
        "Timeout handling",
        "An answer that comes late, or never, is lived with.",
        When::Always,
    ),
    (
        TestCategory::Retry,
        "Retry",
        "Failures that pass are tried again, and not for ever.",
        When::Always,
    ),
    (
        TestCategory::Reversal,
        "Refund or reversal",
        "What was done can be taken back.",
        When::Can(
            CapabilityKind::Reversals,
            "no refund, void or cancellation is declared",
        ),
    ),
    (
        TestCategory::Pagination,
        "Pagination",
        "Long lists are read to their end, page by page.",
        When::Can(CapabilityKind::Pagination, "no list comes in pages"),
    ),
];

impl App {
    /// The test profile of a project, against its description in use.
    pub async fn test_profile(&self, project: Id) -> Result<TestProfileView, AppError> {
        let (setup, _) = self.space_row(project).await?;
        let profile = match self.space_seen(project).await? {
            Some(space) => space.test_profile,
            None => setup.test_profile,
        };
        let loaded = self.loaded(&self.described(project).await?).await?;
        off_thread(move || view(loaded.spec(), &profile)).await
    }

    /// Says how much each kind of test counts.
    pub async fn set_test_profile(
        &self,
        project: Id,
        new: NewTestProfile,
    ) -> Result<TestProfileView, AppError> {
        let long = |name: &String| name.chars().count() > NAME;
        if new.groups.len() > limits::TEST_GROUPS || new.groups.keys().any(long) {
            let most = limits::TEST_GROUPS;
            let message = format!(
                "A test profile has at most {most} groups, with names of {NAME} characters."
            );
            return Err(AppError::invalid("invalid_test_profile", message));
        }
        let (mut setup, row) = self.space_row(project).await?;
        setup.test_profile = new.groups;
        for levels in setup.test_profile.values_mut() {
            levels.retain(|_, level| *level != TestLevel::Auto);
        }
        setup.test_profile.retain(|_, levels| !levels.is_empty());
        self.keep_space(project, &setup, row.map_or(0, |row| row.number))
            .await?;
        self.test_profile(project).await
    }
}

fn view(spec: &Spec, profile: &TestProfile) -> TestProfileView {
    let groups = groups(spec);
    let mut part = spec.clone();
    let mut shown = Vec::with_capacity(groups.len());
    for group in &groups {
        part.operations = spec
            .operations
            .iter()
            .filter(|operation| group.operations.contains(&operation.id))
            .cloned()
            .collect();
        let found = capabilities(&part);
        let set = profile.get(&group.name);
        let categories = CATEGORIES.iter().map(|(category, name, about, when)| {
            let (detected, evidence) = detect(when, &part, &found);
            let level = set.and_then(|set| set.get(category)).copied();
            let level = level.unwrap_or(TestLevel::Auto);
            TestProfileCategory {
                category: *category,
                name: (*name).to_owned(),
                about: (*about).to_owned(),
                detected,
                evidence,
                level,
                effective: match level {
                    TestLevel::Auto if detected => TestLevel::Required,
                    TestLevel::Auto => TestLevel::Na,
                    level => level,
                },
            }
        });
        shown.push(TestProfileGroup {
            name: group.name.clone(),
            operations: group.operations.len(),
            categories: categories.collect(),
        });
    }
    let is_here = |name: &&String| groups.iter().any(|group| group.name == **name);
    TestProfileView {
        groups: shown,
        gone: profile
            .keys()
            .filter(|name| !is_here(name))
            .cloned()
            .collect(),
    }
}

/// Whether a kind of test makes sense, and what speaks for or against it.
fn detect(
    when: &When,
    part: &Spec,
    found: &[fairlead_openapi::capabilities::Capability],
) -> (bool, String) {
    match when {
        When::Always => (true, "makes sense for every API".to_owned()),
        When::Can(kind, missing) => {
            let best = found.iter().find(|capability| capability.kind == *kind);
            let signal = best.and_then(|capability| capability.signals.first());
            match signal {
                Some(signal) => (true, signal.signal.words().to_owned()),
                None => (false, (*missing).to_owned()),
            }
        }
        When::TakesInput => {
            let takes = |operation: &&fairlead_openapi::Operation| {
                operation.request_body.is_some() || operation.parameters.iter().any(|p| p.required)
            };
            count(
                part,
                takes,
                "take a body or required parameters",
                "nothing is required",
            )
        }
        When::TakesChoices => {
            let takes = |operation: &&fairlead_openapi::Operation| {
                operation.request_body.is_some() || !operation.parameters.is_empty()
            };
            count(
                part,
                takes,
                "take values that can be wrong",
                "nothing is taken",
            )
        }
    }
}

fn count(
    part: &Spec,
    takes: impl Fn(&&fairlead_openapi::Operation) -> bool,
    some: &str,
    none: &str,
) -> (bool, String) {
    match part.operations.iter().filter(takes).count() {
        0 => (false, none.to_owned()),
        n => (
            true,
            format!("{n} of {} operations {some}", part.operations.len()),
        ),
    }
}
