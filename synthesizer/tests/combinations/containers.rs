//! Where containers get their images and secrets from.

use synthesizer::aws_ecr::{Repository, RepositoryProps};
use synthesizer::aws_ecr_assets::{DockerImageAsset, DockerImageAssetProps, Platform};
use synthesizer::aws_ecs::{
    Capability, ContainerDefinitionOptions, ContainerImage, EnvironmentFile, FargateTaskDefinition,
    FargateTaskDefinitionProps, LinuxParameters, LinuxParametersProps, LogDriver, Secret as EcsSecret,
    SecretVersionInfo, SplunkLogDriverProps, SystemControl, Ulimit, UlimitName,
};
use synthesizer::aws_kms::{Key, KeyProps};
use synthesizer::aws_s3::Bucket;
use synthesizer::aws_secretsmanager::{Secret, SecretProps};
use synthesizer::aws_ssm::{SecureStringParameterAttributes, StringParameter, StringParameterProps};
use synthesizer::{App, AppProps, Duration};

use crate::support::{NO_PATHS, USUAL, assert_equal, fixtures};
use crate::surroundings::{stack, texts};

fn nginx() -> ContainerImage {
    ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.25")
}

#[test]
fn container_options() {
    assert_equal("container-options", NO_PATHS, |app| {
        let scope = stack(app)?;
        let task = FargateTaskDefinition::new(&scope, "Task", FargateTaskDefinitionProps::default())?;
        let parameters =
            LinuxParametersProps { init_process_enabled: Some(true), ..LinuxParametersProps::default() };
        let parameters = LinuxParameters::new(&scope, "Linux", parameters)?;
        parameters.drop_capabilities([Capability::All]);
        let bucket = Bucket::from_bucket_name(&scope, "Files", "files")?;
        let settings = fixtures().join("combinations/assets/settings.env");
        let options = ContainerDefinitionOptions {
            container_name: Some("the-web".to_owned()),
            command: Some(texts(["serve", "--all"])),
            entry_point: Some(texts(["/bin/sh", "-c"])),
            user: Some("1000:1000".to_owned()),
            working_directory: Some("/srv".to_owned()),
            readonly_root_filesystem: Some(true),
            hostname: Some("web".to_owned()),
            stop_timeout: Some(Duration::seconds(20)),
            start_timeout: Some(Duration::minutes(1)),
            docker_labels: [("b", "2".into()), ("a", "1".into())].into_iter().collect(),
            linux_parameters: Some(parameters),
            system_controls: vec![SystemControl {
                namespace: "net.core.somaxconn".to_owned(),
                value: "1024".to_owned(),
            }],
            environment: [("B", "2".into()), ("A", "1".into())].into_iter().collect(),
            environment_files: vec![
                EnvironmentFile::from_asset(settings),
                EnvironmentFile::from_bucket(&bucket, "more.env"),
            ],
            ulimits: vec![Ulimit { name: UlimitName::Nofile, soft_limit: 1024, hard_limit: 4096 }],
            disable_networking: Some(false),
            privileged: Some(false),
            ..ContainerDefinitionOptions::new(nginx())
        };
        let web = task.add_container("web", options)?;
        web.add_ulimits([Ulimit { name: UlimitName::Core, soft_limit: 0, hard_limit: 0 }]);
        web.add_environment("C", "3");
        Ok(())
    });
}

