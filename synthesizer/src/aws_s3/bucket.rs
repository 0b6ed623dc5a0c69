//! Buckets.

use std::cell::RefCell;
use std::rc::Rc;

use super::configuration::{metrics, object_lock, ownership, public_access_block, tiering, validate_name};
use super::{BucketAccessControl, BucketMetrics, BucketPolicy, BucketProps, CorsRule, LifecycleRule};
use super::{cors, encryption, lifecycle, statements, website};
use crate::aws_kms::Key;
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::physical_name::ResourceName;
use crate::props;
use crate::stack::ArnComponents;
use crate::value::{Fn, Lazy, Text, Value};

/// A bucket, made here or imported. Cheap to clone: all clones are the same bucket.
#[derive(Clone)]
pub struct Bucket {
    pub(super) node: Node,
    pub(super) details: Rc<Details>,
}

crate::construct!(Bucket);

#[derive(Default)]
pub(super) struct Details {
    pub(super) bucket_name: Text,
    pub(super) bucket_arn: Text,
    pub(super) domain_name: Text,
    pub(super) regional_domain_name: Text,
    pub(super) website_url: Text,
    pub(super) website_domain_name: Text,
    pub(super) is_website: bool,
    pub(super) region: Text,
    pub(super) account: Text,
    pub(super) disallow_public_access: bool,
    pub(super) encryption_key: Option<Key>,
    pub(super) policy: RefCell<Option<BucketPolicy>>,
    /// The resource, unless the bucket is imported.
    pub(super) resource: Option<CfnResource>,
    pub(super) state: Rc<RefCell<State>>,
}

/// What can be added to a bucket after it was made.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) cors: Vec<CorsRule>,
    pub(super) lifecycle_rules: Vec<LifecycleRule>,
    pub(super) metrics: Vec<BucketMetrics>,
    pub(super) access_control: Option<BucketAccessControl>,
}

impl Bucket {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_s3.Bucket");

    /// A bucket.
    pub fn new(scope: &dyn Construct, id: &str, props: BucketProps) -> Result<Bucket> {
        let node = Node::new(scope, id, Bucket::INFO)?;
        if let Some(name) = props.bucket_name.as_ref().and_then(Text::as_literal) {
            validate_name(&node, name)?;
        }
        let state = Rc::new(RefCell::new(State {
            cors: props.cors.clone(),
            lifecycle_rules: props.lifecycle_rules.clone(),
            metrics: props.metrics.clone(),
            access_control: props.access_control,
        }));
        let name = ResourceName::new(props.bucket_name.clone());
        let (encryption, encryption_key) = encryption::render(&node, &props)?;
        let resource = Bucket::resource(&node, &props, &name, encryption, &state)?;
        let arn = ArnComponents {
            region: Some("".into()),
            account: Some("".into()),
            service: "s3".into(),
            resource: name.text(),
            ..ArnComponents::default()
        };
        name.use_across_environments(&node, &resource, ("Ref", "Arn"), arn);
        resource.apply_removal_policy(props.removal_policy.unwrap_or(RemovalPolicy::Retain))?;
        let stack = node.stack()?;
        let website_url = resource.get_att("WebsiteURL");
        let details = Details {
            bucket_name: resource.ref_(),
            bucket_arn: resource.get_att("Arn"),
            domain_name: resource.get_att("DomainName"),
            regional_domain_name: resource.get_att("RegionalDomainName"),
            website_domain_name: Fn::select(2, &Fn::split("/", &website_url)),
            website_url,
            is_website: props.website_index_document.is_some() || props.website_redirect.is_some(),
            region: stack.region()?,
            account: stack.account()?,
            disallow_public_access: props.block_public_access.and_then(|block| block.block_public_policy)
                == Some(true),
            encryption_key,
            policy: RefCell::default(),
            resource: Some(resource),
            state,
        };
        let bucket = Bucket::from_details(node, details);
        bucket.apply_policies(&props)?;
        Ok(bucket)
    }

    pub(super) fn from_details(node: Node, details: Details) -> Bucket {
        let bucket = Bucket { node, details: Rc::new(details) };
        let validated = bucket.clone();
        bucket.node.add_validation(move || {
            let policy = validated.policy();
            policy.map(|policy| policy.document().validate_for_resource_policy()).unwrap_or_default()
        });
        bucket
    }

