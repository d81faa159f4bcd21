//! PowerShell 7 with `Invoke-WebRequest`.

use super::{
    plan::{Payload, Plan},
    text::Dialect,
};

const DIALECT: Dialect = Dialect {
    quote,
    variable: |name| format!("$env:{name}"),
    encode: |variable| format!("[uri]::EscapeDataString({variable})"),
    join: |parts| format!("({})", parts.join(" + ")),
};

/// Between single quotes nothing is special but the quote, of which PowerShell knows five.
pub fn quote(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        out.push(c);
        if matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') {
            out.push(c);
        }
    }
    out.push('\'');
    out
}

const STANDARD: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "OPTIONS", "MERGE", "PATCH",
];

pub fn code(plan: &Plan) -> String {
    let mut out = String::new();
    for note in plan.comments(&[super::plan::LoginKind::Basic]) {
        out.push_str(&format!("# {note}\n"));
    }
    out.push_str("$headers = @{\n");
    for (name, value) in plan.joined_headers() {
        if !name.eq_ignore_ascii_case("content-type") {
            out.push_str(&format!("  {} = {}\n", quote(&name), DIALECT.write(&value)));
        }
    }
    if let Some(login) = plan.basic() {
        let mut user = login.username.clone();
        user.push_literal(":");
        user.push(login.password.clone());
        out.push_str(&format!(
            "  'Authorization' = 'Basic ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes({}))\n",
            DIALECT.write(&user)
        ));
    }
    out.push_str("}\n");
    match &plan.payload {
        Payload::None => {}
        Payload::Text(text) => out.push_str(&format!(
            "$body = [Text.Encoding]::UTF8.GetBytes({})\n",
            DIALECT.write(text)
        )),
        Payload::File(path) => out.push_str(&format!(
            "$body = [IO.File]::ReadAllBytes({})\n",
            DIALECT.write(path)
        )),
        Payload::Parts(fields) => {
            out.push_str("$body = [System.Net.Http.MultipartFormDataContent]::new()\n");
            for field in fields {
                let content = DIALECT.write(&field.content);
                let name = DIALECT.write(&field.name);
                if field.is_file {
                    out.push_str(&format!(
                        "$part = [System.Net.Http.ByteArrayContent]::new([IO.File]::ReadAllBytes({content}))\n\
                         $part.Headers.ContentType = {}\n\
                         $body.Add($part, {name}, {})\n",
                        quote(field.file_type()),
                        quote(&field.file_name())
                    ));
                } else {
                    out.push_str(&format!(
                        "$part = [System.Net.Http.ByteArrayContent]::new([Text.Encoding]::UTF8.GetBytes({content}))\n"
                    ));
                    if !field.media_type.is_empty() {
                        let media_type = quote(&field.media_type);
                        out.push_str(&format!("$part.Headers.ContentType = {media_type}\n"));
                    }
                    out.push_str(&format!("$body.Add($part, {name})\n"));
                }
            }
        }
    }
    let parameter = if STANDARD.contains(&plan.method.as_str()) {
        "Method"
    } else {
        "CustomMethod"
    };
    let mut words = vec![
        format!("Invoke-WebRequest -{parameter} {}", quote(&plan.method)),
        format!("-Uri {}", DIALECT.write(&plan.url)),
        "-Headers $headers".to_owned(),
    ];
    if let Some(media_type) = plan.get("content-type") {
        words.push(format!("-ContentType {}", DIALECT.write(media_type)));
    }
    if !matches!(plan.payload, Payload::None) {
        words.push("-Body $body".to_owned());
    }
    words.push("-SkipHttpErrorCheck -SkipHeaderValidation".to_owned());
    out.push_str(&words.join(" `\n  "));
    out.push('\n');
    out
}
