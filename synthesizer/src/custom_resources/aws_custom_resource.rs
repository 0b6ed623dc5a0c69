//! A custom resource that calls the SDK when it is made, changed or deleted.

use super::sdk_names::iam_action;
use crate::assets::ShippedAsset;
use crate::aws_iam::{IGrantable, Policy, PolicyProps, PolicyStatement, Principal, Role};
use crate::aws_lambda::{Code, FunctionProps, Runtime, SingletonFunction, SingletonFunctionProps};
use crate::cfn::RemovalPolicy;
use crate::construct::{Annotations, Construct, ConstructInfo, Node};
use crate::custom_resource::{CustomResource, CustomResourceProps};
use crate::duration::Duration;
use crate::error::Result;
use crate::json::Map;
use crate::object;
use crate::value::{Text, Value, to_json_string};

const LATEST_SDK: &str = "@aws-cdk/customresources:installLatestAwsSdkDefault";
const CODE: ShippedAsset = ShippedAsset {
    hash: "17c16a3854838fd3ff4bda08146122a6701f33b9c86ae17f415ad0dc47a97544",
    extension: "",
    parts: &[(
        "index.js",
        "aws-cdk-lib/custom-resource-handlers/dist/custom-resources/aws-custom-resource-handler/index.js",
    )],
};

/// How CloudFormation tells one such resource from another.
#[derive(Debug, Clone, PartialEq)]
pub enum PhysicalResourceId {
    /// This id.
    Of(Text),
    /// What the call answers at this path.
    FromResponse(String),
}

/// A call of the SDK.
#[derive(Debug, Clone, Default)]
pub struct AwsSdkCall {
    /// For example `SSM`.
    pub service: String,
    /// For example `getParameter`.
    pub action: String,
    /// What the call is told.
    pub parameters: Map<Value>,
    /// The resource's id. The first call has to have one.
    pub physical_resource_id: Option<PhysicalResourceId>,
    /// Errors whose codes fit this pattern count as success.
    pub ignore_error_codes_matching: Option<String>,
    /// Version of the API.
    pub api_version: Option<String>,
    /// Region of the service, the stack's if none is given.
    pub region: Option<Text>,
    /// The only parts of the answer that are kept.
    pub output_paths: Vec<String>,
    /// Role with which the call is made.
    pub assumed_role_arn: Option<Text>,
}

impl AwsSdkCall {
    /// A call without parameters.
    pub fn new(service: &str, action: &str) -> AwsSdkCall {
        AwsSdkCall { service: service.to_owned(), action: action.to_owned(), ..AwsSdkCall::default() }
    }

    fn render(&self) -> Value {
        let id = self.physical_resource_id.as_ref().map(|id| match id {
            PhysicalResourceId::Of(id) => object! { "id" => id },
            PhysicalResourceId::FromResponse(path) => object! { "responsePath" => path },
        });
        let parameters = (!self.parameters.is_empty()).then(|| self.parameters.clone());
        let output_paths = (!self.output_paths.is_empty()).then(|| self.output_paths.clone());
        object! {
            "action" => &self.action,
            "service" => &self.service,
            "apiVersion" => self.api_version.clone(),
            "assumedRoleArn" => self.assumed_role_arn.clone(),
            "ignoreErrorCodesMatching" => self.ignore_error_codes_matching.clone(),
            "outputPaths" => output_paths,
            "parameters" => parameters,
            "physicalResourceId" => id,
            "region" => self.region.clone(),
        }
    }
}

/// What the calls may do.
#[derive(Clone)]
pub enum AwsCustomResourcePolicy {
    /// These statements.
    Statements(Vec<PolicyStatement>),
    /// The actions of the calls, on these resources.
    SdkCalls(Vec<Text>),
}

impl AwsCustomResourcePolicy {
    /// These statements.
    pub fn from_statements(statements: Vec<PolicyStatement>) -> AwsCustomResourcePolicy {
        AwsCustomResourcePolicy::Statements(statements)
    }

