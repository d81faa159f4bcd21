//! How much one mock keeps.

/// Most items of one collection.
pub const ITEMS: usize = 10_000;
/// Most bytes of all items together, as JSON.
pub const BYTES: usize = 64 * 1024 * 1024;
/// Most collections that hold only what can be made again; further ones drive out the oldest.
pub const UNCHANGED: usize = 1_000;
/// Items made up for a collection that nothing is known of.
pub const SEEDS: usize = 3;
/// Most items made up where a list has to have more.
pub const SEEDS_MOST: usize = 100;
/// Items on a page where a list is paged and nobody says how many.
pub const PAGE: usize = 20;
