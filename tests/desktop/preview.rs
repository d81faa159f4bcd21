//! What answers look like in the window: its engine shows files in its own way.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use serde_json::json;

use crate::{page::Page, screen::Screen};

/// A document of one page with some words on it.
fn pdf() -> String {
    let words = "BT /F1 24 Tf 20 100 Td (Berth A-07) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{words}\nendstream", words.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    for (n, object) in objects.iter().enumerate() {
        places += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", n + 1);
    }
    let start = file.len();
    let head = format!("xref\n0 6\n0000000000 65535 f \n{places}");
    file + &head + &format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")
}

/// A server that gives the document to whoever asks; its address.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut head = [0; 4096];
            let _ = stream.read(&mut head);
            let file = pdf();
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-type: application/pdf\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{file}",
                file.len()
            );
        }
    });
    format!("http://{address}/permit.pdf")
}

#[test]
fn a_document_is_shown() {
    let Some(mut screen) = Screen::start() else {
        return;
    };
    let page = Page::open(&mut screen);
    page.watch_policy();
    page.click("button", "Try the sample");
    page.shows("mock running");
    let (_, projects) = page.request("GET", "/v1/projects", &json!(null));
    let project = projects["items"][0]["id"]
        .as_str()
        .expect("a project")
        .to_owned();
    let draft = json!({ "free": { "method": "GET", "url": server() } });
    let send = format!("/v1/projects/{project}/playground/send");
    let (status, sent) = page.request("POST", &send, &draft);
    assert_eq!(status, 200, "{sent}");
    page.click("link", "Traces");
    page.click("button", "permit.pdf");
    page.click("tab", "Preview");
    // It is drawn, with its words over it.
    page.exists(".pdf-page canvas[width]");
    page.exists(".pdf-text span");
    assert_eq!(
        page.refused(),
        json!([]),
        "the content security policy is in the way"
    );
    screen.quit();
}
