//! The seal of traces: each carries a code (HMAC-SHA256, RFC 2104) over the code of the one before
//! it and its own content, under a key that is not in the database. Who changes, removes or puts in
//! a trace without the key breaks the chain there.
//!
//! Per project there is a first place (what was pruned before it is gone by right) and a last one,
//! both sealed. What this cannot show: that the whole database was replaced by an older copy of
//! itself.

use hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::Sha256;

use super::{TraceRow, detail::unpack, row, text::Texts};
use crate::error::StoreError;

/// The key of the seal.
#[derive(Clone)]
pub struct ChainKey(Hmac<Sha256>);

/// A code of the chain.
pub type Code = [u8; 32];

impl ChainKey {
    /// A key of 32 random bytes.
    pub fn new(bytes: &[u8; 32]) -> Self {
        // A short key stands at the beginning of a block of zeros (RFC 2104 §2).
        let mut block = [0; 64];
        block[..bytes.len()].copy_from_slice(bytes);
        Self(Hmac::new(&block.into()))
    }

    /// The code of a trace behind another.
    pub(super) fn code(&self, before: &Code, row: &TraceRow, detail: &str) -> Code {
        let mut mac = self.0.clone();
        mac.update(before);
        let texts = [
            Some(row.id.to_string().as_str()),
            Some(row.project_id.to_string().as_str()),
            Some(row.source.as_str()),
            row.operation_id.as_deref(),
            Some(row.method.as_str()),
            Some(row.path.as_str()),
            row.path_template.as_deref(),
            Some(row.url.as_str()),
            row.error_category.as_deref(),
            row.mock_id.map(|id| id.to_string()).as_deref(),
            row.environment_id.map(|id| id.to_string()).as_deref(),
            row.partner_id.map(|id| id.to_string()).as_deref(),
            row.run_id.map(|id| id.to_string()).as_deref(),
            Some(detail),
        ]
        .map(|text| text.map(str::to_owned));
        for text in &texts {
            // The length before each text: `ab` + `c` is not `a` + `bc`. None is no empty text.
            let length = text.as_ref().map_or(u64::MAX, |t| t.len() as u64);
            mac.update(&length.to_be_bytes());
            mac.update(text.as_deref().unwrap_or_default().as_bytes());
        }
        let numbers = [
            row.status.map_or(-1, i64::from),
            row.started_at.as_millis(),
            crate::value::count(row.duration_micros),
            i64::from(row.request_valid),
            row.response_valid.map_or(-1, i64::from),
            i64::from(row.violation_count),
            crate::value::count(row.request_bytes),
            crate::value::count(row.response_bytes),
        ];
        for number in numbers {
            mac.update(&number.to_be_bytes());
        }
        // Only where there is one: traces of before it was known keep their codes.
        if let Some(problem) = &row.problem {
            mac.update(problem.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    fn seal(&self, project: i64, link: &Link) -> Code {
        let mut mac = self.0.clone();
        mac.update(b"ends of a chain");
        for number in [project, link.anchor_n, link.head_n, link.kept] {
            mac.update(&number.to_be_bytes());
        }
        mac.update(&link.anchor);
        mac.update(&link.head);
        mac.finalize().into_bytes().into()
    }
}

/// The two ends of a project's chain.
#[derive(Clone, Debug, Default)]
pub(super) struct Link {
    /// How many traces are there, sealed or not.
    pub kept: i64,
    /// The last place that is gone.
    pub anchor_n: i64,
    pub anchor: Code,
    /// The newest trace.
    pub head_n: i64,
    pub head: Code,
}

/// The ends of a project's chain, where it has one, and the seal on them.
pub(super) fn link(
    connection: &Connection,
    project: i64,
) -> Result<Option<(Link, Option<Code>)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT kept, anchor_n, anchor_mac, head_n, head_mac, seal FROM trace_chains
         WHERE project = ?1",
    )?;
    let found = statement
        .query_row([project], |row| {
            let link = Link {
                kept: row.get(0)?,
                anchor_n: row.get(1)?,
                anchor: row.get(2)?,
                head_n: row.get(3)?,
                head: row.get(4)?,
            };
            Ok((link, row.get(5)?))
        })
        .optional()?;
    Ok(found)
}

/// Keeps the ends of a project's chain; without a key they stay unsealed.
pub(super) fn keep(
    connection: &Connection,
    key: Option<&ChainKey>,
    project: i64,
    link: &Link,
) -> Result<(), StoreError> {
    let seal = key.map(|key| key.seal(project, link));
    connection
        .prepare_cached("INSERT OR REPLACE INTO trace_chains VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![
            project,
            link.kept,
            link.anchor_n,
            link.anchor,
            link.head_n,
            link.head,
            seal
        ])?;
    Ok(())
}

/// What a walk along a chain has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// Traces whose seal holds, up to the first that does not.
    pub sealed: u64,
    /// Traces of an older version, kept before there were seals.
    pub unsealed: u64,
    /// The first trace that is not as it was kept, or before which one is missing.
    pub broken: Option<Broken>,
}

/// Where a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The trace; none where the ends of the chain themselves do not hold.
    pub id: Option<fairlead_core::Id>,
    /// What is wrong there.
    pub why: &'static str,
}

/// Walks along a project's chain from its first trace to its last.
pub fn verify(
    connection: &Connection,
    key: &ChainKey,
    project: fairlead_core::Id,
) -> Result<Walk, StoreError> {
    let mut walk = Walk {
        sealed: 0,
        unsealed: 0,
        broken: None,
    };
    // One moment of the database, however long it takes.
    let transaction = connection.unchecked_transaction()?;
    let connection = &*transaction;
    let Some(number) = super::text::find(connection, &project.to_string())? else {
        return Ok(walk);
    };
    let Some((ends, seal)) = link(connection, number)? else {
        return Ok(walk);
    };
    let is_sealed = ends.head != Code::default();
    if is_sealed && seal != Some(key.seal(number, &ends)) {
        walk.broken = Some(Broken {
            id: None,
            why: "The seal on the ends of the chain does not hold: they were changed, or sealed \
                  with another key.",
        });
        return Ok(walk);
    }
    let mut statement = connection.prepare(&format!(
        "SELECT {}, mac, (SELECT packed FROM trace_details d WHERE d.n = traces.n) AS packed
         FROM traces WHERE project = ?1 ORDER BY n",
        row::COLUMNS
    ))?;
    let mut texts = Texts::default();
    let mut rows = statement.query([number])?;
    let (mut before, mut last) = (ends.anchor, ends.anchor_n);
    while let Some(found) = rows.next()? {
        let row = row::read(connection, &mut texts, found)?;
        let (n, mac): (i64, Option<Code>) = (found.get("n")?, found.get("mac").unwrap_or(None));
        if n <= ends.anchor_n && mac.is_none() {
            walk.unsealed += 1;
            continue;
        }
        let packed: Option<Vec<u8>> = found.get("packed")?;
        let detail = packed.and_then(|packed| unpack(&packed).ok());
        let code = detail.map(|detail| key.code(&before, &row, &detail));
        if mac.is_none() || code != mac {
            walk.broken = Some(Broken {
                id: Some(row.id),
                why: "This trace is not as it was kept, or one before it is missing.",
            });
            return Ok(walk);
        }
        before = code.unwrap_or_default();
        last = n;
        walk.sealed += 1;
    }
    if last != ends.head_n || before != ends.head {
        walk.broken = Some(Broken {
            id: None,
            why: "Traces at the newest end of the chain are missing.",
        });
    }
    Ok(walk)
}
