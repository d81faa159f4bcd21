//! A million traces as one file: what that costs the program that writes it.

use std::{
    env, fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::Command,
    time::Instant,
};

use super::{Bench, process::Server, start::mib, table::Table};
use crate::command;

/// Traces of one export, which takes no more.
const TRACES: usize = 1_000_000;
/// Most that the memory of the program may grow by meanwhile (MiB).
const GROWTH: f64 = 64.0;

/// An export in each format, of a million traces or as many as `FAIRLEAD_TRACES` says, if fewer.
pub fn measure(bench: &Bench, table: &mut Table) -> Result<(), String> {
    let said = env::var("FAIRLEAD_TRACES").ok();
    let many = said.and_then(|text| text.parse().ok()).unwrap_or(TRACES);
    let folder = env::temp_dir().join("fairlead-exports");
    let measured = of_folder(bench, table, &folder, many.min(TRACES));
    // Another run begins with an empty one in any case.
    let _ = fs::remove_dir_all(&folder);
    measured
}

fn of_folder(bench: &Bench, table: &mut Table, folder: &Path, many: usize) -> Result<(), String> {
    let made = command::read(
        Command::new(&bench.traces)
            .env("FAIRLEAD_TRACES_WHOLE", "1")
            .env("FAIRLEAD_TRACES", many.to_string())
            .env("FAIRLEAD_TRACES_FOLDER", folder),
    )?;
    let project = made
        .lines()
        .find_map(|line| line.strip_prefix("project "))
        .ok_or("the traces for exports have no project")?;
    let mut command = Command::new(&bench.fairlead);
    command
        .args(["serve", "--json", "--port", "0", "--data"])
        .arg(folder);
    let (server, said) = Server::announced(command)?;
    let said: serde_json::Value =
        serde_json::from_str(&said).map_err(|e| format!("{said} is no JSON: {e}"))?;
    let port = said["port"].as_u64().and_then(|port| port.try_into().ok());
    let (Some(port), Some(token)) = (port, said["token"].as_str()) else {
        return Err(format!("no port and token in {said}"));
    };
    let ask = |format: &str, rest: &str| {
        let target = format!("/v1/projects/{project}/traces/export?format={format}{rest}");
        download(port, token, &target)
    };
    Table::heading(&format!("export of {many} traces"), "Fairlead", "goal");
    for format in ["csv", "ndjson", "har"] {
        // Whatever a first one costs is no matter of size: one that finds a single trace or few.
        ask(format, "&status=500&q=ship7")?;
        let before = server.memory_kib("VmRSS")?;
        server.forget_peak()?;
        let begun = Instant::now();
        let bytes = ask(format, "")?;
        let took = begun.elapsed().as_secs_f64();
        let peak = server.memory_kib("VmHWM")?;
        let growth = mib(peak.saturating_sub(before));
        table.below(&format!("{format}: growth of memory (MiB)"), growth, GROWTH);
        #[allow(clippy::cast_precision_loss)] // figures, not money
        let megabytes = bytes as f64 / 1e6;
        println!(
            "{format}: {megabytes:.0} MB in {took:.1} s, {:.1} MB a second; memory {:.0} MiB \
             before, {:.0} at most",
            megabytes / took,
            mib(before),
            mib(peak)
        );
    }
    Ok(())
}

/// Reads an answer to its end and keeps nothing of it: how many bytes came.
fn download(port: u16, token: &str, target: &str) -> Result<u64, String> {
    let failed = |e: std::io::Error| format!("{target}: {e}");
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(failed)?;
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\
         Connection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut piece = vec![0; 256 * 1024];
    let (mut bytes, mut end) = (0, Vec::new());
    loop {
        let read = stream.read(&mut piece).map_err(failed)?;
        if read == 0 {
            break;
        }
        if bytes == 0 && !piece.starts_with(b"HTTP/1.1 200") {
            let said = String::from_utf8_lossy(&piece[..read.min(400)]);
            return Err(format!("{target}: {said}"));
        }
        bytes += read as u64;
        end.extend_from_slice(&piece[read.saturating_sub(5)..read]);
        end.drain(..end.len().saturating_sub(5));
    }
    // RFC 9112 §7.1: the last chunk is empty.
    if end == b"0\r\n\r\n" {
        Ok(bytes)
    } else {
        Err(format!("{target} broke off after {bytes} bytes"))
    }
}
