//! What the CDK ships for deployments.

use crate::assets::ShippedAsset;
use crate::aws_lambda::{Code, LayerVersion, LayerVersionProps};
use crate::construct::{Construct, ConstructInfo};
use crate::error::Result;

/// The function that unpacks sources into buckets.
pub(super) const HANDLER: ShippedAsset = ShippedAsset {
    hash: "9eb41a5505d37607ac419321497a4f8c21cf0ee1f9b4a6b29aa04301aea5c7fd",
    extension: "",
    parts: &[("index.py", "aws-cdk-lib/aws-s3-deployment/lib/lambda/index.py")],
};

const AWS_CLI: ShippedAsset = ShippedAsset {
    hash: "3322b7049fb0ed2b7cbb644a2ada8d1116ff80c32dca89e6ada846b5de26f961",
    extension: ".zip",
    parts: &[("", "@aws-cdk/asset-awscli-v1/lib/layer.zip")],
};

/// The AWS command line, which the function calls.
pub(super) fn aws_cli_layer(scope: &dyn Construct) -> Result<LayerVersion> {
    let props = LayerVersionProps {
        description: Some("/opt/awscli/aws".to_owned()),
        ..LayerVersionProps::new(Code::shipped(AWS_CLI))
    };
    let class = ConstructInfo::cdk("aws-cdk-lib.lambda_layer_awscli.AwsCliLayer");
    LayerVersion::of_class(scope, "AwsCliLayer", class, props)
}
