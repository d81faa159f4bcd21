//! Fixtures of each format, written for what they show.

use fairlead_requests::{ApiKeyPlace, Auth, Body, Format, Part, Row, SourceFile, read};
use secrecy::ExposeSecret;

use crate::support::{codes, one, request};

const POSTMAN: &str = r#"{
  "info": {"name": "Harbour", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
           "description": {"content": "All of it", "type": "text/markdown"}},
  "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "tok-1234567890", "type": "string"}]},
  "variable": [{"key": "base", "value": "https://api.example.com/v1"}],
  "item": [
    {"name": "Ships", "auth": {"type": "apikey", "apikey": {"key": "X-Key", "value": "k-987654321", "in": "query"}},
     "event": [{"listen": "prerequest", "script": {"exec": ["let a = 1;", "use(a);"]}}],
     "item": [
       {"name": "One", "request": {"method": "get", "url": {"raw": "{{base}}/ships/:shipId?x=1",
          "query": [{"key": "x", "value": "1"}, {"key": "y", "value": "2", "disabled": true, "description": "not now"}],
          "variable": [{"key": "shipId", "value": "7"}]}}},
       {"name": "Text", "request": "https://api.example.com/plain?q=a%20b#part"}
     ]},
    {"name": "Upload", "request": {"method": "POST", "url": "{{base}}/files", "mystery": {"a": 1},
      "body": {"mode": "formdata", "formdata": [
        {"key": "f", "type": "file", "src": ["a.png", "b.png"], "contentType": "image/png"},
        {"key": "t", "value": "x", "disabled": true}]}}}
  ]
}"#;

#[test]
fn postman_keeps_folders_auth_rows_and_path_parameters() {
    let reading = one("postman.json", POSTMAN);
    assert_eq!(reading.format, Some(Format::Postman));
    assert_eq!(reading.collection.description, "All of it");
    let first = request(&reading, "One");
    assert_eq!(
        (first.method.as_str(), first.url.as_str()),
        ("GET", "{{base}}/ships/:shipId")
    );
    assert_eq!(first.path_params, [Row::new("shipId", "7")]);
    let off = Row {
        enabled: false,
        description: "not now".into(),
        ..Row::new("y", "2")
    };
    assert_eq!(first.query, [Row::new("x", "1"), off]);
    // The folder's key, in the object form of 2.0, counts before the collection's token.
    let resolved = reading.collection.resolve(&["Ships"], &first);
    let key = Auth::ApiKey {
        place: ApiKeyPlace::Query,
        name: "X-Key".into(),
        value: "{{X_Key}}".into(),
    };
    assert_eq!(resolved.auth, key);
    let upload = request(&reading, "Upload");
    assert_eq!(
        reading.collection.resolve(&[], &upload).auth,
        Auth::Bearer {
            token: "{{token}}".into(),
            prefix: String::new()
        }
    );
    let Body::Multipart { parts } = &upload.body else {
        panic!("{:?}", upload.body)
    };
    assert_eq!(
        parts[1],
        Part {
            media_type: "image/png".into(),
            ..Part::file("f", "b.png")
        }
    );
    assert!(!parts[2].enabled);
    assert_eq!(codes(&reading), ["script-not-run", "not-kept", "not-kept"]);
    let lost = &reading.diagnostics[2];
    assert_eq!(lost.pointer.as_deref(), Some("/item/1/request/mystery"));
    assert_eq!(lost.line, Some(15));
}

