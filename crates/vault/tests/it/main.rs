//! The vault against real files. The keychain is left alone: these run where there is none.

use fairlead_vault::{KeyPlace, Vault};
use secrecy::{ExposeSecret, SecretString};

fn vault(folder: &std::path::Path) -> Vault {
    Vault::open(folder, true).expect("the vault opens")
}

#[test]
fn what_is_sealed_opens_again_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let sealed = vault(folder.path())
        .seal(&["p1", "credential", "key"], &SecretString::from("s3cret"))
        .expect("it seals");
    assert!(!sealed.windows(6).any(|w| w == b"s3cret"));
    let again = vault(folder.path());
    assert_eq!(again.key_place(), KeyPlace::File);
    let opened = again
        .open_secret(&["p1", "credential", "key"], &sealed)
        .expect("it opens");
    assert_eq!(opened.expose_secret(), "s3cret");
}

#[test]
fn a_sealed_value_opens_nowhere_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = vault(folder.path());
    let sealed = vault
        .seal(&["p1", "key"], &SecretString::from("s3cret"))
        .expect("it seals");
    assert!(vault.open_secret(&["p2", "key"], &sealed).is_err());
    assert!(vault.open_secret(&["p", "1key"], &sealed).is_err());
    let mut damaged = sealed.clone();
    *damaged.last_mut().expect("bytes") ^= 1;
    assert!(vault.open_secret(&["p1", "key"], &damaged).is_err());
    assert!(vault.open_secret(&["p1", "key"], &sealed[..5]).is_err());
}

#[cfg(unix)]
#[test]
fn the_key_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let _vault = vault(folder.path());
    let about = std::fs::metadata(folder.path().join("vault.key")).expect("the key");
    assert_eq!(about.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_damaged_key_is_said_and_not_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("vault.key"), "not a key").expect("a file");
    let error = Vault::open(folder.path(), true)
        .err()
        .expect("it is refused");
    assert!(error.to_string().contains("is damaged"), "{error}");
    assert_eq!(
        std::fs::read_to_string(folder.path().join("vault.key")).expect("there"),
        "not a key"
    );
}
