//! A description as large as the largest that are published: 13 MB, 1,200 operations.

use std::{fmt::Write as _, fs, path::PathBuf};

use super::{Bench, start, table::Table};

const OPERATIONS: usize = 1_200;
const BYTES: usize = 13_000_000;
/// Most time to the first answer (milliseconds) and most memory (MiB).
const TIME: f64 = 1_500.0;
const MEMORY: f64 = 250.0;

/// Time to the first answer, and memory.
pub fn measure(bench: &Bench, table: &mut Table) -> Result<(), String> {
    let file = Written::new("huge.json", &description())?;
    let cost = start::cost(&|port| bench.mock(&file.0, port), "/things7/7")?;
    let heading = format!("{OPERATIONS} operations, {} MB", BYTES / 1_000_000);
    Table::heading(&heading, "Fairlead", "limit");
    table.below("time to first answer (ms)", start::millis(cost.wall), TIME);
    table.below("resident memory (MiB)", start::mib(cost.memory_kib), MEMORY);
    Ok(())
}

/// A file that goes when it is no longer needed.
pub struct Written(pub PathBuf);

impl Written {
    pub fn new(name: &str, text: &str) -> Result<Self, String> {
        let file =
            std::env::temp_dir().join(format!("fairlead-bench-{}-{name}", std::process::id()));
        fs::write(&file, text).map_err(|e| format!("{}: {e}", file.display()))?;
        Ok(Self(file))
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        // A file left in the folder for such files is no harm.
        let _ = fs::remove_file(&self.0);
    }
}

/// Operations with parameters, bodies and schemas that refer to each other, and prose as in life.
fn description() -> String {
    let prose = "What this does, when it may be called, and what has to be thought of. ".repeat(4);
    let mut paths = String::new();
    let mut schemas = String::new();
    for n in 0..OPERATIONS / 2 {
        let next = (n + 1) % (OPERATIONS / 2);
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(
            paths,
            r##"{comma}"/things{n}/{{id}}":{{"get":{{"operationId":"get{n}","description":"{prose}","parameters":[{{"name":"id","in":"path","required":true,"schema":{{"type":"integer"}}}},{{"name":"page","in":"query","description":"{prose}","schema":{{"type":"integer","minimum":1}}}}],"responses":{{"200":{{"description":"ok","content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/Thing{n}"}}}}}}}}}}}},"put":{{"operationId":"put{n}","description":"{prose}","parameters":[{{"name":"id","in":"path","required":true,"schema":{{"type":"integer"}}}}],"requestBody":{{"required":true,"content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/Thing{n}"}}}}}}}},"responses":{{"200":{{"description":"ok","content":{{"application/json":{{"schema":{{"$ref":"#/components/schemas/Thing{n}"}}}}}}}}}}}}}}"##
        );
        let mut properties = String::new();
        let mut fields = 0;
        // As many fields as it takes to be as long as the description is to be.
        while properties.len() < BYTES / (OPERATIONS / 2) - 2_300 {
            let _ = write!(
                properties,
                r#""field{fields}":{{"type":"string","description":"{prose}","minLength":1,"maxLength":80,"example":"a value"}},"#
            );
            fields += 1;
        }
        let _ = write!(
            schemas,
            r##"{comma}"Thing{n}":{{"type":"object","required":["id","field0"],"properties":{{{properties}"id":{{"type":"integer"}},"next":{{"$ref":"#/components/schemas/Thing{next}"}}}}}}"##
        );
    }
    format!(
        r#"{{"openapi":"3.0.3","info":{{"title":"Huge","version":"1"}},"paths":{{{paths}}},"components":{{"schemas":{{{schemas}}}}}}}"#
    )
}
