//! Tokens that were not issued here, or not any more.

use chrono::{TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use yoctogram::config::Secret;
use yoctogram::token::{LIFETIME, Tokens};

use crate::support::{PNG, Person, Service, json as read};

const KEY: &str = "a key that only the tests know";

fn signed(algorithm: Algorithm, key: &str, claims: &Value) -> String {
    encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(key.as_bytes())).unwrap()
}

/// `{"alg": "none"}`, these claims, and no signature.
fn unsigned(claims: &Value) -> String {
    use base64::Engine;
    let base64 = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let part = |value: &Value| base64.encode(value.to_string());
    format!("{}.{}.", part(&json!({"alg": "none", "typ": "JWT"})), part(claims))
}

/// Tokens that name `person` and must not open anything.
fn bad_tokens(person: &Person) -> Vec<String> {
    let now = Utc::now();
    let later = (now + LIFETIME).timestamp();
    let good = json!({"sub": person.id, "exp": later});
    let genuine = &person.token;
    let (body, signature) = genuine.rsplit_once('.').unwrap();
    let flipped = if signature.starts_with('A') { "B" } else { "A" };
    let expired =
        Tokens::new(&Secret::new(KEY)).issue(person.id, now - LIFETIME - TimeDelta::seconds(2)).unwrap();
    vec![
        String::new(),
        "x".to_owned(),
        "..".to_owned(),
        unsigned(&good),
        format!("{body}."),
        format!("{body}.{flipped}{}", &signature[1..]),
        signed(Algorithm::HS256, "another key", &good),
        signed(Algorithm::HS256, "", &good),
        signed(Algorithm::HS512, KEY, &good),
        signed(Algorithm::HS256, KEY, &json!({"sub": person.id})),
        signed(Algorithm::HS256, KEY, &json!({"exp": later})),
        signed(Algorithm::HS256, KEY, &json!({"sub": person.id, "exp": "never"})),
        signed(Algorithm::HS256, KEY, &json!({"sub": "' or 1=1 --", "exp": later})),
        expired,
    ]
}

#[tokio::test]
async fn a_bad_token_signs_nobody_in() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let public = ada.share("public", PNG).await;
    let private = ada.share("private", PNG).await;
    let pending = ada.generate("private").await["id"].as_str().unwrap().to_owned();
    assert_eq!(ada.get("/users/me").await.status(), 200);
    for token in bad_tokens(&ada) {
        let forger = ada.with_token(&token);
        assert_eq!(forger.get("/users/me").await.status(), 401, "{token}");
        for path in ["/images/upload/private/generate", &format!("/images/upload/{pending}/confirm")] {
            assert_eq!(forger.post(path).await.status(), 401, "{token}");
        }
        assert_eq!(forger.send_dev(&pending, PNG.to_vec()).await.status(), 401, "{token}");
        if token.is_empty() {
            continue; // No token at all: see below.
        }
        assert_eq!(forger.feed("/feed/latest").await, [&*public], "{token}");
        assert_eq!(forger.feed(&format!("/feed/by_user/{}", ada.id)).await, [&*public], "{token}");
        assert_eq!(forger.get(&format!("/images/media/{public}")).await.status(), 200);
        assert_eq!(forger.get(&format!("/images/media/{private}")).await.status(), 404, "{token}");
        assert_eq!(forger.get(&format!("/images/media/dev/{private}")).await.status(), 404, "{token}");
    }
}

#[tokio::test]
async fn every_call_that_needs_a_token_asks_for_one() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let id = ada.share("public", PNG).await;
    let client = &service.client;
    let gets = [
        "/users/me",
        "/feed/latest",
        &format!("/feed/by_user/{}", ada.id),
        &format!("/images/media/{id}"),
        &format!("/images/media/dev/{id}"),
    ]
    .map(|path| client.get(service.url(path)));
    let posts = [
        "/images/upload/public/generate",
        &format!("/images/upload/{id}/confirm"),
        &format!("/images/upload/dev/{id}"),
    ]
    .map(|path| client.post(service.url(path)));
    for request in gets.into_iter().chain(posts) {
        let basic = request.try_clone().unwrap().header("authorization", "Basic YWRhOmFkYQ==");
        for request in [request, basic] {
            let response = request.send().await.unwrap();
            assert_eq!(response.headers()["www-authenticate"], "Bearer");
            let (status, answer) = read(response).await;
            assert_eq!((status, &answer["success"]), (401, &json!(false)));
        }
    }
}

#[tokio::test]
async fn the_token_of_a_user_who_is_gone_or_switched_off_opens_nothing() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let private = ada.share("private", PNG).await;
    for statement in [r#"update "user" set is_active = false"#, r#"delete from "user""#] {
        sqlx::query(statement).execute(&service.pool).await.unwrap();
        assert_eq!(ada.get("/users/me").await.status(), 401);
        assert_eq!(ada.post("/images/upload/public/generate").await.status(), 401);
        assert_eq!(ada.get(&format!("/images/media/{private}")).await.status(), 404);
        assert!(ada.feed("/feed/latest").await.is_empty());
        assert!(ada.feed(&format!("/feed/by_user/{}", ada.id)).await.is_empty());
    }
}

#[test]
fn a_token_is_valid_for_eight_days() {
    let tokens = Tokens::new(&Secret::new(KEY));
    let id = uuid::Uuid::new_v4();
    let issued = |ago: TimeDelta| tokens.user(&tokens.issue(id, Utc::now() - ago).unwrap());
    assert_eq!(issued(TimeDelta::days(8) - TimeDelta::minutes(1)), Some(id));
    assert_eq!(issued(TimeDelta::days(8) + TimeDelta::minutes(1)), None);
}
