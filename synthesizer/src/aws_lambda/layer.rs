//! Files that functions share.

use super::{Code, Runtime};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::{Text, Value};

/// What a layer can be told.
#[derive(Debug, Clone)]
pub struct LayerVersionProps {
    /// What is in it.
    pub code: Code,
    /// What it can be used with; everything if none is given.
    pub compatible_runtimes: Vec<Runtime>,
    /// For people.
    pub description: Option<String>,
    /// Name or text of its license.
    pub license: Option<String>,
    /// Generated if none is given.
    pub layer_version_name: Option<Text>,
}

impl LayerVersionProps {
    /// A layer with its defaults.
    pub fn new(code: Code) -> LayerVersionProps {
        LayerVersionProps {
            code,
            compatible_runtimes: Vec::new(),
            description: None,
            license: None,
            layer_version_name: None,
        }
    }
}

/// Files that functions find in `/opt`. Cheap to clone.
#[derive(Debug, Clone)]
pub struct LayerVersion {
    node: Node,
    resource: CfnResource,
}

crate::construct!(LayerVersion);

impl LayerVersion {
    /// A layer.
    pub fn new(scope: &dyn Construct, id: &str, props: LayerVersionProps) -> Result<LayerVersion> {
        LayerVersion::of_class(scope, id, ConstructInfo::cdk("aws-cdk-lib.aws_lambda.LayerVersion"), props)
    }

    /// A layer that the CDK has a class of its own for.
    pub(crate) fn of_class(
        scope: &dyn Construct,
        id: &str,
        class: ConstructInfo,
        props: LayerVersionProps,
    ) -> Result<LayerVersion> {
        let node = Node::new(scope, id, class)?;
        let code = props.code.bind(&node)?;
        let runtimes: Vec<Value> =
            props.compatible_runtimes.iter().map(|runtime| runtime.name().into()).collect();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::Lambda::LayerVersion",
            props! {
                "CompatibleRuntimes" => Some(runtimes).filter(|runtimes| !runtimes.is_empty()),
                "Content" => code.location(),
                "Description" => props.description,
                "LayerName" => props.layer_version_name,
                "LicenseInfo" => props.license,
            },
        )?;
        code.add_resource_metadata(&resource, "Content");
        Ok(LayerVersion { node, resource })
    }

    /// Its ARN, with the version.
    pub fn layer_version_arn(&self) -> Text {
        self.resource.ref_()
    }
}
