//! Every version into the one model.

use expect_test::{Expect, expect};

use crate::show;

fn check(text: &str, expected: Expect) {
    let (_, spec, problems) = show::one(text);
    expected.assert_eq(&format!("{}{}", show::model(&spec), show::codes(&problems)));
}

#[test]
fn version_2_0() {
    check(
        r"
swagger: '2.0'
info: {title: Two, version: '1'}
host: api.example.com
basePath: /v1
schemes: [https, http]
consumes: [application/json]
produces: [application/json, application/xml]
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  oauth: {type: oauth2, flow: accessCode, authorizationUrl: https://a, tokenUrl: https://t, scopes: {read: Reading}}
security: [{key: []}]
parameters:
  Limit: {name: limit, in: query, type: integer, maximum: 10}
definitions:
  Pet: {type: object, properties: {name: {type: string, x-nullable: true}}}
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, type: array, items: {type: integer}, collectionFormat: pipes}
    post:
      operationId: add
      security: []
      parameters:
        - {$ref: '#/parameters/Limit'}
        - {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
      responses:
        200:
          description: ok
          schema: {$ref: '#/definitions/Pet'}
          headers: {X-Rate: {type: integer}}
          examples: {application/json: {name: a}}
        default: {description: no}
  /upload:
    put:
      parameters:
        - {name: file, in: formData, type: file, required: true}
        - {name: tags, in: formData, type: array, items: {type: string}, collectionFormat: multi}
      responses: {204: {description: none}}
",
        expect![[r#"
            Two 1 (V2)
            server https://api.example.com/v1
            server http://api.example.com/v1
            scheme key ApiKey { location: Header, name: "X-Key" }
            scheme oauth OAuth2 { flows: [OAuthFlow { kind: "authorizationCode", authorization_url: Some("https://a"), token_url: Some("https://t"), refresh_url: None, scopes: [("read", "Reading")] }], metadata_url: None }
            schema Pet /definitions/Pet
            POST /pets/{id} Some("add")
              security []
              Path id PipeDelimited required /paths/~1pets~1{id}/parameters/0
              Query limit Form /parameters/Limit
              body required=true
                application/json /paths/~1pets~1{id}/post/parameters/1/schema items=None
              Code(200) ok
                Header X-Rate Simple /paths/~1pets~1{id}/post/responses/200/headers/X-Rate
                application/json /paths/~1pets~1{id}/post/responses/200/schema items=None
                  example None {"name":"a"}
                application/xml /paths/~1pets~1{id}/post/responses/200/schema items=None
              Default no
            PUT /upload None
              security [[SecurityNeed { scheme: "key", scopes: [] }]]
              body required=true
                multipart/form-data /op_c9ed3d2ae4ed04d9 items=None
                  encoding tags Some(Form) Some(true)
              Code(204) none
        "#]],
    );
}

#[test]
fn version_3_0() {
    check(
        r"
openapi: 3.0.3
info: {title: Three, version: '1'}
servers:
  - url: https://{region}.example.com/{base}
    variables: {region: {default: eu}, base: {default: v2}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer}}
  responses:
    Error: {description: bad, content: {application/problem+json: {schema: {type: object}}}}
  examples:
    Tom: {summary: A cat, value: {name: Tom}}
  securitySchemes:
    bearer: {type: http, scheme: Bearer, bearerFormat: JWT}
    oidc: {type: openIdConnect, openIdConnectUrl: https://o}
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, style: matrix, explode: true, schema: {type: string}}
      - {name: limit, in: query, schema: {type: string}}
    get:
      tags: [pets]
      security: [{bearer: []}, {}]
      parameters:
        - {$ref: '#/components/parameters/Limit'}
        - {name: filter, in: query, style: deepObject, explode: true, schema: {type: object}}
        - {name: Authorization, in: header, schema: {type: string}}
        - {name: s, in: cookie, content: {application/json: {schema: {type: object}}}}
      responses:
        '200':
          description: ok
          headers: {X-Rate: {required: true, schema: {type: integer}}}
          content:
            application/json:
              schema: {type: object, nullable: true}
              examples: {tom: {$ref: '#/components/examples/Tom'}}
        4XX: {$ref: '#/components/responses/Error'}
    patch:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {type: object}
            encoding: {a: {style: pipeDelimited, explode: false}}
      responses: {default: {description: any}}
",
        expect![[r#"
            Three 1 (V30)
            server https://eu.example.com/v2
            scheme bearer Bearer { format: Some("JWT") }
            scheme oidc OpenIdConnect { url: "https://o" }
            tag pets < None
            GET /pets/{id} None
              security [[SecurityNeed { scheme: "bearer", scopes: [] }], []]
              Path id Matrix explode required /paths/~1pets~1{id}/parameters/0/schema
              Query limit Form explode /components/parameters/Limit/schema
              Query filter DeepObject explode /paths/~1pets~1{id}/get/parameters/1/schema
              Cookie s Form explode -
              Code(200) ok
                Header X-Rate Simple required /paths/~1pets~1{id}/get/responses/200/headers/X-Rate/schema
                application/json /paths/~1pets~1{id}/get/responses/200/content/application~1json/schema items=None
                  example Some("tom") {"name":"Tom"}
              Range(4) bad
                application/problem+json /components/responses/Error/content/application~1problem+json/schema items=None
            PATCH /pets/{id} None
              Path id Matrix explode required /paths/~1pets~1{id}/parameters/0/schema
              Query limit Form explode /paths/~1pets~1{id}/parameters/1/schema
              body required=true
                multipart/form-data /paths/~1pets~1{id}/patch/requestBody/content/multipart~1form-data/schema items=None
                  encoding a Some(PipeDelimited) Some(false)
              Default any
            info header-parameter-ignored /paths/~1pets~1{id}/get/parameters/2 :28
        "#]],
    );
}

#[test]
fn version_3_1_webhooks_and_path_items_by_reference() {
    check(
        r"
openapi: 3.1.0
info: {title: One, version: 1.5}
webhooks:
  newPet: {$ref: '#/components/pathItems/Hook'}
components:
  pathItems:
    Hook:
      summary: A hook
      post:
        requestBody: {content: {application/json: {schema: true}}}
        responses: {'200': {description: ok}}
paths:
  /a:
    $ref: '#/components/pathItems/Hook'
    get: {responses: {'200': {description: ok}}}
",
        expect![[r#"
            One 1.5 (V31)
            GET /a None
              Code(200) ok
            POST /a None
              body required=false
                application/json /components/pathItems/Hook/post/requestBody/content/application~1json/schema items=None
              Code(200) ok
            POST newPet None
              body required=false
                application/json /components/pathItems/Hook/post/requestBody/content/application~1json/schema items=None
              Code(200) ok
            warning wrong-type /info/version :3
        "#]],
    );
}

#[test]
fn version_3_2() {
    check(
        r"
openapi: 3.2.0
info: {title: Two, version: '1'}
tags:
  - {name: all}
  - {name: part, parent: all}
components:
  mediaTypes:
    Stream: {itemSchema: {type: object}}
paths:
  /search:
    query:
      parameters:
        - {name: q, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object}}}}
      requestBody: {content: {application/json: {schema: {}, examples: {a: {dataValue: {x: 1}}}}}}
      responses:
        '200': {content: {application/jsonl: {$ref: '#/components/mediaTypes/Stream'}}}
    additionalOperations:
      COPY:
        tags: [part, other]
        responses: {'200': {description: ok}}
",
        expect![[r#"
            Two 1 (V32)
            tag all < None
            tag part < Some("all")
            tag other < None
            QUERY /search None
              Querystring q Form explode -
              body required=false
                application/json /paths/~1search/query/requestBody/content/application~1json/schema items=None
                  example Some("a") {"x":1}
              Code(200) 
                application/jsonl - items=Some("/components/mediaTypes/Stream/itemSchema")
            COPY /search None
              Code(200) ok
        "#]],
    );
}
