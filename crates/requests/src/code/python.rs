//! Python with requests.

use super::{
    plan::{LoginKind, Payload, Plan},
    text::{Dialect, is_hidden, quote_c},
};

const DIALECT: Dialect = Dialect {
    quote,
    variable: |name| format!("os.environ[\"{name}\"]"),
    encode: |variable| format!("quote({variable}, safe=\"\")"),
    join: |parts| parts.join(" + "),
};

pub fn quote(text: &str) -> String {
    quote_c(text, |c| {
        is_hidden(c).then(|| match u32::from(c) {
            n @ 0..=0xFF => format!("\\x{n:02x}"),
            n => format!("\\u{n:04x}"),
        })
    })
}

pub fn code(plan: &Plan) -> String {
    let mut out = String::new();
    for note in plan.comments(&[LoginKind::Basic, LoginKind::Digest]) {
        out.push_str(&format!("# {note}\n"));
    }
    if plan.has_variables() {
        out.push_str("import os\n");
    }
    if plan.is_encoding() {
        out.push_str("from urllib.parse import quote\n");
    }
    if plan.has_variables() || plan.is_encoding() {
        out.push('\n');
    }
    out.push_str("import requests\n");
    let is_digest = plan
        .login
        .as_ref()
        .is_some_and(|l| l.kind == LoginKind::Digest);
    if is_digest {
        out.push_str("from requests.auth import HTTPDigestAuth\n");
    }
    out.push_str("\nresponse = requests.request(\n");
    out.push_str(&format!(
        "    {},\n    {},\n",
        quote(&plan.method),
        DIALECT.write(&plan.url)
    ));
    if !plan.headers.is_empty() {
        out.push_str("    headers={\n");
        for (name, value) in plan.joined_headers() {
            // As bytes, for the signs that requests would not encode as UTF-8.
            let encode = if value.literal().is_ascii() {
                ""
            } else {
                ".encode()"
            };
            let value = DIALECT.write(&value);
            let value = if encode.is_empty() {
                value
            } else {
                format!("({value}){encode}")
            };
            out.push_str(&format!("        {}: {value},\n", quote(&name)));
        }
        out.push_str("    },\n");
    }
    if let Some(login) = &plan.login {
        let pair = format!(
            "{}, {}",
            DIALECT.write(&login.username),
            DIALECT.write(&login.password)
        );
        match login.kind {
            LoginKind::Basic => out.push_str(&format!("    auth=({pair}),\n")),
            LoginKind::Digest => out.push_str(&format!("    auth=HTTPDigestAuth({pair}),\n")),
            LoginKind::Aws { .. } => {}
        }
    }
    match &plan.payload {
        Payload::None => {}
        Payload::Text(text) => {
            out.push_str(&format!("    data=({}).encode(),\n", DIALECT.write(text)));
        }
        Payload::File(path) => {
            out.push_str(&format!(
                "    data=open({}, \"rb\"),\n",
                DIALECT.write(path)
            ));
        }
        Payload::Parts(fields) => {
            out.push_str("    files=[\n");
            for field in fields {
                let name = DIALECT.write(&field.name);
                let content = DIALECT.write(&field.content);
                let tuple = match (field.is_file, field.media_type.as_str()) {
                    (true, _) => format!(
                        "({}, open({content}, \"rb\"), {})",
                        quote(&field.file_name()),
                        quote(field.file_type())
                    ),
                    (false, "") => format!("(None, {content})"),
                    (false, media_type) => format!("(None, {content}, {})", quote(media_type)),
                };
                out.push_str(&format!("        ({name}, {tuple}),\n"));
            }
            out.push_str("    ],\n");
        }
    }
    out.push_str("    timeout=30,\n)\nprint(response.status_code)\nprint(response.text)\n");
    out
}
