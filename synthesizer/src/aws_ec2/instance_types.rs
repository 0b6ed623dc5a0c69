//! Sizes of machines.

use crate::value::Text;
use crate::value::macros::text_enum;

text_enum! {
    /// Families of machines.
    InstanceClass {
        T2 = "t2",
        T3 = "t3",
        T3A = "t3a",
        T4G = "t4g",
        M4 = "m4",
        M5 = "m5",
        M5A = "m5a",
        M5D = "m5d",
        M6A = "m6a",
        M6G = "m6g",
        M6GD = "m6gd",
        M6I = "m6i",
        M7A = "m7a",
        M7G = "m7g",
        M7I = "m7i",
        C4 = "c4",
        C5 = "c5",
        C5A = "c5a",
        C6A = "c6a",
        C6G = "c6g",
        C6GN = "c6gn",
        C6I = "c6i",
        C7G = "c7g",
        R4 = "r4",
        R5 = "r5",
        R5A = "r5a",
        R5B = "r5b",
        R5D = "r5d",
        R6G = "r6g",
        R6GD = "r6gd",
        R6I = "r6i",
        R7G = "r7g",
        X1 = "x1",
        X1E = "x1e",
        X2G = "x2g",
        X2GD = "x2gd",
        Z1D = "z1d",
        A1 = "a1",
    }
}

text_enum! {
    /// Sizes within a family.
    InstanceSize {
        Nano = "nano",
        Micro = "micro",
        Small = "small",
        Medium = "medium",
        Large = "large",
        Xlarge = "xlarge",
        Xlarge2 = "2xlarge",
        Xlarge3 = "3xlarge",
        Xlarge4 = "4xlarge",
        Xlarge6 = "6xlarge",
        Xlarge8 = "8xlarge",
        Xlarge9 = "9xlarge",
        Xlarge10 = "10xlarge",
        Xlarge12 = "12xlarge",
        Xlarge16 = "16xlarge",
        Xlarge18 = "18xlarge",
        Xlarge24 = "24xlarge",
        Xlarge32 = "32xlarge",
        Metal = "metal",
    }
}

/// A size of machines, such as `t4g.nano`.
#[derive(Debug, Clone, PartialEq)]
pub struct InstanceType(Text);

impl InstanceType {
    /// By its name, such as `t4g.nano`.
    pub fn new(identifier: impl Into<Text>) -> InstanceType {
        InstanceType(identifier.into())
    }

    /// By family and size.
    pub fn of(class: InstanceClass, size: InstanceSize) -> InstanceType {
        InstanceType(format!("{}.{}", class.as_str(), size.as_str()).into())
    }

    /// Its name.
    pub fn name(&self) -> Text {
        self.0.clone()
    }
}
