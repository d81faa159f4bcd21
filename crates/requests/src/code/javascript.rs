//! JavaScript with `fetch`, as a module.

use super::{
    plan::{Field, LoginKind, Payload, Plan},
    text::{Dialect, is_hidden, quote_c},
};

pub const DIALECT: Dialect = Dialect {
    quote,
    variable: |name| format!("process.env.{name}"),
    encode: |variable| format!("encodeURIComponent({variable})"),
    join: |parts| parts.join(" + "),
};

pub fn quote(text: &str) -> String {
    quote_c(text, |c| {
        is_hidden(c).then(|| format!("\\u{:04x}", u32::from(c)))
    })
}

pub fn code(plan: &Plan) -> String {
    let mut out = String::new();
    for note in plan.comments(&[LoginKind::Basic]) {
        out.push_str(&format!("// {note}\n"));
    }
    let has_body = !matches!(plan.payload, Payload::None);
    if has_body && matches!(plan.method.as_str(), "GET" | "HEAD") {
        out.push_str(&format!("// fetch sends no body with {}\n", plan.method));
    }
    out.push_str(&imports(plan));
    out.push_str(&form(plan, &DIALECT));
    out.push_str(&format!(
        "const response = await fetch({}, {{\n",
        DIALECT.write(&plan.url)
    ));
    out.push_str(&format!("  method: {},\n", quote(&plan.method)));
    let basic = plan.basic().is_some();
    if !plan.headers.is_empty() || basic {
        out.push_str("  headers: [\n");
        for (name, value) in &plan.headers {
            out.push_str(&format!(
                "    [{}, {}],\n",
                quote(name),
                DIALECT.write(value)
            ));
        }
        if let Some(value) = authorization(plan, &DIALECT) {
            out.push_str(&format!("    [\"Authorization\", {value}],\n"));
        }
        out.push_str("  ],\n");
    }
    if let Some(body) = body(plan, &DIALECT) {
        out.push_str(&format!("  body: {body},\n"));
    }
    out.push_str("});\nconsole.log(response.status, await response.text());\n");
    out
}

pub fn imports(plan: &Plan) -> String {
    let reads = match &plan.payload {
        Payload::File(_) => true,
        Payload::Parts(fields) => fields.iter().any(|field| field.is_file),
        _ => false,
    };
    if reads {
        "import { readFile } from \"node:fs/promises\";\n\n".to_owned()
    } else {
        String::new()
    }
}

/// Name and password as HTTP Basic has them.
pub fn authorization(plan: &Plan, dialect: &Dialect) -> Option<String> {
    let login = plan.basic()?;
    let mut user = login.username.clone();
    user.push_literal(":");
    user.push(login.password.clone());
    let user = dialect.write(&user);
    Some(format!(
        "\"Basic \" + Buffer.from({user}).toString(\"base64\")"
    ))
}

pub fn body(plan: &Plan, dialect: &Dialect) -> Option<String> {
    match &plan.payload {
        Payload::None => None,
        Payload::Text(text) => Some(dialect.write(text)),
        Payload::File(path) => Some(format!("await readFile({})", dialect.write(path))),
        Payload::Parts(_) => Some("form".to_owned()),
    }
}

/// The parts of a multipart body, made before it is sent.
pub fn form(plan: &Plan, dialect: &Dialect) -> String {
    let Payload::Parts(fields) = &plan.payload else {
        return String::new();
    };
    let mut out = String::from("const form = new FormData();\n");
    for field in fields {
        out.push_str(&format!("form.append({});\n", arguments(field, dialect)));
    }
    out.push('\n');
    out
}

fn arguments(field: &Field, dialect: &Dialect) -> String {
    let name = dialect.write(&field.name);
    let content = dialect.write(&field.content);
    if field.is_file {
        return format!(
            "{name}, new Blob([await readFile({content})], {{ type: {} }}), {}",
            quote(field.file_type()),
            quote(&field.file_name())
        );
    }
    if field.media_type.is_empty() {
        return format!("{name}, {content}");
    }
    format!(
        "{name}, new Blob([{content}], {{ type: {} }})",
        quote(&field.media_type)
    )
}
