//! What differs between two revisions.

use std::sync::Arc;

use fairlead_core::Id;
use fairlead_openapi::{
    Spot,
    diff::{self, Change, Class},
};

use crate::{
    App, AppError, ChangeClass, NamedOperation, SpecChange, SpecChanges, SpecPlace,
    contracts::Loaded, off_thread,
};

impl App {
    /// What is different in a revision since an older one, or since the one before it.
    pub async fn spec_changes(
        &self,
        project: Id,
        spec: Id,
        since: Option<Id>,
    ) -> Result<SpecChanges, AppError> {
        let new = self.spec_row(project, Some(spec)).await?;
        let since = match since {
            Some(since) => since,
            None => self
                .list_specs(project)
                .await?
                .iter()
                .filter(|other| other.revision < new.revision)
                .max_by_key(|other| other.revision)
                .map(|other| other.id)
                .ok_or_else(|| {
                    AppError::not_found(
                        "no_earlier_revision",
                        "This is the first revision; there is none to compare it with.",
                    )
                    .with_hint("Name another one with `since`.")
                })?,
        };
        let old = self.spec_row(project, Some(since)).await?;
        let (old, new) = (self.loaded(&old).await?, self.loaded(&new).await?);
        let items = off_thread(move || compare(&old, &new)).await?;
        let count = |class| items.iter().filter(|c| c.class == class).count();
        Ok(SpecChanges {
            from: since,
            to: spec,
            breaking: count(ChangeClass::Breaking),
            non_breaking: count(ChangeClass::NonBreaking),
            annotations: count(ChangeClass::Annotation),
            items,
        })
    }
}

fn compare(old: &Arc<Loaded>, new: &Arc<Loaded>) -> Vec<SpecChange> {
    let mut changes = fairlead_openapi::diff(old.spec(), new.spec());
    diff::locate_changes(&mut changes, &old.sources, &new.sources);
    changes.into_iter().map(to_change).collect()
}

fn to_change(change: Change) -> SpecChange {
    SpecChange {
        code: change.code.into_owned(),
        class: match change.class {
            Class::Breaking => ChangeClass::Breaking,
            Class::NonBreaking => ChangeClass::NonBreaking,
            Class::Annotation => ChangeClass::Annotation,
        },
        operation: change.operation.map(|o| NamedOperation {
            method: o.method,
            path: o.path,
            id: o.new_id,
        }),
        part: change.part,
        path: change.path,
        old: change.old.map(to_place),
        new: change.new.map(to_place),
        before: change.before,
        after: change.after,
        message: change.message,
    }
}

pub(super) fn to_place(spot: Spot) -> SpecPlace {
    SpecPlace {
        file: spot.file,
        pointer: spot.pointer,
        line: spot.line,
    }
}
