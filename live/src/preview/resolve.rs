//! Intrinsic functions, resolved to the values that the preview gives.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::input::{Input, Stack};
use super::names::Named;

/// References that lead to references end here; templates that work are far below.
const DEPTH: usize = 48;

/// Values that only running parts know, by stack, logical id and attribute.
pub(super) type Known = BTreeMap<(String, String, String), Value>;

/// Resolves values of templates. What cannot be resolved is remembered, and becomes a text that says so.
pub(super) struct Resolver<'a> {
    input: &'a Input,
    known: &'a Known,
    unresolved: RefCell<BTreeSet<String>>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(input: &'a Input, known: &'a Known) -> Self {
        Self { input, known, unresolved: RefCell::default() }
    }

    /// What could not be resolved so far, sorted.
    pub(super) fn unresolved(&self) -> Vec<String> {
        self.unresolved.borrow().iter().cloned().collect()
    }

    /// A value of a stack's template, without intrinsic functions.
    pub(super) fn resolve(&self, stack: &Stack, value: &Value) -> Value {
        self.at(stack, value, DEPTH).unwrap_or(Value::Null)
    }

    /// Whether the template's condition of that name holds; one that is not there holds.
    pub(super) fn condition(&self, stack: &Stack, name: &str) -> bool {
        self.condition_at(stack, name, DEPTH)
    }

    /// The names of a resource.
    pub(super) fn named<'s>(&self, stack: &'s Stack, id: &'s str, resource: &'s Value) -> Named<'s> {
        self.named_at(stack, id, resource, DEPTH)
    }

    fn named_at<'s>(&self, stack: &'s Stack, id: &'s str, resource: &'s Value, depth: usize) -> Named<'s> {
        let kind = resource["Type"].as_str().unwrap_or_default();
        let property = |name: &str| {
            let value = resource.get("Properties")?.get(name)?;
            self.at(stack, value, depth)?.as_str().map(str::to_owned)
        };
        let own_region = matches!(kind, "AWS::CloudFormation::CustomResource")
            .then(|| resource["Properties"]["Region"].as_str());
        Named {
            stack: &stack.name,
            id,
            kind,
            account: stack.account.as_deref().unwrap_or("000000000000"),
            region: own_region.flatten().or(stack.region.as_deref()).unwrap_or("us-west-2"),
            wanted: wanted_name(kind).and_then(property).map(|name| name.trim_end_matches('.').to_owned()),
        }
    }

    /// `None` is `AWS::NoValue`.
    fn at(&self, stack: &Stack, value: &Value, depth: usize) -> Option<Value> {
        let Some(depth) = depth.checked_sub(1) else {
            return Some(self.unknown(stack, "a reference that leads back to itself"));
        };
        match value {
            Value::Array(items) => {
                Some(items.iter().filter_map(|item| self.at(stack, item, depth)).collect())
            }
            Value::Object(entries) => match entries.iter().next() {
                Some((name, argument)) if entries.len() == 1 && is_function(name) => {
                    self.function(stack, name, argument, depth)
                }
                _ => {
                    let resolved = entries
                        .iter()
                        .filter_map(|(key, entry)| Some((key.clone(), self.at(stack, entry, depth)?)));
                    Some(Value::Object(resolved.collect::<Map<_, _>>()))
                }
            },
            plain => Some(plain.clone()),
        }
    }

    fn function(&self, stack: &Stack, name: &str, argument: &Value, depth: usize) -> Option<Value> {
        match name {
            "Ref" => self.reference(stack, argument.as_str().unwrap_or_default(), depth),
            "Fn::GetAtt" => Some(self.attribute(stack, argument, depth)),
            "Fn::ImportValue" => Some(self.import(stack, argument, depth)),
            "Fn::Join" => Some(self.join(stack, argument, depth)),
            "Fn::Sub" => Some(self.substitute(stack, argument, depth)),
            "Fn::If" => self.choose(stack, argument, depth),
            "Fn::Select" => {
                let arguments = self.at(stack, argument, depth)?;
                let index = text(&arguments[0]).parse::<usize>().ok();
                let item = index.and_then(|index| arguments[1].get(index)).cloned();
                Some(item.unwrap_or_else(|| self.unknown(stack, &format!("Fn::Select {arguments}"))))
            }
            "Fn::Split" => {
                let arguments = self.at(stack, argument, depth)?;
                let (separator, whole) = (text(&arguments[0]), text(&arguments[1]));
                Some(whole.split(separator.as_str()).map(Value::from).collect())
            }
            "Fn::FindInMap" => {
                let keys = self.at(stack, argument, depth)?;
                let mappings = &stack.template["Mappings"];
                let found = [0, 1, 2].iter().try_fold(mappings, |map, key| map.get(text(&keys[*key])));
                Some(found.cloned().unwrap_or_else(|| self.unknown(stack, &format!("Fn::FindInMap {keys}"))))
            }
            "Fn::Base64" => self.at(stack, argument, depth),
            "Fn::GetAZs" => {
                let region = stack.region.as_deref().unwrap_or("us-west-2");
                Some(["a", "b", "c"].iter().map(|zone| Value::from(format!("{region}{zone}"))).collect())
            }
            other => Some(self.unknown(stack, &format!("{other} {argument}"))),
        }
    }

    fn reference(&self, stack: &Stack, name: &str, depth: usize) -> Option<Value> {
        let account = stack.account.as_deref().unwrap_or("000000000000");
        let region = stack.region.as_deref().unwrap_or("us-west-2");
        let value = match name {
            "AWS::NoValue" => return None,
            "AWS::AccountId" => account.to_owned(),
            "AWS::Region" => region.to_owned(),
            "AWS::Partition" => "aws".to_owned(),
            "AWS::URLSuffix" => "amazonaws.com".to_owned(),
            "AWS::StackName" => stack.name.clone(),
            "AWS::StackId" => {
                format!("arn:aws:cloudformation:{region}:{account}:stack/{}/preview", stack.name)
            }
            _ => return Some(self.resource_or_parameter(stack, name, depth)),
        };
        Some(Value::from(value))
    }

    fn resource_or_parameter(&self, stack: &Stack, name: &str, depth: usize) -> Value {
        if let Some(resource) = stack.template["Resources"].get(name) {
            if let Some(secret) = resource["Properties"]
                .get("SecretId")
                .filter(|_| resource["Type"] == "AWS::SecretsManager::SecretTargetAttachment")
            {
                return self.at(stack, secret, depth).unwrap_or(Value::Null);
            }
            return Value::from(self.named_at(stack, name, resource, depth).reference());
        }
        match stack.template["Parameters"][name].get("Default") {
            Some(default) => default.clone(),
            None => self.unknown(stack, &format!("Ref {name}")),
        }
    }

    fn attribute(&self, stack: &Stack, argument: &Value, depth: usize) -> Value {
        let parts = match argument {
            Value::String(path) => path.split_once('.').map(|(id, name)| (id.to_owned(), name.to_owned())),
            Value::Array(items) => match items.as_slice() {
                [Value::String(id), name] => {
                    self.at(stack, name, depth).map(|name| (id.clone(), text(&name)))
                }
                _ => None,
            },
            _ => None,
        };
        let Some((id, name)) = parts else {
            return self.unknown(stack, &format!("Fn::GetAtt {argument}"));
        };
        if let Some(value) = self.known.get(&(stack.name.clone(), id.clone(), name.clone())) {
            return value.clone();
        }
        let resource = stack.template["Resources"].get(&id);
        let property = |name: &str| self.at(stack, resource?.get("Properties")?.get(name)?, depth);
        let from_properties = match name.as_str() {
            "CidrBlock" | "AvailabilityZone" => property(&name),
            _ => None,
        };
        from_properties
            .or_else(|| self.named_at(stack, &id, resource?, depth).attribute(&name).map(Value::from))
            .unwrap_or_else(|| self.unknown(stack, &format!("Fn::GetAtt {id}.{name}")))
    }

    fn import(&self, stack: &Stack, argument: &Value, depth: usize) -> Value {
        let name = self.at(stack, argument, depth).map(|name| text(&name)).unwrap_or_default();
        let found = self.input.exports.get(&name).and_then(|export| {
            let exporter = self.input.stacks.iter().find(|other| other.name == export.stack)?;
            self.at(exporter, &export.value, depth)
        });
        found.unwrap_or_else(|| self.unknown(stack, &format!("Fn::ImportValue {name}: no stack exports it")))
    }

    fn join(&self, stack: &Stack, argument: &Value, depth: usize) -> Value {
        let arguments = self.at(stack, argument, depth).unwrap_or_default();
        let parts: Vec<String> = arguments[1].as_array().into_iter().flatten().map(text).collect();
        Value::from(parts.join(&text(&arguments[0])))
    }

    fn substitute(&self, stack: &Stack, argument: &Value, depth: usize) -> Value {
        let (template, own) = match argument {
            Value::Array(items) => (items.first().map(text).unwrap_or_default(), items.get(1)),
            plain => (text(plain), None),
        };
        let mut result = String::new();
        let mut rest = template.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            result.push_str(before);
            let Some((name, following)) = after.split_once('}') else {
                result.push_str("${");
                rest = after;
                continue;
            };
            rest = following;
            if let Some(literal) = name.strip_prefix('!') {
                result.push_str(&format!("${{{literal}}}"));
                continue;
            }
            let value = match own.and_then(|own| own.get(name)) {
                Some(value) => self.at(stack, value, depth),
                None if name.contains('.') => Some(self.attribute(stack, &Value::from(name), depth)),
                None => self.reference(stack, name, depth),
            };
            result.push_str(&value.map(|value| text(&value)).unwrap_or_default());
        }
        result.push_str(rest);
        Value::from(result)
    }

    fn choose(&self, stack: &Stack, argument: &Value, depth: usize) -> Option<Value> {
        let name = argument[0].as_str().unwrap_or_default();
        let branch = if self.condition_at(stack, name, depth) { 1 } else { 2 };
        self.at(stack, argument.get(branch)?, depth)
    }

    fn condition_at(&self, stack: &Stack, name: &str, depth: usize) -> bool {
        stack.template["Conditions"].get(name).is_none_or(|condition| self.holds(stack, condition, depth))
    }

    fn holds(&self, stack: &Stack, condition: &Value, depth: usize) -> bool {
        let (Some(depth), Some((name, argument))) =
            (depth.checked_sub(1), condition.as_object().and_then(|entries| entries.iter().next()))
        else {
            return condition.as_bool().unwrap_or(false);
        };
        let mut parts = argument.as_array().into_iter().flatten();
        match name.as_str() {
            "Condition" => self.condition_at(stack, argument.as_str().unwrap_or_default(), depth),
            "Fn::Not" => !self.holds(stack, &argument[0], depth),
            "Fn::And" => parts.all(|part| self.holds(stack, part, depth)),
            "Fn::Or" => parts.any(|part| self.holds(stack, part, depth)),
            "Fn::Equals" => {
                let side = |index: usize| self.at(stack, &argument[index], depth).map(|side| text(&side));
                side(0) == side(1)
            }
            other => {
                self.unknown(stack, &format!("the condition {other}"));
                false
            }
        }
    }

    fn unknown(&self, stack: &Stack, what: &str) -> Value {
        let what = format!("{}: {what}", stack.name);
        let value = Value::from(format!("(not known in the preview: {what})"));
        self.unresolved.borrow_mut().insert(what);
        value
    }
}

