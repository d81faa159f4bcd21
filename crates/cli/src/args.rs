//! The words of the command line.

mod environments;
mod requests;
mod webhook;

use std::{ops::RangeInclusive, path::PathBuf};

pub use environments::{
    EnvironmentsArgs, EnvironmentsCommand, EnvironmentsExportArgs, EnvironmentsImportArgs,
    OfProjectArgs,
};
pub use requests::{
    CodeArgs, FolderArgs, FolderCommand, ImportArgs, RequestsArgs, RequestsCommand,
    RequestsListArgs,
};

use clap::{Args as Arguments, Parser, Subcommand, ValueEnum, ValueHint};
use fairlead_core::limits;

pub use webhook::{
    AlgorithmArg, CaseArg, CatchArgs, EncodingArg, SchemeArg, SigningArgs, WebhookArgs,
};

/// A workbench for API integration: read API descriptions, mock them, validate calls, serve the UI.
#[derive(Debug, Parser)]
#[command(name = "fairlead", version, about, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 all is well · 1 an error or a breaking change was found · \
                          2 wrong use · 3 failure";

/// What the command can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say what an API description holds and what is wrong with it
    Inspect(InspectArgs),
    /// Say what changed between two API descriptions and whom it breaks
    Diff(DiffArgs),
    /// Say what an API can do, and by what one sees it
    Capabilities(CapabilitiesArgs),
    /// Answer requests as an API description says
    Mock(MockArgs),
    /// Forward to a real API and hold both directions against its description
    Proxy(ProxyArgs),
    /// Catch webhooks, check their signatures and payloads, and print what came
    Catch(CatchArgs),
    /// Send a webhook or callback of a description, or try a receiver with misdeliveries
    Webhook(WebhookArgs),
    /// Print an API description with overlays laid over it
    Overlay(OverlayArgs),
    /// Check one request or response against an API description
    Validate(ValidateArgs),
    /// Import collections of requests, list them, make code of them
    Requests(RequestsArgs),
    /// List, export and import the environments of a project
    Environments(EnvironmentsArgs),
    /// Serve the workbench and its API on this machine
    Serve(ServeArgs),
    /// Say what is installed, reachable and writable, and what to do about the rest
    Doctor(DoctorArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man(ManArgs),
}

/// An API description.
#[derive(Debug, Arguments)]
pub struct SpecArgs {
    /// File or URL of the description (OpenAPI 2.0 to 3.2, YAML or JSON); `-` reads standard input
    #[arg(value_name = "SPEC", value_hint = ValueHint::FilePath)]
    pub spec: PathBuf,
    /// Fetch what a description on disk refers to on the web; `any` also from private networks
    #[arg(
        long, value_name = "WHICH", value_enum, num_args = 0..=1, require_equals = true,
        default_value = "none", default_missing_value = "public", hide_default_value = true
    )]
    pub remote: RemoteArg,
    /// An OpenAPI overlay (1.0 or 1.1) to lay over it; may be given again
    #[arg(long = "overlay", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub overlays: Vec<PathBuf>,
}

/// Which files on the web are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RemoteArg {
    /// None that was not named
    #[default]
    None,
    /// Those that everybody can reach
    Public,
    /// Those of this machine and of private networks too
    Any,
}

/// `fairlead inspect`
#[derive(Debug, Arguments)]
pub struct InspectArgs {
    #[command(flatten)]
    pub spec: SpecArgs,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// `fairlead diff`
#[derive(Debug, Arguments)]
pub struct DiffArgs {
    /// File or URL of the old description; `-` reads standard input
    #[arg(value_name = "OLD", value_hint = ValueHint::FilePath)]
    pub old: PathBuf,
    /// File or URL of the new description; `-` reads standard input
    #[arg(value_name = "NEW", value_hint = ValueHint::FilePath)]
    pub new: PathBuf,
    /// Fetch what a description on disk refers to on the web; `any` also from private networks
    #[arg(
        long, value_name = "WHICH", value_enum, num_args = 0..=1, require_equals = true,
        default_value = "none", default_missing_value = "public", hide_default_value = true
    )]
    pub remote: RemoteArg,
    /// List changes of one class only
    #[arg(long, value_name = "CLASS")]
    pub only: Option<ClassArg>,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// What a change means for clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClassArg {
    /// A client may stop working
    Breaking,
    /// Clients go on working
    NonBreaking,
    /// Words, names and examples
    Annotation,
}

/// `fairlead capabilities`
#[derive(Debug, Arguments)]
pub struct CapabilitiesArgs {
    #[command(flatten)]
    pub spec: SpecArgs,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// `fairlead mock`
#[derive(Debug, Arguments)]
pub struct MockArgs {
    #[command(flatten)]
    pub spec: Option<SpecArgs>,
    #[command(flatten)]
    pub listen: ListenArgs,
    /// The same seed gives the same answers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Remember what clients create, change and delete
    #[arg(long)]
    pub stateful: bool,
    /// Which tokens to take where the description wants OAuth 2 or OpenID Connect
    #[arg(long, value_name = "WHICH", default_value = "any")]
    pub auth: AuthArg,
    /// Also answer to this name of the host, where --host is one of this machine's own; `*` for any;
    /// may be given again
    #[arg(long = "allow-host", value_name = "NAME")]
    pub allow_hosts: Vec<String>,
    /// File of the items that collections begin with, as in `/pets: [{name: Rex}]` (YAML or JSON)
    #[arg(long, value_name = "FILE", requires = "stateful", value_hint = ValueHint::FilePath)]
    pub data: Option<PathBuf>,
    /// File that says how the mock behaves beyond its description: latency, faults, quotas, rules
    /// and more; reloaded when it changes [default: SPEC with the ending .behaviour.yaml, if there]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub behaviour: Option<PathBuf>,
    /// Host that callbacks may go to besides this machine, or host and port; may be given again
    #[arg(long, value_name = "HOST", value_hint = ValueHint::Hostname)]
    pub callbacks_to: Vec<String>,
    /// Print the JSON Schema of the behaviour file, and do nothing else
    #[arg(long, exclusive = true)]
    pub behaviour_schema: bool,
}

/// Which tokens a mock takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AuthArg {
    /// Any that is there
    Any,
    /// Those that the mock's own sign-in provider gave, for their scopes
    Strict,
}

