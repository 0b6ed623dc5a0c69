//! Secrets Manager: values as the templates ask for them, generated afresh for each preview.
//!
//! Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-secretsmanager-secret-generatesecretstring.html>

use std::collections::BTreeMap;

use rand::RngExt;
use rand::seq::SliceRandom;
use serde_json::{Value, json};

use super::deployment::{Deployment, Resource, flag, number};
use super::resolve::text;

const KINDS: [(&str, &str); 4] = [
    ("ExcludeLowercase", "abcdefghijklmnopqrstuvwxyz"),
    ("ExcludeUppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("ExcludeNumbers", "0123456789"),
    ("ExcludePunctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
];

/// The values of all secrets, by ARN.
#[derive(Debug, Default)]
pub(super) struct Secrets(BTreeMap<String, String>);

impl Secrets {
    /// Generates them; a secret that cannot be generated is named in `problems`.
    pub(super) fn generate(deployment: &Deployment, problems: &mut Vec<String>) -> Self {
        let mut values = BTreeMap::new();
        for secret in deployment.of("AWS::SecretsManager::Secret") {
            match value(secret) {
                Ok(value) => drop(values.insert(secret.reference.clone(), value)),
                Err(problem) => problems.push(format!("{}: {problem}", secret.title())),
            }
        }
        Self(values)
    }

    /// Adds what an attachment to a database writes into a secret.
    pub(super) fn attach(&mut self, arn: &str, fields: &[(&str, Value)]) {
        let Some(secret) = self.0.get_mut(arn) else {
            return;
        };
        let mut entries = serde_json::from_str::<Value>(secret).unwrap_or_else(|_| json!({}));
        if let Some(entries) = entries.as_object_mut() {
            entries.extend(fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
        }
        *secret = entries.to_string();
    }

    /// What a container definition's `ValueFrom` gives: `ARN` or `ARN:KEY:STAGE:VERSION`.
    pub(super) fn value_from(&self, from: &str) -> Result<(&str, String), String> {
        let (arn, key) = split(from);
        let secret = self.0.get(arn).ok_or_else(|| format!("there is no secret {arn}"))?;
        if key.is_empty() {
            return Ok((arn_of(&self.0, arn), secret.clone()));
        }
        let entries = serde_json::from_str::<Value>(secret)
            .map_err(|_| format!("the secret {arn} is no JSON, so it has no key {key}"))?;
        let value = entries.get(key).ok_or_else(|| format!("the secret {arn} has no key {key}"))?;
        Ok((arn_of(&self.0, arn), text(value)))
    }

    /// Replaces `{{resolve:secretsmanager:…}}` by what it stands for.
    pub(super) fn expand(&self, text: &str) -> Result<String, String> {
        let Some((before, after)) = text.split_once("{{resolve:") else {
            return Ok(text.to_owned());
        };
        let (reference, rest) =
            after.split_once("}}").ok_or_else(|| format!("{text} does not end in }}}}"))?;
        let Some(secret) = reference.strip_prefix("secretsmanager:") else {
            return Err(format!("{{{{resolve:{reference}}}}} is not known in the preview"));
        };
        let from = secret.replacen(":SecretString:", ":", 1).replacen(":SecretString", "", 1);
        Ok(format!("{before}{}{}", self.value_from(&from)?.1, self.expand(rest)?))
    }
}

fn arn_of<'a>(values: &'a BTreeMap<String, String>, arn: &str) -> &'a str {
    values.get_key_value(arn).map_or("", |(arn, _)| arn)
}

/// An ARN has seven parts; the key is the eighth.
fn split(from: &str) -> (&str, &str) {
    match from.match_indices(':').nth(6) {
        Some((end, _)) => (&from[..end], from[end + 1..].split(':').next().unwrap_or_default()),
        None => (from, ""),
    }
}

fn value(secret: &Resource) -> Result<String, String> {
    if let Some(value) = secret.text("SecretString") {
        return Ok(value.to_owned());
    }
    let wanted = secret.get("GenerateSecretString");
    if wanted.is_null() {
        return Err("it has no value: neither SecretString nor GenerateSecretString".to_owned());
    }
    let password = password(wanted)?;
    match (wanted["SecretStringTemplate"].as_str(), wanted["GenerateStringKey"].as_str()) {
        (Some(template), Some(key)) => {
            let mut entries: Value = serde_json::from_str(template)
                .map_err(|_| format!("SecretStringTemplate is no JSON object: {template}"))?;
            let Some(fields) = entries.as_object_mut() else {
                return Err(format!("SecretStringTemplate is no JSON object: {template}"));
            };
            fields.insert(key.to_owned(), Value::from(password));
            Ok(entries.to_string())
        }
        (None, None) => Ok(password),
        _ => Err("SecretStringTemplate and GenerateStringKey go together".to_owned()),
    }
}

fn password(wanted: &Value) -> Result<String, String> {
    let excluded = wanted["ExcludeCharacters"].as_str().unwrap_or_default();
    let mut kinds: Vec<Vec<char>> = KINDS
        .iter()
        .filter(|(exclude, _)| !flag(&wanted[*exclude]))
        .map(|(_, characters)| {
            characters.chars().filter(|character| !excluded.contains(*character)).collect()
        })
        .filter(|kind: &Vec<char>| !kind.is_empty())
        .collect();
    let of_each = wanted["RequireEachIncludedType"].is_null() || flag(&wanted["RequireEachIncludedType"]);
    let mut random = rand::rng();
    let mut pick = |kind: &[char]| kind.get(random.random_range(0..kind.len().max(1))).copied();
    let mut characters: Vec<char> = kinds.iter().filter(|_| of_each).filter_map(|kind| pick(kind)).collect();
    if flag(&wanted["IncludeSpace"]) && !excluded.contains(' ') {
        kinds.push(vec![' ']);
    }
    let all = kinds.concat();
    let length = number(&wanted["PasswordLength"]).unwrap_or(32).min(4096) as usize;
    if all.is_empty() {
        return Err("its password may hold no character at all".to_owned());
    }
    while characters.len() < length {
        characters.extend(pick(&all));
    }
    characters.shuffle(&mut rand::rng());
    characters.truncate(length);
    Ok(characters.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_as_asked() {
        let punctuation = " !\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~_";
        let made = password(&json!({"ExcludeCharacters": punctuation, "PasswordLength": 30})).unwrap();
        assert_eq!(made.chars().count(), 30);
        assert!(made.chars().all(|character| character.is_ascii_alphanumeric()), "{made}");
        assert!(made.chars().any(|character| character.is_ascii_digit()), "{made}");
        assert_eq!(password(&json!({})).unwrap().chars().count(), 32);
        let digits = password(
            &json!({"ExcludeLowercase": true, "ExcludeUppercase": true, "ExcludePunctuation": true}),
        )
        .unwrap();
        assert!(digits.chars().all(|character| character.is_ascii_digit()), "{digits}");
    }

    #[test]
    fn keys_and_references_are_followed() {
        let arn = "arn:aws:secretsmanager:us-west-2:1:secret:db-abc";
        let mut secrets = Secrets([(arn.to_owned(), r#"{"username":"ada"}"#.to_owned())].into());
        secrets.attach(arn, &[("port", json!(5432))]);
        assert_eq!(secrets.value_from(&format!("{arn}:port::")).unwrap(), (arn, "5432".to_owned()));
        let reference = format!("a {{{{resolve:secretsmanager:{arn}:SecretString:username::}}}}!");
        assert_eq!(secrets.expand(&reference).unwrap(), "a ada!");
        assert!(secrets.value_from(&format!("{arn}:shoe::")).unwrap_err().contains("has no key shoe"));
        assert_eq!(secrets.value_from(arn).unwrap().1, r#"{"port":5432,"username":"ada"}"#);
    }
}
