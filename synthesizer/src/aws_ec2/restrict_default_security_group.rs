//! Removing the rules of a VPC's own security group.

use crate::assets::ShippedAsset;
use crate::construct::Node;
use crate::custom_resource::{
    CustomResource, CustomResourceProps, CustomResourceProvider, CustomResourceProviderProps,
};
use crate::error::Result;
use crate::object;
use crate::stack::ArnComponents;
use crate::value::Text;

const RESOURCE_TYPE: &str = "Custom::VpcRestrictDefaultSG";
const CODE: ShippedAsset = ShippedAsset {
    hash: "7f18a11296f35510ee16538afec983ed6312e12afbf81b777089a9f8e34e2474",
    extension: "",
    parts: &[
        ("__entrypoint__.js", "aws-cdk-lib/core/lib/custom-resource-provider/nodejs-entrypoint.js"),
        ("index.js", "aws-cdk-lib/aws-ec2/lib/restrict-default-security-group-handler/index.js"),
    ],
};

pub(super) fn restrict_default_security_group(vpc: &Node, default_security_group: &Text) -> Result<()> {
    let stack = vpc.stack()?;
    let provider = CustomResourceProvider::get_or_create(
        vpc,
        RESOURCE_TYPE,
        CustomResourceProviderProps::new(
            CODE,
            "Lambda function for removing all inbound/outbound rules from the VPC default security group",
        ),
    )?;
    let group_arn = stack.format_arn(ArnComponents {
        resource: "security-group".into(),
        service: "ec2".into(),
        resource_name: Some(default_security_group.clone()),
        ..ArnComponents::default()
    })?;
    provider.add_to_role_policy(object! {
        "Effect" => "Allow",
        "Action" => [
            "ec2:AuthorizeSecurityGroupIngress",
            "ec2:AuthorizeSecurityGroupEgress",
            "ec2:RevokeSecurityGroupIngress",
            "ec2:RevokeSecurityGroupEgress",
        ],
        "Resource" => [group_arn],
    });
    CustomResource::new(
        vpc,
        "RestrictDefaultSecurityGroupCustomResource",
        CustomResourceProps {
            resource_type: Some(RESOURCE_TYPE.to_owned()),
            properties: crate::entries! {
                "DefaultSecurityGroupId" => default_security_group,
                "Account" => stack.account()?,
            },
            ..CustomResourceProps::new(provider.service_token())
        },
    )?;
    Ok(())
}
