//! `fixtures/combinations/deployment.py`

use std::path::PathBuf;

use synthesizer::assets::{FingerprintOptions, IgnoreMode, SymlinkFollowMode};
use synthesizer::aws_cloudfront::{BehaviorOptions, Distribution, DistributionProps};
use synthesizer::aws_cloudfront_origins::{S3Origin, S3OriginProps};
use synthesizer::aws_ecr_assets::{
    DockerCacheOption, DockerImageAsset, DockerImageAssetInvalidationOptions, DockerImageAssetProps,
    NetworkMode, Platform,
};
use synthesizer::aws_iam::{Role, RoleProps, ServicePrincipal};
use synthesizer::aws_logs::RetentionDays;
use synthesizer::aws_s3::{Bucket, BucketAccessControl, BucketProps};
use synthesizer::aws_s3_assets::{Asset, AssetProps};
use synthesizer::aws_s3_deployment::{
    BucketDeployment, BucketDeploymentProps, CacheControl, ServerSideEncryption, Source, StorageClass,
};
use synthesizer::{
    App, AppProps, CfnOutput, CfnOutputProps, Duration, Map, RemovalPolicy, Result, Stack, object,
};

use crate::support::{assert_all_equal, combinations, fixtures, named_stack, stack};
use crate::surroundings::small_vpc;

fn site() -> PathBuf {
    fixtures().join("combinations/assets/site")
}

fn web() -> Source {
    Source::asset(fixtures().join("web/dist"))
}

