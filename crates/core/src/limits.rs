//! Every limit on what comes from outside, in one place.

use std::{ops::RangeInclusive, time::Duration};

/// Largest single description file read, in bytes.
pub const SPEC_FILE_BYTES: usize = 64 * 1024 * 1024;
/// Largest sum of all files of one description, in bytes.
pub const SPEC_TOTAL_BYTES: usize = 128 * 1024 * 1024;
/// Most files one description may be joined from.
pub const SPEC_FILES: usize = 2_000;
/// Deepest nesting of a description or a JSON body.
pub const DEPTH: usize = 256;
/// Most nodes a YAML document may have once its aliases are expanded.
pub const YAML_NODES: usize = 5_000_000;
/// Most parts (parameters, media types, nodes of examples) a description may have once its
/// `$ref`s are written out.
pub const SPEC_PARTS: usize = 3_000_000;
/// Longest chain of `$ref` to `$ref`.
pub const REF_HOPS: usize = 64;
/// Most diagnostics kept of one description; the rest are counted.
pub const DIAGNOSTICS: usize = 1_000;
/// Longest a description may take to read and understand.
pub const SPEC_TIME: Duration = Duration::from_mins(1);
/// Longest a remote description file may take to arrive.
pub const FETCH_TIME: Duration = Duration::from_secs(20);
/// Largest request body the mock and the playground take, in bytes.
pub const BODY_BYTES: usize = 32 * 1024 * 1024;
/// Largest part of a body that a trace keeps, in bytes.
pub const TRACE_BODY_BYTES: usize = 256 * 1024;
/// Most traces kept of one project; the oldest go first.
pub const TRACES_KEPT: u64 = 5_000_000;
/// Days that traces are kept where nobody says otherwise.
pub const TRACE_DAYS: u64 = 90;
/// The most days that traces may be kept.
pub const TRACE_DAYS_MAX: u64 = 3_650;
/// Most megabytes (1024 × 1024 bytes) that traces of one project take on the disk, about.
pub const TRACE_MEGABYTES: u64 = 20_480;
/// Most choices of one facet of traces.
pub const TRACE_CHOICES: usize = 200;
/// Most traces that are looked at one by one for figures that no sums tell.
pub const TRACES_LOOKED_AT: usize = 100_000;
/// Most saved views of traces of one project.
pub const TRACE_VIEWS: usize = 100;
/// Most traces in one export.
pub const TRACE_EXPORT: u64 = 1_000_000;
/// Largest request body of the API itself (imports carry whole descriptions), in bytes.
pub const API_BODY_BYTES: usize = 160 * 1024 * 1024;
/// Default time a playground request may take.
pub const SEND_TIME: Duration = Duration::from_secs(30);
/// Longest a mock waits for a request's header, and for its body.
pub const MOCK_READ_TIME: Duration = Duration::from_secs(30);
/// Where every mock server says that it is well (204, no body), whatever its description says.
pub const MOCK_HEALTH_PATH: &str = "/.fairlead/health";
/// Ports that mocks get where any will do.
pub const MOCK_PORTS: RangeInclusive<u16> = 4010..=4109;
/// Memory of the whole program above which mocks are stopped, in bytes.
pub const MEMORY_BYTES: u64 = 2 * 1024 * 1024 * 1024;
/// How often running mocks are looked after.
pub const MOCK_CHECKED: Duration = Duration::from_secs(30);
/// Rows on a page where the caller names no number, and the most it may name.
pub const PAGE_ROWS: usize = 50;
/// The most rows a caller may ask for.
pub const PAGE_ROWS_MAX: usize = 500;
/// Violations kept in one validation report.
pub const VIOLATIONS: usize = 200;
/// Codes, devices, open pages and sessions each that a mock's sign-in provider keeps.
pub const PROVIDER_CODES: usize = 1_000;
/// Access tokens, and refresh tokens, that a mock's sign-in provider keeps.
pub const PROVIDER_TOKENS: usize = 10_000;
/// Longest query or form that a mock's sign-in provider reads, in bytes.
pub const PROVIDER_FORM_BYTES: usize = 16 * 1024;
/// Largest single file of a request collection read, in bytes.
pub const REQUEST_FILE_BYTES: usize = 32 * 1024 * 1024;
/// Most files one request collection may have.
pub const REQUEST_FILES: usize = 10_000;
/// Most cookies of one jar.
pub const JAR_COOKIES: usize = 1_000;
/// Longest `Set-Cookie` that is kept, in bytes.
pub const COOKIE_BYTES: usize = 8_192;
/// Largest body that a query of JSONPath looks into, in bytes.
pub const QUERIED_BODY_BYTES: usize = 64 << 20;
/// Longest query of JSONPath, in bytes.
pub const JSON_PATH_BYTES: usize = 1_000;
/// Most parts of a body that a query of JSONPath gives back.
pub const BODY_MATCHES: usize = 1_000;
/// Most requests of a pasted text that become drafts.
pub const PASTED_REQUESTS: usize = 20;
/// Most requests of one collection, and of one project.
pub const REQUESTS: usize = 10_000;
/// Deepest nesting of folders in a request collection.
pub const REQUEST_FOLDERS_DEEP: usize = 32;
/// Most environments of one project.
pub const ENVIRONMENTS: usize = 100;
/// Most variables of the workspace, and of one project.
pub const VARIABLES: usize = 500;
/// Most groups of one test profile.
pub const TEST_GROUPS: usize = 1_000;
/// Most partners of one project.
pub const PARTNERS: usize = 1_000;
/// Largest bundle of a partner space, unpacked, in bytes.
pub const BUNDLE_BYTES: usize = 256 * 1024 * 1024;
/// Most files of one bundle.
pub const BUNDLE_FILES: usize = 20_000;
/// How long a read-only environment stays unlocked.
pub const UNLOCKED_TIME: Duration = Duration::from_mins(15);
/// How long a token endpoint may take to answer.
pub const TOKEN_TIME: Duration = Duration::from_secs(20);
/// Largest answer of a token endpoint that is read, in bytes.
pub const TOKEN_BYTES: usize = 256 * 1024;
/// How long a person has to sign in.
pub const SIGN_IN_TIME: Duration = Duration::from_mins(10);
/// How long each step of a test of a connection may take.
pub const PROBE_TIME: Duration = Duration::from_secs(10);
/// Longest one delivery of a webhook may take; Standard Webhooks recommends 15 to 30 seconds.
pub const WEBHOOK_TIME: Duration = Duration::from_secs(20);
/// Largest part of a receiver's answer that is read, in bytes.
pub const WEBHOOK_ANSWER_BYTES: usize = 64 * 1024;
/// Webhooks that may wait to be delivered, or to be tried again.
pub const WEBHOOKS_WAITING: usize = 1_024;
/// Webhooks that are on their way at the same time.
pub const WEBHOOKS_AT_ONCE: usize = 16;
/// Most further attempts that one delivery may have: those of Standard Webhooks.
pub const WEBHOOK_RETRIES: u32 = 9;
/// Longest that a receiver of webhooks may ask to be left alone before the next attempt.
pub const WEBHOOK_RETRY_AFTER: Duration = Duration::from_hours(1);
/// Most hosts, besides this machine, that callbacks of one mock may go to.
pub const CALLBACK_HOSTS: usize = 100;
/// Longest delay before a webhook is sent.
pub const WEBHOOK_DELAY: Duration = Duration::from_hours(1);
/// Deliveries that a catcher remembers to know them again.
pub const CAUGHT_IDS: usize = 10_000;
/// Caught deliveries that are kept of one catcher; the oldest go first.
pub const CAUGHT: usize = 500;
/// Largest answer that the playground reads, in bytes.
pub const ANSWER_BYTES: usize = 256 * 1024 * 1024;
/// Most further attempts of one request of the playground.
pub const RETRIES: u8 = 10;
/// Longest pause between two attempts.
pub const RETRY_PAUSE: Duration = Duration::from_secs(30);
/// Longest wait for news of an exchange.
pub const LIVE_WAIT: Duration = Duration::from_secs(15);
/// How long an exchange lasts that nobody asks for.
pub const LIVE_TIME: Duration = Duration::from_mins(1);
/// Most exchanges of the playground at once.
pub const LIVE_EXCHANGES: usize = 256;
/// Text of a stream that is shown while it comes, in bytes.
pub const LIVE_TEXT_BYTES: usize = 16 * 1024 * 1024;
/// Text of a stream in one answer, in bytes.
pub const LIVE_PAGE_BYTES: usize = 256 * 1024;
/// Most WebSockets of the playground at once.
pub const SOCKETS: usize = 64;
/// Largest message that a WebSocket takes or sends, in bytes.
pub const SOCKET_MESSAGE_BYTES: usize = 16 * 1024 * 1024;
/// Messages of a WebSocket that can be asked for; the oldest go first.
pub const SOCKET_LOG: usize = 10_000;
/// What those messages take together, in bytes.
pub const SOCKET_LOG_BYTES: usize = 16 * 1024 * 1024;
/// What is shown of one message, in bytes.
pub const SOCKET_SHOWN_BYTES: usize = 256 * 1024;
/// Messages in one answer.
pub const SOCKET_PAGE: usize = 1_000;
/// What a trace keeps of one message, in bytes.
pub const SOCKET_LINE_BYTES: usize = 16 * 1024;
/// Longest a message may take to be handed over.
pub const SOCKET_SEND_TIME: Duration = Duration::from_secs(30);
/// Longest wait for the other side to close, once this one has.
pub const SOCKET_CLOSE_TIME: Duration = Duration::from_secs(5);
/// Largest file with a client's certificate and key (PKCS#12), in bytes.
pub const IDENTITY_BYTES: usize = 512 * 1024;