    fn resource(
        node: &Node,
        props: &BucketProps,
        name: &ResourceName,
        encryption: Option<Value>,
        state: &Rc<RefCell<State>>,
    ) -> Result<CfnResource> {
        let lazy = |produce: fn(&State, &BucketProps) -> Result<Value>| {
            let (state, props) = (state.clone(), props.clone());
            Lazy::any(move |_| produce(&state.borrow(), &props))
        };
        let website = website::render(node, props)?;
        let object_lock = object_lock(node, props)?;
        let lock_enabled = if object_lock.is_some() { Some(true) } else { props.object_lock_enabled };
        CfnResource::typed(
            node,
            "Resource",
            "AWS::S3::Bucket",
            props! {
                "BucketName" => name.property(),
                "BucketEncryption" => encryption,
                "VersioningConfiguration" => props.versioned.then(|| props! { "Status" => "Enabled" }),
                "LifecycleConfiguration" => lazy(|state, _| lifecycle::render(&state.lifecycle_rules)),
                "WebsiteConfiguration" => website,
                "PublicAccessBlockConfiguration" => props.block_public_access.as_ref().map(public_access_block),
                "MetricsConfigurations" => lazy(|state, _| Ok(metrics(&state.metrics).into())),
                "CorsConfiguration" => lazy(|state, _| Ok(cors::render(&state.cors))),
                "AccessControl" => lazy(|state, _| Ok(state.access_control.into())),
                "LoggingConfiguration" => statements::logging(props)?,
                "InventoryConfigurations" => inventories(node, props),
                "OwnershipControls" => lazy(|state, props| ownership(props.object_ownership, state.access_control)),
                "AccelerateConfiguration" =>
                    props.transfer_acceleration.then(|| props! { "AccelerationStatus" => "Enabled" }),
                "IntelligentTieringConfigurations" => tiering(&props.intelligent_tiering_configurations)?,
                "ObjectLockEnabled" => lock_enabled,
                "ObjectLockConfiguration" => object_lock,
            },
        )
    }

    /// Adds a rule for other sites.
    pub fn add_cors_rule(&self, rule: CorsRule) {
        self.details.state.borrow_mut().cors.push(rule);
    }

    /// Adds a rule for old objects.
    pub fn add_lifecycle_rule(&self, rule: LifecycleRule) {
        self.details.state.borrow_mut().lifecycle_rules.push(rule);
    }

    /// Adds metrics.
    pub fn add_metric(&self, metric: BucketMetrics) {
        self.details.state.borrow_mut().metrics.push(metric);
    }

    /// Its name.
    pub fn bucket_name(&self) -> Text {
        self.details.bucket_name.clone()
    }

    /// Its ARN.
    pub fn bucket_arn(&self) -> Text {
        self.details.bucket_arn.clone()
    }

    /// For example `my-bucket.s3.amazonaws.com`.
    pub fn bucket_domain_name(&self) -> Text {
        self.details.domain_name.clone()
    }

    /// For example `my-bucket.s3.us-west-2.amazonaws.com`.
    pub fn bucket_regional_domain_name(&self) -> Text {
        self.details.regional_domain_name.clone()
    }

    /// Address of the website.
    pub fn bucket_website_url(&self) -> Text {
        self.details.website_url.clone()
    }

    /// Host of the website.
    pub fn bucket_website_domain_name(&self) -> Text {
        self.details.website_domain_name.clone()
    }

    /// The key of the account's own that encrypts its objects.
    pub fn encryption_key(&self) -> Option<&Key> {
        self.details.encryption_key.as_ref()
    }

    /// Region that it is in, as far as it is known.
    pub fn region(&self) -> Text {
        self.details.region.clone()
    }

    /// Account that it is in, as far as it is known.
    pub fn account(&self) -> Text {
        self.details.account.clone()
    }

    /// Whether it is a website.
    pub fn is_website(&self) -> bool {
        self.details.is_website
    }

    /// The ARN of the objects whose keys fit the pattern.
    pub fn arn_for_objects(&self, key_pattern: &str) -> Text {
        crate::text![self.bucket_arn(), "/", key_pattern]
    }
}

fn inventories(node: &Node, props: &BucketProps) -> Value {
    if props.inventories.is_empty() {
        return Value::Undefined;
    }
    let (id, bucket, list) = (node.id(), node.clone(), props.inventories.clone());
    Lazy::any(move |_| {
        let arn = bucket.default_child().as_ref().and_then(CfnResource::at).map(|own| own.get_att("Arn"));
        statements::inventories(&id, &arn.unwrap_or_default(), &list)
    })
}
