//! `fairlead serve`: the workbench and its API over TCP, on this machine only.

mod assets;
mod browser;
mod connections;
mod ui;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use fairlead_api::{
    Closing, data_dir,
    guard::{self, Guard, Token},
    local,
    logging::{self, Logging, LoggingError},
};
use fairlead_app::{App, Settings};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    args::ServeArgs,
    output::{Failure, Outcome, say},
};

/// How long answers under way may take to end once the program is asked to.
const GRACE: Duration = Duration::from_secs(5);

/// Serves until SIGINT or SIGTERM.
pub fn run(args: &ServeArgs) -> Result<Outcome, Failure> {
    let folder = choose_folder(args.data.clone())?;
    let log = Logging {
        folder: Some(folder.join("logs")),
        filter: log_filter()?,
    };
    let _writer = logging::start(&log).map_err(refuse_logging)?;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|failure| {
            Failure::failed(
                format!("cannot start the runtime: {failure}"),
                "Look whether the system is out of threads or memory.",
            )
        })?
        .block_on(serve(args, &folder))
}

async fn serve(args: &ServeArgs, folder: &Path) -> Result<Outcome, Failure> {
    // The port first: where it is taken, nothing else should have begun.
    let listener = listen(args.port).await?;
    let port = listener.local_addr()?.port();
    let token = Token::generate().map_err(|failure| {
        Failure::failed(
            format!("the system gives no randomness for the token: {failure}"),
            "Without it the server could not tell its own page from others.",
        )
    })?;
    let mut settings = Settings::new(folder);
    settings.mock_ports = Some(args.mock_ports.clone());
    settings.memory_ceiling = args.memory << 20;
    let app = App::open(settings).await.map_err(|failure| {
        Failure::failed(
            format!("cannot open {}: {failure}", folder.display()),
            "Run `fairlead doctor` for more, or name another folder with --data.",
        )
    })?;
    let closing = CancellationToken::new();
    let local = local::serve(folder, fairlead_api::router(app.clone()));
    if let Err(failure) = &local {
        tracing::warn!(%failure, "other commands on this folder have to wait for the end of this one");
    }
    let router = fairlead_api::router(app.clone())
        .fallback(ui::answer)
        .layer(axum::Extension(Closing(closing.clone())));
    let router = guard::protect(
        router,
        Guard {
            port,
            token: token.clone(),
        },
    );
    announce(args, port, &token)?;
    tracing::info!(port, folder = %folder.display(), "serving");
    connections::accept(listener, router, closing, GRACE).await;
    tracing::info!("closing");
    drop(local);
    app.shutdown().await;
    Ok(Outcome::Well)
}

async fn listen(port: u16) -> Result<TcpListener, Failure> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).await.map_err(|failure| {
        let hint = match failure.kind() {
            std::io::ErrorKind::AddrInUse => {
                "Something listens there already, perhaps another Fairlead. Name another port \
                 with --port; 0 takes any that is free."
            }
            std::io::ErrorKind::PermissionDenied => {
                "Ports below 1024 belong to the system. Name another with --port."
            }
            _ => "Name another port with --port; 0 takes any that is free.",
        };
        Failure::failed(format!("cannot listen on {address}: {failure}"), hint)
    })
}

/// The one line of standard output: the address, and the token with it.
fn announce(args: &ServeArgs, port: u16, token: &Token) -> Result<(), Failure> {
    let url = format!("http://127.0.0.1:{port}/?token={}", token.reveal());
    if args.json {
        say(&serde_json::json!({ "url": url, "port": port, "token": token.reveal() }).to_string())?;
    } else {
        say(&format!("listening on {url}"))?;
    }
    if args.open
        && let Err(failure) = browser::open(&url)
    {
        tracing::warn!(%failure, "no browser could be opened; open the printed address yourself");
    }
    Ok(())
}

fn choose_folder(named: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let choose = || {
        let folder = data_dir::choose(named)?;
        data_dir::prepare(&folder)?;
        Ok(folder)
    };
    choose().map_err(|failure: data_dir::DataDirError| Failure::Failed {
        message: failure.to_string(),
        hint: None,
    })
}

fn log_filter() -> Result<Option<String>, Failure> {
    match std::env::var(logging::FILTER_VARIABLE) {
        Ok(filter) if !filter.is_empty() => Ok(Some(filter)),
        Ok(_) | Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Failure::usage(
            format!("{} is not UTF-8", logging::FILTER_VARIABLE),
            "Use a level such as `info`.",
        )),
    }
}

fn refuse_logging(failure: LoggingError) -> Failure {
    match failure {
        LoggingError::Filter { .. } => Failure::usage(
            failure.to_string(),
            format!("Correct or unset {}.", logging::FILTER_VARIABLE),
        ),
        _ => Failure::Failed {
            message: failure.to_string(),
            hint: None,
        },
    }
}
