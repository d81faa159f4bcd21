//! The shape of every list.

use serde::Serialize;
use utoipa::ToSchema;

/// A list, or one page of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct List<T> {
    /// What is in it.
    pub items: Vec<T>,
    /// Where the next page begins, for the parameter `cursor`; null on the last page.
    #[schema(required = true)]
    pub next_cursor: Option<String>,
    /// How many there are on all pages.
    pub total: u64,
}

impl<T> List<T> {
    /// A list that is whole.
    pub fn whole(items: Vec<T>) -> Self {
        let total = items.len() as u64;
        Self {
            items,
            next_cursor: None,
            total,
        }
    }
}
