//! What goes wrong now and then.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, value},
};

use super::{
    asked::Asked,
    chance,
    counters::Counters,
    label,
    several::Several,
    target::{self, Target},
};
use crate::Fault;

/// Something that goes wrong with a share of the requests.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mishap {
    /// How notes call it.
    pub name: Option<String>,
    /// For which requests; left out, for all.
    #[serde(rename = "match")]
    pub targets: Option<Several<Target>>,
    /// What goes wrong.
    pub fault: Trouble,
    /// With how many of them, from 0 (none) to 1 (all). Drawn from the seed and a count, so that
    /// the same requests meet it each time.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
    /// What tells it from other entries.
    #[serde(skip)]
    pub identity: u64,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The request is answered with this status and nothing is done.
    Status(u16),
    /// The request is handled as always, and its answer is lost or broken on the way.
    Line(Fault),
}

/// A status instead of an answer.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Refused {
    /// The status that is answered instead, in the description's own shape where it declares it.
    #[schemars(range(min = 200, max = 599))]
    status: u16,
}

/// The mishap that a request meets, if it meets one, and how the notes call it. Every entry that
/// the request falls under counts it.
pub fn meet(
    mishaps: &[Mishap],
    counters: &Counters,
    seed: u64,
    asked: &Asked<'_>,
) -> Option<(Trouble, String)> {
    let mut met = None;
    for (place, mishap) in mishaps.iter().enumerate() {
        if !target::fits(mishap.targets.as_ref(), asked) {
            continue;
        }
        let count = counters.count(mishap.identity, String::new());
        let drawn = chance::source(seed, mishap.identity, count).f64();
        if drawn < mishap.share && met.is_none() {
            let name = mishap
                .name
                .clone()
                .unwrap_or_else(|| (place + 1).to_string());
            met = Some((mishap.fault, label("fault", &name)));
        }
    }
    met
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status {status}"),
            Self::Line(fault) => f.write_str(match fault {
                Fault::Drop => "closed without an answer",
                Fault::Reset => "connection reset",
                Fault::Garbage => "garbage instead of an answer",
                Fault::SlowBody => "body comes slowly",
                Fault::Partial => "cut off in the middle of the body",
            }),
        }
    }
}

impl<'de> Deserialize<'de> for Trouble {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Trouble;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("drop, reset, garbage, slowBody, partial or {status: 503}")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Trouble, E> {
                Fault::deserialize(value::StrDeserializer::new(text)).map(Trouble::Line).map_err(|_: E| {
                    E::custom(format!(
                        "`{text}` is no fault; there is drop, reset, garbage, slowBody, partial and {{status: 503}}"
                    ))
                })
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Trouble, A::Error> {
                let refused = Refused::deserialize(value::MapAccessDeserializer::new(map))?;
                if !(200..600).contains(&refused.status) {
                    return Err(de::Error::custom(format!(
                        "{} is no status that ends a request; there are 200 to 599",
                        refused.status
                    )));
                }
                Ok(Trouble::Status(refused.status))
            }
        }
        from.deserialize_any(Visitor)
    }
}

impl JsonSchema for Trouble {
    fn schema_name() -> Cow<'static, str> {
        "Fault".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let status = generator.subschema_for::<Refused>();
        json_schema!({
            "description": "What goes wrong. After all but a status the request has been handled \
                as always, and only its answer is lost or broken.",
            "anyOf": [
                { "const": "drop", "description": "The connection is closed without an answer." },
                { "const": "reset", "description": "The connection is reset (RST)." },
                { "const": "garbage", "description": "Bytes that are no HTTP, then the end." },
                { "const": "slowBody", "description": "The body comes in 20 pieces over two seconds." },
                { "const": "partial", "description": "The connection is closed in the middle of the body." },
                status,
            ],
        })
    }
}
