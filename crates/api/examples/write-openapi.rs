//! Writes the OpenAPI document of the API to `docs/openapi.json`.

fn main() -> std::io::Result<()> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    std::fs::write(file, fairlead_api::document::text())
}