impl ListenArgs {
    /// Whether nobody but this machine can come.
    pub fn is_local(&self) -> bool {
        matches!(self.host.as_str(), "127.0.0.1" | "::1" | "localhost")
    }
}

/// Where a server listens, and what it says there.
#[derive(Debug, Arguments)]
pub struct ListenArgs {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,
    /// Port to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 4010)]
    pub port: u16,
    /// Announce the address, and log each request, as JSON lines
    #[arg(long)]
    pub json: bool,
    /// Log nothing but problems
    #[arg(long, short)]
    pub quiet: bool,
}

/// `fairlead overlay`
#[derive(Debug, Arguments)]
pub struct OverlayArgs {
    #[command(flatten)]
    pub spec: SpecArgs,
    /// Answer in JSON, as it does in any case
    #[arg(long)]
    pub json: bool,
}

/// `fairlead proxy`
#[derive(Debug, Arguments)]
pub struct ProxyArgs {
    #[command(flatten)]
    pub spec: SpecArgs,
    #[command(flatten)]
    pub listen: ListenArgs,
    /// Address of the real API, such as https://api.example.com/v1
    #[arg(long, value_name = "URL", required_unless_present = "replay", value_hint = ValueHint::Url)]
    pub upstream: Option<url::Url>,
    /// Let the mock answer where the API cannot be reached or answers 502, 503 or 504
    #[arg(long)]
    pub mock_on_error: bool,
    /// An operation that is not built yet, by operationId or as `GET /path`: the mock answers it;
    /// may be given again
    #[arg(long = "mock", value_name = "OPERATION")]
    pub mocked: Vec<String>,
    /// Refuse what breaks the contract: requests with 422, responses with 502
    #[arg(long)]
    pub enforce: bool,
    /// Add every exchange to this file, as lines of HAR entries
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub record: Option<PathBuf>,
    /// Answer from this recording (or HAR file) first
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub replay: Option<PathBuf>,
    /// Seed of the mock's answers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// `fairlead validate`
#[derive(Debug, Arguments)]
pub struct ValidateArgs {
    #[command(flatten)]
    pub spec: SpecArgs,
    /// Method of the request
    #[arg(long, short = 'X', value_name = "METHOD")]
    pub method: String,
    /// Path of the request, with its query
    #[arg(long, short, value_name = "PATH")]
    pub path: String,
    /// A header field of the message being checked; may be given again
    #[arg(long = "header", short = 'H', value_name = "NAME:VALUE")]
    pub headers: Vec<String>,
    /// File that holds the body; `-` reads standard input
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub body: Option<PathBuf>,
    /// Check a response of this status to that request, not the request itself
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(100..=599))]
    pub response: Option<u16>,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// `fairlead serve`
#[derive(Debug, Arguments)]
pub struct ServeArgs {
    /// Port to listen on, loopback only; 0 takes any that is free
    #[arg(long, default_value_t = 4600, env = "FAIRLEAD_PORT")]
    pub port: u16,
    /// Folder that keeps projects, traces, logs and the vault
    #[arg(long, value_name = "DIR", env = "FAIRLEAD_DATA", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
    /// Ports that mocks get where any will do
    #[arg(long, value_name = "FROM-TO", env = "FAIRLEAD_MOCK_PORTS", default_value = "4010-4109", value_parser = port_range)]
    pub mock_ports: RangeInclusive<u16>,
    /// MiB of memory above which the mock that nobody used for the longest is stopped
    #[arg(long, value_name = "MIB", env = "FAIRLEAD_MEMORY", default_value_t = limits::MEMORY_BYTES >> 20)]
    pub memory: u64,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// Announce the address as a line of JSON
    #[arg(long)]
    pub json: bool,
}

/// Reads `4010-4109`.
fn port_range(text: &str) -> Result<RangeInclusive<u16>, String> {
    let ports = text
        .split_once('-')
        .and_then(|(from, to)| Some(from.trim().parse().ok()?..=to.trim().parse().ok()?));
    ports
        .filter(|ports: &RangeInclusive<u16>| *ports.start() > 0 && !ports.is_empty())
        .ok_or_else(|| "expected two ports, the lower one first, as in 4010-4109".to_owned())
}

/// `fairlead doctor`
#[derive(Debug, Arguments)]
pub struct DoctorArgs {
    /// Folder that keeps projects, traces, logs and the vault
    #[arg(long, value_name = "DIR", env = "FAIRLEAD_DATA", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// `fairlead completions`
#[derive(Debug, Arguments)]
pub struct CompletionsArgs {
    /// For which shell
    pub shell: clap_complete::Shell,
    /// Answer in JSON, as one text
    #[arg(long)]
    pub json: bool,
}

/// `fairlead man`
#[derive(Debug, Arguments)]
pub struct ManArgs {
    /// Answer in JSON, as one text
    #[arg(long)]
    pub json: bool,
}
