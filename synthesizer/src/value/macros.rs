//! Shorthand for objects and texts.

/// An object as CloudFormation's schema names it; see [`Value::Struct`](crate::Value::Struct). `None` leaves a key out.
///
/// ```
/// let props = synthesizer::props! { "CidrBlock" => "10.0.0.0/16", "EnableDnsSupport" => true, "Ipv6" => None::<bool> };
/// ```
#[macro_export]
macro_rules! props {
    ($($key:expr => $value:expr),* $(,)?) => {
        $crate::Value::Struct($crate::entries! { $($key => $value),* })
    };
}

/// An object whose keys are data; see [`Value::Object`](crate::Value::Object).
#[macro_export]
macro_rules! object {
    ($($key:expr => $value:expr),* $(,)?) => {
        $crate::Value::Object($crate::entries! { $($key => $value),* })
    };
}

/// The entries of an object, as [`props!`](crate::props) and [`object!`](crate::object) hold them. Keys are literals, or
/// whatever else becomes a [`MapKey`](crate::MapKey), such as a `String`.
#[macro_export]
macro_rules! entries {
    ($($key:expr => $value:expr),* $(,)?) => {{
        #[allow(unused_mut, reason = "there may be no entries")]
        let mut map = $crate::Map::<$crate::Value>::new();
        $(map.insert($key, $crate::Value::from($value));)*
        map
    }};
}

/// Texts one after the other; tokens in them make it an `Fn::Join`.
///
/// ```
/// use synthesizer::{Aws, text};
/// let arn = text!["arn:", Aws::partition(), ":s3:::my-bucket/*"];
/// assert!(arn.is_unresolved());
/// ```
#[macro_export]
macro_rules! text {
    ($($part:expr),* $(,)?) => {
        $crate::Text::concat([$($crate::Text::from($part)),*])
    };
}

/// An enumeration whose values are written as texts.
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names are AWS's own")]
        pub enum $name {
            $($variant),*
        }

        impl $name {
            /// As AWS writes it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $text),*
                }
            }
        }

        impl From<$name> for $crate::Value {
            fn from(value: $name) -> $crate::Value {
                value.as_str().into()
            }
        }
    };
}
pub(crate) use text_enum;
