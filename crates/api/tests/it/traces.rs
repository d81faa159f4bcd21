//! Traces over the API: facets, figures, comparison, explanation, export, seal, retention, views.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::Api;

fn id(number: u8) -> fairlead_core::Id {
    fairlead_core::Id::from_bytes([number; 16])
}

/// A project with three traces of one operation: no server is there.
async fn with_traces(api: &Api) -> String {
    let import = api
        .put(
            "POST",
            "/v1/imports",
            &json!({ "source": { "kind": "sample" }, "startMock": false }),
        )
        .await;
    let project = format!(
        "/v1/projects/{}",
        import.json()["project"]["id"].as_str().unwrap()
    );
    let operations = api.get(&format!("{project}/operations")).await.json();
    let operation = operations["items"][0]["id"].as_str().unwrap().to_owned();
    let mut draft = api
        .get(&format!("{project}/operations/{operation}/sample"))
        .await
        .json();
    // Port 9 (discard) answers nobody here.
    draft["target"] = json!({ "kind": "url", "baseUrl": "http://127.0.0.1:9" });
    for _ in 0..3 {
        let sent = api
            .put("POST", &format!("{project}/playground/send"), &draft)
            .await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.json());
    }
    project
}

#[tokio::test]
async fn traces_are_counted_figured_compared_and_explained() {
    let api = Api::open().await;
    let project = with_traces(&api).await;
    let list = api.get(&format!("{project}/traces?limit=2")).await.json();
    assert_eq!(
        (&list["total"], &list["totalIsExact"]),
        (&json!(3), &json!(true))
    );
    let cursor = list["nextCursor"].as_str().unwrap();
    let rest = api
        .get(&format!("{project}/traces?limit=2&cursor={cursor}"))
        .await
        .json();
    assert_eq!(rest["items"].as_array().unwrap().len(), 1, "{rest}");
    let other = api
        .get(&format!("{project}/traces?sort=duration&cursor={cursor}"))
        .await;
    assert_eq!(other.code(), "invalid_cursor");
    let both = api.get(&format!("{project}/traces?sort=status&q=a")).await;
    assert_eq!(both.status, StatusCode::BAD_REQUEST);

    let facets = api.get(&format!("{project}/traces/facets")).await.json();
    assert_eq!(
        facets["categories"],
        json!([{ "value": "NETWORK", "count": 3 }])
    );
    let figures = api
        .get(&format!("{project}/traces/analytics?interval=hour"))
        .await
        .json();
    assert_eq!(
        (&figures["all"]["count"], &figures["all"]["failed"]),
        (&json!(3), &json!(3))
    );
    let patterns = api.get(&format!("{project}/traces/patterns")).await.json();
    let first = &patterns["items"][0];
    assert_eq!(
        (&patterns["failed"], &first["count"], &first["category"]),
        (&json!(3), &json!(3), &json!("NETWORK")),
        "{patterns}"
    );
    assert_eq!(
        (&first["partners"], &first["problem"]),
        (&json!(0), &json!(null))
    );
    assert!(
        first["firstAt"].as_str() <= first["lastAt"].as_str(),
        "{first}"
    );
    let by_source = format!("{project}/traces/patterns?source=playground");
    let by_source = api.get(&by_source).await.json();
    assert_eq!(
        by_source["items"][0]["partners"],
        json!(null),
        "{by_source}"
    );
    for kind in ["analytics", "patterns"] {
        let both = format!(
            "{project}/traces/{kind}?environmentId={0}&partnerId={0}&slowerMs=1",
            id(1)
        );
        let found = api.get(&both).await;
        assert_eq!(found.status, StatusCode::OK);
        assert_eq!(found.json()["newestOnly"], json!(null));
    }

    let new = json!({ "name": "Acme Payments" });
    let partner = api.put("POST", &format!("{project}/partners"), &new).await;
    let partners = api.get(&format!("{project}/traces/partners")).await.json();
    let first = &partners["items"][0];
    assert_eq!(first["partnerId"], partner.json()["id"], "{partners}");
    assert_eq!(
        (&first["name"], &first["state"], &first["lastAt"]),
        (&json!("Acme Payments"), &json!("notBegun"), &json!(null))
    );

    let ids: Vec<&Value> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| &t["id"])
        .collect();
    let (left, right) = (ids[0].as_str().unwrap(), ids[1].as_str().unwrap());
    let compared = api
        .get(&format!(
            "{project}/traces/compare?left={left}&right={right}"
        ))
        .await
        .json();
    assert_eq!(compared["left"]["id"], left, "{compared}");
    let explained = api
        .get(&format!("{project}/traces/{left}/explanation"))
        .await
        .json();
    assert_eq!(
        explained["findings"][0]["rule"], "not-reached",
        "{explained}"
    );

    let seal = api.get(&format!("{project}/traces/seal")).await.json();
    assert_eq!((&seal["holds"], &seal["sealed"]), (&json!(true), &json!(3)));
}

#[tokio::test]
async fn traces_are_exported_kept_and_seen_as_a_person_says() {
    let api = Api::open().await;
    let project = with_traces(&api).await;
    for (format, lines) in [("csv", 4), ("ndjson", 3)] {
        let file = api
            .get(&format!("{project}/traces/export?format={format}"))
            .await;
        let text = String::from_utf8(file.body.to_vec()).unwrap();
        assert_eq!(text.lines().count(), lines, "{format}: {text}");
    }
    let archive = api
        .get(&format!("{project}/traces/export?format=har"))
        .await
        .json();
    assert_eq!(archive["log"]["entries"].as_array().unwrap().len(), 3);
    let none = api
        .get(&format!("{project}/traces/export?format=har&status=5xx"))
        .await
        .json();
    assert_eq!(none["log"]["entries"], json!([]));

    let views = format!("{project}/traces/views");
    let saved = api
        .put(
            "PUT",
            &format!("{views}/Lost"),
            &json!({ "query": "errors=true" }),
        )
        .await;
    assert_eq!(
        saved.json(),
        json!({ "name": "Lost", "query": "errors=true" })
    );
    assert_eq!(api.get(&views).await.json()["total"], 1);

    let retention = format!("{project}/traces/retention");
    let bad = json!({ "traces": 0, "days": 1, "megabytes": 1 });
    let refused = api.put("PUT", &retention, &bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let one = json!({ "traces": 1, "days": 30, "megabytes": 100 });
    assert_eq!(api.put("PUT", &retention, &one).await.json(), one);
    assert_eq!(api.get(&retention).await.json(), one);
    let left = api.get(&format!("{project}/traces")).await.json();
    assert_eq!(left["total"], 1, "what is beyond is gone at once");
    let seal = api.get(&format!("{project}/traces/seal")).await.json();
    assert_eq!((&seal["holds"], &seal["sealed"]), (&json!(true), &json!(1)));
}
