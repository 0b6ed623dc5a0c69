//! All resources of all stacks, with their properties resolved: what the other parts read.

use serde_json::Value;

use super::input::Input;
use super::resolve::{Known, Resolver};

/// A resource with concrete values.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    pub(super) stack: String,
    pub(super) id: String,
    /// Its construct path, else stack and logical id.
    pub(super) path: String,
    /// Its CloudFormation type.
    pub(super) kind: String,
    pub(super) properties: Value,
    /// What `Ref` gives.
    pub(super) reference: String,
    pub(super) arn: String,
    domain_name: Option<String>,
    canonical_user: Option<String>,
}

impl Resource {
    /// A property, or null.
    pub(super) fn get(&self, name: &str) -> &Value {
        &self.properties[name]
    }

    /// A property's text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.properties[name].as_str()
    }

    /// The construct path as the student wrote it, without what the CDK puts at its end.
    pub(super) fn title(&self) -> &str {
        let ends = ["/Resource", "/CustomResource/Default", "/Default"];
        ends.iter().find_map(|end| self.path.strip_suffix(end)).unwrap_or(&self.path)
    }

    /// The host name that AWS gives a distribution or a load balancer.
    pub(super) fn domain_name(&self) -> Option<&str> {
        self.domain_name.as_deref()
    }

    /// The user that an origin access identity is for S3.
    pub(super) fn canonical_user(&self) -> Option<&str> {
        self.canonical_user.as_deref()
    }

    /// Whether a `Ref` or an ARN stands for it.
    pub(super) fn is(&self, handle: &str) -> bool {
        self.reference == handle || self.arn == handle
    }
}

/// All resources, in the order of the stacks' names and logical ids.
#[derive(Debug, Default)]
pub(super) struct Deployment {
    pub(super) resources: Vec<Resource>,
    /// The intrinsic functions that have no value here.
    pub(super) unresolved: Vec<String>,
    /// The hashes of images that are built from an asset.
    pub(super) images: Vec<String>,
}

impl Deployment {
    pub(super) fn new(input: &Input, known: &Known) -> Self {
        let resolver = Resolver::new(input, known);
        let mut resources = Vec::new();
        for stack in &input.stacks {
            for (id, resource) in stack.template["Resources"].as_object().into_iter().flatten() {
                if resource["Condition"].as_str().is_some_and(|name| !resolver.condition(stack, name)) {
                    continue;
                }
                let named = resolver.named(stack, id, resource);
                let own = ["DomainName", "DNSName"].iter().find_map(|name| named.attribute(name));
                resources.push(Resource {
                    stack: stack.name.clone(),
                    id: id.clone(),
                    path: stack.paths.get(id).cloned().unwrap_or_else(|| format!("{}/{id}", stack.name)),
                    kind: resource["Type"].as_str().unwrap_or_default().to_owned(),
                    properties: resolver.resolve(stack, &resource["Properties"]),
                    reference: named.reference(),
                    arn: named.arn(),
                    domain_name: own,
                    canonical_user: named.attribute("S3CanonicalUserId"),
                });
            }
        }
        let images = input.stacks.iter().flat_map(|stack| stack.images.clone()).collect();
        Self { resources, unresolved: resolver.unresolved(), images }
    }

    /// The resources of a CloudFormation type.
    pub(super) fn of<'a>(&'a self, kind: &str) -> impl Iterator<Item = &'a Resource> + use<'a> {
        let kind = kind.to_owned();
        self.resources.iter().filter(move |resource| resource.kind == kind)
    }

    /// The resource of a type that a `Ref` or an ARN stands for.
    pub(super) fn find(&self, kind: &str, handle: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.kind == kind && resource.is(handle))
    }
}

/// The items of a list, or a single item in its place, as IAM and CloudFormation allow.
pub(super) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    let (list, single) = match value {
        Value::Array(list) => (list.as_slice(), None),
        Value::Null => (&[][..], None),
        other => (&[][..], Some(other)),
    };
    list.iter().chain(single)
}

/// The texts among [`items`].
pub(super) fn strings(value: &Value) -> Vec<String> {
    items(value).filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// A boolean, also written as text.
pub(super) fn flag(value: &Value) -> bool {
    value.as_bool().unwrap_or(value == "true")
}

/// A number, also written as text.
pub(super) fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}
