//! Which traces, as the tables know them: conditions on columns, with numbers for texts.

use fairlead_core::{Id, Timestamp};
use rusqlite::{Connection, types::Value};

use super::{
    filter::Filter,
    rollup::{self, BY_ENVIRONMENT, BY_MOCK, BY_PARTNER, OF_ALL, TOGETHER, TOTAL},
    term::Term,
    text,
};
use crate::{error::StoreError, value};

/// A filter with numbers for its texts.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    pub project: i64,
    pub each: Vec<Term>,
    pub from: Option<i64>,
    pub to: Option<i64>,
}

impl Terms {
    /// SQL of every term, each behind ` AND `, and their values.
    pub fn sql<'a>(terms: impl Iterator<Item = &'a Term>) -> (String, Vec<Value>) {
        let (mut sql, mut values) = (String::new(), Vec::new());
        for term in terms {
            sql.push_str(" AND ");
            sql.push_str(term.sql);
            values.extend(term.values.iter().cloned());
        }
        (sql, values)
    }

    /// Whether the sums alone can count what the filter fits, apart from its times.
    pub fn summed(&self) -> bool {
        self.each.iter().all(|term| term.summed)
    }

    /// The kind of sums that knows every term that any sums know.
    pub fn kind(&self) -> i64 {
        let mut kinds = self.each.iter().filter_map(|term| term.kind);
        match (kinds.next(), kinds.next()) {
            (None, _) => OF_ALL,
            (Some(kind), None) => kind,
            _ => TOGETHER,
        }
    }

    /// SQL over the sums that tell one thing apart, where those are enough for every term that any
    /// sums know, apart from one of a facet.
    pub fn alone_sql(&self, but: &str) -> Option<(String, Vec<Value>)> {
        let of = |term: &&Term| term.summed && term.facet != but && term.facet != "failed";
        let chosen: Vec<&Term> = self.each.iter().filter(of).collect();
        let (kind, mut sql, values) = match chosen.as_slice() {
            [] => (TOTAL, String::new(), Vec::new()),
            [term] => {
                let (kind, sql) = term.alone()?;
                (kind, format!(" AND {sql}"), term.values.clone())
            }
            several if several.iter().all(|term| term.kind.is_some()) => {
                let (sql, values) = of_combination(several.iter().copied());
                (rollup::alone("together")?, sql, values)
            }
            _ => return None,
        };
        if self.each.iter().any(|term| term.facet == "failed") {
            sql.push_str(" AND failed = 1");
        }
        let values = std::iter::once(kind.into()).chain(values).collect();
        Some((format!(" AND kind = ?{sql}"), values))
    }

    /// SQL over the sums that tell a facet alone apart, of a term of it and of failures.
    pub fn sums_by(&self, facet: &str, kind: i64) -> (String, Vec<Value>) {
        let (mut sql, mut values) = (String::from(" AND kind = ?"), vec![Value::from(kind)]);
        for term in &self.each {
            if term.facet == facet {
                sql.push_str(&format!(" AND {}", term.sql.replace(facet, "value")));
                values.extend(term.values.iter().cloned());
            } else if term.facet == "failed" {
                sql.push_str(" AND failed = 1");
            }
        }
        (sql, values)
    }

    /// SQL over the sums of a kind, of every term they know but those of a facet.
    pub fn sums_sql(&self, kind: i64, but: &str) -> (String, Vec<Value>) {
        let (mut sql, mut values) = (String::from(" AND kind = ?"), vec![Value::from(kind)]);
        if kind == OF_ALL {
            sql.push_str(" AND value = 0");
        }
        let known = |term: &&Term| term.known(kind) && term.facet != but;
        if kind == TOGETHER {
            let several = self.each.iter().filter(known);
            let (of, numbers) = of_combination(several.filter(|term| term.kind.is_some()));
            sql.push_str(&of);
            values.extend(numbers);
        }
        let single = |term: &&Term| kind != TOGETHER || term.kind.is_none();
        for term in self.each.iter().filter(known).filter(single) {
            sql.push_str(" AND ");
            sql.push_str(term.in_sums());
            values.extend(term.values.iter().cloned());
        }
        (sql, values)
    }
}

