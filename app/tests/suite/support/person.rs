//! Someone with an account.

use chrono::Utc;
use reqwest::multipart::Form;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;
use yoctogram::config::Secret;
use yoctogram::token::Tokens;

use super::service::SECRET_KEY;
use super::{Service, client, form, json};

#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) id: Uuid,
    pub(crate) token: String,
    base: String,
    client: Client,
}

impl Person {
    /// Someone whose account is already there, and who is signed in.
    pub(crate) async fn new(base: &str, pool: &PgPool, name: &str) -> Self {
        let id = Uuid::new_v4();
        sqlx::query(r#"insert into "user" (id, username, email, password_hash) values ($1, $2, $3, '')"#)
            .bind(id)
            .bind(name)
            .bind(format!("{name}@example.com"))
            .execute(pool)
            .await
            .unwrap();
        let token = Tokens::new(&Secret::new(SECRET_KEY)).issue(id, Utc::now()).unwrap();
        Self { id, token, base: base.to_owned(), client: client() }
    }

    pub(crate) async fn of(service: &Service, name: &str) -> Self {
        Self::new(&service.base, &service.pool, name).await
    }

    /// The same person with another token.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self.clone() }
    }

    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("authorization", format!("Bearer {}", self.token))
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.authorized(self.client.get(format!("{}{path}", self.base))).send().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str) -> Response {
        self.authorized(self.client.post(format!("{}{path}", self.base))).send().await.unwrap()
    }

    pub(crate) async fn post_form(&self, path: &str, form: Form) -> reqwest::Result<Response> {
        self.authorized(self.client.post(format!("{}{path}", self.base))).multipart(form).send().await
    }

    /// Asks for an upload.
    pub(crate) async fn generate(&self, privacy: &str) -> Value {
        let (status, answer) = json(self.post(&format!("/images/upload/{privacy}/generate")).await).await;
        assert_eq!((status, &answer["success"]), (200, &Value::Bool(true)), "{answer}");
        answer
    }

    /// Sends `file` to the address that was generated, outside production.
    pub(crate) async fn send_dev(&self, id: &str, file: Vec<u8>) -> Response {
        let form = form(&serde_json::json!({}), file);
        self.post_form(&format!("/images/upload/dev/{id}"), form).await.unwrap()
    }

    /// A whole upload outside production; the image's id.
    pub(crate) async fn share(&self, privacy: &str, file: &[u8]) -> String {
        let id = self.generate(privacy).await["id"].as_str().unwrap().to_owned();
        let (status, answer) = json(self.send_dev(&id, file.to_vec()).await).await;
        assert_eq!(status, 200, "{answer}");
        id
    }

    /// The ids in a feed.
    pub(crate) async fn feed(&self, path: &str) -> Vec<String> {
        let (status, answer) = json(self.get(path).await).await;
        assert_eq!(status, 200, "{answer}");
        let results = answer["results"].as_array().unwrap();
        assert_eq!(answer["count"], results.len());
        results.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Sends an image to S3 with the form that was generated.
    pub(crate) async fn send_s3(&self, answer: &Value, file: Vec<u8>) -> Response {
        let url = answer["url"].as_str().unwrap();
        self.client.post(url).multipart(form(&answer["fields"], file)).send().await.unwrap()
    }
}
