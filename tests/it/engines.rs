//! The pack means the same on regorus' virtual machine, which users run, and on its interpreter.

use crate::support::{SUNET, read, root, variants};
use infragrade::input;
use infragrade::policy::{Evaluation, Limits, Pack};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

fn evaluate(pack: &mut Pack, assembly: &infragrade::assembly::Assembly) -> Vec<Evaluation> {
    pack.evaluate(input::build(assembly, SUNET), &Limits::default())
}

fn differences(
    machine: &mut Pack,
    interpreter: &mut Pack,
    assembly: &infragrade::assembly::Assembly,
) -> Vec<String> {
    let (ours, theirs) = (evaluate(machine, assembly), evaluate(interpreter, assembly));
    let ids = machine.catalogue().checks.iter().map(|check| &check.id);
    let both = ids.zip(ours.into_iter().zip(theirs));
    both.filter(|(_, (a, b))| a.is_err() || a != b)
        .map(|(id, (a, b))| format!("{id}\n  machine: {a:?}\n  interpreter: {b:?}"))
        .collect()
}

fn packs() -> (Pack, Pack) {
    (Pack::builtin().unwrap(), Pack::from_directory(&root().join("rules")).unwrap())
}

#[test]
fn on_every_recording() {
    let (mut machine, mut interpreter) = packs();
    for variant in variants() {
        let different = differences(&mut machine, &mut interpreter, &read(&variant.directory()));
        assert!(different.is_empty(), "{}: {}", variant.name, different.join("\n"));
    }
}

/// Replaces, removes or moves one value somewhere in a template's resources.
#[derive(Debug, Clone)]
struct Mutation {
    stack: Index,
    place: Index,
    change: Change,
}

#[derive(Debug, Clone)]
enum Change {
    Remove,
    Replace(Value),
    Copy(Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let odd = prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(2.5),
        json!(""),
        json!("*"),
        json!("${"),
        json!("a/b}.c"),
        json!([]),
        json!([[]]),
        json!([null, 1, "x", {}]),
        json!({}),
        json!({"Ref": "Nowhere"}),
        json!({"Ref": 1}),
        json!({"Fn::GetAtt": []}),
        json!({"Fn::GetAtt": ["Nowhere", "Arn"]}),
        json!({"Fn::Join": ["", "x"]}),
        json!({"Fn::Join": [":", [{"Ref": "AWS::Region"}, {"Fn::Join": ["", [{}]]}]]}),
        json!({"Fn::Sub": "${"}),
        json!({"Fn::Sub": ["${A}${B.C}", {"A": []}]}),
        json!({"Fn::Select": [9, []]}),
        json!({"Fn::Select": ["x", ["a"]]}),
        json!({"Fn::Select": [0, {"Fn::Split": [",", {"Ref": "AWS::StackName"}]}]}),
        json!({"Fn::If": ["A", 1, 2]}),
        json!({"Fn::ImportValue": {"Fn::Sub": "x"}}),
        json!({"Fn::ImportValue": "nowhere"}),
    ]);
    let change = prop_oneof![
        2 => Just(Change::Remove),
        3 => odd.prop_map(Change::Replace),
        2 => any::<Index>().prop_map(Change::Copy),
    ];
    (any::<Index>(), any::<Index>(), change).prop_map(|(stack, place, change)| Mutation {
        stack,
        place,
        change,
    })
}

/// The pointers to every value below a template's resources' properties.
fn places(template: &Value) -> Vec<String> {
    let mut places = Vec::new();
    let mut open = Vec::new();
    for (id, resource) in template["Resources"].as_object().unwrap() {
        if resource.get("Properties").is_some() {
            open.push(format!("/Resources/{id}/Properties"));
        }
    }
    while let Some(pointer) = open.pop() {
        let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
        match template.pointer(&pointer).unwrap() {
            Value::Object(entries) => {
                open.extend(entries.keys().map(|key| format!("{pointer}/{}", escaped(key))))
            }
            Value::Array(values) => open.extend((0..values.len()).map(|i| format!("{pointer}/{i}"))),
            _ => {}
        }
        // Properties itself must stay an object; what is in it may be anything.
        if pointer.matches('/').count() > 3 {
            places.push(pointer);
        }
    }
    places.sort();
    places
}

fn apply(template: &mut Value, mutation: &Mutation) {
    let places = places(template);
    if places.is_empty() {
        return;
    }
    let place = mutation.place.get(&places);
    let new = match &mutation.change {
        Change::Remove => None,
        Change::Replace(value) => Some(value.clone()),
        Change::Copy(from) => {
            let from: &String = from.get(&places);
            template.pointer(from).cloned()
        }
    };
    match new {
        Some(value) => *template.pointer_mut(place).unwrap() = value,
        None => {
            let (parent, key) = place.rsplit_once('/').unwrap();
            match template.pointer_mut(parent).unwrap() {
                Value::Object(entries) => drop(entries.remove(&key.replace("~1", "/").replace("~0", "~"))),
                Value::Array(values) => drop(values.remove(key.parse().unwrap())),
                _ => unreachable!("a parent holds something"),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a template holds, both engines agree, and no check fails to evaluate.
    #[test]
    fn on_mutated_templates(mutations in prop::collection::vec(mutation(), 1..6)) {
        thread_local! {
            static PACKS: std::cell::RefCell<(Pack, Pack)> = packs().into();
        }
        let mut assembly = read(&root().join("fixtures/reference"));
        for mutation in &mutations {
            let stack = mutation.stack.index(assembly.stacks.len());
            apply(&mut assembly.stacks[stack].template, mutation);
        }
        PACKS.with_borrow_mut(|(machine, interpreter)| {
            let different = differences(machine, interpreter, &assembly);
            prop_assert!(different.is_empty(), "{}", different.join("\n"));
            Ok(())
        })?;
    }
}
