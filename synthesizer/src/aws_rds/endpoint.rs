//! Addresses of databases.

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
