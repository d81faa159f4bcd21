//! Seed data from a file.

use expect_test::{Expect, expect};

use super::{check_with, mock, things};

fn said(text: &str, expected: Expect) {
    let mock = mock(&things());
    let problems = match mock.seed_state("seeds.yaml", text.as_bytes()) {
        Ok(doubts) => doubts,
        Err(problems) => problems,
    };
    let lines: String = problems.iter().map(|p| format!("{p}\n")).collect();
    expected.assert_eq(&lines);
}

#[test]
fn a_collection_begins_as_the_file_says() {
    let mock = mock(&things());
    let text = "/things:\n  - {id: 7, name: seven}\n  - {name: no id}\n";
    assert_eq!(mock.seed_state("seeds.yaml", text.as_bytes()), Ok(vec![]));
    check_with(
        &mock,
        r#"
        GET /things
        POST /things {"name": "new"}
        "#,
        expect![[r#"
            GET /things
              200 [{"id":7,"name":"seven"},{"id":8,"name":"no id"}]
            POST /things {"name": "new"}
              201 location=/things/9 {"id":9,"name":"new"}
        "#]],
    );
    mock.reset_state();
    check_with(
        &mock,
        "GET /things/7",
        expect![[r#"
        GET /things/7
          200 {"id":7,"name":"seven"}
    "#]],
    );
}

#[test]
fn mistakes_are_told_with_their_places() {
    said(
        "/things: [{id: 1, name: ok}",
        expect![[r#"
        seeds.yaml:2:1: error[yaml-invalid]: not valid YAML: while parsing a flow sequence, expected ',' or ']'; the file may be cut off: a bracket or quote is not closed
    "#]],
    );
    said(
        "- 1\n",
        expect![[r#"
        seeds.yaml:1:1: error[data-no-object]: seed data is an object: the path of a collection, and a list of its items, such as `/things: [{name: one}]`
    "#]],
    );
    said(
        "/boats: []\n/things:\n  a: 1\n",
        expect![[r#"
        seeds.yaml:1:9: error[data-no-collection]: `/boats` is no collection of the description; there is `/things` (/~1boats)
        seeds.yaml:3:3: error[data-no-list]: the items of `/things` are no list; write `/things: [{…}]` (/~1things)
    "#]],
    );
    said(
        "/things:\n  - {id: 1, name: one}\n  - two\n",
        expect![[r#"
        seeds.yaml:3:5: error[data-no-item]: item 1 of `/things` is no object (/~1things/1)
    "#]],
    );
    said(
        "/things:\n  - {id: 1, name: one}\n  - {id: 1, name: ''}\n  - {id: 2, name: two, size: 99}\n",
        expect![[r#"
            seeds.yaml:3:19: warning[data-breaks-schema]: the item breaks its schema: body /name: `name` must have at least 1 character, but has 0; it is kept all the same (/~1things/1/name)
            seeds.yaml:3:5: warning[data-repeated-id]: the id `1` is there twice; the first item is kept (/~1things/1)
            seeds.yaml:4:30: warning[data-breaks-schema]: the item breaks its schema: body /size: `size` must be 10 or less, but is 99; it is kept all the same (/~1things/2/size)
        "#]],
    );
}
