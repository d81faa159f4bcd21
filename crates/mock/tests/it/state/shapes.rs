//! How collections, items, envelopes and actions are told from paths and schemas.

use expect_test::{Expect, expect};

use super::{api, ask, check, mock, told};

const PROJECTS: &str = "
        /projects:
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Project'}}}}}
          post:
            requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Project'}}}}
            responses:
              '201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Project'}}}}
        /projects/{projectId}:
          parameters: [{name: projectId, in: path, required: true, schema: {type: integer}}]
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Project'}}}}
          delete: {responses: {'204': {description: gone}}}
        /projects/{projectId}/tasks:
          parameters: [{name: projectId, in: path, required: true, schema: {type: integer}}]
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {type: object, properties: {tasks: {type: array, items: {$ref: '#/components/schemas/Task'}}}}}}}
          post:
            requestBody: {content: {application/json: {schema: {type: object, properties: {task: {$ref: '#/components/schemas/Task'}}}}}}
            responses:
              '201': {description: ok, content: {application/json: {schema: {type: object, properties: {task: {$ref: '#/components/schemas/Task'}}}}}}
        /projects/{p}/tasks/{task_id}:
          parameters:
            - {name: p, in: path, required: true, schema: {type: integer}}
            - {name: task_id, in: path, required: true, schema: {type: integer}}
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {type: object, properties: {task: {$ref: '#/components/schemas/Task'}}}}}}
        /projects/{p}/tasks/{task_id}/close:
          parameters:
            - {name: p, in: path, required: true, schema: {type: integer}}
            - {name: task_id, in: path, required: true, schema: {type: integer}}
          post:
            requestBody: {content: {application/json: {schema: {type: object, properties: {reason: {type: string}}}}}}
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Task'}}}}
        ";
const TASK: &str = "
        Project: {type: object, required: [id], properties: {id: {type: integer, readOnly: true}, name: {type: string}}}
        Task:
          type: object
          required: [id, project_id]
          properties:
            id: {type: integer, readOnly: true}
            project_id: {type: integer, readOnly: true}
            title: {type: string}
            reason: {type: string}
            status: {type: string, enum: [open, closed], default: open}
        ";

