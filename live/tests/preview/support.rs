//! Recorded deployments, previewed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use infragrade::assembly::{self, Assembly};
use infragrade_live::preview::{Export, Input, Options, Preview, Stack, find_backend};

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

/// All that a student is told, for a test's message.
pub fn told(preview: &Preview) -> String {
    let log: Vec<String> =
        preview.log().into_iter().map(|(component, line)| format!("{component}: {line}")).collect();
    format!("{:#?}\n{}", preview.problems(), log.join("\n"))
}
