//! One condition on a column of traces, and what the sums know of it.

use rusqlite::types::Value;

use super::rollup::{self, TOGETHER, TOTAL};

/// One condition on a column.
#[derive(Clone, Debug)]
pub(super) struct Term {
    /// SQL with a `?` for each value.
    pub sql: &'static str,
    pub values: Vec<Value>,
    /// The index of it that is in order of time.
    pub index: Option<&'static str>,
    /// Whether the sums know the column.
    pub summed: bool,
    /// The kind of sums that tells it apart, where not all do.
    pub kind: Option<i64>,
    /// The name of the facet that it chooses from.
    pub facet: &'static str,
}

impl Term {
    /// Of one status; 0 stands for none.
    pub fn status(status: i64) -> Self {
        Self {
            sql: "status = ?",
            values: vec![status.into()],
            index: Some("traces_by_status"),
            summed: true,
            kind: None,
            facet: "status",
        }
    }

    /// Whether the sums of a kind know it.
    pub fn known(&self, kind: i64) -> bool {
        self.summed && (kind == TOGETHER || self.kind.is_none_or(|own| own == kind))
    }

    /// The kind of sums that tells only it apart, and its SQL over those; none where none does.
    pub fn alone(&self) -> Option<(i64, String)> {
        if self.facet == "failed" {
            return Some((TOTAL, self.sql.to_owned()));
        }
        let kind = rollup::alone(self.facet)?;
        Some((kind, self.sql.replace(self.facet, "value")))
    }

    /// Its SQL over the sums.
    pub fn in_sums(&self) -> &'static str {
        if self.kind.is_some() {
            "value = ?"
        } else {
            self.sql
        }
    }
}
