//! Code is run where its language is on this machine, against a socket that writes down what
//! comes; the quotes of every language are held against a reader of them.

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::Command,
    thread,
    time::Duration,
};

use fairlead_requests::{
    ApiKeyPlace, Auth, Body, Language, Part, Row, SavedRequest, code::quote, to_code,
};
use proptest::prelude::*;

/// What came: request line, header fields in lower case, body.
struct Came {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Came {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }
}

fn read_one(mut stream: TcpStream) -> Came {
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break at;
        }
        let n = stream.read(&mut buffer).unwrap();
        assert!(n > 0, "the request ended in its head");
        bytes.extend_from_slice(&buffer[..n]);
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.split("\r\n");
    let line = lines.next().unwrap().to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|l| l.split_once(':'))
        .map(|(n, v)| (n.to_ascii_lowercase(), v.trim().to_owned()))
        .collect();
    let mut body = bytes.split_off(head + 4);
    let came = Came {
        line,
        headers,
        body: Vec::new(),
    };
    if came.header("expect").is_some() {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap();
    }
    if let Some(length) = came.header("content-length") {
        let length: usize = length.parse().unwrap();
        while body.len() < length {
            let n = stream.read(&mut buffer).unwrap();
            assert!(n > 0, "the request ended in its body");
            body.extend_from_slice(&buffer[..n]);
        }
    } else if came.header("transfer-encoding").is_some() {
        while !body.ends_with(b"0\r\n\r\n") {
            let n = stream.read(&mut buffer).unwrap();
            body.extend_from_slice(&buffer[..n]);
        }
    }
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        .unwrap();
    Came { body, ..came }
}

/// The program that runs a file of the language, if it is here.
fn program(language: Language) -> Option<(Vec<&'static str>, &'static str)> {
    let (command, file) = match language {
        Language::Curl => (vec!["bash"], "run.sh"),
        Language::Python => (vec!["python3"], "run.py"),
        Language::JavaScript => (vec!["node"], "run.mjs"),
        Language::Java => (vec!["java"], "Main.java"),
        Language::Go => (vec!["go", "run"], "main.go"),
        Language::Php => (vec!["php"], "run.php"),
        Language::Ruby => (vec!["ruby"], "run.rb"),
        Language::PowerShell => (vec!["pwsh", "-File"], "run.ps1"),
        _ => return None,
    };
    let probe = match language {
        Language::Python => Command::new("python3")
            .args(["-c", "import requests"])
            .output(),
        Language::Go => Command::new("go").arg("version").output(),
        _ => Command::new(command[0]).arg("--version").output(),
    };
    probe
        .ok()
        .filter(|o| o.status.success())
        .map(|_| (command, file))
}

