//! Rust with reqwest, blocking.

use super::{
    plan::{LoginKind, Payload, Plan},
    text::{Dialect, is_hidden, quote_c},
};

const DIALECT: Dialect = Dialect {
    quote,
    variable: |name| format!("std::env::var(\"{name}\")?"),
    encode: |variable| format!("urlencoding::encode(&{variable})"),
    join: |parts| {
        let holes = "{}".repeat(parts.len());
        format!("format!(\"{holes}\", {})", parts.join(", "))
    },
};

pub fn quote(text: &str) -> String {
    quote_c(text, |c| {
        is_hidden(c).then(|| format!("\\u{{{:x}}}", u32::from(c)))
    })
}

pub fn code(plan: &Plan) -> String {
    let mut uses =
        vec!["reqwest = { version = \"0.12\", features = [\"blocking\", \"multipart\"] }"];
    if plan.is_encoding() {
        uses.push("urlencoding = \"2\"");
    }
    let mut out = String::from("// [dependencies]\n");
    for line in uses {
        out.push_str(&format!("// {line}\n"));
    }
    for note in plan.comments(&[LoginKind::Basic]) {
        out.push_str(&format!("// {note}\n"));
    }
    out.push_str("fn main() -> Result<(), Box<dyn std::error::Error>> {\n");
    if let Payload::Parts(fields) = &plan.payload {
        out.push_str("    let form = reqwest::blocking::multipart::Form::new()");
        for field in fields {
            let name = DIALECT.write(&field.name);
            let content = DIALECT.write(&field.content);
            let part = if field.is_file {
                format!(
                    "reqwest::blocking::multipart::Part::file({content})?.mime_str({})?",
                    quote(field.file_type())
                )
            } else if field.media_type.is_empty() {
                format!("reqwest::blocking::multipart::Part::text({content})")
            } else {
                format!(
                    "reqwest::blocking::multipart::Part::text({content}).mime_str({})?",
                    quote(&field.media_type)
                )
            };
            out.push_str(&format!("\n        .part({name}, {part})"));
        }
        out.push_str(";\n");
    }
    out.push_str(&format!(
        "    let response = reqwest::blocking::Client::new()\n        .request(reqwest::Method::from_bytes(b{})?, {})\n",
        quote(&plan.method),
        DIALECT.write(&plan.url)
    ));
    for (name, value) in &plan.headers {
        out.push_str(&format!(
            "        .header({}, {})\n",
            quote(name),
            DIALECT.write(value)
        ));
    }
    if let Some(login) = plan.basic() {
        out.push_str(&format!(
            "        .basic_auth({}, Some({}))\n",
            DIALECT.write(&login.username),
            DIALECT.write(&login.password)
        ));
    }
    match &plan.payload {
        Payload::None => {}
        Payload::Text(text) => out.push_str(&format!("        .body({})\n", DIALECT.write(text))),
        Payload::File(path) => {
            out.push_str(&format!(
                "        .body(std::fs::read({})?)\n",
                DIALECT.write(path)
            ));
        }
        Payload::Parts(_) => out.push_str("        .multipart(form)\n"),
    }
    out.push_str(
        "        .send()?;\n    println!(\"{} {}\", response.status(), response.text()?);\n    Ok(())\n}\n",
    );
    out
}
