//! Which other sites may use a bucket from a browser.

use super::HttpMethods;
use crate::props;
use crate::value::{Text, Value};

/// Lets other sites use the bucket from a browser.
#[derive(Debug, Clone, Default)]
pub struct CorsRule {
    /// Identifies the rule.
    pub id: Option<String>,
    /// For how many seconds a browser may remember the answer.
    pub max_age: Option<u32>,
    /// Headers that requests may have.
    pub allowed_headers: Vec<Text>,
    /// Methods of requests.
    pub allowed_methods: Vec<HttpMethods>,
    /// Sites, such as `https://example.com`, or `*`.
    pub allowed_origins: Vec<Text>,
    /// Headers of answers that scripts may read.
    pub exposed_headers: Vec<Text>,
}

impl CorsRule {
    fn render(&self) -> Value {
        let some = |list: &[Text]| (!list.is_empty()).then(|| list.to_vec());
        props! {
            "Id" => self.id.as_ref(),
            "MaxAge" => self.max_age,
            "AllowedHeaders" => some(&self.allowed_headers),
            "AllowedMethods" => self.allowed_methods.clone(),
            "AllowedOrigins" => self.allowed_origins.clone(),
            "ExposedHeaders" => some(&self.exposed_headers),
        }
    }
}

/// A bucket's `CorsConfiguration`.
pub(super) fn render(rules: &[CorsRule]) -> Value {
    if rules.is_empty() {
        return Value::Undefined;
    }
    props! { "CorsRules" => rules.iter().map(CorsRule::render).collect::<Vec<_>>() }
}