/// Runs the code of a request and gives what came.
fn run(request: &SavedRequest, language: Language, folder: &Path) -> Option<Came> {
    let (command, file) = program(language)?;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut request = request.clone();
    request.url = request.url.replace("HOST", &address.to_string());
    let code = to_code(&request, language);
    fs::write(folder.join(file), &code).unwrap();
    let server = thread::spawn(move || read_one(listener.accept().unwrap().0));
    let output = Command::new(command[0])
        .args(&command[1..])
        .arg(file)
        .current_dir(folder)
        .env("API_KEY", SECRET)
        .env("NAME", "a b&c=d/é")
        .output()
        .unwrap();
    if !output.status.success() {
        // Nothing came perhaps: the server is let go by a call of its own.
        let _ =
            TcpStream::connect(address).and_then(|mut s| s.write_all(b"GET / HTTP/1.1\r\n\r\n"));
        panic!(
            "{language:?}\n{code}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Some(server.join().unwrap())
}

const SECRET: &str = "s3cr3t '\"$&";
const ODD: &str = "it's \"quoted\" $HOME `id` \\n #{x} %d é 漢 😀\nsecond\tline\\";

fn languages() -> Vec<Language> {
    Language::ALL
        .into_iter()
        .filter(|l| program(*l).is_some())
        .collect()
}

#[test]
fn what_is_sent_is_what_was_meant_in_every_language_of_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    let found = languages();
    assert!(found.contains(&Language::Curl), "bash and curl are needed");
    for language in found {
        let request = SavedRequest {
            method: "PUT".into(),
            url: "http://HOST/a/:id/{{NAME}}".into(),
            path_params: vec![Row::new("id", "x/y z")],
            query: vec![
                Row::new("q", "1&2=ü +"),
                Row::new("n", "{{NAME}}"),
                Row {
                    enabled: false,
                    ..Row::new("off", "1")
                },
            ],
            headers: vec![
                Row::new("X-Odd", "it's \"q\" $HOME `id` \\n #{x}"),
                Row::new("Content-Type", "application/json"),
            ],
            auth: Auth::ApiKey {
                place: ApiKeyPlace::Header,
                name: "X-Key".into(),
                value: "{{API_KEY}}".into(),
            },
            body: Body::Json {
                text: format!("{ODD}{{{{API_KEY}}}}"),
            },
            ..SavedRequest::default()
        };
        let came = run(&request, language, folder.path()).unwrap();
        assert_eq!(
            came.line,
            "PUT /a/x%2Fy%20z/a%20b%26c%3Dd%2F%C3%A9?q=1%262%3D%C3%BC%20%2B&n=a%20b%26c%3Dd%2F%C3%A9 HTTP/1.1",
            "{language:?}"
        );
        assert_eq!(
            came.header("x-odd"),
            Some("it's \"q\" $HOME `id` \\n #{x}"),
            "{language:?}"
        );
        assert_eq!(came.header("x-key"), Some(SECRET), "{language:?}");
        assert_eq!(
            came.header("content-type"),
            Some("application/json"),
            "{language:?}"
        );
        assert_eq!(
            String::from_utf8_lossy(&came.body),
            format!("{ODD}{SECRET}"),
            "{language:?}"
        );
        assert!(!to_code(&request, language).contains(SECRET));
    }
}

#[test]
fn forms_files_and_passwords_arrive_in_every_language_of_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a b.bin"), b"\x00\xffbytes").unwrap();
    for language in languages() {
        let request = SavedRequest {
            method: "POST".into(),
            url: "http://HOST/form".into(),
            auth: Auth::Basic {
                username: "ada".into(),
                password: "{{API_KEY}}".into(),
            },
            body: Body::Form {
                rows: vec![Row::new("a b", "1&2"), Row::new("n", "{{NAME}}")],
            },
            ..SavedRequest::default()
        };
        let came = run(&request, language, folder.path()).unwrap();
        assert_eq!(
            String::from_utf8_lossy(&came.body),
            "a%20b=1%262&n=a%20b%26c%3Dd%2F%C3%A9",
            "{language:?}"
        );
        assert_eq!(
            came.header("content-type"),
            Some("application/x-www-form-urlencoded"),
            "{language:?}"
        );
        assert_eq!(
            came.header("authorization"),
            Some("Basic YWRhOnMzY3IzdCAnIiQm"),
            "{language:?}"
        );

        let request = SavedRequest {
            method: "POST".into(),
            url: "http://HOST/up".into(),
            body: Body::Multipart {
                parts: vec![
                    Part::text("text", "@it's; \"x\""),
                    Part {
                        media_type: "image/x".into(),
                        ..Part::file("file", "a b.bin")
                    },
                    Part {
                        enabled: false,
                        ..Part::text("off", "1")
                    },
                ],
            },
            ..SavedRequest::default()
        };
        let came = run(&request, language, folder.path()).unwrap();
        let text = String::from_utf8_lossy(&came.body).into_owned();
        let kind = came.header("content-type").unwrap_or_default();
        assert!(
            kind.starts_with("multipart/form-data; boundary="),
            "{language:?} {kind}"
        );
        assert!(
            text.contains("name=\"text\"") && text.contains("\r\n\r\n@it's; \"x\"\r\n"),
            "{language:?} {text}"
        );
        assert!(
            text.contains("filename=\"a b.bin\"")
                && text.to_lowercase().contains("content-type: image/x"),
            "{language:?} {text}"
        );
        assert!(
            came.body.windows(7).any(|w| w == b"\x00\xffbytes"),
            "{language:?}"
        );
        assert!(!text.contains("name=\"off\""), "{language:?}");

        let request = SavedRequest {
            method: "POST".into(),
            url: "http://HOST/file".into(),
            body: Body::File {
                path: "a b.bin".into(),
                media_type: String::new(),
            },
            ..SavedRequest::default()
        };
        let came = run(&request, language, folder.path()).unwrap();
        assert!(
            came.body.windows(7).any(|w| w == b"\x00\xffbytes"),
            "{language:?}"
        );
    }
}

