//! What the tests of the variants share.

use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use reference_stacks::{Variant, variant};

/// Where the recordings are.
pub(crate) fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"))
}

/// Asks every variant, on as many threads as there are cores, and returns the answers in the order of the variants.
/// `ready` makes what a thread needs for itself.
pub(crate) fn ask_all<Own, Answer: Send>(
    ready: impl Fn() -> Own + Sync,
    ask: impl Fn(&mut Own, &'static Variant) -> Answer + Sync,
) -> Vec<Answer> {
    let variants: Vec<&'static Variant> = variant::all().collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut own = ready();
        let mut answers = Vec::new();
        while let Some((place, variant)) = take(&variants, &next) {
            answers.push((place, ask(&mut own, variant)));
        }
        answers
    };
    let mut answers = thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let joined = threads.into_iter().map(|thread| match thread.join() {
            Ok(answers) => answers,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        joined.flatten().collect::<Vec<_>>()
    });
    answers.sort_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

fn take(variants: &[&'static Variant], next: &AtomicUsize) -> Option<(usize, &'static Variant)> {
    let place = next.fetch_add(1, Ordering::Relaxed);
    variants.get(place).map(|variant| (place, *variant))
}
