//! Secrets.

use std::cell::RefCell;
use std::rc::Rc;

use super::{ResourcePolicy, SecretAttachmentTarget, SecretStringGenerator, name};
use crate::aws_kms::Key;
use crate::cfn::{CfnResource, RemovalPolicy};
use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::flags;
use crate::json::Json;
use crate::props;
use crate::secret_value::{SecretValue, SecretsManagerSecretOptions};
use crate::stack::{ArnComponents, ArnFormat};
use crate::value::{Lazy, Text, Value};

/// What a secret can be told. The default is a generated password of 32 characters.
#[derive(Debug, Clone, Default)]
pub struct SecretProps {
    /// For people.
    pub description: Option<Text>,
    /// Encrypts it; AWS's own key for secrets does if none is given.
    pub encryption_key: Option<Key>,
    /// Generated if none is given.
    pub secret_name: Option<Text>,
    /// How it is generated.
    pub generate_secret_string: Option<SecretStringGenerator>,
    /// What it is; instead of a generated one.
    pub secret_string_value: Option<SecretValue>,
    /// A JSON object that it is; instead of a generated one.
    pub secret_object_value: Vec<(String, SecretValue)>,
    /// What happens to it when it leaves its stack; it is deleted if nothing is said.
    pub removal_policy: Option<RemovalPolicy>,
    /// Regions that have a copy.
    pub replica_regions: Vec<ReplicaRegion>,
}

/// A region that has a copy.
#[derive(Debug, Clone)]
pub struct ReplicaRegion {
    /// Name of the region.
    pub region: Text,
    /// Encrypts the copy; AWS's own key for secrets does if none is given.
    pub encryption_key: Option<Key>,
}

impl ReplicaRegion {
    /// A copy that AWS's own key encrypts.
    pub fn new(region: impl Into<Text>) -> ReplicaRegion {
        ReplicaRegion { region: region.into(), encryption_key: None }
    }
}

/// A secret, made here or imported. Cheap to clone: all clones are the same secret.
#[derive(Clone)]
pub struct Secret {
    node: Node,
    details: Rc<Details>,
    arn_for_policies: Text,
}

crate::construct!(Secret);

struct Details {
    arn: Text,
    /// Absent where only the beginning of the ARN is known.
    full_arn: Option<Text>,
    name: Text,
    kind: Kind,
    encryption_key: Option<Key>,
    replicas: Rc<RefCell<Vec<Value>>>,
    policy: RefCell<Option<ResourcePolicy>>,
}

/// Where a secret comes from.
enum Kind {
    Own,
    Imported,
    /// The same secret, for whatever has to wait until it is attached to a database.
    Attached(Secret),
}

impl Details {
    fn new(arn: Text, full_arn: Option<Text>, name: Text, kind: Kind) -> Details {
        Details {
            arn,
            full_arn,
            name,
            kind,
            encryption_key: None,
            replicas: Rc::default(),
            policy: RefCell::default(),
        }
    }
}

impl Secret {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_secretsmanager.Secret");

    /// A secret.
    pub fn new(scope: &dyn Construct, id: &str, props: SecretProps) -> Result<Secret> {
        let generator = props.generate_secret_string.as_ref().map(SecretStringGenerator::render);
        Secret::create(Node::new(scope, id, Secret::INFO)?, props, generator)
    }