#[test]
fn insomnia_4_puts_its_list_in_order_and_bares_its_templates() {
    let reading = one(
        "insomnia.json",
        r#"{"_type":"export","__export_format":4,"resources":[
        {"_id":"wrk_1","_type":"workspace","name":"W"},
        {"_id":"fld_2","_type":"request_group","parentId":"fld_1","name":"Inner","metaSortKey":1,"environment":{"a":{"b":"c"}}},
        {"_id":"fld_1","_type":"request_group","parentId":"wrk_1","name":"Outer","metaSortKey":2},
        {"_id":"req_2","_type":"request","parentId":"wrk_1","name":"Second","method":"GET","url":"{{ _.base }}/b?z=1","metaSortKey":3,
         "parameters":[{"name":"p","value":"{{ _['q'] }}","disabled":true}],"authentication":{"type":"basic","username":"u","password":"p4ssw0rd!"}},
        {"_id":"req_1","_type":"request","parentId":"fld_2","name":"First","method":"POST","url":"{% uuid %}/a",
         "body":{"mimeType":"multipart/form-data","params":[{"name":"f","type":"file","fileName":"/tmp/x"},{"name":"t","value":"v"}]}},
        {"_id":"lost","_type":"request","parentId":"gone","name":"Lost","method":"GET","url":"http://h/l"},
        {"_id":"loop","_type":"request_group","parentId":"loop","name":"Loop"},
        {"_id":"env_1","_type":"environment","parentId":"wrk_1","name":"Base","data":{"base":"http://h"}},
        {"_id":"env_2","_type":"environment","parentId":"env_1","name":"Prod","data":{"base":"https://h","api_token":"abc-def-123"}}
        ]}"#,
    );
    let paths: Vec<String> = reading
        .collection
        .requests()
        .iter()
        .map(|(f, r)| format!("{}>{}", f.join("/"), r.name))
        .collect();
    assert_eq!(paths, ["Outer/Inner>First", ">Second", ">Lost"]);
    let second = request(&reading, "Second");
    assert_eq!(second.url, "{{base}}/b");
    assert_eq!(second.query[1].value, "{{q}}");
    assert!(!second.query[1].enabled);
    assert_eq!(reading.collection.variables[0].value, "http://h");
    let production = &reading.collection.environments[0];
    assert!(production.variables[1].secret && production.variables[1].value.is_empty());
    let mut said = codes(&reading);
    said.sort_unstable();
    assert_eq!(said, ["parent-missing", "parent-missing", "template-tags"]);
}

#[test]
fn insomnia_5_is_a_tree() {
    let reading = one(
        "i.yaml",
        "type: collection.insomnia.rest/5.0\nname: Five\ncollection:\n  - name: F\n    authentication: {type: bearer, token: 'abc.def.ghi', prefix: Token}\n    headers: [{name: X, value: '1'}]\n    children:\n      - name: R\n        method: GET\n        url: 'http://h/{{ _.id }}/:n'\n        pathParameters: [{name: n, value: '5'}]\n        scripts: {preRequest: 'go()'}\n  - name: socket\n    url: ws://h\n",
    );
    let found = request(&reading, "R");
    assert_eq!(found.url, "http://h/{{id}}/:n");
    assert_eq!(found.path_params, [Row::new("n", "5")]);
    let resolved = reading.collection.resolve(&["F"], &found);
    assert_eq!(resolved.headers, [Row::new("X", "1")]);
    assert_eq!(
        resolved.auth,
        Auth::Bearer {
            token: "{{token}}".into(),
            prefix: "Token".into()
        }
    );
    assert_eq!(codes(&reading), ["script-not-run", "not-kept"]);
}

const BRU: &str = r#"meta {
  name: Make a ship
  type: http
  seq: 2
  tags: [
    smoke
    slow
  ]
}

post {
  url: {{host}}/ships/:id?a=1
  body: json
  auth: apikey
}

params:query {
  a: 1
  ~b: two: three
}

params:path {
  id: 9
}

headers {
  "X-Odd: name": v
  X-Long: '''
    one
      two
  '''
}

auth:apikey {
  key: X-Api-Key
  value: sekret-value-1
  placement: header
}

body:json {
  {
    "name": "Ada",
    "nested": { "a": "}" }
  }
}

body:text {
  not this one
}

assert {
  res.status: eq 201
}

example {
  name: made
  response: {
    headers: {
      content-type: application/json
    }
    status: {
      code: 201
      text: Created
    }
    body: {
      type: json
      content: '''
        {"id": 1}
      '''
    }
  }
}

strange {
  x: y
}
"#;

