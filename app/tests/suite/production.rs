//! Production mode: the binary, PostgreSQL, and an S3 server that verifies what it is sent.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use serde_json::{Value, json};
use yoctogram::storage::{Endpoint, presign_get, presign_post};

use crate::support::s3::{ACCESS_KEY, SECRET_ACCESS_KEY};
use crate::support::{PNG, S3Server, Site, client, form, json as read, png_of};

fn id_of(answer: &Value) -> String {
    answer["id"].as_str().unwrap().to_owned()
}

fn key_of(answer: &Value) -> String {
    answer["fields"]["key"].as_str().unwrap().to_owned()
}

/// The course's robot, step by step: it never confirms.
#[tokio::test]
async fn ten_steps_of_a_visitor() {
    let site = Site::start().await;
    let client = client();
    let origin = "https://yoctogram.ada.example.com";
    let mut people = Vec::new();
    for name in ["x7Kq9pLm2Zt4", "b3Nw8rVc6Yh1"] {
        let account = json!({"username": name, "email": format!("{name}@infracourse.cloud"), "password": "q1W2e3R4t5Y6"});
        let post = |path: &str| {
            client.post(format!("{}{path}", site.process.base)).header("origin", origin).json(&account)
        };
        let registered = post("/auth/register/").send().await.unwrap();
        assert_eq!(registered.headers()["access-control-allow-origin"], origin);
        assert_eq!(read(registered).await, (201, json!({"success": true})));
        let (status, answer) = read(post("/auth/login/").send().await.unwrap()).await;
        assert_eq!(status, 200);
        people.push(
            site.person(&format!("unused{name}")).await.with_token(answer["access_token"].as_str().unwrap()),
        );
    }
    let (first, second) = (&people[0], &people[1]);
    let image = png_of(1_000_000);
    let mut posts = Vec::new();
    for privacy in ["public", "private"] {
        let answer = first.generate(privacy).await;
        let status = first.send_s3(&answer, image.clone()).await.status().as_u16();
        assert!([200, 204].contains(&status), "{privacy}: {status}");
        posts.push(id_of(&answer));
    }
    for id in &posts {
        let (status, answer) = read(first.get(&format!("/images/media/{id}")).await).await;
        assert_eq!((status, &answer["success"]), (200, &json!(true)));
        assert_eq!(site.fetch(answer["uri"].as_str().unwrap()).await.bytes().await.unwrap(), image);
    }
    assert_eq!(second.get(&format!("/images/media/{}", posts[0])).await.status(), 200);
    assert_eq!(second.get(&format!("/images/media/{}", posts[1])).await.status(), 404);
    assert_eq!(second.feed("/feed/latest").await, [&*posts[0]]);
    assert_eq!(first.feed("/feed/latest").await, [&*posts[1], &*posts[0]]);
}

#[tokio::test]
async fn the_feed_alone_finds_an_upload_that_nobody_confirmed() {
    let site = Site::start().await;
    let (ada, bob) = (site.person("ada").await, site.person("bob").await);
    let (public, private) = (ada.generate("public").await, ada.generate("private").await);
    assert!(ada.feed("/feed/latest").await.is_empty());
    assert!(bob.feed("/feed/latest").await.is_empty());
    ada.send_s3(&public, PNG.to_vec()).await;
    ada.send_s3(&private, PNG.to_vec()).await;
    assert_eq!(ada.feed("/feed/latest").await, [id_of(&private), id_of(&public)]);
    assert_eq!(bob.feed(&format!("/feed/by_user/{}", ada.id)).await, [id_of(&public)]);
    let rows: Vec<(bool, String)> =
        sqlx::query_as("select uploaded, content_type from image").fetch_all(&site.pool).await.unwrap();
    assert_eq!(rows, vec![(true, "image/png".to_owned()); 2]);
}

#[tokio::test]
async fn strangers_find_a_new_public_upload_by_themselves() {
    let site = Site::start().await;
    let (ada, bob) = (site.person("ada").await, site.person("bob").await);
    let (in_feed, by_id) = (ada.generate("public").await, ada.generate("public").await);
    ada.send_s3(&in_feed, PNG.to_vec()).await;
    ada.send_s3(&by_id, PNG.to_vec()).await;
    assert_eq!(bob.get(&format!("/images/media/{}", id_of(&by_id))).await.status(), 200);
    assert_eq!(bob.feed("/feed/latest").await, [id_of(&by_id), id_of(&in_feed)]);
}

