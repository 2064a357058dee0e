//! The digests of the chain, as pure functions over a fixed byte encoding (never over re-serialised JSON).

use db::Uuid;

/// A digest: BLAKE3, 32 bytes.
pub type Digest = [u8; 32];

/// The digest before the first entry of every chain.
pub const START: Digest = [0; 32];

/// What a link of the chain covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose chain.
    pub agency: Uuid,
    /// 1, 2, 3 … without gaps.
    pub sequence: i64,
    /// Its identifier.
    pub id: Uuid,
    /// Microseconds since 1970, UTC.
    pub at: i64,
    /// What happened.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which.
    pub subject_id: Uuid,
    /// Digest of the salted payload.
    pub payload_digest: Digest,
}

impl Entry {
    /// The digest of this link: over the one before it and all its fields, texts with their length in front.
    pub fn digest(&self, previous: &Digest) -> Digest {
        let mut hasher = blake3::Hasher::new_derive_key("prongsai audit entry 1");
        hasher.update(previous);
        hasher.update(self.agency.as_bytes());
        hasher.update(&self.sequence.to_be_bytes());
        hasher.update(self.id.as_bytes());
        hasher.update(&self.at.to_be_bytes());
        for text in [&self.action, &self.subject_kind] {
            hasher.update(&(text.len() as u64).to_be_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.update(self.subject_id.as_bytes());
        hasher.update(&self.payload_digest);
        *hasher.finalize().as_bytes()
    }
}

/// The digest of a payload with its salt; without the salt nobody can guess the payload from it.
pub fn payload_digest(salt: &[u8; 32], payload: &str) -> Digest {
    let mut hasher = blake3::Hasher::new_derive_key("prongsai audit payload 1");
    hasher.update(salt);
    hasher.update(payload.as_bytes());
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            agency: Uuid::nil(),
            sequence: 1,
            id: Uuid::nil(),
            at: 0,
            action: "a".into(),
            subject_kind: "b".into(),
            subject_id: Uuid::nil(),
            payload_digest: payload_digest(&[7; 32], "{}"),
        }
    }

    #[test]
    fn every_field_counts() {
        let original = entry().digest(&START);
        let changed = [
            Entry { sequence: 2, ..entry() },
            Entry { at: 1, ..entry() },
            Entry { action: "ab".into(), subject_kind: "".into(), ..entry() },
            Entry { subject_id: Uuid::max(), ..entry() },
            Entry { payload_digest: payload_digest(&[8; 32], "{}"), ..entry() },
        ];
        for other in changed {
            assert_ne!(other.digest(&START), original, "{other:?}");
        }
        assert_ne!(entry().digest(&[1; 32]), original);
    }
}
