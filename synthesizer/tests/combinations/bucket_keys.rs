//! Buckets whose objects are encrypted by keys of one's own.

use synthesizer::aws_iam::{FromRoleArnOptions, Role, RoleProps, ServicePrincipal};
use synthesizer::aws_kms::{Key, KeyProps, KeySpec};
use synthesizer::aws_s3::{Bucket, BucketAttributes, BucketEncryption, BucketProps};
use synthesizer::{App, AppProps, CfnOutput, CfnOutputProps, Construct, Duration, Result, Text};

use crate::support::{USUAL, assert_equal, named_stack};
use crate::surroundings::stack;

fn role(scope: &dyn Construct, id: &str) -> Result<Role> {
    Role::new(scope, id, RoleProps::assumed_by(ServicePrincipal::new("ecs-tasks.amazonaws.com")))
}

fn output(scope: &dyn Construct, id: &str, value: impl Into<Text>) -> Result<()> {
    CfnOutput::new(scope, id, CfnOutputProps::new(value)).map(drop)
}

#[test]
fn bucket_encryption() {
    assert_equal("bucket-encryption", USUAL, |app| {
        let scope = stack(app)?;
        let key = Key::new(&scope, "Key", KeyProps::default())?;
        let role = role(&scope, "Role")?;
        let kind = |kind| BucketProps { encryption: Some(kind), ..BucketProps::default() };
        let with_bucket_key = |props| BucketProps { bucket_key_enabled: Some(true), ..props };
        let own_key = BucketProps { encryption_key: Some(key), ..BucketProps::default() };
        for (name, props) in [
            ("None", kind(BucketEncryption::Unencrypted)),
            ("Managed", kind(BucketEncryption::S3Managed)),
            ("KmsManaged", with_bucket_key(kind(BucketEncryption::KmsManaged))),
            ("Kms", kind(BucketEncryption::Kms)),
            ("OwnKey", with_bucket_key(own_key)),
        ] {
            Bucket::new(&scope, name, props)?.grant_read_write(&role, "*")?;
        }
        Ok(())
    });
}

#[test]
fn bucket_grants_across_stacks() {
    assert_equal("bucket-grants-across-stacks", USUAL, |app| {
        let (store, service) = (named_stack(app, "Store")?, named_stack(app, "Service")?);
        let props = BucketProps { encryption: Some(BucketEncryption::Kms), ..BucketProps::default() };
        let bucket = Bucket::new(&store, "Bucket", props)?;
        bucket.grant_read_write(&role(&service, "Role")?, "*")?;
        let arn = "arn:aws:iam::210987654321:role/foreign";
        let foreign = Role::from_role_arn(&store, "Foreign", arn, FromRoleArnOptions::default())?;
        bucket.grant_read(&foreign, "*")?;
        output(&service, "Url", bucket.url_for_object(Some("key.txt")))?;
        output(&service, "S3Url", bucket.s3_url_for_object(None))?;
        output(&service, "Host", bucket.virtual_hosted_url_for_object(Some("key.txt"), false))
    });
}

#[test]
fn imported_buckets() {
    assert_equal("imported-buckets", USUAL, |app| {
        let scope = stack(app)?;
        let role = role(&scope, "Role")?;
        let by_name = Bucket::from_bucket_name(&scope, "ByName", "elsewhere")?;
        let by_arn = Bucket::from_bucket_arn(&scope, "ByArn", "arn:aws:s3:::another")?;
        let key = Key::from_key_arn(&scope, "Key", "arn:aws:kms:eu-west-1:210987654321:key/0000-1111")?;
        let attributes = BucketAttributes {
            bucket_name: Some("third".into()),
            region: Some("eu-west-1".into()),
            account: Some("210987654321".into()),
            encryption_key: Some(key),
            ..BucketAttributes::default()
        };
        let third = Bucket::from_bucket_attributes(&scope, "Attributes", attributes)?;
        for (number, bucket) in [by_name, by_arn, third].iter().enumerate() {
            bucket.grant_read(&role, "*")?;
            output(&scope, &format!("Domain{number}"), bucket.bucket_regional_domain_name())?;
            output(&scope, &format!("Arn{number}"), bucket.arn_for_objects("x"))?;
        }
        Ok(())
    });
}

#[test]
fn impossible_keys_are_refused() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let refused = |id: &str, change: fn(&mut KeyProps)| {
        let mut props = KeyProps::default();
        change(&mut props);
        Key::new(&scope, id, props).err().unwrap().to_string()
    };
    assert_eq!(
        refused("Curve", |props| props.key_spec = Some(KeySpec::EccNistP256)),
        "Stack/Curve: key spec 'ECC_NIST_P256' is not valid with usage 'ENCRYPT_DECRYPT'"
    );
    assert_eq!(
        refused("Rotation", |props| {
            props.key_spec = Some(KeySpec::Rsa2048);
            props.enable_key_rotation = Some(true);
        }),
        "Stack/Rotation: key rotation cannot be enabled on asymmetric keys"
    );
    assert_eq!(
        refused("Window", |props| props.pending_window = Some(Duration::days(6))),
        "Stack/Window: 'pendingWindow' value must between 7 and 30 days. Received: 6"
    );
    assert_eq!(
        refused("Name", |props| props.alias = Some("aws/mine".into())),
        "Stack/Name: Alias cannot start with alias/aws/: alias/aws/mine"
    );
    let key = Key::new(&scope, "Key", KeyProps::default()).unwrap();
    let props = BucketProps {
        encryption: Some(BucketEncryption::S3Managed),
        encryption_key: Some(key),
        ..BucketProps::default()
    };
    assert_eq!(
        Bucket::new(&scope, "Bucket", props).err().unwrap().to_string(),
        "Stack/Bucket: encryptionKey is specified, so 'encryption' must be set to KMS or DSSE (value: S3_MANAGED)"
    );
}
