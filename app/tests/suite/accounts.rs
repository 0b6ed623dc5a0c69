//! Registering and signing in.

use serde_json::{Value, json};

use crate::support::{Service, json as read};

fn ada() -> Value {
    json!({"username": "ada", "email": "ada@example.com", "password": "correct horse"})
}

async fn register(service: &Service, body: &Value) -> (u16, Value) {
    read(service.post_json("/auth/register/", body).await).await
}

async fn login(service: &Service, username: &str, password: &str) -> (u16, Value) {
    let body = json!({"username": username, "password": password});
    read(service.post_json("/auth/login/", &body).await).await
}

#[tokio::test]
async fn whoever_registers_can_sign_in() {
    let service = Service::start().await;
    assert_eq!(register(&service, &ada()).await, (201, json!({"success": true})));
    let (status, answer) = login(&service, "ada", "correct horse").await;
    assert_eq!((status, &answer["token_type"]), (200, &json!("bearer")));
    let token = answer["access_token"].as_str().unwrap();
    let me = service.client.get(service.url("/users/me")).bearer_auth(token).send().await.unwrap();
    let (status, me) = read(me).await;
    assert_eq!(status, 200);
    assert_eq!((&me["username"], &me["email"]), (&json!("ada"), &json!("ada@example.com")));
    let profile = format!("/users/profile/{}", me["id"].as_str().unwrap());
    let expected = json!({"success": true, "username": "ada", "bio": ""});
    assert_eq!(read(service.get(&profile).await).await, (200, expected));
}

#[tokio::test]
async fn a_name_or_address_belongs_to_one_user_whatever_the_case() {
    let service = Service::start().await;
    assert_eq!(register(&service, &ada()).await.0, 201);
    for (username, email) in
        [("ada", "other@example.com"), ("ADA", "other@example.com"), ("other", "Ada@Example.com")]
    {
        let body = json!({"username": username, "email": email, "password": "correct horse"});
        let (status, answer) = register(&service, &body).await;
        assert_eq!((status, &answer["success"]), (400, &json!(false)));
        assert_eq!(answer["detail"], "this username or email is already registered");
    }
    assert_eq!(login(&service, "ADA", "correct horse").await.0, 200);
}

#[tokio::test]
async fn of_two_who_register_a_name_at_once_one_gets_it() {
    let service = Service::start().await;
    let bodies: Vec<Value> = (0..8)
        .map(|n| json!({"username": "ada", "email": format!("{n}@example.com"), "password": "correct horse"}))
        .collect();
    let mut tasks = tokio::task::JoinSet::new();
    for body in bodies {
        let request = service.client.post(service.url("/auth/register/")).json(&body);
        tasks.spawn(async move { request.send().await.unwrap().status().as_u16() });
    }
    let mut statuses = tasks.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 400, 400, 400, 400, 400, 400, 400]);
}

#[tokio::test]
async fn malformed_registrations_say_what_is_wrong() {
    let service = Service::start().await;
    for (field, value) in [
        ("username", json!("")),
        ("username", json!("a b")),
        ("username", json!("x".repeat(65))),
        ("username", json!("ada\u{0}")),
        ("username", json!(null)),
        ("email", json!("ada")),
        ("email", json!("ada@localhost")),
        ("email", json!("a@b@example.com")),
        ("email", json!("ada@example..com")),
        ("password", json!("short")),
        ("password", json!("x".repeat(1025))),
        ("password", json!(12_345_678)),
    ] {
        let mut body = ada();
        body[field] = value.clone();
        let (status, answer) = register(&service, &body).await;
        assert_eq!(status, 422, "{field} {value}");
        assert!(
            answer["detail"].as_str().unwrap().contains(if value.is_string() {
                field
            } else {
                "invalid type"
            }),
            "{answer}"
        );
    }
    let (status, answer) = register(&service, &json!({"username": "ada"})).await;
    assert_eq!(status, 422);
    assert!(answer["detail"].as_str().unwrap().contains("missing field `email`"), "{answer}");
    let untyped = service.client.post(service.url("/auth/register/")).body("{}").send().await.unwrap();
    assert_eq!(read(untyped).await.0, 422);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_told_apart_by_nothing() {
    let service = Service::start().await;
    register(&service, &ada()).await;
    let wrong = login(&service, "ada", "battery staple").await;
    assert_eq!(wrong.0, 401);
    assert_eq!(login(&service, "bob", "battery staple").await, wrong);
    assert_eq!(login(&service, "ada\u{0}", "correct horse").await, wrong);
    assert_eq!(login(&service, "ada", &"x".repeat(2000)).await, wrong);
}

#[tokio::test]
async fn sql_in_a_name_is_only_a_name() {
    let service = Service::start().await;
    register(&service, &ada()).await;
    for name in ["ada' --", "' or '1'='1", "ada'; drop table image; --", "\\", "%", "ad_"] {
        assert_eq!(login(&service, name, "correct horse").await.0, 401, "{name}");
        let body = json!({"username": name, "email": "x@example.com", "password": "correct horse"});
        let status = register(&service, &body).await.0;
        assert_eq!(status, if name == "ad_" { 201 } else { 422 }, "{name}");
    }
    let users: i64 =
        sqlx::query_scalar(r#"select count(*) from "user""#).fetch_one(&service.pool).await.unwrap();
    assert_eq!(users, 2);
}

#[tokio::test]
async fn a_user_who_was_switched_off_cannot_sign_in() {
    let service = Service::start().await;
    register(&service, &ada()).await;
    sqlx::query(r#"update "user" set is_active = false"#).execute(&service.pool).await.unwrap();
    assert_eq!(login(&service, "ada", "correct horse").await.0, 401);
}

#[tokio::test]
async fn passwords_are_kept_as_argon2id_under_their_own_salt() {
    let service = Service::start().await;
    for name in ["ada", "bob"] {
        let body =
            json!({"username": name, "email": format!("{name}@example.com"), "password": "correct horse"});
        register(&service, &body).await;
    }
    let query = sqlx::query_scalar(r#"select password_hash from "user""#);
    let hashes: Vec<String> = query.fetch_all(&service.pool).await.unwrap();
    assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$v=19$")), "{hashes:?}");
    assert_ne!(hashes[0], hashes[1]);
}

#[tokio::test]
async fn too_many_tries_from_one_address_have_to_wait() {
    let service = Service::start().await;
    let mut refused = None;
    for _ in 0..2_000 {
        let response = service.post_json("/auth/login/", &json!({"username": "x", "password": "y"})).await;
        if response.status() == 429 {
            refused = Some(response);
            break;
        }
        assert_eq!(response.status(), 401);
    }
    let refused = refused.unwrap();
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(wait >= 1);
    assert!(read(refused).await.1["detail"].as_str().unwrap().starts_with("too many requests"));
    assert_eq!(service.get("/health").await.status(), 200);
}

#[tokio::test]
async fn bodies_and_heads_have_a_limit() {
    let service = Service::start().await;
    let mut body = ada();
    body["bio"] = json!("x".repeat(20_000));
    assert_eq!(register(&service, &body).await.0, 413);
    let long = service.client.get(service.url("/health")).header("x-long", "x".repeat(40_000));
    assert_eq!(long.send().await.unwrap().status(), 431);
    assert_eq!(service.get("/health").await.status(), 200);
}
