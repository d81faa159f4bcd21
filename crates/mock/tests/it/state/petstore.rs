//! The shape of the well-known pet store: the item in the body of `/pet`, read at `/pet/{petId}`.

use expect_test::expect;

use super::{api, check};

fn petstore() -> String {
    let body = |schema: &str| {
        format!(
            "requestBody: {{required: true, content: {{application/json: {{schema: {schema}}}, application/xml: {{schema: {schema}}}}}}}"
        )
    };
    let ok = |schema: &str| {
        format!(
            "'200': {{description: ok, content: {{application/json: {{schema: {schema}}}, application/xml: {{schema: {schema}}}}}}}"
        )
    };
    let pet = "{$ref: '#/components/schemas/Pet'}";
    let pets = "{type: array, items: {$ref: '#/components/schemas/Pet'}}";
    let user = "{$ref: '#/components/schemas/User'}";
    let users = "{type: array, items: {$ref: '#/components/schemas/User'}}";
    let order = "{$ref: '#/components/schemas/Order'}";
    let paths = format!(
        "
        /pet:
          post:
            {pet_body}
            responses: {{{ok_pet}}}
          put:
            {pet_body}
            responses: {{{ok_pet}, '404': {{description: none}}}}
        /pet/findByStatus:
          get:
            parameters: [{{name: status, in: query, schema: {{type: string, default: available, enum: [available, pending, sold]}}}}]
            responses: {{{ok_pets}}}
        /pet/findByTags:
          get:
            parameters: [{{name: tags, in: query, explode: true, schema: {{type: array, items: {{type: string}}}}}}]
            responses: {{{ok_pets}}}
        /pet/{{petId}}:
          parameters: [{{name: petId, in: path, required: true, schema: {{type: integer, format: int64}}}}]
          get:
            responses: {{{ok_pet}, '404': {{description: none}}}}
          post:
            requestBody: {{content: {{application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{name: {{type: string}}, status: {{type: string}}}}}}}}}}}}
            responses: {{{ok_pet}}}
          delete:
            responses: {{'200': {{description: gone}}}}
        /pet/{{petId}}/uploadImage:
          post:
            parameters: [{{name: petId, in: path, required: true, schema: {{type: integer, format: int64}}}}]
            requestBody: {{content: {{application/octet-stream: {{schema: {{type: string, format: binary}}}}}}}}
            responses:
              '200': {{description: ok, content: {{application/json: {{schema: {{type: object, required: [code], properties: {{code: {{type: integer, const: 200}}}}}}}}}}}}
        /store/inventory:
          get:
            responses:
              '200': {{description: ok, content: {{application/json: {{schema: {{type: object, additionalProperties: {{type: integer}}}}}}}}}}
        /store/order:
          post:
            {order_body}
            responses: {{{ok_order}}}
        /store/order/{{orderId}}:
          parameters: [{{name: orderId, in: path, required: true, schema: {{type: integer}}}}]
          get:
            responses: {{{ok_order}, '404': {{description: none}}}}
          delete:
            responses: {{'200': {{description: gone}}}}
        /user:
          post:
            {user_body}
            responses: {{default: {{description: made, content: {{application/json: {{schema: {user}}}}}}}}}
        /user/createWithList:
          post:
            requestBody: {{content: {{application/json: {{schema: {users}}}}}}}
            responses: {{{ok_user}, default: {{description: ok}}}}
        /user/login:
          get:
            responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{type: string}}}}}}}}}}
        /user/{{username}}:
          parameters: [{{name: username, in: path, required: true, schema: {{type: string}}}}]
          get:
            responses: {{{ok_user}, '404': {{description: none}}}}
          put:
            {user_body}
            responses: {{default: {{description: ok}}}}
          delete:
            responses: {{'404': {{description: none}}}}
        ",
        pet_body = body(pet),
        order_body = body(order),
        user_body = body(user),
        ok_pet = ok(pet),
        ok_pets = ok(pets),
        ok_order = ok(order),
        ok_user = ok(user),
    );
    api(
        &paths,
        "
        Pet:
          type: object
          required: [name, photoUrls]
          properties:
            id: {type: integer, format: int64}
            category: {type: object, properties: {id: {type: integer}, name: {type: string}}}
            name: {type: string}
            photoUrls: {type: array, xml: {wrapped: true}, items: {type: string, xml: {name: photoUrl}}}
            tags: {type: array, xml: {wrapped: true}, items: {type: object, xml: {name: tag}, properties: {id: {type: integer}, name: {type: string}}}}
            status: {type: string, enum: [available, pending, sold]}
          xml: {name: pet}
        Order: {type: object, xml: {name: order}, properties: {id: {type: integer}, petId: {type: integer}, status: {type: string, enum: [placed, approved]}, complete: {type: boolean}}}
        User: {type: object, xml: {name: user}, properties: {id: {type: integer}, username: {type: string}, email: {type: string}, password: {type: string}}}
        ",
    )
}

