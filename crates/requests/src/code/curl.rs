//! curl in bash.

use super::{
    plan::{Field, Login, LoginKind, Payload, Plan},
    text::{Bit, Dialect, Text},
};

const DIALECT: Dialect = Dialect {
    quote,
    variable: |name| format!("\"${{{name}}}\""),
    encode: |variable| format!("\"$(urlencode {variable})\""),
    join: |parts| parts.concat(),
};

/// Percent-encoding by bash alone, byte by byte.
const URLENCODE: &str = "\
urlencode() {
  local LC_ALL=C text=$1 i c
  for ((i = 0; i < ${#text}; i++)); do
    c=${text:i:1}
    case $c in
      [a-zA-Z0-9.~_-]) printf '%s' \"$c\" ;;
      *) printf '%%%02X' \"$(($(printf '%d' \"'$c\") & 255))\" ;;
    esac
  done
}

";

pub fn quote(text: &str) -> String {
    // No argument of a program can hold a zero.
    let text = text.replace('\0', "");
    format!("'{}'", text.replace('\'', "'\\''"))
}

pub fn code(plan: &Plan) -> String {
    let mut out = String::new();
    for note in &plan.notes {
        out.push_str(&format!("# {note}\n"));
    }
    if plan.is_encoding() {
        out.push_str(URLENCODE);
    }
    let mut words = Vec::new();
    let has_body = !matches!(plan.payload, Payload::None);
    match plan.method.as_str() {
        "GET" if !has_body => {}
        "HEAD" if !has_body => words.push("--head".to_owned()),
        method => words.push(format!("--request {method}")),
    }
    if plan.url.literal().contains(['[', ']', '{', '}']) || plan.url.has_variables() {
        words.push("--globoff".to_owned());
    }
    words.push(format!("--url {}", DIALECT.write(&plan.url)));
    for (name, value) in &plan.headers {
        let mut field = Text::plain(name);
        if value.0.is_empty() {
            field.push_literal(";");
        } else {
            field.push_literal(": ");
            field.push(value.clone());
        }
        words.push(format!("--header {}", DIALECT.write(&field)));
    }
    words.extend(plan.login.iter().flat_map(login));
    match &plan.payload {
        Payload::None => {}
        Payload::Text(text) => words.push(format!("--data-raw {}", DIALECT.write(text))),
        Payload::File(path) => words.push(format!(
            "--data-binary {}",
            DIALECT.write(&after("@", path))
        )),
        Payload::Parts(fields) => words.extend(fields.iter().map(field)),
    }
    out.push_str(&format!("curl {}\n", words.join(" \\\n  ")));
    out
}

fn after(start: &str, text: &Text) -> Text {
    let mut made = Text::plain(start);
    made.push(text.clone());
    made
}

fn login(login: &Login) -> Vec<String> {
    let mut user = login.username.clone();
    user.push_literal(":");
    user.push(login.password.clone());
    let user = format!("--user {}", DIALECT.write(&user));
    match &login.kind {
        LoginKind::Basic => vec![user],
        LoginKind::Digest => vec!["--digest".to_owned(), user],
        LoginKind::Aws {
            region,
            service,
            session,
        } => {
            let settings = quote(&format!("aws:amz:{region}:{service}"));
            let mut words = vec![format!("--aws-sigv4 {settings}"), user];
            if let Some(token) = session {
                let field = after("x-amz-security-token: ", token);
                words.push(format!("--header {}", DIALECT.write(&field)));
            }
            words
        }
    }
}

/// A part. Signs that mean something to curl stand in its own quotes.
fn field(field: &Field) -> String {
    if !field.is_file && field.media_type.is_empty() {
        let mut text = field.name.clone();
        text.push_literal("=");
        text.push(field.content.clone());
        return format!("--form-string {}", DIALECT.write(&text));
    }
    let mut text = field.name.clone();
    text.push_literal(if field.is_file { "=@\"" } else { "=\"" });
    for bit in &field.content.0 {
        match bit {
            Bit::Literal(literal) => {
                text.push_literal(&literal.replace('\\', "\\\\").replace('"', "\\\""));
            }
            variable @ Bit::Variable { .. } => text.0.push(variable.clone()),
        }
    }
    text.push_literal("\"");
    if !field.media_type.is_empty() {
        text.push_literal(&format!(";type={}", field.media_type));
    }
    format!("--form {}", DIALECT.write(&text))
}
