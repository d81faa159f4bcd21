//! Path templates as segments.

/// A path template such as `/projects/{p}/tasks/{t}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its segments.
    pub segments: Vec<Segment>,
    /// What stands behind the last segment: `.json` or a slash.
    pub ending: String,
}

/// A segment of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// As it is.
    Literal(String),
    /// A variable and its name.
    Variable(String),
}

impl Template {
    /// The segments of a path; `None` where one of them mixes text and variables.
    ///
    /// `{id}:verb` is read as a segment below the item, as `{id}/verb` would be.
    pub fn parse(path: &str) -> Option<Self> {
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let mut path = path.strip_prefix('/').unwrap_or(path);
        let mut ending = "";
        for end in ["/", ".json", ".xml"] {
            if let Some(rest) = path.strip_suffix(end).filter(|rest| !rest.is_empty()) {
                (path, ending) = (rest, end);
                break;
            }
        }
        let mut segments = Vec::new();
        for part in path.split('/') {
            let Some(rest) = part.strip_prefix('{') else {
                if part.contains(['{', '}']) {
                    return None;
                }
                segments.push(Segment::Literal(part.to_owned()));
                continue;
            };
            let (name, after) = rest.split_once('}')?;
            segments.push(Segment::Variable(name.to_owned()));
            if after.starts_with(':') && !after.contains('{') {
                segments.push(Segment::Literal(after.to_owned()));
            } else if !after.is_empty() {
                return None;
            }
        }
        Some(Self {
            segments,
            ending: ending.to_owned(),
        })
    }

    /// The path of the first segments.
    pub fn first(&self, count: usize) -> Self {
        Self {
            segments: self.segments[..count.min(self.segments.len())].to_vec(),
            ending: String::new(),
        }
    }

    /// What two templates have in common that lead to the same paths.
    pub fn key(&self) -> String {
        let segments = self.segments.iter().map(|s| match s {
            Segment::Literal(text) => format!("/{text}"),
            Segment::Variable(_) => "/{}".to_owned(),
        });
        segments.collect()
    }

    /// The template as it is written.
    pub fn text(&self) -> String {
        let segments = self.segments.iter().map(|s| match s {
            Segment::Literal(text) => format!("/{text}"),
            Segment::Variable(name) => format!("/{{{name}}}"),
        });
        segments.collect()
    }

    /// The names of its variables.
    pub fn variables(&self) -> Vec<&str> {
        let names = self.segments.iter().filter_map(|s| match s {
            Segment::Variable(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        });
        names.collect()
    }

    /// Whether it is the other one, or leads further.
    pub fn starts_with(&self, other: &Self) -> bool {
        self.segments.len() >= other.segments.len() && self.common(other) == other.segments.len()
    }

    /// How many segments from the beginning are the same, whatever the variables are called.
    pub fn common(&self, other: &Self) -> usize {
        let same = |(a, b): &(&Segment, &Segment)| match (a, b) {
            (Segment::Literal(a), Segment::Literal(b)) => a == b,
            (Segment::Variable(_), Segment::Variable(_)) => true,
            _ => false,
        };
        let pairs = self.segments.iter().zip(&other.segments);
        pairs.take_while(same).count()
    }

    /// The last segment, where it is a literal.
    pub fn last_literal(&self) -> Option<&str> {
        match self.segments.last()? {
            Segment::Literal(text) => Some(text),
            Segment::Variable(_) => None,
        }
    }

    /// The last segment, where it is a variable.
    pub fn last_variable(&self) -> Option<&str> {
        match self.segments.last()? {
            Segment::Variable(name) => Some(name),
            Segment::Literal(_) => None,
        }
    }

    /// The path with values in place of the variables, percent-encoded.
    pub fn fill<'v>(&self, values: impl IntoIterator<Item = &'v str>) -> String {
        let mut values = values.into_iter();
        let mut path = String::new();
        for segment in &self.segments {
            match segment {
                Segment::Literal(text) if text.starts_with(':') => path.push_str(text),
                Segment::Literal(text) => path.push_str(&format!("/{text}")),
                Segment::Variable(_) => {
                    let value = values.next().unwrap_or_default();
                    path.push('/');
                    path.push_str(&super::query::encode(value));
                }
            }
        }
        path + &self.ending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_read_and_filled() {
        let read = |path: &str| Template::parse(path);
        let tasks = read("/projects/{p}/tasks/{t}.json").expect("plain");
        assert_eq!(tasks.key(), "/projects/{}/tasks/{}");
        assert_eq!(tasks.fill(["7", "a b"]), "/projects/7/tasks/a%20b.json");
        assert_eq!(tasks.variables(), ["p", "t"]);
        let verb = read("/jobs/{id}:cancel").expect("plain");
        assert_eq!(verb.fill(["7"]), "/jobs/7:cancel");
        assert!(verb.starts_with(&read("/jobs/{j}").expect("plain")));
        assert_eq!(read("/a/{b}-{c}"), None);
    }
}
