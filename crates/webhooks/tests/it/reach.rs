//! Where a delivery may go whose address a request has named.

use fairlead_webhooks::{Reach, Unreachable};

#[test]
fn this_machine_and_what_was_allowed() {
    let reach = Reach::new(["hooks.example.com", "other.example:8443"]);
    for fine in [
        "http://localhost:9/x",
        "http://127.0.0.1:80",
        "http://127.9.9.9/",
        "http://[::1]:8080/",
        "http://[::ffff:127.0.0.1]/",
        "https://HOOKS.example.com/a",
        "https://other.example:8443/",
        // 127.0.0.1, as URLs read it.
        "http://2130706433/",
    ] {
        assert!(reach.admit(fine).is_ok(), "{fine}");
    }
    for refused in [
        "http://example.com/",
        "http://other.example/",
        "http://localhost.example.com/",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@example.com/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://[::ffff:10.0.0.1]/",
    ] {
        let found = reach.admit(refused);
        assert!(
            matches!(found, Err(Unreachable::NotAllowed(_))),
            "{refused}: {found:?}"
        );
    }
    for none in [
        "file:///etc/passwd",
        "ftp://localhost/",
        "/hook",
        "",
        "http://",
    ] {
        let found = reach.admit(none);
        assert!(
            matches!(found, Err(Unreachable::NoUrl(_))),
            "{none}: {found:?}"
        );
    }
}

#[test]
fn a_login_in_the_address_is_left_out() {
    let url = Reach::default()
        .admit("http://ada:secret@localhost/x")
        .expect("this machine");
    assert_eq!(url.as_str(), "http://localhost/x");
}

#[test]
fn a_host_is_written_as_addresses_write_it() {
    for (text, host) in [
        ("Hooks.Example.com", "hooks.example.com"),
        ("hooks.example.com:8443", "hooks.example.com:8443"),
        ("hooks.example.com:80", "hooks.example.com:80"),
        ("b\u{fc}cher.example", "xn--bcher-kva.example"),
        ("10.0.0.7", "10.0.0.7"),
        ("[::1]:9000", "[::1]:9000"),
    ] {
        assert_eq!(fairlead_webhooks::host(text).as_deref(), Ok(host), "{text}");
        let reach = Reach::new([host]);
        let url = if host.contains(':') {
            text.to_owned()
        } else {
            format!("{text}:1234")
        };
        assert!(reach.admit(&format!("http://{url}/x")).is_ok(), "{url}");
    }
    for text in [
        "",
        "http://a.example",
        "a.example/x",
        "u@a.example",
        "*.example",
        "a b",
        ":80",
    ] {
        assert!(fairlead_webhooks::host(text).is_err(), "{text}");
    }
}
