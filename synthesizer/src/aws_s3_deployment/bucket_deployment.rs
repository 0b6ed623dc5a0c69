//! Putting files into a bucket when a stack is deployed.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use super::shipped::{HANDLER, aws_cli_layer};
use super::source::SourceConfig;
use super::{BucketDeploymentProps, Source};
use crate::aws_iam::{PolicyStatement, PolicyStatementProps};
use crate::aws_lambda::{Code, FunctionProps, Runtime, SingletonFunction, SingletonFunctionProps};
use crate::aws_s3::{Bucket, BucketAttributes};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::custom_resource::{CustomResource, CustomResourceProps};
use crate::duration::Duration;
use crate::entries;
use crate::error::Result;
use crate::json::Map;
use crate::tags::{TagProps, Tags};
use crate::value::{Lazy, Value};

const RESOURCE_TYPE: &str = "Custom::CDKBucketDeployment";
const HANDLER_UUID: &str = "8693BB64-9689-44B6-9AAF-B0CC9EB8756C";
/// Begins the tag by which the function knows that a bucket's objects belong to another deployment too.
const OWNER_TAG: &str = "aws-cdk:cr-owned";
const LONGEST_TAG: usize = 128;

/// Files that are put into a bucket when the stack is deployed. Cheap to clone.
#[derive(Clone)]
pub struct BucketDeployment {
    node: Node,
    handler: SingletonFunction,
    resource: CustomResource,
    state: Rc<State>,
}

crate::construct!(BucketDeployment);

struct State {
    destination: Bucket,
    sources: RefCell<Vec<SourceConfig>>,
    /// Whether the function is to give back the bucket's ARN.
    wants_arn: Cell<bool>,
    deployed: OnceCell<Bucket>,
}

impl BucketDeployment {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_s3_deployment.BucketDeployment");

    /// Puts sources into a bucket.
    pub fn new(scope: &dyn Construct, id: &str, props: BucketDeploymentProps) -> Result<BucketDeployment> {
        let node = Node::new(scope, id, BucketDeployment::INFO)?;
        check_paths(&node, &props)?;
        let state = Rc::new(State {
            destination: props.destination_bucket.clone(),
            sources: RefCell::default(),
            wants_arn: Cell::new(false),
            deployed: OnceCell::new(),
        });
        if let Some(vpc) = &props.vpc {
            node.add_dependency(vpc);
        }
        let handler = handler(&node, &props)?;
        for source in &props.sources {
            let config = source.clone().bind(&node, handler.role())?;
            state.sources.borrow_mut().push(config);
        }
        grant(&handler, &props)?;
        validate_markers(&node, &state, props.extract);
        let resource = CustomResource::new(
            &node,
            &format!("CustomResource{}", kind_of_function(&props)),
            CustomResourceProps {
                resource_type: Some(RESOURCE_TYPE.to_owned()),
                properties: properties(&state, &props),
                ..CustomResourceProps::new(handler.function_arn())
            },
        )?;
        add_owner_tag(&node, &resource, &props)?;
        Ok(BucketDeployment { node, handler, resource, state })
    }

    /// Puts another source into the bucket.
    pub fn add_source(&self, source: Source) -> Result<()> {
        let config = source.bind(&self.node, self.handler.role())?;
        let stack = self.node.stack()?;
        let name = |config: &SourceConfig| stack.resolve(&config.bucket.bucket_name().into());
        let mut sources = self.state.sources.borrow_mut();
        if config.markers.is_none() {
            for known in sources.iter().filter(|known| known.markers.is_none()) {
                if known.object_key == config.object_key && name(known)? == name(&config)? {
                    return Ok(());
                }
            }
        }
        sources.push(config);
        Ok(())
    }

    /// The bucket, for what needs the objects in it: whoever refers to it waits for the deployment.
    pub fn deployed_bucket(&self) -> Result<Bucket> {
        self.state.wants_arn.set(true);
        if let Some(bucket) = self.state.deployed.get() {
            return Ok(bucket.clone());
        }
        let destination = &self.state.destination;
        let attributes = BucketAttributes {
            bucket_arn: Some(self.resource.get_att("DestinationBucketArn")),
            region: Some(destination.region()),
            account: Some(destination.account()),
            is_website: destination.is_website(),
            ..BucketAttributes::default()
        };
        let bucket = Bucket::from_bucket_attributes(&self.node, "DestinationBucket", attributes)?;
        Ok(self.state.deployed.get_or_init(|| bucket).clone())
    }
}

fn check_paths(node: &Node, props: &BucketDeploymentProps) -> Result<()> {
    if props.distribution_paths.is_empty() {
        return Ok(());
    }
    if props.distribution.is_none() {
        return Err(node.error("Distribution must be specified if distribution paths are specified"));
    }
    if props.distribution_paths.iter().any(|path| !path.starts_with('/')) {
        return Err(node.error("Distribution paths must start with \"/\""));
    }
    Ok(())
}

/// Deployments share a function unless they want another kind of it.
fn kind_of_function(props: &BucketDeploymentProps) -> String {
    let sizes = [props.memory_limit, props.ephemeral_storage_size];
    let sizes = sizes.into_iter().flatten().map(|size| format!("-{size}MiB"));
    sizes.chain(props.vpc.as_ref().map(|vpc| format!("-{}", vpc.node().addr()))).collect()
}

