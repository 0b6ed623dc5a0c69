//! How long each step of `infragrade check` takes on the reference: `cargo bench`.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use infragrade::assembly::{self, Limits};
use infragrade::grade::{Grading, grade};
use infragrade::input;
use infragrade::policy::{self, Pack};
use infragrade::report::{human, json};

fn benchmark(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reference = root.join("fixtures/reference");
    let limits = policy::Limits::default();

    criterion.bench_function("load: read the assembly", |b| {
        b.iter(|| assembly::read(black_box(&reference), &Limits::default()).unwrap());
    });
    let assembly = assembly::read(&reference, &Limits::default()).unwrap();
    criterion.bench_function("load: build the input document", |b| {
        b.iter(|| input::build(black_box(&assembly), "codyho"));
    });
    criterion.bench_function("load: the built-in pack", |b| b.iter(|| Pack::builtin().unwrap()));
    criterion.bench_function("load: the same pack from its source", |b| {
        b.iter(|| Pack::from_directory(&root.join("rules")).unwrap());
    });

    let document = input::build(&assembly, "codyho");
    let mut machine = Pack::builtin().unwrap();
    criterion.bench_function("evaluate: virtual machine", |b| {
        b.iter(|| machine.evaluate(black_box(document.clone()), &limits));
    });
    let mut interpreter = Pack::from_directory(&root.join("rules")).unwrap();
    criterion.bench_function("evaluate: interpreter", |b| {
        b.iter(|| interpreter.evaluate(black_box(document.clone()), &limits));
    });

    let evaluations = machine.evaluate(document, &limits);
    let grading = Grading { catalogue: machine.catalogue(), points_per_violation: None, only: "" };
    let report = grade(grading, evaluations, &assembly);
    criterion.bench_function("report: human", |b| {
        b.iter(|| human::write(Vec::new(), black_box(&report), human::Options::default()).unwrap());
    });
    criterion
        .bench_function("report: json", |b| b.iter(|| json::write(Vec::new(), black_box(&report)).unwrap()));
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
