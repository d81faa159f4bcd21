//! Schemas that refer to themselves for one and the same value: no check of them would end.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

/// Which schemas are checked against the same value because of which.
#[derive(Default)]
pub(super) struct Graph {
    edges: HashMap<usize, Vec<Edge>>,
    /// In the order met, so that the outcome does not depend on addresses.
    order: Vec<usize>,
}

struct Edge {
    to: usize,
    site: Option<Site>,
}

/// The schema that holds a `$ref`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Site {
    pub(super) file: usize,
    pub(super) pointer: String,
}

fn address(value: &Value) -> usize {
    std::ptr::from_ref(value) as usize
}

impl Graph {
    /// `inner` stands in `owner` and is checked against the same value.
    pub(super) fn inside(&mut self, owner: &Value, inner: &Value) {
        self.edge(owner, address(inner), None);
    }

    /// `owner` refers to `target`.
    pub(super) fn reference(&mut self, owner: &Value, target: &Value, file: usize, at: &str) {
        let site = Site {
            file,
            pointer: at.to_owned(),
        };
        self.edge(owner, address(target), Some(site));
    }

    fn edge(&mut self, owner: &Value, to: usize, site: Option<Site>) {
        let from = address(owner);
        let edges = self.edges.entry(from).or_insert_with(|| {
            self.order.push(from);
            Vec::new()
        });
        edges.push(Edge { to, site });
    }

    /// `$ref`s to drop so that no schema leads back to itself.
    pub(super) fn endless(&self) -> Vec<Site> {
        #[derive(Clone, Copy, PartialEq)]
        enum Mark {
            /// On the way from the start to here, at this height.
            Open(usize),
            Done,
        }
        let mut marks: HashMap<usize, Mark> = HashMap::new();
        let mut dropped: Vec<Site> = Vec::new();
        let mut is_dropped: HashSet<&Site> = HashSet::new();
        for start in &self.order {
            if marks.contains_key(start) {
                continue;
            }
            // Node, next edge, and the `$ref` that led to it.
            let mut way: Vec<(usize, usize, Option<&Site>)> = vec![(*start, 0, None)];
            marks.insert(*start, Mark::Open(0));
            while let Some((node, next, _)) = way.last_mut() {
                let edge = self.edges.get(node).and_then(|edges| edges.get(*next));
                let Some(edge) = edge else {
                    marks.insert(*node, Mark::Done);
                    way.pop();
                    continue;
                };
                *next += 1;
                match marks.get(&edge.to) {
                    Some(Mark::Done) => {}
                    Some(Mark::Open(height)) => {
                        // The last `$ref` of the circle goes; a circle always has one.
                        let site = edge.site.as_ref().or_else(|| {
                            way[height + 1..]
                                .iter()
                                .rev()
                                .find_map(|(_, _, site)| *site)
                        });
                        if let Some(site) = site
                            && is_dropped.insert(site)
                        {
                            dropped.push(site.clone());
                        }
                    }
                    None => {
                        let height = way.len();
                        marks.insert(edge.to, Mark::Open(height));
                        way.push((edge.to, 0, edge.site.as_ref()));
                    }
                }
            }
        }
        dropped
    }
}
