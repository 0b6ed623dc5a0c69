//! Taking Amazon Resource Names apart.

use super::{ArnComponents, ArnFormat, Stack};
use crate::error::{Error, Result};
use crate::value::{Fn, Text};

impl Stack {
    /// The parts of an ARN; those of one that is known later are intrinsic functions of it.
    pub fn split_arn(&self, arn: &Text, arn_format: ArnFormat) -> Result<ArnComponents> {
        match arn.as_literal() {
            Some(literal) => split_literal(literal, arn_format),
            None => Ok(split_token(arn, arn_format)),
        }
    }
}

fn split_literal(arn: &str, arn_format: ArnFormat) -> Result<ArnComponents> {
    let parts: Vec<&str> = arn.split(':').collect();
    let [prefix, partition, service, region, account, rest @ ..] = &parts[..] else {
        return Err(too_short(arn));
    };
    if *prefix != "arn" {
        return Err(Error::message(format!("ARNs must start with \"arn:\": {arn}")));
    }
    if rest.is_empty() {
        return Err(too_short(arn));
    }
    let last = rest.join(":");
    let (resource, resource_name) = match arn_format {
        ArnFormat::NoResourceName => (last.as_str(), None),
        ArnFormat::ColonResourceName => pair(&last, ':'),
        ArnFormat::SlashResourceName => pair(&last, '/'),
        ArnFormat::SlashResourceSlashResourceName => pair(last.trim_start_matches('/'), '/'),
    };
    Ok(ArnComponents {
        partition: Some((*partition).into()),
        service: (*service).into(),
        region: Some((*region).into()),
        account: Some((*account).into()),
        resource: resource.into(),
        resource_name: resource_name.map(Text::from),
        arn_format,
    })
}

fn pair(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((resource, name)) => (resource, Some(name)),
        None => (text, None),
    }
}

fn too_short(arn: &str) -> Error {
    Error::message(format!(
        "ARNs must have at least 6 components: arn:partition:service:region:account:resource, got '{arn}'"
    ))
}

fn split_token(arn: &Text, arn_format: ArnFormat) -> ArnComponents {
    let part = |index: usize| Fn::select(index, &Fn::split(":", arn));
    let last = |index: usize| Fn::select(index, &Fn::split("/", &part(5)));
    let (resource, resource_name) = match arn_format {
        ArnFormat::NoResourceName => (part(5), None),
        ArnFormat::ColonResourceName => (part(5), Some(part(6))),
        ArnFormat::SlashResourceName => (last(0), Some(last(1))),
        ArnFormat::SlashResourceSlashResourceName => (last(1), Some(last(2))),
    };
    ArnComponents {
        partition: Some(part(1)),
        service: part(2),
        region: Some(part(3)),
        account: Some(part(4)),
        resource,
        resource_name,
        arn_format,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_arns_are_taken_apart() {
        let parts =
            split_literal("arn:aws:secretsmanager:r:1:secret:a-b", ArnFormat::ColonResourceName).unwrap();
        assert_eq!((parts.resource, parts.resource_name), ("secret".into(), Some("a-b".into())));
        let bucket = split_literal("arn:aws:s3:::name", ArnFormat::SlashResourceName).unwrap();
        assert_eq!((bucket.resource, bucket.resource_name), ("name".into(), None));
        assert!(split_literal("name", ArnFormat::default()).is_err());
    }
}
