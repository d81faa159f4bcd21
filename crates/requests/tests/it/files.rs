//! Our own files: what is written is read again, and what is wrong is told.

use std::collections::BTreeMap;

use expect_test::expect;
use fairlead_requests::{
    ApiKeyPlace, Auth, Body, Collection, Environment, Example, Folder, Item, Note, Part, Row,
    SavedRequest, Socket, SourceFile, TemplateField, Variable, file,
};
use proptest::prelude::*;

fn sources(files: &BTreeMap<String, String>) -> Vec<SourceFile> {
    files
        .iter()
        .map(|(path, text)| SourceFile::new(path.clone(), text.clone()))
        .collect()
}

#[test]
fn a_request_reads_like_one_wrote_it() {
    let request = SavedRequest {
        name: "Make a ship".into(),
        method: "POST".into(),
        url: "{{base}}/ships/:id".into(),
        path_params: vec![Row::new("id", "7")],
        query: vec![
            Row::new("limit", "20"),
            Row {
                enabled: false,
                ..Row::new("q", "a: b # c")
            },
        ],
        headers: vec![Row::new("Accept", "application/json")],
        auth: Auth::ApiKey {
            place: ApiKeyPlace::Header,
            name: "X-Key".into(),
            value: "{{key}}".into(),
        },
        body: Body::Json {
            text: "{\n  \"name\": \"Ada\"\n}".into(),
        },
        ..SavedRequest::default()
    };
    let text = file::write_request(&request);
    expect![[r#"
        name: Make a ship
        method: POST
        url: "{{base}}/ships/:id"
        pathParams:
          - { name: id, value: "7" }
        query:
          - { name: limit, value: "20" }
          - { name: q, value: "a: b # c", enabled: false }
        headers:
          - { name: Accept, value: application/json }
        auth:
          type: apiKey
          in: header
          name: X-Key
          value: "{{key}}"
        body:
          type: json
          text: |-
            {
              "name": "Ada"
            }
    "#]]
    .assert_eq(&text);
    let again = file::read_request(&SourceFile::new("a.request.yaml", text)).unwrap();
    assert_eq!(again, request);
}

#[test]
fn files_by_hand_need_little_and_mistakes_have_a_place() {
    let files = [
        SourceFile::new("collection.yaml", "# our own\nfairlead: 1\nname: Mine\n"),
        SourceFile::new("b/second.request.yaml", "method: GET\nurl: http://h/2\n"),
        SourceFile::new(
            "first.request.yaml",
            "method: GET\nurl: http://h/1\nqueri:\n  - { name: a, value: b }\n",
        ),
        SourceFile::new(
            "third.request.yaml",
            "method: GET\nurl: http://h/3\nheaders:\n  - name: a\n    valeu: b\n",
        ),
        SourceFile::new("fourth.request.yaml", "method: [\n"),
    ];
    let (collection, problems) = file::read(&files);
    let paths: Vec<String> = collection
        .requests()
        .iter()
        .map(|(f, r)| format!("{}/{}", f.join("/"), r.name))
        .collect();
    assert_eq!(paths, ["b/second"]);
    let said: Vec<String> = problems
        .iter()
        .map(|p| {
            format!(
                "{} {} {:?} {:?}",
                p.code,
                p.file.as_deref().unwrap(),
                p.line,
                p.column
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "request-key first.request.yaml Some(4) Some(3)",
            "request-key third.request.yaml Some(5) Some(12)",
            "yaml-invalid fourth.request.yaml Some(2) Some(1)",
        ]
    );
}

#[test]
fn a_text_that_a_row_could_take_for_a_list_is_quoted() {
    for name in ["A -", "a-", "A - b", "a -- ", "a:b", "a, b", "a #b"] {
        let request = SavedRequest {
            headers: vec![Row::new(name, name)],
            ..SavedRequest::default()
        };
        let collection = Collection {
            items: vec![Item::Request(Box::new(request))],
            ..Collection::default()
        };
        let (again, problems) = file::read(&sources(&file::write(&collection)));
        assert_eq!(problems, vec![], "{name:?}");
        assert_eq!(again, collection, "{name:?}");
    }
}

fn text() -> BoxedStrategy<String> {
    prop_oneof![
        "[a-zA-Z0-9 {}/:.-]{0,12}",
        "\\PC{0,10}",
        "[ \t\na#:'\"|>-]{0,12}",
        Just("null".to_owned()),
        Just("0x1F".to_owned()),
        Just("a\n\n\nb\n\n".to_owned()),
        Just("\u{85}\u{2028}\r\n\u{feff}\u{7f}".to_owned()),
    ]
    .boxed()
}

fn row() -> BoxedStrategy<Row> {
    (text(), text(), any::<bool>(), text())
        .prop_map(|(name, value, enabled, description)| Row {
            name,
            value,
            enabled,
            description,
        })
        .boxed()
}

fn rows() -> BoxedStrategy<Vec<Row>> {
    prop::collection::vec(row(), 0..3).boxed()
}

fn body() -> BoxedStrategy<Body> {
    prop_oneof![
        Just(Body::None),
        text().prop_map(|text| Body::Json { text }),
        (text(), text()).prop_map(|(text, media_type)| Body::Text { text, media_type }),
        rows().prop_map(|rows| Body::Form { rows }),
        (text(), text(), any::<bool>()).prop_map(|(a, b, enabled)| Body::Multipart {
            parts: vec![
                Part {
                    enabled,
                    ..Part::file(a.clone(), b.clone())
                },
                Part::text(b, a)
            ]
        }),
        (text(), text()).prop_map(|(query, variables)| Body::Graphql { query, variables }),
        (text(), text()).prop_map(|(path, media_type)| Body::File { path, media_type }),
    ]
    .boxed()
}

fn auth() -> BoxedStrategy<Auth> {
    prop_oneof![
        Just(Auth::Inherit),
        Just(Auth::None),
        (text(), text()).prop_map(|(username, password)| Auth::Basic { username, password }),
        (text(), text()).prop_map(|(token, prefix)| Auth::Bearer { token, prefix }),
        (text(), rows()).prop_map(|(client_id, others)| Auth::Oauth2(Box::new(
            fairlead_requests::OAuth2 {
                client_id,
                others,
                pkce: true,
                ..Default::default()
            }
        ))),
        (text(), rows()).prop_map(|(kind, fields)| Auth::Other { kind, fields }),
    ]
    .boxed()
}

fn request() -> BoxedStrategy<SavedRequest> {
    (
        (text(), text(), text(), rows(), rows(), rows()),
        (auth(), body(), text(), text()),
    )
        .prop_map(
            |((name, url, description, path_params, query, headers), (auth, body, a, b))| {
                SavedRequest {
                    name,
                    description,
                    method: "GET".into(),
                    url,
                    path_params,
                    query,
                    headers,
                    auth,
                    body,
                    socket: (a.len() % 2 == 1).then(|| Socket {
                        subprotocols: vec![a.clone()],
                    }),
                    template: vec![TemplateField {
                        name: "field".into(),
                        sample: a.clone(),
                        description: b.clone(),
                    }],
                    examples: vec![Example {
                        name: a.clone(),
                        status: 200,
                        body: b.clone(),
                        ..Example::default()
                    }],
                    notes: vec![Note { title: b, text: a }],
                }
            },
        )
        .boxed()
}

fn items() -> BoxedStrategy<Vec<Item>> {
    let leaf = request().prop_map(|r| Item::Request(Box::new(r)));
    let item = leaf.prop_recursive(3, 12, 3, |inner| {
        (text(), auth(), rows(), prop::collection::vec(inner, 0..3)).prop_map(
            |(name, auth, headers, items)| {
                Item::Folder(Folder {
                    name,
                    auth,
                    headers,
                    items,
                    ..Folder::default()
                })
            },
        )
    });
    prop::collection::vec(item, 0..4).boxed()
}

fn collection() -> BoxedStrategy<Collection> {
    (
        text(),
        text(),
        items(),
        prop::collection::vec((text(), text(), text()), 0..3),
    )
        .prop_map(|(name, description, items, environments)| Collection {
            name,
            description,
            items,
            environments: environments
                .into_iter()
                .map(|(name, a, b)| Environment {
                    name,
                    variables: vec![Variable {
                        secret: true,
                        ..Variable::new(a, b)
                    }],
                })
                .collect(),
            ..Collection::default()
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn what_is_written_is_read_again_and_written_the_same(collection in collection()) {
        let files = file::write(&collection);
        let (again, problems) = file::read(&sources(&files));
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(&again, &collection);
        prop_assert_eq!(file::write(&again), files);
    }
}

#[test]
fn fields_of_an_older_template_move_to_their_own_place() {
    let old = "name: Make\nmethod: GET\nurl: /ships/{{id}}\ndescription: |-\n  About it.\n\n  Fields:\n  - `id`: \"7\"\n";
    let read = file::read_request(&SourceFile::new("make.request.yaml", old)).unwrap();
    expect![[r#"
        name: Make
        description: About it.
        method: GET
        url: "/ships/{{id}}"
        template:
          - { name: id, sample: "7" }
    "#]]
    .assert_eq(&file::write_request(&read));
}
