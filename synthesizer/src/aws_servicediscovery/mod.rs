//! AWS Cloud Map: names by which services find each other.

mod namespace;
mod service;

pub use namespace::{
    HttpNamespace, Namespace, NamespaceProps, NamespaceType, PrivateDnsNamespace, PublicDnsNamespace,
};
pub use service::{DnsRecordType, Service, ServiceProps};
