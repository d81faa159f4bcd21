//! One page as it fills: which index is walked along, and from where.

use rusqlite::{Connection, Row, params_from_iter, types::Value};

use super::{
    TraceRow,
    filter::SortBy,
    page::Place,
    plan::{SORTED, along_durations, conditions, days, few_slow, kept, narrowest, statuses},
    rollup::DAY,
    row::{COLUMNS, read},
    search,
    term::Term,
    terms::Terms,
    text::Texts,
};
use crate::error::StoreError;

/// One page as it fills.
pub(super) struct Reading<'a> {
    pub connection: &'a Connection,
    pub texts: Texts,
    pub found: Vec<(Place, TraceRow)>,
    pub wanted: usize,
    pub sort: SortBy,
    pub ascending: bool,
}

impl Reading<'_> {
    /// By time: through the narrowest index, over days that have something that fits.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // an estimate
    pub fn by_time(&mut self, mut terms: Terms, after: Option<Place>) -> Result<(), StoreError> {
        // A page before another needs no look at the days beyond it.
        match after {
            Some(after) if self.ascending => {
                terms.from = Some(
                    terms
                        .from
                        .map_or(after.started_at, |from| from.max(after.started_at)),
                );
            }
            Some(after) => {
                let end = after.started_at.saturating_add(1);
                terms.to = Some(terms.to.map_or(end, |to| to.min(end)));
            }
            None => {}
        }
        if terms.each.is_empty() {
            return self.walk(&terms, "traces_by_time", SortBy::Started, after);
        }
        if let ([term], Some(index)) = (
            terms.each.as_slice(),
            terms.each.first().and_then(|term| term.index),
        ) && term.summed
        {
            return self.walk(&terms, index, SortBy::Started, after);
        }
        let mut days = days(self.connection, &terms)?;
        if !self.ascending {
            days.reverse();
        }
        let slow = few_slow(self.connection, &terms)?;
        let mut rest = days.as_slice();
        while !rest.is_empty() && self.found.len() < self.wanted {
            // Days that stand together and are enough if everything fits.
            let mut sum = 0;
            let missing = i64::try_from(self.wanted - self.found.len()).unwrap_or(i64::MAX);
            let mut many = rest.len();
            for (place, day) in rest.iter().enumerate() {
                let apart = place > 0 && (day.start - rest[place - 1].start).abs() > DAY;
                if sum >= missing || apart {
                    many = place;
                    break;
                }
                sum += day.fit;
            }
            let (now, later) = rest.split_at(many);
            rest = later;
            let starts = || now.iter().map(|day| day.start);
            let (first, last) = (
                starts().min().unwrap_or_default(),
                starts().max().unwrap_or_default() + DAY,
            );
            let mut part = terms.clone();
            part.from = Some(terms.from.map_or(first, |from| from.max(first)));
            part.to = Some(terms.to.map_or(last, |to| to.min(last)));
            let (mut index, rows) = narrowest(&terms, now);
            if let Some(slow) = slow {
                let fit: i64 = now.iter().map(|day| day.fit).sum();
                let rows = if rows == i64::MAX { fit } else { rows };
                let share = fit as f64 / kept(self.connection, &terms)?.max(1) as f64;
                let found = (slow as f64 * share) as i64;
                let walked = rows.min(rows / found.max(1) * missing);
                if found < SORTED && along_durations(&terms, slow) + found < walked {
                    index = "traces_by_duration";
                }
            }
            self.walk(&part, index, SortBy::Started, after)?;
        }
        Ok(())
    }

    /// By status: one status after the other, each by time. Along the index of statuses those that
    /// do not fit would be walked past, and what fits is seldom of all statuses alike.
    pub fn by_status(&mut self, terms: &Terms, after: Option<Place>) -> Result<(), StoreError> {
        if terms.each.is_empty() && terms.from.is_none() && terms.to.is_none() {
            return self.walk(terms, "traces_by_status", SortBy::Status, after);
        }
        let days = days(self.connection, terms)?;
        if days.is_empty() {
            return Ok(());
        }
        // Few are found at once and sorted.
        let (mut index, mut rows) = narrowest(terms, &days);
        if let Some(slow) = few_slow(self.connection, terms)? {
            let cost = along_durations(terms, slow).saturating_add(slow.min(rows) / 10);
            if cost < rows {
                (index, rows) = ("traces_by_duration", cost);
            }
        }
        if rows < SORTED {
            return self.walk(terms, index, SortBy::Status, after);
        }
        let mut statuses = statuses(self.connection, terms, &days)?;
        if !self.ascending {
            statuses.reverse();
        }
        for status in statuses {
            let after = match after {
                Some(after) if self.ascending && status < after.key => continue,
                Some(after) if !self.ascending && status > after.key => continue,
                after => after.filter(|after| after.key == status),
            };
            let mut part = terms.clone();
            part.each.push(Term::status(status));
            self.by_time(part, after)?;
            if self.found.len() >= self.wanted {
                break;
            }
        }
        Ok(())
    }

    /// By duration: along its index, or, where few fit, through theirs and sorted.
    pub fn by_duration(&mut self, terms: &Terms, after: Option<Place>) -> Result<(), StoreError> {
        let along = "traces_by_duration";
        if terms.each.is_empty() && terms.from.is_none() && terms.to.is_none() {
            return self.walk(terms, along, SortBy::Duration, after);
        }
        let days = days(self.connection, terms)?;
        let fit: i64 = days.iter().map(|day| day.fit).sum();
        if fit == 0 {
            return Ok(());
        }
        let (index, rows) = narrowest(terms, &days);
        let all = kept(self.connection, terms)?;
        let wanted = i64::try_from(self.wanted).unwrap_or(i64::MAX);
        let mut walked = (all / fit).saturating_mul(wanted);
        if let Some(slow) = few_slow(self.connection, terms)? {
            walked = walked.min(slow);
        }
        let index = if rows == i64::MAX && fit < SORTED.min(walked) {
            "traces_by_time"
        } else if rows < along_durations(terms, walked) {
            index
        } else {
            along
        };
        self.walk(terms, index, SortBy::Duration, after)
    }

    /// Rows of an index that fit, from a place on, until the page is full.
    fn walk(
        &mut self,
        terms: &Terms,
        index: &'static str,
        by: SortBy,
        after: Option<Place>,
    ) -> Result<(), StoreError> {
        let (order, beyond) = if self.ascending {
            ("ASC", ">")
        } else {
            ("DESC", "<")
        };
        let key = match by {
            SortBy::Started => "started_at",
            SortBy::Duration => "duration",
            SortBy::Status => "status",
        };
        let (mut condition, mut values) = conditions(terms);
        let columns = if by == SortBy::Started {
            "started_at, n".to_owned()
        } else {
            format!("{key}, started_at, n")
        };
        if let Some(after) = after {
            let marks = if by == SortBy::Started {
                values.extend([after.started_at, after.n].map(Value::from));
                "?, ?"
            } else {
                values.extend([after.key, after.started_at, after.n].map(Value::from));
                "?, ?, ?"
            };
            condition.push_str(&format!(" AND ({columns}) {beyond} ({marks})"));
        }
        let ordered = columns.replace(", ", &format!(" {order}, "));
        let sql = format!(
            "SELECT {COLUMNS} FROM traces INDEXED BY {index} WHERE {condition}
             ORDER BY {ordered} {order} LIMIT ?"
        );
        let missing = self.wanted - self.found.len();
        values.push(crate::value::count(missing as u64).into());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            self.take(row)?;
        }
        Ok(())
    }

    /// Traces with words, in the order of keeping.
    pub fn with_text(
        &mut self,
        terms: &Terms,
        text: &str,
        after: Option<Place>,
    ) -> Result<(), StoreError> {
        let missing = self.wanted;
        let found = search::find(
            self.connection,
            terms,
            text,
            after.map(|after| after.n),
            self.ascending,
            missing,
        )?;
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM traces WHERE n = ?1"))?;
        for n in found {
            let mut rows = statement.query([n])?;
            if let Some(row) = rows.next()? {
                self.take(row)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, row: &Row<'_>) -> Result<(), StoreError> {
        let started_at: i64 = row.get("started_at")?;
        let key = match self.sort {
            SortBy::Started => started_at,
            SortBy::Duration => row.get("duration")?,
            SortBy::Status => row.get("status")?,
        };
        let n = row.get("n")?;
        let place = Place { key, started_at, n };
        let row = read(self.connection, &mut self.texts, row)?;
        self.found.push((place, row));
        Ok(())
    }
}
