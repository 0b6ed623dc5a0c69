//! The database goes away and comes back.

use serde_json::json;

use crate::support::{PNG, Person, Service, json as read};

#[tokio::test(flavor = "multi_thread")]
async fn without_the_database_calls_are_answered_503_and_then_recover() {
    let mut service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let id = ada.share("private", PNG).await;
    service.cluster.stop();
    for path in ["/feed/latest", "/users/me", &format!("/images/media/{id}")] {
        let response = ada.get(path).await;
        assert!(response.headers().contains_key("retry-after"));
        let detail = "the database cannot be reached; try again later";
        assert_eq!(read(response).await, (503, json!({"success": false, "detail": detail})), "{path}");
    }
    assert_eq!(service.get("/health").await.status(), 200);
    service.cluster.resume();
    assert_eq!(ada.feed("/feed/latest").await, [&*id]);
}

#[tokio::test]
async fn an_upload_whose_row_cannot_be_marked_is_not_lost() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let id = ada.generate("public").await["id"].as_str().unwrap().to_owned();
    // As after a kill between naming the file and marking the row.
    std::fs::write(service.uploads.path().join(&id), PNG).unwrap();
    assert_eq!(ada.get(&format!("/images/media/dev/{id}")).await.status(), 404);
    assert_eq!(ada.post(&format!("/images/upload/{id}/confirm")).await.status(), 200);
    assert_eq!(ada.get(&format!("/images/media/dev/{id}")).await.bytes().await.unwrap(), PNG);
}
