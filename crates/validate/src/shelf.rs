//! What was made once of a schema, and is kept.

use std::{
    collections::HashMap,
    fmt,
    hash::{BuildHasherDefault, Hasher},
    sync::{Arc, PoisonError, RwLock},
};

use fairlead_openapi::SchemaRef;

/// Most addresses remembered. A description has no more schemas than that, but callers may ask
/// with copies from anywhere.
const ADDRESSES: usize = 100_000;

/// Things by schema.
///
/// Nearly always the very same [`SchemaRef`] is asked for again, the one in the description. So
/// they are found by its address, which takes a fraction of the time that hashing its texts
/// would; the texts are compared, so that an address that has changed hands does no harm.
pub struct Shelf<T> {
    kept: RwLock<HashMap<SchemaRef, Arc<T>>>,
    found: RwLock<HashMap<usize, Found<T>, BuildHasherDefault<AddressHasher>>>,
}

type Found<T> = (SchemaRef, Arc<T>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            kept: RwLock::default(),
            found: RwLock::default(),
        }
    }
}

impl<T> fmt::Debug for Shelf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").finish_non_exhaustive()
    }
}

impl<T> Shelf<T> {
    /// What is kept for the schema, else what `make` makes.
    pub fn get(&self, at: &SchemaRef, make: impl FnOnce() -> T) -> Arc<T> {
        let address = std::ptr::from_ref(at) as usize;
        let found = self.found.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, kept)) = found.get(&address)
            && of == at
        {
            return Arc::clone(kept);
        }
        drop(found);
        let kept = self.kept(at, make);
        let mut found = self.found.write().unwrap_or_else(PoisonError::into_inner);
        if found.len() >= ADDRESSES {
            found.clear();
        }
        found.insert(address, (at.clone(), Arc::clone(&kept)));
        kept
    }

    fn kept(&self, at: &SchemaRef, make: impl FnOnce() -> T) -> Arc<T> {
        let known = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = known.get(at) {
            return Arc::clone(kept);
        }
        drop(known);
        // Made without the lock: it may take long, and what two make at once is the same.
        let made = Arc::new(make());
        let mut known = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(at.clone()).or_insert(made))
    }
}

/// Spreads addresses, whose last bits are all the same.
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn write_usize(&mut self, address: usize) {
        let spread = (address as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = spread ^ (spread >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
