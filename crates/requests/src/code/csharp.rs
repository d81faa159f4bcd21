//! C# with HttpClient, as a file of top-level statements.

use super::{
    plan::{Field, LoginKind, Payload, Plan},
    text::{Dialect, is_hidden, quote_c},
};

const DIALECT: Dialect = Dialect {
    quote,
    variable: |name| format!("Environment.GetEnvironmentVariable(\"{name}\")"),
    encode: |variable| format!("Uri.EscapeDataString({variable}!)"),
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
    out.push_str("using System.Net.Http.Headers;\nusing System.Text;\n\n");
    out.push_str("using var client = new HttpClient();\n");
    out.push_str(&format!(
        "using var request = new HttpRequestMessage(new HttpMethod({}), {});\n",
        quote(&plan.method),
        DIALECT.write(&plan.url)
    ));
    match &plan.payload {
        Payload::None => {}
        Payload::Text(text) => out.push_str(&format!(
            "request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes({}));\n",
            DIALECT.write(text)
        )),
        Payload::File(path) => out.push_str(&format!(
            "request.Content = new ByteArrayContent(File.ReadAllBytes({}));\n",
            DIALECT.write(path)
        )),
        Payload::Parts(fields) => {
            out.push_str("var form = new MultipartFormDataContent();\n");
            for (n, field) in fields.iter().enumerate() {
                out.push_str(&part(n + 1, field));
            }
            out.push_str("request.Content = form;\n");
        }
    }
    for (name, value) in &plan.headers {
        let target = if name.to_ascii_lowercase().starts_with("content-") {
            "request.Content?.Headers"
        } else {
            "request.Headers"
        };
        out.push_str(&format!(
            "{target}.TryAddWithoutValidation({}, {});\n",
            quote(name),
            DIALECT.write(value)
        ));
    }
    if let Some(login) = plan.basic() {
        let mut user = login.username.clone();
        user.push_literal(":");
        user.push(login.password.clone());
        out.push_str(&format!(
            "request.Headers.Authorization = new AuthenticationHeaderValue(\"Basic\", Convert.ToBase64String(Encoding.UTF8.GetBytes({})));\n",
            DIALECT.write(&user)
        ));
    }
    out.push_str(
        "using var response = await client.SendAsync(request);\n\
         Console.WriteLine((int)response.StatusCode);\n\
         Console.WriteLine(await response.Content.ReadAsStringAsync());\n",
    );
    out
}

fn part(n: usize, field: &Field) -> String {
    let name = DIALECT.write(&field.name);
    let content = DIALECT.write(&field.content);
    let bytes = if field.is_file {
        format!("File.ReadAllBytes({content})")
    } else {
        format!("Encoding.UTF8.GetBytes({content})")
    };
    let mut out = format!("var part{n} = new ByteArrayContent({bytes});\n");
    let media_type = if field.is_file {
        field.file_type()
    } else {
        &field.media_type
    };
    if !media_type.is_empty() {
        out.push_str(&format!(
            "part{n}.Headers.ContentType = MediaTypeHeaderValue.Parse({});\n",
            quote(media_type)
        ));
    }
    if field.is_file {
        out.push_str(&format!(
            "form.Add(part{n}, {name}, {});\n",
            quote(&field.file_name())
        ));
    } else {
        out.push_str(&format!("form.Add(part{n}, {name});\n"));
    }
    out
}
