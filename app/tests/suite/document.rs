//! The OpenAPI document and the page that shows it.

use std::collections::BTreeSet;

use crate::support::{Service, json};

#[tokio::test]
async fn the_document_names_every_call() {
    let service = Service::start().await;
    let (status, document) = json(service.get("/openapi.json").await).await;
    assert_eq!(status, 200);
    let paths = document["paths"].as_object().unwrap();
    let calls: BTreeSet<String> = paths
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(move |method| format!("{method} {path}"))
        })
        .collect();
    let expected = [
        "get /feed/by_user/{id}",
        "get /feed/latest",
        "get /health",
        "get /images/media/dev/{id}",
        "get /images/media/{id}",
        "get /users/me",
        "get /users/profile/{id}",
        "post /auth/login/",
        "post /auth/register/",
        "post /images/upload/dev/{id}",
        "post /images/upload/{id}/confirm",
        "post /images/upload/{privacy}/generate",
    ];
    assert_eq!(calls, expected.map(str::to_owned).into());
    // Each of them is really served: anything but "no such path".
    for call in &calls {
        let (method, path) = call.split_once(' ').unwrap();
        let path =
            path.replace("{privacy}", "public").replace("{id}", "5f0c4c3e-8a41-4f65-9d0e-0d7c7f6a2b11");
        let method = method.to_uppercase().parse().unwrap();
        let response = service.client.request(method, service.url(&path)).send().await.unwrap();
        let status = response.status().as_u16();
        assert!([200, 401, 422].contains(&status) || path.starts_with("/users/profile"), "{call}: {status}");
    }
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
}

#[tokio::test]
async fn the_page_asks_no_other_site() {
    let service = Service::start().await;
    let page = service.get("/docs").await;
    assert!(page.url().path().ends_with("/docs/"));
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("connect-src 'self'"), "{policy}");
    let mut texts = vec![page.text().await.unwrap()];
    for file in ["/docs/page.js", "/docs/page.css"] {
        let response = service.get(file).await;
        assert_eq!(response.status(), 200);
        texts.push(response.text().await.unwrap());
    }
    assert!(texts.iter().all(|text| !text.contains("://")));
}

#[tokio::test]
async fn browsers_may_call_from_anywhere_outside_production() {
    let service = Service::start().await;
    let preflight = service
        .client
        .request(reqwest::Method::OPTIONS, service.url("/feed/latest"))
        .header("origin", "http://localhost:5173")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization");
    let response = preflight.send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert!(response.headers()["access-control-allow-headers"].to_str().unwrap().contains("authorization"));
}
