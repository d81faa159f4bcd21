//! A screen nobody sees, a session bus, and an empty home: one for each test.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_fairlead-desktop");

/// What a test needs; everything in it ends with it.
pub struct Screen {
    home: TempDir,
    display: String,
    bus: String,
    running: Vec<Running>,
}

impl Screen {
    /// Starts it; `None`, said as `skipped: …`, where a program it needs is not installed.
    pub fn start() -> Option<Self> {
        for program in [
            "Xvfb",
            "dbus-daemon",
            "openbox",
            "xdotool",
            "WebKitWebDriver",
        ] {
            if !on_path(program) {
                println!("skipped: {program} is not installed");
                return None;
            }
        }
        let home = TempDir::new().expect("a folder for the test");
        let runtime = home.path().join("runtime");
        fs::create_dir(&runtime).expect("a runtime folder");
        fs::set_permissions(&runtime, fs::Permissions::from_mode(0o700)).expect("its mode");
        let mut screen = Self {
            home,
            display: String::new(),
            bus: String::new(),
            running: Vec::new(),
        };
        let size = ["-screen", "0", "1280x900x24", "-nolisten", "tcp"];
        let number =
            screen.spawn_and_read(Command::new("Xvfb").args(["-displayfd", "1"]).args(size));
        screen.display = format!(":{number}");
        screen.bus = screen.spawn_and_read(Command::new("dbus-daemon").args([
            "--session",
            "--nofork",
            "--print-address=1",
        ]));
        // Minimising and closing want a window manager.
        let mut openbox = screen.command("openbox");
        openbox.stdout(Stdio::null()).stderr(Stdio::null());
        screen.spawn(&mut openbox);
        Some(screen)
    }

    /// Where the program keeps its data.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// The home of the person who uses it.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The address of its session bus.
    pub fn bus(&self) -> &str {
        &self.bus
    }

    /// A program that lives on this screen.
    pub fn command(&self, program: &str) -> Command {
        let home = self.home.path();
        let mut command = Command::new(program);
        command
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("share"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", home.join("runtime"))
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("FAIRLEAD_DATA", self.data());
        command
    }

    /// Starts it in a process group of its own.
    pub fn spawn(&mut self, command: &mut Command) {
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command
            .process_group(0)
            .spawn()
            .unwrap_or_else(|failure| panic!("cannot start {program}: {failure}"));
        self.running.push(Running(child));
    }

    /// The process ids of the program under test on this screen.
    pub fn programs(&self) -> Vec<u32> {
        let data = format!("FAIRLEAD_DATA={}", self.data().display());
        let processes = fs::read_dir("/proc").expect("/proc").flatten();
        processes
            .filter(|process| {
                let path = process.path();
                let ours =
                    fs::read_link(path.join("exe")).is_ok_and(|exe| exe == Path::new(PROGRAM));
                ours && fs::read(path.join("environ")).is_ok_and(|variables| {
                    variables
                        .split(|byte| *byte == 0)
                        .any(|variable| variable == data.as_bytes())
                })
            })
            .filter_map(|process| process.file_name().to_str()?.parse().ok())
            .collect()
    }

    /// The TCP sockets on which the program itself listens (proc(5): state 0A in `net/tcp`, by
    /// inode among its open files).
    pub fn listening_sockets(&self) -> Vec<String> {
        let mut found = Vec::new();
        for process in self.programs() {
            let folder = PathBuf::from(format!("/proc/{process}"));
            let open: Vec<String> = fs::read_dir(folder.join("fd"))
                .expect("its open files")
                .filter_map(|file| fs::read_link(file.ok()?.path()).ok())
                .map(|target| target.to_string_lossy().into_owned())
                .collect();
            for table in ["net/tcp", "net/tcp6"] {
                let text = fs::read_to_string(folder.join(table)).unwrap_or_default();
                found.extend(text.lines().filter_map(|line| {
                    let columns: Vec<&str> = line.split_whitespace().collect();
                    let inode = format!("socket:[{}]", columns.get(9)?);
                    let listens = columns[3] == "0A" && open.contains(&inode);
                    listens.then(|| columns[1].to_owned())
                }));
            }
        }
        found
    }

    /// Asks the program to end and waits until it has: in good order.
    pub fn quit(&self) {
        self.end("TERM");
        let faults = fs::read_to_string(self.data().join("logs/faults.log"));
        assert!(faults.is_err(), "{}", faults.unwrap_or_default());
    }

    /// Kills the program, which cannot do anything about it, and waits until it is gone.
    pub fn kill(&self) {
        self.end("KILL");
    }

    fn end(&self, how: &str) {
        for process in self.programs() {
            signal(how, &process.to_string());
        }
        wait("the program to end", || {
            self.programs().is_empty().then_some(())
        });
    }

    /// Presses keys, as `xdotool key` names them.
    pub fn press(&self, keys: &str) {
        self.xdotool(&["key", keys]);
    }

    /// Types a text into whatever has the focus.
    pub fn type_text(&self, text: &str) {
        self.xdotool(&["type", "--delay", "15", text]);
    }

    /// The visible window of this title, once it is there.
    pub fn window(&self, title: &str) -> String {
        wait(&format!("the window `{title}`"), || self.find_window(title))
    }

    /// The visible window of this title.
    pub fn find_window(&self, title: &str) -> Option<String> {
        let name = format!("^{title}$");
        let mut search = self.command("xdotool");
        search.args(["search", "--onlyvisible", "--name", &name]);
        let output = search.stderr(Stdio::null()).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        text.lines().next().map(str::to_owned)
    }

    /// Brings a window to the front, so that keys go there.
    pub fn focus(&self, window: &str) {
        self.xdotool(&["windowactivate", "--sync", window]);
    }

    fn xdotool(&self, words: &[&str]) {
        let mut command = self.command("xdotool");
        let status = command.args(words).stderr(Stdio::null()).status();
        assert!(status.is_ok_and(|s| s.success()), "xdotool {words:?}");
    }

    fn spawn_and_read(&mut self, command: &mut Command) -> String {
        let home = self.home.path();
        command
            .env("XDG_RUNTIME_DIR", home.join("runtime"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        self.spawn(command);
        let Running(child) = self.running.last_mut().expect("it was started");
        let output = child.stdout.take().expect("its output is piped");
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).expect("a line");
        assert!(!line.is_empty(), "{command:?} ended at once");
        line.trim().to_owned()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        for process in self.programs() {
            signal("KILL", &process.to_string());
        }
    }
}

/// A program with all it has started; ended when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        signal("KILL", &format!("-{}", self.0.id()));
        let _ = self.0.wait();
    }
}

/// Waits up to 20 seconds for something to be there.
pub fn wait<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < until, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn signal(name: &str, target: &str) {
    let _ = Command::new("kill")
        .args(["-s", name, "--", target])
        .stderr(Stdio::null())
        .status();
}

pub fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
