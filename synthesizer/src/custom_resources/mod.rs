//! Resources that are calls of the SDK. The CDK's `custom_resources`.

mod aws_custom_resource;
mod sdk_names;

pub use aws_custom_resource::{
    AwsCustomResource, AwsCustomResourcePolicy, AwsCustomResourceProps, AwsSdkCall, PhysicalResourceId,
};
