//! PHP with its curl.

use super::{
    plan::{Field, LoginKind, Payload, Plan},
    text::{Dialect, Text},
};

const DIALECT: Dialect = Dialect {
    quote,
    variable: |name| format!("getenv('{name}')"),
    encode: |variable| format!("rawurlencode({variable})"),
    join: |parts| parts.join(" . "),
};

/// Between single quotes only the quote and the backslash are special.
pub fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

pub fn code(plan: &Plan) -> String {
    let mut out = String::from("<?php\n");
    for note in plan.comments(&[LoginKind::Basic, LoginKind::Digest]) {
        out.push_str(&format!("// {}\n", note.replace("?>", "? >")));
    }
    if let Payload::Parts(fields) = &plan.payload {
        out.push_str("$boundary = bin2hex(random_bytes(16));\n$body = '';\n");
        for field in fields {
            out.push_str(&part(field));
        }
        out.push_str("$body .= \"--$boundary--\\r\\n\";\n");
    }
    out.push_str("$curl = curl_init();\ncurl_setopt_array($curl, [\n");
    let mut set = |option: &str, value: &str| out.push_str(&format!("    {option} => {value},\n"));
    set("CURLOPT_URL", &DIALECT.write(&plan.url));
    set("CURLOPT_CUSTOMREQUEST", &quote(&plan.method));
    set("CURLOPT_RETURNTRANSFER", "true");
    if plan.method == "HEAD" {
        set("CURLOPT_NOBODY", "true");
    }
    let mut headers: Vec<String> = plan.headers.iter().map(|(n, v)| header(n, v)).collect();
    if matches!(plan.payload, Payload::Parts(_)) {
        headers.push(
            "        \"Content-Type: multipart/form-data; boundary=$boundary\",\n".to_owned(),
        );
    }
    if !headers.is_empty() {
        set(
            "CURLOPT_HTTPHEADER",
            &format!("[\n{}    ]", headers.concat()),
        );
    }
    if let Some(login) = &plan.login
        && let LoginKind::Basic | LoginKind::Digest = login.kind
    {
        let kind = if login.kind == LoginKind::Basic {
            "BASIC"
        } else {
            "DIGEST"
        };
        let mut user = login.username.clone();
        user.push_literal(":");
        user.push(login.password.clone());
        set("CURLOPT_HTTPAUTH", &format!("CURLAUTH_{kind}"));
        set("CURLOPT_USERPWD", &DIALECT.write(&user));
    }
    match &plan.payload {
        Payload::None => {}
        Payload::Text(text) => set("CURLOPT_POSTFIELDS", &DIALECT.write(text)),
        Payload::File(path) => {
            set(
                "CURLOPT_POSTFIELDS",
                &format!("file_get_contents({})", DIALECT.write(path)),
            );
        }
        Payload::Parts(_) => set("CURLOPT_POSTFIELDS", "$body"),
    }
    out.push_str("]);\n$answer = curl_exec($curl);\nif ($answer === false) {\n    throw new RuntimeException(curl_error($curl));\n}\n");
    out.push_str("echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE), \"\\n\", $answer, \"\\n\";\n");
    out
}

fn header(name: &str, value: &Text) -> String {
    let mut field = Text::plain(name);
    if value.0.is_empty() {
        field.push_literal(";");
    } else {
        field.push_literal(": ");
        field.push(value.clone());
    }
    format!("        {},\n", DIALECT.write(&field))
}

fn part(field: &Field) -> String {
    let name = DIALECT.write(&field.name);
    let mut out = format!(
        "$body .= \"--$boundary\\r\\n\" . 'Content-Disposition: form-data; name=\"' . {name} . '\"'"
    );
    if field.is_file {
        let file_name = field.file_name().replace('"', "%22");
        out.push_str(&format!(
            " . {}",
            quote(&format!("; filename=\"{file_name}\""))
        ));
    }
    out.push_str(" . \"\\r\\n\";\n");
    let media_type = if field.is_file {
        field.file_type()
    } else {
        &field.media_type
    };
    if !media_type.is_empty() {
        let line = quote(&format!("Content-Type: {media_type}"));
        out.push_str(&format!("$body .= {line} . \"\\r\\n\";\n"));
    }
    let content = DIALECT.write(&field.content);
    let content = if field.is_file {
        format!("file_get_contents({content})")
    } else {
        content
    };
    out.push_str(&format!("$body .= \"\\r\\n\" . {content} . \"\\r\\n\";\n"));
    out
}
