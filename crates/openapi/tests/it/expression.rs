//! Runtime expressions: what is one, and what is filled in.

use fairlead_openapi::expression::{Expression, FillError, fill, resolve};
use serde_json::{Value, json};

#[test]
fn what_is_an_expression_is_read_and_written_back() {
    for text in [
        "$url",
        "$method",
        "$statusCode",
        "$request.header.X-Id",
        "$request.query.page",
        "$request.path.id",
        "$request.body",
        "$request.body#/a~1b/0",
        "$response.header.Location",
        "$response.body#/id",
    ] {
        let read = text.parse::<Expression>().map(|e| e.to_string());
        assert_eq!(read.as_deref(), Ok(text));
    }
    for text in [
        "url",
        "$",
        "$request",
        "$request.body.id",
        "$request.body#id",
        "$request.header.",
        "$request.cookie.a",
        "$response.query.a",
        "$response.path.a",
        "$Url",
    ] {
        let refused = text.parse::<Expression>().expect_err(text).to_string();
        assert!(
            refused.contains(text) && refused.contains("$statusCode"),
            "{refused}"
        );
    }
}

fn known(expression: &Expression) -> Option<Value> {
    match expression.to_string().as_str() {
        "$method" => Some(json!("POST")),
        "$statusCode" => Some(json!(201)),
        "$request.body#/url" => Some(json!("http://localhost/{x}")),
        "$request.body" => Some(json!({})),
        _ => None,
    }
}

#[test]
fn texts_are_filled_in() {
    let filled = |text: &str| fill(text, known);
    assert_eq!(filled("plain {x}"), Ok("plain {x}".to_owned()));
    assert_eq!(filled("$method"), Ok("POST".to_owned()));
    assert_eq!(
        filled("{$request.body#/url}/{$statusCode}?m={$method}"),
        // What was filled in is not looked at again.
        Ok("http://localhost/{x}/201?m=POST".to_owned())
    );
    assert!(matches!(
        filled("{$request.body#/no}"),
        Err(FillError::Missing(_))
    ));
    assert!(matches!(
        filled("{$request.body}"),
        Err(FillError::NotPlain(_))
    ));
    assert!(matches!(
        filled("{$nothing}"),
        Err(FillError::NoExpression(_))
    ));
    assert_eq!(filled("{$method"), Ok("{$method".to_owned()));
}

#[test]
fn values_keep_their_type() {
    let value = |constant: Value| resolve(&constant, known);
    assert_eq!(value(json!("$statusCode")), Some(json!(201)));
    assert_eq!(value(json!("{$statusCode}")), Some(json!(201)));
    assert_eq!(value(json!("no. {$statusCode}")), Some(json!("no. 201")));
    assert_eq!(value(json!("constant")), Some(json!("constant")));
    assert_eq!(value(json!(5)), Some(json!(5)));
    assert_eq!(value(json!("$url")), None);
}
