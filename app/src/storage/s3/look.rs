//! Whether an object is there and an image: its first bytes are read.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use http_body_util::{BodyExt, Limited};
use tracing::warn;

use super::presign::{Endpoint, presign_get};
use crate::error::ApiError;
use crate::image_type;

/// The request is made at once; a minute forgives a slow clock.
const VALID: Duration = Duration::from_secs(60);

/// What was found under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// An image of this media type.
    Image(&'static str),
    /// An object that is no image.
    NotAnImage,
    /// No object.
    Nothing,
    /// S3 does not tell: it answers 403 both for an object that the role may not read, and for
    /// none when the role may not list the bucket.
    Unknown,
}

/// Asks S3.
#[derive(Debug)]
pub(crate) struct Looker {
    client: Connector,
}

impl Looker {
    pub(crate) fn new() -> Self {
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(Duration::from_secs(2))
            .read_timeout(Duration::from_secs(3))
            .build();
        let client = Connector::builder()
            .connector_settings(settings)
            .sleep_impl(TokioSleep::new())
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build();
        Self { client }
    }

    /// Looks for the object under `key`.
    ///
    /// # Errors
    /// Internal, when S3 cannot be reached or answers with an error of its own.
    pub(crate) async fn look(
        &self,
        endpoint: &Endpoint,
        key: &str,
        credentials: &Credentials,
    ) -> Result<Found, ApiError> {
        let query = presign_get(endpoint, key, &[], credentials, std::time::SystemTime::now(), VALID)?;
        let mut request =
            HttpRequest::get(format!("{}/{key}?{query}", endpoint.url())).map_err(ApiError::internal)?;
        request.headers_mut().insert("range", format!("bytes=0-{}", image_type::ENOUGH - 1));
        let response = self.client.call(request).await.map_err(ApiError::internal)?;
        match response.status().as_u16() {
            200 | 206 => {
                let body = Limited::new(response.into_body(), 64 * 1024);
                let head = body.collect().await.map_err(ApiError::internal)?.to_bytes();
                Ok(image_type::detect(&head).map_or(Found::NotAnImage, Found::Image))
            }
            // 416: an empty object has no first byte.
            416 => Ok(Found::NotAnImage),
            404 => Ok(Found::Nothing),
            403 => {
                warn!(
                    key,
                    "S3 answered 403: there is no such object, or the role may not read it \
                     (s3:GetObject; with s3:ListBucket S3 would say which)"
                );
                Ok(Found::Unknown)
            }
            status => Err(ApiError::internal(format!(
                "S3 answered {status} for an object of {}",
                endpoint.bucket()
            ))),
        }
    }
}
