//! Records of a zone.

use std::rc::Rc;

use super::record_values::format_txt;
use super::{AliasRecordTarget, CaaRecordValue, CaaTag, HostedZone, MxRecordValue, SrvRecordValue};
use crate::cfn::CfnResource;
use crate::construct::{Construct, ConstructInfo, Node};
use crate::duration::Duration;
use crate::error::Result;
use crate::value::{Text, Value};
use crate::{props, text};

/// A type of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the domain name system")]
pub enum RecordType {
    A,
    Aaaa,
    Caa,
    Cname,
    Ds,
    Mx,
    Naptr,
    Ns,
    Ptr,
    Soa,
    Spf,
    Srv,
    Txt,
}

impl RecordType {
    fn name(self) -> &'static str {
        match self {
            RecordType::A => "A",
            RecordType::Aaaa => "AAAA",
            RecordType::Caa => "CAA",
            RecordType::Cname => "CNAME",
            RecordType::Ds => "DS",
            RecordType::Mx => "MX",
            RecordType::Naptr => "NAPTR",
            RecordType::Ns => "NS",
            RecordType::Ptr => "PTR",
            RecordType::Soa => "SOA",
            RecordType::Spf => "SPF",
            RecordType::Srv => "SRV",
            RecordType::Txt => "TXT",
        }
    }
}

/// What a record says: values, or another thing that has some.
#[derive(Clone)]
pub enum RecordTarget {
    /// These values.
    Values(Value),
    /// Those of something in AWS.
    Alias(Rc<dyn AliasRecordTarget>),
}

impl RecordTarget {
    /// These values.
    pub fn from_values<T: Into<Text>>(values: impl IntoIterator<Item = T>) -> RecordTarget {
        let values: Vec<Text> = values.into_iter().map(Into::into).collect();
        RecordTarget::Values(values.into())
    }

    /// These addresses.
    pub fn from_ip_addresses<T: Into<Text>>(addresses: impl IntoIterator<Item = T>) -> RecordTarget {
        RecordTarget::from_values(addresses)
    }

    /// The addresses of something in AWS.
    pub fn from_alias(target: impl AliasRecordTarget + 'static) -> RecordTarget {
        RecordTarget::Alias(Rc::new(target))
    }
}

/// What any record can be told.
#[derive(Debug, Clone)]
pub struct RecordSetOptions {
    /// The zone that it is in.
    pub zone: HostedZone,
    /// With or without the zone's name; the zone's own if not given.
    pub record_name: Option<Text>,
    /// How long it may be kept, 30 minutes if not given; aliases have none.
    pub ttl: Option<Duration>,
    /// For people.
    pub comment: Option<String>,
}

impl RecordSetOptions {
    /// A record of the zone's own name.
    pub fn new(zone: &HostedZone) -> RecordSetOptions {
        RecordSetOptions { zone: zone.clone(), record_name: None, ttl: None, comment: None }
    }

    /// A record of this name.
    pub fn named(zone: &HostedZone, record_name: impl Into<Text>) -> RecordSetOptions {
        RecordSetOptions { record_name: Some(record_name.into()), ..RecordSetOptions::new(zone) }
    }
}

/// A record of a zone. Cheap to clone.
#[derive(Debug, Clone)]
pub struct RecordSet {
    node: Node,
    resource: CfnResource,
}

crate::construct!(RecordSet);

impl RecordSet {
    /// A record of any type.
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        record_type: RecordType,
        target: RecordTarget,
        options: RecordSetOptions,
    ) -> Result<RecordSet> {
        RecordSet::create(scope, id, "RecordSet", record_type, target, options)
    }

    fn create(
        scope: &dyn Construct,
        id: &str,
        class: &str,
        record_type: RecordType,
        target: RecordTarget,
        options: RecordSetOptions,
    ) -> Result<RecordSet> {
        let fqn = format!("aws-cdk-lib.aws_route53.{class}").into();
        let node = Node::new(scope, id, ConstructInfo { fqn, version: crate::CDK_VERSION })?;
        let zone = &options.zone;
        let name = options.record_name.filter(|name| *name != "");
        let name = fully_qualified(name.map_or_else(|| zone.zone_name(), Ok)?, zone)?;
        let (values, alias, ttl) = match target {
            RecordTarget::Values(values) => {
                let ttl = options.ttl.unwrap_or(Duration::minutes(30)).to_seconds()?;
                (values, Value::Undefined, Some(ttl.to_string()))
            }
            RecordTarget::Alias(target) => {
                let alias = target.bind(&node, zone)?.render();
                (Value::Undefined, alias, None)
            }
        };
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::Route53::RecordSet",
            props! {
                "HostedZoneId" => zone.hosted_zone_id(),
                "Name" => name,
                "Type" => record_type.name(),
                "ResourceRecords" => values,
                "AliasTarget" => alias,
                "TTL" => ttl,
                "Comment" => options.comment,
            },
        )?;
        Ok(RecordSet { node, resource })
    }

    /// The record's name.
    pub fn domain_name(&self) -> Text {
        self.resource.ref_()
    }
}

