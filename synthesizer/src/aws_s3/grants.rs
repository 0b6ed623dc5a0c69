//! Who may do what with a bucket.

use super::Bucket;
use crate::Construct;
use crate::aws_iam::{AnyPrincipal, Grant, GrantOptions, IGrantable};
use crate::error::Result;
use crate::flags;
use crate::json::Map;
use crate::value::Text;

const KEY_READ: [&str; 2] = ["kms:Decrypt", "kms:DescribeKey"];
const KEY_WRITE: [&str; 4] = ["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Decrypt"];
const READ: [&str; 3] = ["s3:GetObject*", "s3:GetBucket*", "s3:List*"];
const DELETE: [&str; 1] = ["s3:DeleteObject*"];
const PUT_ACL: [&str; 2] = ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"];
const PUT_WITH_ACL: [&str; 2] = ["s3:PutObject*", "s3:Abort*"];
const PUT: [&str; 6] = [
    "s3:PutObject",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
    "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging",
    "s3:Abort*",
];

impl Bucket {
    /// Lets someone read objects whose keys fit the pattern; `*` is all.
    pub fn grant_read(&self, identity: &dyn IGrantable, objects_key_pattern: &str) -> Result<Grant> {
        self.grant(identity, &READ, &KEY_READ, self.itself_and(objects_key_pattern))
    }

    /// Lets someone write and delete objects whose keys fit the pattern.
    pub fn grant_write(&self, identity: &dyn IGrantable, objects_key_pattern: &str) -> Result<Grant> {
        self.grant(identity, &self.write_actions(), &KEY_WRITE, self.itself_and(objects_key_pattern))
    }

    /// The same with other actions, such as `s3:PutObject`.
    pub fn grant_write_actions(
        &self,
        identity: &dyn IGrantable,
        objects_key_pattern: &str,
        allowed_actions: &[&str],
    ) -> Result<Grant> {
        self.grant(identity, allowed_actions, &KEY_WRITE, self.itself_and(objects_key_pattern))
    }

    /// Lets someone write objects whose keys fit the pattern.
    pub fn grant_put(&self, identity: &dyn IGrantable, objects_key_pattern: &str) -> Result<Grant> {
        self.grant(identity, self.put_actions(), &KEY_WRITE, vec![self.arn_for_objects(objects_key_pattern)])
    }

    /// Lets someone say who may read objects whose keys fit the pattern.
    pub fn grant_put_acl(&self, identity: &dyn IGrantable, objects_key_pattern: &str) -> Result<Grant> {
        self.grant(identity, &PUT_ACL, &[], vec![self.arn_for_objects(objects_key_pattern)])
    }

    /// Lets someone delete objects whose keys fit the pattern.
    pub fn grant_delete(&self, identity: &dyn IGrantable, objects_key_pattern: &str) -> Result<Grant> {
        self.grant(identity, &DELETE, &[], vec![self.arn_for_objects(objects_key_pattern)])
    }

    /// Lets someone read, write and delete objects whose keys fit the pattern.
    pub fn grant_read_write(&self, identity: &dyn IGrantable, objects_key_pattern: &str) -> Result<Grant> {
        let actions: Vec<&str> = READ.into_iter().chain(self.write_actions()).collect();
        let more = KEY_WRITE.into_iter().filter(|action| !KEY_READ.contains(action));
        let key_actions: Vec<&str> = KEY_READ.into_iter().chain(more).collect();
        self.grant(identity, &actions, &key_actions, self.itself_and(objects_key_pattern))
    }

    /// Lets everybody do something with the objects whose keys begin so; read them if no actions are given.
    pub fn grant_public_access(&self, key_prefix: &str, allowed_actions: &[&str]) -> Result<Grant> {
        if self.details.disallow_public_access {
            return Err(self.node().error("Cannot grant public access when 'blockPublicPolicy' is enabled"));
        }
        let actions = if allowed_actions.is_empty() { &["s3:GetObject"] } else { allowed_actions };
        self.grant(&AnyPrincipal::new(), actions, &[], vec![self.arn_for_objects(key_prefix)])
    }

    fn grant(
        &self,
        grantee: &dyn IGrantable,
        actions: &[&str],
        key_actions: &[&str],
        resource_arns: Vec<Text>,
    ) -> Result<Grant> {
        let options = GrantOptions {
            grantee: grantee.grant_principal(),
            actions: actions.iter().map(|action| Text::from(*action)).collect(),
            resource_arns,
            conditions: Map::new(),
        };
        let grant = Grant::add_to_principal_or_resource(options, self, None)?;
        if let (Some(key), false) = (self.encryption_key(), key_actions.is_empty()) {
            key.grant(grantee, key_actions)?;
        }
        Ok(grant)
    }

    fn itself_and(&self, objects_key_pattern: &str) -> Vec<Text> {
        vec![self.bucket_arn(), self.arn_for_objects(objects_key_pattern)]
    }

    fn put_actions(&self) -> &'static [&'static str] {
        // This flag is on unless the context says otherwise.
        let flag = self.node().try_get_context(flags::S3_GRANT_WRITE_WITHOUT_ACL);
        if flag.is_none_or(|value| value.is_truthy()) { &PUT } else { &PUT_WITH_ACL }
    }

    fn write_actions(&self) -> Vec<&'static str> {
        DELETE.iter().chain(self.put_actions()).copied().collect()
    }
}
