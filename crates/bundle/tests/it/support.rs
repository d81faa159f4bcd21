use std::{
    collections::BTreeMap,
    io::{Cursor, Read, Write},
};

use fairlead_bundle::{About, Kind, Party, SigningKey, write};
use fairlead_core::{Id, Timestamp};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

pub fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

pub fn about() -> About {
    let party = |name: &str| Party {
        id: Id::new(),
        name: name.into(),
    };
    About {
        kind: Kind::Space,
        space: party("Harbour"),
        partner: party("Acme"),
        number: 3,
        made_by: "Port Authority".into(),
        made_at: Timestamp::from_millis(1_700_000_000_000),
    }
}

pub fn files() -> BTreeMap<String, Vec<u8>> {
    BTreeMap::from([
        ("notes.md".into(), b"# Berths\n".to_vec()),
        ("spec/a/b.yaml".into(), vec![0, 255, 10, 13]),
        ("empty".into(), Vec::new()),
    ])
}

pub fn bundle() -> Vec<u8> {
    write(about(), &files(), &key(1)).unwrap()
}

/// The files of an archive, as they are in it.
pub fn unpack(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut file = archive.by_index(n).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

/// An archive of files, whatever they are.
pub fn pack(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in files {
        archive
            .start_file(path.as_str(), SimpleFileOptions::DEFAULT)
            .unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
