//! A case, tried on a receiver.

use url::Url;

use crate::{Attempt, Case, Expected, Plan, Sender};

/// What came of a case.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The case.
    pub case: Case,
    /// Each delivery, in the order of the plan, and what a right receiver answers to it.
    pub attempts: Vec<(Expected, Attempt)>,
}

impl Trial {
    /// Whether the receiver did what a right one does.
    #[must_use]
    pub fn is_passed(&self) -> bool {
        self.wrong().is_none()
    }

    /// What it did otherwise, and what that means.
    #[must_use]
    pub fn wrong(&self) -> Option<String> {
        let is_met = |(expected, attempt): &&(Expected, Attempt)| {
            attempt.status().is_some_and(|s| expected.is_met_by(s))
        };
        let (expected, attempt) = self.attempts.iter().find(|a| !is_met(a))?;
        if let Some(error) = &attempt.error {
            return Some(error.clone());
        }
        let status = attempt.status().unwrap_or_default();
        let wanted = expected.as_str();
        let why = match (expected, status) {
            (_, 300..400) => "a redirect is not followed: give the address it leads to".to_owned(),
            (_, 500..) => "the receiver failed".to_owned(),
            (Expected::Refuse, _) => {
                format!("it took what it had to refuse: {}", self.case.purpose())
            }
            _ => "it refused what it had to take".to_owned(),
        };
        Some(format!("answered {status} and not {wanted}: {why}"))
    }
}

/// Sends the deliveries of a plan, each once.
pub async fn run(sender: &Sender, url: &Url, plan: &Plan) -> Trial {
    let sends = plan
        .deliveries
        .iter()
        .map(|delivery| async { (delivery.expected, sender.send(url, &delivery.event).await) });
    let mut attempts = Vec::with_capacity(plan.deliveries.len());
    if plan.at_once {
        attempts = futures::future::join_all(sends).await;
        // Of two at once either may come first: the one that was taken stands for the first.
        let accepted = |(_, attempt): &(Expected, Attempt)| attempt.is_taken();
        if let [first, second] = attempts.as_mut_slice()
            && !accepted(first)
            && accepted(second)
        {
            std::mem::swap(&mut first.1, &mut second.1);
        }
    } else {
        for send in sends {
            attempts.push(send.await);
        }
    }
    Trial {
        case: plan.case,
        attempts,
    }
}
