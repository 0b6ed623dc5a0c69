//! Serverless clusters that are made of snapshots.

use super::credentials::Rendered;
use super::{ServerlessCluster, ServerlessClusterProps, SnapshotCredentials};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::entries;
use crate::error::Result;
use crate::value::Text;

/// Makes serverless clusters of snapshots.
#[derive(Debug, Clone, Copy)]
pub struct ServerlessClusterFromSnapshot;

impl ServerlessClusterFromSnapshot {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_rds.ServerlessClusterFromSnapshot");

    /// A cluster with the data of a snapshot, named by its id or ARN. Without credentials the password stays as it was.
    #[expect(clippy::new_ret_no_self, reason = "it is a serverless cluster; the CDK makes it with this name")]
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        snapshot_identifier: impl Into<Text>,
        credentials: Option<SnapshotCredentials>,
        props: ServerlessClusterProps,
    ) -> Result<ServerlessCluster> {
        let node = Node::new(scope, id, ServerlessClusterFromSnapshot::INFO)?;
        if props.credentials.is_some() || props.storage_encryption_key.is_some() {
            return Err(
                node.error("a snapshot has its own user and key: give `SnapshotCredentials` and no key")
            );
        }
        let snapshot = entries! { "SnapshotIdentifier" => snapshot_identifier.into() };
        ServerlessCluster::create(node, &props, |node| {
            let owner = match credentials {
                Some(credentials) => credentials.render(node, "Secret")?,
                None => Rendered { username: None, password: None, secret: None },
            };
            Ok((owner, snapshot))
        })
    }
}
