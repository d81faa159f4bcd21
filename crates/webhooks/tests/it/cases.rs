//! Misdeliveries: a right receiver withstands each of them, and a careless one is found out.

use fairlead_core::Timestamp;
use fairlead_webhooks::{Case, CatchOptions, Generic, Scheme, Sender, Signing, Trial, run};
use url::Url;

use crate::world::{catcher, event, serve, signing};

async fn all(url: &Url, signing: Option<&Signing>) -> Vec<(Case, Option<Trial>)> {
    let sender = Sender::new().expect("a client");
    let mut trials = Vec::new();
    for case in Case::ALL {
        let name = case.as_str();
        let body = r#"{"type":"order.paid","amount":12}"#;
        let (event, before) = (
            event(&format!("msg_{name}"), body),
            event("msg_before", body),
        );
        let plan = case
            .plan(signing, &event, &before, Timestamp::now())
            .expect("the secret fits");
        let trial = match plan {
            Some(plan) => Some(run(&sender, url, &plan).await),
            None => None,
        };
        trials.push((case, trial));
    }
    trials
}

#[tokio::test]
async fn a_right_receiver_withstands_every_case() {
    let with_time = Generic {
        signs: "{timestamp}{body}".to_owned(),
        timestamp_header: Some("x-time".to_owned()),
        ..Generic::new("x-signature")
    };
    for scheme in [
        Scheme::Standard,
        Scheme::StandardSha512,
        Scheme::Stripe,
        Scheme::Github,
        Scheme::Generic(with_time),
    ] {
        let signing = signing(scheme.clone());
        let receiver = catcher(CatchOptions {
            signing: Some(signing.clone()),
            ..CatchOptions::default()
        })
        .await;
        for (case, trial) in all(&receiver.url, Some(&signing)).await {
            let Some(trial) = trial else {
                let is_timeless = matches!(case, Case::TooOld | Case::TooNew);
                assert!(is_timeless && !scheme.has_time(), "{scheme}: {case:?}");
                continue;
            };
            assert_eq!(trial.wrong(), None, "{scheme}: {case:?}");
        }
    }
}

#[tokio::test]
async fn a_receiver_that_takes_everything_fails_what_it_had_to_refuse() {
    let url = serve(|_| 200).await;
    let signing = signing(Scheme::Standard);
    let failed: Vec<Case> = all(&url, Some(&signing))
        .await
        .into_iter()
        .filter(|(_, trial)| trial.as_ref().is_some_and(|t| !t.is_passed()))
        .map(|(case, _)| case)
        .collect();
    assert_eq!(
        failed,
        [
            Case::Tampered,
            Case::WrongSecret,
            Case::TooOld,
            Case::TooNew,
            Case::MissingSignature,
            Case::Unsigned
        ]
    );
}

#[tokio::test]
async fn a_receiver_that_redirects_or_fails_is_told_so() {
    for (status, words) in [
        (302, "give the address"),
        (500, "the receiver failed"),
        (404, "it had to take"),
    ] {
        let url = serve(move |_| status).await;
        let (_, trial) = all(&url, None).await.remove(0);
        let wrong = trial.expect("a delivery").wrong().expect("it is wrong");
        assert!(wrong.contains(words), "{wrong}");
    }
    let closed = "http://127.0.0.1:1/".parse().expect("a URL");
    let (_, trial) = all(&closed, None).await.remove(0);
    let wrong = trial.expect("a delivery").wrong().expect("nobody is there");
    assert!(wrong.contains("cannot be reached"), "{wrong}");
}

#[tokio::test]
async fn without_a_signature_only_the_order_can_be_wrong() {
    let receiver = catcher(CatchOptions::default()).await;
    let made: Vec<Case> = all(&receiver.url, None)
        .await
        .into_iter()
        .filter_map(|(case, trial)| trial.map(|_| case))
        .collect();
    assert_eq!(
        made,
        [Case::Ok, Case::Replayed, Case::Duplicate, Case::Reordered]
    );
}
