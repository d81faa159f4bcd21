//! Gathering the files of a description.

use std::fs;

use expect_test::{Expect, expect};
use fairlead_openapi::{FolderFetch, read};

use crate::show;

fn check(files: &[(&str, &str)], expected: Expect) {
    let (sources, spec, problems) = show::files(files);
    let names: Vec<&str> = sources.names.values().map(String::as_str).collect();
    expected.assert_eq(&format!(
        "{names:?}\n{}{}",
        show::model(&spec),
        show::problems(&problems)
    ));
}

#[test]
fn references_are_followed_from_file_to_file() {
    check(
        &[
            (
                "api/root.yaml",
                "openapi: 3.0.3\ninfo: {title: {$ref: ../title.md}, version: '1'}\npaths:\n  /pets:\n    $ref: 'paths/pets@{id}.yaml'\n",
            ),
            (
                "api/paths/pets@{id}.yaml",
                "get:\n  responses:\n    200:\n      description: ok\n      content:\n        application/json:\n          schema: {$ref: '../../common.json#/Pet'}\n",
            ),
            (
                "common.json",
                "{\"Pet\": {\"type\": \"object\", \"properties\": {\"next\": {\"$ref\": \"#/Pet\"}}}}",
            ),
            ("title.md", "Pets"),
        ],
        expect![[r#"
            ["paths/pets@{id}.yaml", "root.yaml", "../common.json", "../title.md"]
            Pets 1 (V30)
            GET /pets None
              Code(200) ok
                application/json /get/responses/200/content/application~1json/schema items=None
        "#]],
    );
}

#[test]
fn what_cannot_be_had_is_said_at_the_reference() {
    check(
        &[(
            "api.yaml",
            "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    $ref: file:///etc/passwd\n  /b:\n    $ref: http://169.254.169.254/latest.yaml\n  /c:\n    get:\n      responses:\n        '200':\n          description: ok\n          content:\n            application/json:\n              schema: {$ref: 'gone.yaml#/X'}\n",
        )],
        expect![[r#"
            ["api.yaml"]
            T 1 (V31)
            GET /c None
              Code(200) ok
                application/json /paths/~1c/get/responses/200/content/application~1json/schema items=None
            api.yaml:5:11: error[ref-file-missing]: `$ref` to `file:///etc/passwd` cannot be followed: no such file: `/etc/passwd` is not among the files given; check the spelling, or add the file (/paths/~1a/$ref)
            api.yaml:7:11: error[ref-forbidden]: `$ref` to `http://169.254.169.254/latest.yaml` cannot be followed: `http://169.254.169.254/latest.yaml` is not among the files given, and nothing is fetched from the network; keep every file of the description in one folder (/paths/~1b/$ref)
            api.yaml:15:30: error[ref-file-missing]: `$ref` to `gone.yaml#/X` cannot be followed: no such file: `/gone.yaml` is not among the files given; check the spelling, or add the file (/paths/~1c/get/responses/200/content/application~1json/schema/$ref)
        "#]],
    );
}

#[test]
fn a_missing_root_is_one_problem() {
    let (_, _, problems) = read(
        &fairlead_openapi::MemoryFetch::uri("x.yaml"),
        &fairlead_openapi::MemoryFetch::default(),
    );
    expect![[r#"
        x.yaml: error[root-file-missing]: `x.yaml` cannot be read: no such file: `/x.yaml` is not among the files given
    "#]].assert_eq(&show::problems(&problems));
}

#[test]
fn a_folder_gives_nothing_from_outside() {
    let top = tempfile::tempdir().unwrap();
    let api = top.path().join("home/project/api");
    fs::create_dir_all(api.join("sub")).unwrap();
    fs::create_dir_all(top.path().join("home/project/common")).unwrap();
    let write = |path: &str, text: &str| fs::write(top.path().join(path), text).unwrap();
    write("home/secret.yaml", "S: {type: string}");
    write("home/project/common/c.yaml", "C: {type: string}");
    write("home/project/common/key.pem", "K");
    write("home/project/.env.yaml", "E: {type: string}");
    write("home/project/api/sub/s.yaml", "S: {type: string}");
    let root = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ncomponents:\n  schemas:\n    A: {$ref: 'sub/s.yaml#/S'}\n    B: {$ref: '../../secret.yaml#/S'}\n    C: {$ref: 'link.yaml#/S'}\n    D: {$ref: '/etc/passwd'}\n    E: {$ref: '../common/c.yaml#/C'}\n    F: {$ref: '../common/key.pem'}\n    G: {$ref: '../.env.yaml#/E'}\n    H: {$ref: 'sub'}\n";
    write("home/project/api/root.yaml", root);
    #[cfg(unix)]
    std::os::unix::fs::symlink(top.path().join("home/secret.yaml"), api.join("link.yaml")).unwrap();
    let (fetch, uri) = FolderFetch::around(&api.join("root.yaml")).unwrap();
    let (_, _, problems) = read(&uri, &fetch);
    let said: Vec<String> = problems
        .iter()
        .map(|p| format!("{} {}", p.code, p.pointer.as_deref().unwrap_or_default()))
        .collect();
    expect![[r#"
        ref-forbidden /components/schemas/B/$ref
        ref-forbidden /components/schemas/C/$ref
        ref-forbidden /components/schemas/D/$ref
        ref-forbidden /components/schemas/F/$ref
        ref-forbidden /components/schemas/G/$ref
        ref-unreadable /components/schemas/H/$ref"#]]
    .assert_eq(&said.join("\n"));
}
