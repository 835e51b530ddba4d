//! Who may hold a connection open: so many from one address, so many with one token, so many
//! altogether. A place is given back when its [`Slot`] is dropped.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use crate::config::FeedSettings;
use crate::sync::lock;

/// The places of one process. Clones share them.
#[derive(Clone, Debug)]
pub struct Admission(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    limits: FeedSettings,
    taken: Mutex<HashMap<Holder, usize>>,
}

/// What places are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Holder {
    Anybody,
    Address(IpAddr),
    Token(String),
}

/// A place, until it is dropped.
#[derive(Debug)]
pub struct Slot {
    inner: Arc<Inner>,
    holder: Holder,
}

/// No place is free. The sentence says of which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Altogether.
    #[error("the service holds as many connections as it may (`feed.connections`); try again later")]
    Full,
    /// Of this address.
    #[error("this address holds as many connections as it may (`feed.connections_per_address`); close some")]
    Address,
    /// Of this token.
    #[error("this token holds as many connections as it may (`feed.connections_per_token`); close some")]
    Token,
}

impl Admission {
    /// All places are free.
    pub fn new(limits: FeedSettings) -> Self {
        Self(Arc::new(Inner { limits, taken: Mutex::default() }))
    }

    /// Places for a connection from an address.
    pub fn connection(&self, address: Option<IpAddr>) -> Result<Vec<Slot>, Refused> {
        let limits = &self.0.limits;
        let mut slots = vec![self.take(Holder::Anybody, limits.connections).ok_or(Refused::Full)?];
        if let Some(address) = address {
            let slot = self.take(Holder::Address(address), limits.connections_per_address);
            slots.push(slot.ok_or(Refused::Address)?);
        }
        Ok(slots)
    }

    /// A place for a connection that a token speaks for.
    pub fn token(&self, token: &str) -> Result<Slot, Refused> {
        self.take(Holder::Token(token.to_owned()), self.0.limits.connections_per_token).ok_or(Refused::Token)
    }

    fn take(&self, holder: Holder, most: usize) -> Option<Slot> {
        let mut taken = lock(&self.0.taken);
        let count = taken.entry(holder.clone()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Slot { inner: self.0.clone(), holder })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut taken = lock(&self.inner.taken);
        if let Some(count) = taken.get_mut(&self.holder) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.holder);
            }
        }
    }
}