#[test]
fn bruno_files_are_parsed_block_by_block() {
    let files = [
        SourceFile::new(
            "bruno.json",
            r#"{"name":"Bru","version":"1","type":"collection"}"#,
        ),
        SourceFile::new(
            "collection.bru",
            "headers {\n  X-All: yes\n}\n\nauth {\n  mode: basic\n}\n\nauth:basic {\n  username: u\n  password: pw-123456\n}\n\ndocs {\n  # Title\n\n    indented\n}\n",
        ),
        SourceFile::new("ships/folder.bru", "meta {\n  name: Ships!\n  seq: 1\n}\n"),
        SourceFile::new("ships/make.bru", BRU),
        SourceFile::new(
            "environments/Dev.bru",
            "vars {\n  host: http://localhost\n  ~off: 1\n}\nvars:secret [\n  a,\n  b\n]\n",
        ),
        SourceFile::new(
            "ships/upload.bru",
            "meta {\n  name: Upload\n  seq: 1\n}\n\npost {\n  url: http://h/u\n  body: multipartForm\n  auth: inherit\n}\n\nbody:multipart-form {\n  f: @file(a.txt|b.txt) @contentType(text/plain)\n  ~t: text\n}\n",
        ),
    ];
    let reading = read(&files, None);
    assert_eq!(reading.format, Some(Format::Bruno));
    assert_eq!(reading.collection.description, "# Title\n\n  indented");
    let names: Vec<&str> = reading
        .collection
        .requests()
        .iter()
        .map(|(_, r)| r.name.as_str())
        .collect();
    assert_eq!(names, ["Upload", "Make a ship"]);
    let made = request(&reading, "Make a ship");
    assert_eq!(made.url, "{{host}}/ships/:id");
    assert_eq!(
        made.query[1],
        Row {
            enabled: false,
            ..Row::new("b", "two: three")
        }
    );
    assert_eq!(made.path_params, [Row::new("id", "9")]);
    assert_eq!(made.headers[0].name, "X-Odd: name");
    assert_eq!(made.headers[1].value, "one\n  two");
    let json = "{\n  \"name\": \"Ada\",\n  \"nested\": { \"a\": \"}\" }\n}";
    assert_eq!(made.body, Body::Json { text: json.into() });
    assert_eq!(
        (made.examples[0].status, made.examples[0].body.as_str()),
        (201, "{\"id\": 1}")
    );
    assert!(
        made.notes
            .iter()
            .any(|n| n.title == "tags" && n.text == "smoke, slow")
    );
    let upload = request(&reading, "Upload");
    let resolved = reading.collection.resolve(&["Ships!"], &upload);
    assert_eq!(
        resolved.auth,
        Auth::Basic {
            username: "u".into(),
            password: "{{password}}".into()
        }
    );
    let Body::Multipart { parts } = &upload.body else {
        panic!()
    };
    assert_eq!(
        parts[1],
        Part {
            media_type: "text/plain".into(),
            ..Part::file("f", "b.txt")
        }
    );
    let variables = &reading.collection.environments[0].variables;
    assert!(!variables[1].enabled && variables[3].secret && variables[3].name == "b");
    let said: Vec<(&str, Option<u32>)> = reading
        .diagnostics
        .iter()
        .map(|d| (&*d.code, d.line))
        .collect();
    assert_eq!(
        said,
        [
            ("not-kept", Some(74)),
            ("not-kept", Some(47)),
            ("script-not-run", Some(51))
        ]
    );
}

#[test]
fn bruno_says_where_a_file_is_wrong() {
    let files = [
        SourceFile::new("bruno.json", "{\"name\":\"B\"}"),
        SourceFile::new(
            "a.bru",
            "get {\n  url: http://h\n  nonsense\n}\n\nwhat is this\nbody:json {\n  open\n",
        ),
    ];
    let reading = read(&files, None);
    let said: Vec<(&str, Option<u32>)> = reading
        .diagnostics
        .iter()
        .map(|d| (&*d.code, d.line))
        .collect();
    assert_eq!(
        said,
        [
            ("bru-syntax", Some(3)),
            ("bru-syntax", Some(6)),
            ("bru-syntax", Some(7))
        ]
    );
    assert_eq!(request(&reading, "a").url, "http://h");
}

#[test]
fn opencollection_is_read_from_a_folder_and_from_one_file() {
    let get = "info:\n  name: Get\n  type: http\n  seq: 2\nhttp:\n  method: get\n  url: '{{base}}/a/:id'\n  params:\n    - {name: id, value: '1', type: path}\n    - {name: q, value: '2', type: query, disabled: true}\n  auth: inherit\n  body:\n    type: json\n    data: '{}'\nruntime:\n  scripts:\n    - {type: before-request, code: go()}\n";
    let files = [
        SourceFile::new(
            "opencollection.yml",
            "opencollection: 1.0.0\ninfo: {name: OC}\nrequest:\n  auth: {type: bearer, token: abc123def456}\n",
        ),
        SourceFile::new(
            "f/folder.yml",
            "info: {name: Folder, type: folder, seq: 1}\n",
        ),
        SourceFile::new("f/get.yml", get),
        SourceFile::new(
            "environments/dev.yml",
            "name: dev\nvariables: [{name: base, value: http://h}]\n",
        ),
    ];
    let reading = read(&files, None);
    assert_eq!(reading.format, Some(Format::Opencollection));
    let found = request(&reading, "Get");
    assert_eq!(
        (
            found.method.as_str(),
            found.path_params.len(),
            found.query[0].enabled
        ),
        ("GET", 1, false)
    );
    let resolved = reading.collection.resolve(&["Folder"], &found);
    assert_eq!(
        resolved.auth,
        Auth::Bearer {
            token: "{{token}}".into(),
            prefix: String::new()
        }
    );
    assert_eq!(codes(&reading), ["script-not-run"]);
    let whole = one(
        "c.yml",
        "opencollection: 1.0.0\ninfo: {name: OC}\nitems:\n  - info: {name: F, type: folder}\n    items:\n      - info: {name: R, type: http}\n        http: {method: GET, url: 'http://h'}\n      - info: {name: G, type: grpc}\n        grpc: {url: h}\n",
    );
    assert_eq!(whole.collection.folder_count(), 1);
    assert_eq!(request(&whole, "R").url, "http://h");
    assert_eq!(codes(&whole), ["not-http"]);
}

