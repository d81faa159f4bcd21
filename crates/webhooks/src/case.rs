//! Misdeliveries: what a receiver of webhooks meets sooner or later, made on purpose.

mod tamper;

use std::time::Duration;

use fairlead_core::{Headers, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Event, Scheme, Secret, SecretError, Signing, TOLERANCE, sign};

/// How far past the tolerance a delivery is that is too old or too new.
const PAST: Duration = Duration::from_mins(1);
/// How much older the first of two events is.
const EARLIER: Duration = Duration::from_secs(5);
/// What another secret is made of.
const OTHER: [u8; 32] = [0x5A; 32];

/// What happens to a delivery on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = WebhookCase))]
#[serde(rename_all = "camelCase")]
pub enum Case {
    /// Nothing: it arrives as it should.
    #[default]
    Ok,
    /// The body was changed after it was signed.
    Tampered,
    /// It was signed with another secret.
    WrongSecret,
    /// It comes again later, byte for byte.
    Replayed,
    /// Its time is further back than is tolerated.
    TooOld,
    /// Its time is further in the future than is tolerated.
    TooNew,
    /// It comes twice at the same moment.
    Duplicate,
    /// The later of two events comes first.
    Reordered,
    /// The headers of the scheme are there without the signature.
    MissingSignature,
    /// No header of the scheme is there.
    Unsigned,
}

/// What a right receiver answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = ExpectedAnswer))]
#[serde(rename_all = "camelCase")]
pub enum Expected {
    /// 2xx.
    Accept,
    /// 4xx.
    Refuse,
    /// 2xx or 4xx: it knows the event already. That it acts on it once only has to be looked up
    /// in the receiver.
    AcceptOrRefuse,
}

/// One delivery of a case.
#[derive(Clone, Debug)]
pub struct Misdelivery {
    /// The event, with all its headers.
    pub event: Event,
    /// What a right receiver answers.
    pub expected: Expected,
}

/// The deliveries of a case, in the order in which they are sent.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The case.
    pub case: Case,
    /// One or two.
    pub deliveries: Vec<Misdelivery>,
    /// Whether they are sent at the same moment.
    pub at_once: bool,
}

impl Expected {
    /// Whether a status is that of a right receiver.
    #[must_use]
    pub fn is_met_by(self, status: u16) -> bool {
        match self {
            Self::Accept => (200..300).contains(&status),
            Self::Refuse => (400..500).contains(&status),
            Self::AcceptOrRefuse => (200..300).contains(&status) || (400..500).contains(&status),
        }
    }

    /// The statuses, for a person.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "2xx",
            Self::Refuse => "4xx",
            Self::AcceptOrRefuse => "2xx or 4xx",
        }
    }
}

impl Case {
    /// Every case.
    pub const ALL: [Self; 10] = [
        Self::Ok,
        Self::Tampered,
        Self::WrongSecret,
        Self::Replayed,
        Self::TooOld,
        Self::TooNew,
        Self::Duplicate,
        Self::Reordered,
        Self::MissingSignature,
        Self::Unsigned,
    ];

