//! Create, read, replace, merge, remove.

use expect_test::expect;

use super::{api, check, things};

#[test]
fn what_is_made_is_there_until_it_is_taken_away() {
    check(
        &things(),
        r#"
        POST /things {"name": "a", "size": 1}
        GET /things/4
        HEAD /things/4
        GET /things?name=a
        DELETE /things/4
        GET /things/4
        DELETE /things/4
        GET /things?name=a
        POST /things {"name": "b"}
        "#,
        expect![[r#"
            POST /things {"name": "a", "size": 1}
              201 location=/things/4 {"id":4,"name":"a","size":1}
            GET /things/4
              200 {"id":4,"name":"a","size":1}
            HEAD /things/4
              200
            GET /things?name=a
              200 [{"id":4,"name":"a","size":1}]
            DELETE /things/4
              204
            GET /things/4
              404 problem: there is no thing `4`
            DELETE /things/4
              404 problem: there is no thing `4`
            GET /things?name=a
              200 []
            POST /things {"name": "b"}
              201 location=/things/5 {"id":5,"name":"b"}
        "#]],
    );
}

#[test]
fn replacing_takes_everything_merging_only_what_is_sent() {
    check(
        &things(),
        r#"
        POST /things {"name": "a", "size": 1}
        PATCH /things/4 @content-type:application/merge-patch+json {"name": "b"}
        PATCH /things/4 @content-type:application/merge-patch+json {"size": null}
        PATCH /things/4 @content-type:application/merge-patch+json {"name": null, "size": 3}
        PATCH /things/4 @content-type:application/merge-patch+json {"size": 11, "name": "c"}
        PUT /things/4 {"name": "d"}
        GET /things/4
        PUT /things/99 {"name": "d"}
        PATCH /things/99 @content-type:application/merge-patch+json {}
        "#,
        expect![[r#"
            POST /things {"name": "a", "size": 1}
              201 location=/things/4 {"id":4,"name":"a","size":1}
            PATCH /things/4 @content-type:application/merge-patch+json {"name": "b"}
              200 {"id":4,"name":"b","size":1}
            PATCH /things/4 @content-type:application/merge-patch+json {"size": null}
              200 {"id":4,"name":"b"}
            PATCH /things/4 @content-type:application/merge-patch+json {"name": null, "size": 3}
              200 {"id":4,"name":"b","size":3}
            PATCH /things/4 @content-type:application/merge-patch+json {"size": 11, "name": "c"}
              200 {"id":4,"name":"c","size":3}
            PUT /things/4 {"name": "d"}
              200 {"id":4,"name":"d"}
            GET /things/4
              200 {"id":4,"name":"d"}
            PUT /things/99 {"name": "d"}
              404 problem: there is no thing `99`
            PATCH /things/99 @content-type:application/merge-patch+json {}
              404 problem: there is no thing `99`
        "#]],
    );
}

#[test]
fn a_patch_is_applied_whole_or_not_at_all() {
    check(
        &things(),
        r#"
        POST /things {"name": "a", "size": 1}
        PATCH /things/4 @content-type:application/json-patch+json [{"op": "replace", "path": "/name", "value": "b"}, {"op": "remove", "path": "/size"}]
        PATCH /things/4 @content-type:application/json-patch+json [{"op": "replace", "path": "/name", "value": "c"}, {"op": "test", "path": "/name", "value": "b"}]
        PATCH /things/4 @content-type:application/json-patch+json [{"op": "remove", "path": "/name"}]
        PATCH /things/4 @content-type:application/json-patch+json [{"op": "remove", "path": "/none"}]
        PATCH /things/4 @content-type:application/json-patch+json [{"op": "replace", "path": "/id", "value": 7}]
        PATCH /things/4 @content-type:application/json-patch+json [{"op": "fly"}]
        GET /things/4
        "#,
        expect![[r#"
            POST /things {"name": "a", "size": 1}
              201 location=/things/4 {"id":4,"name":"a","size":1}
            PATCH /things/4 @content-type:application/json-patch+json [{"op": "replace", "path": "/name", "value": "b"}, {"op": "remove", "path": "/size"}]
              200 {"id":4,"name":"b"}
            PATCH /things/4 @content-type:application/json-patch+json [{"op": "replace", "path": "/name", "value": "c"}, {"op": "test", "path": "/name", "value": "b"}]
              409 problem: operation '/1' failed at path '/name': value did not match
            PATCH /things/4 @content-type:application/json-patch+json [{"op": "remove", "path": "/name"}]
              422 problem: after the patch, body: the body has no property `name`, which it must have
            PATCH /things/4 @content-type:application/json-patch+json [{"op": "remove", "path": "/none"}]
              422 problem: operation '/0' failed at path '/none': path is invalid
            PATCH /things/4 @content-type:application/json-patch+json [{"op": "replace", "path": "/id", "value": 7}]
              200 {"id":4,"name":"b"}
            PATCH /things/4 @content-type:application/json-patch+json [{"op": "fly"}]
              422 problem: the patch cannot be read: unknown variant `fly`, expected one of `add`, `remove`, `replace`, `move`, `copy`, `test`
            GET /things/4
              200 {"id":4,"name":"b"}
        "#]],
    );
}

#[test]
fn read_only_fields_are_not_taken_and_write_only_fields_never_shown() {
    check(
        &things(),
        r#"
        POST /things {"id": 77, "name": "a", "secret": "s"}
        GET /things/77
        GET /things/4
        PUT /things/4 {"id": 78, "name": "b", "secret": "s"}
        PATCH /things/4 @content-type:application/merge-patch+json {"id": 79, "secret": "t"}
        "#,
        expect![[r#"
            POST /things {"id": 77, "name": "a", "secret": "s"}
              201 location=/things/4 {"id":4,"name":"a"}
            GET /things/77
              404 problem: there is no thing `77`
            GET /things/4
              200 {"id":4,"name":"a"}
            PUT /things/4 {"id": 78, "name": "b", "secret": "s"}
              200 {"id":4,"name":"b"}
            PATCH /things/4 @content-type:application/merge-patch+json {"id": 79, "secret": "t"}
              200 {"id":4,"name":"b"}
        "#]],
    );
}

#[test]
fn what_was_not_sent_is_the_default_or_null_or_made_up_only_where_it_must_be() {
    let text = api(
        "
        /jobs:
          post:
            requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/New'}}}}
            responses:
              '201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}
        /jobs/{jobId}:
          get:
            parameters: [{name: jobId, in: path, required: true, schema: {type: string}}]
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}
        ",
        "
        New: {type: object, properties: {name: {type: string}, note: {type: string}, state: {type: string}, owner: {type: [string, 'null']}}}
        Job:
          type: object
          required: [id, state, owner, number]
          properties:
            id: {type: string, format: uuid}
            name: {type: string}
            note: {type: string}
            state: {type: string, default: open}
            owner: {type: [string, 'null']}
            number: {type: integer, const: 5}
        ",
    );
    check(
        &text,
        r#"
        POST /jobs {"name": "a"}
        POST /jobs {"state": "done", "owner": "me", "more": 1}
        "#,
        expect![[r#"
            POST /jobs {"name": "a"}
              201 location=/jobs/c7e65e37-9a2b-4aea-a913-6877036811e3 {"id":"c7e65e37-9a2b-4aea-a913-6877036811e3","name":"a","state":"open","owner":null,"number":5}
            POST /jobs {"state": "done", "owner": "me", "more": 1}
              201 location=/jobs/27058b45-c68c-48c3-8701-9c698f62a6f3 {"id":"27058b45-c68c-48c3-8701-9c698f62a6f3","state":"done","owner":"me","number":5,"more":1}
        "#]],
    );
}

#[test]
fn times_are_noted_by_name_in_the_form_of_the_schema() {
    let text = api(
        "
        /jobs:
          post:
            requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}
            responses:
              '201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}
        /jobs/{id}:
          parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}
          patch:
            requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}
        ",
        "
        Job:
          type: object
          properties:
            id: {type: integer, readOnly: true}
            created_at: {type: string, format: date-time, readOnly: true}
            created: {type: integer, readOnly: true}
            dateCreated: {type: string, format: date, readOnly: true}
            updatedAt: {type: integer, example: 1767323045000, readOnly: true}
            createdBy: {type: string}
        ",
    );
    check(
        &text,
        r#"
        POST /jobs {}
        PATCH /jobs/4 {"createdBy": "me"}
        "#,
        expect![[r#"
            POST /jobs {}
              201 location=/jobs/4 {"id":4,"created_at":"2026-01-02T03:04:05Z","created":1767323045,"dateCreated":"2026-01-02","updatedAt":1767323045000}
            PATCH /jobs/4 {"createdBy": "me"}
              200 {"id":4,"created_at":"2026-01-02T03:04:05Z","created":1767323045,"dateCreated":"2026-01-02","updatedAt":1767323045000,"createdBy":"me"}
        "#]],
    );
}

#[test]
fn a_client_may_give_the_id_where_it_is_its_to_give() {
    let text = |conflict: &str| {
        api(
            &format!(
                "
        /tags:
          get:
            responses:
              '200': {{description: ok, content: {{application/json: {{schema: {{type: array, items: {{$ref: '#/components/schemas/Tag'}}}}}}}}}}
          post:
            requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Tag'}}}}}}}}
            responses:
              '201': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Tag'}}}}}}}}
              {conflict}
        /tags/{{slug}}:
          parameters: [{{name: slug, in: path, required: true, schema: {{type: string}}}}]
          get:
            responses:
              '200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Tag'}}}}}}}}
          put:
            requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Tag'}}}}}}}}
            responses:
              '201': {{description: made}}
              '204': {{description: replaced}}
        "
            ),
            "
        Tag: {type: object, properties: {slug: {type: string, pattern: '^[a-z]+$'}, text: {type: string}}}
        ",
        )
    };
    let script = r#"
        POST /tags {"slug": "x", "text": "1"}
        POST /tags {"slug": "x", "text": "2"}
        GET /tags/x
        POST /tags {"text": "3"}
        PUT /tags/y {"text": "4"}
        PUT /tags/y {"text": "5"}
        GET /tags/y
        PUT /tags/a%2Fb {"text": "6"}
        GET /tags/a%2Fb
        "#;
    check(
        &text(""),
        script,
        expect![[r#"
        POST /tags {"slug": "x", "text": "1"}
          201 location=/tags/x {"slug":"x","text":"1"}
        POST /tags {"slug": "x", "text": "2"}
          201 {"slug":"x","text":"2"}
        GET /tags/x
          200 {"slug":"x","text":"2"}
        POST /tags {"text": "3"}
          201 location=/tags/anchor {"slug":"anchor","text":"3"}
        PUT /tags/y {"text": "4"}
          201 location=/tags/y
        PUT /tags/y {"text": "5"}
          204
        GET /tags/y
          200 {"slug":"y","text":"5"}
        PUT /tags/a%2Fb {"text": "6"}
          422 problem: `a/b` cannot be a `slug`
        GET /tags/a%2Fb
          404 problem: there is no tag `a/b`
    "#]],
    );
    check(
        &text("'409': {description: taken}"),
        r#"
        POST /tags {"slug": "x"}
        POST /tags {"slug": "x"}
        "#,
        expect![[r#"
            POST /tags {"slug": "x"}
              201 location=/tags/x {"slug":"x"}
            POST /tags {"slug": "x"}
              409
        "#]],
    );
}

#[test]
fn what_is_missing_is_told_in_the_documents_own_shape() {
    let text = |responses: &str| {
        api(
            &format!(
                "
        /tags:
          post:
            requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Tag'}}}}}}}}
            responses: {{'201': {{description: ok}}}}
        /tags/{{id}}:
          get:
            parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
            responses:
              '200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Tag'}}}}}}}}
              {responses}
        "
            ),
            "
        Tag: {type: object, properties: {id: {type: string}, text: {type: string}}}
        Failure: {type: object, required: [code, message], properties: {code: {type: integer}, message: {type: string}}}
        ",
        )
    };
    let own = "{description: no, content: {application/json: {schema: {$ref: '#/components/schemas/Failure'}}}}";
    for status in ["'404'", "4XX", "default"] {
        check(
            &text(&format!("{status}: {own}")),
            "GET /tags/none",
            expect![[r#"
                GET /tags/none
                  404 {"code":404,"message":"there is no tag `none`"}
            "#]],
        );
    }
    check(
        &text(""),
        "GET /tags/none",
        expect![[r#"
        GET /tags/none
          404 problem: there is no tag `none`
    "#]],
    );
}

#[test]
fn another_status_or_an_example_is_made_up_as_ever() {
    check(
        &things(),
        r#"
        GET /things/99 @prefer:code=200
        GET /things/1 @prefer:example=none
        GET /things/1 @accept:image/png
        POST /things @accept:image/png {"name": "not made"}
        GET /things?name=not%20made
        "#,
        expect![[r#"
            GET /things/99 @prefer:code=200
              200 {"id":902,"name":"Kenji Okafor","size":-33}
            GET /things/1 @prefer:example=none
              404 problem: there is no example `none`; this response has none by name
            GET /things/1 @accept:image/png
              406 problem: there is application/json
            POST /things @accept:image/png {"name": "not made"}
              406 problem: there is application/json
            GET /things?name=not%20made
              200 []
        "#]],
    );
}
