//! Addresses of databases.

use crate::construct::Node;
use crate::error::Result;
use crate::text;
use crate::value::{Text, Token, Value};

/// The address of a database.
#[derive(Debug, Clone)]
pub struct Endpoint {
    hostname: Text,
    port: Value,
}

impl Endpoint {
    /// This host and port, a number or a token of one.
    pub fn new(hostname: impl Into<Text>, port: impl Into<Value>) -> Endpoint {
        Endpoint { hostname: hostname.into(), port: port.into() }
    }

    /// The host.
    pub fn hostname(&self) -> Text {
        self.hostname.clone()
    }

    /// The port.
    pub fn port(&self) -> Value {
        self.port.clone()
    }

    /// The port in a text.
    pub fn port_as_string(&self) -> Text {
        match &self.port {
            Value::Integer(number) => number.to_string().into(),
            Value::Text(text) => text.clone(),
            Value::Token(token) => token.clone().into(),
            other => Text::from(Token::intrinsic(other.clone())),
        }
    }

    /// `HOST:PORT`
    pub fn socket_address(&self) -> Text {
        text![self.hostname(), ":", self.port_as_string()]
    }
}

/// The addresses of a cluster, of which imported ones may have none.
pub(super) struct ClusterEndpoints {
    write: Option<Endpoint>,
    read: Option<Endpoint>,
}

impl ClusterEndpoints {
    pub(super) fn new(write: Endpoint, read: Endpoint) -> ClusterEndpoints {
        ClusterEndpoints { write: Some(write), read: Some(read) }
    }

    /// Those of an imported cluster, as far as they are known.
    pub(super) fn of_imported(
        port: Option<u16>,
        write: Option<Text>,
        read: Option<Text>,
    ) -> ClusterEndpoints {
        let endpoint = |host: Option<Text>| Some(Endpoint::new(host?, port?));
        ClusterEndpoints { write: endpoint(write), read: endpoint(read) }
    }

    pub(super) fn write(&self, cluster: &Node) -> Result<&Endpoint> {
        self.write.as_ref().ok_or_else(|| {
            cluster.error(
                "Cannot access `clusterEndpoint` of an imported cluster without an endpoint address and port",
            )
        })
    }

    pub(super) fn read(&self, cluster: &Node) -> Result<&Endpoint> {
        self.read.as_ref().ok_or_else(|| {
            cluster.error(
                "Cannot access `clusterReadEndpoint` of an imported cluster without a readerEndpointAddress and port",
            )
        })
    }
}
