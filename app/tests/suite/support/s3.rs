//! An S3 server that somebody else wrote, which verifies signatures, policies, sizes and expiry.

use std::sync::Arc;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;

pub(crate) const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
pub(crate) const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

pub(crate) struct S3Server {
    pub(crate) endpoint: String,
    directory: TempDir,
}

impl S3Server {
    /// Serves the two buckets, empty.
    pub(crate) async fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        for bucket in ["public-images", "private-images"] {
            std::fs::create_dir(directory.path().join(bucket)).unwrap();
        }
        let mut builder = S3ServiceBuilder::new(FileSystem::new(directory.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_ACCESS_KEY));
        // Unlike AWS it holds the clock's allowance, 15 minutes, against forms too. Here their own expiry counts.
        let mut config = S3Config::default();
        config.presigned_url_max_skew_time_secs = 2 * 3600;
        builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
        let service = builder.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let service = service.clone();
                tokio::spawn(async move {
                    let _ = Builder::new(TokioExecutor::new())
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        Self { endpoint, directory }
    }

    /// Puts an object there without asking anyone.
    pub(crate) fn put(&self, bucket: &str, key: &str, bytes: &[u8]) {
        let path = self.directory.path().join(bucket).join(key);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Whether an object is there.
    pub(crate) fn has(&self, bucket: &str, key: &str) -> bool {
        self.directory.path().join(bucket).join(key).exists()
    }
}
