//! Descriptions in different versions of OpenAPI.

use fairlead_openapi::{
    MemoryFetch, SAMPLE, diff,
    diff::{Class, Kind},
    read,
};

use super::{between, corpus, lines};

const TWO: &str = "
swagger: '2.0'
info: {title: T, version: '1'}
host: api.example.com
basePath: /v1
schemes: [https]
consumes: [application/json]
produces: [application/json]
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  login: {type: oauth2, flow: accessCode, authorizationUrl: 'https://a.example', tokenUrl: 'https://t.example', scopes: {read: Reading}}
security: [{key: []}]
definitions:
  Pet: {type: object, required: [name], properties: {name: {type: string, x-nullable: true}, age: {type: integer, minimum: 0, exclusiveMinimum: true}, photo: {type: string, format: byte}}}
paths:
  /pets/{id}:
    put:
      parameters:
        - {name: id, in: path, required: true, type: integer, format: int64, description: Which}
        - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: csv}
        - {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
      responses:
        200: {description: ok, schema: {$ref: '#/definitions/Pet'}, headers: {X-Rate: {type: integer, description: Left}}}
  /photos:
    post:
      consumes: [multipart/form-data]
      parameters:
        - {name: file, in: formData, type: file, required: true}
        - {name: note, in: formData, type: string, maxLength: 10}
      responses: {204: {description: none}}
  /login:
    post:
      consumes: [application/x-www-form-urlencoded]
      security: [{login: [read]}]
      parameters: [{name: names, in: formData, type: array, items: {type: string}, collectionFormat: multi}]
      responses: {204: {description: none}}
";

/// The same in 3.0 (`%` stands for what 3.1 writes otherwise).
fn three(version: &str, pet: &str, file: &str) -> String {
    format!(
        "
openapi: {version}
info: {{title: T, version: '1'}}
servers: [{{url: 'https://api.example.com/v1'}}]
security: [{{key: []}}]
components:
  securitySchemes:
    key: {{type: apiKey, in: header, name: X-Key}}
    login: {{type: oauth2, flows: {{authorizationCode: {{authorizationUrl: 'https://a.example', tokenUrl: 'https://t.example', scopes: {{read: Reading}}}}}}}}
  schemas:
    Pet: {pet}
paths:
  /pets/{{id}}:
    put:
      parameters:
        - {{name: id, in: path, required: true, description: Which, schema: {{type: integer, format: int64}}}}
        - {{name: tags, in: query, explode: false, schema: {{type: array, items: {{type: string}}}}}}
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}
      responses:
        '200':
          description: ok
          headers: {{X-Rate: {{description: Left, schema: {{type: integer}}}}}}
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}
  /photos:
    post:
      requestBody: {{required: true, content: {{multipart/form-data: {{schema: {{type: object, required: [file], properties: {{file: {file}, note: {{type: string, maxLength: 10}}}}}}}}}}}}
      responses: {{'204': {{description: none}}}}
  /login:
    post:
      security: [{{login: [read]}}]
      requestBody: {{content: {{application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{names: {{type: array, items: {{type: string}}}}}}}}}}}}}}
      responses: {{'204': {{description: none}}}}
"
    )
}

fn all() -> [String; 3] {
    let three_0 = three(
        "3.0.3",
        "{type: object, required: [name], properties: {name: {type: string, nullable: true}, age: {type: integer, minimum: 0, exclusiveMinimum: true}, photo: {type: string, format: byte}}}",
        "{type: string, format: binary}",
    );
    let three_1 = three(
        "3.1.0",
        "{type: object, required: [name], properties: {name: {type: [string, 'null']}, age: {type: integer, exclusiveMinimum: 0}, photo: {type: string, contentEncoding: base64}}}",
        "{type: string}",
    );
    [TWO.to_owned(), three_0, three_1]
}

#[test]
fn the_same_in_three_dialects_is_the_same() {
    let all = all();
    for old in &all {
        for new in &all {
            let changes = between(old, new);
            let others: Vec<_> = changes
                .into_iter()
                .filter(|c| c.kind != Kind::DialectChanged)
                .collect();
            assert_eq!(lines(&others), "");
        }
    }
}

#[test]
fn changes_across_dialects_are_found() {
    let [two, _, new] = all();
    let new = new
        .replace("maxLength: 10", "maxLength: 9")
        .replace("required: [file]", "required: [file, note]")
        .replace("explode: false, ", "");
    let changes = between(&two, &new);
    assert_eq!(
        lines(&changes),
        "words openapi-version-changed the version of OpenAPI went from 2.0 to 3.1.0\n\
         BREAK request-parameter-explode-changed PUT /pets/{id}: query parameter `tags`: `explode` went from false to true\n\
         BREAK request-property-became-required POST /photos: request body: the property `note` has to be there now\n\
         BREAK request-max-length-lowered POST /photos: request body, `note`: `maxLength` went from `10` to `9`\n"
    );
    // What was made for the form stands at the operation, and the field where it is written.
    let was = changes[2].old.as_ref().unwrap();
    assert_eq!(was.pointer, "/paths/~1photos/post/parameters/1");
    assert!(
        changes
            .iter()
            .all(|c| c.old.as_ref().is_none_or(|s| s.line.is_some()))
    );
}

/// One API that its makers wrote in two versions.
#[test]
fn the_petstore_in_2_and_3() {
    let specs = corpus::specs();
    let find = |name: &str| specs.iter().find(|(n, _)| n == name).map(|(_, s)| s);
    let (Some(two), Some(three)) = (
        find("oai-petstore-2.0/petstore.json"),
        find("oai-petstore-3.0/petstore.json"),
    ) else {
        return;
    };
    let changes = diff(two, three);
    println!("{}", lines(&changes));
    assert_eq!(
        diff(find("oai-petstore-2.0/petstore.yaml").unwrap(), two)
            .iter()
            .filter(|c| c.class == Class::Breaking)
            .count(),
        0
    );
}

#[test]
fn the_sample_is_the_same_as_itself() {
    let read = || {
        let fetch = MemoryFetch::new([("harbour.yaml", SAMPLE)]);
        read(&MemoryFetch::uri("harbour.yaml"), &fetch).1
    };
    assert_eq!(lines(&diff(&read(), &read())), "");
}
