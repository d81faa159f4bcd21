use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use fairlead_bundle::{BundleError, read, write};

use crate::support::{about, bundle, files, key, pack, unpack};

fn changed(change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> BundleError {
    let mut files = unpack(&bundle());
    change(&mut files);
    read(&pack(&files)).unwrap_err()
}

#[test]
fn no_archive_and_no_manifest() {
    assert!(matches!(read(b"hello"), Err(BundleError::NoArchive(_))));
    assert!(matches!(read(b""), Err(BundleError::NoArchive(_))));
    assert_eq!(
        read(&pack(&[("a".into(), vec![1])])),
        Err(BundleError::NoManifest)
    );
}

#[test]
fn a_changed_missing_or_added_file_is_named() {
    let at = |files: &[(String, Vec<u8>)], path: &str| {
        files.iter().position(|(name, _)| name == path).unwrap()
    };
    let error = changed(|files| {
        let n = at(files, "notes.md");
        files[n].1.push(b'!');
    });
    assert_eq!(error, BundleError::Changed("notes.md".into()));
    let error = changed(|files| {
        let n = at(files, "empty");
        files.remove(n);
    });
    assert_eq!(error, BundleError::Missing("empty".into()));
    let error = changed(|files| files.push(("more".into(), Vec::new())));
    assert_eq!(error, BundleError::Foreign("more".into()));
}

#[test]
fn a_manifest_of_somebody_else_is_forged() {
    // The header of another key, the signature of the first.
    let other = unpack(&write(about(), &files(), &key(2)).unwrap());
    let error = changed(|files| {
        let own = String::from_utf8(files[0].1.clone()).unwrap();
        let other = String::from_utf8(other[0].1.clone()).unwrap();
        let parts: Vec<&str> = own.split('.').collect();
        let header = other.split('.').next().unwrap();
        files[0].1 = [header, parts[1], parts[2]].join(".").into_bytes();
    });
    assert_eq!(error, BundleError::Forged);
}

#[test]
fn signatures_of_other_kinds_are_none() {
    for (alg, typ) in [
        ("none", "fairlead-bundle+json"),
        ("HS256", "fairlead-bundle+json"),
        ("Ed25519", "JWT"),
    ] {
        let error = changed(|files| {
            let own = String::from_utf8(files[0].1.clone()).unwrap();
            let parts: Vec<&str> = own.split('.').collect();
            let x = key(1).public().to_text();
            let header = format!(
                r#"{{"alg":"{alg}","typ":"{typ}","jwk":{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}}}"#
            );
            let header = BASE64_URL_SAFE_NO_PAD.encode(header);
            files[0].1 = format!("{header}.{}.{}", parts[1], parts[2]).into_bytes();
        });
        assert!(matches!(error, BundleError::Manifest(_)), "{error:?}");
    }
}

#[test]
fn paths_stay_within() {
    for path in ["../up", "/root", "a//b", "a/./b", "c:\\x", "", "line\nend"] {
        let files = [(path.to_owned(), Vec::new())].into();
        assert_eq!(
            write(about(), &files, &key(1)),
            Err(BundleError::Path(path.into()))
        );
    }
    let error = changed(|files| files.push(("../up".into(), vec![1])));
    assert_eq!(error, BundleError::Path("../up".into()));
}

#[test]
fn a_file_that_unpacks_to_more_than_is_read_is_refused() {
    let much = vec![0; fairlead_core::limits::BUNDLE_BYTES + 1];
    let bomb = pack(&[("zeros".into(), much)]);
    assert!(bomb.len() < 2 << 20, "{}", bomb.len());
    assert!(matches!(read(&bomb), Err(BundleError::TooLarge(_))));
}
