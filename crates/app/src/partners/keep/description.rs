//! The description of a bundle as a revision of ours.

use std::collections::{BTreeMap, BTreeSet};

use fairlead_bundle::About;
use fairlead_core::Id;
use fairlead_store::spec;

use crate::{App, AppError, SourceSummary, partners::shown::Description};

impl App {
    /// A new revision, where the description is another one than the one in use.
    pub(super) async fn bring_description(
        &self,
        project: Id,
        description: Description,
        about: &About,
    ) -> Result<(), AppError> {
        let active = self
            .store()
            .read(move |c| match spec::active(c, project)? {
                Some(row) => Ok(Some((row.root.clone(), spec::files(c, row.id)?))),
                None => Ok(None),
            })
            .await?;
        if let Some((root, files)) = active {
            let have: BTreeSet<(String, Vec<u8>)> =
                files.into_iter().map(|f| (f.uri, f.content)).collect();
            let given: BTreeSet<(String, Vec<u8>)> = description
                .files
                .iter()
                .map(|f| (f.uri.to_string(), f.content.clone()))
                .collect();
            if root == description.root.as_str() && have == given {
                return Ok(());
            }
        }
        let summary = SourceSummary {
            kind: "upload".into(),
            location: format!("bundle {} from {}", about.number, about.made_by),
        };
        let mut sources = fairlead_openapi::SourceSet {
            root: description.root,
            files: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for file in description.files {
            sources.names.insert(file.uri.clone(), file.name);
            sources.files.insert(file.uri, file.content.into());
        }
        let read = crate::specs::read_sources(sources, summary).await?;
        self.keep_spec(project, read).await?;
        Ok(())
    }
}
