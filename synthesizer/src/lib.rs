//! AWS CDK constructs in Rust, whose cloud assemblies equal the real CDK's byte for byte.
//!
//! Names, options and defaults are the CDK's (aws-cdk-lib 2.105.0), so its documentation serves here too.
//!
//! ```
//! use synthesizer::aws_route53::{PublicHostedZone, PublicHostedZoneProps};
//! use synthesizer::{App, AppProps, Environment, Stack, StackProps};
//!
//! let app = App::new(AppProps::default());
//! let env = Some(Environment::new("123456789012", "us-west-2"));
//! let stack = Stack::new(&app, "dns", StackProps { env, ..StackProps::default() })?;
//! PublicHostedZone::new(&stack, "zone", PublicHostedZoneProps::new("example.com"))?;
//! let assembly = app.synth()?;
//! assert!(assembly.file("dns.template.json").is_some());
//! # Ok::<(), synthesizer::Error>(())
//! ```

mod app;
mod aspect;
mod assembly;
pub mod assets;
mod cfn;
mod collation;
#[cfg(feature = "compare")]
pub mod compare;
mod construct;
mod custom_resource;
pub mod custom_resources;
mod duration;
mod error;
pub mod flags;
mod hash;
mod json;
mod physical_name;
mod region_info;
mod secret_value;
mod stack;
mod stage;
mod tags;
mod value;

pub mod aws_applicationautoscaling;
pub mod aws_certificatemanager;
pub mod aws_cloudfront;
pub mod aws_cloudfront_origins;
pub mod aws_ec2;
pub mod aws_ecr;
pub mod aws_ecr_assets;
pub mod aws_ecs;
pub mod aws_ecs_patterns;
pub mod aws_elasticloadbalancingv2;
pub mod aws_iam;
pub mod aws_kms;
pub mod aws_lambda;
pub mod aws_logs;
pub mod aws_rds;
pub mod aws_route53;
pub mod aws_s3;
pub mod aws_s3_assets;
pub mod aws_s3_deployment;
pub mod aws_secretsmanager;
pub mod aws_servicediscovery;
pub mod aws_sns;
pub mod aws_solutions_constructs;
pub mod aws_ssm;

pub use app::{App, AppProps};
pub use aspect::{Aspect, Aspects};
pub use assembly::{AssemblyFile, CloudAssembly};
pub use cfn::{
    CfnCondition, CfnMapping, CfnMappingProps, CfnOutput, CfnOutputProps, CfnParameter, CfnParameterProps,
    CfnResource, CfnRule, CfnRuleProps, RemovalPolicy,
};
pub use construct::{Annotations, Construct, ConstructInfo, Dependable, DependencyGroup, Node};
pub use custom_resource::{
    CustomResource, CustomResourceProps, CustomResourceProvider, CustomResourceProviderProps,
};
pub use duration::Duration;
pub use error::{Error, Result};
pub use json::{Json, Map, MapKey};
pub use physical_name::PhysicalName;
pub use secret_value::{SecretValue, SecretsManagerSecretOptions};
pub use stack::{
    ArnComponents, ArnFormat, BootstraplessSynthesizer, CliCredentialsStackSynthesizer,
    DefaultStackSynthesizer, DockerImageAssetLocation, DockerImageAssetSource, Environment,
    FileAssetLocation, FileAssetSource, NestedStack, NestedStackProps, Stack, StackProps, StackSynthesizer,
    UniqueResourceNameOptions,
};
pub use stage::{Stage, StageProps};
pub use tags::{TagManager, TagProps, TagType, Tags};
pub use value::{Aws, Fn, Lazy, Reference, ResolveContext, Text, Token, TypeHint, Value, to_json_string};

/// Version of the CDK whose output this equals.
pub const CDK_VERSION: &str = "2.105.0";

/// The examples of the guide, so that they compile.
#[cfg(doctest)]
#[doc = include_str!("../../docs/synthesizer.md")]
struct Guide;
