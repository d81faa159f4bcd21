//! The environments of a bundle, beside those of our own.

use fairlead_core::Id;

use super::Detail;
use crate::{App, AppError};

impl App {
    /// The environments of the bundle; one that is in it no more is switched off, with its secrets.
    /// One of our own that is called the same gets another name: its secrets are not for whoever
    /// made the bundle.
    pub(super) async fn bring_environments(
        &self,
        project: Id,
        environments: Vec<crate::NewEnvironment>,
        old: Option<&Detail>,
    ) -> Result<(), AppError> {
        let gone: Vec<&String> = old
            .iter()
            .flat_map(|old| &old.space.environments)
            .filter(|name| !environments.iter().any(|new| new.name == **name))
            .collect();
        let given = |name: &str| {
            let mut known = old.iter().flat_map(|old| &old.space.environments);
            known.any(|known| known == name)
        };
        for own in self.list_environments(project).await? {
            if !given(&own.name) && environments.iter().any(|new| new.name == own.name) {
                self.call_ours(project, own.id).await?;
            }
        }
        let own_default = self
            .list_environments(project)
            .await?
            .into_iter()
            .find(|e| e.is_default)
            .map(|e| e.name);
        let first = own_default.is_none().then(|| {
            let default = environments.iter().find(|e| e.is_default);
            default.or(environments.first()).map(|e| e.name.clone())
        });
        let there = self.list_environments(project).await?;
        for mut new in environments {
            // The default of the project stays what it is.
            new.is_default = false;
            match there.iter().find(|known| known.name == new.name) {
                Some(known) => {
                    new.is_default = known.is_default;
                    let row = self.environment_row(project, known.id).await?;
                    self.rewrite_environment(row, new).await?;
                }
                None => {
                    self.create_environment(project, new).await?;
                }
            }
        }
        let all = self.list_environments(project).await?;
        for environment in &all {
            if gone.contains(&&environment.name) {
                self.switch_off(project, environment.id).await?;
            }
        }
        let first = first.flatten();
        if let Some(default) = all.iter().find(|e| Some(&e.name) == first.as_ref()) {
            self.set_default_environment(project, default.id).await?;
        }
        Ok(())
    }
}
