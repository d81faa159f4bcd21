//! Pages, order, filters and envelopes.

use expect_test::expect;
use fairlead_mock::Mock;

use super::{api, ask, check_with, mock};

/// Five boats to list, by a `get` with these parameters and this schema of its answer.
fn boats(parameters: &str, answer: &str, headers: &str) -> Mock {
    let boats = mock(&api(
        &format!(
            "
        /boats:
          get:
            parameters: [{parameters}]
            responses:
              '200': {{description: ok, headers: {{{headers}}}, content: {{application/json: {{schema: {answer}}}}}}}
        /boats/{{id}}:
          get:
            parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
            responses:
              '200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Boat'}}}}}}}}
        "
        ),
        "
        Boat:
          type: object
          required: [id]
          properties:
            id: {type: string}
            name: {type: string}
            length: {type: number}
            kind: {type: string, enum: [sail, motor]}
            afloat: {type: boolean}
            tags: {type: array, items: {type: object, properties: {name: {type: string}}}}
            launchedAt: {type: string, format: date-time}
        Ids: {type: array, items: {type: object, properties: {id: {type: string}}, additionalProperties: false}}
        Short: {type: object, required: [id], properties: {id: {type: string}}, additionalProperties: false}
        ",
    ));
    let seeds = r#"
/boats:
  - {id: a, name: Tern, length: 7, kind: sail, afloat: true, tags: [{name: old}], launchedAt: "2020-01-01T00:00:00Z"}
  - {id: b, name: gull, length: 12.5, kind: motor, afloat: false, tags: [{name: old}, {name: red}], launchedAt: "2021-01-01T00:00:00Z"}
  - {id: c, name: Petrel, length: 9, kind: sail, afloat: true, launchedAt: "2022-06-01T12:00:00+02:00"}
  - {id: d, name: Auk, length: 30, kind: motor, afloat: true, tags: [{name: red}]}
  - {id: e, name: Gannet, length: 9, kind: sail, afloat: false}
"#;
    let doubts = boats.seed_state("seeds.yaml", seeds.as_bytes());
    assert_eq!(doubts.expect("good data"), []);
    boats
}

const IDS: &str = "{type: array, items: {$ref: '#/components/schemas/Short'}}";
const INT: &str = "schema: {type: integer}";
const TEXT: &str = "schema: {type: string}";

fn query(name: &str, rest: &str) -> String {
    format!("{{name: '{name}', in: query, {rest}}}")
}

