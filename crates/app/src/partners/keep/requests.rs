//! The saved requests of a bundle, in a folder of their own.

use std::collections::BTreeMap;

use fairlead_core::{Id, Timestamp};
use fairlead_requests::Collection;

use super::Detail;
use crate::{App, AppError};

impl App {
    /// The requests of the bundle in a folder of their own. Those of the last bundle go, but what
    /// we have changed stays.
    pub(super) async fn bring_requests(
        &self,
        project: Id,
        mut requests: Collection,
        vendor: &str,
        old: Option<&Detail>,
    ) -> Result<BTreeMap<Id, Timestamp>, AppError> {
        let have = self.list_requests(project).await?;
        for (id, at) in old.iter().flat_map(|old| &old.requests) {
            let own = have.iter().find(|own| own.id == *id);
            if own.is_some_and(|own| own.updated_at == *at) {
                self.delete_request(project, *id).await?;
            }
        }
        if requests.items.is_empty() {
            return Ok(BTreeMap::new());
        }
        requests.name = format!("From {vendor}");
        let folder = vec![requests.name.clone()];
        let ids = self.add_collection(project, requests, &folder).await?;
        let have = self.list_requests(project).await?.into_iter();
        Ok(have
            .filter(|own| ids.contains(&own.id))
            .map(|own| (own.id, own.updated_at))
            .collect())
    }
}
