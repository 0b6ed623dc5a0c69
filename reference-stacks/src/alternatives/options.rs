//! Options of the network, the data and the frontend that the handout leaves open.

use std::rc::Rc;

use synthesizer::aws_certificatemanager::{CertificateProps, DnsValidatedCertificateProps};
use synthesizer::aws_cloudfront::{
    AllowedMethods, DistributionProps, ResponseHeadersPolicy, SecurityPolicyProtocol,
};
use synthesizer::aws_ec2::{InterfaceVpcEndpointAwsService, InterfaceVpcEndpointOptions, Vpc, VpcProps};
use synthesizer::aws_rds::{Credentials, CredentialsOptions, ParameterGroup, ServerlessClusterProps};
use synthesizer::aws_s3::{BlockPublicAccess, Bucket, BucketProps};
use synthesizer::aws_s3_deployment::{BucketDeploymentProps, CacheControl, Source};
use synthesizer::aws_solutions_constructs::CloudFrontToS3Props;
use synthesizer::{Duration, RemovalPolicy};

use crate::{Changes, Variant};

/// Options of the network, the data and the frontend that the handout leaves open.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "vpc-more-options",
        says: "the VPC has a name and interface endpoints, and keeps the rules of its default security group",
        fails: &[],
        change: |changes| {
            changes.props_in("vpc", |vpc: &mut VpcProps, stack| {
                vpc.vpc_name = Some(stack.settings().project_name.clone());
                vpc.restrict_default_security_group = Some(false);
                Ok(())
            });
            changes.after("vpc", |vpc: &mut Vpc, _| {
                let registry = InterfaceVpcEndpointAwsService::ecr_docker();
                vpc.add_interface_endpoint("registry", InterfaceVpcEndpointOptions::new(registry))?;
                let secrets = InterfaceVpcEndpointAwsService::secrets_manager();
                vpc.add_interface_endpoint("secrets", InterfaceVpcEndpointOptions::new(secrets)).map(drop)
            });
        },
    },
    Variant {
        name: "certificate-more-options",
        says: "the backend certificate has a name, and the frontend's takes its records away with it",
        fails: &[],
        change: |changes| {
            changes.props("backend-certificate", |certificate: &mut CertificateProps| {
                certificate.certificate_name = Some("backend".to_owned());
                certificate.transparency_logging_enabled = Some(true);
            });
            changes.props("frontend-certificate", |certificate: &mut DnsValidatedCertificateProps| {
                certificate.cleanup_route53_records = true;
            });
        },
    },
    Variant {
        name: "database-more-options",
        says: "the database has an identifier and AWS's own parameter group by name, and stays when its stack goes",
        fails: &[],
        change: |changes| {
            changes.props_in("aurora-serverless", |database: &mut ServerlessClusterProps, stack| {
                database.cluster_identifier = Some(stack.id("database"));
                database.copy_tags_to_snapshot = Some(false);
                database.parameter_group = Some(ParameterGroup::from_parameter_group_name(
                    stack.scope(),
                    &stack.id("parameters"),
                    "default.aurora-postgresql13",
                )?);
                database.removal_policy = Some(RemovalPolicy::Retain);
                Ok(())
            });
        },
    },
    Variant {
        name: "credentials-named-secret",
        says: "the database's secret has a name",
        fails: &[],
        change: |changes| {
            changes.props_in("aurora-serverless", |database: &mut ServerlessClusterProps, stack| {
                let settings = stack.settings();
                let options = CredentialsOptions {
                    exclude_characters: Some(settings.db_special_chars_exclude.clone()),
                    secret_name: Some(format!("{}/database", settings.project_name)),
                    ..CredentialsOptions::default()
                };
                database.credentials = Some(Credentials::from_username("yoctogram", options));
                Ok(())
            });
        },
    },
    Variant {
        name: "images-emptied-on-deletion",
        says: "the image buckets are emptied and deleted when their stack is",
        fails: &[],
        change: |changes| {
            for pattern in ["public-images-s3-cloudfront", "private-images-s3-cloudfront"] {
                changes.props(pattern, |images: &mut CloudFrontToS3Props| {
                    let usual = images.bucket_props.take();
                    images.bucket_props = Some(Rc::new(move |bucket: &mut BucketProps| {
                        usual.iter().for_each(|usual| usual(bucket));
                        empty_on_deletion(bucket);
                    }));
                });
            }
        },
    },
    Variant {
        name: "images-own-buckets",
        says: "the image buckets are the student's own, and the pattern is given them",
        fails: &[],
        change: |changes| {
            own_bucket(changes, "public-images-s3-cloudfront", "public-images");
            own_bucket(changes, "private-images-s3-cloudfront", "private-images");
        },
    },
    Variant {
        name: "frontend-bucket-emptied-on-deletion",
        says: "the frontend bucket is emptied and deleted when its stack is",
        fails: &[],
        change: |changes| changes.props("frontend-deployment-bucket", empty_on_deletion),
    },
    Variant {
        name: "frontend-deployment-more-options",
        says: "the site is deployed with one more file, with headers for caches, and without deleting what is there",
        fails: &[],
        change: |changes| {
            changes.props_in("frontend-deployment", |deployment: &mut BucketDeploymentProps, _| {
                deployment.sources.push(Source::data("robots.txt", "User-agent: *"));
                deployment.cache_control = vec![CacheControl::max_age(Duration::hours(1))?];
                deployment.memory_limit = Some(512);
                deployment.prune = Some(false);
                Ok(())
            });
        },
    },
    Variant {
        name: "frontend-more-options",
        says: "the distribution has a comment and logs, answers by IPv4 only, and adds headers for security",
        fails: &[],
        change: |changes| {
            changes.props("frontend-distribution", |site: &mut DistributionProps| {
                site.comment = Some("the frontend".to_owned());
                site.enable_ipv6 = Some(false);
                site.enable_logging = Some(true);
                site.log_includes_cookies = Some(true);
                site.minimum_protocol_version = Some(SecurityPolicyProtocol::TlsV1_2_2019);
                let options = &mut site.default_behavior.options;
                options.allowed_methods = Some(AllowedMethods::AllowGetHeadOptions);
                options.response_headers_policy = Some(ResponseHeadersPolicy::security_headers());
            });
        },
    },
    Variant {
        name: "frontend-api-twice",
        says: "/api itself leads to the backend too, by a behaviour of its own",
        fails: &[],
        change: |changes| {
            changes.props("frontend-distribution", |site: &mut DistributionProps| {
                let again: Vec<_> = site.additional_behaviors.iter().map(|(_, api)| api.clone()).collect();
                let again = again.into_iter().map(|api| ("/api".to_owned(), api));
                site.additional_behaviors.splice(0..0, again);
            });
        },
    },
];

fn empty_on_deletion(bucket: &mut BucketProps) {
    bucket.removal_policy = Some(RemovalPolicy::Destroy);
    bucket.auto_delete_objects = true;
}

/// A bucket that is made before its pattern.
fn own_bucket(changes: &mut Changes, pattern: &'static str, id: &'static str) {
    changes.props_in(pattern, move |images: &mut CloudFrontToS3Props, stack| {
        let mut bucket =
            BucketProps { block_public_access: Some(BlockPublicAccess::BLOCK_ALL), ..BucketProps::default() };
        images.bucket_props.take().iter().for_each(|usual| usual(&mut bucket));
        images.existing_bucket_obj = Some(Bucket::new(stack.scope(), &stack.id(id), bucket)?);
        Ok(())
    });
}
