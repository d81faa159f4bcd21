use crate::run::{Listening, ask};

#[test]
fn it_wants_the_token_of_this_launch() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("UTF-8");
    let server = Listening::start(&["serve", "--port", "0", "--data", data]);
    let port = server.port();
    let token = server
        .line
        .rsplit_once("token=")
        .expect("a token")
        .1
        .to_owned();
    assert_eq!(ask(port, "GET /v1/health", &[], "").0, 200);
    assert_eq!(ask(port, "GET /v1/projects", &[], "").0, 401);
    let bearer = format!("Authorization: Bearer {token}");
    assert_eq!(ask(port, "GET /v1/projects", &[&bearer], "").0, 200);
    let (status, head, _) = ask(port, &format!("GET /?token={token}"), &[], "");
    assert!((300..400).contains(&status), "{head}");
    assert!(
        head.contains("HttpOnly") && head.contains("SameSite=Strict"),
        "{head}"
    );
    assert_eq!(server.stop(), 0);
}
