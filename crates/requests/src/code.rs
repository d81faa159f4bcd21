//! Code that sends a request, in the language of whoever asks.
//!
//! A variable becomes an environment variable of the program, so that no credential stands in the
//! code. What goes into an address from a variable is percent-encoded by the code itself.

mod csharp;
mod curl;
mod go;
mod java;
mod javascript;
mod php;
mod plan;
mod powershell;
mod python;
mod ruby;
mod rust;
mod text;
mod typescript;

use serde::{Deserialize, Serialize};

use crate::SavedRequest;
use plan::Plan;

pub use text::environment_name;

/// A language and the library that the code uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(as = CodeLanguage))]
pub enum Language {
    /// curl, in bash.
    Curl,
    /// `Invoke-WebRequest` of PowerShell 7.
    PowerShell,
    /// Python with requests.
    Python,
    /// JavaScript with `fetch`, as a module.
    JavaScript,
    /// TypeScript on Node with undici.
    TypeScript,
    /// Go with net/http.
    Go,
    /// Java with java.net.http, from version 11.
    Java,
    /// C# with HttpClient.
    CSharp,
    /// PHP with its curl.
    Php,
    /// Ruby with net/http.
    Ruby,
    /// Rust with reqwest, blocking.
    Rust,
}

impl Language {
    /// Every language, in the order they are offered.
    pub const ALL: [Self; 11] = [
        Self::Curl,
        Self::PowerShell,
        Self::Python,
        Self::JavaScript,
        Self::TypeScript,
        Self::Go,
        Self::Java,
        Self::CSharp,
        Self::Php,
        Self::Ruby,
        Self::Rust,
    ];

    /// What it is called in addresses and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::PowerShell => "powershell",
            Self::Python => "python",
            Self::JavaScript => "javascript",
            Self::TypeScript => "typescript",
            Self::Go => "go",
            Self::Java => "java",
            Self::CSharp => "csharp",
            Self::Php => "php",
            Self::Ruby => "ruby",
            Self::Rust => "rust",
        }
    }
}

/// The code of a request whose authentication is its own; see [`crate::Collection::resolve`].
#[must_use]
pub fn to_code(request: &SavedRequest, language: Language) -> String {
    let plan = Plan::of(request);
    match language {
        Language::Curl => curl::code(&plan),
        Language::PowerShell => powershell::code(&plan),
        Language::Python => python::code(&plan),
        Language::JavaScript => javascript::code(&plan),
        Language::TypeScript => typescript::code(&plan),
        Language::Go => go::code(&plan),
        Language::Java => java::code(&plan),
        Language::CSharp => csharp::code(&plan),
        Language::Php => php::code(&plan),
        Language::Ruby => ruby::code(&plan),
        Language::Rust => rust::code(&plan),
    }
}

/// A text as the language writes it between quotes.
#[must_use]
pub fn quote(text: &str, language: Language) -> String {
    match language {
        Language::Curl => curl::quote(text),
        Language::PowerShell => powershell::quote(text),
        Language::Python => python::quote(text),
        Language::JavaScript | Language::TypeScript => javascript::quote(text),
        Language::Go => go::quote(text),
        Language::Java => java::quote(text),
        Language::CSharp => csharp::quote(text),
        Language::Php => php::quote(text),
        Language::Ruby => ruby::quote(text),
        Language::Rust => rust::quote(text),
    }
}
