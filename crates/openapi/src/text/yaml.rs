//! YAML text to a value, event by event: nothing recursive, every expansion counted.

use std::{borrow::Cow, collections::HashMap, rc::Rc};

use fairlead_core::{Diagnostic, limits};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Tag};
use serde_json::{Map, Value};

use super::{Text, json, scalar};
use crate::pointer;

/// Reads YAML. The value is there whenever the first document could be read to its end.
pub(super) fn read(text: &str) -> Text {
    let mut builder = Builder::default();
    let mut parser = Parser::new_from_str(text);
    let outcome = loop {
        match parser.next_event() {
            None => break Ok(()),
            Some(Err(error)) => break Err(explain(text, &error)),
            Some(Ok((event, span))) => match builder.take(event, span.start) {
                Ok(Progress::More) => {}
                Ok(Progress::Done) => break Ok(()),
                Err(problem) => break Err(problem),
            },
        }
    };
    let mut problems = builder.problems;
    match outcome {
        Ok(()) => Text {
            value: Some(builder.root.unwrap_or(Value::Null)),
            problems,
        },
        Err(problem) => {
            problems.insert(0, problem);
            Text {
                value: None,
                problems,
            }
        }
    }
}

fn explain(text: &str, error: &ScanError) -> Diagnostic {
    let mark = error.marker();
    if error.info().contains("recursion limit") {
        return place(json::too_deep(), *mark);
    }
    let line = text
        .split('\n')
        .nth(mark.line().saturating_sub(1))
        .unwrap_or_default();
    let indent = &line[..line.len() - line.trim_start().len()];
    let advice = if indent.contains('\t') {
        "indent with spaces, not with tabs"
    } else if line.trim().is_empty() && mark.line() >= text.split('\n').count() {
        "the file may be cut off: a bracket or quote is not closed"
    } else if error.info().contains("mapping values are not allowed")
        || error.info().contains("simple key")
    {
        "check the indentation, and put texts that hold `: ` in quotes"
    } else {
        "check the indentation and the quotes here"
    };
    place(
        Diagnostic::error(
            "yaml-invalid",
            format!("not valid YAML: {}; {advice}", error.info()),
        ),
        *mark,
    )
}

fn place(problem: Diagnostic, mark: Marker) -> Diagnostic {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    problem.on_line(number(mark.line().max(1)), number(mark.col() + 1))
}

enum Progress {
    More,
    Done,
}

/// What an anchor stands for and what repeating it costs.
#[derive(Clone)]
struct Anchored {
    value: Rc<Value>,
    size: usize,
    height: usize,
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    root: Option<Value>,
    /// Nodes made so far, aliases expanded; long texts count for more than one.
    nodes: usize,
    documents: usize,
    problems: Vec<Diagnostic>,
}

struct Open {
    anchor: usize,
    /// `Builder::nodes` when it was opened.
    nodes_before: usize,
    /// Levels of nesting inside, itself not counted.
    height: usize,
    node: OpenNode,
}

enum OpenNode {
    Sequence(Vec<Value>),
    Mapping {
        map: Map<String, Value>,
        key: Option<Key>,
        merges: Vec<Value>,
    },
}

