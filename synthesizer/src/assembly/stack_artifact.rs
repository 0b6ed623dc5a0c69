//! A stack's files and its entries in `manifest.json`.

use super::{AssemblyBuilder, SCHEMA_VERSION};
use crate::cfn::{CfnParameter, CfnParameterProps, CfnRule, CfnRuleProps};
use crate::construct::{Construct, Node};
use crate::error::Result;
use crate::hash::sha256;
use crate::json::{Json, Map};
use crate::stack::{FileAssetSource, Stack, SynthesizerKind};
use crate::value::{Fn, Value};

const BOOTSTRAP_VERSION: i64 = 6;
const LOOKUP_ROLE_BOOTSTRAP_VERSION: i64 = 8;

impl Stack {
    /// Writes the stack's template and asset manifest, and adds both to the assembly's manifest. Of a nested stack there
    /// is only a template.
    pub(super) fn synthesize(&self, builder: &mut AssemblyBuilder<'_>) -> Result<()> {
        if self.is_nested() {
            self.write_template(builder)?;
            return Ok(());
        }
        self.add_bootstrap_version_rule()?;
        let template = self.write_template(builder)?;
        let id = self.artifact_id()?;
        let mut assets = None;
        if self.data(|data| data.synthesizer.kind.has_asset_manifest())? {
            let url = self.add_file_asset(&template)?.s3_object_url_with_placeholders;
            assets = Some((format!("{id}.assets"), url));
        }
        if let Some((assets_id, _)) = &assets {
            self.add_asset_manifest(assets_id, builder)?;
        }
        let artifact = self.artifact(&template.file_name, assets)?;
        builder.add_artifact(&id, artifact);
        Ok(())
    }

    fn write_template(&self, builder: &mut AssemblyBuilder<'_>) -> Result<FileAssetSource> {
        let indent = if self.data(|data| data.suppress_indentation)? { 0 } else { 1 };
        let template = self.to_template()?.stringify(indent);
        let file_name = self.data(|data| data.template_file())?;
        let source_hash = sha256(template.as_bytes());
        builder.add_file(&file_name, template);
        for report in self.data(|data| data.missing.clone())? {
            builder.add_missing(report);
        }
        Ok(FileAssetSource { file_name, zip_directory: false, source_hash })
    }

    /// Lets a deployment fail early where `cdk bootstrap` was run too long ago.
    fn add_bootstrap_version_rule(&self) -> Result<()> {
        let (wanted, default) =
            self.data(|data| (data.synthesizer.checks_version, data.synthesizer.version_parameter.clone()))?;
        if !wanted || self.node().try_find_child("BootstrapVersion").is_some() {
            return Ok(());
        }
        let parameter = CfnParameter::new(self, "BootstrapVersion", CfnParameterProps {
            r#type: Some("AWS::SSM::Parameter::Value<String>".to_owned()),
            default: Some(Value::from(default)),
            description: Some(
                "Version of the CDK Bootstrap resources in this environment, automatically retrieved from SSM \
                 Parameter Store. [cdk:skip]"
                    .to_owned(),
            ),
            ..CfnParameterProps::default()
        })?;
        let older = (1..BOOTSTRAP_VERSION).map(|version| Value::from(version.to_string())).collect();
        let recent = Fn::condition_not(Fn::condition_contains(older, parameter.value_as_string()));
        let description = format!(
            "CDK bootstrap stack version {BOOTSTRAP_VERSION} required. Please run 'cdk bootstrap' with a recent \
             version of the CDK CLI."
        );
        let assertions = vec![(recent, description)];
        CfnRule::new(self, "CheckBootstrapVersion", CfnRuleProps { assertions, ..CfnRuleProps::default() })?;
        Ok(())
    }

    fn add_asset_manifest(&self, id: &str, builder: &mut AssemblyBuilder<'_>) -> Result<()> {
        let (files, docker_images) =
            self.data(|data| (data.synthesizer.files.clone(), data.synthesizer.docker_images.clone()))?;
        let mut manifest = Map::new();
        manifest.insert("version", Json::from(SCHEMA_VERSION));
        manifest.insert("files", Json::Object(files));
        manifest.insert("dockerImages", Json::Object(docker_images));
        let file = format!("{id}.json");
        builder.add_file(&file, Json::Object(manifest).stringify(2));
        let mut properties = Map::new();
        properties.insert("file", Json::from(file));
        if self.data(|data| data.synthesizer.kind == SynthesizerKind::Default)? {
            self.add_bootstrap_properties(BOOTSTRAP_VERSION, &mut properties)?;
        }
        let mut artifact = Map::new();
        artifact.insert("type", Json::from("cdk:asset-manifest"));
        artifact.insert("properties", Json::Object(properties));
        builder.add_artifact(id, artifact);
        Ok(())
    }

    fn add_bootstrap_properties(&self, version: i64, properties: &mut Map<Json>) -> Result<()> {
        let parameter = self.data(|data| data.synthesizer.version_parameter.clone())?;
        properties.insert("requiresBootstrapStackVersion", Json::from(version));
        properties.insert("bootstrapStackVersionSsmParameter", Json::from(parameter));
        Ok(())
    }

