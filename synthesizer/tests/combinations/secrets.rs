//! Secrets.

use synthesizer::aws_iam::{AccountPrincipal, Role, RoleProps, ServicePrincipal, User, UserProps};
use synthesizer::aws_kms::{Key, KeyProps};
use synthesizer::aws_lambda::ImportedFunction;
use synthesizer::aws_secretsmanager::{
    ReplicaRegion, RotationScheduleOptions, Secret, SecretProps, SecretStringGenerator,
};
use synthesizer::aws_ssm::{
    ParameterTier, SecureStringParameterAttributes, StringListParameter, StringListParameterProps,
    StringParameter, StringParameterProps,
};
use synthesizer::{
    CfnOutput, CfnOutputProps, Duration, RemovalPolicy, SecretValue, SecretsManagerSecretOptions,
};

use crate::support::{NO_PATHS, USUAL, assert_equal, named_stack};
use crate::surroundings::stack;

#[test]
fn secret_templates() {
    assert_equal("secret-templates", USUAL, |app| {
        let scope = stack(app)?;
        let template = SecretStringGenerator {
            secret_string_template: Some("{\"username\": \"clerk\"}".to_owned()),
            generate_string_key: Some("password".to_owned()),
            password_length: Some(40),
            exclude_characters: Some("\"@/\\".to_owned()),
            require_each_included_type: Some(true),
            ..Default::default()
        };
        let rules = SecretStringGenerator {
            exclude_lowercase: Some(true),
            exclude_numbers: Some(true),
            exclude_punctuation: Some(true),
            exclude_uppercase: Some(false),
            include_space: Some(true),
            ..Default::default()
        };
        for (name, generator) in [("Template", template), ("Rules", rules)] {
            let props = SecretProps { generate_secret_string: Some(generator), ..Default::default() };
            Secret::new(&scope, name, props)?;
        }
        let plain = SecretValue::unsafe_plain_text("hello");
        Secret::new(&scope, "Plain", SecretProps { secret_string_value: Some(plain), ..Default::default() })?;
        let options = SecretsManagerSecretOptions {
            json_field: "token".to_owned(),
            version_stage: Some("AWSPREVIOUS".to_owned()),
            ..Default::default()
        };
        let object = vec![
            ("user".to_owned(), SecretValue::unsafe_plain_text("clerk")),
            ("token".to_owned(), SecretValue::secrets_manager("other", options)?),
        ];
        Secret::new(&scope, "Object", SecretProps { secret_object_value: object, ..Default::default() })?;
        Ok(())
    });
}

#[test]
fn imported_secrets() {
    assert_equal("imported-secrets", USUAL, |app| {
        let scope = stack(app)?;
        let ecs = ServicePrincipal::new("ecs-tasks.amazonaws.com");
        let role = Role::new(&scope, "Role", RoleProps::assumed_by(ecs))?;
        let arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:course/key";
        let by_name = Secret::from_secret_name_v2(&scope, "ByName", "course/name")?;
        let complete = Secret::from_secret_complete_arn(&scope, "Complete", format!("{arn}-AbCdEf"))?;
        let partial = Secret::from_secret_partial_arn(&scope, "Partial", arn)?;
        for (number, secret) in [&by_name, &complete, &partial].into_iter().enumerate() {
            secret.grant_read(&role, &[])?;
            CfnOutput::new(&scope, &format!("Name{number}"), CfnOutputProps::new(secret.secret_name()))?;
            CfnOutput::new(&scope, &format!("Arn{number}"), CfnOutputProps::new(secret.secret_arn()))?;
        }
        let value = complete.secret_value_from_json("key")?.unsafe_unwrap();
        CfnOutput::new(&scope, "Value", CfnOutputProps::new(value))?;
        Ok(())
    });
}

