//! The site in production mode: the binary, PostgreSQL, and an S3 server that verifies what it is sent.

use std::collections::HashMap;

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::s3::{ACCESS_KEY, SECRET_ACCESS_KEY};
use super::{Cluster, Person, Process, S3Server, client, environment};

pub(crate) struct Site {
    pub(crate) process: Process,
    pub(crate) s3: S3Server,
    pub(crate) pool: PgPool,
    _cluster: Cluster,
}

impl Site {
    pub(crate) async fn start() -> Self {
        Self::start_with(&[("AWS_ACCESS_KEY_ID", ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)])
            .await
    }

    pub(crate) async fn start_with(credentials: &[(&str, &str)]) -> Self {
        let (cluster, s3) = (Cluster::start(), S3Server::start().await);
        let mut variables: HashMap<String, String> = environment(&cluster, "/unused".as_ref());
        let mut set = |name: &str, value: &str| variables.insert(name.to_owned(), value.to_owned());
        set("PRODUCTION", "true");
        set("FORWARD_FACING_NAME", "yoctogram.ada.example.com");
        set("PUBLIC_IMAGES_BUCKET", "public-images");
        set("PRIVATE_IMAGES_BUCKET", "private-images");
        set("PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION", "public.example.net");
        set("PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION", "https://private.example.net");
        set("AWS_ENDPOINT_URL_S3", &s3.endpoint);
        set("AWS_EC2_METADATA_DISABLED", "true");
        for (name, value) in credentials {
            set(name, value);
        }
        let options = PgConnectOptions::new_without_pgpass()
            .host(cluster.host().to_str().unwrap())
            .username(cluster.user())
            .database(cluster.user());
        let pool = PgPoolOptions::new().max_connections(2).connect_lazy_with(options);
        Self { process: Process::serving(variables).await, s3, pool, _cluster: cluster }
    }

    pub(crate) async fn person(&self, name: &str) -> Person {
        Person::new(&self.process.base, &self.pool, name).await
    }

    /// What CloudFront would fetch for `uri`: the same object, from the bucket.
    pub(crate) async fn fetch(&self, uri: &str) -> reqwest::Response {
        let (bucket, rest) = match uri.strip_prefix("https://public.example.net/") {
            Some(rest) => ("public-images", rest),
            None => ("private-images", uri.strip_prefix("https://private.example.net/").unwrap()),
        };
        client().get(format!("{}/{bucket}/{rest}", self.s3.endpoint)).send().await.unwrap()
    }
}
