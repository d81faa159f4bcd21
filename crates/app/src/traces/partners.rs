//! What partners do, and who of them is stuck.

use std::collections::BTreeMap;

use fairlead_core::{Id, Timestamp};
use fairlead_store::{
    partner, setting,
    trace::{self, Figures, Last, OfPartner},
};

use super::{
    analytics::{figures, period, span},
    rows::category,
};
use crate::{
    App, AppError, EventKind, PartnerActivity, PartnerFailure, PartnerPoint, PartnerState, Topic,
    TraceFilter, TraceInterval, TracePartners,
};

/// After so long without a trace a partner is no longer active, in milliseconds.
const SILENCE: i64 = 86_400_000;

impl App {
    /// What the partners of a project do, those who have sent nothing yet among them. Of the
    /// filter only times and partner are looked at.
    pub async fn trace_partners(
        &self,
        project: Id,
        filter: TraceFilter,
        interval: TraceInterval,
    ) -> Result<TracePartners, AppError> {
        self.project_row(project).await?;
        let filter = self.seen_traces(filter);
        let times = period(&filter)?;
        let span = span(interval);
        let found = self
            .store()
            .read_traces(move |c| trace::partners(c, project, times, span))
            .await?;
        let known = self
            .store()
            .read(move |c| partner::list(c, project))
            .await?;
        let mut names: BTreeMap<Id, String> =
            known.into_iter().map(|row| (row.id, row.name)).collect();
        let now = Timestamp::now();
        let mut items: Vec<_> = found
            .into_iter()
            .map(|of| {
                let name = names.remove(&of.last.partner_id);
                active(of, name, now)
            })
            .collect();
        items.extend(names.into_iter().map(|(id, name)| silent(id, name)));
        items.retain(|of| filter.partner_id.is_none_or(|id| id == of.partner_id));
        // Stable: within a state those heard of last come first.
        items.sort_by_key(|of| of.state);
        Ok(TracePartners {
            from: span.points(times).first().copied().unwrap_or(times.0),
            to: times.1,
            interval,
            items,
        })
    }

    /// Tells of every partner of a project that became stuck: once, whatever is started anew.
    pub(crate) async fn tell_stuck_partners(&self, project: Id) -> Result<(), AppError> {
        let last = self
            .store()
            .read_traces(move |c| trace::last_of_partners(c, project))
            .await?;
        let now = Timestamp::now();
        let stuck: BTreeMap<Id, Timestamp> = last
            .into_iter()
            .filter(|last| state(last, now) == PartnerState::Stuck)
            .map(|last| (last.partner_id, last.at))
            .collect();
        let name = format!("partners-stuck:{project}");
        let told: BTreeMap<Id, Timestamp> = self
            .setting(&name)
            .await?
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        if stuck == told {
            return Ok(());
        }
        // Who went on and is stuck again is told of again.
        let new = stuck.iter().filter(|(id, at)| told.get(id) != Some(at));
        let events = new.map(|(id, _)| {
            let subject = Some(id.to_string());
            (Topic::Partner, EventKind::Stuck, Some(project), subject)
        });
        let events = events.collect();
        let text = serde_json::to_string(&stuck).unwrap_or_default();
        // One transaction: what is told is remembered, and the other way round.
        self.publish_with(events, move |c| setting::put(c, &name, &text))
            .await?;
        Ok(())
    }
}

fn state(last: &Last, now: Timestamp) -> PartnerState {
    let silent = now.as_millis().saturating_sub(last.at.as_millis()) >= SILENCE;
    match (silent, last.failed) {
        (false, _) => PartnerState::Active,
        (true, false) => PartnerState::Idle,
        (true, true) => PartnerState::Stuck,
    }
}

fn active(of: OfPartner, name: Option<String>, now: Timestamp) -> PartnerActivity {
    let point = |(count, failed)| PartnerPoint { count, failed };
    let failures = of.failures.into_iter().map(|failure| PartnerFailure {
        trace_id: failure.trace_id,
        at: failure.at,
        operation_id: failure.operation_id,
        status: failure.status,
        category: failure.category.and_then(|word| category(&word)),
        problem: failure.problem,
        count: failure.count,
    });
    PartnerActivity {
        partner_id: of.last.partner_id,
        name,
        figures: figures(&of.figures),
        last_at: Some(of.last.at),
        state: state(&of.last, now),
        series: of.series.into_iter().map(point).collect(),
        failures: failures.collect(),
    }
}

/// One that has sent nothing yet.
fn silent(partner_id: Id, name: String) -> PartnerActivity {
    PartnerActivity {
        partner_id,
        name: Some(name),
        figures: figures(&Figures::default()),
        last_at: None,
        state: PartnerState::NotBegun,
        series: Vec::new(),
        failures: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_fell_silent_after_a_failure_is_stuck() {
        let now = Timestamp::from_millis(10 * SILENCE);
        let ago = |millis, failed| Last {
            partner_id: Id::new(),
            at: Timestamp::from_millis(10 * SILENCE - millis),
            failed,
        };
        assert_eq!(state(&ago(SILENCE, true), now), PartnerState::Stuck);
        assert_eq!(state(&ago(SILENCE, false), now), PartnerState::Idle);
        assert_eq!(state(&ago(SILENCE - 1, true), now), PartnerState::Active);
    }
}
