//! The words of `fairlead requests`.

use std::path::PathBuf;

use clap::{Args as Arguments, Subcommand, ValueHint, builder::PossibleValuesParser};
use fairlead_requests::{Format, Language};

use super::OfProjectArgs;

/// `fairlead requests`
#[derive(Debug, Arguments)]
pub struct RequestsArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: RequestsCommand,
}

/// What can be done with saved requests.
#[derive(Debug, Subcommand)]
pub enum RequestsCommand {
    /// Make files of a collection of Postman, Insomnia, Bruno, OpenCollection, of a HAR file or of
    /// curl commands; credentials are left out
    Import(ImportArgs),
    /// List the requests of a folder
    List(RequestsListArgs),
    /// Print code that sends a request
    Code(CodeArgs),
    /// Keep the saved requests of a project in a folder, such as one under git
    Folder(FolderArgs),
}

/// `fairlead requests folder`
#[derive(Debug, Arguments)]
pub struct FolderArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: FolderCommand,
}

/// What can be done with the folder of a project's saved requests.
#[derive(Debug, Subcommand)]
pub enum FolderCommand {
    /// Keep them in this folder from now on; while Fairlead runs, both sides follow each other
    Link(FolderLinkArgs),
    /// Say which folder it is, and whether both sides are the same
    Status(FolderOfArgs),
    /// Keep them in no folder any more; files and saved requests stay as they are
    Unlink(FolderOfArgs),
}

/// `fairlead requests folder link`
#[derive(Debug, Arguments)]
pub struct FolderLinkArgs {
    /// The folder; made where it is missing
    #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
    #[command(flatten)]
    pub of: OfProjectArgs,
}

/// `fairlead requests folder status` and `unlink`
#[derive(Debug, Arguments)]
pub struct FolderOfArgs {
    #[command(flatten)]
    pub of: OfProjectArgs,
}

/// `fairlead requests import`
#[derive(Debug, Arguments)]
pub struct ImportArgs {
    /// File or folder of the collection; `-` reads standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub source: PathBuf,
    /// What it is written in, where that is not to be found out
    #[arg(long, value_parser = PossibleValuesParser::new(Format::ALL.map(Format::name)))]
    pub format: Option<String>,
    /// An API description: say which of its operations each request calls
    #[arg(long, value_name = "SPEC", value_hint = ValueHint::FilePath)]
    pub spec: Option<PathBuf>,
    /// Folder to write the files into; without it nothing is written
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Write over files that differ
    #[arg(long, requires = "out")]
    pub force: bool,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// `fairlead requests list`
#[derive(Debug, Arguments)]
pub struct RequestsListArgs {
    /// Folder of the collection, or a file of one in any format
    #[arg(value_name = "FOLDER", value_hint = ValueHint::AnyPath)]
    pub folder: PathBuf,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// `fairlead requests code`
#[derive(Debug, Arguments)]
pub struct CodeArgs {
    /// The request: FOLDER/NAME, as `list` shows it, or the path of its file
    #[arg(value_name = "FOLDER/NAME", value_hint = ValueHint::AnyPath)]
    pub request: PathBuf,
    /// Language of the code
    #[arg(long, default_value = "curl", value_parser = PossibleValuesParser::new(Language::ALL.map(Language::name)))]
    pub language: String,
}