#[test]
fn pets() {
    check(
        &petstore(),
        r#"
        POST /pet {"id": 10, "name": "doggie", "category": {"id": 1, "name": "Dogs"}, "photoUrls": ["u"], "tags": [{"name": "red"}], "status": "available"}
        GET /pet/10
        GET /pet/findByTags?tags=red&tags=blue
        POST /pet/10 name=Rex&status=sold
        GET /pet/10
        PUT /pet {"id": 10, "name": "Max", "photoUrls": []}
        GET /pet/10
        PUT /pet {"id": 11, "name": "Max", "photoUrls": []}
        POST /pet {"name": "New", "photoUrls": []}
        POST /pet {"id": 0, "name": "Zero", "photoUrls": []}
        POST /pet/10/uploadImage @content-type:application/octet-stream x
        DELETE /pet/10
        GET /pet/10
        POST /pet/10 name=Rex
        DELETE /pet/10
        "#,
        expect![[r#"
            POST /pet {"id": 10, "name": "doggie", "category": {"id": 1, "name": "Dogs"}, "photoUrls": ["u"], "tags": [{"name": "red"}], "status": "available"}
              200 {"id":10,"category":{"id":1,"name":"Dogs"},"name":"doggie","photoUrls":["u"],"tags":[{"name":"red"}],"status":"available"}
            GET /pet/10
              200 {"id":10,"category":{"id":1,"name":"Dogs"},"name":"doggie","photoUrls":["u"],"tags":[{"name":"red"}],"status":"available"}
            GET /pet/findByTags?tags=red&tags=blue
              200 [{"id":10,"category":{"id":1,"name":"Dogs"},"name":"doggie","photoUrls":["u"],"tags":[{"name":"red"}],"status":"available"}]
            POST /pet/10 name=Rex&status=sold
              200 {"id":10,"category":{"id":1,"name":"Dogs"},"name":"Rex","photoUrls":["u"],"tags":[{"name":"red"}],"status":"sold"}
            GET /pet/10
              200 {"id":10,"category":{"id":1,"name":"Dogs"},"name":"Rex","photoUrls":["u"],"tags":[{"name":"red"}],"status":"sold"}
            PUT /pet {"id": 10, "name": "Max", "photoUrls": []}
              200 {"id":10,"name":"Max","photoUrls":[]}
            GET /pet/10
              200 {"id":10,"name":"Max","photoUrls":[]}
            PUT /pet {"id": 11, "name": "Max", "photoUrls": []}
              404
            POST /pet {"name": "New", "photoUrls": []}
              200 {"id":11,"name":"New","photoUrls":[]}
            POST /pet {"id": 0, "name": "Zero", "photoUrls": []}
              200 {"id":12,"name":"Zero","photoUrls":[]}
            POST /pet/10/uploadImage @content-type:application/octet-stream x
              200 {"code":200}
            DELETE /pet/10
              200
            GET /pet/10
              404
            POST /pet/10 name=Rex
              404 problem: there is no pet `10`
            DELETE /pet/10
              404 problem: there is no pet `10`
        "#]],
    );
}

#[test]
fn pets_in_xml() {
    check(
        &petstore(),
        r#"
        POST /pet @accept:application/xml <pet><id>20</id><name>A &amp; B</name><photoUrls><photoUrl>u</photoUrl></photoUrls><tags><tag><id>1</id><name>t</name></tag></tags></pet>
        GET /pet/20 @accept:application/json
        GET /pet/20 @accept:application/xml
        "#,
        expect![[r#"
            POST /pet @accept:application/xml <pet><id>20</id><name>A &amp; B</name><photoUrls><photoUrl>u</photoUrl></photoUrls><tags><tag><id>1</id><name>t</name></tag></tags></pet>
              200 <?xml version="1.0" encoding="UTF-8"?>
            <pet><id>20</id><name>A &amp; B</name><photoUrls><photoUrl>u</photoUrl></photoUrls><tags><tag><id>1</id><name>t</name></tag></tags></pet>
            GET /pet/20 @accept:application/json
              200 {"id":20,"name":"A & B","photoUrls":["u"],"tags":[{"id":1,"name":"t"}]}
            GET /pet/20 @accept:application/xml
              200 <?xml version="1.0" encoding="UTF-8"?>
            <pet><id>20</id><name>A &amp; B</name><photoUrls><photoUrl>u</photoUrl></photoUrls><tags><tag><id>1</id><name>t</name></tag></tags></pet>
        "#]],
    );
}

#[test]
fn orders_and_users() {
    check(
        &petstore(),
        r#"
        POST /store/order {"petId": 10, "status": "placed"}
        GET /store/order/4
        DELETE /store/order/4
        GET /store/order/4
        POST /user {"username": "bob", "email": "b@x"}
        GET /user/bob
        PUT /user/bob {"email": "c@x"}
        GET /user/bob
        POST /user/createWithList [{"username": "u1"}, {"username": "u2"}]
        GET /user/u2
        DELETE /user/u2
        GET /user/u2
        GET /user/login
        "#,
        expect![[r#"
            POST /store/order {"petId": 10, "status": "placed"}
              200 {"id":4,"petId":10,"status":"placed"}
            GET /store/order/4
              200 {"id":4,"petId":10,"status":"placed"}
            DELETE /store/order/4
              200
            GET /store/order/4
              404
            POST /user {"username": "bob", "email": "b@x"}
              200 {"username":"bob","email":"b@x"}
            GET /user/bob
              200 {"username":"bob","email":"b@x"}
            PUT /user/bob {"email": "c@x"}
              200
            GET /user/bob
              200 {"username":"bob","email":"c@x"}
            POST /user/createWithList [{"username": "u1"}, {"username": "u2"}]
              200 {"username":"u1"}
            GET /user/u2
              200 {"username":"u2"}
            DELETE /user/u2
              204
            GET /user/u2
              404
            GET /user/login
              200 "sail"
        "#]],
    );
}