    /// The actions of the calls, on these resources; `*` is any.
    pub fn from_sdk_calls<T: Into<Text>>(resources: impl IntoIterator<Item = T>) -> AwsCustomResourcePolicy {
        AwsCustomResourcePolicy::SdkCalls(resources.into_iter().map(Into::into).collect())
    }

    fn statements(self, calls: &[&AwsSdkCall]) -> Result<Vec<PolicyStatement>> {
        let resources = match self {
            AwsCustomResourcePolicy::Statements(statements) if !statements.is_empty() => {
                return Ok(statements);
            }
            AwsCustomResourcePolicy::Statements(_) => Vec::new(),
            AwsCustomResourcePolicy::SdkCalls(resources) => resources,
        };
        calls
            .iter()
            .map(|call| match &call.assumed_role_arn {
                Some(role) => PolicyStatement::allow(["sts:AssumeRole"], [role]),
                None => PolicyStatement::allow([iam_action(&call.service, &call.action)], &resources),
            })
            .collect()
    }
}

/// What such a resource can be told.
#[derive(Clone, Default)]
pub struct AwsCustomResourceProps {
    /// Called when the resource is made; `on_update` if not given.
    pub on_create: Option<AwsSdkCall>,
    /// Called when the resource is changed.
    pub on_update: Option<AwsSdkCall>,
    /// Called when the resource is deleted.
    pub on_delete: Option<AwsSdkCall>,
    /// What the calls may do. This or a role has to be given.
    pub policy: Option<AwsCustomResourcePolicy>,
    /// The function's role. The first such resource of a stack decides.
    pub role: Option<Role>,
    /// Begins with `Custom::`; `Custom::AWS` if not given.
    pub resource_type: Option<String>,
    /// How long the calls may take, two minutes if not given. The first such resource of a stack decides.
    pub timeout: Option<Duration>,
    /// Whether the function first installs the latest SDK.
    pub install_latest_aws_sdk: Option<bool>,
    /// What happens to it when it leaves its stack; it is deleted if nothing else is said.
    pub removal_policy: Option<RemovalPolicy>,
}

/// A custom resource that calls the SDK, by one function for all of them in a stack. Cheap to clone.
#[derive(Clone)]
pub struct AwsCustomResource {
    node: Node,
    resource: CustomResource,
    provider: SingletonFunction,
    ignores_errors: bool,
}

crate::construct!(AwsCustomResource);

impl AwsCustomResource {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.custom_resources.AwsCustomResource");
    const PROVIDER_FUNCTION_UUID: &str = "679f53fa-c002-430c-b0da-5b7982bd2287";

