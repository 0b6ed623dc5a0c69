//! Presigned requests equal boto3's. `tests/boto3/record.py` made the vectors.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use yoctogram::storage::{Endpoint, presign_get, presign_post};

#[derive(Deserialize)]
struct Recording {
    access_key: String,
    secret_key: String,
    key: String,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    name: String,
    region: String,
    bucket: String,
    endpoint: Option<String>,
    token: Option<String>,
    moment: DateTime<Utc>,
    post: Post,
    get: String,
}

#[derive(Deserialize)]
struct Post {
    url: String,
    fields: BTreeMap<String, String>,
}

fn recording() -> Recording {
    serde_json::from_str(include_str!("../boto3/vectors.json")).unwrap()
}

impl Recording {
    fn each(&self, check: impl Fn(&Vector, &Endpoint, &Credentials)) {
        assert_eq!(self.vectors.len(), 10);
        for vector in &self.vectors {
            let endpoint = Endpoint::new(&vector.region, vector.endpoint.as_deref(), &vector.bucket);
            let credentials =
                Credentials::new(&self.access_key, &self.secret_key, vector.token.clone(), None, "test");
            check(vector, &endpoint, &credentials);
        }
    }
}

#[test]
fn presigned_posts_equal_boto3s() {
    let recording = recording();
    recording.each(|vector, endpoint, credentials| {
        let moment = SystemTime::from(vector.moment);
        let post = presign_post(endpoint, &recording.key, credentials, moment, Duration::from_secs(3600));
        assert_eq!(post.url, vector.post.url, "{}", vector.name);
        assert_eq!(post.fields, vector.post.fields, "{}", vector.name);
    });
}

#[test]
fn presigned_gets_equal_boto3s() {
    let extra = [
        ("response-cache-control", "private, max-age=604800, immutable"),
        ("response-content-type", "image/png"),
    ];
    let recording = recording();
    recording.each(|vector, endpoint, credentials| {
        let moment = SystemTime::from(vector.moment);
        let valid = Duration::from_secs(604_800);
        let query = presign_get(endpoint, &recording.key, &extra, credentials, moment, valid).unwrap();
        let (address, expected) = vector.get.split_once('?').unwrap();
        assert_eq!(format!("{}/{}", endpoint.url(), recording.key), address, "{}", vector.name);
        assert_eq!(parameters(&query), parameters(expected), "{}", vector.name);
    });
}

/// The parameters as they are written, in whatever order.
fn parameters(query: &str) -> BTreeMap<&str, &str> {
    query.split('&').map(|parameter| parameter.split_once('=').unwrap()).collect()
}
