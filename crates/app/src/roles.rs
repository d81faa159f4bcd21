//! Who may do what: roles, and what each is allowed.

use fairlead_core::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{App, AppError, ErrorKind};

/// What somebody is in a workspace or a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Whose workspace it is; offline the person at the machine.
    Owner,
    /// Does everything that an owner does, but give the workspace away.
    Admin,
    /// Shapes projects.
    Editor,
    /// Works with projects as they are.
    Member,
    /// Looks.
    Viewer,
    /// Integrates the API of one project, from outside.
    Partner,
}

/// Something that a role may allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// See what the project shows: description, environments, requests, traces.
    View,
    /// See what partners do not: partners, settings, exports of environments.
    ViewInternals,
    /// Check and send requests.
    Send,
    /// Set one's own values: secrets of environments, own variables, own environments.
    SetOwnValues,
    /// Keep requests.
    SaveRequests,
    /// Run mocks and catchers on this machine.
    RunMocks,
    /// Forget traces, say how long they are kept, save views.
    KeepTraces,
    /// Shape the project: revisions, environments, variables.
    Edit,
    /// Say who the partners are and what they see.
    ManagePartners,
    /// Make, rename and remove projects; shape the workspace.
    ManageWorkspace,
}

use Permission::{
    Edit, KeepTraces, ManagePartners, ManageWorkspace, RunMocks, SaveRequests, Send, SetOwnValues,
    View, ViewInternals,
};

/// Every permission: each role but the partner's has those up to some place.
static ALL: [Permission; 10] = [
    View,
    ViewInternals,
    Send,
    SetOwnValues,
    SaveRequests,
    RunMocks,
    KeepTraces,
    Edit,
    ManagePartners,
    ManageWorkspace,
];

impl Role {
    /// What the role allows.
    #[must_use]
    pub fn permissions(self) -> &'static [Permission] {
        match self {
            Self::Owner | Self::Admin => &ALL,
            // Up to `Edit`, `RunMocks` and `ViewInternals`.
            Self::Editor => &ALL[..8],
            Self::Member => &ALL[..6],
            Self::Viewer => &ALL[..2],
            Self::Partner => &[View, Send, SetOwnValues, SaveRequests, RunMocks, KeepTraces],
        }
    }
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    role: Role,
    looking_as: Option<(Id, Id)>,
}

impl Actor {
    /// The person at the machine.
    pub const OWNER: Self = Self {
        role: Role::Owner,
        looking_as: None,
    };
}

impl App {
    /// The same program, for somebody else to act on.
    #[must_use]
    pub fn acting_as(&self, actor: Actor) -> Self {
        Self {
            inner: std::sync::Arc::clone(&self.inner),
            actor,
        }
    }

    /// Somebody who looks at a project as one of its partners does: nothing can be changed so.
    ///
    /// # Errors
    /// Where the actor may not, or the project has no such partner.
    pub async fn looking_as(&self, project: Id, partner: Id) -> Result<Actor, AppError> {
        self.allow(Some(project), ManagePartners)?;
        self.partner_row(project, partner).await?;
        Ok(Actor {
            role: Role::Partner,
            looking_as: Some((project, partner)),
        })
    }

    /// What the actor is in a project: a partner in a space that somebody else has made.
    #[must_use]
    pub fn role_in(&self, project: Id) -> Role {
        if self.inner.opened.partner(project).is_some() {
            return Role::Partner;
        }
        self.actor.role
    }

    /// What the actor may do in a project.
    #[must_use]
    pub fn permissions_in(&self, project: Id) -> Vec<Permission> {
        let own = self.actor.role.permissions();
        let here = self.role_in(project).permissions().iter().copied();
        let of_workspace = own.iter().copied().filter(|p| *p == ManageWorkspace);
        let mut all: Vec<Permission> = here
            .filter(|permission| *permission != ManageWorkspace && own.contains(permission))
            .chain(of_workspace)
            .collect();
        if self.actor.looking_as.is_some() {
            all.retain(|permission| matches!(permission, View | Send));
        }
        all
    }

    /// Refuses what the actor may not do.
    ///
    /// # Errors
    /// [`ErrorKind::Forbidden`] with what is missing; [`ErrorKind::NotFound`] where the actor is a
    /// partner of another project.
    pub fn allow(&self, project: Option<Id>, permission: Permission) -> Result<(), AppError> {
        let role = match (project, self.actor.looking_as) {
            (Some(id), Some((own, _))) if id != own => {
                return Err(crate::projects::not_there(id));
            }
            (Some(id), _) => self.role_in(id),
            (None, _) => self.actor.role,
        };
        let allowed = match project {
            Some(id) => self.permissions_in(id).contains(&permission),
            None => role.permissions().contains(&permission),
        };
        if allowed {
            return Ok(());
        }
        let refused = |message: &str, hint: &str| {
            Err(AppError::new(ErrorKind::Forbidden, "not_permitted", message).with_hint(hint))
        };
        if self.actor.looking_as.is_some() {
            return refused(
                "Whoever looks at a project as a partner changes nothing in it.",
                "Go back to your own view first.",
            );
        }
        if role == Role::Partner {
            return refused(
                "This belongs to whoever has made this partner space.",
                "Ask them to change it and to send you a new bundle.",
            );
        }
        refused(
            "Your role in this workspace does not allow this.",
            "Ask an owner or an admin of the workspace.",
        )
    }

    /// The partner as whom the actor looks at a project from the vendor's side.
    pub(crate) fn onlooker(&self) -> Option<Id> {
        self.actor.looking_as.map(|(_, partner)| partner)
    }

    /// The partner for whom requests of a project go out: in a space of somebody else ourselves.
    pub(crate) fn partner_in(&self, project: Id) -> Option<Id> {
        self.onlooker()
            .or_else(|| self.inner.opened.partner(project))
    }

    /// The project that the actor sees alone.
    pub(crate) fn only_project(&self) -> Option<Id> {
        self.actor.looking_as.map(|(project, _)| project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_ends_where_it_should() {
        let last = |role: Role| role.permissions().last().copied();
        assert_eq!(last(Role::Admin), Some(ManageWorkspace));
        assert_eq!(last(Role::Editor), Some(Edit));
        assert_eq!(last(Role::Member), Some(RunMocks));
        assert_eq!(last(Role::Viewer), Some(ViewInternals));
        assert!(!Role::Partner.permissions().contains(&ViewInternals));
    }
}
