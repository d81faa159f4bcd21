//! Tests of reading API descriptions.

mod corpus;
