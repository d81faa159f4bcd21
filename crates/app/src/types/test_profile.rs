//! What the tests of an integration have to show.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the tests of an integration have to show: for each group of operations, by kind of test.
pub type TestProfile = BTreeMap<String, BTreeMap<TestCategory, TestLevel>>;

/// A kind of test.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TestCategory {
    /// Valid credentials are taken, others refused.
    Authentication,
    /// What is created is there.
    CreateResource,
    /// The same request twice is done once.
    Idempotency,
    /// Missing fields are refused.
    InvalidInput,
    /// Webhooks carry signatures that hold.
    WebhookSignature,
    /// Too many requests are slowed down.
    RateLimiting,
    /// Late answers are lived with.
    Timeout,
    /// What was done is taken back.
    Reversal,
    /// Failures that pass are tried again.
    Retry,
    /// Values that are not supported are refused.
    InvalidParameter,
    /// Long lists are read to their end.
    Pagination,
}

/// How much a kind of test counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TestLevel {
    /// It has to pass.
    Required,
    /// It may fail.
    Optional,
    /// It makes no sense here.
    Na,
    /// It has to pass where the description says that the API does such a thing.
    Auto,
}

/// The test profile of a project, as it is set and what comes of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TestProfileView {
    /// By group of operations, in the order of the description.
    pub groups: Vec<TestProfileGroup>,
    /// Groups that have levels and are not in the description any more: they are kept.
    pub gone: Vec<String>,
}

/// A group of operations, and how much each kind of test counts there.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TestProfileGroup {
    /// The tag or the first segment of the path.
    pub name: String,
    /// How many operations.
    pub operations: usize,
    /// Every kind of test.
    pub categories: Vec<TestProfileCategory>,
}

/// How much a kind of test counts in a group.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TestProfileCategory {
    /// The kind of test.
    pub category: TestCategory,
    /// Its name, for people.
    pub name: String,
    /// What it shows.
    pub about: String,
    /// Whether the description says that the API does such a thing.
    pub detected: bool,
    /// What speaks for it, or what is missing.
    pub evidence: String,
    /// As it is set.
    pub level: TestLevel,
    /// What comes of it: `AUTO` is `REQUIRED` where it is detected, `NA` where not.
    pub effective: TestLevel,
}

/// How much each kind of test counts. Groups and kinds that are left out are `AUTO`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewTestProfile {
    /// By group.
    #[schema(value_type = TestProfile)]
    pub groups: TestProfile,
}
