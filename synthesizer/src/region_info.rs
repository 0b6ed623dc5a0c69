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

/// The account by which load balancers of a region write their logs; newer regions have a service principal instead.
pub(crate) fn elbv2_account(region: &str) -> Option<&'static str> {
    const ACCOUNTS: [(&str, &str); 29] = [
        ("af-south-1", "098369216593"),
        ("ap-east-1", "754344448648"),
        ("ap-northeast-1", "582318560864"),
        ("ap-northeast-2", "600734575887"),
        ("ap-northeast-3", "383597477331"),
        ("ap-south-1", "718504428378"),
        ("ap-southeast-1", "114774131450"),
        ("ap-southeast-2", "783225319266"),
        ("ap-southeast-3", "589379963580"),
        ("ca-central-1", "985666609251"),
        ("cn-north-1", "638102146993"),
        ("cn-northwest-1", "037604701340"),
        ("eu-central-1", "054676820928"),
        ("eu-north-1", "897822967062"),
        ("eu-south-1", "635631232127"),
        ("eu-west-1", "156460612806"),
        ("eu-west-2", "652711504416"),
        ("eu-west-3", "009996457667"),
        ("me-south-1", "076674570225"),
        ("sa-east-1", "507241528517"),
        ("us-east-1", "127311923021"),
        ("us-east-2", "033677994240"),
        ("us-gov-east-1", "190560391635"),
        ("us-gov-west-1", "048591011584"),
        ("us-iso-east-1", "770363063475"),
        ("us-iso-west-1", "121062877647"),
        ("us-isob-east-1", "740734521339"),
        ("us-west-1", "027434742980"),
        ("us-west-2", "797873946194"),
    ];
    ACCOUNTS.iter().find(|(known, _)| *known == region).map(|(_, account)| *account)
}

/// Zone and name of the websites in a region's buckets.
pub(crate) fn s3_static_website(region: &str) -> Option<(&'static str, &'static str)> {
    const WEBSITES: [(&str, &str, &str); 32] = [
        ("af-south-1", "Z11KHD8FBVPUYU", "s3-website.af-south-1.amazonaws.com"),
        ("ap-east-1", "ZNB98KWMFR0R6", "s3-website.ap-east-1.amazonaws.com"),
        ("ap-northeast-1", "Z2M4EHUR26P7ZW", "s3-website-ap-northeast-1.amazonaws.com"),
        ("ap-northeast-2", "Z3W03O7B5YMIYP", "s3-website.ap-northeast-2.amazonaws.com"),
        ("ap-northeast-3", "Z2YQB5RD63NC85", "s3-website.ap-northeast-3.amazonaws.com"),
        ("ap-south-1", "Z11RGJOFQNVJUP", "s3-website.ap-south-1.amazonaws.com"),
        ("ap-south-2", "Z02976202B4EZMXIPMXF7", "s3-website.ap-south-2.amazonaws.com"),
        ("ap-southeast-1", "Z3O0J2DXBE1FTB", "s3-website-ap-southeast-1.amazonaws.com"),
        ("ap-southeast-2", "Z1WCIGYICN2BYD", "s3-website-ap-southeast-2.amazonaws.com"),
        ("ap-southeast-3", "Z01846753K324LI26A3VV", "s3-website.ap-southeast-3.amazonaws.com"),
        ("ap-southeast-4", "Z0312387243XT5FE14WFO", "s3-website.ap-southeast-4.amazonaws.com"),
        ("ca-central-1", "Z1QDHH18159H29", "s3-website.ca-central-1.amazonaws.com"),
        ("cn-north-1", "Z5CN8UMXT92WN", "s3-website.cn-north-1.amazonaws.com.cn"),
        ("cn-northwest-1", "Z282HJ1KT0DH03", "s3-website.cn-northwest-1.amazonaws.com.cn"),
        ("eu-central-1", "Z21DNDUVLTQW6Q", "s3-website.eu-central-1.amazonaws.com"),
        ("eu-central-2", "Z030506016YDQGETNASS", "s3-website.eu-central-2.amazonaws.com"),
        ("eu-north-1", "Z3BAZG2TWCNX0D", "s3-website.eu-north-1.amazonaws.com"),
        ("eu-south-1", "Z3IXVV8C73GIO3", "s3-website.eu-south-1.amazonaws.com"),
        ("eu-south-2", "Z0081959F7139GRJC19J", "s3-website.eu-south-2.amazonaws.com"),
        ("eu-west-1", "Z1BKCTXD74EZPE", "s3-website-eu-west-1.amazonaws.com"),
        ("eu-west-2", "Z3GKZC51ZF0DB4", "s3-website.eu-west-2.amazonaws.com"),
        ("eu-west-3", "Z3R1K369G5AVDG", "s3-website.eu-west-3.amazonaws.com"),
        ("il-central-1", "Z09640613K4A3MN55U7GU", "s3-website.il-central-1.amazonaws.com"),
        ("me-central-1", "Z06143092I8HRXZRUZROF", "s3-website.me-central-1.amazonaws.com"),
        ("me-south-1", "Z1MPMWCPA7YB62", "s3-website.me-south-1.amazonaws.com"),
        ("sa-east-1", "Z7KQH4QJS55SO", "s3-website-sa-east-1.amazonaws.com"),
        ("us-east-1", "Z3AQBSTGFYJSTF", "s3-website-us-east-1.amazonaws.com"),
        ("us-east-2", "Z2O1EMRO9K5GLX", "s3-website.us-east-2.amazonaws.com"),
        ("us-gov-east-1", "Z2NIFVYYW2VKV1", "s3-website.us-gov-east-1.amazonaws.com"),
        ("us-gov-west-1", "Z31GFT0UA1I2HV", "s3-website-us-gov-west-1.amazonaws.com"),
        ("us-west-1", "Z2F56UZL2M1ACD", "s3-website-us-west-1.amazonaws.com"),
        ("us-west-2", "Z3BJ6K6RIION7M", "s3-website-us-west-2.amazonaws.com"),
    ];
    WEBSITES.iter().find(|(known, ..)| *known == region).map(|(_, zone, name)| (*zone, *name))
}
