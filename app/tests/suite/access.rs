//! Other people's private images, by every way there is.

use serde_json::json;
use uuid::Uuid;

use crate::support::{PNG, Person, Service, json as read};

#[tokio::test]
async fn a_private_image_is_its_owners_alone() {
    let service = Service::start().await;
    let (ada, eve) = (Person::of(&service, "ada").await, Person::of(&service, "eve").await);
    let private = ada.share("private", PNG).await;
    let missing = Uuid::new_v4();

    assert_eq!(ada.get(&format!("/images/media/dev/{private}")).await.bytes().await.unwrap(), PNG);
    for path in ["media", "media/dev"] {
        let theirs = read(eve.get(&format!("/images/{path}/{private}")).await).await;
        let none = read(eve.get(&format!("/images/{path}/{missing}")).await).await;
        assert_eq!(theirs, (404, json!({"success": false, "detail": "no such image"})));
        assert_eq!(theirs, none, "an answer must not tell whether the id exists");
    }
    assert!(eve.feed("/feed/latest").await.is_empty());
    assert!(eve.feed(&format!("/feed/by_user/{}", ada.id)).await.is_empty());
    assert_eq!(ada.feed("/feed/latest").await, [&*private]);
    assert_eq!(ada.feed(&format!("/feed/by_user/{}", ada.id)).await, [&*private]);
}

#[tokio::test]
async fn nobody_confirms_or_replaces_anothers_upload() {
    let service = Service::start().await;
    let (ada, eve) = (Person::of(&service, "ada").await, Person::of(&service, "eve").await);
    for privacy in ["public", "private"] {
        let id = ada.generate(privacy).await["id"].as_str().unwrap().to_owned();
        let missing = Uuid::new_v4();
        for path in [format!("/images/upload/{id}/confirm"), format!("/images/upload/{missing}/confirm")] {
            assert_eq!(
                read(eve.post(&path).await).await,
                (404, json!({"success": false, "detail": "no such image"}))
            );
        }
        assert_eq!(eve.send_dev(&id, PNG.to_vec()).await.status(), 404);
        assert!(service.files().is_empty());
        assert_eq!(ada.send_dev(&id, PNG.to_vec()).await.status(), 200);
        assert_eq!(eve.send_dev(&id, b"GIF89a".to_vec()).await.status(), 404);
        assert_eq!(ada.get(&format!("/images/media/dev/{id}")).await.bytes().await.unwrap(), PNG);
        std::fs::remove_file(service.uploads.path().join(&id)).unwrap();
    }
}

#[tokio::test]
async fn ids_that_are_no_ids_reach_no_file_and_no_statement() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    std::fs::write(service.uploads.path().join("secret"), PNG).unwrap();
    for id in [
        "secret",
        "..%2Fsecret",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "%00",
        "1%27%20or%20%271%27=%271",
        "00000000-0000-0000-0000-00000000000g",
        "%ff",
    ] {
        for path in [
            format!("/images/media/{id}"),
            format!("/images/media/dev/{id}"),
            format!("/feed/by_user/{id}"),
            format!("/users/profile/{id}"),
        ] {
            let status = ada.get(&path).await.status().as_u16();
            assert!([404, 422].contains(&status), "{path}: {status}");
        }
        assert_eq!(ada.send_dev(id, PNG.to_vec()).await.status(), 422, "{id}");
    }
    assert_eq!(service.files(), ["secret"]);
}

#[tokio::test]
async fn another_method_or_path_is_refused_in_the_same_shape() {
    let service = Service::start().await;
    let (status, answer) = read(service.get("/nothing/here").await).await;
    assert_eq!((status, &answer["success"]), (404, &json!(false)));
    let (status, answer) = read(service.get("/auth/login/").await).await;
    assert_eq!((status, &answer["success"]), (405, &json!(false)));
    let ada = Person::of(&service, "ada").await;
    assert_eq!(ada.post("/images/upload/secret/generate").await.status(), 422);
}

#[tokio::test]
async fn every_answer_has_its_own_request_id() {
    let service = Service::start().await;
    let mut ids = Vec::new();
    for path in ["/health", "/users/me", "/nothing"] {
        let request = service.client.get(service.url(path)).header("x-request-id", "chosen by the caller");
        let response = request.send().await.unwrap();
        ids.push(response.headers()["x-request-id"].to_str().unwrap().parse::<Uuid>().unwrap());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}
