use fairlead_requests::Language;
#[test]
fn languages() {
    assert_eq!(Language::ALL.len(), 11);
}
