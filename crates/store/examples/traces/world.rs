//! An API with sixty operations, twelve partners and three environments, and what comes to it.

use fairlead_core::{Id, Timestamp};
use fairlead_store::trace::TraceRow;

/// Operations of the API.
const OPERATIONS: usize = 60;
/// Rules that requests break.
const PROBLEMS: [&str; 6] = [
    "request/body/required",
    "request/body/type",
    "request/body/enum",
    "request/body/maxLength",
    "request/query/minimum",
    "request/header/pattern",
];
/// A day in milliseconds.
pub const DAY: i64 = 86_400_000;

/// One that is the same in every run.
fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

/// What the traces are about.
pub struct World {
    pub project: Id,
    pub partners: Vec<Id>,
    pub environments: Vec<Id>,
    pub mock: Id,
    pub from: Timestamp,
}

impl World {
    pub fn new() -> Self {
        Self {
            project: id(1),
            partners: (2..14).map(id).collect(),
            environments: (14..17).map(id).collect(),
            mock: id(17),
            from: Timestamp::from_millis(20_000 * DAY),
        }
    }

    pub fn to(&self) -> Timestamp {
        Timestamp::from_millis(self.from.as_millis() + 30 * DAY)
    }

    pub fn trace(&self, random: &mut fastrand::Rng, started_at: i64) -> (TraceRow, String) {
        // Few operations have most of the traffic.
        let operation = (random.f64().powi(3) * 60.0) as usize % OPERATIONS;
        let method = ["GET", "GET", "GET", "POST", "PUT", "DELETE"][operation % 6];
        let (status, category) = match random.u32(0..1_000) {
            0..900 => (Some(if method == "POST" { 201 } else { 200 }), None),
            900..930 => (Some(404), Some("NOT_FOUND")),
            930..955 => (Some(401), Some("AUTH")),
            955..975 => (Some(422), Some("VALIDATION")),
            975..985 => (Some(429), Some("RATE_LIMIT")),
            985..995 => (Some(500), Some("SERVER")),
            995..998 => (Some(503), Some("SERVER")),
            998 => (None, Some("TIMEOUT")),
            _ => (None, Some("NETWORK")),
        };
        let number = random.u32(..);
        let path = format!("/harbours/{}/berths/{number}?expand=ship", operation % 7);
        let url = format!("https://api.example.com/v2{path}");
        let id = Id::new();
        let duration = (random.f64().mul_add(3.0, 0.3).exp() * 3_000.0) as u64;
        let detail = format!(
            r#"{{"id":"{id}","request":{{"method":"{method}","url":"{url}","headers":[{{"name":"accept","value":"application/json"}},{{"name":"user-agent","value":"harbour-client/3.{}"}},{{"name":"authorization","value":"***"}}],"body":{{"text":"{{\"ship\":\"ship{}\",\"draught\":{},\"notes\":\"arrives with the tide\"}}","bytes":70,"truncated":false,"contentType":"application/json"}}}},"response":{{"status":{},"headers":[{{"name":"content-type","value":"application/json"}},{{"name":"x-request-id","value":"{number}"}}],"body":{{"text":"{{\"berth\":{number},\"harbour\":\"harbour{}\",\"length\":{},\"state\":\"{}\",\"crane\":true}}","bytes":110,"truncated":false,"contentType":"application/json"}}}},"timing":{{"totalMs":{}}}}}"#,
            random.u8(0..20),
            random.u32(0..5_000),
            random.u8(1..15),
            status.unwrap_or(0),
            operation % 7,
            random.u16(50..400),
            ["free", "taken", "closed"][random.usize(0..3)],
            duration / 1_000,
        );
        let source = ["mock", "mock", "proxy", "playground", "test"][random.usize(0..5)];
        let row = TraceRow {
            id,
            project_id: self.project,
            source: source.into(),
            operation_id: Some(format!("op_{operation:016x}")),
            method: method.into(),
            path,
            path_template: Some(format!("/harbours/{{id}}/berths/{{berth}}/{operation}")),
            url,
            status,
            started_at: Timestamp::from_millis(started_at),
            duration_micros: duration,
            request_valid: category != Some("VALIDATION"),
            response_valid: status.map(|_| true),
            violation_count: u32::from(category == Some("VALIDATION")),
            error_category: category.map(str::to_owned),
            problem: (category == Some("VALIDATION"))
                .then(|| PROBLEMS[random.usize(0..PROBLEMS.len())].to_owned()),
            mock_id: (source == "mock").then_some(self.mock),
            environment_id: Some(self.environments[random.usize(0..3)]),
            partner_id: Some(self.partners[random.usize(0..12)]),
            run_id: None,
            request_bytes: 70,
            response_bytes: 110,
        };
        (row, detail)
    }
}
