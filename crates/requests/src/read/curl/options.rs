//! The options of curl: which take a value, and what they say of the request.

use fairlead_core::Severity;

use crate::at::Problems;

/// What an option says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Method,
    Url,
    Header,
    Cookie,
    /// A header field of this name.
    Named(&'static str),
    Range,
    User,
    Bearer,
    AuthKind(&'static str),
    SigV4,
    Head,
    Get,
    Query,
    Data(DataKind),
    Form,
    FormString,
    Upload,
    /// Something of output, progress or the like, which is no part of a request.
    Nothing,
    /// Something that a saved request does not keep; in words.
    Lost(&'static str),
}

/// How the value of an option is made into a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataKind {
    /// `@file` without its line ends.
    Ascii,
    /// Nothing is special.
    Raw,
    /// `@file` as it is.
    Binary,
    /// Percent-encoded first.
    Encoded,
    /// JSON, which sets two header fields too.
    Json,
}

use DataKind::{Ascii, Binary, Encoded, Json, Raw};
use Meaning::{
    AuthKind, Bearer, Cookie, Data, Form, FormString, Get, Head, Header, Lost, Method, Named,
    Nothing, Query, Range, SigV4, Upload, Url, User,
};

/// Short name (or a space), long name, whether a value follows, what it says.
const TABLE: &[(char, &str, bool, Meaning)] = &[
    ('X', "request", true, Method),
    (' ', "url", true, Url),
    ('H', "header", true, Header),
    ('b', "cookie", true, Cookie),
    ('A', "user-agent", true, Named("User-Agent")),
    ('e', "referer", true, Named("Referer")),
    ('r', "range", true, Range),
    ('u', "user", true, User),
    (' ', "oauth2-bearer", true, Bearer),
    (' ', "basic", false, AuthKind("basic")),
    (' ', "digest", false, AuthKind("digest")),
    (' ', "ntlm", false, AuthKind("ntlm")),
    (' ', "negotiate", false, AuthKind("negotiate")),
    (' ', "aws-sigv4", true, SigV4),
    ('I', "head", false, Head),
    ('G', "get", false, Get),
    (' ', "url-query", true, Query),
    ('d', "data", true, Data(Ascii)),
    (' ', "data-ascii", true, Data(Ascii)),
    (' ', "data-raw", true, Data(Raw)),
    (' ', "data-binary", true, Data(Binary)),
    (' ', "data-urlencode", true, Data(Encoded)),
    (' ', "json", true, Data(Json)),
    ('F', "form", true, Form),
    (' ', "form-string", true, FormString),
    ('T', "upload-file", true, Upload),
    (' ', "compressed", false, Nothing),
    (' ', "proto-default", true, Nothing),
    (
        'k',
        "insecure",
        false,
        Lost("that certificates are not checked"),
    ),
    ('L', "location", false, Lost("that redirects are followed")),
    (
        ' ',
        "location-trusted",
        false,
        Lost("that redirects are followed with credentials"),
    ),
    (
        ' ',
        "anyauth",
        false,
        Lost("that any kind of authentication will do"),
    ),
    ('x', "proxy", true, Lost("the proxy")),
    ('U', "proxy-user", true, Lost("the proxy's user")),
    (' ', "proxy-header", true, Lost("the proxy's header field")),
    ('E', "cert", true, Lost("the client's certificate")),
    (' ', "key", true, Lost("the client's key")),
    (
        ' ',
        "pass",
        true,
        Lost("the passphrase of the client's key"),
    ),
    (' ', "cert-type", true, Lost("the certificate's type")),
    (' ', "key-type", true, Lost("the key's type")),
    (' ', "cacert", true, Lost("the certificate authority")),
    (' ', "capath", true, Lost("the certificate authorities")),
    (' ', "resolve", true, Lost("the address given to a host")),
    (
        ' ',
        "connect-to",
        true,
        Lost("the other host that is connected to"),
    ),
    (' ', "unix-socket", true, Lost("the socket")),
    (' ', "interface", true, Lost("the network interface")),
    (' ', "request-target", true, Lost("the request target")),
    ('K', "config", true, Lost("the options of a file")),
    (
        'n',
        "netrc",
        false,
        Lost("the credentials of the file .netrc"),
    ),
    (' ', "netrc-file", true, Lost("the credentials of a file")),
    ('m', "max-time", true, Lost("the longest time it may take")),
    (
        ' ',
        "connect-timeout",
        true,
        Lost("the longest time to connect"),
    ),
    (' ', "path-as-is", false, Lost("that dots in the path stay")),
    (' ', "retry", true, Nothing),
    (' ', "retry-delay", true, Nothing),
    (' ', "retry-max-time", true, Nothing),
    (' ', "retry-all-errors", false, Nothing),
    (' ', "retry-connrefused", false, Nothing),
    (' ', "max-redirs", true, Nothing),
    (' ', "limit-rate", true, Nothing),
    (' ', "expect100-timeout", true, Nothing),
    (' ', "keepalive-time", true, Nothing),
    (' ', "ciphers", true, Nothing),
    (' ', "tls-max", true, Nothing),
    (' ', "noproxy", true, Nothing),
    (' ', "max-filesize", true, Nothing),
    (' ', "output-dir", true, Nothing),
    (' ', "stderr", true, Nothing),
    (' ', "trace", true, Nothing),
    (' ', "trace-ascii", true, Nothing),
    (' ', "dns-servers", true, Nothing),
    ('c', "cookie-jar", true, Nothing),
    ('o', "output", true, Nothing),
    ('w', "write-out", true, Nothing),
    ('D', "dump-header", true, Nothing),
    ('y', "speed-time", true, Nothing),
    ('Y', "speed-limit", true, Nothing),
    ('z', "time-cond", true, Lost("the condition of time")),
    ('C', "continue-at", true, Nothing),
    ('P', "ftp-port", true, Nothing),
    ('Q', "quote", true, Nothing),
    ('t', "telnet-option", true, Nothing),
];

/// The options of one command, in order.
#[derive(Debug, Default)]
pub struct Options {
    pub urls: Vec<String>,
    pub given: Vec<(Meaning, String)>,
}

pub fn parse(words: &[String], line: usize, problems: &mut Problems) -> Options {
    let mut options = Options::default();
    let mut words = words.iter();
    let mut only_urls = false;
    while let Some(word) = words.next() {
        if only_urls || !word.starts_with('-') || word == "-" {
            // What curl's output is sent to is no address.
            let redirected = word.trim_start_matches(|c: char| c.is_ascii_digit());
            if redirected.starts_with(['>', '<']) {
                if redirected.trim_start_matches(['>', '<']).is_empty() {
                    words.next();
                }
                continue;
            }
            options.urls.push(word.clone());
        } else if word == "--" {
            only_urls = true;
        } else if let Some(long) = word.strip_prefix("--") {
            let (name, own) = match long.split_once('=') {
                Some((name, value)) if row(name).is_some() => (name, Some(value.to_owned())),
                _ => (long, None),
            };
            let Some(&(_, _, takes, meaning)) = row(name) else {
                // One without a value is nearly always of output or of the connection.
                let words = format!("the option `--{name}` is not known and left out");
                if !is_plain_flag(name) {
                    problems.on_line(Severity::Info, "curl-option", line, words);
                }
                continue;
            };
            let value = if takes {
                own.or_else(|| words.next().cloned())
            } else {
                None
            };
            options.take(meaning, value, line, problems);
        } else {
            cluster(word, &mut words, &mut options, line, problems);
        }
    }
    options
}

/// Flags of output and connection, by how they begin or what they are.
fn is_plain_flag(name: &str) -> bool {
    let known = [
        "silent",
        "show-error",
        "verbose",
        "include",
        "fail",
        "fail-with-body",
        "globoff",
        "no-buffer",
        "progress-bar",
        "remote-name",
        "remote-header-name",
        "create-dirs",
        "ipv4",
        "ipv6",
        "http1.0",
        "http1.1",
        "http2",
        "http2-prior-knowledge",
        "http3",
        "tlsv1",
        "tlsv1.2",
        "tlsv1.3",
        "raw",
        "tcp-nodelay",
        "disable",
        "parallel",
        "fail-early",
        "ssl-reqd",
        "post301",
        "post302",
        "post303",
        "styled-output",
        "help",
        "version",
        "manual",
    ];
    name.starts_with("no-") || known.contains(&name)
}

fn row(name: &str) -> Option<&'static (char, &'static str, bool, Meaning)> {
    TABLE.iter().find(|row| row.1 == name)
}

/// Short options may be written together; what follows one that takes a value is its value.
fn cluster(
    word: &str,
    words: &mut std::slice::Iter<'_, String>,
    options: &mut Options,
    line: usize,
    problems: &mut Problems,
) {
    let letters = word.char_indices().skip(1);
    for (at, letter) in letters {
        let Some(&(_, _, takes, meaning)) = TABLE.iter().find(|row| row.0 == letter) else {
            continue;
        };
        if !takes {
            options.take(meaning, None, line, problems);
            continue;
        }
        let rest = &word[at + letter.len_utf8()..];
        let value = match rest {
            "" => words.next().cloned(),
            rest => Some(rest.to_owned()),
        };
        options.take(meaning, value, line, problems);
        return;
    }
}

impl Options {
    fn take(
        &mut self,
        meaning: Meaning,
        value: Option<String>,
        line: usize,
        problems: &mut Problems,
    ) {
        match meaning {
            Url => self.urls.extend(value),
            Nothing => {}
            Lost(what) => {
                let words = format!("{what} is no part of a saved request and is left out");
                problems.on_line(Severity::Info, "not-kept", line, words);
            }
            meaning => self.given.push((meaning, value.unwrap_or_default())),
        }
    }
}