#[tokio::test]
async fn what_was_never_uploaded_or_is_no_image_is_never_shown() {
    let site = Site::start().await;
    let (ada, bob) = (site.person("ada").await, site.person("bob").await);
    let (missing, text) = (ada.generate("public").await, ada.generate("public").await);
    assert_eq!(ada.send_s3(&text, b"<script>alert(1)</script>".to_vec()).await.status().as_u16() / 100, 2);
    for answer in [&missing, &text] {
        let id = id_of(answer);
        let (status, confirmed) = read(ada.post(&format!("/images/upload/{id}/confirm")).await).await;
        assert_eq!((status, &confirmed["success"]), (404, &json!(false)));
        assert_eq!(ada.get(&format!("/images/media/{id}")).await.status(), 404);
        assert_eq!(bob.get(&format!("/images/media/{id}")).await.status(), 404);
    }
    assert!(ada.feed("/feed/latest").await.is_empty());
    assert!(bob.feed("/feed/latest").await.is_empty());
}

#[tokio::test]
async fn confirming_tells_at_once_and_may_be_repeated() {
    let site = Site::start().await;
    let (ada, eve) = (site.person("ada").await, site.person("eve").await);
    let answer = ada.generate("private").await;
    let path = format!("/images/upload/{}/confirm", id_of(&answer));
    assert_eq!(ada.post(&path).await.status(), 404);
    ada.send_s3(&answer, PNG.to_vec()).await;
    assert_eq!(eve.post(&path).await.status(), 404);
    for _ in 0..2 {
        assert_eq!(read(ada.post(&path).await).await, (200, json!({"success": true})));
    }
}

#[tokio::test]
async fn an_upload_form_allows_one_image_and_nothing_else() {
    let site = Site::start().await;
    let ada = site.person("ada").await;
    let answer = ada.generate("private").await;
    let key = key_of(&answer);
    let today = chrono::Utc::now();
    assert_eq!(key, format!("{}/{}", today.format("%Y/%-m/%-d"), id_of(&answer)));
    assert!(ada.send_s3(&answer, png_of(10_000_001)).await.status().is_client_error());
    assert!(ada.send_s3(&answer, Vec::new()).await.status().is_client_error());
    for (field, value) in
        [("key", "2026/1/1/another"), ("x-amz-signature", "0"), ("x-amz-date", "20200101T000000Z")]
    {
        let mut forged = answer.clone();
        forged["fields"][field] = json!(value);
        assert!(ada.send_s3(&forged, PNG.to_vec()).await.status().is_client_error(), "{field}");
    }
    let mut elsewhere = answer.clone();
    elsewhere["url"] = json!(format!("{}/public-images", site.s3.endpoint));
    assert!(ada.send_s3(&elsewhere, PNG.to_vec()).await.status().is_client_error());
    assert!(!site.s3.has("private-images", &key) && !site.s3.has("public-images", &key));
    assert!(ada.send_s3(&answer, png_of(10_000_000)).await.status().is_success());
    assert!(site.s3.has("private-images", &key));
}

#[tokio::test]
async fn an_address_is_signed_for_one_object_until_it_expires() {
    let site = Site::start().await;
    let ada = site.person("ada").await;
    let answer = ada.generate("private").await;
    ada.send_s3(&answer, PNG.to_vec()).await;
    let media = format!("/images/media/{}", id_of(&answer));
    let uri = read(ada.get(&media).await).await.1["uri"].as_str().unwrap().to_owned();
    assert_eq!(read(ada.get(&media).await).await.1["uri"], uri, "browsers keep an address all week");
    let good = site.fetch(&uri).await;
    assert_eq!(
        (good.status().as_u16(), &good.headers()["content-type"]),
        (200, &"image/png".parse().unwrap())
    );
    site.s3.put("private-images", "another", PNG);
    let (object, query) = uri.split_once('?').unwrap();
    for forged in [
        object.to_owned(),
        format!("https://private.example.net/another?{query}"),
        uri.replace("X-Amz-Expires=604800", "X-Amz-Expires=604799"),
        uri.replace("image%2Fpng", "text%2Fhtml"),
    ] {
        assert_eq!(site.fetch(&forged).await.status(), 403, "{forged}");
    }
    let endpoint = Endpoint::new("us-west-2", Some(&site.s3.endpoint), "private-images");
    let credentials = Credentials::new(ACCESS_KEY, SECRET_ACCESS_KEY, None, None, "test");
    let at = |ago: u64| {
        let then = SystemTime::now() - Duration::from_secs(ago);
        presign_get(&endpoint, &key_of(&answer), &[], &credentials, then, Duration::from_secs(3600)).unwrap()
    };
    assert_eq!(site.fetch(&format!("{object}?{}", at(3500))).await.status(), 200);
    assert_eq!(site.fetch(&format!("{object}?{}", at(3700))).await.status(), 403);
}