    /// A secret at a node that is there already, with its `GenerateSecretString` as it is to be written.
    pub(crate) fn create(node: Node, props: SecretProps, generator: Option<Value>) -> Result<Secret> {
        refuse_contradictions(&node, &props)?;
        let secret_string = secret_string(&props);
        let generator = match generator {
            Some(generator) => Some(generator),
            None if secret_string.is_some() => None,
            None => Some(props! {}),
        };
        let replicas: Rc<RefCell<Vec<Value>>> = Rc::default();
        let listed = replicas.clone();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::SecretsManager::Secret",
            props! {
                "Description" => props.description,
                "KmsKeyId" => props.encryption_key.as_ref().map(Key::key_arn),
                "GenerateSecretString" => generator,
                "SecretString" => secret_string,
                "Name" => props.secret_name.clone(),
                "ReplicaRegions" => Lazy::any(move |_| Ok(Value::List(listed.borrow().clone()))),
            },
        )?;
        resource.apply_removal_policy(props.removal_policy.unwrap_or(RemovalPolicy::Destroy))?;
        let arn = resource.ref_();
        let name = name::of_owned(&node.stack()?, &arn, props.secret_name.as_ref())?;
        let encryption_key = props.encryption_key;
        let details = Details::new(arn.clone(), Some(arn), name, Kind::Own);
        let secret = Secret::from_details(node, Details { replicas, encryption_key, ..details });
        secret.let_account_use_key()?;
        for replica in props.replica_regions {
            secret.add_replica_region(replica)?;
        }
        Ok(secret)
    }

    fn from_details(node: Node, details: Details) -> Secret {
        let arn_for_policies = arn_for_policies(&node, &details);
        let secret = Secret { node, details: Rc::new(details), arn_for_policies };
        let validated = secret.clone();
        secret.node.add_validation(move || {
            let policy = validated.policy();
            policy.map(|policy| policy.document().validate_for_resource_policy()).unwrap_or_default()
        });
        secret
    }

    /// A secret that was made elsewhere, by its name.
    pub fn from_secret_name_v2(scope: &dyn Construct, id: &str, secret_name: &str) -> Result<Secret> {
        let arn = scope.node().stack()?.format_arn(ArnComponents {
            service: "secretsmanager".into(),
            resource: "secret".into(),
            resource_name: Some(secret_name.into()),
            arn_format: ArnFormat::ColonResourceName,
            ..ArnComponents::default()
        })?;
        Secret::import(scope, id, arn, None, secret_name.into())
    }

    /// A secret that was made elsewhere, by its ARN with the six characters that AWS put at its end.
    pub fn from_secret_complete_arn(
        scope: &dyn Construct,
        id: &str,
        secret_complete_arn: impl Into<Text>,
    ) -> Result<Secret> {
        let arn = secret_complete_arn.into();
        if !name::is_complete(&arn) {
            return Err(scope
                .node()
                .error("`secretCompleteArn` does not appear to be complete; missing 6-character suffix"));
        }
        let name = name::of_imported(&scope.node().stack()?, &arn)?;
        Secret::import(scope, id, arn.clone(), Some(arn), name)
    }

    /// A secret that was made elsewhere, by its ARN without the six characters that AWS put at its end.
    pub fn from_secret_partial_arn(
        scope: &dyn Construct,
        id: &str,
        secret_partial_arn: impl Into<Text>,
    ) -> Result<Secret> {
        let arn = secret_partial_arn.into();
        let name = name::of_imported(&scope.node().stack()?, &arn)?;
        Secret::import(scope, id, arn, None, name)
    }

    fn import(
        scope: &dyn Construct,
        id: &str,
        arn: Text,
        full_arn: Option<Text>,
        name: Text,
    ) -> Result<Secret> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        Ok(Secret::from_details(node, Details::new(arn, full_arn, name, Kind::Imported)))
    }

    /// Its ARN, or the part of it that is known.
    pub fn secret_arn(&self) -> Text {
        self.details.arn.clone()
    }

    /// Its ARN with the six characters that AWS put at its end, where they are known.
    pub fn secret_full_arn(&self) -> Option<Text> {
        self.details.full_arn.clone()
    }

    /// Its name.
    pub fn secret_name(&self) -> Text {
        self.details.name.clone()
    }

    /// What encrypts it, unless AWS's own key for secrets does.
    pub fn encryption_key(&self) -> Option<&Key> {
        self.details.encryption_key.as_ref()
    }

    /// The secret, read at deployment.
    pub fn secret_value(&self) -> Result<SecretValue> {
        self.secret_value_from_json("")
    }

    /// A field of the secret's JSON, read at deployment.
    pub fn secret_value_from_json(&self, json_field: &str) -> Result<SecretValue> {
        let options = SecretsManagerSecretOptions { json_field: json_field.to_owned(), ..Default::default() };
        SecretValue::secrets_manager(self.secret_arn(), options)
    }

    /// Attaches the secret to a database, which puts the database's address into it. What uses the returned secret
    /// waits until then. Only once.
    pub fn attach(&self, target: &SecretAttachmentTarget) -> Result<Secret> {
        const ID: &str = "Attachment";
        if self.node.try_find_child(ID).is_some() {
            return Err(self.node.error("Secret is already attached to a target."));
        }
        let info = ConstructInfo::cdk("aws-cdk-lib.aws_secretsmanager.SecretTargetAttachment");
        let node = Node::new(self, ID, info)?;
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::SecretsManager::SecretTargetAttachment",
            props! {
                "SecretId" => self.secret_arn(),
                "TargetId" => &target.target_id,
                "TargetType" => target.target_type,
            },
        )?;
        let arn = resource.ref_();
        let kind = Kind::Attached(self.clone());
        let encryption_key = self.encryption_key().cloned();
        let details = Details::new(arn.clone(), Some(arn), self.secret_name(), kind);
        Ok(Secret::from_details(node, Details { encryption_key, ..details }))
    }

    /// Its policy, once it has one.
    pub fn policy(&self) -> Option<ResourcePolicy> {
        self.details.policy.borrow().clone()
    }

    pub(super) fn policy_to_add_to(&self) -> Result<Option<ResourcePolicy>> {
        match &self.details.kind {
            Kind::Imported => return Ok(None),
            Kind::Attached(secret) if self.node.is_enabled(flags::ATTACHED_SECRET_RESOURCE_POLICY) => {
                return secret.policy_to_add_to();
            }
            Kind::Own | Kind::Attached(_) => {}
        }
        if self.policy().is_none() {
            let policy = ResourcePolicy::new(self, "Policy", self)?;
            *self.details.policy.borrow_mut() = Some(policy);
        }
        Ok(self.policy())
    }

    pub(super) fn is_owned(&self) -> bool {
        matches!(self.details.kind, Kind::Own)
    }

    /// What policies call it.
    pub(super) fn arn_for_policies(&self) -> Text {
        self.arn_for_policies.clone()
    }

    /// Adds a region that has a copy.
    pub fn add_replica_region(&self, replica: ReplicaRegion) -> Result<()> {
        let own = self.node.stack()?.region()?;
        if own.as_literal().is_some() && own.as_literal() == replica.region.as_literal() {
            return Err(self
                .node
                .error("Cannot add the region where this stack is deployed as a replica region."));
        }
        let key = replica.encryption_key.map(|key| key.key_arn());
        let rendered = props! { "Region" => replica.region, "KmsKeyId" => key };
        self.details.replicas.borrow_mut().push(rendered);
        Ok(())
    }
}

