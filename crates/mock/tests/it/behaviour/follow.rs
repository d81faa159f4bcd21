//! A file that changes while the mock runs.

use std::fs;

use fairlead_mock::{Mock, MockOptions, behaviour::Follower};

use super::{PAYMENTS, contract, status};

#[test]
fn what_is_written_is_taken_and_what_is_broken_leaves_the_last_good() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("api.behaviour.yaml");
    let mock = Mock::new(contract(PAYMENTS), MockOptions::default());
    let mut follower = Follower::new(file.clone());
    let mut look = |mock: &Mock| follower.look(mock);
    assert!(look(&mock).expect("not there yet is fine").is_none());
    fs::write(&file, "rules: [{answer: {status: 503}}]").expect("written");
    assert!(look(&mock).expect("read").expect("new").taken);
    assert_eq!(status(&mock, "GET /payments"), 503);
    assert!(look(&mock).expect("read").is_none(), "nothing changed");
    fs::write(&file, "rules: [{answer: {status: 5030}}]").expect("written");
    let heard = look(&mock).expect("read").expect("changed");
    assert!(!heard.taken);
    assert_eq!(heard.problems.len(), 1);
    assert_eq!(
        status(&mock, "GET /payments"),
        503,
        "the last good one stays"
    );
    assert!(look(&mock).expect("read").is_none(), "told once");
    fs::remove_file(&file).expect("removed");
    assert!(look(&mock).is_err(), "told");
    assert!(look(&mock).expect("told once").is_none());
    assert_eq!(status(&mock, "GET /payments"), 503);
    fs::write(&file, "rules: [{answer: {bodyFile: a.txt}}]").expect("written");
    assert!(
        !look(&mock).expect("read").expect("changed").taken,
        "the body is not there"
    );
    fs::write(folder.path().join("a.txt"), "one").expect("written");
    assert!(look(&mock).expect("read").expect("the body is there").taken);
    fs::write(folder.path().join("a.txt"), "two").expect("written");
    assert!(look(&mock).expect("read").expect("its body changed").taken);
    assert_eq!(super::text(&super::ask(&mock, "GET /payments")), "two");
}

#[test]
fn bodies_lie_beside_the_file_and_nowhere_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).expect("made");
    fs::write(folder.path().join("secret.txt"), "hush").expect("written");
    let file = inner.join("b.yaml");
    let mock = Mock::new(contract(PAYMENTS), MockOptions::default());
    for name in ["../secret.txt", "/etc/passwd"] {
        fs::write(&file, format!("rules: [{{answer: {{bodyFile: {name}}}}}]")).expect("written");
        let heard = Follower::new(file.clone())
            .look(&mock)
            .expect("read")
            .expect("new");
        assert!(!heard.taken, "{name}");
        assert!(
            heard.problems[0].message.contains("outside"),
            "{}",
            heard.problems[0]
        );
    }
}

#[test]
fn what_did_not_change_goes_on_counting() {
    let behaviour = |text: &str| super::read(&contract(PAYMENTS), text).behaviour;
    let flaky = "scenarios: [{name: s, match: {operation: listPayments}, steps: [{status: 503, times: 2}]}]\n";
    let mock = super::payments(flaky);
    assert_eq!(status(&mock, "GET /payments"), 503);
    mock.set_behaviour(behaviour(&format!("latency: 1ms\n{flaky}")));
    assert_eq!(status(&mock, "GET /payments"), 503);
    assert_eq!(status(&mock, "GET /payments"), 200);
    mock.set_behaviour(behaviour(&flaky.replace("503", "500")));
    assert_eq!(
        status(&mock, "GET /payments"),
        500,
        "a scenario that changed begins anew"
    );
}
