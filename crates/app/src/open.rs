//! Opening a data folder, and closing it in good order.

use std::{
    collections::HashMap,
    fs::{self, File, TryLockError},
    path::Path,
    sync::{Arc, Mutex},
    time::Instant,
};

use fairlead_store::Store;
use fairlead_vault::Vault;
use tokio_util::sync::CancellationToken;

use crate::{
    App, Inner, Settings, contracts, environments, events, mocks, partners, playground, recorder,
    requests, upkeep,
};

/// Why the data folder could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct OpenError {
    /// What failed, on what.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl OpenError {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
        }
    }
}

impl App {
    /// Opens the data folder and starts the mocks that ran when the program ended.
    ///
    /// # Errors
    /// Where the folder cannot be written, is in use by another program, or holds what this
    /// program cannot read.
    pub async fn open(settings: Settings) -> Result<Self, OpenError> {
        settings.check()?;
        let folder = settings.data_dir.clone();
        let in_file = settings.key_in_file;
        let opened = tokio::task::spawn_blocking(move || open_folder(&folder, in_file)).await;
        let (lock, store, vault) = opened.map_err(|e| {
            OpenError::new(
                format!("opening the data folder failed: {e}"),
                "Start again.",
            )
        })??;
        let trace_key = crate::traces::seal::key(&store, &vault)
            .await
            .map_err(|e| {
                OpenError::new(
                    format!("the key that seals traces cannot be kept: {e}"),
                    "Start again; `fairlead doctor` says more.",
                )
            })?;
        let opened = store.read(fairlead_store::partner::all_opened).await;
        let bus = events::Bus::new();
        let contracts = contracts::Cache::default();
        let senders = playground::Senders::new()
            .map_err(|e| OpenError::new(format!("no HTTP client: {e}"), "Start again."))?;
        let background = CancellationToken::new();
        let opened = opened.map_err(|e| {
            let message = format!("the partner spaces cannot be read: {e}");
            OpenError::new(message, "Start again; `fairlead doctor` says more.")
        })?;
        let app = Self::own(Arc::new_cyclic(|inner| Inner {
            recorder: recorder::Recorder::start(inner.clone()),
            settings,
            store: Arc::new(store),
            vault,
            bus,
            trace_key,
            contracts,
            mocks: tokio::sync::Mutex::new(HashMap::new()),
            catchers: tokio::sync::Mutex::new(HashMap::new()),
            launching: tokio::sync::Mutex::new(()),
            senders,
            exchanges: playground::Exchanges::default(),
            jars: playground::Jars::default(),
            sockets: playground::Sockets::default(),
            unlocked: environments::Unlocked::default(),
            oauth: environments::OAuth::default(),
            opened: partners::Opened::new(opened),
            links: requests::folder::Links::default(),
            paused: Mutex::new(Vec::new()),
            background: background.clone(),
            started: Instant::now(),
            _lock: lock,
        }));
        app.recover_sockets().await;
        if let Err(error) = app.end_interrupted().await {
            tracing::error!(%error, "exchanges that were interrupted could not be made traces");
        }
        app.start_wanted_mocks().await;
        app.start_wanted_catchers().await;
        app.watch_folders().await;
        tokio::spawn(upkeep::run(Arc::downgrade(&app.inner), background.clone()));
        let every = app.inner.settings.mocks_checked;
        tokio::spawn(mocks::watch::run(
            Arc::downgrade(&app.inner),
            every,
            background,
        ));
        Ok(app)
    }

    /// Ends everything in good order: mocks drain, what was recorded is written.
    pub async fn shutdown(&self) {
        self.inner.background.cancel();
        self.inner.links.end_all();
        self.inner.sockets.end_all().await;
        self.end_all_mocks().await;
        self.end_all_catchers().await;
        self.inner.recorder.finish().await;
        upkeep::back_up(&self.inner.store).await;
        let store = Arc::clone(&self.inner.store);
        if tokio::task::spawn_blocking(move || store.close())
            .await
            .is_err()
        {
            tracing::error!("closing the store failed");
        }
    }
}

fn open_folder(folder: &Path, in_file: bool) -> Result<(File, Store, Vault), OpenError> {
    let say =
        |what: &str, error: &dyn std::fmt::Display| format!("{what} {}: {error}", folder.display());
    let rights = "Make the data folder writable for you, or name another with --data.";
    fs::create_dir_all(folder)
        .map_err(|e| OpenError::new(say("cannot make the data folder", &e), rights))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Others have no business in here; where the mode cannot be set, writing will tell.
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    }
    let lock = File::create(folder.join("lock"))
        .map_err(|e| OpenError::new(say("cannot write to the data folder", &e), rights))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(OpenError::new(
                say(
                    "another Fairlead has opened the data folder",
                    &"it is locked",
                ),
                "Use the one that runs, end it, or name another folder with --data.",
            ));
        }
        Err(TryLockError::Error(e)) => {
            return Err(OpenError::new(
                say("cannot lock the data folder", &e),
                rights,
            ));
        }
    }
    let store = Store::open(folder).map_err(|e| {
        let hint = e
            .hint()
            .unwrap_or("Start again; `fairlead doctor` says more.");
        OpenError::new(say("cannot open the databases in", &e), hint)
    })?;
    let vault = Vault::open(folder, in_file).map_err(|e| {
        OpenError::new(
            e.to_string(),
            "Credentials stay sealed until the key is there again.",
        )
    })?;
    Ok((lock, store, vault))
}
