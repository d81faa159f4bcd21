//! Places within the text of a body: lines, columns and bytes.

/// The space that a line begins with.
pub fn indent(text: &str, line: u32) -> String {
    let line = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let line = text.split('\n').nth(line).unwrap_or_default();
    line.chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .collect()
}

/// The space before the first key of an object, where it stands in a line of its own.
pub fn first_key(text: &str, start: usize, end: usize) -> Option<String> {
    let inside = text.get(start + 1..end)?;
    let space = &inside[..inside.len() - inside.trim_start().len()];
    let (_, indent) = space.rsplit_once('\n')?;
    (inside.len() > space.len()).then(|| indent.to_owned())
}

/// The byte at a line and a column.
pub fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let mut at = 0;
    for _ in 1..line {
        at += text[at..].find('\n')? + 1;
    }
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    let rest = &text[at..];
    let chars = rest.char_indices().map(|(byte, _)| byte);
    chars.chain([rest.len()]).nth(column).map(|byte| at + byte)
}

/// The line and the column of a byte.
pub fn position(text: &str, byte: usize) -> Option<(u32, u32)> {
    let before = text.get(..byte)?;
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next()?.chars().count() + 1;
    Some((u32::try_from(line).ok()?, u32::try_from(column).ok()?))
}