/// Where a secret's ARN is not known to the end, or of another account or region, policies say that any end will do.
fn arn_for_policies(node: &Node, details: &Details) -> Text {
    let (node, arn, full_arn) = (node.clone(), details.arn.clone(), details.full_arn.clone());
    Lazy::text(move |context| {
        let (own, consumer) = (node.stack()?, context.stack()?);
        let near = own.account()? == consumer.account()? && own.region()? == consumer.region()?;
        Ok(match &full_arn {
            Some(arn) if near => arn.clone(),
            _ => crate::text![&arn, "-??????"],
        })
    })
}

fn refuse_contradictions(node: &Node, props: &SecretProps) -> Result<()> {
    if props.generate_secret_string.as_ref().is_some_and(SecretStringGenerator::has_half_a_template) {
        return Err(node.error("`secretStringTemplate` and `generateStringKey` must be specified together."));
    }
    let given = [
        props.generate_secret_string.is_some(),
        props.secret_string_value.is_some(),
        !props.secret_object_value.is_empty(),
    ];
    if given.iter().filter(|given| **given).count() > 1 {
        return Err(node.error(
            "Cannot specify more than one of `generateSecretString`, `secretStringValue`, `secretObjectValue`, and \
             `secretStringBeta1`.",
        ));
    }
    Ok(())
}

fn secret_string(props: &SecretProps) -> Option<Text> {
    if props.secret_object_value.is_empty() {
        return props.secret_string_value.as_ref().map(SecretValue::unsafe_unwrap);
    }
    let mut parts = Vec::new();
    for (key, value) in &props.secret_object_value {
        let before = if parts.is_empty() { "{" } else { "," };
        parts.push(Text::from(format!("{before}{}:", quoted(key))));
        let value = value.unsafe_unwrap();
        match value.as_literal() {
            Some(literal) => parts.push(quoted(literal).into()),
            None => parts.extend(["\"".into(), value, "\"".into()]),
        }
    }
    parts.push("}".into());
    Some(Text::concat(parts))
}

fn quoted(text: &str) -> String {
    Json::from(text).stringify(0)
}
