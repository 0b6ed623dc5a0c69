//! How elements look in a template, and resources in `tree.json`.

use std::rc::Rc;

use super::ResourceData;
use super::names::{camel_case, compare};
use super::overrides::merge;
use crate::collation::locale_compare;
use crate::construct::{ElementBody, Node};
use crate::error::{Error, Result};
use crate::json::{Json, Map, MapKey};
use crate::value::{Resolver, Structs, Value};

impl Node {
    /// The section of the template that the element is in, and its content. `None` if this is no element.
    pub(crate) fn render_element(&self, resolver: &mut Resolver<'_>) -> Result<Option<(&'static str, Json)>> {
        let Some(body) = self.element_body() else {
            return Ok(None);
        };
        match body {
            ElementBody::Entry(section, value) => {
                Ok(resolver.resolve(&value)?.map(|content| (section, content)))
            }
            ElementBody::Resource(data) if !data.wanted.is_true() => Ok(None),
            ElementBody::Resource(data) => {
                resolver.set_structs(if data.typed { Structs::Sorted } else { Structs::Plain });
                let rendered = render(&data, resolver).map_err(|error| self.while_synthesizing(error))?;
                Ok(Some(("Resources", Json::Object(rendered))))
            }
        }
    }

    fn element_body(&self) -> Option<ElementBody> {
        self.read(|data| data.element.as_ref().map(|element| element.body.clone()))
    }

    fn while_synthesizing(&self, error: Error) -> Error {
        match error {
            Error::Message(message) => self.error(message),
            other => other,
        }
    }

    /// What `tree.json` says of a resource whose type the CDK has a class for.
    pub(crate) fn tree_attributes(&self) -> Result<Option<Json>> {
        let Some(ElementBody::Resource(data)) = self.element_body() else {
            return Ok(None);
        };
        if !data.typed {
            return Ok(None);
        }
        let mut resolver = Resolver::new(self)?;
        resolver.set_structs(Structs::CamelCase);
        let properties = resolve_properties(&data, &resolver, |key| camel_case(key))?;
        let mut attributes = Map::new();
        attributes.insert("aws:cdk:cloudformation:type", Json::String(data.resource_type.clone()));
        attributes.insert("aws:cdk:cloudformation:props", Json::Object(properties));
        Ok(Some(Json::Object(attributes)))
    }
}

fn render(data: &ResourceData, resolver: &Resolver<'_>) -> Result<Map<Json>> {
    let mut out = Map::new();
    out.insert("Type", Json::String(data.resource_type.clone()));
    let properties = render_properties(data, resolver)?;
    if !properties.is_empty() {
        out.insert("Properties", Json::Object(properties));
    }
    let depends_on = render_depends_on(data, resolver)?;
    if !depends_on.is_empty() {
        out.insert("DependsOn", Json::Array(depends_on));
    }
    let mut put = |key: &'static str, value: Option<Json>| {
        if let Some(value) = value {
            out.insert(key, value);
        }
    };
    put("CreationPolicy", resolver.resolve(&data.creation_policy)?);
    put("UpdatePolicy", resolver.resolve(&data.update_policy)?);
    put("UpdateReplacePolicy", data.update_replace_policy.map(Json::from));
    put("DeletionPolicy", data.deletion_policy.map(Json::from));
    put("Version", data.version.as_deref().map(Json::from));
    put("Description", data.description.as_deref().map(Json::from));
    put(
        "Metadata",
        Some(Json::Object(resolver.resolve_map(&data.metadata)?)).filter(|m| !m.is_empty_collection()),
    );
    put("Condition", data.condition.as_ref().map(|id| resolver.resolve_text(id)).transpose()?.flatten());
    merge(&mut out, &data.overrides, resolver)?;
    Ok(out)
}

/// In the order of the resources' paths.
fn render_depends_on(data: &ResourceData, resolver: &Resolver<'_>) -> Result<Vec<Json>> {
    let mut targets: Vec<(Rc<str>, Node)> = data
        .depends_on
        .iter()
        .map(|id| resolver.node.other(*id))
        .filter(is_wanted)
        .map(|node| (node.path(), node))
        .collect();
    targets.sort_by(|(a, _), (b, _)| locale_compare(a, b));
    targets.into_iter().map(|(_, node)| node.logical_id().map(Json::String)).collect()
}

fn is_wanted(node: &Node) -> bool {
    node.resource(|data| data.wanted.clone()).is_none_or(|wanted| wanted.is_true())
}

fn render_properties(data: &ResourceData, resolver: &Resolver<'_>) -> Result<Map<Json>> {
    if !data.typed {
        return resolver.resolve_map(&data.properties);
    }
    let mut out = resolve_properties(data, resolver, MapKey::clone)?;
    out.sort();
    Ok(out)
}

/// The properties with the tags, in the order of the CDK's class, which decides the order of exports: by their names
/// there, without regard to case. `rename` says what to call them.
fn resolve_properties<K: Into<MapKey>>(
    data: &ResourceData,
    resolver: &Resolver<'_>,
    rename: impl Fn(&MapKey) -> K,
) -> Result<Map<Json>> {
    let tags = data.tags.as_ref().map(|tags| (MapKey::from(tags.property()), tags.render()));
    let own = data.properties.entries().map(|(key, value)| (key.as_ref(), key, value));
    let mut properties: Vec<(&str, &MapKey, &Value)> = own.collect();
    if let Some((name, value)) = &tags {
        properties.retain(|(_, key, _)| *key != name);
        properties.push(("tags", name, value));
    }
    properties.sort_by(|(a, ..), (b, ..)| compare(a, b));
    let mut out = Map::with_capacity(properties.len());
    for (_, key, value) in properties {
        if let Some(json) = resolver.resolve(value)? {
            out.insert(rename(key), json);
        }
    }
    Ok(out)
}
