//! Command lines of curl.

use fairlead_requests::{Auth, Body, Format, Part, Row, SavedRequest};

use crate::support::{codes, one};

fn read(text: &str) -> SavedRequest {
    let reading = one("paste", text);
    assert_eq!(reading.format, Some(Format::Curl), "{text}");
    let all = reading.collection.requests();
    assert_eq!(all.len(), 1, "{text}");
    all[0].1.clone()
}

#[test]
fn quotes_of_the_shell_are_understood() {
    for (written, meant) in [
        (r"'a b'", "a b"),
        (r#""a \"b\" \n""#, r#"a "b" \n"#),
        (r"a\ b", "a b"),
        (
            r"$'it\'s\n\u00e9\x41\xc3\xa9\101\ud83d\ude00'",
            "it's\néAéA😀",
        ),
        (r#"'a'"b"c"#, "abc"),
        (r"'it'\''s'", "it's"),
        ("'two\nlines'", "two\nlines"),
        (r#""$USER-${HOME}""#, "{{USER}}-{{HOME}}"),
        (r"'$USER'", "$USER"),
        (r#""5$ and $1""#, "5$ and $1"),
    ] {
        let found = read(&format!(
            "curl http://h -H 'Content-Type: text/x' --data-raw {written}"
        ));
        let Body::Text { text, .. } = &found.body else {
            panic!("{:?}", found.body)
        };
        assert_eq!(text, meant, "{written}");
    }
}

#[test]
fn several_commands_continued_lines_and_prompts() {
    let reading = one(
        "paste",
        "# two of them\n$ curl -X PUT \\\n  http://h/a \\  \n  -H 'A: 1' ; curl h2/b && echo done\ncurl http://h/c --next -X DELETE http://h/d | jq . > out.json\n",
    );
    let names: Vec<&str> = reading
        .collection
        .requests()
        .iter()
        .map(|(_, r)| r.name.as_str())
        .collect();
    assert_eq!(names, ["PUT /a", "GET /b", "GET /c", "DELETE /d"]);
    assert_eq!(reading.collection.requests()[1].1.url, "http://h2/b");
    assert_eq!(codes(&reading), ["not-kept", "not-kept"]);
}

#[test]
fn windows_has_its_own_quotes() {
    let found = read(
        "curl \"https://h/a?x=1^&y=2\" ^\r\n  -H \"accept: */*\" ^\r\n  --data-raw \"{\\\"a\\\":\\\"b c\\\"}\" -H \"content-type: application/json\"",
    );
    assert_eq!(
        found.body,
        Body::Json {
            text: "{\"a\":\"b c\"}".into()
        }
    );
    assert_eq!(found.headers[0], Row::new("accept", "*/*"));
    let found = read(
        "curl ^\"https://h/a?x=1^&y=2^\" ^\n  -H ^\"x: 50^%^ ^\\^\"q^\\^\"^\" ^\n  --data-raw ^\"^{^\\^\"a^\\^\":1^}^\" -H ^\"content-type: application/json^\"",
    );
    assert_eq!(found.query, [Row::new("x", "1"), Row::new("y", "2")]);
    assert_eq!(found.headers[0].value, "50% \"q\"");
    assert_eq!(
        found.body,
        Body::Json {
            text: "{\"a\":1}".into()
        }
    );
}

#[test]
fn options_say_what_they_say() {
    let found = read(
        "curl -sSLkXPOST 'http://h/p?a=1' -u ada:lovelace -A agent -e http://r -b 'c=1; d=2' -d a=1 -d 'b=x%20y' --data-urlencode 'c=1&2'",
    );
    assert_eq!(found.method, "POST");
    assert_eq!(
        found.auth,
        Auth::Basic {
            username: "ada".into(),
            password: "{{password}}".into()
        }
    );
    let rows = vec![
        Row::new("a", "1"),
        Row::new("b", "x y"),
        Row::new("c", "1&2"),
    ];
    assert_eq!(found.body, Body::Form { rows });
    let names: Vec<&str> = found.headers.iter().map(|h| h.name.as_str()).collect();
    assert_eq!(names, ["User-Agent", "Referer", "Cookie"]);
    let found = read("curl -G http://h/q -d x=1 --data-urlencode 'y=a b' --url-query 'z=3'");
    assert_eq!(
        (found.method.as_str(), found.query.len(), &found.body),
        ("GET", 3, &Body::None)
    );
    let found = read("curl --json '{\"a\":1}' http://h");
    assert_eq!(
        found.body,
        Body::Json {
            text: "{\"a\":1}".into()
        }
    );
    assert_eq!(found.headers[1], Row::new("Accept", "application/json"));
    let found = read("curl -I http://h");
    assert_eq!(found.method, "HEAD");
    let found = read("curl http://h --data-binary @file.bin -H 'Content-Type: image/png'");
    assert_eq!(
        found.body,
        Body::File {
            path: "file.bin".into(),
            media_type: "image/png".into()
        }
    );
    let found = read("curl -T up.txt http://h/x");
    assert_eq!(
        (found.method.as_str(), found.body),
        (
            "PUT",
            Body::File {
                path: "up.txt".into(),
                media_type: String::new()
            }
        )
    );
    let found = read(
        "curl http://h -F 'f=@\"a;b.txt\";type=text/plain' -F t=1 --form-string 'raw=@x;type=y'",
    );
    let parts = vec![
        Part {
            media_type: "text/plain".into(),
            ..Part::file("f", "a;b.txt")
        },
        Part::text("t", "1"),
        Part::text("raw", "@x;type=y"),
    ];
    assert_eq!(found.body, Body::Multipart { parts });
    let found = read("curl --oauth2-bearer abc123 http://h");
    assert_eq!(
        found.auth,
        Auth::Bearer {
            token: "{{token}}".into(),
            prefix: String::new()
        }
    );
    let found = read("curl --aws-sigv4 aws:amz:eu-west-1:s3 -u AKIA:sec https://h");
    assert!(
        matches!(found.auth, Auth::AwsSigV4 { ref region, ref service, .. } if region == "eu-west-1" && service == "s3")
    );
    let found = read("curl --digest --user=u:p --request=PATCH http://h");
    assert!(matches!(found.auth, Auth::Digest { .. }));
    assert_eq!(found.method, "PATCH");
}

#[test]
fn what_is_not_kept_is_said() {
    let reading = one(
        "paste",
        "curl -k -L -x proxy:80 --cacert ca.pem http://h -d '{\"a\":1}' --weird",
    );
    assert_eq!(
        codes(&reading),
        [
            "not-kept",
            "not-kept",
            "not-kept",
            "not-kept",
            "curl-option",
            "curl-json-as-form"
        ]
    );
    let reading = one("paste", "curl -X GET");
    assert_eq!(codes(&reading), ["curl-url-missing"]);
    let reading = one("paste", "curl 'http://h");
    assert_eq!(codes(&reading), ["shell-quote"]);
}
