//! Every kind of change, what it does, and what it is the other way round: the one table.

use std::borrow::Cow;

use serde::Serialize;

/// What a change means for a client that was written against the old description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Nothing: words, names and examples.
    Annotation,
    /// It goes on working.
    NonBreaking,
    /// It may stop working.
    Breaking,
}

impl Class {
    /// The word used in JSON and on the terminal.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Annotation => "annotation",
            Self::NonBreaking => "non-breaking",
            Self::Breaking => "breaking",
        }
    }
}

/// What a change does to the messages that are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Less is allowed: breaks those who send.
    Narrows,
    /// More is allowed: breaks those who receive.
    Widens,
    /// Neither contains the other, or what was counted on is gone: breaks both.
    Breaks,
    /// Both sides go on working.
    Compatible,
    /// Only words.
    Words,
}

/// Which message of an operation or a webhook a change is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// What a client sends to an operation.
    Request,
    /// What it gets.
    Response,
    /// What the server sends to a webhook or a callback.
    WebhookRequest,
    /// What it gets.
    WebhookResponse,
}

impl Side {
    fn prefix(self) -> &'static str {
        match self {
            Self::Request => "request-",
            Self::Response => "response-",
            Self::WebhookRequest => "webhook-request-",
            Self::WebhookResponse => "webhook-response-",
        }
    }

    /// Whether the client, for which changes are judged, is the one who sends.
    #[must_use]
    pub fn is_from_client(self) -> bool {
        matches!(self, Self::Request | Self::WebhookResponse)
    }

    /// Whether `readOnly` properties have no business here (else `writeOnly` ones have none).
    pub(super) fn is_request(self) -> bool {
        matches!(self, Self::Request | Self::WebhookRequest)
    }
}

/// Where codes are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// In messages: the code starts with the side.
    Message,
    /// At operations, webhooks and callbacks as a whole.
    Operation,
    /// In the description as a whole.
    Description,
}

macro_rules! kinds {
    ($($name:ident $code:literal $scope:ident $effect:ident $inverse:ident $words:literal)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the table says it")]
        pub enum Kind { $($name),* }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &[Kind] = &[$(Kind::$name),*];

            fn row(self) -> (&'static str, Scope, Effect, Kind, &'static str) {
                match self {
                    $(Kind::$name => ($code, Scope::$scope, Effect::$effect, Kind::$inverse, $words)),*
                }
            }
        }
    };
}

