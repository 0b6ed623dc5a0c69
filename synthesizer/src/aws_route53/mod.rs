//! The domain name system.

mod alias_target;
mod hosted_zone;
mod lookup;
mod private_hosted_zone;
mod record_set;
mod record_values;

pub use alias_target::{
    AliasRecordTarget, AliasRecordTargetConfig, BucketWebsiteTarget, CloudFrontTarget, LoadBalancerTarget,
    Route53RecordTarget,
};
pub use hosted_zone::{
    HostedZone, HostedZoneAttributes, HostedZoneProps, PublicHostedZone, PublicHostedZoneProps,
    ZoneDelegationOptions,
};
pub use lookup::HostedZoneProviderProps;
pub use private_hosted_zone::PrivateHostedZone;
pub use record_set::{
    ARecord, AaaaRecord, CaaAmazonRecord, CaaRecord, CnameRecord, DsRecord, MxRecord, NsRecord, RecordSet,
    RecordSetOptions, RecordTarget, RecordType, SrvRecord, TxtRecord, ZoneDelegationRecord,
};
pub use record_values::{CaaRecordValue, CaaTag, MxRecordValue, SrvRecordValue};
