//! Uploads outside production: whole images or none.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{PNG, Person, Service, address_of, form, json as read, png_of};

#[tokio::test]
async fn the_content_decides_what_is_an_image() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    for (content_type, bytes) in [
        ("image/png", PNG),
        ("image/jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01"),
        ("image/gif", b"GIF89a\x01\0\x01\0\0\0\0;"),
        ("image/webp", b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0"),
    ] {
        let id = ada.share("public", bytes).await;
        let response = ada.get(&format!("/images/media/dev/{id}")).await;
        assert_eq!(response.headers()["content-type"], content_type);
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.bytes().await.unwrap(), bytes);
        let uri = format!("/api/v1/images/media/dev/{id}");
        assert_eq!(
            read(ada.get(&format!("/images/media/{id}")).await).await,
            (200, json!({"success": true, "uri": uri}))
        );
    }
    let stored = service.files().len();
    for bytes in [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"<html>", b"%PDF-1.7", b"\x89PN", b"MZ"]
    {
        let id = ada.generate("public").await["id"].as_str().unwrap().to_owned();
        assert_eq!(ada.send_dev(&id, bytes.to_vec()).await.status(), 415);
        assert_eq!(ada.get(&format!("/images/media/{id}")).await.status(), 404);
    }
    assert_eq!(service.files().len(), stored, "{:?}", service.files());
}

#[tokio::test]
async fn sizes_are_those_of_production() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let largest = png_of(10_000_000);
    let id = ada.share("public", &largest).await;
    assert_eq!(ada.get(&format!("/images/media/dev/{id}")).await.bytes().await.unwrap(), largest);
    let id = ada.generate("public").await["id"].as_str().unwrap().to_owned();
    assert_eq!(ada.send_dev(&id, png_of(10_000_001)).await.status(), 413);
    assert_eq!(ada.send_dev(&id, Vec::new()).await.status(), 400);
    assert_eq!(service.files().len(), 1, "{:?}", service.files());
    assert_eq!(ada.send_dev(&id, PNG.to_vec()).await.status(), 200);
}

#[tokio::test]
async fn an_enormous_body_is_cut_off() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let id = ada.generate("public").await["id"].as_str().unwrap().to_owned();
    let sent = ada.post_form(&format!("/images/upload/dev/{id}"), form(&json!({}), png_of(64_000_000))).await;
    // The answer may be lost where the connection is closed while the client still writes.
    assert!(sent.is_err() || sent.is_ok_and(|response| response.status() == 413));
    assert!(service.files().is_empty(), "{:?}", service.files());
    assert_eq!(service.get("/health").await.status(), 200);
}

#[tokio::test]
async fn an_image_is_uploaded_once() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let id = ada.share("public", PNG).await;
    let (status, answer) = read(ada.send_dev(&id, b"GIF89a..........".to_vec()).await).await;
    assert_eq!((status, &answer["success"]), (400, &json!(false)));
    assert_eq!(ada.get(&format!("/images/media/dev/{id}")).await.bytes().await.unwrap(), PNG);
    assert_eq!(ada.post(&format!("/images/upload/{id}/confirm")).await.status(), 200);

    let id = ada.generate("public").await["id"].as_str().unwrap().to_owned();
    let (left, right) = tokio::join!(ada.send_dev(&id, png_of(100_000)), ada.send_dev(&id, png_of(200_000)));
    let mut statuses = [left.status().as_u16(), right.status().as_u16()];
    let length = if statuses[0] == 200 { 100_000 } else { 200_000 };
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
    assert_eq!(ada.get(&format!("/images/media/dev/{id}")).await.bytes().await.unwrap().len(), length);
}

#[tokio::test]
async fn what_was_not_uploaded_is_not_there() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let id = ada.generate("public").await["id"].as_str().unwrap().to_owned();
    assert_eq!(ada.post(&format!("/images/upload/{id}/confirm")).await.status(), 404);
    for path in ["media", "media/dev"] {
        assert_eq!(ada.get(&format!("/images/{path}/{id}")).await.status(), 404);
    }
    assert!(ada.feed("/feed/latest").await.is_empty());
}

#[tokio::test]
async fn broken_forms_are_refused() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let id = ada.generate("public").await["id"].as_str().unwrap().to_owned();
    let path = format!("/images/upload/dev/{id}");
    let other = reqwest::multipart::Form::new().text("other", "x");
    assert_eq!(ada.post_form(&path, other).await.unwrap().status(), 400);
    assert_eq!(ada.post(&path).await.status(), 400);
    for body in
        ["", "--b", "--b\r\n\r\n", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n\u{89}PNG"]
    {
        let request = service.client.post(service.url(&path)).bearer_auth(&ada.token);
        let request = request.header("content-type", "multipart/form-data; boundary=b").body(body);
        let (status, answer) = read(request.send().await.unwrap()).await;
        assert_eq!((status, &answer["success"]), (400, &json!(false)), "{body:?}");
    }
    assert!(service.files().is_empty(), "{:?}", service.files());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_off_leaves_nothing() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let id = ada.generate("public").await["id"].as_str().unwrap().to_owned();
    let mut stream = TcpStream::connect(address_of(&service.base)).unwrap();
    let part = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n";
    write!(
        stream,
        "POST /api/v1/images/upload/dev/{id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n{part}",
        ada.token
    )
    .unwrap();
    stream.write_all(&png_of(500_000)).unwrap();
    wait_until(|| !service.files().is_empty()).await;
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    drop(stream);
    wait_until(|| service.files().is_empty()).await;
    assert_eq!(ada.get(&format!("/images/media/dev/{id}")).await.status(), 404);
    assert_eq!(ada.send_dev(&id, PNG.to_vec()).await.status(), 200);
}

async fn wait_until(condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(30));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
