//! Signatures that others have published, and the same computed by another program.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::Timestamp;
use fairlead_webhooks::{
    Algorithm, Encoding, Event, Generic, Scheme, Secret, Signing, event_id, sign,
};

use crate::world::{NOW, event, signing};

fn header(signing: &Signing, event: &Event, seconds: i64, name: &str) -> String {
    let headers = sign(signing, event, Timestamp::from_millis(seconds * 1_000)).expect("a key");
    headers.get(name).expect("the header").to_owned()
}

/// The vector that the libraries of Standard Webhooks are tested with.
#[test]
fn standard_webhooks_published() {
    let signing = Signing {
        scheme: Scheme::Standard,
        secret: Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    };
    let event = event("msg_p5jXN8AQM9LWM0D4loKWxJek", r#"{"test": 2432232314}"#);
    let at = 1_614_265_330;
    assert_eq!(
        header(&signing, &event, at, "webhook-signature"),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    );
    assert_eq!(
        header(&signing, &event, at, "webhook-timestamp"),
        "1614265330"
    );
    assert_eq!(header(&signing, &event, at, "webhook-id"), event.id);
    let bare = Signing {
        scheme: Scheme::Standard,
        secret: Secret::new("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    };
    assert_eq!(
        header(&bare, &event, at, "webhook-signature"),
        header(&signing, &event, at, "webhook-signature"),
        "the prefix is no part of the key"
    );
}

/// The vector of GitHub's documentation.
#[test]
fn github_published() {
    let signing = Signing {
        scheme: Scheme::Github,
        secret: Secret::new("It's a Secret to Everybody"),
    };
    assert_eq!(
        header(
            &signing,
            &event("1", "Hello, World!"),
            0,
            "x-hub-signature-256"
        ),
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    );
}

const PYTHON: &str = "import sys,hmac,hashlib,base64
key,content=[base64.b64decode(l) for l in sys.stdin.read().split('\\n')[:2]]
print(hmac.new(key,content,getattr(hashlib,sys.argv[1])).hexdigest())";
const NODE: &str =
    "const [k,c]=require('fs').readFileSync(0,'utf8').split('\\n').map(l=>Buffer.from(l,'base64'));
console.log(require('crypto').createHmac(process.argv[1],k).update(c).digest('hex'))";

/// The HMAC as Python's or Node's library makes it; `None` where there is neither.
fn elsewhere(hash: &str, key: &[u8], content: &[u8]) -> Option<String> {
    let ask = |program: &str, flag: &str, script: &str| -> Option<String> {
        let mut child = Command::new(program)
            .args([flag, script, hash])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let lines = [key, content]
            .map(|bytes| BASE64_STANDARD.encode(bytes))
            .join("\n");
        child.stdin.take()?.write_all(lines.as_bytes()).ok()?;
        let output = child.wait_with_output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (output.status.success() && !text.is_empty()).then_some(text)
    };
    ask("python3", "-c", PYTHON).or_else(|| ask("node", "-e", NODE))
}

fn hex(base64: &str) -> String {
    let bytes = BASE64_STANDARD.decode(base64).expect("base64");
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[test]
fn another_program_makes_the_same() {
    let body = r#"{"amount":1200,"text":"Grüße"}"#;
    let event = event("msg_1", body);
    let seconds = NOW / 1_000;
    let Some(_) = elsewhere("sha256", b"k", b"c") else {
        println!("skipped: neither python3 nor node is here");
        return;
    };
    let check = |hash, key: &[u8], content: String, ours: String| {
        assert_eq!(
            elsewhere(hash, key, content.as_bytes()),
            Some(ours),
            "{content}"
        );
    };
    let standard = format!("msg_1.{seconds}.{body}");
    let tag = |signing: &Signing, name: &str, before: &str| {
        let text = header(signing, &event, seconds, name);
        text.strip_prefix(before).expect("the prefix").to_owned()
    };
    let of = signing(Scheme::Standard);
    check(
        "sha256",
        &[7; 32],
        standard.clone(),
        hex(&tag(&of, "webhook-signature", "v1,")),
    );
    let of = signing(Scheme::StandardSha512);
    check(
        "sha512",
        &[7; 32],
        standard,
        hex(&tag(&of, "webhook-signature", "v1,")),
    );

    let of = signing(Scheme::Stripe);
    let key = of.secret.expose().as_bytes().to_vec();
    let before = format!("t={seconds},v1=");
    let ours = tag(&of, "stripe-signature", &before);
    check("sha256", &key, format!("{seconds}.{body}"), ours);

    let generic = Generic {
        algorithm: Algorithm::HmacSha512,
        encoding: Encoding::Base64,
        prefix: "v0=".to_owned(),
        signs: "v0:{timestamp}:{id}:{body}".to_owned(),
        id_header: Some("X-Id".to_owned()),
        timestamp_header: Some("X-Time".to_owned()),
        ..Generic::new("X-Own-Signature")
    };
    let of = signing(Scheme::Generic(generic));
    let key = of.secret.expose().as_bytes().to_vec();
    let ours = hex(&tag(&of, "x-own-signature", "v0="));
    check("sha512", &key, format!("v0:{seconds}:msg_1:{body}"), ours);
    assert_eq!(header(&of, &event, seconds, "x-id"), "msg_1");
    assert_eq!(header(&of, &event, seconds, "x-time"), seconds.to_string());
}

#[test]
fn ids_are_written_as_the_scheme_does() {
    assert_eq!(event_id(None, 0xAB), format!("msg_{:032x}", 0xAB));
    assert_eq!(
        event_id(Some(&Scheme::Github), u128::MAX),
        "ffffffff-ffff-4fff-bfff-ffffffffffff"
    );
}

#[test]
fn what_is_signed_is_not_looked_at_again() {
    // A body that holds a place of the template stays as it is.
    let generic = Generic {
        signs: "{body}|{id}".to_owned(),
        id_header: Some("x-id".to_owned()),
        ..Generic::new("x-signature")
    };
    let of = signing(Scheme::Generic(generic));
    let plain = header(&of, &event("{body}", "{id}"), 0, "x-signature");
    let other = header(&of, &event("{id}", "{id}"), 0, "x-signature");
    assert_ne!(plain, other);
}
