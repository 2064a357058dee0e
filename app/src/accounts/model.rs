//! E-mail addresses, passwords, and the rule that slows down guessing.

use std::net::{IpAddr, Ipv6Addr};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use jiff::{SignedDuration, Timestamp};
use thai::Bilingual;

/// The fewest characters of a password (NIST SP 800-63B asks for length, not for kinds of characters).
pub const SHORTEST_PASSWORD: usize = 12;
const LONGEST_PASSWORD: usize = 200;

/// How long a session lives without being used, and at most.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_hours(12);
/// How long a session lives at most.
pub const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(24 * 14);
/// How long an invitation holds.
pub const INVITATION_LIFE: SignedDuration = SignedDuration::from_hours(24 * 7);

/// An e-mail address, in lower case: the name of an account.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Accepts what looks like an address; whether it exists only a mail can tell.
    pub fn parse(text: &str) -> Result<Self, Bilingual> {
        let text = text.trim().to_lowercase();
        let (name, domain) = text.split_once('@').unwrap_or_default();
        let plain =
            |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@' || c == ',');
        if plain(name) && plain(domain) && domain.contains('.') && !domain.ends_with('.') && text.len() <= 254 {
            Ok(Self(text))
        } else {
            Err(Bilingual::new(
                "อีเมลยังไม่ถูกรูปแบบ ตัวอย่าง somchai@example.go.th",
                "This does not look like an e-mail address. Example: somchai@example.go.th",
            ))
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Is this good enough as a new password for this account?
pub fn check_password(password: &str, email: &str) -> Result<(), Bilingual> {
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD {
        return Err(Bilingual::new(
            format!("รหัสผ่านสั้นไป ใช้อย่างน้อย {SHORTEST_PASSWORD} ตัวอักษร จะเป็นประโยคที่จำง่ายก็ได้"),
            format!("Too short: use at least {SHORTEST_PASSWORD} characters. A sentence you remember is fine."),
        ));
    }
    if length > LONGEST_PASSWORD {
        return Err(Bilingual::new("รหัสผ่านยาวเกิน 200 ตัวอักษร", "Longer than 200 characters."));
    }
    let lower = password.to_lowercase();
    let name = email.split('@').next().unwrap_or_default();
    let monotonous = password.chars().collect::<std::collections::HashSet<_>>().len() < 5;
    if monotonous || (name.len() > 3 && lower.contains(name)) || COMMON.iter().any(|common| lower.contains(common)) {
        return Err(Bilingual::new(
            "รหัสผ่านนี้เดาง่าย ลองใช้คำหลายคำที่ไม่เกี่ยวกัน",
            "This is easy to guess. Try several words that have nothing to do with each other.",
        ));
    }
    Ok(())
}

const COMMON: [&str; 6] = ["password", "123456789", "qwertyuiop", "abcdefgh", "1q2w3e4r", "prongsai"];

/// Hashes a password (Argon2id, 19 MiB, 2 passes). Slow on purpose: run it off the async threads.
pub fn hash_password(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

/// Is this the password? With no hash the same work is done and the answer is no, so that time tells nobody which
/// accounts exist.
pub fn verify_password(password: &str, hash: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$wxnnMAkDTC3ZTXSXe4yNbVTfqgGSpnDX7iBkSW9Hk2o";
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}

/// The network that attempts are counted by: an IPv4 address itself; of an IPv6 address the first 64 bits, because the
/// rest belongs to one subscriber who may change it at will.
pub fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        _ => address.to_owned(),
    }
}

/// What the record of attempts says about one that is about to be made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attempts {
    /// Failures of this account from this address in the last 15 minutes.
    pub pair: i64,
    /// The last of them.
    pub pair_last: Option<Timestamp>,
    /// Failures of any account from this address in the last 15 minutes.
    pub address: i64,
    /// Failures of this account from anywhere in the last hour.
    pub account: i64,
    /// Has this address ever signed in to this account?
    pub known: bool,
}

/// How sign-in attempts are slowed.
///
/// - an account from one address: five failures, then one try a minute;
/// - an address on all accounts together: fifty failures in 15 minutes, then it waits;
/// - an account under attack from many addresses: each *unknown* address gets one try a minute. An address that has
///   signed in to the account before is not slowed by others, so that nobody can lock a victim out.
pub struct Throttle;

impl Throttle {
    /// How long the window of [`Attempts::pair`] and [`Attempts::address`] is.
    pub const WINDOW: SignedDuration = SignedDuration::from_mins(15);
    /// How long the window of [`Attempts::account`] is.
    pub const ACCOUNT_WINDOW: SignedDuration = SignedDuration::from_hours(1);
    const PAUSE: SignedDuration = SignedDuration::from_mins(1);

    /// May this attempt be made now?
    pub fn admits(attempts: Attempts, now: Timestamp) -> bool {
        let rested = attempts.pair_last.is_none_or(|last| now.duration_since(last) >= Self::PAUSE);
        let slowed = attempts.pair >= 5 || (attempts.account >= 50 && !attempts.known && attempts.pair >= 1);
        attempts.address < 50 && (!slowed || rested)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }

    #[test]
    fn guessing_one_account_from_one_address_is_slowed_to_one_try_a_minute() {
        let guesser = Attempts { pair: 5, pair_last: Some(at(10)), address: 5, account: 5, known: false };
        assert!(!Throttle::admits(guesser, at(10)));
        assert!(Throttle::admits(guesser, at(11)));
    }

    #[test]
    fn an_attack_from_everywhere_does_not_lock_the_owner_out() {
        let owner = Attempts { account: 10_000, known: true, ..Attempts::default() };
        assert!(Throttle::admits(owner, at(0)));
        let owner_elsewhere = Attempts { account: 10_000, ..Attempts::default() };
        assert!(Throttle::admits(owner_elsewhere, at(0)));
        let attacker = Attempts { account: 10_000, pair: 1, pair_last: Some(at(0)), ..Attempts::default() };
        assert!(!Throttle::admits(attacker, at(0)));
    }

    #[test]
    fn a_subscriber_is_one_network() {
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:aaaa::1"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2:bbbb::2"), network("2001:db8:1:2::1"));
        assert_eq!(network("-"), "-");
    }

    #[test]
    fn an_address_that_tries_many_accounts_waits() {
        assert!(!Throttle::admits(Attempts { address: 50, ..Attempts::default() }, at(0)));
    }

    #[test]
    fn passwords_are_checked_by_length_and_by_what_guessers_try() {
        assert!(check_password("ปลาทูว่ายน้ำตอนเช้า", "a@b.th").is_ok());
        assert!(check_password("short", "a@b.th").is_err());
        assert!(check_password("password123456", "a@b.th").is_err());
        assert!(check_password("aaaaaaaaaaaaaaa", "a@b.th").is_err());
        assert!(check_password("somchai-is-here!", "somchai@b.th").is_err());
    }

    #[test]
    fn a_password_is_known_only_by_its_hash() {
        let hash = hash_password("ปลาทูว่ายน้ำตอนเช้า").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify_password("ปลาทูว่ายน้ำตอนเช้า", Some(&hash)));
        assert!(!verify_password("ปลาทูว่ายน้ำตอนเย็น", Some(&hash)));
        assert!(!verify_password("anything", None));
    }

    #[test]
    fn addresses_are_compared_in_lower_case() {
        assert_eq!(EmailAddress::parse(" Somchai@Example.go.th ").unwrap().as_str(), "somchai@example.go.th");
        for bad in ["", "x", "x@", "@y.th", "a b@c.th", "a@b", "a@b."] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad}");
        }
    }
}
