//! What the command line looks up in the account and puts into the context.

use super::Stack;
use crate::construct::{Annotations, Construct, Node};
use crate::error::Result;
use crate::json::{Json, Map};

const ERROR: &str = "$providerError";

impl Stack {
    /// What a provider has found. Where the context does not say it, the assembly asks for it, and there is nothing.
    pub(crate) fn looked_up(&self, scope: &Node, provider: &str, query: Map<Json>) -> Result<Option<Json>> {
        let (account, region) = (self.account()?, self.region()?);
        let (Some(account), Some(region)) = (account.as_literal(), region.as_literal()) else {
            return Err(scope.error(format!(
                "Cannot retrieve value from context provider {provider} since account/region are not specified at the \
                 stack level. Configure \"env\" with an account and region when you define your stack.See \
                 https://docs.aws.amazon.com/cdk/latest/guide/environments.html for more details."
            )));
        };
        let mut props = Map::new();
        props.insert("account", Json::from(account));
        props.insert("region", Json::from(region));
        for (name, value) in query {
            props.insert(name, value);
        }
        let key = key(provider, &props);
        let found = self.node().try_get_context(&key);
        let error = found.as_ref().and_then(Json::as_object).and_then(|found| found.get(ERROR)).cloned();
        if error.is_none() && found.is_some() {
            return Ok(found);
        }
        let mut report = Map::new();
        report.insert("key", Json::from(key.as_str()));
        report.insert("provider", Json::from(provider));
        report.insert("props", Json::Object(props));
        self.report_missing_context(report)?;
        if let Some(error) = error.as_ref().and_then(Json::as_str) {
            Annotations::of(scope).add_error(error);
        }
        Ok(None)
    }
}

fn key(provider: &str, props: &Map<Json>) -> String {
    let mut parts: Vec<String> =
        props.iter().map(|(name, value)| format!("{name}={}", shown(value))).collect();
    parts.sort();
    format!("{provider}:{}", parts.join(":"))
}

fn shown(value: &Json) -> String {
    match value.as_str() {
        Some(text) => text.replace(':', "$:"),
        None => value.stringify(0),
    }
}