fn handler(node: &Node, props: &BucketDeploymentProps) -> Result<SingletonFunction> {
    let certificates = "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem";
    let function = FunctionProps {
        layers: vec![aws_cli_layer(node)?],
        environment: entries! { "AWS_CA_BUNDLE" => certificates },
        timeout: Some(Duration::minutes(15)),
        role: props.role.clone(),
        memory_size: props.memory_limit,
        ephemeral_storage_size: props.ephemeral_storage_size,
        vpc: props.vpc.clone(),
        vpc_subnets: props.vpc_subnets.clone(),
        log_retention: props.log_retention,
        ..FunctionProps::new(Code::shipped(HANDLER), "index.handler", Runtime::Python39)
    };
    SingletonFunction::new(
        node,
        "CustomResourceHandler",
        SingletonFunctionProps {
            uuid: format!("{HANDLER_UUID}{}", kind_of_function(props)),
            lambda_purpose: Some(RESOURCE_TYPE.to_owned()),
            function,
        },
    )
}

fn grant(handler: &SingletonFunction, props: &BucketDeploymentProps) -> Result<()> {
    props.destination_bucket.grant_read_write(handler, "*")?;
    if props.access_control.is_some() {
        props.destination_bucket.grant_put_acl(handler, "*")?;
    }
    if props.distribution.is_some() {
        handler.add_to_role_policy(PolicyStatement::new(PolicyStatementProps {
            actions: vec!["cloudfront:GetInvalidation".into(), "cloudfront:CreateInvalidation".into()],
            resources: vec!["*".into()],
            ..PolicyStatementProps::default()
        })?)?;
    }
    Ok(())
}

fn validate_markers(node: &Node, state: &Rc<State>, extract: Option<bool>) {
    let state = state.clone();
    node.add_validation(move || {
        let has_markers = state.sources.borrow().iter().any(|source| source.markers.is_some());
        let message = "Some sources are incompatible with extract=false; sources with deploy-time values (such as \
                       'snsTopic.topicArn') must be extracted.";
        if has_markers && extract == Some(false) { vec![message.to_owned()] } else { Vec::new() }
    });
}

fn properties(state: &Rc<State>, props: &BucketDeploymentProps) -> Map<Value> {
    let lazy = |produce: fn(&State) -> Value| {
        let state = state.clone();
        Lazy::any(move |_| Ok(produce(&state)))
    };
    let some = |list: &[String]| Some(Value::from(list)).filter(|_| !list.is_empty());
    entries! {
        "SourceBucketNames" =>
            lazy(|state| state.each_source(|source| source.bucket.bucket_name().into())),
        "SourceObjectKeys" => lazy(|state| state.each_source(|source| source.object_key.clone().into())),
        "SourceMarkers" => lazy(State::markers),
        "DestinationBucketName" => props.destination_bucket.bucket_name(),
        "DestinationBucketKeyPrefix" => props.destination_key_prefix.as_ref(),
        "RetainOnDelete" => props.retain_on_delete,
        "Extract" => props.extract,
        "Prune" => props.prune.unwrap_or(true),
        "Exclude" => some(&props.exclude),
        "Include" => some(&props.include),
        "UserMetadata" => props.user_metadata(),
        "SystemMetadata" => props.system_metadata(),
        "DistributionId" => props.distribution.as_ref().map(|distribution| distribution.distribution_id()),
        "DistributionPaths" => some(&props.distribution_paths),
        "SignContent" => props.sign_content,
        "DestinationBucketArn" => lazy(State::wanted_arn),
    }
}

impl State {
    fn each_source(&self, what: impl Fn(&SourceConfig) -> Value) -> Value {
        Value::List(self.sources.borrow().iter().map(what).collect())
    }

    /// Nothing if there is one source only, and it has none.
    fn markers(&self) -> Value {
        let sources = self.sources.borrow();
        if sources.len() == 1 && sources.iter().all(|source| source.markers.is_none()) {
            return Value::Undefined;
        }
        let markers = sources.iter().map(|source| {
            let markers = source.markers.clone().unwrap_or_default();
            Value::Object(markers.into_iter().map(|(key, value)| (key, value.into())).collect())
        });
        Value::List(markers.collect())
    }

    fn wanted_arn(&self) -> Value {
        self.wants_arn.get().then(|| self.destination.bucket_arn()).into()
    }
}

fn add_owner_tag(node: &Node, resource: &CustomResource, props: &BucketDeploymentProps) -> Result<()> {
    let prefix = props.destination_key_prefix.iter().filter(|prefix| !prefix.is_empty());
    let mut key = OWNER_TAG.to_owned();
    key.extend(prefix.map(|prefix| format!(":{prefix}")));
    let address = resource.node().addr();
    key.push(':');
    key.push_str(&address[address.len() - 8..]);
    if key.encode_utf16().count() > LONGEST_TAG {
        return Err(node.error(
            "The BucketDeployment construct requires that the \"destinationKeyPrefix\" be <=104 characters.",
        ));
    }
    Tags::of(&props.destination_bucket).add(&key, "true", TagProps::default());
    Ok(())
}
