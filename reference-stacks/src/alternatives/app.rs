//! The same resources in other stacks, or together with others.

use synthesizer::aws_lambda::{Code, Function, FunctionProps, Runtime};
use synthesizer::aws_logs::{LogGroup, LogGroupProps};
use synthesizer::aws_s3::{Bucket, BucketProps};
use synthesizer::aws_secretsmanager::{Secret, SecretProps};
use synthesizer::aws_sns::{Topic, TopicProps};
use synthesizer::{
    CfnOutput, CfnOutputProps, Construct, Fn, NestedStack, NestedStackProps, Node, Result, Stack, StackProps,
    Stage, StageProps, TagProps, Tags,
};

use crate::{DataStack, StackBuilder, Variant};

/// The app arranged differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "app-extra-resources",
        says: "there are more buckets, secrets, log groups, a topic and a function than asked",
        fails: &[],
        change: |changes| changes.before("cluster", extra_resources),
    },
    Variant {
        name: "app-tags",
        says: "everything is tagged",
        fails: &[],
        change: |changes| {
            changes.app(|app| {
                Tags::of(app).add("Name", "yoctogram", TagProps::default());
                Tags::of(app).add("aa-course", "cs40", TagProps::default());
            });
        },
    },
    Variant {
        name: "app-one-stack",
        says: "everything is in one stack",
        fails: &[],
        change: |changes| {
            changes.scope(|app, settings| {
                let env = Some(settings.environment());
                let stack =
                    Stack::new(app, &settings.project_name, StackProps { env, ..StackProps::default() })?;
                Ok(stack.node().clone())
            });
            changes.rename("dns-stack", "dns");
            changes.rename("network-stack", "network");
            changes.rename("data-stack", "data");
            changes.rename("compute-stack", "compute");
        },
    },
    Variant {
        name: "app-stage",
        says: "the four stacks are in a stage, so their assembly is nested in the app's",
        fails: &[],
        change: |changes| {
            changes.scope(|app, settings| {
                let env = Some(settings.environment());
                let stage = Stage::new(app, "production", StageProps { env, ..StageProps::default() })?;
                Ok(stage.node().clone())
            });
        },
    },
    Variant {
        name: "app-nested-stack",
        says: "the image buckets and their distributions are in a nested stack",
        fails: &[],
        change: |changes| {
            changes.place("public-images-s3-cloudfront", images_stack);
            changes.place("private-images-s3-cloudfront", images_stack);
        },
    },
    Variant {
        name: "app-exports-by-hand",
        says: "the buckets' names cross the stacks by exports of the student's own",
        fails: &[],
        change: |changes| changes.after("data-stack", exports_by_hand),
    },
    Variant {
        name: "app-export-value",
        says: "the buckets' names are exported by export_value too",
        fails: &[],
        change: |changes| {
            changes.after("data-stack", |data: &mut DataStack, stack| {
                stack.stack().export_value(&data.s3_public_images.bucket_name())?;
                stack.stack().export_value_as(data.s3_private_images.bucket_name(), "private-images")?;
                Ok(())
            });
        },
    },
];

fn extra_resources(stack: &StackBuilder<'_>) -> Result<()> {
    let scope = stack.scope();
    Bucket::new(scope, "backups", BucketProps { versioned: true, ..BucketProps::default() })?;
    Secret::new(scope, "another-secret", SecretProps::default())?;
    LogGroup::new(scope, "another-log-group", LogGroupProps::default())?;
    Topic::new(scope, "alarms", TopicProps::default())?;
    let code = Code::from_inline("def handler(event, context):\n    return None\n");
    Function::new(scope, "janitor", FunctionProps::new(code, "index.handler", Runtime::Python311)).map(drop)
}

/// The nested stack for what belongs to the images.
fn images_stack(stack: &StackBuilder<'_>) -> Result<Node> {
    let id = stack.id("images");
    if let Some(images) = stack.scope().node().try_find_child(&id) {
        return Ok(images);
    }
    Ok(NestedStack::new(stack.scope(), &id, NestedStackProps::default())?.node().clone())
}

/// The other stacks know the buckets by their names only.
fn exports_by_hand(data: &mut DataStack, stack: &StackBuilder<'_>) -> Result<()> {
    let scope = stack.scope();
    for (name, bucket) in
        [("public-bucket", &data.s3_public_images), ("private-bucket", &data.s3_private_images)]
    {
        let export_name = Some(name.into());
        let props = CfnOutputProps { export_name, ..CfnOutputProps::new(bucket.bucket_name()) };
        CfnOutput::new(scope, name, props)?;
    }
    let imported =
        |name: &str| Bucket::from_bucket_name(scope, &format!("imported-{name}"), Fn::import_value(name));
    data.s3_public_images = imported("public-bucket")?;
    data.s3_private_images = imported("private-bucket")?;
    Ok(())
}
