//! What a provider remembers: all of it bounded, and gone with a restart.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use fairlead_core::{Timestamp, limits};
use sha2::{Digest, Sha256};

use crate::{authorize::Asking, session::Session, settings::User};

/// What somebody allowed a client.
#[derive(Clone, Debug)]
pub struct Grant {
    /// All tokens that come of it have this number.
    pub family: u64,
    /// `client_id`
    pub client: String,
    /// Who allowed it; `None`: nobody had to.
    pub user: Option<User>,
    /// What was allowed.
    pub scopes: Vec<String>,
    /// Who gives the tokens.
    pub issuer: String,
    /// Whom the tokens are for (RFC 8707); empty: the issuer's own origin.
    pub resources: Vec<String>,
    /// `nonce` of the request.
    pub nonce: Option<String>,
    /// When they signed in.
    pub auth_time: Timestamp,
}

/// A code on its way to a client.
#[derive(Debug)]
pub struct Code {
    pub grant: Arc<Grant>,
    /// Where it was sent.
    pub redirect_uri: String,
    /// Whether the request named that.
    pub was_named: bool,
    /// `code_challenge` and whether it is hashed.
    pub challenge: Option<(String, bool)>,
    pub expires: Timestamp,
    pub used: bool,
}

/// An access token.
#[derive(Debug)]
pub struct Access {
    pub grant: Arc<Grant>,
    pub scopes: Vec<String>,
    pub id: String,
    pub issued: Timestamp,
    pub expires: Timestamp,
    pub revoked: bool,
}

/// A refresh token.
#[derive(Debug)]
pub struct Refresh {
    pub grant: Arc<Grant>,
    pub issued: Timestamp,
    pub expires: Timestamp,
    /// Whether another one took its place.
    pub used: bool,
    pub revoked: bool,
}

/// A device that waits for a person.
#[derive(Debug)]
pub struct Device {
    pub client: String,
    pub scopes: Vec<String>,
    pub issuer: String,
    pub resources: Vec<String>,
    /// What a person types, without the hyphen.
    pub user_code: String,
    pub expires: Timestamp,
    /// How long it has to wait between two questions, in milliseconds.
    pub interval: i64,
    pub asked: Option<Timestamp>,
    pub answer: Option<Verdict>,
}

/// What a person said.
#[derive(Clone, Debug)]
pub enum Verdict {
    Allowed(Box<User>, Timestamp),
    Denied,
}

/// A question that a page asks.
#[derive(Debug)]
pub struct Ticket {
    pub about: Subject,
    pub expires: Timestamp,
}

/// What a page asks about.
#[derive(Debug)]
pub enum Subject {
    /// A request of a client.
    Client(Box<Asking>),
    /// A device, by its code.
    Device(String),
}

/// What a provider remembers.
#[derive(Debug)]
pub struct Kept {
    /// How many texts were made.
    count: u64,
    families: u64,
    pub codes: Shelf<Code>,
    pub access: Shelf<Access>,
    pub refresh: Shelf<Refresh>,
    pub devices: Shelf<Device>,
    pub tickets: Shelf<Ticket>,
    pub sessions: Shelf<Session>,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            count: 0,
            families: 0,
            codes: Shelf::new(limits::PROVIDER_CODES),
            access: Shelf::new(limits::PROVIDER_TOKENS),
            refresh: Shelf::new(limits::PROVIDER_TOKENS),
            devices: Shelf::new(limits::PROVIDER_CODES),
            tickets: Shelf::new(limits::PROVIDER_CODES),
            sessions: Shelf::new(limits::PROVIDER_CODES),
        }
    }
}

impl Kept {
    /// 256 bits that no other call gives; they follow from seed, time and count.
    pub fn draw(&mut self, seed: u64, now: Timestamp) -> [u8; 32] {
        self.count += 1;
        let mut hash = Sha256::new();
        hash.update(b"fairlead provider");
        hash.update(seed.to_be_bytes());
        hash.update(now.as_millis().to_be_bytes());
        hash.update(self.count.to_be_bytes());
        hash.finalize().into()
    }

    /// A text that no other call gives.
    pub fn text(&mut self, seed: u64, now: Timestamp) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.draw(seed, now))
    }

    /// The number of a new family of tokens.
    pub fn family(&mut self) -> u64 {
        self.families += 1;
        self.families
    }

    /// Takes back every token of a family.
    pub fn revoke_family(&mut self, family: u64) {
        let access = self.access.values_mut();
        access
            .filter(|t| t.grant.family == family)
            .for_each(|t| t.revoked = true);
        let refresh = self.refresh.values_mut();
        refresh
            .filter(|t| t.grant.family == family)
            .for_each(|t| t.revoked = true);
    }
}

/// Under which key a token is kept: not under itself.
pub fn key(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

/// So many things and no more: the oldest makes room.
#[derive(Debug)]
pub struct Shelf<V> {
    things: HashMap<String, V>,
    order: VecDeque<String>,
    most: usize,
}

impl<V> Shelf<V> {
    fn new(most: usize) -> Self {
        Self {
            things: HashMap::new(),
            order: VecDeque::new(),
            most,
        }
    }

    /// Puts something under a key of its own.
    pub fn put(&mut self, key: String, value: V) {
        while self.order.len() >= self.most {
            let oldest = self.order.pop_front();
            oldest.map(|key| self.things.remove(&key));
        }
        self.order.push_back(key.clone());
        self.things.insert(key, value);
    }

    pub fn get(&self, key: &str) -> Option<&V> {
        self.things.get(key)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.things.get_mut(key)
    }

    /// Takes something away. Its place in the order goes with time.
    pub fn take(&mut self, key: &str) -> Option<V> {
        self.things.remove(key)
    }

    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.things.values_mut()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&String, &V)> {
        self.things.iter()
    }
}