enum Key {
    Name(String),
    Merge,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, mark: Marker) -> Result<Progress, Diagnostic> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.problems.push(place(
                        Diagnostic::error(
                            "yaml-documents",
                            "a second YAML document starts here and is not read; keep one document in a file",
                        ),
                        mark,
                    ));
                    return Ok(Progress::Done);
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.count(1 + text.len() / 64, mark)?;
                if self.wants_key() {
                    return self.key(text, style, anchor, mark).map(|()| Progress::More);
                }
                let value = scalar_value(text, style, tag.as_deref());
                self.remember(anchor, &value, 1, 0, mark)?;
                self.put(value, 0, mark)?;
            }
            Event::Alias(id) => {
                let Some(anchored) = self.anchors.get(&id).cloned() else {
                    return Err(place(
                        Diagnostic::error(
                            "yaml-invalid",
                            "an alias (`*name`) stands inside the very thing it names; write this part out, or use `$ref`",
                        ),
                        mark,
                    ));
                };
                self.count(anchored.size, mark)?;
                if self.wants_key() {
                    return match anchored.value.as_ref() {
                        Value::Array(_) | Value::Object(_) => Err(key_not_scalar(mark)),
                        Value::String(text) => self
                            .key(Cow::Borrowed(text), ScalarStyle::DoubleQuoted, 0, mark)
                            .map(|()| Progress::More),
                        other => self
                            .key(
                                Cow::Owned(other.to_string()),
                                ScalarStyle::DoubleQuoted,
                                0,
                                mark,
                            )
                            .map(|()| Progress::More),
                    };
                }
                self.put(anchored.value.as_ref().clone(), anchored.height, mark)?;
            }
            Event::SequenceStart(anchor, _) => {
                self.open(anchor, OpenNode::Sequence(Vec::new()), mark)?;
            }
            Event::MappingStart(anchor, _) => {
                let node = OpenNode::Mapping {
                    map: Map::new(),
                    key: None,
                    merges: Vec::new(),
                };
                self.open(anchor, node, mark)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(mark)?,
            Event::StreamEnd => return Ok(Progress::Done),
            Event::Nothing | Event::StreamStart | Event::DocumentEnd => {}
        }
        Ok(Progress::More)
    }

    fn wants_key(&self) -> bool {
        matches!(
            self.open.last().map(|o| &o.node),
            Some(OpenNode::Mapping { key: None, .. })
        )
    }

    fn open(&mut self, anchor: usize, node: OpenNode, mark: Marker) -> Result<(), Diagnostic> {
        if self.wants_key() {
            return Err(key_not_scalar(mark));
        }
        if self.open.len() >= limits::DEPTH {
            return Err(place(json::too_deep(), mark));
        }
        let nodes_before = self.nodes;
        self.count(1, mark)?;
        self.open.push(Open {
            anchor,
            nodes_before,
            height: 0,
            node,
        });
        Ok(())
    }

    fn close(&mut self, mark: Marker) -> Result<(), Diagnostic> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = match open.node {
            OpenNode::Sequence(items) => Value::Array(items),
            OpenNode::Mapping {
                mut map, merges, ..
            } => {
                for merge in merges {
                    self.merge(&mut map, merge, mark)?;
                }
                Value::Object(map)
            }
        };
        let size = self.nodes - open.nodes_before;
        self.remember(open.anchor, &value, size, open.height + 1, mark)?;
        self.put(value, open.height + 1, mark)
    }

    /// `<<`: keys of the merged mappings that the mapping itself does not have.
    fn merge(
        &mut self,
        into: &mut Map<String, Value>,
        from: Value,
        mark: Marker,
    ) -> Result<(), Diagnostic> {
        let sources = match from {
            Value::Array(items) => items,
            other => vec![other],
        };
        for source in sources {
            let Value::Object(source) = source else {
                self.problems.push(place(
                    Diagnostic::warning(
                        "yaml-merge-invalid",
                        "`<<` takes a mapping or a list of mappings; it is left out here",
                    ),
                    mark,
                ));
                continue;
            };
            self.count(source.len(), mark)?;
            for (key, value) in source {
                into.entry(key).or_insert(value);
            }
        }
        Ok(())
    }

    fn key(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        anchor: usize,
        mark: Marker,
    ) -> Result<(), Diagnostic> {
        if anchor != 0 {
            self.remember(
                anchor,
                &Value::String(text.clone().into_owned()),
                1,
                0,
                mark,
            )?;
        }
        let repeated = match self.open.last().map(|o| &o.node) {
            Some(OpenNode::Mapping { map, .. }) => map.contains_key(text.as_ref()),
            _ => false,
        };
        if repeated && self.problems.len() < limits::DIAGNOSTICS {
            let mut at = self.pointer();
            pointer::push(&mut at, &text);
            let mut problem = place(
                Diagnostic::warning(
                    "duplicate-key",
                    format!(
                        "`{text}` stands twice in this mapping and only the last one counts; remove one"
                    ),
                ),
                mark,
            );
            problem.pointer = Some(at);
            self.problems.push(problem);
        }
        if let Some(OpenNode::Mapping { key, .. }) = self.open.last_mut().map(|o| &mut o.node) {
            *key = Some(if style == ScalarStyle::Plain && text == "<<" {
                Key::Merge
            } else {
                Key::Name(text.into_owned())
            });
        }
        Ok(())
    }

    /// Pointer of the innermost open node.
    fn pointer(&self) -> String {
        let mut at = String::new();
        for open in self.open.iter().take(self.open.len().saturating_sub(1)) {
            match &open.node {
                OpenNode::Sequence(items) => pointer::push(&mut at, &items.len().to_string()),
                OpenNode::Mapping { key, .. } => match key {
                    Some(Key::Name(name)) => pointer::push(&mut at, name),
                    _ => pointer::push(&mut at, "<<"),
                },
            }
        }
        at
    }

    fn put(&mut self, value: Value, height: usize, mark: Marker) -> Result<(), Diagnostic> {
        if self.open.len() + height > limits::DEPTH {
            return Err(place(json::too_deep(), mark));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value);
            return Ok(());
        };
        open.height = open.height.max(height);
        match &mut open.node {
            OpenNode::Sequence(items) => items.push(value),
            OpenNode::Mapping { map, key, merges } => match key.take() {
                Some(Key::Name(name)) => {
                    map.insert(name, value);
                }
                Some(Key::Merge) => merges.push(value),
                None => {}
            },
        }
        Ok(())
    }

    fn remember(
        &mut self,
        anchor: usize,
        value: &Value,
        size: usize,
        height: usize,
        mark: Marker,
    ) -> Result<(), Diagnostic> {
        if anchor == 0 {
            return Ok(());
        }
        self.count(size, mark)?;
        self.anchors.insert(
            anchor,
            Anchored {
                value: Rc::new(value.clone()),
                size: size + value.as_str().map_or(0, |s| s.len() / 64),
                height,
            },
        );
        Ok(())
    }

    fn count(&mut self, nodes: usize, mark: Marker) -> Result<(), Diagnostic> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > limits::YAML_NODES {
            return Err(place(
                Diagnostic::error(
                    "yaml-too-many-nodes",
                    format!(
                        "with its aliases written out the YAML has more than {} nodes; use `$ref` instead of repeating aliases (`*name`)",
                        limits::YAML_NODES
                    ),
                ),
                mark,
            ));
        }
        Ok(())
    }
}

fn key_not_scalar(mark: Marker) -> Diagnostic {
    place(
        Diagnostic::error(
            "yaml-invalid",
            "a key here is itself a list or a mapping, which JSON does not have; put it in quotes (`\"{id}\":`), or check the indentation",
        ),
        mark,
    )
}

fn scalar_value(text: Cow<'_, str>, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    if let Some(tag) = tag {
        if tag.is_yaml_core_schema() {
            return match tag.suffix.as_str() {
                "int" | "float" => scalar::number(&text)
                    .map_or_else(|| Value::String(text.into_owned()), Value::Number),
                "bool" | "null" => scalar::plain(&text),
                _ => Value::String(text.into_owned()),
            };
        }
        return Value::String(text.into_owned());
    }
    if style == ScalarStyle::Plain {
        scalar::plain(&text)
    } else {
        Value::String(text.into_owned())
    }
}
