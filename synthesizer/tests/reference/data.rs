//! The data stack.

use std::rc::Rc;

use synthesizer::aws_cloudfront::{ResponseHeadersCorsBehavior, ResponseHeadersPolicyProps};
use synthesizer::aws_ec2::{SubnetSelection, SubnetType, Vpc};
use synthesizer::aws_rds::{
    AuroraPostgresEngineVersion, Credentials, CredentialsOptions, DatabaseClusterEngine, ServerlessCluster,
    ServerlessClusterProps,
};
use synthesizer::aws_s3::{BucketProps, CorsRule, HttpMethods};
use synthesizer::aws_solutions_constructs::{CloudFrontToS3, CloudFrontToS3Props};
use synthesizer::{Result, Stack};

use crate::SITE;

pub(crate) struct Data {
    pub(crate) database: ServerlessCluster,
    pub(crate) public_images: CloudFrontToS3,
    pub(crate) private_images: CloudFrontToS3,
}

impl Data {
    pub(crate) fn new(scope: &Stack, vpc: &Vpc) -> Result<Data> {
        Ok(Data {
            database: database(scope, vpc)?,
            public_images: images(scope, "public")?,
            private_images: images(scope, "private")?,
        })
    }
}

fn database(scope: &Stack, vpc: &Vpc) -> Result<ServerlessCluster> {
    let version = AuroraPostgresEngineVersion::of("13.10", "13");
    let owner = CredentialsOptions {
        exclude_characters: Some(" !\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~".to_owned()),
        ..CredentialsOptions::default()
    };
    let props = ServerlessClusterProps {
        vpc: Some(vpc.clone()),
        vpc_subnets: Some(SubnetSelection::of_type(SubnetType::PrivateIsolated)),
        default_database_name: Some("yoctogram".to_owned()),
        credentials: Some(Credentials::from_username("yoctogram", owner)),
        ..ServerlessClusterProps::new(DatabaseClusterEngine::aurora_postgres(Some(version)))
    };
    ServerlessCluster::new(scope, "yoctogram-aurora-serverless", props)
}

fn images(scope: &Stack, kind: &str) -> Result<CloudFrontToS3> {
    let cors = CorsRule {
        allowed_headers: vec!["*".into()],
        allowed_methods: vec![
            HttpMethods::Get,
            HttpMethods::Head,
            HttpMethods::Put,
            HttpMethods::Post,
            HttpMethods::Delete,
        ],
        allowed_origins: vec![format!("https://{SITE}").into()],
        ..CorsRule::default()
    };
    let headers = ResponseHeadersPolicyProps {
        response_headers_policy_name: Some(format!("yoctogram-{kind}-images")),
        cors_behavior: Some(ResponseHeadersCorsBehavior {
            access_control_allow_headers: vec!["*".to_owned()],
            access_control_allow_methods: ["GET", "HEAD", "OPTIONS"].map(str::to_owned).to_vec(),
            access_control_allow_origins: vec![format!("https://{SITE}").into()],
            origin_override: true,
            ..ResponseHeadersCorsBehavior::default()
        }),
        ..ResponseHeadersPolicyProps::default()
    };
    let props = CloudFrontToS3Props {
        bucket_props: Some(Rc::new(move |bucket: &mut BucketProps| bucket.cors = vec![cors.clone()])),
        insert_http_security_headers: Some(false),
        response_headers_policy_props: Some(headers),
        ..CloudFrontToS3Props::default()
    };
    CloudFrontToS3::new(scope, &format!("yoctogram-{kind}-images-s3-cloudfront"), props)
}
