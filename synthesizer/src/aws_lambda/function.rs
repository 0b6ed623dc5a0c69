//! Functions that AWS runs when they are called.

use super::{Code, LayerVersion, network};
use crate::aws_ec2::{Connections, SecurityGroup, SubnetSelection, Vpc};
use crate::aws_iam::{
    IGrantable, IPrincipal, ManagedPolicy, PolicyStatement, Principal, Role, RoleProps, ServicePrincipal,
};
use crate::aws_logs::{LogGroup, LogRetention, LogRetentionProps, RetentionDays};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::json::Map;
use crate::value::{Text, Value};
use crate::{props, text};

/// What runs a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are Lambda's")]
pub enum Runtime {
    Nodejs18X,
    Python39,
    Python311,
}

impl Runtime {
    pub(super) fn name(self) -> &'static str {
        match self {
            Runtime::Nodejs18X => "nodejs18.x",
            Runtime::Python39 => "python3.9",
            Runtime::Python311 => "python3.11",
        }
    }
}

/// What a function can be told.
#[derive(Clone)]
pub struct FunctionProps {
    /// Its code.
    pub code: Code,
    /// File and name of what is called.
    pub handler: String,
    /// What runs it.
    pub runtime: Runtime,
    /// How long it may take, three seconds if not given.
    pub timeout: Option<Duration>,
    /// In MiB, 128 if not given.
    pub memory_size: Option<u32>,
    /// For people.
    pub description: Option<String>,
    /// Space for temporary files in MiB, 512 if not given.
    pub ephemeral_storage_size: Option<u32>,
    /// What it finds in its environment.
    pub environment: Map<Value>,
    /// What it finds in `/opt`.
    pub layers: Vec<LayerVersion>,
    /// What it may do; one is made if none is given.
    pub role: Option<Role>,
    /// The VPC that it runs in; none if not given.
    pub vpc: Option<Vpc>,
    /// The subnets that it runs in; the private ones if not given.
    pub vpc_subnets: Option<SubnetSelection>,
    /// Whether they may be public, from where it does not reach the internet.
    pub allow_public_subnet: bool,
    /// Its security groups; one is made if none are given.
    pub security_groups: Vec<SecurityGroup>,
    /// How long its logs are kept; forever if not given.
    pub log_retention: Option<RetentionDays>,
}

impl FunctionProps {
    /// A function with its defaults.
    pub fn new(code: Code, handler: &str, runtime: Runtime) -> FunctionProps {
        FunctionProps {
            code,
            handler: handler.to_owned(),
            runtime,
            timeout: None,
            memory_size: None,
            description: None,
            ephemeral_storage_size: None,
            environment: Map::new(),
            layers: Vec::new(),
            role: None,
            vpc: None,
            vpc_subnets: None,
            allow_public_subnet: false,
            security_groups: Vec::new(),
            log_retention: None,
        }
    }
}

/// A function. Cheap to clone.
#[derive(Clone)]
pub struct Function {
    node: Node,
    resource: CfnResource,
    role: Role,
    connections: Option<Connections>,
}

crate::construct!(Function);

impl Function {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_lambda.Function");

    /// A function.
    pub fn new(scope: &dyn Construct, id: &str, props: FunctionProps) -> Result<Function> {
        let node = Node::new(scope, id, Function::INFO)?;
        let role = match &props.role {
            Some(role) => role.clone(),
            None => service_role(&node, props.vpc.is_some())?,
        };
        check_storage(&node, props.ephemeral_storage_size)?;
        let code = props.code.clone().bind(&node)?;
        let layers: Vec<Text> = props.layers.iter().map(LayerVersion::layer_version_arn).collect();
        let (network, connections) = network::configure(&node, &props)?.unzip();
        let (timeout, log_retention) =
            (props.timeout.map(Duration::to_seconds).transpose()?, props.log_retention);
        let environment =
            (!props.environment.is_empty()).then(|| props! { "Variables" => props.environment });
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::Lambda::Function",
            props! {
                "Description" => props.description,
                "Code" => code.location(),
                "Layers" => Some(layers).filter(|layers| !layers.is_empty()),
                "Handler" => props.handler,
                "Timeout" => timeout,
                "Runtime" => props.runtime.name(),
                "Role" => role.role_arn(),
                "Environment" => environment,
                "MemorySize" => props.memory_size,
                "EphemeralStorage" => props.ephemeral_storage_size.map(|size| props! { "Size" => size }),
                "VpcConfig" => network,
            },
        )?;
        resource.node().add_dependency(role.node());
        let function = Function { node, resource, role, connections };
        if let Some(retention) = log_retention {
            function.keep_logs_for(retention)?;
        }
        code.add_resource_metadata(&function.resource, "Code");
        Ok(function)
    }

    fn keep_logs_for(&self, retention: RetentionDays) -> Result<()> {
        let props = LogRetentionProps {
            log_group_name: text!["/aws/lambda/", self.function_name()],
            retention,
            log_group_region: None,
            max_retries: None,
            removal_policy: None,
        };
        let group = LogRetention::new(&self.node, "LogRetention", props)?.log_group_arn();
        LogGroup::from_log_group_arn(&self.node, "LogGroup", group).map(drop)
    }

    /// What it may talk to; an error if it is in no VPC.
    pub fn connections(&self) -> Result<Connections> {
        self.connections.clone().ok_or_else(|| {
            self.node.error(
                "Only VPC-associated Lambda Functions have security groups to manage. Supply the \"vpc\" parameter when \
                 creating the Lambda, or \"securityGroupId\" when importing it.",
            )
        })
    }

    /// `arn:…:function:NAME`
    pub fn function_arn(&self) -> Text {
        self.resource.get_att("Arn")
    }

    /// Its name.
    pub fn function_name(&self) -> Text {
        self.resource.ref_()
    }

    /// What it may do.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// Lets it do more.
    pub fn add_to_role_policy(&self, statement: PolicyStatement) -> Result<()> {
        self.role.add_to_principal_policy(statement).map(drop)
    }
}

/// Lets the function write its logs, and reach the VPC if it is in one.
fn service_role(node: &Node, in_vpc: bool) -> Result<Role> {
    let mut names = vec!["service-role/AWSLambdaBasicExecutionRole"];
    if in_vpc {
        names.push("service-role/AWSLambdaVPCAccessExecutionRole");
    }
    let managed_policies = names.into_iter().map(ManagedPolicy::from_aws_managed_policy_name).collect();
    let assumed_by = RoleProps::assumed_by(ServicePrincipal::new("lambda.amazonaws.com"));
    Role::new(node, "ServiceRole", RoleProps { managed_policies, ..assumed_by })
}

fn check_storage(node: &Node, size: Option<u32>) -> Result<()> {
    match size {
        Some(size) if !(512..=10240).contains(&size) => Err(node.error(format!(
            "Ephemeral storage size must be between 512 and 10240 MB, received {size} mebibytes."
        ))),
        _ => Ok(()),
    }
}

impl IGrantable for Function {
    fn grant_principal(&self) -> Principal {
        self.role.grant_principal()
    }
}
