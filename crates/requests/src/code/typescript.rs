//! TypeScript on Node with undici.

use super::{
    javascript::{authorization, body, form, imports, quote},
    plan::{LoginKind, Plan},
    text::Dialect,
};

const DIALECT: Dialect = Dialect {
    quote,
    variable: |name| format!("env(\"{name}\")"),
    encode: |variable| format!("encodeURIComponent({variable})"),
    join: |parts| parts.join(" + "),
};

const ENV: &str = "\
function env(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

";

pub fn code(plan: &Plan) -> String {
    let mut out = String::new();
    for note in plan.comments(&[LoginKind::Basic]) {
        out.push_str(&format!("// {note}\n"));
    }
    let files = imports(plan);
    out.push_str(files.trim_end_matches('\n'));
    if !files.is_empty() {
        out.push('\n');
    }
    let is_form = matches!(plan.payload, super::plan::Payload::Parts(_));
    out.push_str(if is_form {
        "import { FormData, request } from \"undici\";\n\n"
    } else {
        "import { request } from \"undici\";\n\n"
    });
    if plan.has_variables() {
        out.push_str(ENV);
    }
    out.push_str(&form(plan, &DIALECT));
    out.push_str(&format!(
        "const response = await request({}, {{\n",
        DIALECT.write(&plan.url)
    ));
    out.push_str(&format!("  method: {},\n", quote(&plan.method)));
    let mut headers: Vec<String> = plan
        .joined_headers()
        .iter()
        .map(|(name, value)| format!("    {}: {},\n", quote(name), DIALECT.write(value)))
        .collect();
    if let Some(value) = authorization(plan, &DIALECT) {
        headers.push(format!("    Authorization: {value},\n"));
    }
    if !headers.is_empty() {
        out.push_str(&format!("  headers: {{\n{}  }},\n", headers.concat()));
    }
    if let Some(body) = body(plan, &DIALECT) {
        out.push_str(&format!("  body: {body},\n"));
    }
    out.push_str("});\nconsole.log(response.statusCode, await response.body.text());\n");
    out
}
