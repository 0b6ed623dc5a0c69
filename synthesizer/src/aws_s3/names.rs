//! What the options of buckets are called.

use crate::value::macros::text_enum;

text_enum! {
    /// How a bucket's objects are encrypted, with keys that S3 manages.
    BucketEncryption {
        Unencrypted = "UNENCRYPTED",
        Kms = "KMS",
        KmsManaged = "KMS_MANAGED",
        S3Managed = "S3_MANAGED",
        Dsse = "DSSE",
        DsseManaged = "DSSE_MANAGED",
    }
}

text_enum! {
    /// Methods that a CORS rule can allow.
    HttpMethods {
        Get = "GET",
        Put = "PUT",
        Head = "HEAD",
        Post = "POST",
        Delete = "DELETE",
    }
}

text_enum! {
    /// How a website's redirect goes on.
    RedirectProtocol {
        Http = "http",
        Https = "https",
    }
}

text_enum! {
    /// Format of an inventory.
    InventoryFormat {
        Csv = "CSV",
        Parquet = "Parquet",
        Orc = "ORC",
    }
}

text_enum! {
    /// How often an inventory is made.
    InventoryFrequency {
        Daily = "Daily",
        Weekly = "Weekly",
    }
}

text_enum! {
    /// Which versions an inventory lists.
    InventoryObjectVersion {
        All = "All",
        Current = "Current",
    }
}

text_enum! {
    /// Who owns objects that others upload.
    ObjectOwnership {
        BucketOwnerEnforced = "BucketOwnerEnforced",
        BucketOwnerPreferred = "BucketOwnerPreferred",
        ObjectWriter = "ObjectWriter",
    }
}

text_enum! {
    /// Canned access control lists.
    BucketAccessControl {
        Private = "Private",
        PublicRead = "PublicRead",
        PublicReadWrite = "PublicReadWrite",
        AuthenticatedRead = "AuthenticatedRead",
        LogDeliveryWrite = "LogDeliveryWrite",
        BucketOwnerRead = "BucketOwnerRead",
        BucketOwnerFullControl = "BucketOwnerFullControl",
        AwsExecRead = "AwsExecRead",
    }
}

text_enum! {
    /// How objects are stored.
    StorageClass {
        InfrequentAccess = "STANDARD_IA",
        OneZoneInfrequentAccess = "ONEZONE_IA",
        Glacier = "GLACIER",
        GlacierInstantRetrieval = "GLACIER_IR",
        DeepArchive = "DEEP_ARCHIVE",
        IntelligentTiering = "INTELLIGENT_TIERING",
    }
}

text_enum! {
    /// Whether locked objects can be unlocked.
    ObjectLockMode {
        Governance = "GOVERNANCE",
        Compliance = "COMPLIANCE",
    }
}
