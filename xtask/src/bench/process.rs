//! A server under measurement, and what the kernel says it has used.

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A running program; ended when dropped.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub port: u16,
}

impl Server {
    /// Starts it with its output thrown away.
    pub fn start(mut command: Command, port: u16) -> Result<Self, String> {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("cannot start {}: {e}", command.get_program().display()))?;
        Ok(Self { child, port })
    }

    /// Starts it and waits for the first line that it says.
    pub fn announced(mut command: Command) -> Result<(Self, String), String> {
        let program = command.get_program().display().to_string();
        let failed = |e| format!("cannot start {program}: {e}");
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let output = child.stdout.take();
        let server = Self { child, port: 0 };
        let mut line = String::new();
        let output = output.ok_or("its output is not piped")?;
        let read = BufReader::new(output).read_line(&mut line);
        read.map_err(|e| format!("it says nothing: {e}"))?;
        Ok((server, line))
    }

    /// Begins `VmHWM` anew (proc(5), `clear_refs`).
    pub fn forget_peak(&self) -> Result<(), String> {
        let path = format!("/proc/{}/clear_refs", self.child.id());
        fs::write(&path, "5").map_err(|e| format!("cannot write {path}: {e}"))
    }

    /// Time on a processor of all its threads, to the nanosecond (`schedstat` of each). Threads
    /// that have ended are not counted; the servers measured keep theirs.
    pub fn cpu(&self) -> Result<Duration, String> {
        let folder = format!("/proc/{}/task", self.child.id());
        let threads = fs::read_dir(&folder).map_err(|e| format!("cannot read {folder}: {e}"))?;
        let nanos = threads
            .flatten()
            .filter_map(|thread| fs::read_to_string(thread.path().join("schedstat")).ok())
            .filter_map(|text| text.split_whitespace().next()?.parse::<u64>().ok())
            .sum();
        Ok(Duration::from_nanos(nanos))
    }

    /// Memory by its name in proc(5), `status`: `VmRSS` for what is resident, `VmHWM` for the
    /// most that ever was.
    pub fn memory_kib(&self, name: &str) -> Result<u64, String> {
        let text = self.proc("status")?;
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|number| number.parse().ok())
            .ok_or_else(|| format!("no {name} in /proc"))
    }

    fn proc(&self, file: &str) -> Result<String, String> {
        let path = format!("/proc/{}/{file}", self.child.id());
        fs::read_to_string(&path).map_err(|e| format!("cannot read {path}: {e}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone is as good as ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
