//! Recorded deployments, previewed.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use infragrade::assembly::{self, Assembly};
use infragrade_live::preview::{Export, Input, Options, Preview, Stack, find_backend};
use infragrade_live::robot::{self, Status, Step};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Certificate, Client};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A recording's folder: kept as one, or in the archive.
pub fn recording(name: &str) -> PathBuf {
    static UNPACKED: OnceLock<tempfile::TempDir> = OnceLock::new();
    let kept = root().join("fixtures").join(name);
    if kept.is_dir() {
        return kept;
    }
    let unpacked = UNPACKED.get_or_init(|| {
        let compressed = fs::read(root().join("fixtures/recorded.tar.xz")).unwrap();
        let mut tape = Vec::new();
        lzma_rs::xz_decompress(&mut compressed.as_slice(), &mut tape).unwrap();
        let folder = tempfile::tempdir().unwrap();
        tar::Archive::new(tape.as_slice()).unpack(folder.path()).unwrap();
        folder
    });
    unpacked.path().join(name)
}

pub fn input(name: &str) -> Input {
    let directory = recording(name);
    let Assembly { stacks, exports, .. } = assembly::read(&directory, &assembly::Limits::default()).unwrap();
    let stacks = stacks.into_iter().map(|stack| Stack {
        name: stack.name,
        template: stack.template,
        paths: stack.paths,
        account: stack.environment.account,
        region: stack.environment.region,
        images: stack.images,
    });
    let exports =
        exports.into_iter().map(|(name, export)| (name, Export { stack: export.stack, value: export.value }));
    Input { stacks: stacks.collect(), exports: exports.collect(), assembly: directory }
}

/// The backend that was built, and the stand-in website of the recordings.
pub fn options() -> Options {
    let asked = std::env::var_os("YOCTOGRAM_BIN").map(PathBuf::from);
    Options {
        backend: find_backend(asked.as_deref(), root()).unwrap(),
        web: Some(root().join("fixtures/web/dist")),
        usual_web: PathBuf::new(),
        log: Arc::new(|_, _| {}),
    }
}

pub async fn preview(input: &Input) -> Preview {
    let mut preview = Preview::start(input, &options()).await.unwrap();
    preview.settle().await;
    preview
}

/// Has the robot use the website; the step that failed.
pub async fn interaction(preview: &Preview) -> Option<Step> {
    let site = "https://yoctogram.codyho.infracourse.cloud".parse().unwrap();
    let wanted =
        robot::Options { only: "interaction".to_owned(), advice: false, ..robot::Options::new(site) };
    let wanted = preview.visitor(wanted).unwrap();
    let report = tokio::task::spawn_blocking(move || robot::run(&wanted)).await.unwrap();
    assert_eq!(report.steps.len(), 10);
    report.steps.into_iter().find(|step| step.status != Status::Pass)
}

/// All that a student is told, for a test's message.
pub fn told(preview: &Preview) -> String {
    let log: Vec<String> =
        preview.log().into_iter().map(|(component, line)| format!("{component}: {line}")).collect();
    format!("{:#?}\n{}", preview.problems(), log.join("\n"))
}

/// A client that knows the preview's names and authority, and nothing else.
pub fn client(preview: &Preview) -> Client {
    let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
    let authority = Certificate::from_pem(preview.authority().as_bytes()).unwrap();
    Client::builder()
        .tls_certs_only([authority])
        .dns_resolver(std::sync::Arc::new(Names(preview.hosts().clone())))
        .redirect(reqwest::redirect::Policy::none())
        .timeout(std::time::Duration::from_secs(10))
        .no_proxy()
        .build()
        .unwrap()
}

struct Names(infragrade_live::preview::Hosts);

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let found: Option<SocketAddr> = self.0.get(name.as_str()).copied();
        Box::pin(async move {
            match found {
                Some(address) => Ok(Box::new(std::iter::once(address)) as Addrs),
                None => Err(format!("{} does not resolve", name.as_str()).into()),
            }
        })
    }
}
