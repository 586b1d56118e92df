//! SHA-256, as the manifest shows it for mappings.

use sha2::{Digest as _, Sha256};

/// The digest of some bytes, as 64 hexadecimal digits.
pub fn digest_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
