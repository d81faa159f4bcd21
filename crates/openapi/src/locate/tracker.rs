//! Follows a walk through a text and notes where the wanted pointers come by.

use std::collections::HashMap;

use crate::pointer;

/// One wanted segment, and what is wanted below it.
#[derive(Default)]
struct Wanted {
    below: HashMap<String, usize>,
    /// Whether it is itself one of the pointers asked for.
    asked: bool,
    /// Where it stands, start and end, in positions of the reader.
    found: Option<(usize, usize)>,
    /// Whether its end is known too.
    complete: bool,
}

/// Fed by a reader in document order. Positions are whatever the reader counts in.
pub(super) struct Tracker {
    wanted: Vec<Wanted>,
    /// Pointers asked for and not yet found to their end.
    missing: usize,
    open: Vec<Open>,
    /// End of the last scalar or bracket: where a block of YAML ends.
    last_end: usize,
    /// Node that the next value is, where it is wanted.
    next: Option<usize>,
}

struct Open {
    wanted: Option<usize>,
    start: usize,
    items: Option<usize>,
}

impl Tracker {
    pub(super) fn new(pointers: &[&str]) -> Self {
        let mut wanted = vec![Wanted::default()];
        for pointer in pointers {
            let mut at = 0;
            for segment in pointer.split('/').skip(1) {
                let key = pointer::unescape(segment).into_owned();
                at = if let Some(known) = wanted[at].below.get(&key) {
                    *known
                } else {
                    wanted.push(Wanted::default());
                    let new = wanted.len() - 1;
                    wanted[at].below.insert(key, new);
                    new
                };
            }
            wanted[at].asked = true;
        }
        Self {
            missing: wanted.iter().filter(|w| w.asked).count(),
            wanted,
            open: Vec::new(),
            last_end: 0,
            next: Some(0),
        }
    }

    /// Whether nothing further on can matter.
    pub(super) fn is_done(&self) -> bool {
        self.missing == 0
    }

    /// How deep the walk is inside lists and mappings.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn key(&mut self, key: &str) {
        self.next = self
            .open
            .last()
            .and_then(|open| open.wanted)
            .and_then(|w| self.wanted[w].below.get(key).copied());
    }

    pub(super) fn open(&mut self, is_list: bool, start: usize) {
        let wanted = self.take_next();
        if let Some(w) = wanted {
            // Until its end comes by, as much as is certain: enough for a text cut off.
            self.wanted[w].found.get_or_insert((start, start));
        }
        self.open.push(Open {
            wanted,
            start,
            items: is_list.then_some(0),
        });
        self.last_end = self.last_end.max(start);
    }

    /// A mapping or list ends: at `end`, or with its last value where the text has no bracket.
    pub(super) fn close(&mut self, end: Option<usize>) {
        let Some(open) = self.open.pop() else {
            return;
        };
        if let Some(end) = end {
            self.last_end = end;
        }
        self.next = None;
        if let Some(w) = open.wanted {
            self.settle(w, open.start, self.last_end);
        }
    }

    pub(super) fn scalar(&mut self, start: usize, end: usize) {
        let wanted = self.take_next();
        self.last_end = end;
        if let Some(w) = wanted {
            self.settle(w, start, end);
        }
    }

    /// A value whose inside is written elsewhere (an alias): all that is wanted in it is here.
    pub(super) fn stand_in(&mut self, start: usize, end: usize) {
        let wanted = self.take_next();
        self.last_end = end;
        if let Some(w) = wanted {
            self.fill(w, start, end);
        }
    }

    /// A `<<`: all that is wanted of the open mapping and not found otherwise is here.
    pub(super) fn stand_in_for_rest(&mut self, start: usize, end: usize) {
        let Some(w) = self.open.last().and_then(|open| open.wanted) else {
            return;
        };
        let below: Vec<usize> = self.wanted[w].below.values().copied().collect();
        // Not complete yet: a key of the mapping itself, which may still come, counts more.
        let mut rest = below;
        while let Some(w) = rest.pop() {
            let wanted = &mut self.wanted[w];
            if wanted.found.is_none() {
                wanted.found = Some((start, end));
                rest.extend(wanted.below.values().copied());
            }
        }
    }

    fn fill(&mut self, from: usize, start: usize, end: usize) {
        let mut rest = vec![from];
        while let Some(w) = rest.pop() {
            self.settle(w, start, end);
            rest.extend(self.wanted[w].below.values().copied());
        }
    }

    fn settle(&mut self, w: usize, start: usize, end: usize) {
        let wanted = &mut self.wanted[w];
        // The last of two equal keys counts, as it does when the text is read.
        wanted.found = Some((start, end));
        if wanted.asked && !wanted.complete {
            self.missing -= 1;
        }
        wanted.complete = true;
    }

    fn take_next(&mut self) -> Option<usize> {
        if let Some(open) = self.open.last_mut()
            && let Some(item) = &mut open.items
        {
            let at = *item;
            *item += 1;
            return open
                .wanted
                .and_then(|w| self.wanted[w].below.get(at.to_string().as_str()).copied());
        }
        self.next.take()
    }

    /// Start and end for each pointer, and whether it was found itself or only something around it.
    pub(super) fn results(&self, pointers: &[&str]) -> Vec<Option<(usize, usize, bool)>> {
        pointers
            .iter()
            .map(|pointer| {
                let mut at = 0;
                let mut best = self.wanted[0].found.map(|(s, e)| (s, e, true));
                for segment in pointer.split('/').skip(1) {
                    let key = pointer::unescape(segment);
                    at = self.wanted[at].below.get(key.as_ref()).copied()?;
                    match self.wanted[at].found {
                        Some((start, end)) => best = Some((start, end, true)),
                        None => return best.map(|(s, e, _)| (s, e, false)),
                    }
                }
                best
            })
            .collect()
    }
}