    /// As it is called on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Tampered => "tampered",
            Self::WrongSecret => "wrong-secret",
            Self::Replayed => "replayed",
            Self::TooOld => "too-old",
            Self::TooNew => "too-new",
            Self::Duplicate => "duplicate",
            Self::Reordered => "reordered",
            Self::MissingSignature => "missing-signature",
            Self::Unsigned => "unsigned",
        }
    }

    /// What happens in it, and what for.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Ok => "a delivery as it should be",
            Self::Tampered => "the body was changed after it was signed",
            Self::WrongSecret => "signed with another secret",
            Self::Replayed => "the same delivery again, later",
            Self::TooOld => "a right signature from too long ago",
            Self::TooNew => "a right signature from the future",
            Self::Duplicate => "the same delivery twice at once",
            Self::Reordered => "the later of two events comes first",
            Self::MissingSignature => "the signature is not there",
            Self::Unsigned => "no header of the scheme is there",
        }
    }

    /// The deliveries of the case for an event at `now`; `before` is an event that happened a
    /// little earlier. `None` where the scheme cannot tell such a delivery, or nothing is signed.
    ///
    /// # Errors
    /// Where the scheme cannot use the secret.
    pub fn plan(
        self,
        signing: Option<&Signing>,
        event: &Event,
        before: &Event,
        now: Timestamp,
    ) -> Result<Option<Plan>, SecretError> {
        use Expected::{Accept, AcceptOrRefuse, Refuse};

        let good = signed(signing, event, now)?;
        let deliveries = match (self, signing) {
            (Self::Ok, _) => vec![(good, Accept)],
            (Self::Replayed | Self::Duplicate, _) => {
                vec![(good.clone(), Accept), (good, AcceptOrRefuse)]
            }
            (Self::Reordered, _) => {
                let before = signed(signing, before, shifted(now, EARLIER, -1))?;
                vec![(good, Accept), (before, Accept)]
            }
            (_, None) => return Ok(None),
            (Self::Tampered, Some(_)) => {
                let body = tamper::change(&good.body);
                vec![(Event { body, ..good }, Refuse)]
            }
            (Self::WrongSecret, Some(signing)) => {
                let other = Signing {
                    scheme: signing.scheme.clone(),
                    secret: Secret::of_bytes(&signing.scheme, &OTHER),
                };
                vec![(signed(Some(&other), event, now)?, Refuse)]
            }
            (Self::TooOld | Self::TooNew, Some(signing)) => {
                if !signing.scheme.has_time() {
                    return Ok(None);
                }
                let way = if self == Self::TooOld { -1 } else { 1 };
                let then = shifted(now, TOLERANCE + PAST, way);
                vec![(signed(Some(signing), event, then)?, Refuse)]
            }
            (Self::MissingSignature, Some(signing)) => {
                match without_signature(good, &signing.scheme) {
                    Some(event) => vec![(event, Refuse)],
                    None => return Ok(None),
                }
            }
            (Self::Unsigned, Some(signing)) => {
                let mut event = event.clone();
                let names = signing.scheme.headers();
                let is_kept = |name: &str| !names.iter().any(|n| n.eq_ignore_ascii_case(name));
                let kept = event.headers.iter().filter(|(name, _)| is_kept(name));
                event.headers = kept.collect();
                vec![(event, Refuse)]
            }
        };
        Ok(Some(Plan {
            case: self,
            at_once: self == Self::Duplicate,
            deliveries: deliveries
                .into_iter()
                .map(|(event, expected)| Misdelivery { event, expected })
                .collect(),
        }))
    }
}

/// An event with the headers that prove it.
pub(crate) fn signed(
    signing: Option<&Signing>,
    event: &Event,
    now: Timestamp,
) -> Result<Event, SecretError> {
    let mut event = event.clone();
    if let Some(signing) = signing {
        let headers = sign(signing, &event, now)?;
        for (name, value) in headers.iter() {
            event.headers.set(name, value);
        }
    }
    Ok(event)
}

/// The event with what else the scheme adds; `None` where that is nothing.
fn without_signature(mut event: Event, scheme: &Scheme) -> Option<Event> {
    let name = scheme.signature_header().to_ascii_lowercase();
    let given = event.headers.get(&name)?.to_owned();
    let kept: Headers = event
        .headers
        .iter()
        .filter(|(n, _)| !n.eq_ignore_ascii_case(&name))
        .collect();
    event.headers = kept;
    if *scheme == Scheme::Stripe {
        // One header holds time and signature: the time stays.
        let time = given.split(',').find(|part| part.starts_with("t="))?;
        event.headers.set(&name, time);
        return Some(event);
    }
    (scheme.headers().len() > 1).then_some(event)
}

fn shifted(now: Timestamp, by: Duration, way: i64) -> Timestamp {
    let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(now.as_millis().saturating_add(way * millis))
}
