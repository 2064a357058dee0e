//! Signed heads: the end of a chain on a day, signed by the installation, to be published and kept by others.

use std::{fs, io, path::Path};

use db::Uuid;
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{chain::Digest, store::StoredHead};
use crate::kit::secret;

/// The key with which an installation signs its heads.
#[derive(Clone)]
pub struct Signer(SigningKey);

/// A head as it is published: JSON that anyone can keep and hand to `prongsai audit verify --against`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The agency's key.
    pub agency: String,
    /// The agency's identifier.
    pub agency_id: Uuid,
    /// The day it was signed, in Thailand.
    pub day: Date,
    /// The number of the last entry.
    pub sequence: i64,
    /// The digest of the last entry, hexadecimal.
    pub digest: String,
    /// The public key, hexadecimal.
    pub public_key: String,
    /// Ed25519 signature, hexadecimal.
    pub signature: String,
}

impl Signer {
    /// Reads the key from its file, or makes it there (readable by its owner only).
    pub fn load_or_create(path: &Path) -> io::Result<Self> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, format!("{} holds no signing key", path.display()));
        match fs::read_to_string(path) {
            Ok(text) => {
                let bytes = secret::from_hex(text.trim()).ok_or_else(damaged)?;
                let bytes: [u8; 32] = bytes.try_into().map_err(|_| damaged())?;
                Ok(Self(SigningKey::from_bytes(&bytes)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let bytes = secret::random();
                write_private(path, &secret::hex(&bytes))?;
                Ok(Self(SigningKey::from_bytes(&bytes)))
            }
            Err(error) => Err(error),
        }
    }

    /// The public half of the key in this file; `None` if there is no such file. Makes nothing.
    pub fn find_public_key(path: &Path) -> io::Result<Option<[u8; 32]>> {
        if path.exists() { Ok(Some(Self::load_or_create(path)?.public_key())) } else { Ok(None) }
    }

    /// The public half.
    pub fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Signs the end of a chain.
    pub fn sign(&self, agency: Uuid, day: Date, sequence: i64, digest: &Digest) -> [u8; 64] {
        self.0.sign(&message(agency, day, sequence, digest)).to_bytes()
    }
}

impl StoredHead {
    /// The head as it is published.
    pub fn publish(&self, agency: &str, agency_id: Uuid) -> Head {
        Head {
            agency: agency.to_owned(),
            agency_id,
            day: self.day,
            sequence: self.sequence,
            digest: secret::hex(&self.digest),
            public_key: secret::hex(&self.public_key),
            signature: secret::hex(&self.signature),
        }
    }
}

impl Head {
    /// Is the signature right for the public key that it names?
    pub fn is_genuine(&self) -> bool {
        self.checked().is_some()
    }

    /// The digest, if the head is whole and its signature right.
    pub fn checked(&self) -> Option<Digest> {
        let digest: Digest = secret::from_hex(&self.digest)?.try_into().ok()?;
        let key: [u8; 32] = secret::from_hex(&self.public_key)?.try_into().ok()?;
        let signature: [u8; 64] = secret::from_hex(&self.signature)?.try_into().ok()?;
        let message = message(self.agency_id, self.day, self.sequence, &digest);
        VerifyingKey::from_bytes(&key).ok()?.verify(&message, &Signature::from_bytes(&signature)).ok()?;
        Some(digest)
    }
}

fn message(agency: Uuid, day: Date, sequence: i64, digest: &Digest) -> Vec<u8> {
    let mut message = b"prongsai audit head 1\n".to_vec();
    message.extend(agency.as_bytes());
    message.extend(day.to_string().as_bytes());
    message.extend(sequence.to_be_bytes());
    message.extend(digest);
    message
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    io::Write::write_all(&mut options.open(path)?, text.as_bytes())
}
