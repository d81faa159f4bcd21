//! Pairs of places, an old one and a new one, each compared once.
//!
//! What differs at a pair itself is kept with it; what is inside it is other pairs, to which it
//! leads by steps. So schemas that refer to themselves end, schemas that many operations share
//! are compared once, and each operation gathers what it can reach.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt,
};

use serde_json::Value;

use super::{
    code::{Kind, Side},
    node::{Library, Node, Nodes, key},
    same::Sameness,
    schema,
    shape::Origin,
};
use crate::Place;

/// Most pairs compared: the largest known descriptions have some ten thousand.
const PAIRS: usize = 400_000;

/// What differs at one place.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) kind: Kind,
    pub(super) old: Option<Place>,
    pub(super) new: Option<Place>,
    pub(super) before: Option<Value>,
    pub(super) after: Option<Value>,
    /// What happened, as a part of a sentence behind the place.
    pub(super) text: String,
}

/// How one gets from a place to one inside it.
#[derive(Clone, Debug)]
pub(super) enum Step<'a> {
    /// To a property.
    Property(&'a str),
    /// To properties that are not named.
    Others,
    /// To properties whose names fit a pattern.
    Pattern(&'a str),
    /// To every item.
    Items,
    /// To one item.
    Item(usize),
    /// To an alternative.
    Alternative(String),
}

/// Which pair.
pub(super) type PairId = usize;

struct Pair<'a> {
    old: Nodes<'a>,
    new: Nodes<'a>,
    context: Context,
    findings: Vec<Finding>,
    steps: Vec<(Step<'a>, PairId)>,
    /// Whether anything differs here or somewhere inside.
    differs: bool,
}

/// What else matters for how a pair is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Context {
    pub(super) side: Side,
    /// Whether the body is XML.
    pub(super) is_xml: bool,
    /// Whether it is the value of a parameter or header, whose words are compared there.
    pub(super) is_field: bool,
}

type Key = (Vec<usize>, Vec<usize>, Context);

/// All pairs of two descriptions.
pub(super) struct Graph<'a, 'l> {
    pub(super) old: &'l Library<'a>,
    pub(super) new: &'l Library<'a>,
    pub(super) sameness: Sameness<'a, 'l>,
    pairs: Vec<Pair<'a>>,
    known: HashMap<Key, PairId>,
    waiting: Vec<PairId>,
    /// Whether there were more pairs than are compared.
    pub(super) is_cut_off: bool,
}

/// What a comparison of one pair found.
#[derive(Default)]
pub(super) struct Found<'a> {
    pub(super) findings: Vec<Finding>,
    /// Places inside, still to be made pairs.
    pub(super) inside: Vec<(Step<'a>, Nodes<'a>, Nodes<'a>)>,
}

