//! What happens at which call: twice an error, then all is well.

use std::num::NonZeroU64;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    answer::Answer,
    asked::Asked,
    counters::Counters,
    fault::Trouble,
    latency::Latency,
    quota::By,
    several::Several,
    target::{self, Target},
};

/// Steps that the calls go through one after the other.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scenario {
    /// How notes call it.
    pub name: Option<String>,
    /// Which requests are its calls; left out, all are.
    #[serde(rename = "match")]
    pub targets: Option<Several<Target>>,
    /// What happens, call by call. After the last step everything passes, or it repeats.
    #[schemars(length(min = 1))]
    pub steps: Vec<Step>,
    /// Whose calls are counted together.
    #[serde(default)]
    pub by: By,
    /// Whether it begins anew after the last step.
    #[serde(default)]
    pub repeat: bool,
    /// What tells it from other entries.
    #[serde(skip)]
    pub identity: u64,
}

/// What happens at one call, or at some in a row.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// For how many calls; one where it is left out.
    pub times: Option<NonZeroU64>,
    /// The call is handled as always.
    #[serde(default)]
    pub pass: bool,
    /// The call is answered with this status; short for `answer: {status: …}`.
    #[schemars(range(min = 200, max = 599))]
    pub status: Option<u16>,
    /// The call is answered with this.
    pub answer: Option<Answer>,
    /// What goes wrong with the answer.
    pub fault: Option<Trouble>,
    /// How long the answer is held back, instead of what holds otherwise.
    pub latency: Option<Latency>,
}

/// Where in a scenario a call is.
#[derive(Debug)]
pub struct At<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its name, or its place in the file.
    pub label: String,
    /// The step and its place; `None` after the last.
    pub step: Option<(usize, &'a Step)>,
    /// The number of the call, from 1.
    pub call: u64,
}

/// Where the first scenario is that a request falls under.
pub fn next<'a>(
    scenarios: &'a [Scenario],
    counters: &Counters,
    asked: &Asked<'_>,
) -> Option<At<'a>> {
    let (place, scenario) = scenarios
        .iter()
        .enumerate()
        .find(|(_, s)| target::fits(s.targets.as_ref(), asked))?;
    let before = counters.count(scenario.identity, scenario.by.who(asked));
    let label = scenario
        .name
        .clone()
        .unwrap_or_else(|| (place + 1).to_string());
    Some(At {
        scenario,
        label,
        step: scenario.step(before),
        call: before + 1,
    })
}

impl Scenario {
    /// The step after so many calls.
    fn step(&self, before: u64) -> Option<(usize, &Step)> {
        let times = |step: &Step| step.times.map_or(1, NonZeroU64::get);
        let round = self.steps.iter().map(times).fold(0, u64::saturating_add);
        let mut left = if self.repeat && round > 0 {
            before % round
        } else {
            before
        };
        for (place, step) in self.steps.iter().enumerate() {
            if left < times(step) {
                return Some((place, step));
            }
            left -= times(step);
        }
        None
    }
}
