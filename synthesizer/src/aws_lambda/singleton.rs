//! Functions of which a stack has one, however many constructs need it.

use std::rc::Rc;

use super::{Function, FunctionProps};
use crate::aws_iam::{IGrantable, PolicyStatement, Principal, Role};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::value::Text;

/// What a function that a stack has once can be told.
#[derive(Clone)]
pub struct SingletonFunctionProps {
    /// Tells it from other such functions.
    pub uuid: String,
    /// Begins its id; `SingletonLambda` if none is given.
    pub lambda_purpose: Option<String>,
    /// What it is, if the stack does not have it yet.
    pub function: FunctionProps,
}

/// A function that a stack has once. Cheap to clone.
#[derive(Clone)]
pub struct SingletonFunction {
    node: Node,
    function: Rc<Function>,
}

crate::construct!(SingletonFunction);

impl SingletonFunction {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_lambda.SingletonFunction");

    /// The stack's function with this purpose and identifier, made if there is none.
    pub fn new(scope: &dyn Construct, id: &str, props: SingletonFunctionProps) -> Result<SingletonFunction> {
        let node = Node::new(scope, id, SingletonFunction::INFO)?;
        let mut name = props.lambda_purpose.unwrap_or_else(|| "SingletonLambda".to_owned());
        name.extend(props.uuid.chars().filter(char::is_ascii_alphanumeric));
        let stack = node.stack()?;
        let known = stack.node().try_find_child(&name).and_then(|node| node.attached::<Function>());
        let function = match known {
            Some(function) => function,
            None => {
                let function = Rc::new(Function::new(&stack, &name, props.function)?);
                function.node().attach(function.clone());
                function
            }
        };
        Ok(SingletonFunction { node, function })
    }

    /// `arn:…:function:NAME`
    pub fn function_arn(&self) -> Text {
        self.function.function_arn()
    }

    /// What it may do.
    pub fn role(&self) -> &Role {
        self.function.role()
    }

    /// Lets it do more.
    pub fn add_to_role_policy(&self, statement: PolicyStatement) -> Result<()> {
        self.function.add_to_role_policy(statement)
    }
}

impl IGrantable for SingletonFunction {
    fn grant_principal(&self) -> Principal {
        self.function.grant_principal()
    }
}