#[test]
fn pages_by_offset() {
    let parameters = [
        query("limit", "schema: {type: integer, default: 3}"),
        query("skip", INT),
    ];
    check_with(
        &boats(
            &parameters.join(","),
            IDS,
            "X-Total-Count: {schema: {type: integer}}",
        ),
        "
        GET /boats
        GET /boats?skip=3
        GET /boats?limit=2&skip=2 @host:boats.example
        GET /boats?limit=10
        GET /boats?skip=99
        GET /boats?limit=0
        ",
        expect![[r#"
            GET /boats
              200 link=</boats?skip=3>; rel="next", </boats?skip=0>; rel="first", </boats?skip=3>; rel="last" x-total-count=5 [{"id":"a"},{"id":"b"},{"id":"c"}]
            GET /boats?skip=3
              200 link=</boats?skip=0>; rel="prev", </boats?skip=0>; rel="first", </boats?skip=3>; rel="last" x-total-count=5 [{"id":"d"},{"id":"e"}]
            GET /boats?limit=2&skip=2 @host:boats.example
              200 link=<http://boats.example/boats?limit=2&skip=4>; rel="next", <http://boats.example/boats?limit=2&skip=0>; rel="prev", <http://boats.example/boats?limit=2&skip=0>; rel="first", <http://boats.example/boats?limit=2&skip=4>; rel="last" x-total-count=5 [{"id":"c"},{"id":"d"}]
            GET /boats?limit=10
              200 x-total-count=5 [{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}]
            GET /boats?skip=99
              200 link=</boats?skip=2>; rel="prev", </boats?skip=0>; rel="first", </boats?skip=3>; rel="last" x-total-count=5 []
            GET /boats?limit=0
              200 x-total-count=5 []
        "#]],
    );
}

#[test]
fn pages_by_number() {
    for name in ["page", "page[number]"] {
        let size = if name == "page" {
            "per_page"
        } else {
            "page[size]"
        };
        let parameters = [query(size, INT), query(name, INT)].join(",");
        let mock = boats(&parameters, IDS, "");
        let first = ask(&mock, &format!("GET /boats?{size}=2&{name}=1"));
        assert!(
            String::from_utf8_lossy(&first.body).contains("\"b\""),
            "{name}"
        );
        let last = ask(&mock, &format!("GET /boats?{size}=2&{name}=3"));
        assert_eq!(last.body, r#"[{"id":"e"}]"#, "{name}");
    }
    let from_zero = [
        query("size", INT),
        query("page", "schema: {type: integer, minimum: 0}"),
    ];
    check_with(
        &boats(&from_zero.join(","), IDS, ""),
        "
        GET /boats?size=2
        GET /boats?size=2&page=0
        GET /boats?size=2&page=2
        ",
        expect![[r#"
            GET /boats?size=2
              200 link=</boats?size=2&page=1>; rel="next", </boats?size=2&page=0>; rel="first", </boats?size=2&page=2>; rel="last" [{"id":"a"},{"id":"b"}]
            GET /boats?size=2&page=0
              200 link=</boats?size=2&page=1>; rel="next", </boats?size=2&page=0>; rel="first", </boats?size=2&page=2>; rel="last" [{"id":"a"},{"id":"b"}]
            GET /boats?size=2&page=2
              200 link=</boats?size=2&page=1>; rel="prev", </boats?size=2&page=0>; rel="first", </boats?size=2&page=2>; rel="last" [{"id":"e"}]
        "#]],
    );
    let deep = "{name: page, in: query, style: deepObject, explode: true, schema: {type: object, properties: {size: {type: integer}, number: {type: integer}}}}";
    check_with(
        &boats(deep, IDS, ""),
        "GET /boats?page[size]=2&page[number]=2",
        expect![[r#"
            GET /boats?page[size]=2&page[number]=2
              200 link=</boats?page[size]=2&page%5Bnumber%5D=3>; rel="next", </boats?page[size]=2&page%5Bnumber%5D=1>; rel="prev", </boats?page[size]=2&page%5Bnumber%5D=1>; rel="first", </boats?page[size]=2&page%5Bnumber%5D=3>; rel="last" [{"id":"c"},{"id":"d"}]
        "#]],
    );
}

#[test]
fn pages_by_cursor() {
    let envelope = "{type: object, required: [data], properties: {data: {type: array, items: {$ref: '#/components/schemas/Short'}}, has_more: {type: boolean}, next_cursor: {type: [string, 'null']}}}";
    let parameters = [query("limit", INT), query("cursor", TEXT)].join(",");
    let mock = boats(&parameters, envelope, "");
    let mut target = "/boats?limit=2".to_owned();
    let mut seen = Vec::new();
    for _ in 0..5 {
        let response = ask(&mock, &format!("GET {target}"));
        let page: serde_json::Value = serde_json::from_slice(&response.body).expect("JSON");
        let items = page["data"].as_array().expect("a list");
        seen.extend(
            items
                .iter()
                .map(|i| i["id"].as_str().unwrap_or_default().to_owned()),
        );
        assert_eq!(
            page["has_more"].as_bool(),
            Some(page["next_cursor"].is_string())
        );
        match page["next_cursor"].as_str() {
            Some(next) => target = format!("/boats?limit=2&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ["a", "b", "c", "d", "e"]);
    let parameters = [query("limit", INT), query("starting_after", TEXT)].join(",");
    check_with(
        &boats(&parameters, IDS, ""),
        "
        GET /boats?limit=2&starting_after=b
        GET /boats?starting_after=e
        ",
        expect![[r#"
            GET /boats?limit=2&starting_after=b
              200 [{"id":"c"},{"id":"d"}]
            GET /boats?starting_after=e
              200 []
        "#]],
    );
}

#[test]
fn envelopes_are_filled() {
    let fields = "total: {type: integer}, count: {type: integer}, page: {type: integer}, pages: {type: integer}, per_page: {type: integer}, next: {type: [string, 'null'], format: uri}, previous: {type: [string, 'null']}, hasMore: {type: boolean}, links: {type: object, properties: {self: {type: string}, last: {type: string}, next: {type: object, properties: {href: {type: string}}}}}";
    let envelope = format!(
        "{{type: object, properties: {{items: {{type: array, items: {{$ref: '#/components/schemas/Short'}}}}, {fields}}}}}"
    );
    let parameters = [query("per_page", INT), query("page", INT)].join(",");
    check_with(
        &boats(&parameters, &envelope, ""),
        "
        GET /boats?per_page=2 @host:boats.example
        GET /boats?per_page=2&page=3 @host:boats.example
        ",
        expect![[r#"
            GET /boats?per_page=2 @host:boats.example
              200 link=<http://boats.example/boats?per_page=2&page=2>; rel="next", <http://boats.example/boats?per_page=2&page=1>; rel="first", <http://boats.example/boats?per_page=2&page=3>; rel="last" {"items":[{"id":"a"},{"id":"b"}],"total":5,"count":2,"page":1,"pages":3,"per_page":2,"next":"http://boats.example/boats?per_page=2&page=2","previous":null,"hasMore":true,"links":{"self":"http://boats.example/boats?per_page=2","last":"http://boats.example/boats?per_page=2&page=3","next":{"href":"http://boats.example/boats?per_page=2&page=2"}}}
            GET /boats?per_page=2&page=3 @host:boats.example
              200 link=<http://boats.example/boats?per_page=2&page=2>; rel="prev", <http://boats.example/boats?per_page=2&page=1>; rel="first", <http://boats.example/boats?per_page=2&page=3>; rel="last" {"items":[{"id":"e"}],"total":5,"count":1,"page":3,"pages":3,"per_page":2,"next":null,"previous":"http://boats.example/boats?per_page=2&page=2","hasMore":false,"links":{"self":"http://boats.example/boats?per_page=2&page=3","last":"http://boats.example/boats?per_page=2&page=3"}}
        "#]],
    );
}

#[test]
fn items_are_filtered_by_their_properties() {
    let parameters = [
        query("kind", "schema: {type: array, items: {type: string}}"),
        query("afloat", "schema: {type: boolean}"),
        query(
            "tags",
            "explode: false, schema: {type: array, items: {type: string}}",
        ),
        query("length_gte", "schema: {type: number}"),
        query("max_length", "schema: {type: number}"),
        query("launched[lt]", TEXT),
        query("since", "schema: {type: string, format: date}"),
        query("until", "schema: {type: string, format: date}"),
        query("q", TEXT),
        query("colour", TEXT),
    ];
    check_with(
        &boats(&parameters.join(","), IDS, ""),
        "
        GET /boats?kind=motor
        GET /boats?kind=motor&kind=sail
        GET /boats?afloat=false
        GET /boats?tags=red,blue
        GET /boats?length_gte=9&max_length=12.5
        GET /boats?launched[lt]=2022-06-01T10:00:00Z
        GET /boats?since=2021-01-01&until=2022-06-01
        GET /boats?q=GULL
        GET /boats?q=none
        GET /boats?colour=red
        GET /boats?undeclared=1&name=Tern
        ",
        expect![[r#"
            GET /boats?kind=motor
              200 [{"id":"b"},{"id":"d"}]
            GET /boats?kind=motor&kind=sail
              200 [{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}]
            GET /boats?afloat=false
              200 [{"id":"b"},{"id":"e"}]
            GET /boats?tags=red,blue
              200 [{"id":"b"},{"id":"d"}]
            GET /boats?length_gte=9&max_length=12.5
              200 [{"id":"b"},{"id":"c"},{"id":"e"}]
            GET /boats?launched[lt]=2022-06-01T10:00:00Z
              200 [{"id":"a"},{"id":"b"}]
            GET /boats?since=2021-01-01&until=2022-06-01
              200 [{"id":"b"},{"id":"c"}]
            GET /boats?q=GULL
              200 [{"id":"b"}]
            GET /boats?q=none
              200 []
            GET /boats?colour=red
              200 [{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}]
            GET /boats?undeclared=1&name=Tern
              200 [{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}]
        "#]],
    );
}

#[test]
fn items_are_sorted() {
    let parameters = [
        query("sort", TEXT),
        query("order", TEXT),
        query("sort_by", TEXT),
    ];
    check_with(
        &boats(&parameters.join(","), IDS, ""),
        "
        GET /boats?sort=name
        GET /boats?sort=-length
        GET /boats?sort=length:desc,name:asc
        GET /boats?sort=length,desc
        GET /boats?sort_by=name&order=desc
        GET /boats?order=desc
        GET /boats?sort=launched_at
        GET /boats?sort=nothing
        ",
        expect![[r#"
            GET /boats?sort=name
              200 [{"id":"d"},{"id":"e"},{"id":"b"},{"id":"c"},{"id":"a"}]
            GET /boats?sort=-length
              200 [{"id":"d"},{"id":"b"},{"id":"c"},{"id":"e"},{"id":"a"}]
            GET /boats?sort=length:desc,name:asc
              200 [{"id":"d"},{"id":"b"},{"id":"e"},{"id":"c"},{"id":"a"}]
            GET /boats?sort=length,desc
              200 [{"id":"d"},{"id":"b"},{"id":"c"},{"id":"e"},{"id":"a"}]
            GET /boats?sort_by=name&order=desc
              200 [{"id":"a"},{"id":"c"},{"id":"b"},{"id":"e"},{"id":"d"}]
            GET /boats?order=desc
              200 [{"id":"e"},{"id":"d"},{"id":"c"},{"id":"b"},{"id":"a"}]
            GET /boats?sort=launched_at
              200 [{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}]
            GET /boats?sort=nothing
              200 [{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"},{"id":"e"}]
        "#]],
    );
}

#[test]
fn a_list_keeps_its_own_limits() {
    let most = "{type: array, maxItems: 2, items: {$ref: '#/components/schemas/Short'}}";
    check_with(
        &boats("", most, ""),
        "GET /boats",
        expect![[r#"
        GET /boats
          200 [{"id":"a"},{"id":"b"}]
    "#]],
    );
}
