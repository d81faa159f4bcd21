//! Go with net/http.

use super::{
    plan::{Field, LoginKind, Payload, Plan},
    text::{Dialect, is_hidden, quote_c},
};

const DIALECT: Dialect = Dialect {
    quote,
    variable: |name| format!("os.Getenv(\"{name}\")"),
    encode: |variable| format!("strings.ReplaceAll(url.QueryEscape({variable}), \"+\", \"%20\")"),
    join: |parts| parts.join("+"),
};

pub fn quote(text: &str) -> String {
    quote_c(text, |c| {
        is_hidden(c).then(|| format!("\\u{:04x}", u32::from(c)))
    })
}

pub fn code(plan: &Plan) -> String {
    let mut imports = vec!["fmt", "io", "net/http"];
    let mut before = String::new();
    let mut body = "nil";
    match &plan.payload {
        Payload::None => {}
        Payload::Text(text) => {
            imports.push("strings");
            before.push_str(&format!(
                "\tbody := strings.NewReader({})\n",
                DIALECT.write(text)
            ));
            body = "body";
        }
        Payload::File(path) => {
            imports.push("os");
            before.push_str(&format!(
                "\tbody, err := os.Open({})\n",
                DIALECT.write(path)
            ));
            before.push_str(FAIL);
            before.push_str("\tdefer body.Close()\n");
            body = "body";
        }
        Payload::Parts(fields) => {
            imports.extend(["bytes", "mime/multipart", "net/textproto"]);
            before.push_str("\tbody := &bytes.Buffer{}\n\tform := multipart.NewWriter(body)\n");
            for field in fields {
                before.push_str(&part(field));
                if field.is_file {
                    imports.push("os");
                }
            }
            before.push_str("\tform.Close()\n");
            body = "body";
        }
    }
    if plan.has_variables() {
        imports.push("os");
    }
    if plan.is_encoding() {
        imports.extend(["net/url", "strings"]);
    }
    imports.sort_unstable();
    imports.dedup();
    let mut out = String::new();
    for note in plan.comments(&[LoginKind::Basic]) {
        out.push_str(&format!("// {note}\n"));
    }
    out.push_str("package main\n\nimport (\n");
    for import in imports {
        out.push_str(&format!("\t\"{import}\"\n"));
    }
    out.push_str(")\n\nfunc main() {\n");
    out.push_str(&before);
    out.push_str(&format!(
        "\trequest, err := http.NewRequest({}, {}, {body})\n{FAIL}",
        quote(&plan.method),
        DIALECT.write(&plan.url)
    ));
    for (name, value) in &plan.headers {
        let value = DIALECT.write(value);
        if name.eq_ignore_ascii_case("host") {
            out.push_str(&format!("\trequest.Host = {value}\n"));
        } else {
            out.push_str(&format!("\trequest.Header.Add({}, {value})\n", quote(name)));
        }
    }
    if matches!(plan.payload, Payload::Parts(_)) {
        out.push_str("\trequest.Header.Set(\"Content-Type\", form.FormDataContentType())\n");
    }
    if let Some(login) = plan.basic() {
        out.push_str(&format!(
            "\trequest.SetBasicAuth({}, {})\n",
            DIALECT.write(&login.username),
            DIALECT.write(&login.password)
        ));
    }
    out.push_str("\tresponse, err := http.DefaultClient.Do(request)\n");
    out.push_str(FAIL);
    out.push_str("\tdefer response.Body.Close()\n\tanswer, err := io.ReadAll(response.Body)\n");
    out.push_str(FAIL);
    out.push_str("\tfmt.Println(response.StatusCode, string(answer))\n}\n");
    out
}

const FAIL: &str = "\tif err != nil {\n\t\tpanic(err)\n\t}\n";

fn part(field: &Field) -> String {
    let name = DIALECT.write(&field.name);
    let content = DIALECT.write(&field.content);
    let mut out = String::from("\t{\n\t\theader := textproto.MIMEHeader{}\n");
    let disposition = if field.is_file {
        format!(
            "fmt.Sprintf(\"form-data; name=%q; filename=%q\", {name}, {})",
            quote(&field.file_name())
        )
    } else {
        format!("fmt.Sprintf(\"form-data; name=%q\", {name})")
    };
    out.push_str(&format!(
        "\t\theader.Set(\"Content-Disposition\", {disposition})\n"
    ));
    let media_type = if field.is_file {
        field.file_type()
    } else {
        &field.media_type
    };
    if !media_type.is_empty() {
        out.push_str(&format!(
            "\t\theader.Set(\"Content-Type\", {})\n",
            quote(media_type)
        ));
    }
    out.push_str(
        "\t\tpart, err := form.CreatePart(header)\n\t\tif err != nil {\n\t\t\tpanic(err)\n\t\t}\n",
    );
    if field.is_file {
        out.push_str(&format!(
            "\t\tfile, err := os.ReadFile({content})\n\t\tif err != nil {{\n\t\t\tpanic(err)\n\t\t}}\n\t\tpart.Write(file)\n"
        ));
    } else {
        out.push_str(&format!("\t\tio.WriteString(part, {content})\n"));
    }
    out.push_str("\t}\n");
    out
}
