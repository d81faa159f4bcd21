//! Texts that many traces share, kept once and named by a number; 0 stands for none.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;

/// The numbers of texts, remembered while one batch is written or one page is read.
#[derive(Default)]
pub struct Numbers(HashMap<String, i64>);

impl Numbers {
    /// The number of a text, which is kept where it is new.
    pub fn put(&mut self, connection: &Connection, text: &str) -> Result<i64, StoreError> {
        if let Some(number) = self.0.get(text) {
            return Ok(*number);
        }
        let number = match find(connection, text)? {
            Some(number) => number,
            None => connection
                .prepare_cached("INSERT INTO trace_texts (text) VALUES (?1)")?
                .insert([text])?,
        };
        self.0.insert(text.to_owned(), number);
        Ok(number)
    }

    /// The same of a text that may be missing.
    pub fn put_optional(
        &mut self,
        connection: &Connection,
        text: Option<&str>,
    ) -> Result<i64, StoreError> {
        text.map_or(Ok(0), |text| self.put(connection, text))
    }
}

/// The number of a text, where it is known.
pub fn find(connection: &Connection, text: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id FROM trace_texts WHERE text = ?1")?;
    Ok(statement.query_row([text], |row| row.get(0)).optional()?)
}

/// The texts of numbers, remembered while one answer is read.
#[derive(Default)]
pub struct Texts(HashMap<i64, String>);

impl Texts {
    /// The text of a number; none for 0.
    pub fn get(
        &mut self,
        connection: &Connection,
        number: i64,
    ) -> Result<Option<String>, StoreError> {
        if number == 0 {
            return Ok(None);
        }
        if let Some(text) = self.0.get(&number) {
            return Ok(Some(text.clone()));
        }
        let mut statement =
            connection.prepare_cached("SELECT text FROM trace_texts WHERE id = ?1")?;
        let text: String = statement.query_row([number], |row| row.get(0))?;
        self.0.insert(number, text.clone());
        Ok(Some(text))
    }
}