#[test]
fn secret_options() {
    assert_equal("secret-options", USUAL, |app| {
        let scope = stack(app)?;
        let key = KeyProps {
            enable_key_rotation: Some(true),
            alias: Some("secrets".into()),
            ..KeyProps::default()
        };
        let key = Key::new(&scope, "Key", key)?;
        let props = SecretProps {
            secret_name: Some("course/secret".into()),
            encryption_key: Some(key.clone()),
            removal_policy: Some(RemovalPolicy::Retain),
            replica_regions: vec![ReplicaRegion::new("us-east-1")],
            ..SecretProps::default()
        };
        let secret = Secret::new(&scope, "Secret", props)?;
        secret.add_replica_region(ReplicaRegion {
            encryption_key: Some(key),
            ..ReplicaRegion::new("eu-west-1")
        })?;
        secret.deny_account_root_delete()?;
        let ecs = ServicePrincipal::new("ecs-tasks.amazonaws.com");
        let role = Role::new(&scope, "Role", RoleProps::assumed_by(ecs))?;
        secret.grant_read(&role, &[])?;
        secret.grant_write(&role)?;
        CfnOutput::new(&scope, "Name", CfnOutputProps::new(secret.secret_name()))?;
        Ok(())
    });
}

#[test]
fn secret_grants() {
    assert_equal("secret-grants", NO_PATHS, |app| {
        let (scope, other) = (named_stack(app, "Secrets")?, named_stack(app, "Readers")?);
        let secret = Secret::new(&scope, "Secret", SecretProps::default())?;
        let user = User::new(&scope, "User", UserProps::default())?;
        secret.grant_read(&user, &["AWSCURRENT", "AWSPREVIOUS"])?;
        let ecs = ServicePrincipal::new("ecs-tasks.amazonaws.com");
        secret.grant_read(&Role::new(&other, "Role", RoleProps::assumed_by(ecs))?, &[])?;
        let key = Key::new(&scope, "Key", KeyProps::default())?;
        let locked = SecretProps { encryption_key: Some(key), ..SecretProps::default() };
        let locked = Secret::new(&scope, "Locked", locked)?;
        locked.grant_read(&AccountPrincipal::new("210987654321"), &[]).map(drop)
    });
}

#[test]
fn secret_rotation() {
    assert_equal("secret-rotation", USUAL, |app| {
        let scope = stack(app)?;
        let secret = Secret::new(&scope, "Secret", SecretProps::default())?;
        let arn = "arn:aws:lambda:us-west-2:123456789012:function:rotator";
        let options = RotationScheduleOptions {
            rotation_lambda: ImportedFunction::from_function_arn(&scope, "Rotator", arn)?,
            automatically_after: Some(Duration::days(3)),
            rotate_immediately_on_update: None,
        };
        secret.add_rotation_schedule("Schedule", options).map(drop)
    });
}

#[test]
fn parameters_of_ssm() {
    assert_equal("parameters-of-ssm", NO_PATHS, |app| {
        let scope = stack(app)?;
        let ecs = ServicePrincipal::new("ecs-tasks.amazonaws.com");
        let role = Role::new(&scope, "Role", RoleProps::assumed_by(ecs))?;
        let text = StringParameterProps {
            parameter_name: Some("/course/text".to_owned()),
            description: Some("a text".to_owned()),
            tier: Some(ParameterTier::Advanced),
            allowed_pattern: Some(".*".to_owned()),
            ..StringParameterProps::new("value")
        };
        let text = StringParameter::new(&scope, "Text", text)?;
        let listed = StringListParameterProps {
            string_list_value: vec!["a".into(), "b".into()],
            ..StringListParameterProps::default()
        };
        let listed = StringListParameter::new(&scope, "List", listed)?;
        let secure = SecureStringParameterAttributes {
            parameter_name: "/course/secure".to_owned(),
            version: Some(2),
            encryption_key: None,
        };
        let secure = StringParameter::from_secure_string_parameter_attributes(&scope, "Secure", secure)?;
        text.grant_read(&role)?;
        listed.grant_write(&role)?;
        secure.grant_read(&role)?;
        let found = StringParameter::value_for_string_parameter(&scope, "/course/found")?;
        CfnOutput::new(&scope, "Found", CfnOutputProps::new(found))?;
        CfnOutput::new(&scope, "Text2", CfnOutputProps::new(text.string_value()))?;
        Ok(())
    });
}
