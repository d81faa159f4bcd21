//! Entity tags and conditions.

use expect_test::expect;

use super::{check, things};

#[test]
fn conditions_are_kept() {
    check(
        &things(),
        r#"
        POST /things {"name": "a"}
        GET /things/4 @if-none-match:$etag
        HEAD /things/4 @if-none-match:"x",W/$etag
        GET /things/4 @if-none-match:"x"
        PUT /things/4 @if-match:"x" {"name": "b"}
        PUT /things/4 @if-match:$etag {"name": "b"}
        PUT /things/4 @if-none-match:* {"name": "c"}
        DELETE /things/4 @if-match:"x"
        DELETE /things/4 @if-match:*
        DELETE /things/4 @if-match:*
        "#,
        expect![[r#"
            POST /things {"name": "a"}
              201 location=/things/4 {"id":4,"name":"a"}
            GET /things/4 @if-none-match:$etag
              304
            HEAD /things/4 @if-none-match:"x",W/$etag
              304
            GET /things/4 @if-none-match:"x"
              200 {"id":4,"name":"a"}
            PUT /things/4 @if-match:"x" {"name": "b"}
              412 problem: the item is now "38b4c4e252a30b51"
            PUT /things/4 @if-match:$etag {"name": "b"}
              200 {"id":4,"name":"b"}
            PUT /things/4 @if-none-match:* {"name": "c"}
              412 problem: the item is now "c28a1cdb35f3b4c6"
            DELETE /things/4 @if-match:"x"
              412 problem: the item is now "c28a1cdb35f3b4c6"
            DELETE /things/4 @if-match:*
              204
            DELETE /things/4 @if-match:*
              404 problem: there is no thing `4`
        "#]],
    );
}
