//! Lengths of what is said of partners.

use fairlead_app::NewPartner;

use super::{Limited, NAME, at_most, text};
use crate::error::Detail;

/// Longest contact of a partner, in characters.
const CONTACT: usize = 500;
/// Longest note on a partner, in characters.
const NOTE: usize = 10_000;

impl Limited for NewPartner {
    fn broken(&self) -> Vec<Detail> {
        let name = text("/name", &self.name, NAME);
        let contact = at_most("/contact", &self.contact, CONTACT);
        let note = at_most("/note", &self.note, NOTE);
        name.into_iter().chain(contact).chain(note).collect()
    }
}
