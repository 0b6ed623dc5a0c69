//! What a bucket's own options put into bucket policies.

use super::{Bucket, BucketAccessControl, BucketEncryption, BucketProps, Inventory};
use crate::assets::ShippedAsset;
use crate::aws_iam::{
    AnyPrincipal, ArnPrincipal, Effect, IResourceWithPolicy, PolicyStatement, PolicyStatementProps,
    Principal, ServicePrincipal,
};
use crate::cfn::RemovalPolicy;
use crate::construct::{Annotations, Construct};
use crate::custom_resource::{
    CustomResource, CustomResourceProps, CustomResourceProvider, CustomResourceProviderProps,
};
use crate::error::{Error, Result};
use crate::json::Map;
use crate::tags::{TagProps, Tags};
use crate::value::{Text, Value};
use crate::{flags, object, props, text};

/// The function that empties buckets.
const AUTO_DELETE_CODE: ShippedAsset = ShippedAsset {
    hash: "b7f33614a69548d6bafe224d751a7ef238cde19097415e553fe8b63a4c8fd8a6",
    extension: "",
    parts: &[(
        "index.js",
        "aws-cdk-lib/custom-resource-handlers/dist/aws-s3/auto-delete-objects-handler/index.js",
    )],
};

impl Bucket {
    pub(super) fn apply_policies(&self, props: &BucketProps) -> Result<()> {
        if props.enforce_ssl {
            self.deny("Bool", object! { "aws:SecureTransport" => "false" })?;
            if let Some(version) = props.minimum_tls_version {
                self.deny("NumericLessThan", object! { "s3:TlsVersion" => version })?;
            }
        } else if props.minimum_tls_version.is_some() {
            return Err(self
                .node()
                .error("'enforceSSL' must be enabled for 'minimumTLSVersion' to be applied"));
        }
        self.deliver_logs(props)?;
        if props.public_read_access {
            self.grant_public_access("*", &[])?;
        }
        if props.auto_delete_objects {
            if props.removal_policy != Some(RemovalPolicy::Destroy) {
                return Err(self.node().error(
                    "Cannot use 'autoDeleteObjects' property on a bucket without setting removal policy to 'DESTROY'.",
                ));
            }
            self.empty_before_deletion()?;
        }
        Ok(())
    }

    fn deny(&self, operator: &str, condition: Value) -> Result<()> {
        let statement = PolicyStatement::new(PolicyStatementProps {
            effect: Effect::Deny,
            actions: vec!["s3:*".into()],
            resources: vec![self.bucket_arn(), self.arn_for_objects("*")],
            principals: vec![AnyPrincipal::new().into()],
            conditions: [(operator.to_owned(), condition)].into_iter().collect(),
            ..PolicyStatementProps::default()
        })?;
        self.add_to_resource_policy(statement).map(drop)
    }

    fn deliver_logs(&self, props: &BucketProps) -> Result<()> {
        let prefix = props.server_access_logs_prefix.as_deref();
        match &props.server_access_logs_bucket {
            Some(logs) if logs.details.resource.is_some() => logs.allow_log_delivery(self, prefix),
            Some(logs) => {
                Annotations::of(self).add_warning_v2(
                    "@aws-cdk/aws-s3:accessLogsPolicyNotAdded",
                    &format!(
                        "Unable to add necessary logging permissions to imported target bucket: {}",
                        logs.node().path()
                    ),
                );
                Ok(())
            }
            None if prefix.is_some() => self.allow_log_delivery(self, prefix),
            None => Ok(()),
        }
    }

    /// Lets S3 write the access logs of another bucket into this one.
    fn allow_log_delivery(&self, from: &Bucket, prefix: Option<&str>) -> Result<()> {
        if !self.node().is_enabled(flags::S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY) {
            let mut state = self.details.state.borrow_mut();
            if state.access_control.is_some_and(|control| control != BucketAccessControl::LogDeliveryWrite) {
                return Err(self.node().error(
                    "Cannot enable log delivery to this bucket because the bucket's ACL has been set and can't be changed",
                ));
            }
            state.access_control = Some(BucketAccessControl::LogDeliveryWrite);
            return Ok(());
        }
        let mut conditions = Map::new();
        if self.node().stack()? == from.node().stack()? {
            conditions.insert("ArnLike", object! { "aws:SourceArn" => from.bucket_arn() });
            conditions
                .insert("StringEquals", object! { "aws:SourceAccount" => from.details.account.clone() });
        }
        let statement = PolicyStatement::new(PolicyStatementProps {
            actions: vec!["s3:PutObject".into()],
            resources: vec![self.arn_for_objects(&format!("{}*", prefix.unwrap_or_default()))],
            principals: vec![service("logging.s3.amazonaws.com")],
            conditions,
            ..PolicyStatementProps::default()
        })?;
        self.add_to_resource_policy(statement).map(drop)
    }

