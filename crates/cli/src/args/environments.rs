//! The words of `fairlead environments`.

use std::path::PathBuf;

use clap::{Args as Arguments, Subcommand, ValueHint};

/// `fairlead environments`
#[derive(Debug, Arguments)]
pub struct EnvironmentsArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: EnvironmentsCommand,
}

/// What can be done with environments.
#[derive(Debug, Subcommand)]
pub enum EnvironmentsCommand {
    /// List the environments of a project, and whether their secrets are set
    List(EnvironmentsListArgs),
    /// Print the environments of a project, without secrets or encrypted with them
    Export(EnvironmentsExportArgs),
    /// Add the environments of a file or a bundle to a project
    Import(EnvironmentsImportArgs),
}

/// Whose environments.
#[derive(Debug, Arguments)]
pub struct OfProjectArgs {
    /// Name or id of the project; may be left out where there is only one
    #[arg(long, short, value_name = "NAME")]
    pub project: Option<String>,
    /// Folder that keeps projects, traces, logs and the vault
    #[arg(long, value_name = "DIR", env = "FAIRLEAD_DATA", value_hint = ValueHint::DirPath)]
    pub data: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// `fairlead environments list`
#[derive(Debug, Arguments)]
pub struct EnvironmentsListArgs {
    #[command(flatten)]
    pub of: OfProjectArgs,
}

/// `fairlead environments export`
#[derive(Debug, Arguments)]
pub struct EnvironmentsExportArgs {
    #[command(flatten)]
    pub of: OfProjectArgs,
    /// Take the secrets along, encrypted with a passphrase: that of FAIRLEAD_PASSPHRASE, or of
    /// --passphrase-file
    #[arg(long)]
    pub with_secrets: bool,
    /// File whose first line is the passphrase; `-` reads standard input
    #[arg(long, value_name = "FILE", requires = "with_secrets", value_hint = ValueHint::FilePath)]
    pub passphrase_file: Option<PathBuf>,
}

/// `fairlead environments import`
#[derive(Debug, Arguments)]
pub struct EnvironmentsImportArgs {
    /// The file or the bundle
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    #[command(flatten)]
    pub of: OfProjectArgs,
    /// Write anew what is there by the same name
    #[arg(long)]
    pub replace: bool,
    /// File whose first line is the passphrase of the bundle (else FAIRLEAD_PASSPHRASE); `-` reads
    /// standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub passphrase_file: Option<PathBuf>,
}
