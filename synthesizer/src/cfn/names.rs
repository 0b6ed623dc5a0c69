//! Property names: CloudFormation's `VPCId` is the CDK's `vpcId`.

use std::cmp::Ordering;

/// Names whose form in the CDK follows no rule.
const EXCEPTIONS: [(&str, &str); 8] = [
    ("Equals", "equalTo"),
    ("GetObject", "objectAccess"),
    ("NotificationARNs", "notificationArns"),
    ("OpenIdConnectProviderARNs", "openIdConnectProviderArns"),
    ("ProviderARNs", "providerArns"),
    ("SamlProviderARNs", "samlProviderArns"),
    ("TargetGroupARNs", "targetGroupArns"),
    ("VPCs", "vpcs"),
];

/// The CDK's name of a CloudFormation property.
pub(crate) fn camel_case(name: &str) -> String {
    exception(name).map_or_else(|| in_camel_case(name), str::to_owned)
}

fn exception(name: &str) -> Option<&'static str> {
    EXCEPTIONS.iter().find(|(from, _)| *from == name).map(|(_, to)| *to)
}

/// Compares properties as the CDK sorts them: by their names there, without regard to case.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    let letters = |name| exception(name).unwrap_or(name).bytes().map(|letter| letter.to_ascii_lowercase());
    letters(a).cmp(letters(b))
}

/// The first word in small letters; the others with a capital, and so every letter that follows a digit. A word begins
/// with a capital after a small letter, and with the last of several capitals that a small letter follows.
fn in_camel_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let (mut lower, mut upper, mut second_upper) = (false, false, false);
    let mut after_digit = false;
    for character in name.chars() {
        let (is_upper, is_lower) = (character.is_ascii_uppercase(), character.is_ascii_lowercase());
        let starts_word = lower && is_upper;
        if starts_word {
            (lower, second_upper, upper) = (false, upper, true);
        } else if upper && second_upper && is_lower {
            if let Some(last) = out.pop() {
                out.push(last.to_ascii_uppercase());
            }
            (second_upper, upper, lower) = (upper, false, true);
        } else {
            (lower, second_upper, upper) = (is_lower, upper, is_upper);
        }
        let capital = starts_word || after_digit;
        out.push(if capital { character.to_ascii_uppercase() } else { character.to_ascii_lowercase() });
        after_digit = character.is_ascii_digit();
    }
    out
}

/// The full name of the CDK's class for a resource type.
pub(crate) fn class_of(resource_type: &str) -> String {
    let mut parts = resource_type.split("::").skip(1);
    let service = parts.next().unwrap_or_default().to_lowercase();
    let class = format!("Cfn{}", parts.next().unwrap_or_default());
    // CloudFormation's own resources belong to the CDK's core.
    if service == "cloudformation" {
        return format!("aws-cdk-lib.{class}");
    }
    let module = if service == "serverless" { "sam" } else { service.as_str() };
    format!("aws-cdk-lib.aws_{module}.{class}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_cdks() {
        let names = [
            ("CidrBlock", "cidrBlock"),
            ("VPCId", "vpcId"),
            ("DBClusterIdentifier", "dbClusterIdentifier"),
            ("HTTPSPort", "httpsPort"),
            ("CNAMEs", "cnamEs"),
            ("Ipv6CidrBlock", "ipv6CidrBlock"),
            ("S3OriginConfig", "s3OriginConfig"),
            ("EnableDns64", "enableDns64"),
            ("AbpV10x", "abpV10X"),
            ("LoRaWAN", "loRaWan"),
            ("AWSKMSKeyARN", "awskmsKeyArn"),
            ("Http2Origin", "http2Origin"),
            ("VPCs", "vpcs"),
            ("TTL", "ttl"),
        ];
        for (from, to) in names {
            assert_eq!(camel_case(from), to);
        }
    }

    #[test]
    fn classes_are_the_cdks() {
        assert_eq!(class_of("AWS::EC2::VPC"), "aws-cdk-lib.aws_ec2.CfnVPC");
        let listener = "aws-cdk-lib.aws_elasticloadbalancingv2.CfnListener";
        assert_eq!(class_of("AWS::ElasticLoadBalancingV2::Listener"), listener);
    }
}
