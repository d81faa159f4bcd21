//! Descriptions that have been read: the few used last stay in memory.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use fairlead_core::{Diagnostic, Id};
use fairlead_openapi::{SourceSet, Spec};
use fairlead_store::spec::{FileRow, SpecRow};
use fairlead_validate::Contract;
use url::Url;

use crate::{App, AppError, ErrorKind, off_thread};

/// How many are kept.
const KEPT: usize = 8;

/// A description, read and ready.
pub struct Loaded {
    /// Its files.
    pub sources: SourceSet,
    /// What it wants.
    pub contract: Arc<Contract>,
}

impl Loaded {
    pub fn spec(&self) -> &Arc<Spec> {
        self.contract.spec()
    }

    /// How to call a file.
    pub fn name_of(&self, document: &Url) -> String {
        self.sources
            .names
            .get(document)
            .cloned()
            .unwrap_or_else(|| document.to_string())
    }
}

/// The ones used last, newest first.
#[derive(Default)]
pub struct Cache {
    kept: Mutex<Vec<(Id, Arc<Loaded>)>>,
}

impl Cache {
    fn get(&self, id: Id) -> Option<Arc<Loaded>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|(known, _)| *known == id)?;
        let found = kept.remove(place);
        kept.insert(0, found.clone());
        Some(found.1)
    }

    pub fn put(&self, id: Id, loaded: Arc<Loaded>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| *known != id);
        kept.insert(0, (id, loaded));
        kept.truncate(KEPT);
    }
}

/// Reads the files of a description.
pub fn read(sources: SourceSet) -> (Loaded, Vec<Diagnostic>) {
    let (spec, problems) = fairlead_openapi::parse(&sources);
    (
        Loaded {
            sources,
            contract: Arc::new(Contract::new(Arc::new(spec))),
        },
        problems,
    )
}

impl App {
    /// The description of a revision.
    pub(crate) async fn loaded(&self, row: &SpecRow) -> Result<Arc<Loaded>, AppError> {
        if let Some(found) = self.inner.contracts.get(row.id) {
            return Ok(found);
        }
        let id = row.id;
        let files = self
            .store()
            .read(move |c| fairlead_store::spec::files(c, id))
            .await?;
        let sources = to_sources(&row.root, files)?;
        let loaded = Arc::new(off_thread(move || read(sources).0).await?);
        self.inner.contracts.put(row.id, Arc::clone(&loaded));
        Ok(loaded)
    }
}

fn to_sources(root: &str, rows: Vec<FileRow>) -> Result<SourceSet, AppError> {
    let parse = |text: &str| {
        Url::parse(text).map_err(|e| {
            AppError::new(
                ErrorKind::Internal,
                "storage_failed",
                format!("`{text}` is kept as a URI and is none"),
            )
            .because(e)
        })
    };
    let mut sources = SourceSet {
        root: parse(root)?,
        files: BTreeMap::new(),
        names: BTreeMap::new(),
    };
    for row in rows {
        let uri = parse(&row.uri)?;
        sources.names.insert(uri.clone(), row.name);
        sources.files.insert(uri, Arc::from(row.content));
    }
    Ok(sources)
}
