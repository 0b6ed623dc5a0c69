//! Ways in which a stack's files get to its account.

use crate::error::{Error, Result};

/// How a stack's files get to its account, and with which rights it is deployed there.
///
/// The names may hold `${Qualifier}`, `${AWS::AccountId}`, `${AWS::Region}` and `${AWS::Partition}`.
#[derive(Debug, Clone)]
pub enum StackSynthesizer {
    /// With the roles and the bucket that `cdk bootstrap` makes.
    Default(Box<DefaultStackSynthesizer>),
    /// With the bucket that `cdk bootstrap` makes, and the rights of who runs the command line.
    CliCredentials(CliCredentialsStackSynthesizer),
    /// With nothing that `cdk bootstrap` makes: no assets, and roles of one's own.
    Bootstrapless(BootstraplessSynthesizer),
    /// As version 1 of the CDK did it. Stacks with assets are not supported.
    Legacy,
}

/// With the roles and the bucket that `cdk bootstrap` makes.
#[derive(Debug, Clone, Default)]
pub struct DefaultStackSynthesizer {
    /// Tells several bootstrapped environments of one account and region apart.
    pub qualifier: Option<String>,
    /// Bucket for file assets.
    pub file_assets_bucket_name: Option<String>,
    /// Repository for images.
    pub image_assets_repository_name: Option<String>,
    /// Role that the command line takes on to deploy.
    pub deploy_role_arn: Option<String>,
    /// External id for the deploy role.
    pub deploy_role_external_id: Option<String>,
    /// Role that CloudFormation takes on; none if this is empty.
    pub cloud_formation_execution_role: Option<String>,
    /// Role that uploads file assets; none if this is empty.
    pub file_asset_publishing_role_arn: Option<String>,
    /// External id for that role.
    pub file_asset_publishing_external_id: Option<String>,
    /// Role that pushes images; none if this is empty.
    pub image_asset_publishing_role_arn: Option<String>,
    /// External id for that role.
    pub image_asset_publishing_external_id: Option<String>,
    /// Role that looks things up; none if this is empty.
    pub lookup_role_arn: Option<String>,
    /// External id for that role.
    pub lookup_role_external_id: Option<String>,
    /// Whether the lookup role also reads the deployed stack; it does unless this says no.
    pub use_lookup_role_for_stack_operations: Option<bool>,
    /// Whether the template checks the version of the bootstrapped resources; it does unless this says no.
    pub generate_bootstrap_version_rule: Option<bool>,
    /// Put before the keys of file assets, such as `assets/`.
    pub bucket_prefix: Option<String>,
    /// Put before the tags of images.
    pub docker_tag_prefix: Option<String>,
    /// SSM parameter that holds the version of the bootstrapped resources.
    pub bootstrap_stack_version_ssm_parameter: Option<String>,
}

/// With the bucket that `cdk bootstrap` makes, and the rights of who runs the command line.
#[derive(Debug, Clone, Default)]
pub struct CliCredentialsStackSynthesizer {
    /// Tells several bootstrapped environments of one account and region apart.
    pub qualifier: Option<String>,
    /// Bucket for file assets.
    pub file_assets_bucket_name: Option<String>,
    /// Repository for images.
    pub image_assets_repository_name: Option<String>,
    /// Put before the keys of file assets, such as `assets/`.
    pub bucket_prefix: Option<String>,
    /// Put before the tags of images.
    pub docker_tag_prefix: Option<String>,
}

/// With nothing that `cdk bootstrap` makes.
#[derive(Debug, Clone, Default)]
pub struct BootstraplessSynthesizer {
    /// Role that the command line takes on to deploy.
    pub deploy_role_arn: Option<String>,
    /// Role that CloudFormation takes on.
    pub cloud_formation_execution_role_arn: Option<String>,
}

impl Default for StackSynthesizer {
    fn default() -> StackSynthesizer {
        DefaultStackSynthesizer::default().into()
    }
}

impl From<DefaultStackSynthesizer> for StackSynthesizer {
    fn from(synthesizer: DefaultStackSynthesizer) -> StackSynthesizer {
        StackSynthesizer::Default(Box::new(synthesizer))
    }
}

impl From<CliCredentialsStackSynthesizer> for StackSynthesizer {
    fn from(synthesizer: CliCredentialsStackSynthesizer) -> StackSynthesizer {
        StackSynthesizer::CliCredentials(synthesizer)
    }
}

impl From<BootstraplessSynthesizer> for StackSynthesizer {
    fn from(synthesizer: BootstraplessSynthesizer) -> StackSynthesizer {
        StackSynthesizer::Bootstrapless(synthesizer)
    }
}

/// What a synthesizer does besides naming things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Default,
    CliCredentials,
    Bootstrapless,
    Legacy,
}

impl Kind {
    /// Whether its stacks have an asset manifest.
    pub(crate) fn has_asset_manifest(self) -> bool {
        matches!(self, Kind::Default | Kind::CliCredentials)
    }

    pub(super) fn refuse_assets(self) -> Result<()> {
        match self {
            Kind::Default | Kind::CliCredentials => Ok(()),
            Kind::Bootstrapless => {
                Err(Error::message("Cannot add assets to a Stack that uses the BootstraplessSynthesizer"))
            }
            Kind::Legacy => Err(Error::message(
                "assets in a stack that uses the LegacyStackSynthesizer are not supported; use the DefaultStackSynthesizer",
            )),
        }
    }
}

impl StackSynthesizer {
    /// The names it uses, as those of the default one, and what else it does.
    pub(super) fn into_parts(self) -> (Kind, DefaultStackSynthesizer) {
        match self {
            StackSynthesizer::Default(names) => (Kind::Default, *names),
            StackSynthesizer::CliCredentials(cli) => (
                Kind::CliCredentials,
                DefaultStackSynthesizer {
                    qualifier: cli.qualifier,
                    file_assets_bucket_name: cli.file_assets_bucket_name,
                    image_assets_repository_name: cli.image_assets_repository_name,
                    bucket_prefix: cli.bucket_prefix,
                    docker_tag_prefix: cli.docker_tag_prefix,
                    file_asset_publishing_role_arn: Some(String::new()),
                    image_asset_publishing_role_arn: Some(String::new()),
                    lookup_role_arn: Some(String::new()),
                    generate_bootstrap_version_rule: Some(false),
                    ..DefaultStackSynthesizer::default()
                },
            ),
            StackSynthesizer::Bootstrapless(own) => (
                Kind::Bootstrapless,
                DefaultStackSynthesizer {
                    deploy_role_arn: own.deploy_role_arn,
                    cloud_formation_execution_role: own.cloud_formation_execution_role_arn,
                    generate_bootstrap_version_rule: Some(false),
                    ..DefaultStackSynthesizer::default()
                },
            ),
            StackSynthesizer::Legacy => (
                Kind::Legacy,
                DefaultStackSynthesizer {
                    lookup_role_arn: Some(String::new()),
                    generate_bootstrap_version_rule: Some(false),
                    ..DefaultStackSynthesizer::default()
                },
            ),
        }
    }
}