impl<'a> Found<'a> {
    /// Adds a finding with the two values.
    pub(super) fn add(
        &mut self,
        kind: Kind,
        (old, before): (Option<&Origin<'a>>, Option<Value>),
        (new, after): (Option<&Origin<'a>>, Option<Value>),
        text: impl Into<String>,
    ) {
        let place = |origin: &Origin<'a>| origin.node.place(origin.keyword);
        self.findings.push(Finding {
            kind,
            old: old.map(place),
            new: new.map(place),
            before,
            after,
            text: text.into(),
        });
    }
}

impl<'a, 'l> Graph<'a, 'l> {
    pub(super) fn new(old: &'l Library<'a>, new: &'l Library<'a>) -> Self {
        Self {
            old,
            new,
            sameness: Sameness::new(old, new),
            pairs: Vec::new(),
            known: HashMap::new(),
            waiting: Vec::new(),
            is_cut_off: false,
        }
    }

    /// The pair of two places, to be compared when [`Self::settle`] is called.
    pub(super) fn pair(
        &mut self,
        old: Nodes<'a>,
        new: Nodes<'a>,
        context: Context,
    ) -> Option<PairId> {
        let (old, new) = (self.old.straight(old), self.new.straight(new));
        let key = (key(&old), key(&new), context);
        if let Some(known) = self.known.get(&key) {
            return Some(*known);
        }
        if self.pairs.len() >= PAIRS {
            self.is_cut_off = true;
            return None;
        }
        let id = self.pairs.len();
        self.pairs.push(Pair {
            old,
            new,
            context,
            findings: Vec::new(),
            steps: Vec::new(),
            differs: false,
        });
        self.known.insert(key, id);
        self.waiting.push(id);
        Some(id)
    }

    /// Compares everything there is to compare.
    pub(super) fn settle(&mut self) {
        while let Some(id) = self.waiting.pop() {
            let pair = &self.pairs[id];
            let (old, new, context) = (pair.old.clone(), pair.new.clone(), pair.context);
            let found = schema::compare(self, &old, &new, context);
            let mut steps = Vec::new();
            for (step, inner_old, inner_new) in found.inside {
                if inner_old.is_empty() && inner_new.is_empty() {
                    continue;
                }
                let context = Context {
                    is_field: false,
                    ..context
                };
                let inner_old = or_absent(inner_old, &old);
                let inner_new = or_absent(inner_new, &new);
                if let Some(inner) = self.pair(inner_old, inner_new, context) {
                    steps.push((step, inner));
                }
            }
            self.pairs[id].findings = found.findings;
            self.pairs[id].steps = steps;
        }
        self.mark();
    }

    /// From the pairs that differ to all that lead to them.
    fn mark(&mut self) {
        let mut leading: Vec<Vec<PairId>> = vec![Vec::new(); self.pairs.len()];
        let mut waiting = Vec::new();
        for (id, pair) in self.pairs.iter().enumerate() {
            for (_, inner) in &pair.steps {
                leading[*inner].push(id);
            }
            if !pair.findings.is_empty() {
                waiting.push(id);
            }
        }
        while let Some(id) = waiting.pop() {
            if !std::mem::replace(&mut self.pairs[id].differs, true) {
                waiting.extend(&leading[id]);
            }
        }
    }

    /// Everything that differs at a pair and inside it, each thing once, by the shortest way;
    /// `seen` has the pairs that were gathered before.
    pub(super) fn gather(
        &self,
        root: PairId,
        seen: &mut HashSet<PairId>,
        mut give: impl FnMut(&str, &Finding) -> bool,
    ) {
        let mut waiting: VecDeque<(PairId, String)> = VecDeque::new();
        let mut visit = |id: PairId, path: String, waiting: &mut VecDeque<(PairId, String)>| {
            if self.pairs[id].differs && seen.insert(id) {
                waiting.push_back((id, path));
            }
        };
        visit(root, String::new(), &mut waiting);
        while let Some((id, path)) = waiting.pop_front() {
            for finding in &self.pairs[id].findings {
                if !give(&path, finding) {
                    return;
                }
            }
            for (step, inner) in &self.pairs[id].steps {
                if self.pairs[*inner].differs {
                    visit(*inner, step.after(&path), &mut waiting);
                }
            }
        }
    }
}

/// Schemas, or where there are none, the one that takes everything.
fn or_absent<'a>(nodes: Nodes<'a>, around: &[Node<'a>]) -> Nodes<'a> {
    if nodes.is_empty() {
        return around.first().map(|n| n.absent()).into_iter().collect();
    }
    nodes
}

impl Step<'_> {
    /// The path with this step behind it, such as `ship.cargo[].goods`.
    fn after(&self, path: &str) -> String {
        match self {
            Self::Property(_) | Self::Others | Self::Pattern(_) if !path.is_empty() => {
                format!("{path}.{self}")
            }
            Self::Alternative(_) if !path.is_empty() => format!("{path} {self}"),
            _ => format!("{path}{self}"),
        }
    }
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(name) => f.write_str(name),
            Self::Others => f.write_str("*"),
            Self::Pattern(pattern) => write!(f, "/{pattern}/"),
            Self::Items => f.write_str("[]"),
            Self::Item(index) => write!(f, "[{index}]"),
            Self::Alternative(name) => write!(f, "({name})"),
        }
    }
}