#[test]
fn container_secrets() {
    assert_equal("container-secrets", USUAL, |app| {
        let scope = stack(app)?;
        let task = FargateTaskDefinition::new(&scope, "Task", FargateTaskDefinitionProps::default())?;
        let key = Key::new(&scope, "Key", KeyProps::default())?;
        let props = SecretProps { encryption_key: Some(key), ..SecretProps::default() };
        let secret = Secret::new(&scope, "Secret", props)?;
        let partial = Secret::from_secret_name_v2(&scope, "Named", "named")?;
        let plain = StringParameter::new(&scope, "Plain", StringParameterProps::new("v"))?;
        let secure = SecureStringParameterAttributes {
            parameter_name: "/secure".to_owned(),
            ..SecureStringParameterAttributes::default()
        };
        let secure = StringParameter::from_secure_string_parameter_attributes(&scope, "Secure", secure)?;
        let previous = SecretVersionInfo { version_stage: Some("AWSPREVIOUS".to_owned()), version_id: None };
        let version = SecretVersionInfo { version_id: Some("0000-1111".to_owned()), version_stage: None };
        let secrets = [
            ("WHOLE", EcsSecret::from_secrets_manager(&secret, None)),
            ("FIELD", EcsSecret::from_secrets_manager(&secret, Some("field"))),
            ("STAGED", EcsSecret::from_secrets_manager_version(&secret, &previous, Some("field"))),
            ("VERSION", EcsSecret::from_secrets_manager_version(&partial, &version, None)),
            ("PLAIN", EcsSecret::from_ssm_parameter(&plain)),
        ];
        let options = ContainerDefinitionOptions {
            secrets: secrets.into_iter().map(|(name, secret)| (name.to_owned(), secret)).collect(),
            ..ContainerDefinitionOptions::new(nginx())
        };
        let web = task.add_container("web", options)?;
        web.add_secret("SECURE", EcsSecret::from_ssm_parameter(&secure))
    });
}

#[test]
fn container_images() {
    assert_equal("container-images", USUAL, |app| {
        let scope = stack(app)?;
        let task = FargateTaskDefinition::new(&scope, "Task", FargateTaskDefinitionProps::default())?;
        let props = RepositoryProps { image_scan_on_push: Some(true), ..RepositoryProps::default() };
        let repository = Repository::new(&scope, "Repository", props)?;
        let imported = Repository::from_repository_name(&scope, "Imported", "elsewhere")?;
        let credentials = Secret::new(&scope, "Credentials", SecretProps::default())?;
        let folder = fixtures().join("combinations/assets/image");
        let asset = DockerImageAssetProps { directory: folder, ..DockerImageAssetProps::default() };
        let built = DockerImageAssetProps {
            build_args: [("MODE", "fast".into())].into_iter().collect(),
            file: Some("small.Dockerfile".to_owned()),
            platform: Some(Platform::linux_amd64()),
            ..asset.clone()
        };
        let asset = DockerImageAsset::new(&scope, "Asset", asset)?;
        let digest = format!("sha256:{}", "ab".repeat(32));
        for (name, image) in [
            ("private", ContainerImage::from_private_registry("example.com/private", &credentials)),
            ("latest", ContainerImage::from_ecr_repository(&repository, "latest")),
            ("tagged", ContainerImage::from_ecr_repository(&imported, "v2")),
            ("digest", ContainerImage::from_ecr_repository(&imported, &digest)),
            ("asset", ContainerImage::from_docker_image_asset(&asset)),
            ("built", ContainerImage::from_asset(built)),
        ] {
            task.add_container(name, ContainerDefinitionOptions::new(image))?;
        }
        Ok(())
    });
}

#[test]
fn splunk_is_told_in_texts() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let missing = LogDriver::splunk(SplunkLogDriverProps::default()).err().unwrap();
    assert_eq!(missing.to_string(), "Please provide either token or secretToken.");
    let token = Secret::new(&scope, "Token", SecretProps::default()).unwrap();
    let props = SplunkLogDriverProps {
        secret_token: Some(EcsSecret::from_secrets_manager(&token, None)),
        url: "https://splunk.example.com".to_owned(),
        gzip: Some(true),
        labels: Some(vec!["a".to_owned(), "b".to_owned()]),
        ..SplunkLogDriverProps::default()
    };
    let logging = Some(LogDriver::splunk(props).unwrap());
    let task = FargateTaskDefinition::new(&scope, "Task", FargateTaskDefinitionProps::default()).unwrap();
    let options = ContainerDefinitionOptions { logging, ..ContainerDefinitionOptions::new(nginx()) };
    task.add_container("web", options).unwrap();
    let template = scope.to_template().unwrap().stringify(0);
    let expected = "\"LogConfiguration\":{\"LogDriver\":\"splunk\",\"Options\":{\"splunk-url\":\
                    \"https://splunk.example.com\",\"splunk-gzip\":\"true\",\"labels\":\"a,b\"},\
                    \"SecretOptions\":[{\"Name\":\"splunk-token\",\"ValueFrom\":{\"Ref\":\"";
    assert!(template.contains(expected), "{template}");
}
