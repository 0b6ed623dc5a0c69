//! Logs of requests, in a bucket.

use super::ApplicationLoadBalancer;
use crate::aws_iam::{
    AccountPrincipal, IResourceWithPolicy, PolicyStatement, PolicyStatementProps, Principal, ServicePrincipal,
};
use crate::aws_s3::Bucket;
use crate::construct::Construct;
use crate::error::Result;
use crate::json::Map;
use crate::region_info;
use crate::value::{Text, Value};
use crate::{object, text};

impl ApplicationLoadBalancer {
    /// Logs requests to a bucket, below a prefix unless that is empty. The stack's region has to be known.
    pub fn log_access_logs(&self, bucket: &Bucket, prefix: &str) -> Result<()> {
        self.set_attribute("access_logs.s3.enabled", "true");
        self.set_attribute("access_logs.s3.bucket", bucket.bucket_name());
        self.set_attribute("access_logs.s3.prefix", prefix);
        let account = self.node().stack()?.account()?;
        let slash = if prefix.is_empty() { "" } else { "/" };
        let objects = text![bucket.bucket_arn(), "/", prefix, slash, "AWSLogs/", account, "/*"];
        let delivery = || ServicePrincipal::new("delivery.logs.amazonaws.com").into();
        let owner = crate::entries! {
            "StringEquals" => object! { "s3:x-amz-acl" => "bucket-owner-full-control" },
        };
        let put = "s3:PutObject";
        let statements = [
            statement(put, self.log_writer()?, objects.clone(), Map::new())?,
            statement(put, delivery(), objects, owner)?,
            statement("s3:GetBucketAcl", delivery(), bucket.bucket_arn(), Map::new())?,
        ];
        for statement in statements {
            bucket.add_to_resource_policy(statement)?;
        }
        self.node().add_dependency(bucket);
        Ok(())
    }

    fn log_writer(&self) -> Result<Principal> {
        let region = self.node().stack()?.region()?;
        let Some(region) = region.as_literal() else {
            return Err(self.node().error("Region is required to enable ELBv2 access logging"));
        };
        Ok(match region_info::elbv2_account(region) {
            Some(account) => AccountPrincipal::new(account).into(),
            None => ServicePrincipal::new("logdelivery.elasticloadbalancing.amazonaws.com").into(),
        })
    }
}

fn statement(
    action: &str,
    principal: Principal,
    resource: Text,
    conditions: Map<Value>,
) -> Result<PolicyStatement> {
    PolicyStatement::new(PolicyStatementProps {
        actions: vec![action.into()],
        principals: vec![principal],
        resources: vec![resource],
        conditions,
        ..PolicyStatementProps::default()
    })
}