#[tokio::test]
async fn an_upload_form_expires_after_an_hour() {
    let s3 = S3Server::start().await;
    let endpoint = Endpoint::new("us-west-2", Some(&s3.endpoint), "public-images");
    let credentials = Credentials::new(ACCESS_KEY, SECRET_ACCESS_KEY, None, None, "test");
    for (ago, accepted) in [(3500, true), (3700, false)] {
        let then = SystemTime::now() - Duration::from_secs(ago);
        let post =
            presign_post(&endpoint, &format!("key{ago}"), &credentials, then, Duration::from_secs(3600));
        let request = client().post(&post.url).multipart(form(&json!(post.fields), PNG.to_vec()));
        assert_eq!(request.send().await.unwrap().status().is_success(), accepted, "{ago}");
        assert_eq!(s3.has("public-images", &format!("key{ago}")), accepted);
    }
}

#[tokio::test]
async fn feeds_go_on_without_s3() {
    let site = Site::start_with(&[
        ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
        ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
        ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9"),
    ])
    .await;
    let ada = site.person("ada").await;
    let id = id_of(&ada.generate("public").await);
    assert!(ada.feed("/feed/latest").await.is_empty());
    let (status, answer) = read(ada.post(&format!("/images/upload/{id}/confirm")).await).await;
    assert_eq!((status, answer), (500, json!({"success": false, "detail": "Internal server error"})));
    sqlx::query("update image set uploaded = true").execute(&site.pool).await.unwrap();
    assert_eq!(ada.feed("/feed/latest").await, [id]);
}

#[tokio::test]
async fn development_paths_and_other_origins_are_refused() {
    let site = Site::start().await;
    let ada = site.person("ada").await;
    let answer = ada.generate("public").await;
    let id = id_of(&answer);
    assert_eq!(ada.send_dev(&id, PNG.to_vec()).await.status(), 404);
    ada.send_s3(&answer, PNG.to_vec()).await;
    assert_eq!(ada.get(&format!("/images/media/dev/{id}")).await.status(), 404);
    let request =
        client().get(format!("{}/health", site.process.base)).header("origin", "https://evil.example");
    assert!(!request.send().await.unwrap().headers().contains_key("access-control-allow-origin"));
}

/// The endpoint that ECS gives a task, serving keys with a session token.
#[tokio::test]
async fn a_task_roles_credentials_carry_their_token() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://{}/role", listener.local_addr().unwrap());
    let expiry =
        (chrono::Utc::now() + chrono::TimeDelta::hours(6)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let role = json!({
        "AccessKeyId": ACCESS_KEY, "SecretAccessKey": SECRET_ACCESS_KEY,
        "Token": "a session+token/==", "Expiration": expiry,
    });
    let answer = axum::Json(role);
    let router =
        axum::Router::new().route("/role", axum::routing::get(move || async move { answer.clone() }));
    tokio::spawn(yoctogram::server::serve(listener, router, std::future::pending()));

    let site = Site::start_with(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", &uri)]).await;
    let ada = site.person("ada").await;
    let form = ada.generate("public").await;
    assert_eq!(form["fields"]["x-amz-security-token"], "a session+token/==");
    assert!(ada.send_s3(&form, PNG.to_vec()).await.status().is_success());
    let (_, media) = read(ada.get(&format!("/images/media/{}", id_of(&form))).await).await;
    let uri = media["uri"].as_str().unwrap();
    assert!(uri.contains("X-Amz-Security-Token=a%20session%2Btoken%2F%3D%3D"), "{uri}");
    assert_eq!(site.fetch(uri).await.bytes().await.unwrap(), PNG);
}

#[tokio::test]
async fn without_credentials_accounts_work_and_the_log_says_what_is_missing() {
    let mut site = Site::start_with(&[]).await;
    let ada = site.person("ada").await;
    assert_eq!(ada.get("/users/me").await.status(), 200);
    assert_eq!(ada.post("/images/upload/public/generate").await.status(), 500);
    site.process.signal("TERM");
    let (_, log) = site.process.end();
    assert!(log.contains("no AWS credentials were found"), "{log}");
}
