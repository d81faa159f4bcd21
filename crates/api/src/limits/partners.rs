//! Lengths of what is said of partners.

use fairlead_app::{NewPartner, NewPartnerSpace, NewResults, NewTestProfile};
use fairlead_core::limits::TEST_GROUPS;

use super::{Limited, NAME, at_most, broken, text};
use crate::error::Detail;

/// Longest contact of a partner, in characters.
const CONTACT: usize = 500;
/// Longest note on a partner, in characters.
const NOTE: usize = 10_000;

/// Longest notes for partners, in characters.
const NOTES: usize = 100_000;
/// Most requests that partners get.
const REQUESTS: usize = 1_000;

impl Limited for NewPartnerSpace {
    fn broken(&self) -> Vec<Detail> {
        let vendor = at_most("/vendor", &self.vendor, NAME);
        let notes = at_most("/notes", &self.notes, NOTES);
        let many = (self.requests.len() > REQUESTS)
            .then(|| broken("/requests", format!("must be at most {REQUESTS}")));
        vendor.into_iter().chain(notes).chain(many).collect()
    }
}

impl Limited for NewTestProfile {
    fn broken(&self) -> Vec<Detail> {
        let many = self.groups.len() > TEST_GROUPS;
        let many = many.then(|| broken("/groups", format!("must be at most {TEST_GROUPS}")));
        many.into_iter().collect()
    }
}

impl Limited for NewResults {
    fn broken(&self) -> Vec<Detail> {
        at_most("/note", &self.note, NOTE).into_iter().collect()
    }
}

impl Limited for NewPartner {
    fn broken(&self) -> Vec<Detail> {
        let name = text("/name", &self.name, NAME);
        let contact = at_most("/contact", &self.contact, CONTACT);
        let note = at_most("/note", &self.note, NOTE);
        name.into_iter().chain(contact).chain(note).collect()
    }
}
