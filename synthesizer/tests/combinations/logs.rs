//! Log groups and their grants.

use synthesizer::aws_iam::{Role, RoleProps, ServicePrincipal};
use synthesizer::aws_kms::{Key, KeyProps};
use synthesizer::aws_logs::{
    FilterPattern, LogGroup, LogGroupProps, LogRetention, LogRetentionProps, MetricFilterOptions,
    RetentionDays,
};
use synthesizer::{CfnOutput, CfnOutputProps, RemovalPolicy};

use crate::support::{NO_PATHS, USUAL, assert_equal};
use crate::surroundings::stack;

#[test]
fn log_groups() {
    assert_equal("log-groups", USUAL, |app| {
        let scope = stack(app)?;
        let props = LogGroupProps {
            log_group_name: Some("/course/web".to_owned()),
            retention: RetentionDays::ThreeMonths,
            removal_policy: Some(RemovalPolicy::Destroy),
            encryption_key: Some(Key::new(&scope, "Key", KeyProps::default())?),
        };
        let group = LogGroup::new(&scope, "Group", props)?;
        let errors = FilterPattern::all_terms(&["ERROR", "web"]);
        let errors = MetricFilterOptions {
            default_value: Some(0),
            ..MetricFilterOptions::new(errors, "course", "errors")
        };
        group.add_metric_filter("Errors", errors)?;
        group.add_stream("Stream", Some("first"), None)?;
        let ecs = ServicePrincipal::new("ecs-tasks.amazonaws.com");
        let role = Role::new(&scope, "Role", RoleProps::assumed_by(ecs))?;
        group.grant_write(&role)?;
        group.grant_read(&role)?;
        group.grant_write(&ServicePrincipal::new("es.amazonaws.com"))?;
        LogGroup::new(&scope, "Default", LogGroupProps::default())?;
        let imported = LogGroup::from_log_group_name(&scope, "Imported", "/elsewhere")?;
        imported.grant_write(&role)?;
        CfnOutput::new(&scope, "Arn", CfnOutputProps::new(group.log_group_arn()))?;
        Ok(())
    });
}

#[test]
fn log_retention() {
    assert_equal("log-retention", NO_PATHS, |app| {
        let scope = stack(app)?;
        let first = LogRetentionProps {
            log_group_name: "/aws/lambda/first".into(),
            retention: RetentionDays::OneWeek,
            log_group_region: None,
            max_retries: None,
            removal_policy: None,
        };
        LogRetention::new(&scope, "First", first)?;
        let second = LogRetentionProps {
            log_group_name: "/aws/lambda/second".into(),
            retention: RetentionDays::Infinite,
            log_group_region: Some("us-east-1".to_owned()),
            max_retries: Some(9),
            removal_policy: Some(RemovalPolicy::Destroy),
        };
        LogRetention::new(&scope, "Second", second)?;
        Ok(())
    });
}