fn bucket(scope: &Stack) -> Result<Bucket> {
    Bucket::new(scope, "Bucket", BucketProps::default())
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

fn deployment_options(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let bucket = bucket(&scope)?;
    let prefix = BucketDeploymentProps {
        destination_key_prefix: Some("web/site".to_owned()),
        prune: Some(false),
        retain_on_delete: Some(false),
        exclude: texts(["*"]),
        include: texts(["*.html"]),
        ..BucketDeploymentProps::new(vec![Source::asset(site())], bucket.clone())
    };
    BucketDeployment::new(&scope, "Prefix", prefix)?;
    let zipped = BucketDeploymentProps {
        destination_key_prefix: Some("zipped".to_owned()),
        extract: Some(false),
        ..BucketDeploymentProps::new(vec![web()], bucket)
    };
    BucketDeployment::new(&scope, "Zipped", zipped).map(drop)
}

fn deployment_metadata(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let metadata = [("Course", "cloud".to_owned()), ("year", "2026".to_owned())];
    let props = BucketDeploymentProps {
        metadata: metadata.into_iter().collect(),
        cache_control: vec![
            CacheControl::from_string("max-age=31536000,public,immutable"),
            CacheControl::set_public(),
            CacheControl::max_age(Duration::hours(1))?,
            CacheControl::no_cache(),
        ],
        content_disposition: Some("inline".to_owned()),
        content_encoding: Some("gzip".to_owned()),
        content_language: Some("en".to_owned()),
        content_type: Some("text/html".to_owned()),
        expires: Some("Tue, 01 Jan 2030 00:00:00 GMT".to_owned()),
        server_side_encryption: Some(ServerSideEncryption::Aes256),
        storage_class: Some(StorageClass::IntelligentTiering),
        website_redirect_location: Some("/other".to_owned()),
        access_control: Some(BucketAccessControl::PublicRead),
        sign_content: Some(true),
        ..BucketDeploymentProps::new(vec![Source::asset(site())], bucket(&scope)?)
    };
    BucketDeployment::new(&scope, "Deployment", props).map(drop)
}

fn deployment_sources(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let bucket = bucket(&scope)?;
    let store = Bucket::from_bucket_name(&scope, "Store", "store")?;
    let mut excluding = AssetProps::path(site());
    excluding.fingerprint.exclude = texts(["drafts", "*.css"]);
    let sources = vec![
        Source::asset_with(excluding),
        Source::data("hello.txt", "hello"),
        Source::json_data("config.json", object! { "bucket" => bucket.bucket_name(), "n" => 1 }),
        Source::bucket(&store, "site.zip"),
    ];
    let props = BucketDeploymentProps::new(sources, bucket);
    let deployment = BucketDeployment::new(&scope, "Deployment", props)?;
    deployment.add_source(web())?;
    let deployed = deployment.deployed_bucket()?.bucket_name();
    CfnOutput::new(&scope, "Deployed", CfnOutputProps::new(deployed)).map(drop)
}

fn deployment_invalidation(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = BucketProps {
        auto_delete_objects: true,
        removal_policy: Some(RemovalPolicy::Destroy),
        ..BucketProps::default()
    };
    let bucket = Bucket::new(&scope, "Bucket", props)?;
    let behavior = BehaviorOptions::new(&S3Origin::new(&bucket, S3OriginProps::default())?);
    let distribution = Distribution::new(&scope, "Distribution", DistributionProps::new(behavior))?;
    let props = BucketDeploymentProps {
        distribution: Some(distribution),
        ..BucketDeploymentProps::new(vec![web()], bucket)
    };
    BucketDeployment::new(&scope, "All", props.clone())?;
    let props = BucketDeploymentProps { distribution_paths: texts(["/index.html", "/images/*"]), ..props };
    BucketDeployment::new(&scope, "Some", props).map(drop)
}

fn deployment_functions(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let bucket = bucket(&scope)?;
    let vpc = small_vpc(&scope)?;
    let lambda = RoleProps::assumed_by(ServicePrincipal::new("lambda.amazonaws.com"));
    let role = Role::new(&scope, "Own", lambda)?;
    let usual = || BucketDeploymentProps::new(vec![web()], bucket.clone());
    let log_retention = Some(RetentionDays::OneDay);
    let kinds = [
        ("Memory", BucketDeploymentProps { memory_limit: Some(1024), log_retention, ..usual() }),
        ("Storage", BucketDeploymentProps { ephemeral_storage_size: Some(1024), ..usual() }),
        ("Network", BucketDeploymentProps { vpc: Some(vpc), ..usual() }),
        ("Role", BucketDeploymentProps { role: Some(role), ..usual() }),
    ];
    for (name, props) in kinds {
        BucketDeployment::new(&scope, name, props)?;
    }
    Ok(())
}

fn deployment_across_stacks(app: &App) -> Result<()> {
    let (store, site) = (named_stack(app, "Store")?, named_stack(app, "Site")?);
    let buckets = [
        ("Other", bucket(&store)?),
        ("Imported", Bucket::from_bucket_name(&site, "Elsewhere", "elsewhere")?),
    ];
    for (name, bucket) in buckets {
        BucketDeployment::new(&site, name, BucketDeploymentProps::new(vec![web()], bucket))?;
    }
    Ok(())
}

fn file_assets(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let role =
        Role::new(&scope, "Role", RoleProps::assumed_by(ServicePrincipal::new("ecs-tasks.amazonaws.com")))?;
    let folder = |fingerprint| AssetProps { fingerprint, ..AssetProps::path(site()) };
    let ignoring = |patterns: &[&str], ignore_mode| {
        let exclude = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
        folder(FingerprintOptions { exclude, ignore_mode, ..FingerprintOptions::default() })
    };
    let following = |follow| folder(FingerprintOptions { follow, ..FingerprintOptions::default() });
    let never = FingerprintOptions {
        follow: SymlinkFollowMode::Never,
        exclude: texts(["css"]),
        ..FingerprintOptions::default()
    };
    let assets = [
        ("Folder", AssetProps::path(site())),
        ("File", AssetProps::path(site().join("windows.txt"))),
        ("Glob", ignoring(&["**/*.html", "!index.html"], IgnoreMode::Glob)),
        ("Git", ignoring(&["*.html", "!index.html"], IgnoreMode::Git)),
        ("Docker", ignoring(&["drafts", "**/*.css"], IgnoreMode::Docker)),
        ("Links", following(SymlinkFollowMode::Always)),
        ("External", following(SymlinkFollowMode::External)),
        ("Never", folder(never)),
        ("Own", AssetProps { asset_hash: Some("my own".to_owned()), ..AssetProps::path(site()) }),
    ];
    for (name, props) in assets {
        let asset = Asset::new(&scope, name, props)?;
        CfnOutput::new(&scope, &format!("{name}Url"), CfnOutputProps::new(asset.s3_object_url()))?;
        asset.grant_read(&role)?;
    }
    Ok(())
}

fn assets_without_metadata(app: &App) -> Result<()> {
    let scope = stack(app)?;
    Asset::new(&scope, "Folder", AssetProps::path(site()))?;
    let directory = fixtures().join("combinations/assets/image");
    DockerImageAsset::new(
        &scope,
        "Image",
        DockerImageAssetProps { directory, ..DockerImageAssetProps::default() },
    )?;
    let props = BucketDeploymentProps::new(vec![web()], bucket(&scope)?);
    BucketDeployment::new(&scope, "Deployment", props).map(drop)
}

fn map(key: &'static str, value: &str) -> Map<String> {
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
    assert_all_equal(combinations![
        deployment_options,
        deployment_metadata.without_paths(),
        deployment_sources,
        deployment_invalidation,
        deployment_across_stacks,
        file_assets,
        docker_assets,
        deployment_functions.without_paths(),
        assets_without_metadata.without_paths().with("aws:cdk:enable-asset-metadata", false),
    ]);
}

#[test]
fn impossible_deployments_are_refused() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let bucket = bucket(&scope).unwrap();
    let refused = |id: &str, source: Source, change: fn(&mut BucketDeploymentProps)| {
        let mut props = BucketDeploymentProps::new(vec![source], bucket.clone());
        change(&mut props);
        BucketDeployment::new(&scope, id, props).err().unwrap().to_string()
    };
    assert_eq!(
        refused("Paths", web(), |props| props.distribution_paths = texts(["/a"])),
        "Stack/Paths: Distribution must be specified if distribution paths are specified"
    );
    assert_eq!(
        refused("Prefix", web(), |props| props.destination_key_prefix = Some("x".repeat(105))),
        "Stack/Prefix: The BucketDeployment construct requires that the \"destinationKeyPrefix\" be <=104 characters."
    );
    assert_eq!(
        refused("File", Source::asset(site().join("windows.txt")), |_| ()),
        "Stack/File: Asset path must be either a .zip file or a directory"
    );
    assert_eq!(
        refused("Key", Source::data("../hello.txt", "hello"), |_| ()),
        "Stack/Key: Object key \"../hello.txt\" is not the path of a file in a folder"
    );
}