/// The property by which a template names a resource itself.
fn wanted_name(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "AWS::S3::Bucket" => "BucketName",
        "AWS::IAM::Role" => "RoleName",
        "AWS::ECS::Cluster" => "ClusterName",
        "AWS::ECS::Service" => "ServiceName",
        "AWS::ECS::TaskDefinition" => "Family",
        "AWS::Logs::LogGroup" => "LogGroupName",
        "AWS::Route53::RecordSet" => "Name",
        "AWS::SecretsManager::Secret" => "Name",
        "AWS::Lambda::Function" => "FunctionName",
        "AWS::RDS::DBCluster" => "DBClusterIdentifier",
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => "Name",
        _ => return None,
    })
}

fn is_function(name: &str) -> bool {
    name == "Ref" || name.starts_with("Fn::")
}

/// A scalar as CloudFormation writes it into a text.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::preview::input::Export;

    fn input() -> Input {
        let stack = |name: &str, template: Value| Stack {
            name: name.to_owned(),
            template,
            paths: BTreeMap::new(),
            account: Some("123456789012".to_owned()),
            region: Some("us-west-2".to_owned()),
            images: Vec::new(),
        };
        let data = json!({"Resources": {"Photos": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "photos"}}}});
        let app = json!({
            "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r"}}},
            "Parameters": {"Size": {"Default": "small"}},
            "Mappings": {"Zones": {"aws": {"id": "Z"}}},
            "Conditions": {"Small": {"Fn::Equals": [{"Ref": "Size"}, "small"]}, "Big": {"Fn::Not": [{"Condition": "Small"}]}},
        });
        let export = Export { stack: "data".to_owned(), value: json!({"Fn::GetAtt": ["Photos", "Arn"]}) };
        Input {
            stacks: vec![stack("data", data), stack("app", app)],
            exports: [("data:Photos".to_owned(), export)].into(),
            assembly: "".into(),
        }
    }

    #[test]
    fn every_function_gives_its_value() {
        let (input, known) = (input(), Known::new());
        let resolver = Resolver::new(&input, &known);
        for (value, expected) in [
            (json!({"Ref": "Size"}), json!("small")),
            (json!({"Fn::ImportValue": "data:Photos"}), json!("arn:aws:s3:::photos")),
            (json!({"Fn::Join": ["/", [{"Ref": "Role"}, "x", {"Ref": "AWS::NoValue"}]]}), json!("r/x")),
            (
                json!({"Fn::Sub": "${AWS::Region}-${Role.Arn}-${!x}"}),
                json!("us-west-2-arn:aws:iam::123456789012:role/r-${x}"),
            ),
            (json!({"Fn::Sub": ["${a}", {"a": {"Ref": "Size"}}]}), json!("small")),
            (json!({"Fn::Select": ["1", {"Fn::Split": [":", "a:b"]}]}), json!("b")),
            (json!({"Fn::FindInMap": ["Zones", {"Ref": "AWS::Partition"}, "id"]}), json!("Z")),
            (
                json!({"a": {"Fn::If": ["Big", 1, {"Ref": "AWS::NoValue"}]}, "b": [true, 2]}),
                json!({"b": [true, 2]}),
            ),
        ] {
            assert_eq!(resolver.resolve(&input.stacks[1], &value), expected, "{value}");
        }
        assert_eq!(resolver.unresolved(), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_known_is_named() {
        let (input, known) = (input(), Known::new());
        let resolver = Resolver::new(&input, &known);
        for value in [
            json!({"Ref": "Nobody"}),
            json!({"Fn::GetAtt": ["Role", "Shoe"]}),
            json!({"Fn::ImportValue": "x"}),
        ] {
            resolver.resolve(&input.stacks[1], &value);
        }
        assert_eq!(
            resolver.unresolved(),
            ["app: Fn::GetAtt Role.Shoe", "app: Fn::ImportValue x: no stack exports it", "app: Ref Nobody"]
        );
    }
}
