//! A gigabyte of request bodies through the mock: its memory stays where it was.

use super::{Bench, huge::Written, start, table::Table};

/// Bodies, and how long each is.
const BODIES: usize = 1_024;
const BODY: usize = 1 << 20;
/// Most that memory may grow after the first bodies (MiB).
const GROWTH: f64 = 32.0;

const SPEC: &str = r#"{"openapi":"3.1.0","info":{"title":"Bodies","version":"1"},"paths":{"/status":{"get":{"responses":{"204":{"description":"up"}}}},"/numbers":{"post":{"requestBody":{"required":true,"content":{"application/json":{"schema":{"type":"array","items":{"type":"integer"}}}}},"responses":{"204":{"description":"taken"}}}}}}"#;

/// Sends the bodies and compares memory before and after.
pub fn measure(bench: &Bench, table: &mut Table) -> Result<(), String> {
    let spec = Written::new("bodies.json", SPEC)?;
    let (server, mut client) = start::first_answer(&|port| bench.mock(&spec.0, port), "/status")?;
    let body = format!("[{}1]", "1234567,".repeat((BODY - 3) / 8));
    let mut send = |times: usize| {
        for _ in 0..times {
            let status = client.post("/numbers", "application/json", body.as_bytes())?;
            if status != 204 {
                return Err(format!("a body was answered with {status}"));
            }
        }
        Ok(())
    };
    send(BODIES / 16)?;
    let before = server.memory_kib("VmHWM")?;
    send(BODIES)?;
    let after = server.memory_kib("VmHWM")?;
    Table::heading("1 GiB of request bodies", "Fairlead", "limit");
    println!("{:<36}{:>12.1}", "most memory (MiB)", start::mib(after));
    table.below(
        "growth of most memory (MiB)",
        start::mib(after.saturating_sub(before)),
        GROWTH,
    );
    Ok(())
}
