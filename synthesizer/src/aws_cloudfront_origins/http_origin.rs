//! Web servers as origins.

use std::rc::Rc;

use crate::aws_cloudfront::{
    IOrigin, Origin, OriginBindConfig, OriginProps, OriginProtocolPolicy, OriginSslPolicy, in_range,
};
use crate::construct::Node;
use crate::duration::Duration;
use crate::error::Result;
use crate::props;
use crate::value::Text;

/// A web server as an origin.
#[derive(Debug, Clone)]
pub struct HttpOrigin {
    domain_name: Text,
    props: HttpOriginProps,
}

/// What a web server as an origin can be told.
#[derive(Debug, Clone, Default)]
pub struct HttpOriginProps {
    /// What every origin can be told.
    pub origin: OriginProps,
    /// HTTPS only if nothing is said.
    pub protocol_policy: Option<OriginProtocolPolicy>,
    /// TLS 1.2 if nothing is said.
    pub origin_ssl_protocols: Vec<OriginSslPolicy>,
    /// 80 if none is given.
    pub http_port: Option<u16>,
    /// 443 if none is given.
    pub https_port: Option<u16>,
    /// 1 to 180 seconds.
    pub read_timeout: Option<Duration>,
    /// 1 to 180 seconds.
    pub keepalive_timeout: Option<Duration>,
}

impl HttpOrigin {
    /// The web server with this name.
    #[expect(clippy::new_ret_no_self, reason = "it is an origin; the CDK makes it with this name")]
    pub fn new(domain_name: impl Into<Text>, props: HttpOriginProps) -> Result<Origin> {
        props.origin.validate()?;
        for (name, timeout) in
            [("readTimeout", props.read_timeout), ("keepaliveTimeout", props.keepalive_timeout)]
        {
            in_range(name, 1, 180, timeout.map(Duration::to_seconds).transpose()?, " seconds")?;
        }
        Ok(Rc::new(HttpOrigin { domain_name: domain_name.into(), props }))
    }
}

impl IOrigin for HttpOrigin {
    fn bind(&self, _scope: &Node, origin_id: &str) -> Result<OriginBindConfig> {
        let props = &self.props;
        let given = &props.origin_ssl_protocols;
        let protocols = if given.is_empty() { vec![OriginSslPolicy::TlsV1_2] } else { given.clone() };
        let config = props! {
            "OriginSSLProtocols" => protocols,
            "OriginProtocolPolicy" => props.protocol_policy.unwrap_or(OriginProtocolPolicy::HttpsOnly),
            "HTTPPort" => props.http_port,
            "HTTPSPort" => props.https_port,
            "OriginReadTimeout" => props.read_timeout.map(Duration::to_seconds).transpose()?,
            "OriginKeepaliveTimeout" => props.keepalive_timeout.map(Duration::to_seconds).transpose()?,
        };
        props.origin.bind(&self.domain_name, origin_id, None, Some(config))
    }
}