kinds! {
// Types and values
TypeNarrowed "type-narrowed" Message Narrows TypeWidened "fewer types are taken, such as `integer` instead of `number`"
TypeWidened "type-widened" Message Widens TypeNarrowed "more types are taken"
TypeChanged "type-changed" Message Breaks TypeChanged "other types are taken"
TypeStated "type-stated" Message Compatible TypeUnstated "the type that the other keywords speak of is now said outright"
TypeUnstated "type-unstated" Message Compatible TypeStated "the type is no longer said, but the other keywords speak of it"
NullForbidden "null-forbidden" Message Narrows NullAllowed "null is no longer taken"
NullAllowed "null-allowed" Message Widens NullForbidden "null is taken too"
EnumAdded "enum-added" Message Narrows EnumRemoved "only listed values are taken now"
EnumRemoved "enum-removed" Message Widens EnumAdded "values are no longer listed"
EnumValueRemoved "enum-value-removed" Message Narrows EnumValueAdded "a value of `enum` (or `const`) is gone"
EnumValueAdded "enum-value-added" Message Widens EnumValueRemoved "a value of `enum` is new; a strict client does not know it"
FormatAdded "format-added" Message Narrows FormatRemoved "a `format` is demanded"
FormatRemoved "format-removed" Message Widens FormatAdded "a `format` is no longer demanded"
FormatNarrowed "format-narrowed" Message Narrows FormatWidened "a narrower `format`, such as `int32` instead of `int64`"
FormatWidened "format-widened" Message Widens FormatNarrowed "a wider `format`, such as `uri-reference` instead of `uri`"
FormatChanged "format-changed" Message Breaks FormatChanged "another `format`"
FormatHintChanged "format-hint-changed" Message Words FormatHintChanged "a `format` that demands nothing, such as `password`, is another"
EncodingChanged "encoding-changed" Message Breaks EncodingChanged "binary data in a text is written in another way (`contentEncoding`, or `format: byte`)"
DefaultChanged "default-changed" Message Compatible DefaultChanged "what is taken where nothing is said is another value"
// Numbers
MinimumRaised "minimum-raised" Message Narrows MinimumLowered "the smallest number is larger"
MinimumLowered "minimum-lowered" Message Widens MinimumRaised "the smallest number is smaller"
MaximumLowered "maximum-lowered" Message Narrows MaximumRaised "the largest number is smaller"
MaximumRaised "maximum-raised" Message Widens MaximumLowered "the largest number is larger"
MultipleNarrowed "multiple-of-narrowed" Message Narrows MultipleWidened "`multipleOf` takes fewer numbers"
MultipleWidened "multiple-of-widened" Message Widens MultipleNarrowed "`multipleOf` takes more numbers"
MultipleChanged "multiple-of-changed" Message Breaks MultipleChanged "`multipleOf` takes other numbers"
// Texts
MinLengthRaised "min-length-raised" Message Narrows MinLengthLowered "the shortest text is longer"
MinLengthLowered "min-length-lowered" Message Widens MinLengthRaised "the shortest text is shorter"
MaxLengthLowered "max-length-lowered" Message Narrows MaxLengthRaised "the longest text is shorter"
MaxLengthRaised "max-length-raised" Message Widens MaxLengthLowered "the longest text is longer"
PatternAdded "pattern-added" Message Narrows PatternRemoved "a `pattern` is demanded"
PatternRemoved "pattern-removed" Message Widens PatternAdded "a `pattern` is no longer demanded"
PatternChanged "pattern-changed" Message Breaks PatternChanged "another `pattern`; which takes more is not worked out"
// Lists
MinItemsRaised "min-items-raised" Message Narrows MinItemsLowered "the shortest list is longer"
MinItemsLowered "min-items-lowered" Message Widens MinItemsRaised "the shortest list is shorter"
MaxItemsLowered "max-items-lowered" Message Narrows MaxItemsRaised "the longest list is shorter"
MaxItemsRaised "max-items-raised" Message Widens MaxItemsLowered "the longest list is longer"
UniqueDemanded "unique-items-demanded" Message Narrows UniqueWaived "items may no longer repeat"
UniqueWaived "unique-items-waived" Message Widens UniqueDemanded "items may repeat"
// Objects
PropertyAdded "property-added" Message Compatible PropertyRemoved "an optional property is new"
PropertyRemoved "property-removed" Message Narrows PropertyAdded "an optional property is gone: sending it has no meaning any more"
RequiredPropertyAdded "required-property-added" Message Narrows RequiredPropertyRemoved "a property is new and has to be there"
RequiredPropertyRemoved "required-property-removed" Message Breaks RequiredPropertyAdded "a property that had to be there is gone"
ClosedPropertyAdded "property-added-to-closed-object" Message Widens ClosedPropertyRemoved "an optional property is new where no others were allowed"
ClosedPropertyRemoved "property-removed-from-closed-object" Message Narrows ClosedPropertyAdded "an optional property is gone and is refused now"
ClosedRequiredPropertyAdded "required-property-added-to-closed-object" Message Breaks ClosedRequiredPropertyRemoved "a property that has to be there is new where no others were allowed"
ClosedRequiredPropertyRemoved "required-property-removed-from-closed-object" Message Breaks ClosedRequiredPropertyAdded "a property that had to be there is gone and is refused now"
PropertyRequired "property-became-required" Message Narrows PropertyOptional "a property has to be there now"
PropertyOptional "property-became-optional" Message Widens PropertyRequired "a property may be missing now"
MinPropertiesRaised "min-properties-raised" Message Narrows MinPropertiesLowered "more properties are needed"
MinPropertiesLowered "min-properties-lowered" Message Widens MinPropertiesRaised "fewer properties are needed"
MaxPropertiesLowered "max-properties-lowered" Message Narrows MaxPropertiesRaised "fewer properties are allowed"
MaxPropertiesRaised "max-properties-raised" Message Widens MaxPropertiesLowered "more properties are allowed"
ObjectClosed "additional-properties-closed" Message Narrows ObjectOpened "properties that are not named are refused now"
ObjectOpened "additional-properties-opened" Message Widens ObjectClosed "properties that are not named are allowed now"
PatternPropertyAdded "pattern-property-added" Message Breaks PatternPropertyRemoved "a rule for property names of a pattern is new"
PatternPropertyRemoved "pattern-property-removed" Message Breaks PatternPropertyAdded "a rule for property names of a pattern is gone"
// Alternatives and other rules
AlternativeRemoved "alternative-removed" Message Narrows AlternativeAdded "a branch of `oneOf` or `anyOf` is gone"
AlternativeAdded "alternative-added" Message Widens AlternativeRemoved "a branch of `oneOf` or `anyOf` is new"
OverlappingAlternativeAdded "overlapping-alternative-added" Message Breaks OverlappingAlternativeRemoved "a branch of `oneOf` is new, and what fits it may fit another too and is then refused"
OverlappingAlternativeRemoved "overlapping-alternative-removed" Message Narrows OverlappingAlternativeAdded "a branch of `oneOf` is gone that may have overlapped with others"
AlternativesOverlap "alternatives-may-overlap" Message Narrows AlternativesApart "two branches of `oneOf` may fit the same value now, which is then refused"
AlternativesApart "alternatives-made-distinct" Message Compatible AlternativesOverlap "no value fits two branches of `oneOf` any more"
AlternativesExclusive "alternatives-made-exclusive" Message Narrows AlternativesInclusive "`oneOf` instead of `anyOf`"
AlternativesInclusive "alternatives-made-inclusive" Message Widens AlternativesExclusive "`anyOf` instead of `oneOf`"
AlternativesIntroduced "alternatives-introduced" Message Narrows AlternativesDropped "one of some branches has to fit, beside what had to before"
AlternativesDropped "alternatives-dropped" Message Widens AlternativesIntroduced "no branch of `oneOf` or `anyOf` has to fit any more"
DiscriminatorAdded "discriminator-added" Message Narrows DiscriminatorRemoved "a property now says which branch is meant"
DiscriminatorRemoved "discriminator-removed" Message Widens DiscriminatorAdded "no property says any more which branch is meant"
DiscriminatorChanged "discriminator-changed" Message Breaks DiscriminatorChanged "another property says which branch is meant, or a value means another schema"
DiscriminatorValueRemoved "discriminator-value-removed" Message Narrows DiscriminatorValueAdded "a value of the discriminator's `mapping` is gone"
DiscriminatorValueAdded "discriminator-value-added" Message Widens DiscriminatorValueRemoved "a value of the discriminator's `mapping` is new"
RuleAdded "rule-added" Message Narrows RuleRemoved "another rule (`not`, `if`, `contains`, `dependentRequired` and their like) has to hold"
RuleRemoved "rule-removed" Message Widens RuleAdded "another rule no longer has to hold"
RuleChanged "rule-changed" Message Breaks RuleChanged "another rule says something else; which takes more is not worked out"
XmlChanged "xml-changed" Message Breaks XmlChanged "names or shapes in XML are others (only where a body is XML)"
// Parameters and headers
ParameterAdded "parameter-added" Message Compatible ParameterRemoved "an optional parameter is new"
ParameterRemoved "parameter-removed" Message Narrows ParameterAdded "an optional parameter is gone: sending it has no meaning any more"
RequiredParameterAdded "required-parameter-added" Message Narrows RequiredParameterRemoved "a parameter is new and has to be there"
RequiredParameterRemoved "required-parameter-removed" Message Breaks RequiredParameterAdded "a parameter that had to be there is gone"
ParameterRequired "parameter-became-required" Message Narrows ParameterOptional "a parameter has to be there now"
ParameterOptional "parameter-became-optional" Message Widens ParameterRequired "a parameter may be missing now"
ParameterMoved "parameter-moved" Message Breaks ParameterMoved "a parameter of the same name travels elsewhere"
ParameterRenamed "parameter-renamed" Message Breaks ParameterRenamed "a parameter has another name and is the same otherwise"
PathVariableRenamed "path-variable-renamed" Message Compatible PathVariableRenamed "a variable of the path has another name, which nobody sends"
StyleChanged "parameter-style-changed" Message Breaks StyleChanged "lists and objects are written in another `style`"
ExplodeChanged "parameter-explode-changed" Message Breaks ExplodeChanged "lists and objects are written otherwise (`explode`)"
ReservedForbidden "reserved-characters-forbidden" Message Narrows ReservedAllowed "reserved characters have to be encoded now (`allowReserved`)"
ReservedAllowed "reserved-characters-allowed" Message Widens ReservedForbidden "reserved characters may stand as they are"
EmptyForbidden "empty-value-forbidden" Message Narrows EmptyAllowed "the parameter may no longer be empty (`allowEmptyValue`)"
EmptyAllowed "empty-value-allowed" Message Widens EmptyForbidden "the parameter may be empty"
ParameterContentChanged "parameter-content-changed" Message Breaks ParameterContentChanged "the parameter is written as another media type"
HeaderAdded "header-added" Message Compatible HeaderRemoved "an optional header is new"
HeaderRemoved "header-removed" Message Narrows HeaderAdded "an optional header is gone"
RequiredHeaderAdded "required-header-added" Message Narrows RequiredHeaderRemoved "a header is new and always there"
RequiredHeaderRemoved "required-header-removed" Message Breaks RequiredHeaderAdded "a header that was always there is gone"
HeaderRequired "header-became-required" Message Narrows HeaderOptional "a header has to be there now"
HeaderOptional "header-became-optional" Message Widens HeaderRequired "a header may be missing now"
// Bodies, media types, statuses
BodyAdded "body-added" Message Compatible BodyRemoved "an optional body is new"
BodyRemoved "body-removed" Message Narrows BodyAdded "an optional body is gone"
RequiredBodyAdded "required-body-added" Message Narrows RequiredBodyRemoved "a body is new and has to be there"
RequiredBodyRemoved "required-body-removed" Message Breaks RequiredBodyAdded "a body that had to be there is gone"
BodyRequired "body-became-required" Message Narrows BodyOptional "a body has to be there now"
BodyOptional "body-became-optional" Message Widens BodyRequired "a body may be missing now"
MediaTypeRemoved "media-type-removed" Message Breaks MediaTypeAdded "a media type is gone that could be sent or asked for"
MediaTypeAdded "media-type-added" Message Compatible MediaTypeRemoved "a media type is new; who does not ask for it does not get it"
PartEncodingChanged "part-encoding-changed" Message Breaks PartEncodingChanged "a part of a form or multipart body is written otherwise (`encoding`)"
SuccessStatusRemoved "success-status-removed" Message Breaks SuccessStatusAdded "an answer of 2xx or 3xx is gone that a client may wait for"
SuccessStatusAdded "success-status-added" Message Widens SuccessStatusRemoved "an answer of 2xx or 3xx is new, and a client has to know what it means"
ErrorStatusRemoved "error-status-removed" Message Compatible ErrorStatusAdded "an error is no longer among the answers"
ErrorStatusAdded "error-status-added" Message Compatible ErrorStatusRemoved "an error is new; clients treat statuses they do not know as the first of their class (RFC 9110, section 15)"
StatusDetailed "status-detailed" Message Words StatusFolded "a status has its own entry, and `default` or a range stood for it before"
StatusFolded "status-folded" Message Words StatusDetailed "a status has no entry of its own any more; `default` or a range stands for it"
LinkAdded "link-added" Message Compatible LinkRemoved "a link is new"
LinkRemoved "link-removed" Message Compatible LinkAdded "a link is gone; what it led to is judged by itself"
LinkChanged "link-changed" Message Compatible LinkChanged "a link leads elsewhere or with other values"
// Words in messages
Deprecated "deprecated" Message Words Undeprecated "a parameter or property should no longer be used"
Undeprecated "undeprecated" Message Words Deprecated "a parameter or property may be used again"
DescriptionChanged "description-changed" Message Words DescriptionChanged "`description` says something else"
TitleChanged "title-changed" Message Words TitleChanged "`title` of a schema is another"
ExamplesChanged "examples-changed" Message Words ExamplesChanged "examples of a schema are others"
// Operations
OperationRemoved "operation-removed" Operation Breaks OperationAdded "an operation is gone"
OperationAdded "operation-added" Operation Compatible OperationRemoved "an operation is new"
WebhookRemoved "webhook-removed" Operation Breaks WebhookAdded "a webhook is gone: nobody is told any more"
WebhookAdded "webhook-added" Operation Compatible WebhookRemoved "a webhook is new"
CallbackRemoved "callback-removed" Operation Breaks CallbackAdded "a callback is gone: nobody is told any more"
CallbackAdded "callback-added" Operation Compatible CallbackRemoved "a callback is new"
CallbackMoved "callback-address-changed" Operation Breaks CallbackMoved "a callback goes to the URL that another expression names"
OperationDeprecated "operation-deprecated" Operation Words OperationUndeprecated "an operation should no longer be used"
OperationUndeprecated "operation-undeprecated" Operation Words OperationDeprecated "an operation may be used again"
OperationIdChanged "operation-id-changed" Operation Words OperationIdChanged "`operationId` is another; only generated code has it in it"
OperationTagsChanged "operation-tags-changed" Operation Words OperationTagsChanged "the tags are others"
OperationSummaryChanged "operation-summary-changed" Operation Words OperationSummaryChanged "`summary` says something else"
OperationDescriptionChanged "operation-description-changed" Operation Words OperationDescriptionChanged "`description` says something else"
SecurityRequired "security-required" Operation Breaks SecurityLifted "without credentials nothing goes any more"
SecurityLifted "security-lifted" Operation Compatible SecurityRequired "it works without credentials too"
SecurityAlternativeRemoved "security-alternative-removed" Operation Breaks SecurityAlternativeAdded "a way to prove who one is, is gone"
SecurityAlternativeAdded "security-alternative-added" Operation Compatible SecurityAlternativeRemoved "a way to prove who one is, is new"
SecuritySchemeDemanded "security-scheme-demanded" Operation Breaks SecuritySchemeWaived "one more scheme is needed beside those before"
SecuritySchemeWaived "security-scheme-waived" Operation Compatible SecuritySchemeDemanded "one scheme fewer is needed"
SecurityScopeAdded "security-scope-added" Operation Breaks SecurityScopeRemoved "one more scope is needed"
SecurityScopeRemoved "security-scope-removed" Operation Compatible SecurityScopeAdded "one scope fewer is needed"
OperationServerRemoved "operation-server-removed" Operation Breaks OperationServerAdded "a server that only this operation has is gone"
OperationServerAdded "operation-server-added" Operation Compatible OperationServerRemoved "a server that only this operation has is new"
// The description as a whole
ServerRemoved "server-removed" Description Breaks ServerAdded "a server is gone"
ServerAdded "server-added" Description Compatible ServerRemoved "a server is new"
OAuthFlowRemoved "oauth-flow-removed" Description Breaks OAuthFlowAdded "an OAuth flow is gone"
OAuthFlowAdded "oauth-flow-added" Description Compatible OAuthFlowRemoved "an OAuth flow is new"
OAuthUrlChanged "oauth-url-changed" Description Breaks OAuthUrlChanged "an OAuth or OpenID Connect URL is another"
OAuthScopeRemoved "oauth-scope-removed" Description Breaks OAuthScopeAdded "a scope cannot be asked for any more"
OAuthScopeAdded "oauth-scope-added" Description Compatible OAuthScopeRemoved "a scope is new"
SecuritySchemeRemoved "security-scheme-removed" Description Words SecuritySchemeAdded "a security scheme is no longer defined; what needs it is judged by itself"
SecuritySchemeAdded "security-scheme-added" Description Words SecuritySchemeRemoved "a security scheme is defined"
SecuritySchemeChanged "security-scheme-changed" Description Words SecuritySchemeChanged "a security scheme wants something else; what needs it is judged by itself"
SchemaRemoved "schema-removed" Description Words SchemaAdded "a named schema is gone; what used it is judged by itself"
SchemaAdded "schema-added" Description Words SchemaRemoved "a named schema is new"
TagRemoved "tag-removed" Description Words TagAdded "a tag is gone"
TagAdded "tag-added" Description Words TagRemoved "a tag is new"
ApiTitleChanged "api-title-changed" Description Words ApiTitleChanged "`info.title` is another"
ApiVersionChanged "api-version-changed" Description Words ApiVersionChanged "`info.version` is another"
ApiDescriptionChanged "api-description-changed" Description Words ApiDescriptionChanged "`info.description` says something else"
DialectChanged "openapi-version-changed" Description Words DialectChanged "it is written in another version of OpenAPI"
Incomplete "comparison-incomplete" Description Breaks Incomplete "there is more than is compared; see the message"
}

