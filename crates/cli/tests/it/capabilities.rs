use crate::run::{fairlead, sample};

#[test]
fn the_sample_shows_what_it_can_do() {
    let said = fairlead(&["capabilities", &sample()]);
    assert_eq!(said.code, 0, "{}", said.err);
    for line in [
        "authentication api-key-header: 98 %, 9 operations",
        "  0.95  idempotency-header: a header is named like an idempotency key",
        "pagination cursor: 92 %, 2 operations",
        "error-format problem-json: ",
        "groups by tags",
        "     4  Bookings",
    ] {
        assert!(said.out.contains(line), "no `{line}` in\n{}", said.out);
    }
}

#[test]
fn json_has_places_and_groups() {
    let said = fairlead(&["capabilities", "--json", &sample()]);
    let found = said.json();
    let all = found["capabilities"].as_array().expect("a list");
    let idempotency = all
        .iter()
        .find(|c| c["kind"] == "idempotency")
        .expect("idempotency");
    let evidence = &idempotency["signals"][0]["evidence"][0];
    assert_eq!(idempotency["signals"][0]["signal"], "idempotency-header");
    assert_eq!(evidence["file"], "harbour.yaml");
    assert_eq!(evidence["pointer"], "/paths/~1bookings/post/parameters/0");
    assert_eq!(evidence["operation"]["method"], "POST");
    assert!(evidence["line"].is_number());
    assert!(found["groups"].as_array().is_some_and(|g| !g.is_empty()));
}

#[test]
fn no_description_is_a_failure() {
    assert_eq!(fairlead(&["capabilities", "nowhere.yaml"]).code, 3);
    assert_eq!(fairlead(&["capabilities"]).code, 2);
}
