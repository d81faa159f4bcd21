//! The words of `fairlead catch` and `fairlead webhook`.

use std::path::PathBuf;

use clap::{Args as Arguments, ValueEnum, ValueHint};

use super::SpecArgs;

/// How webhooks are signed.
#[derive(Debug, Arguments)]
#[command(next_help_heading = "Signature")]
pub struct SigningArgs {
    /// How webhooks are signed; without it they are not
    #[arg(long, value_name = "SCHEME", requires = "secret_env")]
    pub scheme: Option<SchemeArg>,
    /// Variable of the environment that holds the secret of sender and receiver
    #[arg(long, value_name = "VAR", requires = "scheme")]
    pub secret_env: Option<String>,
    /// Header of the signature, for the scheme `generic`
    #[arg(long, value_name = "NAME", default_value = "X-Signature")]
    pub signature_header: String,
    /// Hash function, for the scheme `generic`
    #[arg(long, value_name = "HMAC", default_value = "hmac-sha256")]
    pub signature_algorithm: AlgorithmArg,
    /// How the signature is written, for the scheme `generic`
    #[arg(long, value_name = "ENCODING", default_value = "hex")]
    pub signature_encoding: EncodingArg,
    /// What stands before the signature, such as `sha256=`, for the scheme `generic`
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub signature_prefix: String,
    /// What is signed, such as `{timestamp}.{body}`, for the scheme `generic`
    #[arg(long, value_name = "TEXT", default_value = "{body}")]
    pub signs: String,
    /// Header of the delivery's id, for the scheme `generic`
    #[arg(long, value_name = "NAME")]
    pub id_header: Option<String>,
    /// Header of the delivery's time, for the scheme `generic`
    #[arg(long, value_name = "NAME")]
    pub timestamp_header: Option<String>,
}

/// A scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemeArg {
    /// Standard Webhooks, HMAC-SHA256
    Standard,
    /// The same with HMAC-SHA512
    StandardSha512,
    /// Stripe-Signature
    Stripe,
    /// X-Hub-Signature-256
    Github,
    /// An HMAC in a header of one's own
    Generic,
}

/// The hash function of an HMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AlgorithmArg {
    /// HMAC-SHA256
    HmacSha256,
    /// HMAC-SHA512
    HmacSha512,
}

/// How a signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EncodingArg {
    /// Hexadecimal digits
    Hex,
    /// Base64
    Base64,
}

/// `fairlead catch`
#[derive(Debug, Arguments)]
pub struct CatchArgs {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,
    /// Port to listen on; 0 takes any that is free
    #[arg(long, default_value_t = 4020)]
    pub port: u16,
    /// File of the description whose webhooks and callbacks payloads are held against
    #[arg(long, value_name = "SPEC", value_hint = ValueHint::FilePath)]
    pub spec: Option<PathBuf>,
    /// The webhook or callback that every delivery is; else it is found out
    #[arg(long, value_name = "NAME", requires = "spec")]
    pub webhook: Option<String>,
    /// Status to answer with
    #[arg(long, default_value_t = 204, value_parser = clap::value_parser!(u16).range(200..=599))]
    pub status: u16,
    /// How often each delivery is answered with 503 before it is taken
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub fail: u32,
    /// How far the time of a delivery may be from now, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub tolerance: u64,
    /// Print the address and each delivery as lines of JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub signing: SigningArgs,
}

/// `fairlead webhook`
#[derive(Debug, Arguments)]
pub struct WebhookArgs {
    #[command(flatten)]
    pub spec: SpecArgs,
    /// Name of the webhook or callback
    pub name: String,
    /// Address of the receiver
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub to: url::Url,
    /// What happens to it on its way; `all` tries every case, one after the other
    #[arg(long, default_value = "ok")]
    pub case: CaseArg,
    /// How often a delivery that is not taken is tried again (only for `--case ok`)
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=9))]
    pub retries: u32,
    /// What the pauses of Standard Webhooks, 5 s first, are multiplied by
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    pub retry_scale: f64,
    /// Seed of what is made up; a new one each time where it is left out
    #[arg(long)]
    pub seed: Option<u64>,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub signing: SigningArgs,
}

/// What happens to a delivery on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CaseArg {
    /// It arrives as it should
    Ok,
    /// The body was changed after it was signed
    Tampered,
    /// Signed with another secret
    WrongSecret,
    /// The same delivery again, later
    Replayed,
    /// A right signature from too long ago
    TooOld,
    /// A right signature from the future
    TooNew,
    /// The same delivery twice at once
    Duplicate,
    /// The later of two events comes first
    Reordered,
    /// The scheme's headers without the signature
    MissingSignature,
    /// No header of the scheme
    Unsigned,
    /// Every one of these
    All,
}
