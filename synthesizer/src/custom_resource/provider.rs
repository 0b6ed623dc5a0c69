//! The functions that the CDK ships for its own custom resources, one for each stack that needs one.

use std::cell::RefCell;
use std::rc::Rc;

use crate::assets::{AssetStaging, AssetStagingProps, ShippedAsset};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::json::Map;
use crate::object;
use crate::stack::FileAssetSource;
use crate::value::{Fn, Lazy, Text, Value};

/// A function of the CDK's own, with its role. Cheap to clone.
#[derive(Debug, Clone)]
pub struct CustomResourceProvider {
    state: Rc<State>,
}

#[derive(Debug)]
struct State {
    service_token: Text,
    role_arn: Text,
    statements: Rc<RefCell<Vec<Value>>>,
}

/// What a provider can be told.
#[derive(Debug, Clone)]
pub struct CustomResourceProviderProps {
    /// The code, which the CDK ships.
    pub code: ShippedAsset,
    /// For people.
    pub description: Option<Text>,
    /// Whether the CDK's own program calls the function and answers CloudFormation; else the function does.
    pub use_cfn_response_wrapper: bool,
    /// The function's environment.
    pub environment: Map<Value>,
}

impl CustomResourceProviderProps {
    /// A function with this code.
    pub fn new(code: ShippedAsset, description: impl Into<Text>) -> CustomResourceProviderProps {
        CustomResourceProviderProps {
            description: Some(description.into()),
            ..CustomResourceProviderProps::of_code(code)
        }
    }

    /// A function with this code and no description.
    pub fn of_code(code: ShippedAsset) -> CustomResourceProviderProps {
        CustomResourceProviderProps {
            code,
            description: None,
            use_cfn_response_wrapper: true,
            environment: Map::new(),
        }
    }
}

impl CustomResourceProvider {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.CustomResourceProvider");

    /// The provider with this id of the stack that `scope` is in.
    pub fn get_or_create(
        scope: &dyn Construct,
        unique_id: &str,
        props: CustomResourceProviderProps,
    ) -> Result<CustomResourceProvider> {
        let stack = scope.node().stack()?;
        let id = format!("{unique_id}CustomResourceProvider");
        let known = stack.node().try_find_child(&id).and_then(|node| node.attached::<State>());
        match known {
            Some(state) => Ok(CustomResourceProvider { state }),
            None => {
                CustomResourceProvider::create(&Node::new(&stack, &id, CustomResourceProvider::INFO)?, props)
            }
        }
    }

    fn create(node: &Node, props: CustomResourceProviderProps) -> Result<CustomResourceProvider> {
        let staging = AssetStaging::new(node, "Staging", AssetStagingProps::shipped(props.code))?;
        let asset = node.stack()?.add_file_asset(&FileAssetSource::from(&staging))?;
        let statements: Rc<RefCell<Vec<Value>>> = Rc::default();
        let role = role(node, &statements)?;
        let entry_point =
            if props.use_cfn_response_wrapper { "__entrypoint__.handler" } else { "index.handler" };
        let handler = CfnResource::new(
            node,
            "Handler",
            "AWS::Lambda::Function",
            object! {
                "Code" => object! { "S3Bucket" => asset.bucket_name, "S3Key" => asset.object_key },
                "Timeout" => 900,
                "MemorySize" => 128,
                "Handler" => entry_point,
                "Role" => role.get_att("Arn"),
                "Runtime" => "nodejs18.x",
                "Environment" => environment(props.environment),
                "Description" => props.description,
            },
        )?;
        handler.add_dependency(&role)?;
        let with_asset = node.try_get_context("aws:cdk:enable-asset-metadata");
        if with_asset.is_some_and(|value| value.is_truthy()) {
            handler.add_metadata("aws:asset:path", staging.staged_path);
            handler.add_metadata("aws:asset:property", "Code");
        }
        let state = Rc::new(State {
            service_token: handler.get_att("Arn"),
            role_arn: role.get_att("Arn"),
            statements,
        });
        node.attach(state.clone());
        Ok(CustomResourceProvider { state })
    }

    /// The function's ARN.
    pub fn service_token(&self) -> Text {
        self.state.service_token.clone()
    }

    /// The ARN of the function's role.
    pub fn role_arn(&self) -> Text {
        self.state.role_arn.clone()
    }

    /// Adds a statement to the role's policy, as it is to be written.
    pub fn add_to_role_policy(&self, statement: Value) {
        self.state.statements.borrow_mut().push(statement);
    }
}

fn role(node: &Node, statements: &Rc<RefCell<Vec<Value>>>) -> Result<CfnResource> {
    let statements = statements.clone();
    let policies = Lazy::any(move |_| {
        let statements = statements.borrow().clone();
        if statements.is_empty() {
            return Ok(Value::Undefined);
        }
        let document = object! { "Version" => "2012-10-17", "Statement" => statements };
        Ok(Value::List(vec![object! { "PolicyName" => "Inline", "PolicyDocument" => document }]))
    });
    let trust = object! {
        "Action" => "sts:AssumeRole",
        "Effect" => "Allow",
        "Principal" => object! { "Service" => "lambda.amazonaws.com" },
    };
    let managed = Fn::sub("arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
    CfnResource::new(
        node,
        "Role",
        "AWS::IAM::Role",
        object! {
            "AssumeRolePolicyDocument" => object! { "Version" => "2012-10-17", "Statement" => [trust] },
            "ManagedPolicyArns" => [managed],
            "Policies" => policies,
        },
    )
}

fn environment(given: Map<Value>) -> Value {
    if given.is_empty() {
        return Value::Undefined;
    }
    let mut variables = given;
    variables.insert("AWS_STS_REGIONAL_ENDPOINTS", "regional".into());
    variables.sort();
    object! { "Variables" => variables }
}
