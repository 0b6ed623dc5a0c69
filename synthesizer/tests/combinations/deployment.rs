//! `fixtures/combinations/deployment.py`

use synthesizer::assets::IgnoreMode;
use synthesizer::aws_ecr_assets::{
    DockerCacheOption, DockerImageAsset, DockerImageAssetInvalidationOptions, DockerImageAssetProps,
    NetworkMode, Platform,
};
use synthesizer::{App, CfnOutput, CfnOutputProps, Map, Result};

use crate::support::{assert_equal, combinations, fixtures, stack};

fn map(key: &str, value: &str) -> Map<String> {
    [(key, value.to_owned())].into_iter().collect()
}

fn docker_assets(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = || DockerImageAssetProps {
        directory: fixtures().join("combinations/assets/image"),
        ..DockerImageAssetProps::default()
    };
    let arguments = [("VERSION", "1".to_owned()), ("MODE", "test".to_owned())].into_iter().collect();
    let cache = DockerCacheOption { cache_type: "registry".to_owned(), params: map("ref", "r/i") };
    let insensitive = DockerImageAssetInvalidationOptions { build_args: false, ..Default::default() };
    let images = [
        ("Plain", props()),
        (
            "File",
            DockerImageAssetProps {
                file: Some("small.Dockerfile".to_owned()),
                target: Some("small".to_owned()),
                ..props()
            },
        ),
        ("Arguments", DockerImageAssetProps { build_args: arguments, ..props() }),
        ("Platform", DockerImageAssetProps { platform: Some(Platform::linux_arm64()), ..props() }),
        ("Network", DockerImageAssetProps { network_mode: Some(NetworkMode("host".to_owned())), ..props() }),
        (
            "Ignored",
            DockerImageAssetProps {
                exclude: vec!["src/*.log".to_owned()],
                ignore_mode: Some(IgnoreMode::Glob),
                ..props()
            },
        ),
        ("Name", DockerImageAssetProps { asset_name: Some("classroom".to_owned()), ..props() }),
        (
            "Cache",
            DockerImageAssetProps {
                cache_from: vec![cache],
                outputs: vec!["type=local".to_owned()],
                ..props()
            },
        ),
        (
            "Insensitive",
            DockerImageAssetProps { build_args: map("A", "b"), invalidation: insensitive, ..props() },
        ),
        (
            "Secrets",
            DockerImageAssetProps {
                build_secrets: map("token", "env=TOKEN"),
                build_ssh: Some("default".to_owned()),
                ..props()
            },
        ),
        ("Salted", DockerImageAssetProps { extra_hash: Some("salt".to_owned()), ..props() }),
    ];
    for (name, props) in images {
        let image = DockerImageAsset::new(&scope, name, props)?;
        CfnOutput::new(&scope, &format!("{name}Uri"), CfnOutputProps::new(image.image_uri()))?;
    }
    Ok(())
}

#[test]
fn assets_and_deployments_equal_the_cdk() {
    assert_equal(combinations![docker_assets]);
}
