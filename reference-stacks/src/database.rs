//! The database as the backend knows it.

use synthesizer::aws_ec2::{Connectable, Connections};
use synthesizer::aws_rds::{DatabaseCluster, ServerlessCluster};
use synthesizer::aws_secretsmanager::Secret;

/// A database of any kind: whom it lets in, and the secret with its password. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    secret: Option<Secret>,
    connections: Connections,
}

impl Database {
    /// User and password, if they are in a secret.
    pub fn secret(&self) -> Option<&Secret> {
        self.secret.as_ref()
    }
}

impl Connectable for Database {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}

impl From<ServerlessCluster> for Database {
    fn from(cluster: ServerlessCluster) -> Database {
        Database { secret: cluster.secret().cloned(), connections: cluster.connections() }
    }
}

impl From<DatabaseCluster> for Database {
    fn from(cluster: DatabaseCluster) -> Database {
        Database { secret: cluster.secret().cloned(), connections: cluster.connections() }
    }
}
