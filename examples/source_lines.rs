//! Prints how often findings point at the line that the recorded fault is in; with `--each`, every finding.

#![allow(clippy::print_stdout, reason = "its output is for the one who runs it")]

#[path = "../tests/it/lines.rs"]
mod lines;
#[path = "../tests/it/support.rs"]
mod support;

use lines::{Judged, Verdict, judge};

fn main() {
    let is_each = std::env::args().any(|argument| argument == "--each");
    println!("{:34} {:>9} {:>6} {:>6} {:>6}", "", "findings", "right", "wrong", "none");
    for (source, choose) in [("the course's style", false), ("another style", true)] {
        for (knowledge, with_trace) in [("with the tracer", true), ("without it", false)] {
            let judged = judge(with_trace, |variant| (variant.group == "styles") == choose);
            row(&format!("{source}, {knowledge}"), &judged);
            let shown = |judged: &&Judged| is_each || judged.verdict != Verdict::Right;
            for Judged { variant, check, verdict, known_from, text } in judged.iter().filter(shown) {
                println!("  {verdict:?}: {variant} {check} {known_from:?} {text}");
            }
        }
    }
}

fn row(title: &str, judged: &[Judged]) {
    let count = |verdict| judged.iter().filter(|judged| judged.verdict == verdict).count();
    let [right, wrong, none] = [Verdict::Right, Verdict::Wrong, Verdict::None].map(count);
    println!("{title:34} {:>9} {right:>6} {wrong:>6} {none:>6}", judged.len());
}
