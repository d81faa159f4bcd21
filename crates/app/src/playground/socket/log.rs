//! The last messages of a WebSocket, within bounds of number and size.

use std::collections::VecDeque;

use fairlead_core::limits;

use crate::SocketMessage;

/// The last messages.
#[derive(Default)]
pub struct Log {
    messages: VecDeque<SocketMessage>,
    /// What they take, in bytes.
    size: usize,
    /// The number of the last one.
    last: u64,
}

/// Some of the messages, in order.
pub struct Page {
    pub messages: Vec<SocketMessage>,
    /// The number behind which the next page begins.
    pub next: u64,
    /// The number of the oldest message that is there.
    pub first: u64,
    /// Whether there is nothing behind it.
    pub is_last: bool,
}

impl Log {
    /// The number of the next message.
    pub fn next(&self) -> u64 {
        self.last + 1
    }

    /// Adds a message; the oldest go where there is no room.
    pub fn push(&mut self, message: SocketMessage) {
        self.last = message.number;
        self.size += size(&message);
        self.messages.push_back(message);
        while self.messages.len() > limits::SOCKET_LOG || self.size > limits::SOCKET_LOG_BYTES {
            let Some(old) = self.messages.pop_front() else {
                break;
            };
            self.size -= size(&old);
        }
    }

    /// The messages behind number `after`, as many as one answer takes.
    pub fn page(&self, after: u64) -> Page {
        let first = self.messages.front().map_or(self.next(), |m| m.number);
        let skipped = after.saturating_add(1).saturating_sub(first);
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
        let mut bytes = 0;
        let behind = self.messages.iter().skip(skipped);
        let messages: Vec<SocketMessage> = behind
            .take(limits::SOCKET_PAGE)
            .take_while(|message| {
                // At least one, however large.
                let fits = bytes < limits::SOCKET_SHOWN_BYTES;
                bytes += size(message);
                fits
            })
            .cloned()
            .collect();
        let next = messages.last().map_or(after.min(self.last), |m| m.number);
        Page {
            messages,
            next,
            first,
            is_last: next == self.last,
        }
    }
}

/// What a message takes, with what holds it, in bytes.
fn size(message: &SocketMessage) -> usize {
    let text = message.text.as_ref().map_or(0, String::len);
    200 + text + message.base64.as_ref().map_or(0, String::len)
}

#[cfg(test)]
mod tests {
    use fairlead_core::redact::Redactor;
    use tokio_tungstenite::tungstenite::Message;

    use super::{super::message, *};
    use crate::SocketDirection;

    fn push(log: &mut Log, text: &str) {
        let text = Message::text(text.to_owned());
        let redactor = Redactor::default();
        let mut shown = message::shown(&text, SocketDirection::Received, &redactor).unwrap();
        shown.number = log.next();
        log.push(shown);
    }

    #[test]
    fn it_stays_within_its_bounds_and_numbers_go_on() {
        let mut log = Log::default();
        assert_eq!(log.page(0).first, 1);
        for _ in 0..limits::SOCKET_LOG + 5 {
            push(&mut log, "a");
        }
        let page = log.page(0);
        assert_eq!((page.first, page.messages.len()), (6, limits::SOCKET_PAGE));
        assert_eq!((page.messages[0].number, page.next), (6, 1_005));
        assert!(!page.is_last);
        let rest = log.page(10_003);
        assert_eq!(
            (rest.messages.len(), rest.next, rest.is_last),
            (2, 10_005, true)
        );
        let none = log.page(u64::MAX);
        assert!(none.messages.is_empty() && none.is_last);
        let large = "x".repeat(1 << 20);
        for _ in 0..200 {
            push(&mut log, &large);
        }
        assert!(log.size <= limits::SOCKET_LOG_BYTES);
        let last = &log.page(10_204).messages[0];
        assert_eq!(
            last.text.as_ref().unwrap().len(),
            limits::SOCKET_SHOWN_BYTES
        );
        assert!(last.truncated && last.bytes == 1 << 20);
    }
}
