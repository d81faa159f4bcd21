//! Where a draft goes.

use fairlead_core::Id;

use crate::{App, AppError, EnvironmentType, MockState, Target, environments::OpenEnvironment};

/// Where a draft goes.
pub struct Place {
    /// What comes before the path of the operation, variables and all; `None` where no mock runs.
    pub base: Option<String>,
    /// The mock that this is.
    pub mock: Option<Id>,
    /// The environment that this is.
    pub environment: Option<OpenEnvironment>,
}

impl App {
    /// The address that a draft goes to, where there is one.
    pub(crate) async fn address(
        &self,
        project: Id,
        target: &Target,
    ) -> Result<Option<String>, AppError> {
        Ok(self.place_of(project, target).await?.base)
    }

    /// Where a draft goes.
    pub(crate) async fn place_of(&self, project: Id, target: &Target) -> Result<Place, AppError> {
        match target {
            Target::Url { base_url } => Ok(Place {
                base: Some(base_url.clone()),
                mock: None,
                environment: None,
            }),
            Target::Mock { mock_id } => self.place_of_mock(project, *mock_id).await,
            Target::Environment { id } => {
                let environment = self.open_environment(project, *id).await?;
                let place = match &environment.setup.base_url {
                    Some(url) if environment.setup.kind != EnvironmentType::Mock => Place {
                        base: Some(url.clone()),
                        mock: None,
                        environment: None,
                    },
                    _ => self.place_of_mock(project, None).await?,
                };
                Ok(Place {
                    environment: Some(environment),
                    ..place
                })
            }
        }
    }

    /// The named mock, else the first that runs.
    async fn place_of_mock(&self, project: Id, named: Option<Id>) -> Result<Place, AppError> {
        let mut mocks = self.list_mocks(project).await?.into_iter();
        let found = match named {
            Some(id) => Some(mocks.find(|m| m.id == id).ok_or_else(|| {
                let message = format!("The project has no mock {id}.");
                AppError::not_found("mock_not_found", message)
            })?),
            None => mocks.find(|m| m.state == MockState::Running),
        };
        let (base, mock) = found.and_then(|m| m.url.map(|url| (url, m.id))).unzip();
        Ok(Place {
            base,
            mock,
            environment: None,
        })
    }
}
