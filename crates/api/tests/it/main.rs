//! The API as its carriers see it.

mod guard;
