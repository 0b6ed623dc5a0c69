//! Who may talk to whom: security groups between what runs, and the permissions of roles.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::build::Draft;
use super::resolve::{Resource, elements};
use super::{End, Kind, Manner};

pub(super) fn add(draft: &mut Draft<'_>) {
    security_groups(draft);
    permissions(draft);
}

fn security_groups(draft: &mut Draft<'_>) {
    let groups: Vec<Resource<'_>> = draft.resources.of_type("AWS::EC2::SecurityGroup").collect();
    for group in &groups {
        for rule in group.list(&["SecurityGroupIngress"]) {
            admit(draft, group, group, rule);
        }
    }
    for kind in ["AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"] {
        let rules: Vec<Resource<'_>> = draft.resources.of_type(kind).collect();
        for rule in rules {
            for group in draft.resources.targets(&rule, &["GroupId"]) {
                for node in draft.owners(&group) {
                    draft.own(node, &rule);
                }
                if let Some(properties) = rule.property(&[]).filter(|_| kind.ends_with("Ingress")) {
                    admit(draft, &rule, &group, properties);
                }
            }
        }
    }
}

/// Links those who may come with those who let them in.
fn admit<'a>(draft: &mut Draft<'a>, from: &Resource<'a>, group: &Resource<'a>, rule: &'a Value) {
    let Some(source) = rule.get("SourceSecurityGroupId") else {
        return;
    };
    let port = |name| rule.get(name).map(|port| draft.resources.shown(from.stack, Some(port)));
    let label = match (port("FromPort"), port("ToPort")) {
        (Some(first), Some(last)) if first == last => format!(":{first}"),
        (Some(first), Some(last)) => format!(":{first}–{last}"),
        _ => "any port".to_owned(),
    };
    let sources = draft.resources.referred(from.stack, source);
    let sources: Vec<usize> = sources.iter().flat_map(|source| draft.owners(source)).collect();
    for to in draft.owners(group) {
        for source in &sources {
            draft.link(End::Node(*source), to, Manner::Traffic, label.clone());
        }
    }
}

/// What the roles of a task may do with buckets and secrets.
fn permissions(draft: &mut Draft<'_>) {
    let mut allowed: BTreeMap<(usize, usize), BTreeSet<&'static str>> = BTreeMap::new();
    let roles: Vec<Resource<'_>> = draft.resources.of_type("AWS::IAM::Role").collect();
    for role in roles {
        let users = services(draft, &role);
        for policy in role.list(&["Policies"]) {
            grant(draft, &users, &role, policy.get("PolicyDocument"), &mut allowed);
        }
    }
    for kind in ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"] {
        let policies: Vec<Resource<'_>> = draft.resources.of_type(kind).collect();
        for policy in policies {
            let mut roles = draft.resources.targets(&policy, &["Roles"]);
            roles.extend(draft.resources.targets(&policy, &["RoleName"]));
            let users: Vec<usize> = roles.iter().flat_map(|role| services(draft, role)).collect();
            users.iter().for_each(|user| draft.own(*user, &policy));
            grant(draft, &users, &policy, policy.property(&["PolicyDocument"]), &mut allowed);
        }
    }
    for ((from, to), verbs) in allowed {
        let label = verbs.into_iter().collect::<Vec<_>>().join(", ");
        draft.link(End::Node(from), to, Manner::Access, label);
    }
}

fn services(draft: &Draft<'_>, role: &Resource<'_>) -> Vec<usize> {
    let owners =
        draft.resources.all().find(|known| known.place() == role.place()).map(|role| draft.owners(&role));
    let owners = owners.unwrap_or_default().into_iter();
    owners.filter(|node| draft.picture.nodes[*node].kind == Kind::Service).collect()
}

fn grant<'a>(
    draft: &Draft<'a>,
    users: &[usize],
    policy: &Resource<'a>,
    document: Option<&'a Value>,
    allowed: &mut BTreeMap<(usize, usize), BTreeSet<&'static str>>,
) {
    let statements = elements(document.and_then(|document| document.get("Statement")));
    let allow = |statement: &&Value| statement.get("Effect").and_then(Value::as_str) == Some("Allow");
    for statement in statements.iter().filter(allow) {
        let verbs = verbs(statement);
        let resources = elements(statement.get("Resource"));
        let mut targets: Vec<usize> = resources
            .iter()
            .flat_map(|resource| draft.resources.referred(policy.stack, resource))
            .flat_map(|resource| draft.owners(&resource))
            .collect();
        if resources.iter().any(|resource| resource.as_str() == Some("*")) {
            targets.extend(0..draft.picture.nodes.len());
        }
        for (kind, verb) in verbs {
            let fit = targets.iter().filter(|node| draft.picture.nodes[**node].kind == kind);
            for (user, target) in fit.flat_map(|target| users.iter().map(move |user| (*user, *target))) {
                allowed.entry((user, target)).or_default().insert(verb);
            }
        }
    }
}

/// The actions that matter here, in a word each.
fn verbs(statement: &Value) -> BTreeSet<(Kind, &'static str)> {
    let mut verbs = BTreeSet::new();
    for action in elements(statement.get("Action")).iter().filter_map(Value::as_str) {
        for (kind, known, verb) in [
            (Kind::Bucket, "s3:GetObject", "get"),
            (Kind::Bucket, "s3:PutObject", "put"),
            (Kind::Secret, "secretsmanager:GetSecretValue", "read"),
        ] {
            if matches(action, known) {
                verbs.insert((kind, verb));
            }
        }
    }
    verbs
}

/// Whether an action of a policy, which may end in a wildcard, covers another.
fn matches(action: &str, known: &str) -> bool {
    match action.split_once('*') {
        Some((prefix, _)) => {
            known.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        }
        None => action.eq_ignore_ascii_case(known),
    }
}
