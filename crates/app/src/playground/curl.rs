//! A request as a shell command.

use crate::RequestPreview;

/// The command of curl that sends the same, for a POSIX shell.
pub fn command(request: &RequestPreview, body: Option<&str>) -> String {
    let mut parts = vec![format!(
        "curl -X {} {}",
        request.method,
        quote(&request.url)
    )];
    for header in &request.headers {
        parts.push(format!(
            "-H {}",
            quote(&format!("{}: {}", header.name, header.value))
        ));
    }
    if let Some(body) = body.filter(|b| !b.is_empty()) {
        parts.push(format!("--data-raw {}", quote(body)));
    }
    parts.join(" \\\n  ")
}

/// The command of curl (8.11 or newer) that opens the same WebSocket.
pub fn socket(request: &RequestPreview) -> String {
    let mut parts = vec![format!("curl --no-buffer {}", quote(&request.url))];
    for header in &request.headers {
        let field = format!("{}: {}", header.name, header.value);
        parts.push(format!("-H {}", quote(&field)));
    }
    parts.join(" \\\n  ")
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn nothing_leaves_the_quotes() {
        assert_eq!(quote("it's $(here)"), "'it'\\''s $(here)'");
    }
}
