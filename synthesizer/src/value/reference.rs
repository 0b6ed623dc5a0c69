//! References to attributes of template elements.

use std::rc::Rc;

use super::TypeHint;
use crate::construct::NodeId;

/// An attribute of a template element: `Ref`, or a name for `Fn::GetAtt`. Used in another stack, it becomes an
/// export there and an `Fn::ImportValue` here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reference {
    pub(crate) target: NodeId,
    /// `Ref`, the attribute's name, or a pseudo-parameter's.
    pub(crate) attribute: Rc<str>,
    pub(crate) type_hint: TypeHint,
}

impl Reference {
    /// The attribute's name; `Ref` for the element itself.
    pub fn attribute(&self) -> &str {
        &self.attribute
    }

    /// Whether it is a pseudo-parameter of a stack, such as `AWS::StackId`.
    pub(crate) fn is_pseudo(&self) -> bool {
        self.attribute.starts_with("AWS::")
    }
}
