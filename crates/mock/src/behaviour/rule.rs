//! Rules: the first whose conditions hold says what is answered.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    answer::Answer,
    asked::Asked,
    fault::Trouble,
    latency::Latency,
    several::Several,
    target::{self, Target},
};

/// What is answered where some conditions hold. The first rule that fits is the one.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// How notes call it.
    pub name: Option<String>,
    /// For which requests; a list means any of them; left out, for all.
    pub when: Option<Several<Target>>,
    /// What is answered.
    pub answer: Option<Answer>,
    /// How long the answer is held back, instead of what holds otherwise.
    pub latency: Option<Latency>,
    /// What goes wrong with the answer.
    pub fault: Option<Trouble>,
    /// What comes next where there is no answer.
    pub then: Option<Then>,
    /// What tells it from other entries.
    #[serde(skip)]
    pub identity: u64,
}

/// What comes after a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Then {
    /// The request goes on as if there were no more rules.
    Pass,
}

/// The first rule that fits, and its place.
pub fn first<'a>(rules: &'a [Rule], asked: &Asked<'_>) -> Option<(usize, &'a Rule)> {
    rules
        .iter()
        .enumerate()
        .find(|(_, rule)| target::fits(rule.when.as_ref(), asked))
}
