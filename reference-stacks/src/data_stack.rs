//! The database, and the image buckets with the distributions that serve them.

use std::rc::Rc;

use synthesizer::aws_cloudfront::{Distribution, ResponseHeadersCorsBehavior, ResponseHeadersPolicyProps};
use synthesizer::aws_ec2::{SubnetSelection, SubnetType};
use synthesizer::aws_rds::{
    AuroraPostgresEngineVersion, Credentials, CredentialsOptions, DatabaseClusterEngine, ServerlessCluster,
    ServerlessClusterProps,
};
use synthesizer::aws_s3::{Bucket, BucketProps, CorsRule, HttpMethods};
use synthesizer::aws_solutions_constructs::{CloudFrontToS3, CloudFrontToS3Props};
use synthesizer::{Result, Stack};

use crate::{Database, Deployment, NetworkStack, StackBuilder};

/// The data stack, and what other stacks need of it.
#[derive(Clone)]
pub struct DataStack {
    /// The stack itself.
    pub stack: Stack,
    /// Users, and what is known of their images.
    pub aurora_db: Database,
    /// What everyone may see.
    pub s3_public_images: Bucket,
    /// What only its owner may see.
    pub s3_private_images: Bucket,
    /// Serves the public images.
    pub cloudfront_public_images: Distribution,
    /// Serves the private images.
    pub cloudfront_private_images: Distribution,
}

impl DataStack {
    /// The stack with all that is in it.
    pub fn new(deployment: &Deployment<'_>, network: &NetworkStack) -> Result<DataStack> {
        let stack = deployment.stack("data-stack")?;
        let aurora_db = stack.part("database", || database(&stack, network).map(Database::from))?;
        DataStack::with_images(&stack, aurora_db)
    }

    /// The stack with this database, and the images as the course gives them.
    pub(crate) fn with_images(stack: &StackBuilder<'_>, aurora_db: Database) -> Result<DataStack> {
        let settings = stack.settings();

        let image_cors = stack.amend(
            "image-cors",
            CorsRule {
                allowed_headers: vec!["*".into()],
                allowed_methods: vec![
                    HttpMethods::Get,
                    HttpMethods::Head,
                    HttpMethods::Put,
                    HttpMethods::Post,
                    HttpMethods::Delete,
                ],
                allowed_origins: vec![format!("https://{}", settings.app_domain()).into()],
                ..CorsRule::default()
            },
        )?;

        let image_response_headers = stack.amend(
            "image-response-headers",
            ResponseHeadersCorsBehavior {
                access_control_allow_credentials: false,
                access_control_allow_headers: vec!["*".to_owned()],
                access_control_allow_methods: ["GET", "HEAD", "OPTIONS"].map(str::to_owned).to_vec(),
                access_control_allow_origins: vec![format!("https://{}", settings.app_domain()).into()],
                origin_override: true,
                ..ResponseHeadersCorsBehavior::default()
            },
        )?;

        let images = |name: &str| {
            let props = CloudFrontToS3Props {
                bucket_props: Some(bucket_with_cors(vec![image_cors.clone()])),
                insert_http_security_headers: Some(false),
                response_headers_policy_props: Some(ResponseHeadersPolicyProps {
                    response_headers_policy_name: Some(settings.id(name)),
                    cors_behavior: Some(image_response_headers.clone()),
                    ..ResponseHeadersPolicyProps::default()
                }),
                ..CloudFrontToS3Props::default()
            };
            stack.part(name, || {
                stack.make(&format!("{name}-s3-cloudfront"), CloudFrontToS3::new, props).map(Images::from)
            })
        };
        let public_images = images("public-images")?;
        let private_images = images("private-images")?;

        stack.finish(
            "data-stack",
            DataStack {
                stack: stack.stack().clone(),
                aurora_db,
                s3_public_images: public_images.bucket,
                s3_private_images: private_images.bucket,
                cloudfront_public_images: public_images.distribution,
                cloudfront_private_images: private_images.distribution,
            },
        )
    }
}

fn database(stack: &StackBuilder<'_>, network: &NetworkStack) -> Result<ServerlessCluster> {
    let settings = stack.settings();
    let version = AuroraPostgresEngineVersion::of("13.10", "13");
    stack.make(
        "aurora-serverless",
        ServerlessCluster::new,
        ServerlessClusterProps {
            vpc: Some(network.vpc.clone()),
            vpc_subnets: Some(SubnetSelection::of_type(SubnetType::PrivateIsolated)),
            default_database_name: Some(settings.project_name.clone()),
            credentials: Some(Credentials::from_username(
                "yoctogram",
                CredentialsOptions {
                    exclude_characters: Some(settings.db_special_chars_exclude.clone()),
                    ..CredentialsOptions::default()
                },
            )),
            ..ServerlessClusterProps::new(DatabaseClusterEngine::aurora_postgres(Some(version)))
        },
    )
}

/// Images of one kind, and what serves them.
#[derive(Clone)]
pub(crate) struct Images {
    pub(crate) bucket: Bucket,
    pub(crate) distribution: Distribution,
}

impl From<CloudFrontToS3> for Images {
    fn from(made: CloudFrontToS3) -> Images {
        let (bucket, distribution) = (made.s3_bucket(), made.cloud_front_web_distribution());
        Images { bucket: bucket.clone(), distribution: distribution.clone() }
    }
}

/// What the pattern changes of its bucket.
pub(crate) fn bucket_with_cors(cors: Vec<CorsRule>) -> Rc<dyn Fn(&mut BucketProps)> {
    Rc::new(move |bucket: &mut BucketProps| bucket.cors = cors.clone())
}