#[test]
fn har_keeps_what_a_person_asked_for() {
    let har = r#"{"log":{"version":"1.2","entries":[
      {"request":{"method":"GET","url":"https://h/users/12?page=1","headers":[{"name":"Authorization","value":"Bearer abc.def"},{"name":"Sec-Fetch-Mode","value":"cors"},{"name":"User-Agent","value":"M"}],"cookies":[{"name":"sid","value":"s3cr3t-cookie"}],"queryString":[{"name":"page","value":"1"}]},
       "response":{"status":200,"headers":[{"name":"Content-Type","value":"application/json"},{"name":"Date","value":"x"},{"name":"Set-Cookie","value":"sid=s3cr3t-cookie; Path=/"}],"content":{"mimeType":"application/json","text":"eyJhIjoxfQ==","encoding":"base64"}}},
      {"request":{"method":"GET","url":"https://h/users/13","headers":[],"queryString":[]},"response":{"status":404,"headers":[],"content":{}}},
      {"_resourceType":"image","request":{"method":"GET","url":"https://h/a.png","headers":[]}},
      {"request":{"method":"POST","url":"https://h/up","headers":[{"name":"content-type","value":"multipart/form-data; boundary=x"}],"postData":{"mimeType":"multipart/form-data; boundary=x","params":[{"name":"f","fileName":"a.txt","contentType":"text/plain"},{"name":"t","value":"v"}]}},"response":{"status":0}}
    ]}}"#;
    let reading = one("site.har", har);
    let users = request(&reading, "GET /users/:id");
    assert_eq!(users.path_params, [Row::new("id", "12")]);
    let headers: Vec<(&str, &str)> = users
        .headers
        .iter()
        .map(|h| (h.name.as_str(), h.value.as_str()))
        .collect();
    assert_eq!(
        headers,
        [
            ("Authorization", "Bearer {{token}}"),
            ("Cookie", "sid={{sid}}")
        ]
    );
    assert_eq!(users.examples.len(), 2);
    assert_eq!(users.examples[0].body, "{\"a\":1}");
    assert_eq!(users.examples[0].headers[1].value, "sid={{sid}}; Path=/");
    let upload = request(&reading, "POST /up");
    assert_eq!(upload.headers, []);
    assert!(
        matches!(upload.body, Body::Multipart { ref parts } if parts[0].file.as_deref() == Some("a.txt"))
    );
    assert_eq!(codes(&reading), ["requests-joined", "assets-left-out"]);
    let values: Vec<&str> = reading
        .secrets
        .iter()
        .map(|s| s.value.expose_secret())
        .collect();
    assert_eq!(values, ["abc.def", "s3cr3t-cookie"]);
}

#[test]
fn fetch_is_read_as_browsers_copy_it() {
    let reading = one(
        "paste",
        "await fetch(\"https://h/a?b=c\", {\n  \"credentials\": \"include\",\n  \"headers\": {\n    \"User-Agent\": \"M\",\n    \"content-type\": \"application/json\"\n  },\n  \"body\": \"{\\\"a\\\":\\\"\\u00e9\\\"}\",\n  \"method\": \"post\"\n});\nfetch('http://h/b', { body: JSON.stringify({ x: [1, true], }), method: 'PUT' })",
    );
    assert_eq!(reading.format, Some(Format::Fetch));
    let first = request(&reading, "POST /a");
    assert_eq!(
        first.body,
        Body::Json {
            text: "{\"a\":\"é\"}".into()
        }
    );
    assert_eq!(first.headers.len(), 1);
    assert!(matches!(
        request(&reading, "PUT /b").body,
        Body::Json { .. }
    ));
    assert_eq!(codes(&reading), ["cookies-unknown"]);
}
