//! Functions that AWS runs when they are called.

use super::{Code, LayerVersion};
use crate::aws_iam::{
    IGrantable, IPrincipal, ManagedPolicy, PolicyStatement, Principal, Role, RoleProps, ServicePrincipal,
};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::json::Map;
use crate::props;
use crate::value::{Text, Value};

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
        }
    }
}

/// A function. Cheap to clone.
#[derive(Clone)]
pub struct Function {
    node: Node,
    resource: CfnResource,
    role: Role,
}

crate::construct!(Function);

impl Function {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_lambda.Function");

    /// A function.
    pub fn new(scope: &dyn Construct, id: &str, props: FunctionProps) -> Result<Function> {
        let node = Node::new(scope, id, Function::INFO)?;
        let role = match props.role {
            Some(role) => role,
            None => {
                let basic =
                    ManagedPolicy::from_aws_managed_policy_name("service-role/AWSLambdaBasicExecutionRole");
                let assumed_by = RoleProps::assumed_by(ServicePrincipal::new("lambda.amazonaws.com"));
                Role::new(&node, "ServiceRole", RoleProps { managed_policies: vec![basic], ..assumed_by })?
            }
        };
        check_storage(&node, props.ephemeral_storage_size)?;
        let code = props.code.bind(&node)?;
        let layers: Vec<Text> = props.layers.iter().map(LayerVersion::layer_version_arn).collect();
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
                "Timeout" => props.timeout.map(Duration::to_seconds).transpose()?,
                "Runtime" => props.runtime.name(),
                "Role" => role.role_arn(),
                "Environment" => environment,
                "MemorySize" => props.memory_size,
                "EphemeralStorage" => props.ephemeral_storage_size.map(|size| props! { "Size" => size }),
            },
        )?;
        resource.node().add_dependency(role.node());
        code.add_resource_metadata(&resource, "Code");
        Ok(Function { node, resource, role })
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