    fn empty_before_deletion(&self) -> Result<()> {
        const RESOURCE_TYPE: &str = "Custom::S3AutoDeleteObjects";
        let description =
            text!["Lambda function for auto-deleting objects in ", self.bucket_name(), " S3 bucket."];
        let provider = CustomResourceProvider::get_or_create(
            self,
            RESOURCE_TYPE,
            CustomResourceProviderProps {
                use_cfn_response_wrapper: false,
                ..CustomResourceProviderProps::new(AUTO_DELETE_CODE, description)
            },
        )?;
        let actions = ["s3:PutBucketPolicy", "s3:GetBucket*", "s3:List*", "s3:DeleteObject*"];
        let added = self.add_to_resource_policy(PolicyStatement::new(PolicyStatementProps {
            actions: actions.map(Text::from).into(),
            resources: vec![self.bucket_arn(), self.arn_for_objects("*")],
            principals: vec![ArnPrincipal::new(provider.role_arn()).into()],
            ..PolicyStatementProps::default()
        })?)?;
        let resource = CustomResource::new(
            self,
            "AutoDeleteObjectsCustomResource",
            CustomResourceProps {
                resource_type: Some(RESOURCE_TYPE.to_owned()),
                properties: [("BucketName", Value::from(self.bucket_name()))].into_iter().collect(),
                ..CustomResourceProps::new(provider.service_token())
            },
        )?;
        if let Some(policy) = added.policy_dependable {
            resource.node().add_dependency(policy);
        }
        if let Some(bucket) = &self.details.resource {
            Tags::of(bucket).add("aws-cdk:auto-delete-objects", "true", TagProps::default());
        }
        Ok(())
    }
}

fn service(name: &str) -> Principal {
    ServicePrincipal::new(name).into()
}

/// A bucket's `LoggingConfiguration`.
pub(super) fn logging(props: &BucketProps) -> Result<Option<Value>> {
    let (bucket, prefix) = (&props.server_access_logs_bucket, &props.server_access_logs_prefix);
    if bucket.is_none() && prefix.is_none() {
        return Ok(None);
    }
    let managed = [Some(BucketEncryption::KmsManaged), Some(BucketEncryption::DsseManaged)];
    if bucket.is_none() && managed.contains(&props.encryption) {
        return Err(Error::message(
            "Default bucket encryption with KMS managed or DSSE managed key is not supported for Server Access Logging \
             target buckets",
        ));
    }
    if let Some(key) = bucket.as_ref().and_then(|bucket| bucket.encryption_key()) {
        key.grant_encrypt_decrypt(&ServicePrincipal::new("logging.s3.amazonaws.com"))?;
    }
    Ok(Some(props! {
        "DestinationBucketName" => bucket.as_ref().map(Bucket::bucket_name),
        "LogFilePrefix" => prefix.as_ref(),
    }))
}

/// A bucket's `InventoryConfigurations`. Lets S3 write the lists each time, as the CDK does.
pub(super) fn inventories(id: &str, arn: &Text, inventories: &[Inventory]) -> Result<Value> {
    let render = |(index, inventory): (usize, &Inventory)| {
        let (bucket, prefix) = (&inventory.bucket, inventory.prefix.as_deref());
        if bucket.details.resource.is_some() {
            bucket.add_to_resource_policy(PolicyStatement::new(PolicyStatementProps {
                actions: vec!["s3:PutObject".into()],
                resources: vec![
                    bucket.bucket_arn(),
                    bucket.arn_for_objects(&format!("{}*", prefix.unwrap_or_default())),
                ],
                principals: vec![service("s3.amazonaws.com")],
                conditions: [("ArnLike", object! { "aws:SourceArn" => arn })].into_iter().collect(),
                ..PolicyStatementProps::default()
            })?)?;
        }
        let own_id = inventory.inventory_id.clone();
        let fields = &inventory.optional_fields;
        Ok(props! {
            "Id" => own_id.unwrap_or_else(|| format!("{id}Inventory{index}")),
            "Destination" => props! {
                "BucketArn" => bucket.bucket_arn(),
                "BucketAccountId" => inventory.bucket_owner.as_ref(),
                "Prefix" => prefix,
                "Format" => inventory.format,
            },
            "Enabled" => inventory.enabled,
            "IncludedObjectVersions" => inventory.include_object_versions,
            "ScheduleFrequency" => inventory.frequency,
            "OptionalFields" => (!fields.is_empty()).then(|| fields.clone()),
            "Prefix" => inventory.objects_prefix.as_ref(),
        })
    };
    inventories.iter().enumerate().map(render).collect::<Result<Vec<_>>>().map(Value::List)
}
