//! Path templates.

/// A path template without the names of its variables: templates of the same form fit the same
/// paths.
pub fn form(path: &str) -> String {
    let mut form = String::with_capacity(path.len());
    let mut is_inside = false;
    for c in path.chars() {
        match c {
            '{' => {
                is_inside = true;
                form.push_str("{}");
            }
            '}' => is_inside = false,
            _ if is_inside => {}
            _ => form.push(c),
        }
    }
    form
}
