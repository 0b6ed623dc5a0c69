//! How long the synthesizer takes for the finished assignment: `cargo bench -p reference-stacks`.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use reference_stacks::recordings::command_line_context;
use reference_stacks::{Settings, variant};
use synthesizer::AppProps;
use synthesizer::assets::{FingerprintOptions, fingerprint};

fn benchmark(criterion: &mut Criterion) {
    let fixtures = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"));
    let settings = Settings::of_recordings(fixtures);
    let context = command_line_context(&fixtures.join("cdk/cdk.json")).unwrap();
    let props = AppProps { context, ..AppProps::default() };
    let without_tree = AppProps { without_tree: true, ..props.clone() };
    let synthesize =
        |props: &AppProps| variant::REFERENCE.synthesize(black_box(props.clone()), &settings).unwrap();

    criterion.bench_function("four stacks: all files in memory", |b| b.iter(|| synthesize(&props)));
    criterion.bench_function("four stacks: without tree.json", |b| b.iter(|| synthesize(&without_tree)));
    let folder = tempfile::tempdir().unwrap();
    criterion.bench_function("four stacks: all files in a folder", |b| {
        b.iter(|| synthesize(&props).write_to(folder.path()).unwrap());
    });
    criterion.bench_function("the fingerprints of their two assets", |b| {
        b.iter(|| {
            ["app", "web/dist"]
                .map(|asset| fingerprint(&fixtures.join(asset), &FingerprintOptions::default()).unwrap())
        });
    });
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