    /// The stack's entry in `manifest.json`. `assets` is the id of the asset manifest, and the address of the template.
    fn artifact(&self, template_file: &str, assets: Option<(String, String)>) -> Result<Map<Json>> {
        if self.tags(|tags| tags.has_tags())? {
            let tags = self.tags(|tags| tags.render())?;
            self.node().add_metadata("aws:cdk:stack-tags", tags);
        }
        let mut dependencies: Vec<Json> = Vec::new();
        for stack in self.dependencies()? {
            dependencies.push(Json::from(stack.artifact_id()?));
        }
        dependencies.extend(assets.iter().map(|(id, _)| Json::from(id.as_str())));
        let metadata = self.collect_metadata()?;
        let mut artifact = Map::new();
        artifact.insert("type", Json::from("aws:cloudformation:stack"));
        artifact.insert("environment", Json::from(self.data(|data| data.environment.clone())?));
        artifact.insert("properties", Json::Object(self.properties(template_file, assets)?));
        if !dependencies.is_empty() {
            artifact.insert("dependencies", Json::Array(dependencies));
        }
        if !metadata.is_empty() {
            artifact.insert("metadata", Json::Object(metadata));
        }
        artifact.insert("displayName", Json::from(self.node().path()));
        Ok(artifact)
    }

    fn properties(&self, template_file: &str, assets: Option<(String, String)>) -> Result<Map<Json>> {
        let mut properties = Map::new();
        properties.insert("templateFile", Json::from(template_file));
        properties
            .insert("terminationProtection", Json::from(self.data(|data| data.termination_protection)?));
        let tags = self.tags(|tags| tags.tag_values())?;
        if !tags.is_empty()
            && let Some(tags) = self.resolve(&Value::Object(tags))?
        {
            properties.insert("tags", tags);
        }
        properties.insert("validateOnSynth", Json::from(false));
        self.add_roles(&mut properties)?;
        if let Some((assets_id, url)) = assets {
            properties.insert("stackTemplateAssetObjectUrl", Json::from(url));
            let is_default = self.data(|data| data.synthesizer.kind == SynthesizerKind::Default)?;
            if is_default {
                self.add_bootstrap_properties(BOOTSTRAP_VERSION, &mut properties)?;
            }
            properties.insert("additionalDependencies", Json::Array(vec![Json::from(assets_id)]));
            if is_default {
                self.add_lookup_role(&mut properties)?;
            }
        }
        let name = self.data(|data| data.stack_name.clone())?;
        if name != self.artifact_id()? {
            properties.insert("stackName", Json::from(name));
        }
        Ok(properties)
    }

    fn add_roles(&self, properties: &mut Map<Json>) -> Result<()> {
        self.data(|data| {
            let synthesizer = &data.synthesizer;
            if !matches!(synthesizer.kind, SynthesizerKind::Default | SynthesizerKind::Bootstrapless) {
                return;
            }
            if let Some(id) = &synthesizer.deploy_role.external_id {
                properties.insert("assumeRoleExternalId", Json::from(id.as_str()));
            }
            properties.insert("assumeRoleArn", Json::from(synthesizer.deploy_role.arn.as_str()));
            let execution = synthesizer.execution_role_arn.as_str();
            properties.insert("cloudFormationExecutionRoleArn", Json::from(execution));
        })
    }

    fn add_lookup_role(&self, properties: &mut Map<Json>) -> Result<()> {
        let role = self.data(|data| {
            let synthesizer = &data.synthesizer;
            let wanted = synthesizer.use_lookup_role && !synthesizer.lookup_role.arn.is_empty();
            wanted.then(|| synthesizer.lookup_role.clone())
        })?;
        if let Some(role) = role {
            let mut lookup = Map::new();
            lookup.insert("arn", Json::from(role.arn));
            if let Some(id) = role.external_id {
                lookup.insert("assumeRoleExternalId", Json::from(id));
            }
            self.add_bootstrap_properties(LOOKUP_ROLE_BOOTSTRAP_VERSION, &mut lookup)?;
            properties.insert("lookupRole", Json::Object(lookup));
        }
        Ok(())
    }

    /// The metadata of all constructs of the stack, by path.
    fn collect_metadata(&self) -> Result<Map<Json>> {
        let mut out = Map::new();
        self.collect_metadata_of(self.node(), &mut out)?;
        Ok(out)
    }

    fn collect_metadata_of(&self, node: &Node, out: &mut Map<Json>) -> Result<()> {
        let (entries, path) = node.read(|data| (data.metadata.clone(), data.path.clone()));
        let mut described = Vec::with_capacity(entries.len());
        for entry in entries {
            let mut map = Map::new();
            map.insert("type", Json::from(entry.kind));
            if let Some(data) = self.resolve(&entry.data)? {
                map.insert("data", data);
            }
            described.push(Json::Object(map));
        }
        if !described.is_empty() {
            out.insert(format!("/{path}"), Json::Array(described));
        }
        for child in node.children() {
            let other = child.read(|data| {
                let stack = data.stack_data.as_ref();
                stack.is_some_and(|stack| stack.nested.is_none()) || data.stage_data.is_some()
            });
            if !other {
                self.collect_metadata_of(&child, out)?;
            }
        }
        Ok(())
    }
}
