//! The construct tree.

mod annotations;
mod context;
mod dependency;
mod node;
mod tree;

pub use annotations::Annotations;
pub use dependency::{Dependable, DependencyGroup};
pub use node::Node;
pub(crate) use tree::{Element, ElementBody, NodeId, Tree};

use std::borrow::Cow;

/// A node of the construct tree. Everything that has a place in the tree implements it, so that it can be the scope
/// of others.
pub trait Construct {
    /// The construct's place in the tree.
    fn node(&self) -> &Node;
}

impl<T: Construct + ?Sized> Construct for std::rc::Rc<T> {
    fn node(&self) -> &Node {
        (**self).node()
    }
}

/// Makes a struct with a field `node: Node` a construct.
#[macro_export]
macro_rules! construct {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::Construct for $type {
            fn node(&self) -> &$crate::Node {
                &self.node
            }
        }
    )*};
}

/// What `tree.json` and the analytics say that a construct is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstructInfo {
    /// Full name of the CDK's class, for example `aws-cdk-lib.aws_ec2.Vpc`.
    pub fqn: Cow<'static, str>,
    /// Version of the library that it is in.
    pub version: &'static str,
}

impl ConstructInfo {
    /// A class of the CDK itself.
    pub const fn cdk(fqn: &'static str) -> ConstructInfo {
        ConstructInfo { fqn: Cow::Borrowed(fqn), version: crate::CDK_VERSION }
    }

    /// A construct without a class of its own.
    pub const CONSTRUCT: ConstructInfo =
        ConstructInfo { fqn: Cow::Borrowed("constructs.Construct"), version: "10.3.0" };
    /// `cdk.Resource`, which imported resources are.
    pub const RESOURCE: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.Resource");

    /// The class's name without its module.
    pub(crate) fn class(&self) -> &str {
        self.fqn.rsplit('.').next().unwrap_or(&self.fqn)
    }
}
