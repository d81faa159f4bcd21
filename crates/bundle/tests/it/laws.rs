use fairlead_bundle::{PublicKey, read, write};
use proptest::prelude::*;

use crate::support::{about, bundle, files, key};

#[test]
fn what_is_written_is_read_again_and_the_signer_is_known() {
    let (about, files) = (about(), files());
    let bytes = write(about.clone(), &files, &key(7)).unwrap();
    let bundle = read(&bytes).unwrap();
    assert_eq!(bundle.about, about);
    assert_eq!(bundle.files, files);
    assert_eq!(bundle.signer, key(7).public());
    assert_ne!(bundle.signer, key(8).public());
}

#[test]
fn the_same_files_make_the_same_bytes() {
    let about = about();
    let once = write(about.clone(), &files(), &key(1)).unwrap();
    assert_eq!(once, write(about, &files(), &key(1)).unwrap());
}

#[test]
fn a_key_is_read_from_its_text_and_told_by_its_fingerprint() {
    let key = key(1).public();
    assert_eq!(PublicKey::from_text(&key.to_text()).unwrap(), key);
    assert!(PublicKey::from_text("short").is_err());
    let print = key.fingerprint();
    assert_eq!(print.len(), 24);
    assert!(
        print
            .split(' ')
            .all(|four| four.len() == 4 && u16::from_str_radix(four, 16).is_ok())
    );
}

/// RFC 8032 §7.1, test 1: the public key of a published seed.
#[test]
fn keys_are_those_of_the_standard() {
    let seed: [u8; 32] = [
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c,
        0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae,
        0x7f, 0x60,
    ];
    let key = fairlead_bundle::SigningKey::from_seed(&seed).unwrap();
    // d75a9801 82b10ab7 d54bfed3 c964073a 0ee172f3 daa62325 af021a68 f707511a
    assert_eq!(
        key.public().to_text(),
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    );
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused_and_break_nothing(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read(&bytes).is_err());
    }

    #[test]
    fn a_changed_byte_never_changes_what_is_read(at in any::<prop::sample::Index>(), by in 1_u8..) {
        let bytes = bundle();
        let whole = read(&bytes).unwrap();
        let mut changed = bytes;
        let at = at.index(changed.len());
        changed[at] ^= by;
        // Some bytes of an archive say nothing (times, rights).
        if let Ok(read) = read(&changed) {
            prop_assert_eq!(read, whole);
        }
    }
}
