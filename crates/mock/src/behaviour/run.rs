//! The order of things: rules, scenarios, faults, credentials, quotas, idempotency, and then what
//! the mock would do without a behaviour.

mod admit;

use std::{cell::RefCell, time::Duration};

use fairlead_core::Response;
use fairlead_validate::Report;

use super::{
    Behaviour, Counters, answer,
    asked::Asked,
    chance,
    fault::{self, Trouble},
    label,
    latency::Latency,
    quota, rule, scenario,
    template::Scope,
};
use crate::{Decision, Delivery, Fault, Mock};

/// A behaviour at work: what is written, and what was counted.
pub struct Running<'a> {
    /// The mock that asks.
    pub mock: &'a Mock,
    /// What is written.
    pub behaviour: &'a Behaviour,
    /// What was counted.
    pub counters: &'a Counters,
}

/// What has been settled on the way to an answer.
#[derive(Default)]
struct Course {
    notes: Vec<String>,
    /// Latency that goes before the usual one.
    latency: Option<Latency>,
    fault: Option<Fault>,
}

impl Running<'_> {
    /// What to answer to a request with this report; `usual` is what would be answered without a
    /// behaviour.
    pub fn decide(
        &self,
        asked: &Asked<'_>,
        mut report: Report,
        usual: impl FnOnce(&Report) -> Response,
    ) -> Decision {
        let mut course = Course::default();
        let settled = self.settle(asked, &mut course);
        let delay = self.delay(asked, course.latency.as_ref());
        let mut standings = Vec::new();
        let mut response = match settled {
            Some(response) => response,
            None => match self.admit(asked, &mut course, &mut report, &mut standings) {
                Some(response) => response,
                None => self.once(asked, &mut course, &report, delay, usual),
            },
        };
        if standings.is_empty() {
            // Who was answered before they count is told all the same.
            standings = quota::look(&self.behaviour.quotas, self.counters, asked, false);
        }
        quota::tell(&standings, asked.now, &mut response.headers);
        Decision {
            response,
            operation: asked.operation.map(|o| o.id.clone()),
            request_report: report,
            notes: course.notes,
            delivery: Delivery {
                delay,
                fault: course.fault,
            },
            ..Decision::default()
        }
    }

    fn delay(&self, asked: &Asked<'_>, own: Option<&Latency>) -> Duration {
        let latency = own.or(self.behaviour.latency.as_ref());
        latency.map_or(Duration::ZERO, |latency| {
            latency.sample(&mut chance::source(
                self.mock.options.seed,
                LATENCY,
                asked.number,
            ))
        })
    }

    /// Rules, scenarios and faults: an answer, where one of them has one.
    fn settle(&self, asked: &Asked<'_>, course: &mut Course) -> Option<Response> {
        if let Some((place, rule)) = rule::first(&self.behaviour.rules, asked) {
            let name = rule.name.clone().unwrap_or_else(|| (place + 1).to_string());
            let who = label("rule", &name);
            course.latency.clone_from(&rule.latency);
            let count = self.counters.count(rule.identity, String::new()) + 1;
            course.notes.push(who.clone());
            if let Some(answer) = self.trouble(asked, rule.fault, &who, course) {
                return Some(answer);
            }
            if let Some(written) = &rule.answer {
                return Some(self.written(asked, written, rule.identity, count, &who, course));
            }
        }
        if asked.operation.is_some()
            && let Some(at) = scenario::next(&self.behaviour.scenarios, self.counters, asked)
            && let Some(answer) = self.step(asked, &at, course)
        {
            return Some(answer);
        }
        if course.fault.is_some() {
            return None;
        }
        let seed = self.mock.options.seed;
        let (trouble, who) = fault::meet(&self.behaviour.faults, self.counters, seed, asked)?;
        self.trouble(asked, Some(trouble), &who, course)
    }

    fn step(
        &self,
        asked: &Asked<'_>,
        at: &scenario::At<'_>,
        course: &mut Course,
    ) -> Option<Response> {
        let who = label("scenario", &at.label);
        // After the last step it has nothing more to say.
        let (place, step) = at.step?;
        course
            .notes
            .push(format!("{who}: call {}, step {}", at.call, place + 1));
        if let Some(latency) = &step.latency {
            course.latency = Some(latency.clone());
        }
        if let Some(answer) = self.trouble(asked, step.fault, &who, course) {
            return Some(answer);
        }
        let short;
        let written = match (&step.answer, step.status) {
            (Some(answer), _) => answer,
            (None, Some(status)) => {
                short = answer::Answer {
                    status: Some(status),
                    ..answer::Answer::default()
                };
                &short
            }
            (None, None) => return None,
        };
        Some(self.written(asked, written, at.scenario.identity, at.call, &who, course))
    }

    /// Notes a fault of the line, or answers with the status that it is.
    fn trouble(
        &self,
        asked: &Asked<'_>,
        trouble: Option<Trouble>,
        who: &str,
        course: &mut Course,
    ) -> Option<Response> {
        let trouble = trouble?;
        course.notes.push(format!("{who}: {trouble}"));
        match trouble {
            Trouble::Line(fault) => {
                course.fault = Some(fault);
                None
            }
            Trouble::Status(status) => {
                let detail = format!("as {who} says");
                Some(
                    self.mock
                        .say(asked.operation, asked.request, status, &detail),
                )
            }
        }
    }

    fn written(
        &self,
        asked: &Asked<'_>,
        written: &answer::Answer,
        identity: u64,
        count: u64,
        who: &str,
        course: &mut Course,
    ) -> Response {
        let scope = Scope {
            asked,
            count,
            chance: RefCell::new(chance::source(self.mock.options.seed, identity, count)),
            missing: RefCell::default(),
        };
        let made = answer::make(self.mock, written, &scope, who);
        course.notes.extend(made.notes);
        made.response
    }
}

/// What tells the draw of latencies from others.
const LATENCY: u64 = 0x6C61_7465_6E63_7900;
