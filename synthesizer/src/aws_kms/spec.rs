//! What keys are made of, and what they are for.

use crate::value::macros::text_enum;

text_enum! {
    /// What a key is made of.
    KeySpec {
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        Rsa2048 = "RSA_2048",
        Rsa3072 = "RSA_3072",
        Rsa4096 = "RSA_4096",
        EccNistP256 = "ECC_NIST_P256",
        EccNistP384 = "ECC_NIST_P384",
        EccNistP521 = "ECC_NIST_P521",
        EccSecgP256k1 = "ECC_SECG_P256K1",
        Hmac224 = "HMAC_224",
        Hmac256 = "HMAC_256",
        Hmac384 = "HMAC_384",
        Hmac512 = "HMAC_512",
        Sm2 = "SM2",
    }
}

text_enum! {
    /// What a key is for.
    KeyUsage {
        EncryptDecrypt = "ENCRYPT_DECRYPT",
        SignVerify = "SIGN_VERIFY",
        GenerateVerifyMac = "GENERATE_VERIFY_MAC",
    }
}

impl KeySpec {
    pub(super) fn is_hmac(self) -> bool {
        matches!(self, KeySpec::Hmac224 | KeySpec::Hmac256 | KeySpec::Hmac384 | KeySpec::Hmac512)
    }

    fn is_elliptic(self) -> bool {
        use KeySpec::{EccNistP256, EccNistP384, EccNistP521, EccSecgP256k1};
        matches!(self, EccNistP256 | EccNistP384 | EccNistP521 | EccSecgP256k1)
    }

    /// Whether a key of this kind can be used so.
    pub(super) fn allows(self, usage: KeyUsage) -> bool {
        match usage {
            KeyUsage::EncryptDecrypt => !self.is_elliptic() && !self.is_hmac(),
            KeyUsage::SignVerify => self != KeySpec::SymmetricDefault && !self.is_hmac(),
            KeyUsage::GenerateVerifyMac => self.is_hmac(),
        }
    }
}
