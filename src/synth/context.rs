//! The CDK's context, as its command line would pass it, with the zones that it would ask AWS for.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Error;
use super::project::{Environment, Project};

pub(super) const ACCOUNT_VARIABLE: &str = "CDK_DEFAULT_ACCOUNT";
pub(super) const REGION_VARIABLE: &str = "CDK_DEFAULT_REGION";

/// The regions that course and CDK use, with the zones that every account has there.
const ZONES: [(&str, &str); 4] =
    [("us-west-2", "abcd"), ("us-east-1", "abcdef"), ("us-east-2", "abc"), ("us-west-1", "ac")];

const ZONES_KEY: &str = "availability-zones:account=";

/// Linux passes no variable of more than 128 KiB.
const MAX_CONTEXT: usize = 120 << 10;

/// The zones of the account's usual regions, by context key.
pub(super) fn zones(environment: &Environment) -> Map<String, Value> {
    let account = &environment.account;
    let keys = ZONES.iter().map(|(region, _)| format!("{ZONES_KEY}{account}:region={region}"));
    keys.filter_map(|key| answer(&key)).collect()
}

/// Answers to those of the missing lookups that need no account.
pub(super) fn answers(missing: &[String]) -> Map<String, Value> {
    missing.iter().filter_map(|key| answer(key)).collect()
}

fn answer(key: &str) -> Option<(String, Value)> {
    let (_, region) = key.strip_prefix(ZONES_KEY)?.split_once(":region=")?;
    let (_, letters) = ZONES.iter().find(|(known, _)| *known == region)?;
    let zones: Vec<String> = letters.chars().map(|letter| format!("{region}{letter}")).collect();
    Some((key.to_owned(), json!(zones)))
}

/// The variables by which the CDK's command line tells the app of its context and environment.
pub(super) fn variables(
    project: &Project,
    answers: &Map<String, Value>,
) -> Result<BTreeMap<String, String>, Error> {
    let mut context = answers.clone();
    context.extend(project.context.clone());
    let context = Value::Object(context).to_string();
    if context.len() > MAX_CONTEXT {
        return Err(Error::Project(format!(
            "{}: its context and that of cdk.context.json are {} KiB, more than the {} KiB that can be passed: \
             remove what the app does not need",
            project.directory.join("cdk.json").display(),
            context.len() >> 10,
            MAX_CONTEXT >> 10
        )));
    }
    Ok(BTreeMap::from([
        ("CDK_CONTEXT_JSON".to_owned(), context),
        (ACCOUNT_VARIABLE.to_owned(), project.environment.account.clone()),
        (REGION_VARIABLE.to_owned(), project.environment.region.clone()),
    ]))
}

/// What the CDK's command line adds to the context, unless `cdk.json` says otherwise.
pub(super) fn added_by_cli(settings: &Map<String, Value>) -> Map<String, Value> {
    let is_on = |name: &str| settings.get(name).and_then(Value::as_bool).unwrap_or(true);
    let mut added = Map::new();
    for (setting, key) in [
        ("pathMetadata", "aws:cdk:enable-path-metadata"),
        ("assetMetadata", "aws:cdk:enable-asset-metadata"),
        ("versionReporting", "aws:cdk:version-reporting"),
    ] {
        if is_on(setting) {
            added.insert(key.to_owned(), json!(true));
        }
    }
    if !is_on("staging") {
        added.insert("aws:cdk:disable-asset-staging".to_owned(), json!(true));
    }
    let stacks = settings.get("bundlingStacks").cloned().unwrap_or_else(|| json!(["**"]));
    added.insert("aws:cdk:bundling-stacks".to_owned(), stacks);
    added
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_without_an_account() {
        let missing = [
            "availability-zones:account=123456789012:region=us-west-2".to_owned(),
            "availability-zones:account=123456789012:region=mars-1".to_owned(),
            "vpc-provider:account=123456789012:region=us-west-2".to_owned(),
        ];
        let known = answers(&missing);
        assert_eq!(known.len(), 1);
        assert_eq!(known[&missing[0]], json!(["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"]));
    }

    #[test]
    fn settings_of_the_command_line_are_kept() {
        let settings = json!({"versionReporting": false, "app": "python3 app.py"});
        let added = added_by_cli(settings.as_object().unwrap());
        assert!(!added.contains_key("aws:cdk:version-reporting"));
        assert_eq!(added["aws:cdk:enable-path-metadata"], true);
        assert_eq!(added["aws:cdk:bundling-stacks"], json!(["**"]));
    }
}
