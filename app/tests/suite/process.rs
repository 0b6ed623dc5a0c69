//! The binary as the container runs it: settings, signals, sudden ends.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::support::{
    Cluster, Person, Process, address_of, client, environment, free_port, json as read, png_of,
};

fn production() -> HashMap<String, String> {
    [
        ("PRODUCTION", "true"),
        ("FORWARD_FACING_NAME", "yoctogram.ada.example.com"),
        ("POSTGRES_HOST", "/nowhere"),
        ("POSTGRES_PORT", "5432"),
        ("POSTGRES_USER", "yoctogram"),
        ("POSTGRES_PASSWORD", "hunter2hunter2"),
        ("POSTGRES_DB", "yoctogram"),
        ("SECRET_KEY", "0123456789abcdef"),
        ("PUBLIC_IMAGES_BUCKET", "public-images"),
        ("PRIVATE_IMAGES_BUCKET", "private-images"),
        ("PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION", "https://public.example.net/"),
        ("PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION", "private.example.net"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

#[test]
fn a_missing_variable_is_named_in_one_line() {
    for name in production().keys().filter(|name| *name != "POSTGRES_PORT") {
        let mut variables = production();
        variables.remove(name);
        let (status, log) = Process::spawn(&variables).end();
        assert_eq!(status.code(), Some(1), "{name}: {log}");
        assert!(log.starts_with(&format!("yoctogram: {name} is not set; set it to ")), "{log}");
        assert_eq!(log.lines().count(), 1, "{log}");
    }
}

#[test]
fn a_bad_variable_is_named_in_one_line_and_secrets_are_not_shown() {
    for (name, value, says) in [
        ("PRODUCTION", "maybe", "\"maybe\""),
        ("DEBUG", "2", "\"2\""),
        ("PORT", "http", "\"http\""),
        ("PORT", "0", "\"0\""),
        ("PORT", "65536", "\"65536\""),
        ("LISTEN_ADDRESS", "localhost", "\"localhost\""),
        ("POSTGRES_PORT", "-1", "\"-1\""),
        ("SECRET_KEY", "too short", "only 9 bytes long"),
        ("FORWARD_FACING_NAME", "a b", "\"a b\""),
        ("PUBLIC_IMAGES_BUCKET", "Not A Bucket", "\"Not A Bucket\""),
        ("PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION", "https://", "\"https://\""),
        ("AWS_ENDPOINT_URL_S3", "localhost:9000", "\"localhost:9000\""),
        ("AWS_DEFAULT_REGION", "us west", "\"us west\""),
    ] {
        let mut variables = production();
        variables.insert(name.to_owned(), value.to_owned());
        let (status, log) = Process::spawn(&variables).end();
        assert_eq!(status.code(), Some(1), "{name}: {log}");
        assert!(log.starts_with(&format!("yoctogram: {name} is {says}; set it to ")), "{log}");
        assert_eq!(log.lines().count(), 1, "{log}");
        assert!(!log.contains("too short") && !log.contains("hunter2"), "{log}");
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let (cluster, uploads) = (Cluster::start(), tempfile::tempdir().unwrap());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let mut variables = environment(&cluster, uploads.path());
    variables.insert("PORT".to_owned(), port.to_string());
    let (status, log) = Process::spawn(&variables).end();
    assert_eq!(status.code(), Some(1));
    assert!(
        log.lines().last().unwrap().starts_with(&format!("yoctogram: port {port} cannot be listened on")),
        "{log}"
    );
}

#[tokio::test]
async fn it_listens_on_the_address_that_it_is_given_and_on_no_other() {
    let (cluster, uploads) = (Cluster::start(), tempfile::tempdir().unwrap());
    let mut variables = environment(&cluster, uploads.path());
    variables.insert("LISTEN_ADDRESS".to_owned(), "127.0.0.1".to_owned());
    let process = Process::serving(variables).await;
    let (_, port) = address_of(&process.base).rsplit_once(':').unwrap();
    let port: u16 = port.parse().unwrap();
    assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
    for other in ["127.0.0.2", "::1"] {
        assert!(TcpStream::connect((other, port)).is_err(), "{other}");
    }
}

#[test]
fn it_waits_for_the_database_and_stops_waiting_when_told() {
    let mut variables = production();
    variables.insert("POSTGRES_HOST".to_owned(), "127.0.0.1".to_owned());
    variables.insert("POSTGRES_PORT".to_owned(), free_port().to_string());
    let mut process = Process::spawn(&variables);
    std::thread::sleep(Duration::from_secs(9));
    process.signal("TERM");
    let (status, log) = process.end();
    assert_eq!(status.code(), Some(0), "{log}");
    let tries = log.lines().filter(|line| line.contains("waiting for the database")).count();
    assert!(tries >= 2, "{log}");
    assert!(log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{log}");
    assert!(!log.contains("hunter2") && !log.contains("0123456789abcdef"), "{log}");
}

#[tokio::test]
async fn sigterm_lets_a_running_upload_finish() {
    let (cluster, uploads) = (Cluster::start(), tempfile::tempdir().unwrap());
    let mut process = Process::serving(environment(&cluster, uploads.path())).await;
    let ada = Person::new(&process.base, &pool(&cluster), "ada").await;
    let id = ada.generate("public").await["id"].as_str().unwrap().to_owned();

    let mut stream = begin_upload(&process, &ada, &id);
    while std::fs::read_dir(uploads.path()).unwrap().next().is_none() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    process.signal("TERM");
    while TcpStream::connect(address_of(&process.base)).is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    stream.write_all(b"\r\n--b--\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    let (status, log) = process.end();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(!log.contains(&ada.token), "{log}");
    assert_eq!(std::fs::read(uploads.path().join(&id)).unwrap(), png_of(500_000));
}

#[tokio::test]
async fn sigkill_during_uploads_loses_no_image_and_serves_no_half() {
    let (cluster, uploads) = (Cluster::start(), tempfile::tempdir().unwrap());
    let variables = environment(&cluster, uploads.path());
    let pool = pool(&cluster);
    let mut confirmed: Vec<String> = Vec::new();
    let mut all: Vec<String> = Vec::new();
    let mut interrupted: Vec<String> = Vec::new();
    let mut number = 0;
    for round in 0..3_u64 {
        let mut process = Process::serving(variables.clone()).await;
        let ada = Person::new(&process.base, &pool, &format!("ada{round}")).await;
        // One image arrives whole in a form that never ends: however fast the machine, it is interrupted.
        let unended = ada.generate("public").await["id"].as_str().unwrap().to_owned();
        let _stream = begin_upload(&process, &ada, &unended);
        interrupted.push(unended);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let id = ada.generate("public").await["id"].as_str().unwrap().to_owned();
            all.push(id.clone());
            number += 1;
            let (ada, file) = (ada.clone(), png_of(3_000_000 + number));
            tasks.spawn(async move {
                let form = crate::support::form(&json!({}), file);
                let sent = ada.post_form(&format!("/images/upload/dev/{id}"), form).await;
                sent.is_ok_and(|response| response.status() == 200).then_some(id)
            });
        }
        tokio::time::sleep(Duration::from_millis(30 + 60 * round)).await;
        process.signal("KILL");
        process.end();
        confirmed.extend(tasks.join_all().await.into_iter().flatten());
    }
    let process = Process::serving(variables).await;
    let bob = Person::new(&process.base, &pool, "bob").await;
    let mut served = Vec::new();
    for (number, id) in all.iter().enumerate() {
        let response = bob.get(&format!("/images/media/dev/{id}")).await;
        if response.status() == 200 {
            let bytes = response.bytes().await.unwrap();
            assert!(bytes == png_of(3_000_001 + number), "{id} is served with {} bytes", bytes.len());
            served.push(id);
        } else {
            assert_eq!(response.status(), 404);
        }
    }
    assert!(confirmed.iter().all(|id| served.contains(&id)), "{confirmed:?} {served:?}");
    for id in &interrupted {
        let response = bob.get(&format!("/images/media/dev/{id}")).await;
        assert_eq!(response.status(), 404, "{id} is served though its form never ended");
    }
    assert_eq!(bob.feed("/feed/latest").await.len(), served.len());
}

#[tokio::test]
async fn log_lines_hold_no_password_and_no_token() {
    let (cluster, uploads) = (Cluster::start(), tempfile::tempdir().unwrap());
    let mut variables = environment(&cluster, uploads.path());
    variables.insert("DEBUG".to_owned(), "true".to_owned());
    let mut process = Process::serving(variables).await;
    let client = client();
    let account = json!({"username": "ada", "email": "ada@example.com", "password": "correct horse"});
    let register = client.post(format!("{}/auth/register/", process.base)).json(&account);
    let response = register.send().await.unwrap();
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    assert_eq!(response.status(), 201);
    let (_, answer) =
        read(client.post(format!("{}/auth/login/", process.base)).json(&account).send().await.unwrap()).await;
    let token = answer["access_token"].as_str().unwrap();
    let feed = client.get(format!("{}/feed/latest?token={token}", process.base)).bearer_auth(token);
    assert_eq!(feed.send().await.unwrap().status(), 200);
    process.signal("TERM");
    let (status, log) = process.end();
    assert_eq!(status.code(), Some(0));
    assert!(log.contains(&id) && log.contains("/api/v1/auth/register/"), "{log}");
    assert!(!log.contains("correct horse") && !log.contains(token), "{log}");
}

/// Sends a whole image but not the end of its form.
fn begin_upload(process: &Process, person: &Person, id: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address_of(&process.base)).unwrap();
    let part = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n";
    let length = part.len() + 500_000 + "\r\n--b--\r\n".len();
    write!(
        stream,
        "POST /api/v1/images/upload/dev/{id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n{part}",
        person.token
    )
    .unwrap();
    stream.write_all(&png_of(500_000)).unwrap();
    stream
}

fn pool(cluster: &Cluster) -> sqlx::PgPool {
    let options = PgConnectOptions::new_without_pgpass()
        .host(cluster.host().to_str().unwrap())
        .username(cluster.user())
        .database(cluster.user());
    PgPoolOptions::new().max_connections(2).connect_lazy_with(options)
}
