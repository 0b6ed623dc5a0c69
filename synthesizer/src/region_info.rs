//! What is known of AWS's regions.

/// Regions where `AWS::CDK::Metadata` exists.
pub(crate) const WITH_CDK_METADATA: [&str; 22] = [
    "af-south-1",
    "ap-east-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-north-1",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "me-south-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// The partition of a region that the CDK knows.
pub(crate) fn partition(region: &str) -> Option<&'static str> {
    const PREFIXES: [(&str, &str); 5] = [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-isob-", "aws-iso-b"),
        ("us-iso-", "aws-iso"),
        ("eu-isoe-", "aws-iso-e"),
    ];
    let special = PREFIXES.iter().find(|(prefix, _)| region.starts_with(prefix));
    Some(special.map_or("aws", |(_, partition)| partition))
}

/// The domain of a region's services.
pub(crate) fn url_suffix(region: &str) -> Option<&'static str> {
    Some(match partition(region)? {
        "aws-cn" => "amazonaws.com.cn",
        "aws-iso" => "c2s.ic.gov",
        "aws-iso-b" => "sc2s.sgov.gov",
        "aws-iso-e" => "cloud.adc-e.uk",
        _ => "amazonaws.com",
    })
}

/// Whether an account has to switch a region on before it can use it.
pub(crate) fn is_opt_in(region: &str) -> bool {
    const OPT_IN: [&str; 11] = [
        "af-south-1",
        "ap-east-1",
        "ap-south-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "eu-central-2",
        "eu-south-1",
        "eu-south-2",
        "il-central-1",
        "me-central-1",
        "me-south-1",
    ];
    OPT_IN.contains(&region)
}
