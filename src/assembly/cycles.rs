//! Refuses what refers to itself in a circle. CloudFormation does too, but only when it is deployed.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::files::Files;
use super::stack::{Loaded, Stack};
use super::{Error, references};

pub(super) fn refuse(files: &Files<'_>, stacks: &[Loaded]) -> Result<(), Error> {
    let circle = |path, members| Err(Error::Cycle { path, members });
    if let Some(members) = between_stacks(stacks) {
        return circle(files.path(Path::new("")), members);
    }
    for loaded in stacks {
        if let Some(members) = within(&loaded.stack) {
            return circle(files.path(&loaded.stack.template_file), members);
        }
    }
    Ok(())
}

/// Stacks depend on each other by the manifest's word and by what they import.
fn between_stacks(stacks: &[Loaded]) -> Option<Vec<String>> {
    let names: Vec<&str> = stacks.iter().map(|loaded| loaded.stack.name.as_str()).collect();
    let index: BTreeMap<&str, usize> = names.iter().enumerate().map(|(i, name)| (*name, i)).collect();
    let mut exporters = BTreeMap::new();
    for (i, loaded) in stacks.iter().enumerate() {
        for output in outputs(&loaded.stack) {
            if let Some(name) = output.get("Export").and_then(|export| export.get("Name")?.as_str()) {
                exporters.entry(name).or_insert(i);
            }
        }
    }
    let edges = stacks.iter().enumerate().map(|(i, loaded)| {
        let mut edges: Vec<usize> =
            loaded.stack.dependencies.iter().filter_map(|name| index.get(name.as_str())).copied().collect();
        references::imports(&loaded.stack.template, &mut |name| {
            edges.extend(exporters.get(name).filter(|exporter| **exporter != i));
        });
        edges
    });
    circle(&names, &edges.collect::<Vec<_>>())
}

fn outputs(stack: &Stack) -> impl Iterator<Item = &Value> {
    stack.template.get("Outputs").and_then(Value::as_object).into_iter().flatten().map(|(_, output)| output)
}

fn within(stack: &Stack) -> Option<Vec<String>> {
    let ids: Vec<&str> = stack.resources().map(|(id, _)| id.as_str()).collect();
    let index: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let edges = stack.resources().map(|(_, resource)| {
        let mut edges = Vec::new();
        let mut add = |name: &str| edges.extend(index.get(name));
        match resource.get("DependsOn") {
            Some(Value::String(id)) => add(id),
            Some(Value::Array(ids)) => ids.iter().filter_map(Value::as_str).for_each(&mut add),
            _ => {}
        }
        if let Some(properties) = resource.get("Properties") {
            references::names(properties, &mut |name| add(name));
        }
        edges
    });
    circle(&ids, &edges.collect::<Vec<_>>())
}

/// Depth-first without recursion, since a chain may be as long as there are resources.
fn circle(names: &[&str], edges: &[Vec<usize>]) -> Option<Vec<String>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        Unseen,
        OnPath,
        Done,
    }
    let mut states = vec![State::Unseen; names.len()];
    for start in 0..names.len() {
        if states[start] != State::Unseen {
            continue;
        }
        let mut path = vec![(start, 0)];
        states[start] = State::OnPath;
        while let Some((node, next)) = path.last_mut() {
            let Some(&to) = edges[*node].get(*next) else {
                states[*node] = State::Done;
                path.pop();
                continue;
            };
            *next += 1;
            match states[to] {
                State::Done => {}
                State::Unseen => {
                    states[to] = State::OnPath;
                    path.push((to, 0));
                }
                State::OnPath => {
                    let on_circle = path.iter().map(|(node, _)| *node).skip_while(|node| *node != to);
                    return Some(on_circle.chain([to]).map(|node| names[node].to_owned()).collect());
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_told_from_a_diamond() {
        let names = ["a", "b", "c", "d"];
        assert_eq!(circle(&names, &[vec![1, 2], vec![3], vec![3], vec![]]), None);
        let found = circle(&names, &[vec![1], vec![2], vec![3, 1], vec![]]);
        assert_eq!(found.unwrap(), ["b", "c", "b"]);
        assert_eq!(circle(&names, &[vec![0], vec![], vec![], vec![]]).unwrap(), ["a", "a"]);
    }
}
