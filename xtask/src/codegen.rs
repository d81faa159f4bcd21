//! `cargo xtask codegen`: the API's document from its handlers, the interface's types from it.

use std::path::Path;

use crate::{
    command::{self, cargo},
    ui,
};

/// Writes `docs/openapi.json` and `ui/src/api/generated/`.
pub fn run(root: &Path) -> Result<(), String> {
    let write = [
        "run",
        "--package",
        "fairlead-api",
        "--example",
        "write-openapi",
    ];
    command::run(cargo().current_dir(root).args(write))?;
    ui::install(root)?;
    command::run(ui::npm(root).args(["run", "codegen"]))
}
