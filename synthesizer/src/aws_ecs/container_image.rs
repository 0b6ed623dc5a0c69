//! What runs in containers.

use super::ContainerDefinition;
use crate::aws_ecr::Repository;
use crate::aws_ecr_assets::{DockerImageAsset, DockerImageAssetProps};
use crate::aws_secretsmanager::Secret;
use crate::construct::{Annotations, Construct};
use crate::error::Result;
use crate::props;
use crate::value::{Text, Value};

/// What runs in a container.
#[derive(Clone)]
pub struct ContainerImage(Kind);

#[derive(Clone)]
enum Kind {
    Registry { name: Text, credentials: Option<Secret> },
    Repository { repository: Repository, tag: String },
    Asset(Box<DockerImageAssetProps>),
    Built(DockerImageAsset),
}

/// What a container's definition says of its image.
pub(super) struct ImageConfig {
    pub(super) name: Text,
    pub(super) credentials: Value,
}

impl ContainerImage {
    /// An image of a registry, such as Docker's.
    pub fn from_registry(name: impl Into<Text>) -> ContainerImage {
        ContainerImage(Kind::Registry { name: name.into(), credentials: None })
    }

    /// An image of a registry that asks who one is.
    pub fn from_private_registry(name: impl Into<Text>, credentials: &Secret) -> ContainerImage {
        ContainerImage(Kind::Registry { name: name.into(), credentials: Some(credentials.clone()) })
    }

    /// An image of a repository of AWS, by its tag, such as `latest`, or its digest, which begins with `sha256:`.
    pub fn from_ecr_repository(repository: &Repository, tag: &str) -> ContainerImage {
        ContainerImage(Kind::Repository { repository: repository.clone(), tag: tag.to_owned() })
    }

    /// An image that is built from a folder.
    pub fn from_asset(props: DockerImageAssetProps) -> ContainerImage {
        ContainerImage(Kind::Asset(Box::new(props)))
    }

    /// An image that is built from a folder, as others use it too.
    pub fn from_docker_image_asset(asset: &DockerImageAsset) -> ContainerImage {
        ContainerImage(Kind::Built(asset.clone()))
    }

    pub(super) fn bind(&self, container: &ContainerDefinition) -> Result<ImageConfig> {
        let role = || container.task_definition().obtain_execution_role();
        let built = |asset: &DockerImageAsset| -> Result<Text> {
            asset.repository().grant_pull(&role()?)?;
            Ok(asset.image_uri())
        };
        let mut credentials = Value::Undefined;
        let name = match &self.0 {
            Kind::Registry { name, credentials: secret } => {
                if name.as_literal().is_some_and(is_of_ecr) {
                    Annotations::of(container).add_warning_v2(
                        "@aws-cdk/aws-ecs:ecrImageRequiresPolicy",
                        "Proper policies need to be attached before pulling from ECR repository, or use \
                         'fromEcrRepository'.",
                    );
                }
                if let Some(secret) = secret {
                    secret.grant_read(&role()?, &[])?;
                    credentials = props! { "CredentialsParameter" => secret.secret_arn() };
                }
                name.clone()
            }
            Kind::Repository { repository, tag } => {
                repository.grant_pull(&role()?)?;
                repository.repository_uri_for_tag_or_digest(tag)?
            }
            Kind::Asset(props) => {
                built(&DockerImageAsset::new(container.node(), "AssetImage", (**props).clone())?)?
            }
            Kind::Built(asset) => built(asset)?,
        };
        Ok(ImageConfig { name, credentials })
    }
}

/// Whether an image's name is that of a repository of AWS.
fn is_of_ecr(name: &str) -> bool {
    let part = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    let Some((account, rest)) = name.split_once(".dkr.ecr.") else {
        return false;
    };
    rest.split_once('.').is_some_and(|(region, rest)| {
        let host = rest.split('/').next().unwrap_or_default();
        part(account) && part(region) && rest.contains('/') && host.starts_with("amazonaws.com")
    })
}
