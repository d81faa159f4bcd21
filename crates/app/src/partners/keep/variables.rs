//! The variables of a bundle, where we have not said otherwise.

use std::collections::BTreeMap;

use fairlead_store::variable::Scope;

use crate::{App, AppError, EnvironmentVariable, NewVariable};

impl App {
    /// Sets the variables of a bundle, but those that we have changed; secret ones are ours to set.
    pub(super) async fn bring_variables(
        &self,
        scope: Scope,
        variables: Vec<EnvironmentVariable>,
        known: Option<&BTreeMap<String, String>>,
    ) -> Result<BTreeMap<String, String>, AppError> {
        let have = self.list_variables(scope).await?;
        let before = |name: &str| known.and_then(|known| known.get(name));
        let mut given = BTreeMap::new();
        for variable in variables.into_iter().filter(|v| !v.secret) {
            given.insert(variable.name.clone(), variable.value.clone());
            let own = have.iter().find(|own| own.name == variable.name);
            let is_ours = own.is_some_and(|own| {
                own.secret || before(&own.name).is_none_or(|before| *before != own.value)
            });
            if is_ours || own.is_some_and(|own| own.value == variable.value) {
                continue;
            }
            let new = NewVariable {
                value: variable.value.into(),
                secret: false,
            };
            self.set_variable(scope, &variable.name, new).await?;
        }
        for own in &have {
            let was_given = before(&own.name).is_some_and(|before| *before == own.value);
            if was_given && !given.contains_key(&own.name) {
                self.delete_variable(scope, &own.name).await?;
            }
        }
        Ok(given)
    }
}