    /// A resource that is made, changed and deleted by calls of the SDK.
    pub fn new(scope: &dyn Construct, id: &str, props: AwsCustomResourceProps) -> Result<AwsCustomResource> {
        let node = Node::new(scope, id, AwsCustomResource::INFO)?;
        validate(&props).map_err(|message| node.error(message))?;
        let function = FunctionProps {
            timeout: Some(props.timeout.unwrap_or(Duration::minutes(2))),
            role: props.role.clone(),
            ..FunctionProps::new(Code::shipped(CODE), "index.handler", Runtime::Nodejs18X)
        };
        let provider = SingletonFunction::new(
            &node,
            "Provider",
            SingletonFunctionProps {
                uuid: AwsCustomResource::PROVIDER_FUNCTION_UUID.to_owned(),
                lambda_purpose: Some("AWS".to_owned()),
                function,
            },
        )?;
        let latest_sdk = installs_latest_sdk(&node, props.install_latest_aws_sdk);
        let json = |call: &AwsSdkCall| to_json_string(call.render());
        let properties = crate::entries! {
            "Create" => props.on_create.as_ref().or(props.on_update.as_ref()).map(json),
            "Update" => props.on_update.as_ref().map(json),
            "Delete" => props.on_delete.as_ref().map(json),
            "InstallLatestAwsSdk" => latest_sdk,
        };
        let resource = CustomResource::new(
            &node,
            "Resource",
            CustomResourceProps {
                resource_type: Some(props.resource_type.clone().unwrap_or_else(|| "Custom::AWS".to_owned())),
                properties,
                removal_policy: props.removal_policy.unwrap_or(RemovalPolicy::Destroy),
                ..CustomResourceProps::new(provider.function_arn())
            },
        )?;
        let calls = calls(&props);
        let ignores_errors = [&props.on_create, &props.on_update]
            .iter()
            .any(|call| call.as_ref().is_some_and(|call| call.ignore_error_codes_matching.is_some()));
        if let Some(policy) = props.policy.clone() {
            let statements = policy.statements(&calls)?;
            let roles = vec![provider.role().clone()];
            let policy = Policy::new(
                &node,
                "CustomResourcePolicy",
                PolicyProps { statements, roles, ..PolicyProps::default() },
            )?;
            resource.node().add_dependency(&policy);
        }
        Ok(AwsCustomResource { node, resource, provider, ignores_errors })
    }

    /// What the call answers at this path, such as `Parameter.Value`.
    pub fn get_response_field(&self, data_path: &str) -> Result<Text> {
        if self.ignores_errors {
            return Err(self
                .node
                .error("`getDataString` cannot be called along with `ignoreErrorCodesMatching`."));
        }
        Ok(self.resource.get_att(data_path))
    }
}

impl IGrantable for AwsCustomResource {
    fn grant_principal(&self) -> Principal {
        self.provider.grant_principal()
    }
}

fn calls(props: &AwsCustomResourceProps) -> Vec<&AwsSdkCall> {
    [&props.on_create, &props.on_update, &props.on_delete].into_iter().flatten().collect()
}

fn validate(props: &AwsCustomResourceProps) -> Result<(), &'static str> {
    let calls = calls(props);
    let without_id =
        |call: &Option<AwsSdkCall>| call.as_ref().is_some_and(|call| call.physical_resource_id.is_none());
    let from_response = |call: &&AwsSdkCall| {
        matches!(call.physical_resource_id, Some(PhysicalResourceId::FromResponse(_)))
            && call.ignore_error_codes_matching.is_some()
    };
    if calls.is_empty() {
        return Err("At least `onCreate`, `onUpdate` or `onDelete` must be specified.");
    }
    if props.role.is_none() && props.policy.is_none() {
        return Err("At least one of `policy` or `role` (or both) must be specified.");
    }
    if without_id(&props.on_create) {
        return Err("'physicalResourceId' must be specified for 'onCreate' call.");
    }
    if props.on_create.is_none() && without_id(&props.on_update) {
        return Err("'physicalResourceId' must be specified for 'onUpdate' call when 'onCreate' is omitted.");
    }
    if calls.iter().any(from_response) {
        return Err(
            "`PhysicalResourceId.fromResponse` cannot be called along with `ignoreErrorCodesMatching`.",
        );
    }
    Ok(())
}

fn installs_latest_sdk(node: &Node, given: Option<bool>) -> bool {
    let default = || node.try_get_context(LATEST_SDK).is_none_or(|value| value.is_truthy());
    let latest = given.unwrap_or_else(default);
    if latest && given.is_none() {
        Annotations::of(node).add_warning_v2(
            "@aws-cdk/custom-resources:installLatestAwsSdkNotSpecified",
            &format!(
                "installLatestAwsSdk was not specified, and defaults to true. You probably do not want this. Set the global \
                 context flag '{LATEST_SDK}' to false to switch this behavior off project-wide, or set the property \
                 explicitly to true if you know you need to call APIs that are not in Lambda's built-in SDK version."
            ),
        );
    }
    latest
}