/// The name with the zone's and a dot at its end.
fn fully_qualified(name: Text, zone: &HostedZone) -> Result<Text> {
    let ends_with_dot = |text: &Text| text.as_literal().is_some_and(|name| name.ends_with('.'));
    if ends_with_dot(&name) {
        return Ok(name);
    }
    let zone_name = zone.zone_name()?;
    let zone_name = match zone_name.as_literal() {
        Some(literal) => Text::from(literal.strip_suffix('.').unwrap_or(literal)),
        None => zone_name,
    };
    let within = match (name.as_literal(), zone_name.as_literal()) {
        (Some(name), Some(zone)) => name == zone || name.ends_with(&format!(".{zone}")),
        _ => name == zone_name,
    };
    Ok(if within { text![name, "."] } else { text![name, ".", zone_name, "."] })
}

macro_rules! records {
    ($($(#[$doc:meta])* $name:ident, $class:literal, $kind:ident, |$value:ident: $type:ty| $target:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        impl $name {
            /// Adds such a record.
            #[expect(clippy::new_ret_no_self, reason = "it is a record set; the CDK makes it with this name")]
            pub fn new(scope: &dyn Construct, id: &str, $value: $type, options: RecordSetOptions) -> Result<RecordSet> {
                RecordSet::create(scope, id, $class, RecordType::$kind, $target, options)
            }
        }
    )*};
}

records! {
    /// Makes records of IPv4 addresses.
    ARecord, "ARecord", A, |target: RecordTarget| target;
    /// Makes records of IPv6 addresses.
    AaaaRecord, "AaaaRecord", Aaaa, |target: RecordTarget| target;
    /// Makes records that say that a name is another's.
    CnameRecord, "CnameRecord", Cname, |domain_name: Text| RecordTarget::from_values([domain_name]);
    /// Makes records of any text; long ones are split.
    TxtRecord, "TxtRecord", Txt, |values: &[&str]| RecordTarget::from_values(values.iter().map(|text| format_txt(text)));
    /// Makes records of services' servers.
    SrvRecord, "SrvRecord", Srv, |values: Vec<SrvRecordValue>| RecordTarget::from_values(values);
    /// Makes records of who may issue certificates.
    CaaRecord, "CaaRecord", Caa, |values: Vec<CaaRecordValue>| RecordTarget::from_values(values);
    /// Makes records of mail servers.
    MxRecord, "MxRecord", Mx, |values: Vec<MxRecordValue>| RecordTarget::from_values(values);
    /// Makes records of name servers.
    NsRecord, "NsRecord", Ns, |values: Vec<Text>| RecordTarget::from_values(values);
    /// Makes records of keys that sign a zone below.
    DsRecord, "DsRecord", Ds, |values: Vec<Text>| RecordTarget::from_values(values);
}

/// Makes records that let Amazon issue certificates.
#[derive(Debug)]
pub struct CaaAmazonRecord;

impl CaaAmazonRecord {
    /// Adds such a record.
    #[expect(clippy::new_ret_no_self, reason = "it is a record set; the CDK makes it with this name")]
    pub fn new(scope: &dyn Construct, id: &str, options: RecordSetOptions) -> Result<RecordSet> {
        let amazon = CaaRecordValue { flag: 0, tag: CaaTag::Issue, value: "amazon.com".into() };
        let target = RecordTarget::from_values([amazon]);
        RecordSet::create(scope, id, "CaaAmazonRecord", RecordType::Caa, target, options)
    }
}

/// Makes records that leave a name to other name servers.
#[derive(Debug)]
pub struct ZoneDelegationRecord;

impl ZoneDelegationRecord {
    /// Adds such a record. Names get a dot at their end if they have none.
    #[expect(clippy::new_ret_no_self, reason = "it is a record set; the CDK makes it with this name")]
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        name_servers: Value,
        options: RecordSetOptions,
    ) -> Result<RecordSet> {
        let dotted = |server: Value| match &server {
            Value::Text(text) => match text.as_literal() {
                Some(name) if !name.ends_with('.') => Value::from(format!("{name}.")),
                _ => server,
            },
            _ => server,
        };
        let values = match name_servers {
            Value::List(servers) => Value::List(servers.into_iter().map(dotted).collect()),
            known_later => known_later,
        };
        let options = RecordSetOptions { ttl: options.ttl.or(Some(Duration::days(2))), ..options };
        let target = RecordTarget::Values(values);
        RecordSet::create(scope, id, "ZoneDelegationRecord", RecordType::Ns, target, options)
    }
}