#[test]
fn a_collection_below_an_item_is_one_for_each_and_goes_with_it() {
    check(
        &api(PROJECTS, TASK),
        r#"
        POST /projects {"name": "a"}
        GET /projects/4/tasks
        POST /projects/4/tasks {"task": {"title": "t"}}
        GET /projects/4/tasks/1
        GET /projects/1/tasks/9
        GET /projects/99/tasks
        POST /projects/99/tasks {"task": {"title": "t"}}
        POST /projects/4/tasks/1/close {"reason": "done"}
        POST /projects/4/tasks/1/close
        POST /projects/4/tasks/2/close
        DELETE /projects/4
        GET /projects/4/tasks/1
        "#,
        expect![[r#"
            POST /projects {"name": "a"}
              201 location=/projects/4 {"id":4,"name":"a"}
            GET /projects/4/tasks
              200 {"tasks":[]}
            POST /projects/4/tasks {"task": {"title": "t"}}
              201 location=/projects/4/tasks/1 {"task":{"id":1,"project_id":4,"title":"t","status":"open"}}
            GET /projects/4/tasks/1
              200 {"task":{"id":1,"project_id":4,"title":"t","status":"open"}}
            GET /projects/1/tasks/9
              404 problem: there is no task `9`
            GET /projects/99/tasks
              404 problem: there is no project `99`
            POST /projects/99/tasks {"task": {"title": "t"}}
              404 problem: there is no project `99`
            POST /projects/4/tasks/1/close {"reason": "done"}
              200 {"id":1,"project_id":4,"title":"t","reason":"done","status":"open"}
            POST /projects/4/tasks/1/close
              200 {"id":1,"project_id":4,"title":"t","reason":"done","status":"closed"}
            POST /projects/4/tasks/2/close
              404 problem: there is no task `2`
            DELETE /projects/4
              204
            GET /projects/4/tasks/1
              404 problem: there is no project `4`
        "#]],
    );
}

fn collections(paths: &str, schemas: &str, expected: Expect) {
    let mock = mock(&api(paths, schemas));
    expected.assert_eq(&mock.collections().join(" "));
}

#[test]
fn what_can_neither_be_listed_nor_made_is_made_up_as_ever() {
    let schema =
        "Weather: {type: object, properties: {city: {type: string}, degrees: {type: number}}}";
    let paths = "
        /weather/{city}:
          get:
            parameters: [{name: city, in: path, required: true, schema: {type: string}}]
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Weather'}}}}
        /me:
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Weather'}}}}
        ";
    collections(paths, schema, expect![[r#""#]]);
}

#[test]
fn a_post_whose_answer_has_an_id_is_a_collection() {
    let paths = "
        /orders:
          post:
            requestBody: {content: {application/json: {schema: {type: object, properties: {sum: {type: integer}}}}}}
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {type: object, properties: {orders: {type: array, items: {$ref: '#/components/schemas/Order'}}}}}}}
        /login:
          post:
            responses:
              '200': {description: ok, content: {application/json: {schema: {type: object, properties: {token: {type: string}}}}}}
        ";
    let schemas = "Order: {type: object, required: [orderId], properties: {orderId: {type: string, format: uuid}, sum: {type: integer}}}";
    collections(paths, schemas, expect!["/orders"]);
    check(
        &api(paths, schemas),
        r#"
        POST /orders {"sum": 5}
        GET /orders
        "#,
        expect![[r#"
            POST /orders {"sum": 5}
              200 {"orderId":"d5c63a7c-28b5-49c1-a0e9-b9951e847f72","sum":5}
            GET /orders
              200 {"orders":[{"orderId":"0ea79045-7418-4d73-b279-dcdc8f04cdac","sum":509},{"orderId":"73e38c89-2064-41b2-894c-5ebdcf0294de","sum":211},{"orderId":"d76858d7-0c6c-4798-af7c-e47719805aa0","sum":467},{"orderId":"d5c63a7c-28b5-49c1-a0e9-b9951e847f72","sum":5}]}
        "#]],
    );
}

#[test]
fn items_may_be_wrapped_short_or_in_a_list_of_one() {
    let paths = "
        /Invoices:
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Short'}}}}
          put:
            requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Invoices'}}}}
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Invoices'}}}}
        /Invoices/{InvoiceID}:
          parameters: [{name: InvoiceID, in: path, required: true, schema: {type: string}}]
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Invoices'}}}}
        ";
    let schemas = "
        Invoice: {type: object, properties: {InvoiceID: {type: string}, Total: {type: number}, Note: {type: string}}}
        Invoices: {type: object, properties: {Invoices: {type: array, items: {$ref: '#/components/schemas/Invoice'}}}}
        Short:
          type: object
          properties:
            Invoices: {type: array, items: {type: object, required: [InvoiceID, Href], additionalProperties: false, properties: {InvoiceID: {type: string}, Total: {type: number}, Href: {type: string, const: x}}}}
        ";
    check(
        &api(paths, schemas),
        r#"
        PUT /Invoices {"Invoices": [{"InvoiceID": "i", "Total": 3}, {"InvoiceID": "j", "Total": 4}]}
        GET /Invoices/j
        GET /Invoices
        "#,
        expect![[r#"
            PUT /Invoices {"Invoices": [{"InvoiceID": "i", "Total": 3}, {"InvoiceID": "j", "Total": 4}]}
              200 {"Invoices":[{"InvoiceID":"i","Total":3},{"InvoiceID":"j","Total":4}]}
            GET /Invoices/j
              200 {"Invoices":[{"InvoiceID":"j","Total":4}]}
            GET /Invoices
              200 {"Invoices":[{"InvoiceID":"3483d803138f","Total":208.47,"Href":"x"},{"InvoiceID":"33bd41423984","Total":283.85,"Href":"x"},{"InvoiceID":"d4bccf0cecc1","Total":146.73,"Href":"x"},{"InvoiceID":"i","Total":3,"Href":"x"},{"InvoiceID":"j","Total":4,"Href":"x"}]}
        "#]],
    );
}

#[test]
fn lists_may_be_elsewhere_and_what_looks_like_an_action_may_be_none() {
    let pets = "{description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}";
    let pet = "{description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}";
    let named = "requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}";
    let paths = format!(
        "
        /pets:
          get: {{responses: {{'200': {pets}}}}}
          post:
            requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}
            responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{type: object, properties: {{code: {{type: integer, const: 7}}, message: {{type: string, const: done}}}}}}}}}}}}}}
        /pets/byName/{{name}}:
          get:
            parameters: [{{name: name, in: path, required: true, schema: {{type: string}}}}]
            responses: {{'200': {pets}}}
        /owners/{{id}}/pets:
          get:
            parameters: [{{name: id, in: path, required: true, schema: {{type: integer}}}}]
            responses: {{'200': {pets}}}
        /pets/{{petId}}:
          parameters: [{{name: petId, in: path, required: true, schema: {{type: integer}}}}]
          get: {{responses: {{'200': {pet}}}}}
        /pets/{{petId}}/rename:
          parameters: [{{name: petId, in: path, required: true, schema: {{type: integer}}}}]
          post:
            {named}
            responses: {{'204': {{description: ok}}}}
        /pets/{{petId}}/toys:
          parameters: [{{name: petId, in: path, required: true, schema: {{type: integer}}}}]
          get: {{responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{type: array, items: {{type: string, const: ball}}}}}}}}}}}}}}
          post:
            {named}
            responses: {{'204': {{description: ok}}}}
        "
    );
    check(
        &api(
            &paths,
            "Pet: {type: object, properties: {id: {type: integer}, name: {type: string}, ownerId: {type: integer}}}",
        ),
        r#"
        POST /pets {"name": "Rex", "ownerId": 5}
        GET /owners/5/pets
        GET /owners/6/pets
        GET /pets/byName/Rex
        POST /pets/4/rename {"name": "Max"}
        POST /pets/4/toys {"name": "ball"}
        GET /pets/4/toys
        GET /pets/4
        POST /pets/99/rename {"name": "Max"}
        "#,
        expect![[r#"
            POST /pets {"name": "Rex", "ownerId": 5}
              200 {"code":7,"message":"done"}
            GET /owners/5/pets
              200 [{"id":4,"name":"Rex","ownerId":5}]
            GET /owners/6/pets
              200 []
            GET /pets/byName/Rex
              200 [{"id":4,"name":"Rex","ownerId":5}]
            POST /pets/4/rename {"name": "Max"}
              204
            POST /pets/4/toys {"name": "ball"}
              204
            GET /pets/4/toys
              200 ["ball","ball","ball"]
            GET /pets/4
              200 {"id":4,"name":"Max","ownerId":5}
            POST /pets/99/rename {"name": "Max"}
              404 problem: there is no pet `99`
        "#]],
    );
}

#[test]
fn names_are_the_same_whatever_their_case_and_ids_go_on_as_the_example_does() {
    let paths = "
        /messages:
          post:
            requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {Body: {type: string}, SendAt: {type: string}}}}}}
            responses:
              '201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Message'}}}}
        /messages/{gid}:
          get:
            parameters: [{name: gid, in: path, required: true, schema: {type: string}}]
            responses:
              '200':
                description: ok
                content: {application/json: {schema: {$ref: '#/components/schemas/Message'}, example: {gid: '12345', body: hello, direction: out, href: /messages/12345, date_sent: x}}}
              '404': {description: none, content: {application/json: {schema: {type: object, required: [errors], properties: {errors: {type: array, items: {type: object, properties: {message: {type: string}, help: {type: string}}}}}}}}}
        ";
    let schemas = "
        Message:
          type: object
          properties:
            gid: {type: string}
            body: {type: string}
            send_at: {type: string}
            direction: {type: string}
            href: {type: string}
            date_updated: {type: string, format: date-time-rfc-2822}
        ";
    check(
        &api(paths, schemas),
        "
        POST /messages Body=hi&SendAt=now
        GET /messages/12345
        GET /messages/7
        ",
        expect![[r#"
            POST /messages Body=hi&SendAt=now
              201 location=/messages/12348 {"gid":"12348","body":"hi","send_at":"now","direction":"out","href":"/messages/12348","date_updated":"Fri, 02 Jan 2026 03:04:05 +0000","date_sent":"x"}
            GET /messages/12345
              200 {"gid":"12345","body":"hello","direction":"out","href":"/messages/12345","date_sent":"x"}
            GET /messages/7
              404 {"errors":[{"message":"there is no message `7`","detail":"there is no message `7`","title":"Not found"}]}
        "#]],
    );
}

#[test]
fn of_several_names_of_a_path_the_id_is_taken() {
    let invoice = "{description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Invoice'}}}}";
    let paths = format!(
        "
        /invoices:
          post:
            requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Invoice'}}}}}}}}
            responses: {{'201': {invoice}}}
        /invoices/{{number}}:
          get:
            parameters: [{{name: number, in: path, required: true, schema: {{type: string}}}}]
            responses: {{'200': {invoice}}}
        /invoices/{{invoiceId}}:
          delete:
            parameters: [{{name: invoiceId, in: path, required: true, schema: {{type: string}}}}]
            responses: {{'204': {{description: gone}}}}
        "
    );
    check(
        &api(
            &paths,
            "Invoice: {type: object, properties: {number: {type: string}, invoiceId: {type: string, readOnly: true, example: '7'}}}",
        ),
        r#"
        POST /invoices {"number": "n"}
        GET /invoices/11
        DELETE /invoices/11
        "#,
        expect![[r#"
            POST /invoices {"number": "n"}
              201 location=/invoices/11 {"number":"n","invoiceId":"11"}
            GET /invoices/11
              200 {"number":"n","invoiceId":"11"}
            DELETE /invoices/11
              204
        "#]],
    );
}

#[test]
fn endings_and_verbs_of_paths_are_no_part_of_them() {
    let paths = "
        /jobs.json:
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {type: object, properties: {jobs: {type: array, items: {$ref: '#/components/schemas/Job'}}, start: {type: integer}}}}}}
          post:
            requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {name: {type: string}, size: {type: integer}}}}}}
            responses:
              '201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}
        /jobs/{sid}.json:
          get:
            parameters: [{name: sid, in: path, required: true, schema: {type: string}}]
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}
        ";
    let schemas = "Job: {type: object, properties: {sid: {type: string, pattern: '^J[0-9]{3}$'}, name: {type: string}, size: {type: integer}, state: {type: string, enum: [running, canceled]}}}";
    check(
        &api(paths, schemas),
        "
        POST /jobs.json name=a+b&size=3
        GET /jobs.json
        ",
        expect![[r#"
            POST /jobs.json name=a+b&size=3
              201 location=/jobs/J582.json {"sid":"J582","name":"a b","size":3,"state":"running"}
            GET /jobs.json
              200 {"jobs":[{"sid":"J640","name":"Linus Berg","size":867,"state":"canceled"},{"sid":"J280","name":"Grace Tanaka","size":835,"state":"canceled"},{"sid":"J523","name":"Ingrid Lovelace","size":331,"state":"canceled"},{"sid":"J582","name":"a b","size":3,"state":"running"}],"start":0}
        "#]],
    );
}

#[test]
fn forms_and_multipart_make_items_as_json_does() {
    let paths = "
        /photos:
          get:
            responses:
              '200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Photo'}}}}}
          post:
            requestBody:
              content:
                application/json: {schema: {$ref: '#/components/schemas/Photo'}}
                application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Photo'}}
                multipart/form-data:
                  schema: {$ref: '#/components/schemas/Photo'}
                  encoding: {place: {contentType: application/json}}
            responses:
              '201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Photo'}}}}
        /photos/{id}:
          get:
            parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
            responses:
              '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Photo'}}}}
        ";
    let schemas = "Photo: {type: object, required: [title], properties: {id: {type: integer, readOnly: true}, title: {type: string}, width: {type: integer}, tags: {type: array, items: {type: string}}, place: {type: object, properties: {lat: {type: number}}}}}";
    let mock = mock(&api(paths, schemas));
    let parts = [
        ("name=\"title\"", "", "Quay & crane"),
        ("name=\"width\"", "", "800"),
        ("name=\"tags\"", "", "sea"),
        ("name=\"tags\"", "", "ship"),
        (
            "name=\"place\"",
            "content-type: application/json\r\n",
            r#"{"lat":53.5}"#,
        ),
    ];
    let mut multipart = String::new();
    for (name, more, value) in parts {
        multipart.push_str(&format!(
            "--cut\r\ncontent-disposition: form-data; {name}\r\n{more}\r\n{value}\r\n"
        ));
    }
    multipart.push_str("--cut--\r\n");
    let kind = "@content-type:multipart/form-data;boundary=cut";
    let form = "title=Quay+%26+crane&width=800&tags=sea&tags=ship&place=%7B%22lat%22%3A53.5%7D";
    for body in [format!("{kind} {multipart}"), form.to_owned()] {
        let made = ask(&mock, &format!("POST /photos {body}"));
        assert_eq!(made.status, 201, "{}", told(&made));
        let mut made: serde_json::Value = serde_json::from_slice(&made.body).expect("JSON");
        let id = made["id"].take();
        let mut there = ask(&mock, &format!("GET /photos/{id}"));
        assert_eq!(there.status, 200, "{id} is there");
        let there: serde_json::Value =
            serde_json::from_slice(&std::mem::take(&mut there.body)).expect("JSON");
        for one in [made, there] {
            assert_eq!(one["title"], "Quay & crane");
            assert_eq!(one["width"], 800);
            assert_eq!(one["tags"], serde_json::json!(["sea", "ship"]));
            assert_eq!(one["place"], serde_json::json!({ "lat": 53.5 }));
        }
    }
}
