//! Hosted zones.

use std::cell::RefCell;
use std::rc::Rc;

use super::{CaaAmazonRecord, RecordSet, RecordSetOptions, ZoneDelegationRecord};
use crate::aws_ec2::Vpc;
use crate::aws_iam::{Grant, GrantOptions, IGrantable};
use crate::cfn::CfnResource;
use crate::construct::{ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::{Error, Result};
use crate::json::Map;
use crate::stack::ArnComponents;
use crate::value::{Lazy, Text, TypeHint, Value};
use crate::{Construct, object, props};

/// A zone of the domain name system, made here or imported. Cheap to clone.
#[derive(Debug, Clone)]
pub struct HostedZone {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(HostedZone);

#[derive(Debug)]
struct Details {
    hosted_zone_id: Text,
    zone_name: Option<Text>,
    name_servers: Option<Value>,
    kind: Kind,
    vpcs: Rc<RefCell<Vec<Value>>>,
}

/// Which VPCs may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Own,
    Public,
    Imported,
}

/// What is known of a zone that was made elsewhere.
#[derive(Debug, Clone)]
pub struct HostedZoneAttributes {
    /// For example `Z23ABC4XYZL05B`.
    pub hosted_zone_id: Text,
    /// For example `example.com`.
    pub zone_name: Text,
}

/// Makes zones that the whole internet sees.
#[derive(Debug)]
pub struct PublicHostedZone;

/// What any zone can be told.
#[derive(Debug, Clone)]
pub struct HostedZoneProps {
    /// For example `example.com`.
    pub zone_name: Text,
    /// For people.
    pub comment: Option<String>,
    /// Log group for queries.
    pub query_logs_log_group_arn: Option<Text>,
    /// Whether the name gets a dot at its end if it has none.
    pub add_trailing_dot: bool,
    /// The VPCs that see it; the whole internet if there are none.
    pub vpcs: Vec<Vpc>,
}

impl HostedZoneProps {
    /// A zone of this name and nothing else.
    pub fn new(zone_name: impl Into<Text>) -> HostedZoneProps {
        HostedZoneProps {
            zone_name: zone_name.into(),
            comment: None,
            query_logs_log_group_arn: None,
            add_trailing_dot: true,
            vpcs: Vec::new(),
        }
    }
}

/// What a public zone can be told.
#[derive(Debug, Clone)]
pub struct PublicHostedZoneProps {
    /// For example `example.com`.
    pub zone_name: Text,
    /// For people.
    pub comment: Option<String>,
    /// Log group for queries.
    pub query_logs_log_group_arn: Option<Text>,
    /// Whether the name gets a dot at its end if it has none.
    pub add_trailing_dot: bool,
    /// Whether a record says that only Amazon may issue certificates.
    pub caa_amazon: bool,
}

impl PublicHostedZoneProps {
    /// A zone of this name and nothing else.
    pub fn new(zone_name: impl Into<Text>) -> PublicHostedZoneProps {
        PublicHostedZoneProps {
            zone_name: zone_name.into(),
            comment: None,
            query_logs_log_group_arn: None,
            add_trailing_dot: true,
            caa_amazon: false,
        }
    }
}

/// What leaving a name to another zone can be told.
#[derive(Debug, Clone, Default)]
pub struct ZoneDelegationOptions {
    /// For people.
    pub comment: Option<String>,
    /// How long the record may be kept, two days if not given.
    pub ttl: Option<Duration>,
}

impl PublicHostedZone {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_route53.PublicHostedZone");

    /// A zone that the whole internet sees.
    #[expect(clippy::new_ret_no_self, reason = "a public zone is a zone; the CDK makes it with this name")]
    pub fn new(scope: &dyn Construct, id: &str, props: PublicHostedZoneProps) -> Result<HostedZone> {
        let general = HostedZoneProps {
            comment: props.comment,
            query_logs_log_group_arn: props.query_logs_log_group_arn,
            add_trailing_dot: props.add_trailing_dot,
            ..HostedZoneProps::new(props.zone_name)
        };
        let zone = HostedZone::create(scope, id, PublicHostedZone::INFO, general, Kind::Public)?;
        if props.caa_amazon {
            CaaAmazonRecord::new(&zone, "CaaAmazon", RecordSetOptions::new(&zone))?;
        }
        Ok(zone)
    }
}

impl HostedZone {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_route53.HostedZone");

    /// A zone that VPCs see, or the whole internet if none are given.
    pub fn new(scope: &dyn Construct, id: &str, props: HostedZoneProps) -> Result<HostedZone> {
        HostedZone::create(scope, id, HostedZone::INFO, props, Kind::Own)
    }

    pub(super) fn create(
        scope: &dyn Construct,
        id: &str,
        info: ConstructInfo,
        props: HostedZoneProps,
        kind: Kind,
    ) -> Result<HostedZone> {
        let node = Node::new(scope, id, info)?;
        validate_zone_name(&node, &props.zone_name)?;
        let vpcs: Rc<RefCell<Vec<Value>>> = Rc::default();
        let seen_by = vpcs.clone();
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::Route53::HostedZone",
            props! {
                "Name" => full_name(&props),
                "HostedZoneConfig" => props.comment.as_ref().map(|comment| props! { "Comment" => comment }),
                "QueryLoggingConfig" =>
                    props.query_logs_log_group_arn.as_ref().map(|arn| props! { "CloudWatchLogsLogGroupArn" => arn }),
                "VPCs" => Lazy::any(move |_| Ok(Value::List(seen_by.borrow().clone()))),
            },
        )?;
        let details = Details {
            hosted_zone_id: resource.ref_(),
            zone_name: Some(props.zone_name),
            name_servers: Some(resource.get_att_as("NameServers", TypeHint::StringList).into()),
            kind,
            vpcs,
        };
        let zone = HostedZone { node, details: Rc::new(details) };
        props.vpcs.iter().try_for_each(|vpc| zone.add_vpc(vpc))?;
        Ok(zone)
    }

    /// Lets another VPC see it.
    pub fn add_vpc(&self, vpc: &Vpc) -> Result<()> {
        match self.details.kind {
            Kind::Own => {
                let vpc = props! { "VPCId" => vpc.vpc_id(), "VPCRegion" => vpc.region() };
                self.details.vpcs.borrow_mut().push(vpc);
                Ok(())
            }
            Kind::Public => Err(self.node.error("Cannot associate public hosted zones with a VPC")),
            Kind::Imported => Err(self.node.error("Cannot associate imported hosted zones with a VPC")),
        }
    }

    /// Leaves a name below this zone's to another zone.
    pub fn add_delegation(&self, delegate: &HostedZone, options: ZoneDelegationOptions) -> Result<RecordSet> {
        let (own, theirs) = (self.zone_name()?, delegate.zone_name()?);
        let id = format!("{} -> {}", shown(&own), shown(&theirs));
        let options = RecordSetOptions {
            comment: options.comment,
            ttl: options.ttl,
            ..RecordSetOptions::named(self, theirs)
        };
        let servers = delegate.hosted_zone_name_servers().unwrap_or_default();
        ZoneDelegationRecord::new(self, &id, servers, options)
    }

    /// Lets someone leave names below this zone's to other name servers.
    pub fn grant_delegation(&self, grantee: &dyn IGrantable) -> Result<Grant> {
        let grant = |action: &str, resource: Text, conditions: Map<Value>| {
            Grant::add_to_principal(GrantOptions {
                grantee: grantee.grant_principal(),
                actions: vec![action.into()],
                resource_arns: vec![resource],
                conditions,
            })
        };
        let only_delegations = crate::entries! {
            "ForAllValues:StringEquals" => object! {
                "route53:ChangeResourceRecordSetsRecordTypes" => ["NS"],
                "route53:ChangeResourceRecordSetsActions" => ["UPSERT", "DELETE"],
            },
        };
        let change = grant("route53:ChangeResourceRecordSets", self.hosted_zone_arn()?, only_delegations)?;
        Ok(change.combine(&grant("route53:ListHostedZonesByName", "*".into(), Map::new())?))
    }

    /// A zone that was made elsewhere, with its name.
    pub fn from_hosted_zone_attributes(
        scope: &dyn Construct,
        id: &str,
        attributes: HostedZoneAttributes,
    ) -> Result<HostedZone> {
        HostedZone::import(scope, id, attributes.hosted_zone_id, Some(attributes.zone_name))
    }

    /// A zone that was made elsewhere, of which only the id is known.
    pub fn from_hosted_zone_id(
        scope: &dyn Construct,
        id: &str,
        hosted_zone_id: impl Into<Text>,
    ) -> Result<HostedZone> {
        HostedZone::import(scope, id, hosted_zone_id.into(), None)
    }

    fn import(
        scope: &dyn Construct,
        id: &str,
        hosted_zone_id: Text,
        zone_name: Option<Text>,
    ) -> Result<HostedZone> {
        let node = Node::new(scope, id, ConstructInfo::RESOURCE)?;
        Ok(HostedZone {
            node,
            details: Rc::new(Details {
                hosted_zone_id,
                zone_name,
                name_servers: None,
                kind: Kind::Imported,
                vpcs: Rc::default(),
            }),
        })
    }

    /// For example `Z23ABC4XYZL05B`.
    pub fn hosted_zone_id(&self) -> Text {
        self.details.hosted_zone_id.clone()
    }

    /// For example `example.com`. An error for a zone that was imported by its id.
    pub fn zone_name(&self) -> Result<Text> {
        self.details.zone_name.clone().ok_or_else(|| {
            self.node.error(
                "Cannot reference `zoneName` when using `HostedZone.fromHostedZoneId()`. A construct consuming this \
                 hosted zone may be trying to reference its `zoneName`. If this is the case, use \
                 `fromHostedZoneAttributes()` or `fromLookup()` instead.",
            )
        })
    }

    /// `arn:…:route53:::hostedzone/ID`
    pub fn hosted_zone_arn(&self) -> Result<Text> {
        self.node.stack()?.format_arn(ArnComponents {
            account: Some("".into()),
            region: Some("".into()),
            service: "route53".into(),
            resource: "hostedzone".into(),
            resource_name: Some(self.hosted_zone_id()),
            ..ArnComponents::default()
        })
    }

    /// The name servers; not known of imported zones.
    pub fn hosted_zone_name_servers(&self) -> Option<Value> {
        self.details.name_servers.clone()
    }
}

fn shown(name: &Text) -> &str {
    name.as_literal().unwrap_or("${Token}")
}

fn full_name(props: &HostedZoneProps) -> Text {
    let dotted = props.zone_name.as_literal().is_some_and(|name| name.ends_with('.'));
    if props.add_trailing_dot && !dotted {
        Text::concat([props.zone_name.clone(), ".".into()])
    } else {
        props.zone_name.clone()
    }
}

/// A name with tokens in it cannot be checked before deployment.
fn validate_zone_name(node: &Node, name: &Text) -> Result<(), Error> {
    const ALLOWED: &str = "!\"#$%&'()*+,/:;<=>?@[\\]^_`{|}~.-";
    let Some(name) = name.as_literal() else {
        return Ok(());
    };
    let problem = if name.len() > 255 {
        "zone name cannot be more than 255 bytes long"
    } else if name.split('.').any(|label| label.len() > 63) {
        "zone name labels cannot be more than 63 bytes long"
    } else if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || ALLOWED.contains(c)) {
        "zone names can only contain a-z, 0-9, -, ! \" # $ % & ' ( ) * + , - / : ; < = > ? @ [  ] ^ _ ` { | } ~ ."
    } else {
        return Ok(());
    };
    Err(node.error(problem))
}
