//! Databases that a secret can be attached to.

use crate::value::Text;
use crate::value::macros::text_enum;

text_enum! {
    /// The kinds of databases.
    AttachmentTargetType {
        RdsDbInstance = "AWS::RDS::DBInstance",
        RdsDbCluster = "AWS::RDS::DBCluster",
        RdsDbProxy = "AWS::RDS::DBProxy",
        RedshiftCluster = "AWS::Redshift::Cluster",
        DocdbDbInstance = "AWS::DocDB::DBInstance",
        DocdbDbCluster = "AWS::DocDB::DBCluster",
    }
}

/// A database that a secret is attached to.
#[derive(Debug, Clone)]
pub struct SecretAttachmentTarget {
    /// Its identifier.
    pub target_id: Text,
    /// Its kind.
    pub target_type: AttachmentTargetType,
}