#[test]
fn every_language_names_its_variables_and_says_what_it_leaves_out() {
    let request = SavedRequest {
        method: "GET".into(),
        url: "{{baseUrl}}/x".into(),
        headers: vec![Row::new("bad name", "1"), Row::new("X", "a\r\nInjected: 1")],
        auth: Auth::Other {
            kind: "hawk".into(),
            fields: vec![],
        },
        ..SavedRequest::default()
    };
    for language in Language::ALL {
        let code = to_code(&request, language);
        assert!(code.contains("BASE_URL"), "{language:?}\n{code}");
        assert!(
            code.contains("hawk is left out") && code.contains("bad name"),
            "{language:?}\n{code}"
        );
        assert!(
            !code.contains("\nInjected") && !code.contains("\\nInjected"),
            "{language:?}\n{code}"
        );
    }
}

/// Reads what stands between quotes, as the language would; `None` where it does not end at the
/// closing quote.
fn unquote(text: &str, language: Language) -> Option<String> {
    let signs: Vec<char> = text.chars().collect();
    let (open, close) = (*signs.first()?, *signs.last()?);
    if open != close || signs.len() < 2 {
        return None;
    }
    let inner = &signs[1..signs.len() - 1];
    let mut out = String::new();
    let mut units: Vec<u16> = Vec::new();
    let mut at = 0;
    while at < inner.len() {
        let c = inner[at];
        at += 1;
        if open == '\'' {
            match (language, c) {
                (
                    Language::PowerShell,
                    '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}',
                ) => {
                    if inner.get(at) != Some(&c) {
                        return None;
                    }
                    at += 1;
                    out.push(c);
                }
                (Language::Php, '\\') => {
                    out.push(*inner.get(at)?);
                    at += 1;
                }
                (Language::Curl, '\'') => {
                    if inner.get(at..at + 3) != Some(&['\\', '\'', '\'']) {
                        return None;
                    }
                    at += 3;
                    out.push('\'');
                }
                (_, '\'') => return None,
                (_, c) => out.push(c),
            }
            continue;
        }
        if c == open || c == '\n' || (language == Language::Ruby && c == '#') {
            return None;
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        let kind = *inner.get(at)?;
        at += 1;
        match kind {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'x' => out.push(char::from_u32(hex(inner, &mut at, 2)?)?),
            'u' if inner.get(at) == Some(&'{') => {
                let end = inner[at..].iter().position(|c| *c == '}')? + at;
                let digits: String = inner[at + 1..end].iter().collect();
                at = end + 1;
                out.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
            }
            'u' => {
                units.push(u16::try_from(hex(inner, &mut at, 4)?).ok()?);
                if !(0xD800..0xDC00).contains(units.last()?) {
                    out.push_str(&String::from_utf16(&units).ok()?);
                    units.clear();
                }
            }
            other => out.push(other),
        }
    }
    Some(out)
}

/// The number of so many hexadecimal digits.
fn hex(signs: &[char], at: &mut usize, n: usize) -> Option<u32> {
    let digits: String = signs.get(*at..*at + n)?.iter().collect();
    *at += n;
    u32::from_str_radix(&digits, 16).ok()
}

proptest! {
    #[test]
    fn nothing_leaves_the_quotes_of_any_language(text in "(\\PC|[\n\r\t\"'\\\\$`#{}%\u{2019}\u{2028}\u{1}]){0,40}") {
        for language in Language::ALL {
            prop_assert_eq!(unquote(&quote(&text, language), language), Some(text.clone()), "{:?}", language);
        }
    }
}
