//! Passwords of databases that are changed now and then, by functions that AWS publishes.

use super::{RotationScheduleOptions, Secret};
use crate::aws_ec2::{
    Connections, InterfaceVpcEndpoint, SecurityGroup, SecurityGroupProps, SubnetSelection, Vpc,
};
use crate::aws_kms::Key;
use crate::aws_lambda::ImportedFunction;
use crate::cfn::{CfnMapping, CfnMappingProps, CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::value::{Text, Value};
use crate::{Aws, entries, props, text};

/// A function that changes passwords, as AWS publishes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretRotationApplication {
    name: &'static str,
    is_multi_user: bool,
}

/// Where AWS publishes it: partition, what its ARN has before its name, version.
const PUBLISHED: [(&str, &str, &str); 3] = [
    ("aws", "arn:aws:serverlessrepo:us-east-1:297356227824:applications/", "1.1.367"),
    ("aws-cn", "arn:aws-cn:serverlessrepo:cn-north-1:193023089310:applications/", "1.1.37"),
    ("aws-us-gov", "arn:aws-us-gov:serverlessrepo:us-gov-west-1:023102451235:applications/", "1.1.93"),
];

impl SecretRotationApplication {
    /// A user of MySQL changes the own password.
    pub const MYSQL_ROTATION_SINGLE_USER: Self = Self::of("SecretsManagerRDSMySQLRotationSingleUser", false);
    /// Another user of MySQL changes the password.
    pub const MYSQL_ROTATION_MULTI_USER: Self = Self::of("SecretsManagerRDSMySQLRotationMultiUser", true);
    /// A user of PostgreSQL changes the own password.
    pub const POSTGRES_ROTATION_SINGLE_USER: Self =
        Self::of("SecretsManagerRDSPostgreSQLRotationSingleUser", false);
    /// Another user of PostgreSQL changes the password.
    pub const POSTGRES_ROTATION_MULTI_USER: Self =
        Self::of("SecretsManagerRDSPostgreSQLRotationMultiUser", true);

    /// A function by its name among AWS's. With several users the one of the master secret changes the password.
    pub const fn of(name: &'static str, is_multi_user: bool) -> Self {
        SecretRotationApplication { name, is_multi_user }
    }

    fn mapping(self) -> CfnMappingProps {
        let rows = PUBLISHED.iter().map(|(partition, arn, version)| {
            let application = format!("{arn}{}", self.name);
            (*partition, entries! { "applicationId" => application, "semanticVersion" => *version })
        });
        CfnMappingProps { mapping: rows.collect(), lazy: None }
    }
}

/// What rotation can be told.
#[derive(Clone)]
pub struct SecretRotationProps {
    /// The password that is changed.
    pub secret: Secret,
    /// The password of the user who changes it, where that is another.
    pub master_secret: Option<Secret>,
    /// What changes it.
    pub application: SecretRotationApplication,
    /// The database, which has a default port.
    pub target: Connections,
    /// Where the function runs.
    pub vpc: Vpc,
    /// The subnets that it runs in.
    pub vpc_subnets: Option<SubnetSelection>,
    /// Its security group; made if not given.
    pub security_group: Option<SecurityGroup>,
    /// Where it reaches Secrets Manager, if not in the internet.
    pub endpoint: Option<InterfaceVpcEndpoint>,
    /// Characters that passwords have not.
    pub exclude_characters: Option<String>,
    /// How often; every 30 days if nothing is said.
    pub automatically_after: Option<Duration>,
    /// Whether it is also changed when the schedule is.
    pub rotate_immediately_on_update: Option<bool>,
}

/// A password that is changed now and then, by a function that AWS publishes. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SecretRotation {
    node: Node,
}

crate::construct!(SecretRotation);

impl SecretRotation {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_secretsmanager.SecretRotation");

    /// Has a password changed.
    pub fn new(scope: &dyn Construct, id: &str, props: SecretRotationProps) -> Result<SecretRotation> {
        let node = Node::new(scope, id, SecretRotation::INFO)?;
        if props.target.default_port().is_none() {
            return Err(node.error("The `target` connections must have a default port range."));
        }
        if props.application.is_multi_user && props.master_secret.is_none() {
            return Err(node
                .error("The `masterSecret` must be specified for application using the multi user scheme."));
        }
        let group = match &props.security_group {
            Some(group) => group.clone(),
            None => SecurityGroup::new(&node, "SecurityGroup", SecurityGroupProps::new(&props.vpc))?,
        };
        props.target.allow_default_port_from(&group, None)?;
        let parameters = parameters(&node, &props, &group)?;
        let application = application(&node, props.application, parameters)?;
        let arn = application.get_att("Outputs.RotationLambdaARN");
        let options = RotationScheduleOptions {
            rotation_lambda: ImportedFunction::from_function_arn(&node, "RotationLambda", arn)?,
            automatically_after: props.automatically_after,
            rotate_immediately_on_update: props.rotate_immediately_on_update,
        };
        props.secret.add_rotation_schedule("RotationSchedule", options)?;
        if let Some(master) = &props.master_secret {
            master.deny_account_root_delete()?;
        }
        Ok(SecretRotation { node })
    }
}

/// What the function is told.
fn parameters(node: &Node, props: &SecretRotationProps, group: &SecurityGroup) -> Result<Value> {
    let stack = node.stack()?;
    let endpoint = match &props.endpoint {
        Some(endpoint) => text!["https://", endpoint.vpc_endpoint_id(), ".secretsmanager."],
        None => "https://secretsmanager.".into(),
    };
    let id = node.unique_id()?;
    let name = &id[id.len().saturating_sub(64)..];
    let subnets = props.vpc.select_subnets(&props.vpc_subnets.clone().unwrap_or_default())?.subnet_ids;
    let key = |secret: &Secret| secret.encryption_key().map(Key::key_arn);
    let master = props.master_secret.as_ref();
    Ok(Value::Object(entries! {
        "endpoint" => text![endpoint, stack.region()?, ".", stack.url_suffix()],
        "functionName" => name,
        "vpcSubnetIds" => joined(subnets),
        "vpcSecurityGroupIds" => group.security_group_id(),
        "excludeCharacters" => props.exclude_characters.as_ref(),
        "kmsKeyArn" => key(&props.secret),
        "masterSecretArn" => master.map(Secret::secret_arn),
        "masterSecretKmsKeyArn" => master.and_then(key),
    }))
}

fn joined(ids: Vec<Text>) -> Text {
    let parts = ids.into_iter().enumerate().flat_map(|(number, id)| {
        let before = if number == 0 { "" } else { "," };
        [before.into(), id]
    });
    Text::concat(parts)
}

fn application(
    node: &Node,
    application: SecretRotationApplication,
    parameters: Value,
) -> Result<CfnResource> {
    let mapping = CfnMapping::new(node, "SARMapping", application.mapping())?;
    let location = props! {
        "ApplicationId" => mapping.find_in_map(Aws::partition(), "applicationId")?,
        "SemanticVersion" => mapping.find_in_map(Aws::partition(), "semanticVersion")?,
    };
    node.stack()?.add_transform("AWS::Serverless-2016-10-31")?;
    let resource = CfnResource::typed(
        node,
        "Resource",
        "AWS::Serverless::Application",
        props! { "Location" => location, "Parameters" => parameters },
    )?;
    resource.apply_removal_policy(RemovalPolicy::Destroy)?;
    Ok(resource)
}
