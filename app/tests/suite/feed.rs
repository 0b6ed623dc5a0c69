//! What is in the feed, and in which order.

use serde_json::Value;
use uuid::Uuid;

use crate::support::{PNG, Person, Service, json as read};

#[tokio::test]
async fn newest_public_images_and_ones_own_come_first() {
    let service = Service::start().await;
    let (ada, bob) = (Person::of(&service, "ada").await, Person::of(&service, "bob").await);
    let first = ada.share("public", PNG).await;
    let second = ada.share("private", PNG).await;
    let third = bob.share("public", PNG).await;
    let fourth = bob.share("private", PNG).await;
    ada.generate("public").await;

    assert_eq!(ada.feed("/feed/latest").await, [&*third, &*second, &*first]);
    assert_eq!(bob.feed("/feed/latest").await, [&*fourth, &*third, &*first]);
    assert_eq!(ada.feed(&format!("/feed/by_user/{}", bob.id)).await, [&*third]);
    assert_eq!(bob.feed(&format!("/feed/by_user/{}", bob.id)).await, [&*fourth, &*third]);
    assert!(bob.feed(&format!("/feed/by_user/{}", Uuid::new_v4())).await.is_empty());
}

#[tokio::test]
async fn an_entry_says_who_where_and_when() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    let id = ada.share("public", PNG).await;
    let (_, feed) = read(ada.get("/feed/latest").await).await;
    let entry = &feed["results"][0];
    assert_eq!(entry["creator"], ada.id.to_string());
    let address = entry["download_url"].as_str().unwrap();
    assert_eq!(address, format!("/api/v1/images/media/dev/{id}"));
    let path = address.strip_prefix("/api/v1").unwrap();
    assert_eq!(ada.get(path).await.bytes().await.unwrap(), PNG);
    let created = entry["created_at"].as_str().unwrap();
    let (date, time) = created.split_once(' ').unwrap();
    assert_eq!((date.len(), time.len(), &time[15..]), (10, 21, "+00:00"), "{created}");
}

#[tokio::test]
async fn pages_follow_each_other_by_the_last_entrys_time() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    sqlx::query(
        "insert into image (id, path, content_type, created_at, public, owner_id, uploaded)
         select gen_random_uuid(), '', 'image/png', now() - n * interval '1 second', n % 2 = 0, $1, true
         from generate_series(1, 250) n",
    )
    .bind(ada.id)
    .execute(&service.pool)
    .await
    .unwrap();
    for feed in ["/feed/latest".to_owned(), format!("/feed/by_user/{}", ada.id)] {
        let (mut all, mut sizes, mut before) = (Vec::new(), Vec::new(), String::new());
        loop {
            let (_, page) = read(ada.get(&format!("{feed}?before={before}")).await).await;
            let results = page["results"].as_array().unwrap();
            if results.is_empty() {
                break;
            }
            sizes.push(results.len());
            all.extend(results.iter().map(|entry| entry["created_at"].as_str().unwrap().to_owned()));
            before = all.last().unwrap().replace('+', "%2B");
        }
        assert_eq!(sizes, [100, 100, 50], "{feed}");
        assert!(all.is_sorted_by(|newer, older| newer > older), "{feed}");
        let (_, page) = read(ada.get(&format!("{feed}?after={}", all[9].replace('+', "%2B"))).await).await;
        assert_eq!(page["count"], 9);
    }
}

#[tokio::test]
async fn times_that_cannot_be_read_are_refused_by_name() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    for query in ["before=yesterday", "after=%27;drop%20table%20image", "before=999999-01-01"] {
        let (status, answer) = read(ada.get(&format!("/feed/latest?{query}")).await).await;
        assert_eq!(status, 422);
        let name = query.split('=').next().unwrap();
        assert!(answer["detail"].as_str().unwrap().starts_with(name), "{answer}");
    }
    let page = "/feed/latest?before=2026-11-23T12:36:00.000Z&after=1970-01-01T00:00:00.000Z";
    assert_eq!(read(ada.get(page).await).await.1["results"], Value::Array(vec![]));
}

#[tokio::test]
async fn answers_are_not_for_caches_in_between() {
    let service = Service::start().await;
    let ada = Person::of(&service, "ada").await;
    for path in ["/feed/latest", "/users/me"] {
        assert_eq!(ada.get(path).await.headers()["cache-control"], "no-store");
    }
}
