//! What a container is told: its environment and secrets, as the task definition says and nothing else.

use std::collections::BTreeMap;

use serde_json::Value;

use super::deployment::{Deployment, Resource, items, number, strings};
use super::policy::{Principal, Request, Statements, allows, of_role};
use super::resolve::text;
use super::secrets::Secrets;

/// A container that can be started.
#[derive(Debug, Clone)]
pub(super) struct Container {
    pub(super) environment: BTreeMap<String, String>,
    /// The ports it exposes.
    pub(super) ports: Vec<u64>,
    pub(super) health: Option<HealthCheck>,
    pub(super) role: Option<String>,
}

/// A container's health check.
#[derive(Debug, Clone)]
pub(super) struct HealthCheck {
    /// As it is run.
    pub(super) command: Vec<String>,
    pub(super) retries: u64,
    /// Seconds that one run may take.
    pub(super) timeout: u64,
}

/// Why no container of a task can be started.
pub(super) type Problem = String;

/// The containers of a task definition that run the backend; others are named in `notes`.
pub(super) fn containers(
    deployment: &Deployment,
    definition: &Resource,
    secrets: &Secrets,
    account: &str,
    notes: &mut Vec<String>,
) -> Result<Vec<Container>, Problem> {
    let mut found = Vec::new();
    for container in items(definition.get("ContainerDefinitions")) {
        let name = text(&container["Name"]);
        let image = text(&container["Image"]);
        if !deployment.images.iter().any(|hash| image.ends_with(hash.as_str())) {
            notes.push(format!(
                "{}: the container {name} runs the image {image}, which cannot be run here",
                definition.title()
            ));
            continue;
        }
        found.push(Container {
            environment: environment(deployment, definition, container, secrets, account, notes)?,
            ports: items(&container["PortMappings"])
                .filter_map(|mapping| number(&mapping["ContainerPort"]))
                .collect(),
            health: health(&container["HealthCheck"]),
            role: definition.text("TaskRoleArn").map(str::to_owned),
        });
    }
    match (found.is_empty(), definition.get("ContainerDefinitions")) {
        (false, _) => Ok(found),
        (true, Value::Array(all)) if !all.is_empty() => {
            Err("no container's image is built from the app".to_owned())
        }
        _ => Err("the task definition has no container".to_owned()),
    }
}

fn environment(
    deployment: &Deployment,
    definition: &Resource,
    container: &Value,
    secrets: &Secrets,
    account: &str,
    notes: &mut Vec<String>,
) -> Result<BTreeMap<String, String>, Problem> {
    let mut environment = BTreeMap::new();
    for entry in items(&container["Environment"]) {
        // CloudFormation expands references to secrets here too.
        let value = secrets.expand(&text(&entry["Value"]))?;
        environment.insert(text(&entry["Name"]), value);
    }
    let role = definition.text("ExecutionRoleArn");
    let statements = role.map(|role| of_role(deployment, role, notes));
    for entry in items(&container["Secrets"]) {
        let (name, from) = (text(&entry["Name"]), text(&entry["ValueFrom"]));
        let (arn, value) = secrets.value_from(&from).map_err(|problem| format!("{name}: {problem}"))?;
        let (Some(role), Some(statements)) = (role, &statements) else {
            return Err(format!(
                "{name} comes from a secret, and the task definition has no execution role to read it"
            ));
        };
        if !may_read(role, statements, arn, account) {
            return Err(format!("{name}: the execution role may not read the secret {arn}"));
        }
        environment.insert(name, value);
    }
    Ok(environment)
}

fn may_read(role: &str, statements: &Statements, secret: &str, account: &str) -> bool {
    let principal = Principal::Role(role.to_owned());
    let action = "secretsmanager:GetSecretValue";
    let request = Request { principal: &principal, action, resource: secret, secure: true, account };
    allows(statements, &Statements::default(), &request)
}

fn health(check: &Value) -> Option<HealthCheck> {
    let command = strings(&check["Command"]);
    let command = match command.split_first()? {
        (kind, _) if kind == "NONE" => return None,
        (kind, rest) if kind == "CMD-SHELL" => vec!["/bin/sh".to_owned(), "-c".to_owned(), rest.join(" ")],
        (kind, rest) if kind == "CMD" => rest.to_vec(),
        _ => command,
    };
    let or = |name: &str, default| number(&check[name]).unwrap_or(default);
    Some(HealthCheck { command, retries: or("Retries", 3), timeout: or("Timeout", 5) })
}