impl Kind {
    /// The name that codes end with.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// Where it is used.
    #[must_use]
    pub fn scope(self) -> Scope {
        self.row().1
    }

    /// What it does.
    #[must_use]
    pub fn effect(self) -> Effect {
        self.row().2
    }

    /// What it is when old and new change places.
    #[must_use]
    pub fn inverse(self) -> Kind {
        self.row().3
    }

    /// What it means, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.row().4
    }

    /// The code; in messages with the side in front.
    #[must_use]
    pub fn code(self, side: Option<Side>) -> Cow<'static, str> {
        match side {
            Some(side) if self.scope() == Scope::Message => {
                Cow::Owned(format!("{}{}", side.prefix(), self.name()))
            }
            _ => Cow::Borrowed(self.name()),
        }
    }

    /// What it means for clients. Without a side, in the worst case.
    #[must_use]
    pub fn class(self, side: Option<Side>) -> Class {
        match (self.effect(), side.map(Side::is_from_client)) {
            (Effect::Breaks, _)
            | (Effect::Narrows, Some(true) | None)
            | (Effect::Widens, Some(false) | None) => Class::Breaking,
            (Effect::Narrows | Effect::Widens | Effect::Compatible, _) => Class::NonBreaking,
            (Effect::Words, _) => Class::Annotation,
        }
    }
}
