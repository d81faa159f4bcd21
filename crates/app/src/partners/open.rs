//! Opening a bundle: somebody's space as a project here, or a partner's results.

use std::{fs, path::Path};

use fairlead_bundle::{Bundle, BundleError, Kind};
use fairlead_core::{Id, limits};
use fairlead_store::partner::{self, OpenedRow};

use super::shown::Shown;
use crate::{
    App, AppError, BundleSigner, ErrorKind, OpenedBundle, PartnerResults, SpaceContents, off_thread,
};

/// Longest name of a project, a partner or a vendor, in characters.
const NAME: usize = 200;

/// How to open a bundle.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenBundle {
    /// Say what would come of it, and keep nothing.
    pub dry_run: bool,
    /// Take it though it is signed with another key than before.
    pub trust_new_key: bool,
}

impl App {
    /// Opens a bundle.
    ///
    /// # Errors
    /// Where it is none, its signature does not hold, or it is signed with another key than what
    /// came from there before.
    pub async fn open_bundle(
        &self,
        bytes: bytes::Bytes,
        how: OpenBundle,
    ) -> Result<OpenedBundle, AppError> {
        let bundle = off_thread(move || fairlead_bundle::read(&bytes))
            .await?
            .map_err(unread)?;
        let about = &bundle.about;
        for name in [&about.space.name, &about.partner.name, &about.made_by] {
            if name.chars().count() > NAME || name.contains(char::is_control) {
                let message =
                    format!("A name in the bundle is not one line of up to {NAME} characters.");
                return Err(AppError::invalid("unreadable_bundle", message));
            }
        }
        match bundle.about.kind {
            Kind::Space => self.open_space(bundle, how).await,
            Kind::Results => self.take_results(bundle, how).await,
        }
    }

    /// Opens a bundle that lies on this machine.
    ///
    /// # Errors
    /// Where the path is not absolute or the file cannot be read, and as [`App::open_bundle`].
    pub async fn open_bundle_file(
        &self,
        path: String,
        how: OpenBundle,
    ) -> Result<OpenedBundle, AppError> {
        let bytes = off_thread(move || from_disk(&path)).await??;
        self.open_bundle(bytes.into(), how).await
    }

    async fn open_space(&self, bundle: Bundle, how: OpenBundle) -> Result<OpenedBundle, AppError> {
        let Bundle {
            about,
            signer,
            files,
        } = bundle;
        let (space, id) = (about.space.id, about.partner.id);
        let before = self
            .store()
            .read(move |c| partner::opened_as(c, space, id))
            .await?;
        let shown = off_thread(move || Shown::read(files)).await??;
        let mut opened = opened(
            &about,
            signer,
            before.as_ref().map(|row| row.signer.as_str()),
        );
        opened.project_id = before.as_ref().map(|row| row.project_id);
        opened.contents = Some(shown.contents());
        if let Some(row) = &before
            && row.number > about.number
        {
            opened.warnings.push(format!(
                "Bundle {} has been opened here before: this one, {}, is older.",
                row.number, about.number
            ));
        }
        if let Some(row) = &before {
            let moved = self.moved_environments(row.project_id, &shown).await?;
            opened.warnings.extend(moved);
        }
        if self.project_row(space).await.is_ok() {
            opened.warnings.push(
                "The project that this was made of is on this machine too: it opens beside it."
                    .to_owned(),
            );
        }
        if how.dry_run {
            return Ok(opened);
        }
        check_signer(&opened, how)?;
        let project = self.keep_opened(&about, signer, shown, before).await?;
        opened.project_id = Some(project);
        opened.kept = true;
        Ok(opened)
    }
}

fn from_disk(path: &str) -> Result<Vec<u8>, AppError> {
    let file = Path::new(path);
    if !file.is_absolute() {
        let message = format!("The path `{path}` is not absolute.");
        return Err(AppError::invalid("relative_path", message)
            .with_hint("Give the whole path, from the root of the disk."));
    }
    let refused = |error: std::io::Error| {
        AppError::invalid("unreadable_file", format!("Cannot read {path}: {error}"))
            .with_hint("Check the spelling, and that you may read the file.")
    };
    let length = fs::metadata(file).map_err(refused)?.len();
    if length > limits::BUNDLE_BYTES as u64 {
        let message = format!("{path} is larger than a bundle may be.");
        return Err(AppError::new(
            ErrorKind::TooLarge,
            "unreadable_bundle",
            message,
        ));
    }
    fs::read(file).map_err(refused)
}

