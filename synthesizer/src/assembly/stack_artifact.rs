//! A stack's files and its entries in `manifest.json`.

use super::{AssemblyBuilder, SCHEMA_VERSION};
use crate::cfn::{CfnParameter, CfnParameterProps, CfnRule};
use crate::construct::{Construct, Node};
use crate::error::Result;
use crate::hash::sha256;
use crate::json::{Json, Map};
use crate::stack::{FileAssetSource, Stack};
use crate::value::{Fn, Value};

const BOOTSTRAP_VERSION: i64 = 6;
const LOOKUP_ROLE_BOOTSTRAP_VERSION: i64 = 8;

impl Stack {
    /// Writes the stack's template and asset manifest, and adds both to the assembly's manifest.
    pub(super) fn synthesize(&self, builder: &mut AssemblyBuilder<'_>) -> Result<()> {
        self.add_bootstrap_version_rule()?;
        let indent = if self.data(|data| data.suppress_indentation)? { 0 } else { 1 };
        let template = self.to_template()?.stringify(indent);
        let (template_file, artifact_id) =
            self.data(|data| (data.template_file(), data.artifact_id.clone()))?;
        let location = self.add_file_asset(&FileAssetSource {
            file_name: template_file.clone(),
            zip_directory: false,
            source_hash: sha256(template.as_bytes()),
        })?;
        builder.add_file(&template_file, template);
        for report in self.data(|data| data.missing.clone())? {
            builder.add_missing(report);
        }
        let assets_id = format!("{artifact_id}.assets");
        self.add_asset_manifest(&assets_id, builder)?;
        let artifact =
            self.artifact(&template_file, &location.s3_object_url_with_placeholders, &assets_id)?;
        builder.add_artifact(&artifact_id, artifact);
        Ok(())
    }

    /// Lets a deployment fail early where `cdk bootstrap` was run too long ago.
    fn add_bootstrap_version_rule(&self) -> Result<()> {
        if self.node().try_find_child("BootstrapVersion").is_some() {
            return Ok(());
        }
        let default = self.data(|data| data.synthesizer.version_parameter())?;
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
        CfnRule::new(self, "CheckBootstrapVersion", vec![(recent, description)])?;
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
        self.add_bootstrap_properties(BOOTSTRAP_VERSION, &mut properties)?;
        let mut artifact = Map::new();
        artifact.insert("type", Json::from("cdk:asset-manifest"));
        artifact.insert("properties", Json::Object(properties));
        builder.add_artifact(id, artifact);
        Ok(())
    }

    fn add_bootstrap_properties(&self, version: i64, properties: &mut Map<Json>) -> Result<()> {
        let parameter = self.data(|data| data.synthesizer.version_parameter())?;
        properties.insert("requiresBootstrapStackVersion", Json::from(version));
        properties.insert("bootstrapStackVersionSsmParameter", Json::from(parameter));
        Ok(())
    }

    /// The stack's entry in `manifest.json`.
    fn artifact(&self, template_file: &str, template_url: &str, assets_id: &str) -> Result<Map<Json>> {
        if self.tags(|tags| tags.has_tags())? {
            let tags = self.tags(|tags| tags.render())?;
            self.node().add_metadata("aws:cdk:stack-tags", tags);
        }
        let mut dependencies: Vec<Json> = Vec::new();
        for stack in self.dependencies()? {
            dependencies.push(Json::from(stack.artifact_id()?));
        }
        dependencies.push(Json::from(assets_id));
        let metadata = self.collect_metadata()?;
        let mut artifact = Map::new();
        artifact.insert("type", Json::from("aws:cloudformation:stack"));
        artifact.insert("environment", Json::from(self.data(|data| data.environment.clone())?));
        artifact.insert("properties", Json::Object(self.properties(template_file, template_url, assets_id)?));
        artifact.insert("dependencies", Json::Array(dependencies));
        if !metadata.is_empty() {
            artifact.insert("metadata", Json::Object(metadata));
        }
        artifact.insert("displayName", Json::from(self.node().path()));
        Ok(artifact)
    }

    fn properties(&self, template_file: &str, template_url: &str, assets_id: &str) -> Result<Map<Json>> {
        let role = |what: &str| self.data(|data| Json::from(data.synthesizer.role_arn(what)));
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
        properties.insert("assumeRoleArn", role("deploy-role")?);
        properties.insert("cloudFormationExecutionRoleArn", role("cfn-exec-role")?);
        properties.insert("stackTemplateAssetObjectUrl", Json::from(template_url));
        self.add_bootstrap_properties(BOOTSTRAP_VERSION, &mut properties)?;
        properties.insert("additionalDependencies", Json::Array(vec![Json::from(assets_id)]));
        let mut lookup = Map::new();
        lookup.insert("arn", role("lookup-role")?);
        self.add_bootstrap_properties(LOOKUP_ROLE_BOOTSTRAP_VERSION, &mut lookup)?;
        properties.insert("lookupRole", Json::Object(lookup));
        let name = self.stack_name()?;
        if name != self.artifact_id()? {
            properties.insert("stackName", Json::from(name));
        }
        Ok(properties)
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
            if child.read(|data| data.stack_data.is_none()) {
                self.collect_metadata_of(&child, out)?;
            }
        }
        Ok(())
    }
}