/// SQL of the sums whose combination fits terms of environment, partner and mock, and its values.
fn of_combination<'a>(terms: impl Iterator<Item = &'a Term>) -> (String, Vec<Value>) {
    let (condition, values) = Terms::sql(terms);
    let found = format!("SELECT id FROM trace_combinations WHERE 1 = 1{condition}");
    (format!(" AND value IN ({found})"), values)
}

/// The terms of a filter; none where it names something that no trace has.
pub(super) fn terms(
    connection: &Connection,
    project: Id,
    filter: &Filter,
) -> Result<Option<Terms>, StoreError> {
    let Some(project) = text::find(connection, &project.to_string())? else {
        return Ok(None);
    };
    let mut terms = Vec::new();
    let id = |id: Option<Id>| id.map(|id| id.to_string());
    let named: [(
        &'static str,
        &'static str,
        &'static str,
        bool,
        Option<String>,
    ); 9] = [
        (
            "operation",
            "operation = ?",
            "traces_by_operation",
            true,
            filter.operation_id.clone(),
        ),
        (
            "method",
            "method = ?",
            "traces_by_method",
            true,
            filter.method.clone(),
        ),
        (
            "source",
            "source = ?",
            "traces_by_source",
            true,
            filter.source.clone(),
        ),
        (
            "category",
            "category = ? AND category <> 0",
            "traces_by_category",
            true,
            filter.category.clone(),
        ),
        (
            "environment",
            "environment = ? AND environment <> 0",
            "traces_by_environment",
            true,
            id(filter.environment_id),
        ),
        (
            "partner",
            "partner = ? AND partner <> 0",
            "traces_by_partner",
            true,
            id(filter.partner_id),
        ),
        (
            "mock",
            "mock = ? AND mock <> 0",
            "traces_by_mock",
            true,
            id(filter.mock_id),
        ),
        (
            "run",
            "run = ? AND run <> 0",
            "traces_by_run",
            false,
            id(filter.run_id),
        ),
        (
            "problem",
            "problem = ? AND problem <> 0",
            "traces_by_problem",
            false,
            filter.problem.clone(),
        ),
    ];
    for (facet, sql, index, summed, wanted) in named {
        let Some(wanted) = wanted else { continue };
        let Some(number) = text::find(connection, &wanted)? else {
            return Ok(None);
        };
        terms.push(Term {
            sql,
            values: vec![number.into()],
            index: Some(index),
            summed,
            kind: match facet {
                "environment" => Some(BY_ENVIRONMENT),
                "partner" => Some(BY_PARTNER),
                "mock" => Some(BY_MOCK),
                _ => None,
            },
            facet,
        });
    }
    match filter.status {
        Some((from, to)) if from == to => terms.push(Term::status(from.into())),
        Some((from, to)) if from % 100 == 0 && to == from.saturating_add(99) => terms.push(Term {
            sql: "status / 100 = ?",
            values: vec![i64::from(from / 100).into()],
            index: Some("traces_by_class"),
            summed: true,
            kind: None,
            facet: "status",
        }),
        Some((from, to)) => terms.push(Term {
            sql: "status BETWEEN ? AND ?",
            values: vec![i64::from(from).into(), i64::from(to).into()],
            index: None,
            summed: true,
            kind: None,
            facet: "status",
        }),
        None => {}
    }
    if filter.errors {
        terms.push(Term {
            sql: "failed = 1",
            values: Vec::new(),
            index: Some("traces_by_failure"),
            summed: true,
            kind: None,
            facet: "failed",
        });
    }
    let spans = [
        ("duration >= ?", filter.slower),
        ("duration < ?", filter.faster),
    ];
    for (sql, micros) in spans {
        terms.extend(micros.map(|micros| Term {
            sql,
            values: vec![value::count(micros).into()],
            index: None,
            summed: false,
            kind: None,
            facet: "duration",
        }));
    }
    Ok(Some(Terms {
        project,
        each: terms,
        from: filter.from.map(Timestamp::as_millis),
        to: filter.to.map(Timestamp::as_millis),
    }))
}
