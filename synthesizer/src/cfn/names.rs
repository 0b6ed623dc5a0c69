//! Property names: CloudFormation's `VPCId` is the CDK's `vpcId`.

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
    match EXCEPTIONS.iter().find(|(from, _)| *from == name) {
        Some((_, to)) => (*to).to_owned(),
        None => in_camel_case(name),
    }
}

/// What the CDK sorts properties by: their names there, without regard to case.
pub(crate) fn sort_key(name: &str) -> String {
    match EXCEPTIONS.iter().find(|(from, _)| *from == name) {
        Some((_, to)) => to.to_lowercase(),
        None => name.to_lowercase(),
    }
}

/// The first word in small letters; the others with a capital, and so every letter that follows a digit.
fn in_camel_case(name: &str) -> String {
    let starts = word_starts(name);
    let mut out = String::with_capacity(name.len());
    let mut capital = false;
    for (character, starts_word) in name.chars().zip(starts) {
        capital |= starts_word;
        let lower = character.to_lowercase();
        if capital {
            out.extend(lower.flat_map(char::to_uppercase))
        } else {
            out.extend(lower)
        }
        capital = character.is_ascii_digit();
    }
    out
}

/// Which characters begin a word but the first: a capital after a small letter, and the last of several capitals that a
/// small letter follows.
fn word_starts(name: &str) -> Vec<bool> {
    let mut starts: Vec<bool> = Vec::with_capacity(name.len());
    let (mut lower, mut upper, mut second_upper) = (false, false, false);
    for character in name.chars() {
        let is_upper = character.is_uppercase();
        let is_lower = character.is_lowercase();
        let after_lower = lower && is_upper;
        if after_lower {
            (lower, second_upper, upper) = (false, upper, true);
        } else if upper && second_upper && is_lower {
            if let Some(last) = starts.last_mut() {
                *last = true;
            }
            (second_upper, upper, lower) = (upper, false, true);
        } else {
            (lower, second_upper, upper) = (is_lower, upper, is_upper);
        }
        starts.push(after_lower);
    }
    starts
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
