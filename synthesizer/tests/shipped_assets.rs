//! Assets that the CDK ships are staged from installed packages, with the content that their hashes are of.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use synthesizer::assets::{FingerprintOptions, fingerprint};
use synthesizer::aws_certificatemanager::{DnsValidatedCertificate, DnsValidatedCertificateProps};
use synthesizer::aws_ec2::{Vpc, VpcProps};
use synthesizer::aws_route53::{PublicHostedZone, PublicHostedZoneProps};
use synthesizer::aws_s3::{Bucket, BucketProps};
use synthesizer::aws_s3_deployment::{BucketDeployment, BucketDeploymentProps, Source};
use synthesizer::{App, AppProps, CloudAssembly, Environment, Json, RemovalPolicy, Stack, StackProps};

/// The layer's hash is of the sources that its archive is built from.
const AWS_CLI_LAYER: &str = "asset.3322b7049fb0ed2b7cbb644a2ada8d1116ff80c32dca89e6ada846b5de26f961.zip";

/// A stack with every construct whose function the CDK ships, and one object of text.
fn assembly() -> CloudAssembly {
    let restrict = ("@aws-cdk/aws-ec2:restrictDefaultSecurityGroup", Json::Bool(true));
    let app = App::new(AppProps { context: [restrict].into_iter().collect(), ..AppProps::default() });
    let env = Some(Environment::new("123456789012", "us-west-2"));
    let stack = Stack::new(&app, "Stack", StackProps { env, ..StackProps::default() }).unwrap();
    let zones = ["us-west-2a", "us-west-2b"].map(synthesizer::Text::from).to_vec();
    Vpc::new(&stack, "Vpc", VpcProps { availability_zones: Some(zones), ..VpcProps::default() }).unwrap();
    let zone = PublicHostedZone::new(&stack, "Zone", PublicHostedZoneProps::new("example.org")).unwrap();
    let certificate = DnsValidatedCertificateProps::new("example.org", &zone);
    DnsValidatedCertificate::new(&stack, "Certificate", certificate).unwrap();
    let emptied = BucketProps {
        auto_delete_objects: true,
        removal_policy: Some(RemovalPolicy::Destroy),
        ..BucketProps::default()
    };
    let bucket = Bucket::new(&stack, "Bucket", emptied).unwrap();
    let source = Source::data("pages/hello.txt", "hello");
    let deployment = BucketDeploymentProps::new(vec![source], bucket);
    BucketDeployment::new(&stack, "Deployment", deployment).unwrap();
    app.synth().unwrap()
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn assert_content_is_of_its_hash(folder: &Path) {
    for name in names_in(folder).iter().filter(|name| *name != AWS_CLI_LAYER) {
        let options =
            FingerprintOptions { exclude: vec![".is_custom_resource".to_owned()], ..Default::default() };
        let hash = fingerprint(&folder.join(name), &options).unwrap();
        assert_eq!(*name, format!("asset.{hash}"));
    }
}

#[test]
fn without_packages_the_missing_assets_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut missing = assembly().stage_assets(folder.path(), None).unwrap();
    missing.sort();
    assert_eq!(
        missing,
        [
            AWS_CLI_LAYER,
            "asset.7f18a11296f35510ee16538afec983ed6312e12afbf81b777089a9f8e34e2474",
            "asset.9eb41a5505d37607ac419321497a4f8c21cf0ee1f9b4a6b29aa04301aea5c7fd",
            "asset.b7f33614a69548d6bafe224d751a7ef238cde19097415e553fe8b63a4c8fd8a6",
            "asset.d4c47643615e33c32aac58169698a692fa1d1f3e0da0dd6c4bf1c0e6af68d757",
        ]
    );
    let [text] = &names_in(folder.path())[..] else { panic!("one asset is not the CDK's") };
    let text = folder.path().join(text).join("pages/hello.txt");
    assert_eq!(fs::read_to_string(text).unwrap(), "hello");
    assert_content_is_of_its_hash(folder.path());
}

/// Where the recorder installs the CDK.
fn python_packages() -> PathBuf {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fixtures");
    fixtures.join("venv/lib/python3.11/site-packages/aws_cdk")
}

/// Unpacks the JavaScript that is inside of a Python package.
fn unpack(archive: &str, package: &Path) {
    let archive = File::open(python_packages().join(archive)).unwrap();
    for entry in tar::Archive::new(GzDecoder::new(archive)).entries().unwrap() {
        let mut entry = entry.unwrap();
        let path = entry.path().unwrap().strip_prefix("package").unwrap().to_owned();
        if path.extension().is_some_and(|extension| ["js", "py", "zip"].iter().any(|kept| extension == *kept))
        {
            let target = package.join(path);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            entry.unpack(target).unwrap();
        }
    }
}

#[test]
#[ignore = "needs the CDK that fixtures/record.sh installs below target/fixtures; takes seconds to unpack"]
fn installed_packages_have_the_assets() {
    let packages = tempfile::tempdir().unwrap();
    unpack("_jsii/aws-cdk-lib@2.105.0.jsii.tgz", &packages.path().join("aws-cdk-lib"));
    let cli = "asset_awscli_v1/_jsii/asset-awscli-v1@2.2.202.jsii.tgz";
    unpack(cli, &packages.path().join("@aws-cdk/asset-awscli-v1"));
    let folder = tempfile::tempdir().unwrap();
    let missing = assembly().stage_assets(folder.path(), Some(packages.path())).unwrap();
    assert_eq!(missing, [""; 0]);
    assert_eq!(names_in(folder.path()).len(), 6);
    assert_content_is_of_its_hash(folder.path());
    let layer = fs::read(folder.path().join(AWS_CLI_LAYER)).unwrap();
    assert!(layer.starts_with(b"PK"), "the layer is a zip archive");
}
