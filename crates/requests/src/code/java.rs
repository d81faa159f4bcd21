//! Java with java.net.http.

use super::{
    plan::{Field, LoginKind, Payload, Plan},
    text::{Dialect, quote_c},
};

const DIALECT: Dialect = Dialect {
    quote,
    variable: |name| format!("System.getenv(\"{name}\")"),
    encode: |variable| {
        format!("URLEncoder.encode({variable}, StandardCharsets.UTF_8).replace(\"+\", \"%20\")")
    },
    join: |parts| parts.join(" + "),
};

/// All but ASCII is escaped: what a source file is encoded in differs.
pub fn quote(text: &str) -> String {
    quote_c(text, |c| {
        if (' '..='~').contains(&c) {
            return None;
        }
        let mut units = [0; 2];
        let escapes = c
            .encode_utf16(&mut units)
            .iter()
            .map(|unit| format!("\\u{unit:04x}"));
        Some(escapes.collect())
    })
}

/// Header fields that the library writes itself and refuses from others.
const OWN: [&str; 5] = ["connection", "content-length", "expect", "host", "upgrade"];

pub fn code(plan: &Plan) -> String {
    let mut notes = plan.comments(&[LoginKind::Basic]);
    let mut lines = Vec::new();
    for (name, value) in &plan.headers {
        if OWN.contains(&name.to_ascii_lowercase().as_str()) {
            notes.push(format!("the library writes {name} itself"));
        } else {
            lines.push(format!(
                ".header({}, {})",
                quote(name),
                DIALECT.write(value)
            ));
        }
    }
    let is_form = matches!(plan.payload, Payload::Parts(_));
    if is_form {
        lines.push(
            ".header(\"Content-Type\", \"multipart/form-data; boundary=\" + boundary)".to_owned(),
        );
    }
    if let Some(login) = plan.basic() {
        let mut user = login.username.clone();
        user.push_literal(":");
        user.push(login.password.clone());
        lines.push(format!(
            ".header(\"Authorization\", \"Basic \" + Base64.getEncoder().encodeToString(({}).getBytes(StandardCharsets.UTF_8)))",
            DIALECT.write(&user)
        ));
    }
    let publisher = match &plan.payload {
        Payload::None => "noBody()".to_owned(),
        Payload::Text(text) => format!("ofString({})", DIALECT.write(text)),
        Payload::File(path) => format!("ofFile(Path.of({}))", DIALECT.write(path)),
        Payload::Parts(_) => "ofByteArray(body.toByteArray())".to_owned(),
    };
    lines.push(format!(
        ".method({}, HttpRequest.BodyPublishers.{publisher})",
        quote(&plan.method)
    ));
    let mut out = String::new();
    for note in notes {
        out.push_str(&format!("// {note}\n"));
    }
    out.push_str(
        "import java.net.*;\nimport java.net.http.*;\nimport java.nio.charset.StandardCharsets;\n\
         import java.nio.file.*;\nimport java.util.*;\n\n\
         public class Main {\n    public static void main(String[] args) throws Exception {\n",
    );
    if let Payload::Parts(fields) = &plan.payload {
        out.push_str("        var boundary = UUID.randomUUID().toString();\n");
        out.push_str("        var body = new java.io.ByteArrayOutputStream();\n");
        for field in fields {
            out.push_str(&part(field));
        }
        out.push_str(
            "        body.write((\"--\" + boundary + \"--\\r\\n\").getBytes(StandardCharsets.UTF_8));\n",
        );
    }
    out.push_str(&format!(
        "        var request = HttpRequest.newBuilder(URI.create({}))\n",
        DIALECT.write(&plan.url)
    ));
    for line in lines {
        out.push_str(&format!("            {line}\n"));
    }
    out.push_str(
        "            .build();\n\
         \x20       var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());\n\
         \x20       System.out.println(response.statusCode() + \" \" + response.body());\n    }\n}\n",
    );
    out
}

fn part(field: &Field) -> String {
    let name = DIALECT.write(&field.name);
    let mut head = format!(
        "\"--\" + boundary + \"\\r\\nContent-Disposition: form-data; name=\\\"\" + {name} + \"\\\""
    );
    if field.is_file {
        head.push_str(&format!(
            "; filename=\\\"\" + {} + \"\\\"",
            quote(&field.file_name().replace('"', "%22"))
        ));
    }
    let media_type = if field.is_file {
        field.file_type()
    } else {
        &field.media_type
    };
    if !media_type.is_empty() {
        head.push_str(&format!(
            "\\r\\nContent-Type: \" + {} + \"",
            quote(media_type)
        ));
    }
    head.push_str("\\r\\n\\r\\n\"");
    let content = DIALECT.write(&field.content);
    let bytes = if field.is_file {
        format!("Files.readAllBytes(Path.of({content}))")
    } else {
        format!("({content}).getBytes(StandardCharsets.UTF_8)")
    };
    format!(
        "        body.write(({head}).getBytes(StandardCharsets.UTF_8));\n\
         \x20       body.write({bytes});\n\
         \x20       body.write(\"\\r\\n\".getBytes(StandardCharsets.UTF_8));\n"
    )
}
