//! Every signal, what it is of, and how much it says by itself: the one table.

use serde::Serialize;

/// What an API may be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CapabilityKind {
    /// It wants to know who calls.
    Authentication,
    /// A request can be repeated without doing twice what it does.
    Idempotency,
    /// Long lists come in parts.
    Pagination,
    /// It calls back.
    Webhooks,
    /// It changes things.
    WriteOperations,
    /// It refuses who calls too often.
    RateLimiting,
    /// What was done, above all a payment, can be undone.
    Reversals,
    /// Work goes on after the answer.
    AsyncJobs,
    /// It says which version of it one means.
    Versioning,
    /// Errors have one form.
    ErrorFormat,
}

impl CapabilityKind {
    /// The name used in JSON and on the terminal.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authentication => "authentication",
            Self::Idempotency => "idempotency",
            Self::Pagination => "pagination",
            Self::Webhooks => "webhooks",
            Self::WriteOperations => "write-operations",
            Self::RateLimiting => "rate-limiting",
            Self::Reversals => "reversals",
            Self::AsyncJobs => "async-jobs",
            Self::Versioning => "versioning",
            Self::ErrorFormat => "error-format",
        }
    }
}

macro_rules! signals {
    ($($name:ident $text:literal $of:ident $weight:literal $words:literal)*) => {
        /// Something in a description that speaks for a capability.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs, reason = "the table says it")]
        pub enum Signal { $($name),* }

        impl Signal {
            /// Every signal, in the order of the table.
            pub const ALL: &[Signal] = &[$(Signal::$name),*];

            /// The name used in JSON and on the terminal.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Signal::$name => $text),* }
            }

            /// What it speaks for.
            #[must_use]
            pub fn of(self) -> CapabilityKind {
                match self { $(Signal::$name => CapabilityKind::$of),* }
            }

            /// How much it says by itself, from 0 to 1.
            #[must_use]
            pub fn weight(self) -> f64 {
                match self { $(Signal::$name => $weight),* }
            }

            /// What is meant, in words.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $(Signal::$name => $words),* }
            }
        }
    };
}

signals! {
SchemeRequired "scheme-required" Authentication 0.95 "an operation needs the security scheme"
SchemeDeclared "scheme-declared" Authentication 0.5 "the security scheme is defined"
CredentialParameter "credential-parameter" Authentication 0.5 "a parameter is named like a credential"
Answers401 "answers-401" Authentication 0.4 "401 is among the answers, and no scheme is defined"

IdempotencyHeader "idempotency-header" Idempotency 0.95 "a header is named like an idempotency key"
IdempotencyField "idempotency-field" Idempotency 0.75 "a parameter or property is named like an idempotency key"
IdempotencyWords "idempotency-words" Idempotency 0.4 "a description speaks of idempotency"
ConditionalRequests "conditional-requests" Idempotency 0.3 "`If-Match` or `If-None-Match` guards a write"
PutOperations "put-operations" Idempotency 0.25 "PUT, which may be repeated (RFC 9110, section 9.2.2)"

CursorParameter "cursor-parameter" Pagination 0.8 "a query parameter is named like a cursor"
AfterParameter "after-parameter" Pagination 0.4 "a query parameter `after` or `before` that is no date"
TokenParameter "token-parameter" Pagination 0.85 "a query parameter is named like a page token"
OffsetParameter "offset-parameter" Pagination 0.45 "a query parameter is named like an offset"
OffsetWithLimit "offset-with-limit" Pagination 0.8 "an offset and a limit in one operation"
PageParameter "page-parameter" Pagination 0.5 "a query parameter is named like the number of a page"
PageWithSize "page-with-size" Pagination 0.8 "a page and its size in one operation"
LimitAlone "limit-alone" Pagination 0.3 "a query parameter limits a list, and no other leads on"
LinkHeader "link-header" Pagination 0.8 "`Link` is among the headers of an answer (RFC 8288)"
NextHeader "next-header" Pagination 0.6 "a header of an answer leads to the next part"
LinkWords "link-words" Pagination 0.4 "a description speaks of the `Link` header or `rel=next`"
NextCursorProperty "next-cursor-property" Pagination 0.6 "an answer has the next cursor"
NextTokenProperty "next-token-property" Pagination 0.65 "an answer has the next page token"
NextLinkProperty "next-link-property" Pagination 0.6 "an answer has a link to the next part"
NextPageProperty "next-page-property" Pagination 0.4 "an answer has the number of a page or of all pages"

WebhooksDescribed "webhooks-described" Webhooks 0.99 "webhooks are described"
CallbacksDescribed "callbacks-described" Webhooks 0.95 "an operation has callbacks"
WebhookOperations "webhook-operations" Webhooks 0.8 "an operation creates or changes webhooks"
CallbackAddress "callback-address" Webhooks 0.5 "a parameter or property is named like an address to call back"

PutPatchDelete "put-patch-delete" WriteOperations 0.95 "PUT, PATCH or DELETE"
PostWithBody "post-with-body" WriteOperations 0.8 "POST with a body that is not a search"
PostWithoutBody "post-without-body" WriteOperations 0.6 "POST without a body"

RateLimitHeader "rate-limit-header" RateLimiting 0.9 "a header of an answer is named like a rate limit"
Answers429 "answers-429" RateLimiting 0.8 "429 is among the answers"
RetryAfterHeader "retry-after-header" RateLimiting 0.4 "`Retry-After` is among the headers of a 429 or 503"
RateLimitWords "rate-limit-words" RateLimiting 0.5 "a description speaks of rate limits"

RefundOperation "refund-operation" Reversals 0.9 "an operation refunds or reverses"
CancelOperation "cancel-operation" Reversals 0.5 "an operation cancels or voids"
RefundSchema "refund-schema" Reversals 0.35 "a schema is named like a refund or reversal"

AcceptedWithLocation "accepted-with-location" AsyncJobs 0.9 "202 with a header that says where the outcome will be"
Answers202 "answers-202" AsyncJobs 0.6 "202 is among the answers"
AcceptedWithStatus "accepted-with-status" AsyncJobs 0.5 "202 with a property that says how far it is"
JobResource "job-resource" AsyncJobs 0.6 "a job, batch, export or import can be asked for by its id"
PollingWords "polling-words" AsyncJobs 0.4 "a description speaks of polling or of work that goes on"

VersionInServer "version-in-server" Versioning 0.9 "a server's URL has a version in its path"
VersionInPath "version-in-path" Versioning 0.9 "paths have a version in them"
VersionHeader "version-header" Versioning 0.9 "a header is named like a version"
VersionParameter "version-parameter" Versioning 0.75 "a query parameter is named like a version"
VersionInHost "version-in-host" Versioning 0.6 "a server's host has a version in it"
VersionMediaType "version-media-type" Versioning 0.8 "a media type has a version in it"

ProblemMediaType "problem-media-type" ErrorFormat 0.95 "errors are `application/problem+json` (RFC 9457)"
ProblemShape "problem-shape" ErrorFormat 0.5 "errors have the members of RFC 9457"
SharedErrorSchema "shared-error-schema" ErrorFormat 0.85 "most errors have the same schema"
ErrorMembers "error-members" ErrorFormat 0.4 "errors have members such as `code` and `message`"
}
