//! A file that comes piece by piece.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use tempfile::NamedTempFile;

use super::free;

/// What the names of files begin and end with that are not whole yet.
const BEGINS: &str = ".fairlead-";
const ENDS: &str = ".part";
/// Nobody has written for so long to what a killed program has left.
const LEFT: Duration = Duration::from_hours(1);
/// Longest name of a file, in bytes; most systems have room for 255.
const NAME: usize = 200;

/// Why a file is not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The system names no folder for downloads, and no home.
    #[error("this system names no folder for downloads")]
    Homeless,
    /// The disk, or what the person may have of it, is full.
    #[error("there is no room for {name} in {}", folder.display())]
    Full { name: String, folder: PathBuf },
    /// The folder is not the person's to write.
    #[error("{} may not be written", folder.display())]
    Forbidden { folder: PathBuf },
    /// Anything else.
    #[error("{name} cannot be written to {}: {reason}", folder.display())]
    Unwritable {
        name: String,
        folder: PathBuf,
        reason: String,
    },
}

impl SaveError {
    /// What a person can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Homeless => "Make a folder `Downloads` in your home, and set HOME.",
            Self::Full { .. } => "Make room on that disk, and save it again.",
            Self::Forbidden { .. } => "Make the folder writable for you, and save it again.",
            Self::Unwritable { .. } => "Look at that folder, and save it again.",
        }
    }
}

/// A file on its way into a folder: under a name of its own until it is whole, and gone where it
/// never is.
pub struct Part {
    file: NamedTempFile,
    folder: PathBuf,
    name: String,
}

impl Part {
    /// Begins one, and makes the folder where it is missing. Blocks, as all of this does.
    pub fn begin(folder: &Path, name: &str) -> Result<Self, SaveError> {
        let name = clean(name);
        let refused = |failure: io::Error| refusal(&failure, folder, &name);
        fs::create_dir_all(folder).map_err(refused)?;
        take_away_leftovers(folder);
        let mut builder = tempfile::Builder::new();
        builder.prefix(BEGINS).suffix(ENDS);
        // As any other file of the person: who else may read it is said by the umask.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder).map_err(refused)?;
        Ok(Self {
            file,
            folder: folder.to_owned(),
            name,
        })
    }

    /// Adds a piece.
    pub fn write(&mut self, piece: &[u8]) -> Result<(), SaveError> {
        let written = self.file.write_all(piece);
        written.map_err(|failure| refusal(&failure, &self.folder, &self.name))
    }

    /// Gives it its name, or nearly so where something has that; on the disk when this returns.
    pub fn finish(self) -> Result<PathBuf, SaveError> {
        let Self { file, folder, name } = self;
        let refused = |failure: io::Error| refusal(&failure, &folder, &name);
        file.as_file().sync_all().map_err(refused)?;
        let path = reserve(&folder, &name).map_err(refused)?;
        match file.persist(&path) {
            Ok(_) => Ok(path),
            Err(failure) => {
                // Reserved by us, and empty.
                let _ = fs::remove_file(&path);
                Err(refused(failure.error))
            }
        }
    }
}

/// Makes an empty file under a name that nothing had: no other program takes it meanwhile.
fn reserve(folder: &Path, name: &str) -> io::Result<PathBuf> {
    loop {
        let path = free(folder, name.as_ref());
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(_) => return Ok(path),
            Err(failure) if failure.kind() == ErrorKind::AlreadyExists => {}
            Err(failure) => return Err(failure),
        }
    }
}

fn refusal(failure: &io::Error, folder: &Path, name: &str) -> SaveError {
    let (folder, name) = (folder.to_owned(), name.to_owned());
    match failure.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            SaveError::Full { name, folder }
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            SaveError::Forbidden { folder }
        }
        _ => SaveError::Unwritable {
            name,
            folder,
            reason: failure.to_string(),
        },
    }
}

/// A name without a folder, that every system takes, and that hides from nobody.
fn clean(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            c if c.is_control() => '_',
            c => c,
        })
        .collect();
    let plain = plain.trim_matches([' ', '.']);
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 16 => (stem, format!(".{ending}")),
        _ => (plain, String::new()),
    };
    let stem = &stem[..stem.floor_char_boundary(NAME - ending.len())];
    if stem.is_empty() {
        format!("file{ending}")
    } else {
        format!("{stem}{ending}")
    }
}

/// Takes away what a program that was killed has left of its files.
fn take_away_leftovers(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_old = || {
            let written = entry.metadata().and_then(|m| m.modified()).ok();
            written.is_some_and(|at| at.elapsed().is_ok_and(|age| age > LEFT))
        };
        if name.starts_with(BEGINS) && name.ends_with(ENDS) && is_old() {
            // Whoever else takes it away has done it for us.
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder").flatten();
        let mut names: Vec<_> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_has_its_name_once_it_is_whole() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("Downloads");
        let mut part = Part::begin(&folder, "traces.csv").expect("it begins");
        part.write(b"a,b\n").expect("it is written");
        assert!(!names(&folder).contains(&"traces.csv".to_owned()));
        // Somebody else takes the name meanwhile.
        fs::write(folder.join("traces.csv"), "theirs").expect("a file");
        part.write(b"1,2\n").expect("it is written");
        let path = part.finish().expect("it is kept");
        assert_eq!(path, folder.join("traces (2).csv"));
        assert_eq!(fs::read_to_string(&path).expect("a file"), "a,b\n1,2\n");
        assert_eq!(
            fs::read_to_string(folder.join("traces.csv")).expect("theirs"),
            "theirs"
        );
        assert_eq!(names(&folder), ["traces (2).csv", "traces.csv"]);
    }

    #[test]
    fn what_is_not_whole_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut part = Part::begin(folder.path(), "traces.har").expect("it begins");
        part.write(b"{").expect("it is written");
        assert_eq!(names(folder.path()).len(), 1);
        drop(part);
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    fn what_a_killed_program_has_left_is_taken_away_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, age) in [
            (".fairlead-old.part", LEFT * 2),
            (".fairlead-new.part", Duration::ZERO),
            ("mine.part", LEFT * 2),
        ] {
            let file = fs::File::create(folder.path().join(name)).expect("a file");
            let at = std::time::SystemTime::now() - age;
            file.set_modified(at).expect("its time");
        }
        let part = Part::begin(folder.path(), "a").expect("it begins");
        drop(part);
        assert_eq!(names(folder.path()), [".fairlead-new.part", "mine.part"]);
    }

    #[test]
    fn a_name_is_one_of_a_file_in_the_folder() {
        assert_eq!(clean("../../.ssh/config"), "_.._.ssh_config");
        assert_eq!(clean("a\u{7}b\\c.json"), "a_b_c.json");
        assert_eq!(clean(".har"), "har");
        assert_eq!(clean(" . "), "file");
        let long = clean(&format!("{}.json", "ä".repeat(300)));
        assert!(long.len() <= NAME && long.ends_with("ä.json"), "{long}");
    }

    #[test]
    fn what_the_disk_says_is_told_so_that_a_person_can_act() {
        let told = |kind: ErrorKind| {
            let error = refusal(&kind.into(), Path::new("/d"), "traces.csv");
            format!("{error}. {}", error.hint())
        };
        assert_eq!(
            told(ErrorKind::StorageFull),
            "there is no room for traces.csv in /d. Make room on that disk, and save it again."
        );
        assert_eq!(
            told(ErrorKind::ReadOnlyFilesystem),
            "/d may not be written. Make the folder writable for you, and save it again."
        );
    }
}
