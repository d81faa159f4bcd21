//! Ruby with net/http.

use super::{
    plan::{LoginKind, Payload, Plan},
    text::{Dialect, is_hidden, quote_c},
};

const DIALECT: Dialect = Dialect {
    quote,
    variable: |name| format!("ENV.fetch(\"{name}\")"),
    encode: |variable| format!("ERB::Util.url_encode({variable})"),
    join: |parts| parts.join(" + "),
};

pub fn quote(text: &str) -> String {
    quote_c(text, |c| match c {
        // `#{`, `#$` and `#@` would be worked out.
        '#' => Some("\\#".to_owned()),
        c => is_hidden(c).then(|| format!("\\u{{{:x}}}", u32::from(c))),
    })
}

pub fn code(plan: &Plan) -> String {
    let mut out = String::new();
    for note in plan.comments(&[LoginKind::Basic]) {
        out.push_str(&format!("# {note}\n"));
    }
    if plan.is_encoding() {
        out.push_str("require \"erb\"\n");
    }
    out.push_str("require \"net/http\"\n\n");
    out.push_str(&format!("uri = URI({})\n", DIALECT.write(&plan.url)));
    let has_body = !matches!(plan.payload, Payload::None);
    let has_answer = plan.method != "HEAD";
    out.push_str(&format!(
        "request = Net::HTTPGenericRequest.new({}, {has_body}, {has_answer}, uri)\n",
        quote(&plan.method)
    ));
    for (name, value) in plan.joined_headers() {
        out.push_str(&format!(
            "request[{}] = {}\n",
            quote(&name),
            DIALECT.write(&value)
        ));
    }
    if let Some(login) = plan.basic() {
        out.push_str(&format!(
            "request.basic_auth({}, {})\n",
            DIALECT.write(&login.username),
            DIALECT.write(&login.password)
        ));
    }
    match &plan.payload {
        Payload::None => {}
        Payload::Text(text) => out.push_str(&format!("request.body = {}\n", DIALECT.write(text))),
        Payload::File(path) => {
            out.push_str(&format!(
                "request.body = File.binread({})\n",
                DIALECT.write(path)
            ));
        }
        Payload::Parts(fields) => {
            out.push_str("request.set_form([\n");
            for field in fields {
                let name = DIALECT.write(&field.name);
                let content = DIALECT.write(&field.content);
                let line = match (field.is_file, field.media_type.as_str()) {
                    (true, _) => format!(
                        "[{name}, File.open({content}, \"rb\"), {{ filename: {}, content_type: {} }}]",
                        quote(&field.file_name()),
                        quote(field.file_type())
                    ),
                    (false, "") => format!("[{name}, {content}]"),
                    (false, media_type) => {
                        format!(
                            "[{name}, {content}, {{ content_type: {} }}]",
                            quote(media_type)
                        )
                    }
                };
                out.push_str(&format!("  {line},\n"));
            }
            out.push_str("], \"multipart/form-data\")\n");
        }
    }
    out.push_str(
        "response = Net::HTTP.start(uri.hostname, uri.port, use_ssl: uri.scheme == \"https\") do |http|\n  \
         http.request(request)\nend\nputs response.code, response.body\n",
    );
    out
}
