//! What a look at a delivery says, for each thing that may be wrong with it.

use fairlead_core::{Headers, Request, Timestamp};
use fairlead_webhooks::{
    Generic, Near, Scheme, Secret, SecretError, Signing, TOLERANCE, Verdict, detect, verify,
};

use crate::world::{NOW, event, request, signing};

fn look(signing: &Signing, request: &Request) -> Verdict {
    look_at(signing, request, NOW)
}

fn look_at(signing: &Signing, request: &Request, now: i64) -> Verdict {
    let now = Timestamp::from_millis(now);
    verify(signing, &request.headers, &request.body, now, TOLERANCE).expect("the secret fits")
}

fn own() -> Scheme {
    Scheme::Generic(Generic {
        prefix: "sha256=".to_owned(),
        signs: "{timestamp}.{body}".to_owned(),
        timestamp_header: Some("x-time".to_owned()),
        ..Generic::new("X-Own")
    })
}

fn schemes() -> [Scheme; 5] {
    [
        Scheme::Standard,
        Scheme::StandardSha512,
        Scheme::Stripe,
        Scheme::Github,
        own(),
    ]
}

#[test]
fn what_is_signed_is_valid_and_what_is_changed_is_not() {
    for scheme in schemes() {
        let signing = signing(scheme.clone());
        let good = request(&signing, &event("msg_1", r#"{"a":1}"#), NOW);
        assert_eq!(look(&signing, &good), Verdict::Valid, "{scheme}");
        let wrong = Verdict::WrongSignature { near: None };
        let mut changed = good.clone();
        changed.body = r#"{"a":2}"#.into();
        assert_eq!(look(&signing, &changed), wrong, "{scheme}");
        let other = Signing {
            secret: Secret::of_bytes(&scheme, &[8; 32]),
            scheme: scheme.clone(),
        };
        assert_eq!(look(&other, &good), wrong, "{scheme}");
        let mut without = good.clone();
        let name = scheme.signature_header().to_ascii_lowercase();
        without.headers = good.headers.iter().filter(|(n, _)| *n != name).collect();
        let verdict = look(&signing, &without);
        assert!(
            matches!(&verdict, Verdict::MissingHeader { header } if header.eq_ignore_ascii_case(&name)),
            "{scheme}: {verdict:?}"
        );
        let mut garbled = good.clone();
        garbled.headers.set(&name, "???");
        let verdict = look(&signing, &garbled);
        assert!(
            matches!(verdict, Verdict::Malformed { .. }),
            "{scheme}: {verdict:?}"
        );
    }
}

#[test]
fn the_time_counts_where_there_is_one() {
    for scheme in schemes() {
        let signing = signing(scheme.clone());
        let good = request(&signing, &event("msg_1", "{}"), NOW);
        let at = |seconds: i64| look_at(&signing, &good, NOW + seconds * 1_000);
        assert_eq!(at(300), Verdict::Valid, "{scheme}");
        assert_eq!(at(-300), Verdict::Valid, "{scheme}");
        let (late, early) = if scheme.has_time() {
            (
                Verdict::TooOld { seconds: 1 },
                Verdict::TooNew { seconds: 60 },
            )
        } else {
            (Verdict::Valid, Verdict::Valid)
        };
        assert_eq!(at(301), late, "{scheme}");
        assert_eq!(at(-360), early, "{scheme}");
    }
}

#[test]
fn a_time_that_is_changed_makes_the_signature_wrong() {
    let signing = signing(Scheme::Standard);
    let mut old = request(&signing, &event("msg_1", "{}"), NOW - 3_600_000);
    old.headers
        .set("webhook-timestamp", (NOW / 1_000).to_string());
    assert_eq!(look(&signing, &old), Verdict::WrongSignature { near: None });
}

#[test]
fn any_of_several_signatures_may_fit() {
    let signing = signing(Scheme::Standard);
    let mut good = request(&signing, &event("msg_1", "{}"), NOW);
    let tag = good
        .headers
        .get("webhook-signature")
        .expect("signed")
        .to_owned();
    good.headers
        .set("webhook-signature", format!("v1a,AAAA v1,AAAA {tag}"));
    assert_eq!(look(&signing, &good), Verdict::Valid);
    good.headers.set("webhook-signature", "v1a,AAAA");
    assert!(matches!(look(&signing, &good), Verdict::Malformed { .. }));

    let signing = crate::world::signing(Scheme::Stripe);
    let mut good = request(&signing, &event("evt_1", "{}"), NOW);
    let tag = good
        .headers
        .get("stripe-signature")
        .expect("signed")
        .to_owned();
    let with_others = tag.replace(",v1=", ",v0=00,v1=abcd,v1=");
    good.headers.set("stripe-signature", with_others);
    assert_eq!(look(&signing, &good), Verdict::Valid);
}

#[test]
fn frequent_mistakes_are_named() {
    let signing = signing(Scheme::Github);
    let near = |near| Verdict::WrongSignature { near: Some(near) };
    let mut sent = request(&signing, &event("1", r#"{"a":1}"#), NOW);
    sent.body = "{\"a\":1}\n".into();
    assert_eq!(look(&signing, &sent), near(Near::TrimmedBody));
    sent.body = r#"{ "a": 1 }"#.into();
    assert_eq!(look(&signing, &sent), near(Near::CompactBody));
    // The key of Standard Webhooks is what base64 stands for; this sender took the text.
    let standard = crate::world::signing(Scheme::Standard);
    let generic = Generic {
        signs: "{id}.{timestamp}.{body}".to_owned(),
        encoding: fairlead_webhooks::Encoding::Base64,
        prefix: "v1,".to_owned(),
        id_header: Some("webhook-id".to_owned()),
        timestamp_header: Some("webhook-timestamp".to_owned()),
        ..Generic::new("webhook-signature")
    };
    let by_hand = Signing {
        scheme: Scheme::Generic(generic),
        secret: standard.secret.clone(),
    };
    let sent = request(&by_hand, &event("msg_1", "{}"), NOW);
    assert_eq!(look(&standard, &sent), near(Near::OtherKey));
}

#[test]
fn each_verdict_says_what_to_do() {
    let all = [
        (
            Verdict::MissingHeader { header: "x".into() },
            "see that the sender signs",
        ),
        (
            Verdict::WrongSignature { near: None },
            "compare the secrets",
        ),
        (Verdict::TooOld { seconds: 7 }, "7 s older"),
        (Verdict::TooNew { seconds: 7 }, "7 s further in the future"),
    ];
    for (verdict, words) in all {
        assert!(verdict.to_string().contains(words), "{verdict}");
    }
}

#[test]
fn secrets_that_cannot_be_used_are_told() {
    let now = Timestamp::from_millis(NOW);
    let refused = |scheme: Scheme, secret: &str| {
        let signing = Signing {
            scheme,
            secret: Secret::new(secret),
        };
        verify(&signing, &Headers::default(), b"", now, TOLERANCE)
    };
    assert_eq!(
        refused(Scheme::Standard, "not base64!"),
        Err(SecretError::NotBase64)
    );
    assert_eq!(refused(Scheme::Standard, "whsec_"), Err(SecretError::Empty));
    assert_eq!(refused(Scheme::Github, ""), Err(SecretError::Empty));
    let shown = format!("{:?}", signing(Scheme::Github));
    assert!(
        !shown.contains(signing(Scheme::Github).secret.expose()),
        "{shown}"
    );
}

#[test]
fn schemes_that_make_no_sense_are_told() {
    let with = |change: fn(&mut Generic)| {
        let mut generic = Generic::new("x-signature");
        change(&mut generic);
        Scheme::Generic(generic).check()
    };
    assert_eq!(with(|_| {}), Ok(()));
    assert!(with(|g| g.header = "no name".to_owned()).is_err());
    assert!(with(|g| g.signs = "{timestamp}".to_owned()).is_err());
    assert!(with(|g| g.signs = "{id}.{body}".to_owned()).is_err());
    assert!(with(|g| g.prefix = "a\nb".to_owned()).is_err());
}

#[test]
fn the_scheme_is_seen_by_the_headers() {
    let seen = |name: &str| detect(&Headers::from_iter([(name, "x")])).map(|d| d.scheme);
    assert_eq!(
        seen("Webhook-Signature"),
        Some(Some("Standard Webhooks".to_owned()))
    );
    assert_eq!(seen("stripe-signature"), Some(Some("Stripe".to_owned())));
    assert_eq!(seen("x-hub-signature-256"), Some(Some("GitHub".to_owned())));
    assert_eq!(seen("x-acme-signature"), Some(None));
    assert_eq!(seen("accept"), None);
}
