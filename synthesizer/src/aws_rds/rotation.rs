//! Passwords of clusters that are changed now and then.

use super::database_secret::EXCLUDED;
use super::{DatabaseCluster, DatabaseClusterEngine, ServerlessCluster};
use crate::aws_ec2::{Connectable, Connections, InterfaceVpcEndpoint, SecurityGroup, SubnetSelection, Vpc};
use crate::aws_secretsmanager::{
    AttachmentTargetType, Secret, SecretAttachmentTarget, SecretRotation, SecretRotationApplication,
    SecretRotationProps,
};
use crate::construct::{Construct, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::value::Text;

/// What the rotation of a password can be told.
#[derive(Clone, Default)]
pub struct RotationOptions {
    /// How often; every 30 days if nothing is said.
    pub automatically_after: Option<Duration>,
    /// Characters that passwords have not; those of generated passwords if not given.
    pub exclude_characters: Option<String>,
    /// Where the function reaches Secrets Manager, if not in the internet.
    pub endpoint: Option<InterfaceVpcEndpoint>,
    /// Security group of the function; made if not given.
    pub security_group: Option<SecurityGroup>,
    /// The subnets that the function runs in; the database's if not given.
    pub vpc_subnets: Option<SubnetSelection>,
    /// Whether the password is also changed when the schedule is.
    pub rotate_immediately_on_update: Option<bool>,
}

/// The network that a cluster was given, in which functions reach it.
#[derive(Clone)]
pub(super) struct Surroundings {
    pub(super) vpc: Vpc,
    pub(super) vpc_subnets: Option<SubnetSelection>,
    pub(super) engine: DatabaseClusterEngine,
}

/// A cluster, for secrets to be attached to it.
pub(super) fn attachment_target(cluster_identifier: Text) -> SecretAttachmentTarget {
    SecretAttachmentTarget { target_id: cluster_identifier, target_type: AttachmentTargetType::RdsDbCluster }
}

/// What rotation needs to know of a cluster.
struct Cluster<'a> {
    node: &'a Node,
    connections: Connections,
    secret: Option<&'a Secret>,
    surroundings: Option<&'a Surroundings>,
}

const SINGLE_USER: &str = "RotationSingleUser";

impl Cluster<'_> {
    fn known(&self, what: &str) -> Result<(&Secret, &Surroundings)> {
        let refuse =
            |lacks| self.node.error(format!("Cannot add {what} rotation for a cluster without {lacks}."));
        let secret = self.secret.ok_or_else(|| refuse("secret"))?;
        Ok((secret, self.surroundings.ok_or_else(|| refuse("VPC"))?))
    }

    fn add_single_user(&self, options: RotationOptions) -> Result<SecretRotation> {
        let (secret, surroundings) = self.known("single user")?;
        if self.node.try_find_child(SINGLE_USER).is_some() {
            return Err(self.node.error("A single user rotation was already added to this cluster."));
        }
        let application = surroundings.engine.single_user_rotation_application();
        SecretRotation::new(
            self.node,
            SINGLE_USER,
            self.props(surroundings, options, application, secret, None),
        )
    }

    fn add_multi_user(&self, id: &str, secret: &Secret, options: RotationOptions) -> Result<SecretRotation> {
        let (master, surroundings) = self.known("multi user")?;
        let application = surroundings.engine.multi_user_rotation_application();
        SecretRotation::new(
            self.node,
            id,
            self.props(surroundings, options, application, secret, Some(master)),
        )
    }

    fn props(
        &self,
        surroundings: &Surroundings,
        options: RotationOptions,
        application: SecretRotationApplication,
        secret: &Secret,
        master_secret: Option<&Secret>,
    ) -> SecretRotationProps {
        SecretRotationProps {
            secret: secret.clone(),
            master_secret: master_secret.cloned(),
            application,
            target: self.connections.clone(),
            vpc: surroundings.vpc.clone(),
            vpc_subnets: options.vpc_subnets.or_else(|| surroundings.vpc_subnets.clone()),
            security_group: options.security_group,
            endpoint: options.endpoint,
            exclude_characters: options.exclude_characters.or_else(|| Some(EXCLUDED.to_owned())),
            automatically_after: options.automatically_after,
            rotate_immediately_on_update: options.rotate_immediately_on_update,
        }
    }
}

macro_rules! rotates {
    ($cluster:ident) => {
        impl $cluster {
            /// Has the owner's password changed now and then, by the owner. Once at most.
            pub fn add_rotation_single_user(&self, options: RotationOptions) -> Result<SecretRotation> {
                self.as_rotated().add_single_user(options)
            }

            /// Has another user's password changed now and then, by the owner. The secret names the owner's as its
            /// master secret, and is attached to the cluster.
            pub fn add_rotation_multi_user(
                &self,
                id: &str,
                secret: &Secret,
                options: RotationOptions,
            ) -> Result<SecretRotation> {
                self.as_rotated().add_multi_user(id, secret, options)
            }

            /// The cluster, for secrets to be attached to it.
            pub fn as_secret_attachment_target(&self) -> SecretAttachmentTarget {
                attachment_target(self.cluster_identifier())
            }

            fn as_rotated(&self) -> Cluster<'_> {
                Cluster {
                    node: self.node(),
                    connections: self.connections(),
                    secret: self.secret(),
                    surroundings: self.surroundings(),
                }
            }
        }
    };
}

rotates!(DatabaseCluster);
rotates!(ServerlessCluster);
