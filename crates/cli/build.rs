//! Writes a table of the files in `ui/dist`, so that they are compiled into the program.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let ui = PathBuf::from(variable("CARGO_MANIFEST_DIR")).join("../../ui");
    let built = ui.join("dist");
    // While nothing is built, the folder above tells when that changes.
    let watched = if built.is_dir() { &built } else { &ui };
    println!("cargo::rerun-if-changed={}", watched.display());
    println!("cargo::rerun-if-changed=build.rs");

    let mut files = Vec::new();
    if built.is_dir() {
        collect(&built, &mut files)?;
    }
    let mut rows = files
        .iter()
        .map(|file| row(&built, file))
        .collect::<io::Result<Vec<_>>>()?;
    rows.sort();
    let table = rows.iter().map(|(_, row)| row.as_str()).collect::<String>();
    let text = format!("static ASSETS: &[Asset] = &[\n{table}];\n");
    fs::write(Path::new(&variable("OUT_DIR")).join("assets.rs"), text)
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("cargo sets {name} for build scripts"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The path within the folder, by which the table is sorted, and the row of the table.
fn row(folder: &Path, file: &Path) -> io::Result<(String, String)> {
    let within = file.strip_prefix(folder).map_err(io::Error::other)?;
    let path = within.to_string_lossy().replace('\\', "/");
    let mut hasher = DefaultHasher::new();
    fs::read(file)?.hash(&mut hasher);
    let etag = format!("W/\"{:016x}\"", hasher.finish());
    // Vite puts whatever carries a hash in its name into `assets/`.
    let hashed = path.starts_with("assets/");
    let absolute = fs::canonicalize(file)?.to_string_lossy().into_owned();
    let row = format!(
        "    Asset {{ path: {path:?}, bytes: include_bytes!({absolute:?}), etag: {etag:?}, \
         hashed: {hashed} }},\n"
    );
    Ok((path, row))
}
