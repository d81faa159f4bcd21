//! Texts with `{{variables}}` in them.

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Literal(&'a str),
    /// The name between `{{` and `}}`, without spaces around it.
    Variable(&'a str),
}

/// The text in pieces. Braces that do not close, hold nothing, or span lines are literal.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut literal = 0;
    let mut from = 0;
    while let Some(open) = text[from..].find("{{").map(|n| n + from) {
        let Some(close) = text[open + 2..].find("}}").map(|n| n + open + 2) else {
            break;
        };
        // Of `{{{{a}}` the innermost pair counts.
        let open = text[open..close].rfind("{{").map_or(open, |n| n + open);
        let name = text[open + 2..close].trim();
        if is_name(name) {
            if literal < open {
                pieces.push(Piece::Literal(&text[literal..open]));
            }
            pieces.push(Piece::Variable(name));
            literal = close + 2;
            from = close + 2;
        } else {
            from = open + 2;
        }
    }
    if literal < text.len() {
        pieces.push(Piece::Literal(&text[literal..]));
    }
    pieces
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 200 && !name.contains(['{', '}', '\n', '\r', '"'])
}

/// Whether the text is variables alone, and so holds nothing of its own.
#[must_use]
pub fn is_variables_only(text: &str) -> bool {
    pieces(text)
        .iter()
        .all(|piece| matches!(piece, Piece::Variable(_)))
}

/// The names of the variables of a text, in order, repeated where they are.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Variable(name) => Some(name),
        Piece::Literal(_) => None,
    })
}

/// The text with what `value` knows put in; other variables stay as they are.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    if !text.contains("{{") {
        return text.to_owned();
    }
    let put = |piece: Piece<'_>| match piece {
        Piece::Literal(literal) => literal.to_owned(),
        Piece::Variable(name) => value(name).unwrap_or_else(|| format!("{{{{{name}}}}}")),
    };
    pieces(text).into_iter().map(put).collect()
}

/// The text with its variables' names rewritten.
pub fn rename(text: &str, name: impl Fn(&str) -> String) -> String {
    if !text.contains("{{") {
        return text.to_owned();
    }
    let put = |piece: Piece<'_>| match piece {
        Piece::Literal(literal) => literal.to_owned(),
        Piece::Variable(old) => format!("{{{{{}}}}}", name(old)),
    };
    pieces(text).into_iter().map(put).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_pieces() {
        use Piece::{Literal, Variable};
        assert_eq!(
            pieces("{{ base }}/a/{{id}}?"),
            [
                Variable("base"),
                Literal("/a/"),
                Variable("id"),
                Literal("?")
            ]
        );
        assert_eq!(pieces("{{}} {{a"), [Literal("{{}} {{a")]);
        assert_eq!(
            pieces("{\"a\":{{{b}}}}"),
            [Literal("{\"a\":{"), Variable("b"), Literal("}}")]
        );
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn only_known_variables_are_filled_in() {
        let value = |name: &str| (name == "a").then(|| "1".to_owned());
        assert_eq!(fill("{{a}}{{ b }}", value), "1{{b}}");
    }
}
