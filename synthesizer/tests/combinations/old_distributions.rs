//! Distributions as they were before there were policies: what is refused, and what is made of failover and logs.

use synthesizer::aws_cloudfront::{
    AddBehaviorOptions, Behavior, CloudFrontWebDistribution, CloudFrontWebDistributionProps,
    CustomOriginConfig, LoggingConfiguration, OriginSource, SecurityPolicyProtocol, SourceConfiguration,
    SslMethod, ViewerCertificate, ViewerCertificateOptions,
};
use synthesizer::aws_cloudfront_origins::{HttpOrigin, HttpOriginProps};
use synthesizer::{App, AppProps, Json};

use crate::surroundings::stack;

fn server(name: &str) -> OriginSource {
    OriginSource::Custom(CustomOriginConfig::new(name))
}

fn everything(source: OriginSource) -> SourceConfiguration {
    SourceConfiguration::new(source, vec![Behavior { is_default_behavior: true, ..Behavior::default() }])
}

#[test]
fn failover_and_logs_are_rendered() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let source = SourceConfiguration {
        failover: Some(server("b.example.com")),
        ..everything(server("a.example.com"))
    };
    let props = CloudFrontWebDistributionProps {
        origin_configs: vec![source],
        logging_config: Some(LoggingConfiguration::default()),
        ..CloudFrontWebDistributionProps::default()
    };
    CloudFrontWebDistribution::new(&scope, "Site", props).unwrap();
    let template = scope.to_template().unwrap();
    let at = |path: &[&str]| {
        path.iter().try_fold(template.clone(), |json, key| json.as_object()?.get(key).cloned()).unwrap()
    };
    let resources = at(&["Resources"]);
    let id =
        resources.as_object().unwrap().keys().find(|id| id.contains("CFDistribution")).unwrap().to_owned();
    let config = ["Resources", &id, "Properties", "DistributionConfig"];
    let config = at(&config);
    let config = config.as_object().unwrap();
    let ids: Vec<Json> = config
        .get("Origins")
        .and_then(Json::as_array)
        .unwrap()
        .iter()
        .map(|origin| origin.as_object().unwrap().get("Id").cloned().unwrap())
        .collect();
    assert_eq!(ids, ["originSecondary1", "origin1"].map(Json::from));
    let default = config.get("DefaultCacheBehavior").and_then(Json::as_object).unwrap();
    assert_eq!(default.get("TargetOriginId"), Some(&Json::from("OriginGroup1")));
    let logging = config.get("Logging").and_then(Json::as_object).unwrap();
    assert_eq!(logging.get("IncludeCookies"), Some(&Json::Bool(false)));
}

#[test]
fn impossible_old_distributions_are_refused() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let refused = |id: &str, props: CloudFrontWebDistributionProps| {
        CloudFrontWebDistribution::new(&scope, id, props).err().unwrap().to_string()
    };
    let with = |origin_configs| CloudFrontWebDistributionProps {
        origin_configs,
        ..CloudFrontWebDistributionProps::default()
    };
    assert_eq!(
        refused("Default", with(vec![SourceConfiguration::new(server("a"), vec![Behavior::default()])])),
        "Stack/Default: There can only be one default behavior across all sources. [ One default behavior per \
         distribution ]."
    );
    let nowhere = SourceConfiguration::new(server("b"), vec![Behavior::default()]);
    assert_eq!(
        refused("Pattern", with(vec![everything(server("a")), nowhere])),
        "Stack/Pattern: pathPattern is required for all non-default behaviors"
    );
    let impatient = SourceConfiguration { connection_attempts: Some(4), ..everything(server("a")) };
    assert_eq!(
        refused("Attempts", with(vec![impatient])),
        "Stack/Attempts: connectionAttempts: You can specify 1, 2, or 3 as the number of attempts."
    );
    let options = ViewerCertificateOptions {
        ssl_method: Some(SslMethod::Vip),
        security_policy: Some(SecurityPolicyProtocol::TlsV1_2_2021),
        ..ViewerCertificateOptions::default()
    };
    let props = CloudFrontWebDistributionProps {
        viewer_certificate: Some(ViewerCertificate::from_iam_certificate("id", options)),
        ..with(vec![everything(server("a"))])
    };
    assert_eq!(
        refused("Protocol", props),
        "Stack/Protocol: TLSv1.2_2021 is not compabtible with sslMethod vip.\n\tValid Protocols are: SSLv3, TLSv1"
    );
    let old = with(vec![everything(server("a"))]);
    let old = CloudFrontWebDistribution::new(&scope, "Old", old).unwrap();
    let origin = HttpOrigin::new("c.example.com", HttpOriginProps::default()).unwrap();
    let added = old.add_behavior("/c/*", &origin, AddBehaviorOptions::default());
    assert_eq!(
        added.unwrap_err().to_string(),
        "Stack/Old: no behavior can be added to an imported or a CloudFrontWebDistribution"
    );
}
