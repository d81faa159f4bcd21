//! A project as one of its partners sees it: what is left of each list, for whoever looks so.

use fairlead_core::Id;

use crate::{
    App, AppError, CredentialStatus, NewEnvironment, OpenedSpace, TraceFilter, Variable,
    environments::OpenEnvironment, variables::known::Variables,
};

use super::shown::{Shown, for_partner};

impl App {
    /// What whoever looks as a partner sees; `None` for everybody else.
    async fn onlooked(&self, project: Id) -> Result<Option<Shown>, AppError> {
        let Some(partner) = self.onlooker() else {
            return Ok(None);
        };
        Ok(Some(self.shown_beside(project, partner).await?))
    }

    /// Where a project comes from, for a partner and for whoever looks as one.
    pub(crate) async fn space_seen(&self, project: Id) -> Result<Option<OpenedSpace>, AppError> {
        let Some((partner, shown)) = self.onlooker().zip(self.onlooked(project).await?) else {
            return self.opened_space(project).await;
        };
        let row = self.partner_row(project, partner).await?;
        let (_, space) = self.space_row(project).await?;
        let key = self.signing_key().await?;
        Ok(Some(OpenedSpace {
            name: self.project_row(project).await?.name,
            partner_id: partner,
            partner_name: row.name,
            number: space.map_or(0, |space| space.number),
            made_at: row.sent_at.unwrap_or(row.created_at),
            fingerprint: key.public().fingerprint(),
            environments: shown.environments.iter().map(|e| e.name.clone()).collect(),
            to_set: shown.to_set(),
            vendor: shown.vendor,
            notes: shown.notes,
            test_profile: shown.profile,
        }))
    }

    /// Whether an environment is seen.
    pub(crate) fn sees_environment(&self, set: &NewEnvironment) -> bool {
        self.onlooker().is_none() || set.partner_enabled && set.is_active
    }

    /// An environment as it is seen.
    pub(crate) fn seen_environment(&self, set: NewEnvironment) -> NewEnvironment {
        match self.onlooker() {
            Some(_) => for_partner(set),
            None => set,
        }
    }

    /// The variables of a project that are seen.
    pub(crate) async fn seen_variables(
        &self,
        project: Id,
        mut all: Vec<Variable>,
    ) -> Result<Vec<Variable>, AppError> {
        if let Some(shown) = self.onlooked(project).await? {
            all.retain(|v| shown.variables.iter().any(|seen| seen.name == v.name));
        }
        Ok(all)
    }

    /// What variables stand for in requests of whoever looks as a partner.
    pub(crate) async fn variables_seen_by(
        &self,
        project: Id,
        partner: Id,
        environment: Option<&OpenEnvironment>,
    ) -> Result<Variables, AppError> {
        let shown = self.shown_beside(project, partner).await?;
        let collection = shown.requests.variables.into_iter();
        let collection = collection.filter(|v| v.enabled).map(|v| (v.name, v.value));
        let plain = |variable: crate::EnvironmentVariable| {
            (!variable.secret).then_some((variable.name, variable.value))
        };
        let of_environment = environment.into_iter().flat_map(OpenEnvironment::variables);
        Ok(Variables::new(
            collection
                .chain(shown.variables.into_iter().filter_map(plain))
                .chain(of_environment)
                .chain(shown.own.into_iter().filter_map(plain)),
        ))
    }

    /// The saved requests that are seen; `None` where all are.
    pub(crate) async fn seen_requests(&self, project: Id) -> Result<Option<Vec<Id>>, AppError> {
        if self.onlooker().is_none() {
            return Ok(None);
        }
        let (setup, _) = self.space_row(project).await?;
        Ok(Some(setup.shown.requests))
    }

    /// Credentials as they are seen: nobody has ours.
    pub(crate) fn seen_credentials(&self, mut all: Vec<CredentialStatus>) -> Vec<CredentialStatus> {
        if self.onlooker().is_some() {
            all.retain(|credential| !credential.scheme.starts_with("{{"));
            for credential in &mut all {
                credential.set = false;
                credential.updated_at = None;
            }
        }
        all
    }

    /// A choice of traces among those that are seen.
    pub(crate) fn seen_traces(&self, filter: TraceFilter) -> TraceFilter {
        TraceFilter {
            partner_id: self.onlooker().or(filter.partner_id),
            ..filter
        }
    }
}