impl App {
    /// What a person should know of environments that go elsewhere than before with secrets that
    /// they have set.
    async fn moved_environments(
        &self,
        project: Id,
        shown: &Shown,
    ) -> Result<Vec<String>, AppError> {
        let Some(space) = self.opened_space(project).await? else {
            return Ok(Vec::new());
        };
        let have = self.list_environments(project).await?;
        let moved = shown.environments.iter().filter_map(|new| {
            let own = have.iter().find(|own| own.name == new.name)?;
            let has_secrets = own.secrets.iter().any(|secret| secret.set);
            let is_given = space.environments.contains(&own.name);
            (is_given && has_secrets && own.base_url != new.base_url).then(|| {
                let to = new.base_url.as_deref().unwrap_or("the mock");
                let name = &new.name;
                format!("`{name}` goes to {to} from now on, with the secrets that you have set.")
            })
        });
        Ok(moved.collect())
    }
}

/// What is known of a bundle before it is kept.
pub(super) fn opened(
    about: &fairlead_bundle::About,
    signer: fairlead_bundle::PublicKey,
    known: Option<&str>,
) -> OpenedBundle {
    OpenedBundle {
        kind: about.kind,
        space: about.space.name.clone(),
        partner: about.partner.name.clone(),
        number: about.number,
        made_by: about.made_by.clone(),
        made_at: about.made_at,
        fingerprint: signer.fingerprint(),
        signer: match known {
            None => BundleSigner::New,
            Some(known) if known == signer.to_text() => BundleSigner::Known,
            Some(_) => BundleSigner::Changed,
        },
        project_id: None,
        contents: None::<SpaceContents>,
        results: None::<PartnerResults>,
        taken: None,
        warnings: Vec::new(),
        kept: false,
    }
}

/// Refuses what is signed with another key than before, unless a person says otherwise.
pub(super) fn check_signer(opened: &OpenedBundle, how: OpenBundle) -> Result<(), AppError> {
    if opened.signer != BundleSigner::Changed || how.trust_new_key {
        return Ok(());
    }
    let message = format!(
        "This bundle is signed with another key than what came from {} before.",
        opened.made_by
    );
    let hint = format!(
        "Ask them whether their fingerprint is {}; if so, open it with `trustNewKey`.",
        opened.fingerprint
    );
    Err(AppError::conflict("signer_changed", message).with_hint(hint))
}

fn unread(error: BundleError) -> AppError {
    let kind = match error {
        BundleError::TooLarge(_) => ErrorKind::TooLarge,
        _ => ErrorKind::Invalid,
    };
    let hint = match error {
        BundleError::NoArchive(_) => {
            "A bundle ends with `.fairlead`. If this one does, ask for it again: it may have been \
             damaged on its way."
        }
        BundleError::NoManifest => "A bundle is a file that ends with `.fairlead`.",
        BundleError::Version { .. } => "It was made by a newer Fairlead: use that.",
        BundleError::TooLarge(_) => "Ask for one that holds less.",
        _ => "Do not use it: ask whoever sent it for another, over a way that you trust.",
    };
    let mut message = error.to_string();
    if let Some(first) = message.get(..1) {
        message = format!("{}{}.", first.to_uppercase(), &message[1..]);
    }
    AppError::new(kind, "unreadable_bundle", message)
        .with_hint(hint)
        .because(error)
}

/// What is kept of a space that was opened, beside what is shown of it.
pub(super) fn row(
    project: Id,
    about: &fairlead_bundle::About,
    signer: fairlead_bundle::PublicKey,
    detail: String,
) -> OpenedRow {
    OpenedRow {
        project_id: project,
        space_id: about.space.id,
        partner_id: about.partner.id,
        signer: signer.to_text(),
        number: about.number,
        detail,
        opened_at: fairlead_core::Timestamp::now(),
    }
}
