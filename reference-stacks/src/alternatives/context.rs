//! The same stacks, synthesized with another context or arranged differently.

use synthesizer::{Json, Map};

use crate::Variant;

/// The same stacks, synthesized differently.
pub(super) const ALTERNATIVES: &[Variant] = &[
    Variant {
        name: "app-stack-names",
        says: "the stacks have names of their own",
        fails: &[],
        change: |changes| {
            changes.rename("data-stack", "Data");
            changes.stacks(|stack, props| match stack {
                "data-stack" => props.stack_name = Some("assignment-two-data".to_owned()),
                "network-stack" => {
                    props.stack_name = Some("assignment-two-network".to_owned());
                    props.description = Some("where everything runs".to_owned());
                    props.termination_protection = true;
                }
                _ => {}
            });
        },
    },
    Variant {
        name: "app-environment-agnostic",
        says: "the stacks are given neither account nor region, which the CLI fills in",
        fails: &[],
        change: |changes| changes.stacks(|_, props| props.env = None),
    },
    Variant {
        name: "context-no-flags",
        says: "cdk.json has no feature flags",
        fails: &[],
        change: |changes| {
            changes.context(|context| keep(context, |key| is_of_command_line(key) || is_lookup(key)))
        },
    },
    Variant {
        name: "context-none",
        says: "the app was run as `python app.py`, without cdk.json and the CLI",
        fails: &[],
        change: |changes| changes.context(|context| keep(context, is_lookup)),
    },
    Variant {
        name: "context-policies-not-minimized",
        says: "the flag that merges policy statements is off",
        fails: &[],
        change: |changes| changes.context(|context| switch_off(context, "@aws-cdk/aws-iam:minimizePolicies")),
    },
    Variant {
        name: "context-no-path-metadata",
        says: "the templates hold neither paths nor the CDK's version: both were switched off",
        fails: &[],
        change: |changes| {
            changes.context(|context| {
                switch_off(context, "aws:cdk:enable-path-metadata");
                switch_off(context, "aws:cdk:version-reporting");
            });
        },
    },
    Variant {
        name: "context-no-partition-literals",
        says: "partitions are left to CloudFormation",
        fails: &[],
        change: |changes| {
            changes.context(|context| switch_off(context, "@aws-cdk/core:enablePartitionLiterals"))
        },
    },
    Variant {
        name: "context-other-qualifier",
        says: "the account was bootstrapped with another qualifier",
        fails: &[],
        change: |changes| {
            changes.context(|context| {
                context.insert("@aws-cdk/core:bootstrapQualifier", Json::from("cs40"));
            });
        },
    },
];

fn switch_off(context: &mut Map<Json>, key: &'static str) {
    context.insert(key, Json::Bool(false));
}

fn is_lookup(key: &str) -> bool {
    key.starts_with("availability-zones:")
}

fn is_of_command_line(key: &str) -> bool {
    key.starts_with("aws:cdk:")
}

fn keep(context: &mut Map<Json>, wanted: impl Fn(&str) -> bool) {
    let others: Vec<String> = context.keys().filter(|key| !wanted(key)).map(str::to_owned).collect();
    others.iter().for_each(|key| drop(context.remove(key)));
}
