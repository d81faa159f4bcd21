//! Which branch of alternatives became which.

use crate::diff::{
    graph::Graph,
    node::Library,
    shape::{self, Branch, Group, Kinds},
};

/// Whether two branches are the same one.
type Fits<'f, 'a> = &'f mut dyn FnMut(&Branch<'a>, &Branch<'a>) -> bool;

/// Which new branch each old one became.
pub(super) fn matches<'a>(
    graph: &mut Graph<'a, '_>,
    old: &Group<'a>,
    new: &Group<'a>,
) -> Vec<Option<usize>> {
    let mut matched: Vec<Option<usize>> = vec![None; old.branches.len()];
    let mut is_taken = vec![false; new.branches.len()];
    let mut pass = |fits: Fits<'_, 'a>| {
        for (was, slot) in old.branches.iter().zip(&mut matched) {
            if slot.is_some() {
                continue;
            }
            let free = |i: &usize| !is_taken[*i];
            let is = (0..new.branches.len())
                .filter(free)
                .find(|i| fits(was, &new.branches[*i]));
            if let Some(index) = is {
                is_taken[index] = true;
                *slot = Some(index);
            }
        }
    };
    pass(&mut |a, b| a.name.is_some() && a.name == b.name);
    pass(&mut |a, b| a.tags.iter().any(|t| b.tags.contains(t)));
    pass(&mut |a, b| a.nodes[0].value == b.nodes[0].value);
    pass(&mut |a, b| graph.sameness.nodes(&a.nodes, &b.nodes));
    pass(&mut |a, b| {
        let title = |branch: &Branch<'a>| branch.nodes[0].value.get("title").cloned();
        title(a).is_some() && title(a) == title(b)
    });
    by_type(graph, old, new, &mut matched);
    matched
}

/// What is left is matched where on both sides only one is of a type.
fn by_type<'a>(
    graph: &Graph<'a, '_>,
    old: &Group<'a>,
    new: &Group<'a>,
    matched: &mut [Option<usize>],
) {
    let kinds = |library: &Library<'a>, branch: &Branch<'a>| {
        let kinds = shape::gather(library, &branch.nodes).occurring();
        kinds.without(Kinds::NULL)
    };
    let left_old: Vec<(usize, Kinds)> = (0..old.branches.len())
        .filter(|i| matched[*i].is_none())
        .map(|i| (i, kinds(graph.old, &old.branches[i])))
        .collect();
    let left_new: Vec<(usize, Kinds)> = (0..new.branches.len())
        .filter(|i| !matched.contains(&Some(*i)))
        .map(|i| (i, kinds(graph.new, &new.branches[i])))
        .collect();
    for (index, of) in &left_old {
        let is_only = left_old.iter().filter(|(_, k)| k == of).count() == 1;
        let mut same = left_new.iter().filter(|(_, k)| k == of);
        if let (true, Some((found, _)), None) = (is_only, same.next(), same.next()) {
            matched[*index] = Some(*found);
        }
    }
}
