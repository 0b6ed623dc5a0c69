//! How long logs are kept in groups that others make.

use std::rc::Rc;

use super::RetentionDays;
use crate::assets::{AssetStagingProps, ShippedAsset};
use crate::aws_iam::{
    IPrincipal, ManagedPolicy, PolicyStatement, PolicyStatementProps, Role, RoleProps, ServicePrincipal,
};
use crate::aws_s3_assets::Asset;
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::stack::{ArnComponents, ArnFormat, Stack};
use crate::value::Text;
use crate::{object, text};

/// What the retention of a group can be told.
#[derive(Debug, Clone)]
pub struct LogRetentionProps {
    /// Name of the group, which is made if there is none.
    pub log_group_name: Text,
    /// How long its logs are kept.
    pub retention: RetentionDays,
    /// Region of the group; the stack's if none is given.
    pub log_group_region: Option<String>,
    /// How often the function tries again.
    pub max_retries: Option<u32>,
    /// What happens to the group when this leaves its stack; it stays if nothing is said.
    pub removal_policy: Option<RemovalPolicy>,
}

/// How long logs are kept in a group that others make. One function of the CDK's own sees to it in each stack.
#[derive(Debug, Clone)]
pub struct LogRetention {
    node: Node,
    log_group_arn: Text,
}

crate::construct!(LogRetention);

impl LogRetention {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_logs.LogRetention");

    /// The retention of a group.
    pub fn new(scope: &dyn Construct, id: &str, props: LogRetentionProps) -> Result<LogRetention> {
        let node = Node::new(scope, id, LogRetention::INFO)?;
        let stack = node.stack()?;
        let provider = Provider::of(&stack)?;
        if props.removal_policy == Some(RemovalPolicy::Destroy) {
            provider.let_delete(&stack, &props.log_group_name)?;
        }
        let resource = CfnResource::new(
            &node,
            "Resource",
            "Custom::LogRetention",
            object! {
                "ServiceToken" => &provider.function_arn,
                "LogGroupName" => props.log_group_name,
                "LogGroupRegion" => props.log_group_region.as_ref(),
                "SdkRetry" => props.max_retries.map(|retries| object! { "maxRetries" => retries }),
                "RetentionInDays" => props.retention.days(),
                "RemovalPolicy" => props.removal_policy.map(name),
            },
        )?;
        let region = props.log_group_region.map(Text::from);
        let name = resource.get_att("LogGroupName");
        let log_group_arn = stack.format_arn(ArnComponents { region, ..group(name) })?;
        Ok(LogRetention { node, log_group_arn })
    }

    /// The group's ARN.
    pub fn log_group_arn(&self) -> Text {
        self.log_group_arn.clone()
    }
}

fn name(policy: RemovalPolicy) -> &'static str {
    match policy {
        RemovalPolicy::Destroy => "destroy",
        RemovalPolicy::Retain => "retain",
        RemovalPolicy::Snapshot => "snapshot",
        RemovalPolicy::RetainOnUpdateOrDelete => "retain-on-update-or-delete",
    }
}

fn group(name: Text) -> ArnComponents {
    ArnComponents {
        service: "logs".into(),
        resource: "log-group".into(),
        resource_name: Some(text![name, ":*"]),
        arn_format: ArnFormat::ColonResourceName,
        ..ArnComponents::default()
    }
}

/// The function that sets retentions.
#[derive(Clone)]
struct Provider {
    function_arn: Text,
    role: Role,
}

const CODE: ShippedAsset = ShippedAsset {
    hash: "5bc602ecde93c947efe5899ae355f999986a1acbe610b1c0b9c468d738857555",
    extension: "",
    parts: &[("", "aws-cdk-lib/aws-logs/lib/log-retention-provider")],
};

impl Provider {
    fn of(stack: &Stack) -> Result<Rc<Provider>> {
        const ID: &str = "LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a";
        let known = stack.node().try_find_child(ID).and_then(|node| node.attached::<Provider>());
        if let Some(known) = known {
            return Ok(known);
        }
        let node = Node::group(stack, ID)?;
        let provider = Rc::new(Provider::new(&node)?);
        node.attach(provider.clone());
        Ok(provider)
    }

    fn new(node: &Node) -> Result<Provider> {
        let code = Asset::new(node, "Code", AssetStagingProps::shipped(CODE))?;
        let basic = ManagedPolicy::from_aws_managed_policy_name("service-role/AWSLambdaBasicExecutionRole");
        let assumed_by = RoleProps::assumed_by(ServicePrincipal::new("lambda.amazonaws.com"));
        let props = RoleProps { managed_policies: vec![basic], ..assumed_by };
        let role = Role::new(node, "ServiceRole", props)?;
        allow(&role, &["logs:PutRetentionPolicy", "logs:DeleteRetentionPolicy"], "*".into())?;
        let function = CfnResource::new(
            node,
            "Resource",
            "AWS::Lambda::Function",
            object! {
                "Handler" => "index.handler",
                "Runtime" => "nodejs18.x",
                "Timeout" => 900,
                "Code" => object! { "S3Bucket" => code.bucket().bucket_name(), "S3Key" => code.s3_object_key() },
                "Role" => role.role_arn(),
            },
        )?;
        code.add_resource_metadata(&function, "Code");
        for child in role.node().children() {
            let resources = [Some(child.clone()), child.default_child()];
            for resource in resources.iter().flatten().filter_map(CfnResource::at) {
                function.add_dependency(&resource)?;
            }
        }
        Ok(Provider { function_arn: function.get_att("Arn"), role })
    }

    fn let_delete(&self, stack: &Stack, log_group_name: &Text) -> Result<()> {
        let arn = stack.format_arn(group(log_group_name.clone()))?;
        allow(&self.role, &["logs:DeleteLogGroup"], arn)
    }
}

fn allow(role: &Role, actions: &[&str], resource: Text) -> Result<()> {
    let statement = PolicyStatement::new(PolicyStatementProps {
        actions: actions.iter().map(|action| Text::from(*action)).collect(),
        resources: vec![resource],
        ..PolicyStatementProps::default()
    })?;
    role.add_to_principal_policy(statement).map(drop)
}
