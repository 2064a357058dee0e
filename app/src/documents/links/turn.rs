//! What an answer means for an address, and when it is asked again: pure rules.

use jiff::{SignedDuration, Timestamp};

use super::Fault;
use crate::documents::model::{LinkCheck, LinkState};

/// An address that is there is asked again after a week.
const AFTER_ALIVE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// One that failed for the first time soon, because most faults pass.
const AFTER_FIRST_FAULT: SignedDuration = SignedDuration::from_hours(6);
/// One that goes on failing every day.
const AFTER_FAULT: SignedDuration = SignedDuration::from_hours(24);

/// How an address stands after it was asked, and when its next turn is.
pub fn after(before: &LinkCheck, answer: Result<(), Fault>, now: Timestamp) -> (LinkCheck, Timestamp) {
    match answer {
        Ok(()) => {
            let link = LinkCheck {
                state: LinkState::Alive,
                fault: String::new(),
                checked_at: Some(now),
                alive_at: Some(now),
                failing_since: None,
            };
            (link, now + AFTER_ALIVE)
        }
        Err(fault) => {
            let link = LinkCheck {
                state: LinkState::Failing,
                fault: fault.key(),
                checked_at: Some(now),
                alive_at: before.alive_at,
                failing_since: before.failing_since.or(Some(now)),
            };
            let pause = if before.failing_since.is_none() { AFTER_FIRST_FAULT } else { AFTER_FAULT };
            (link, now + pause)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_counted_from_its_first_day_and_forgotten_when_it_passes() {
        let unchecked = LinkCheck {
            state: LinkState::Unchecked,
            fault: String::new(),
            checked_at: None,
            alive_at: None,
            failing_since: None,
        };
        let at = |hours: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours);
        let (alive, next) = after(&unchecked, Ok(()), at(0));
        assert_eq!((alive.state, alive.alive_at, next), (LinkState::Alive, Some(at(0)), at(168)));
        let (first, next) = after(&alive, Err(Fault::Status(503)), at(168));
        assert_eq!((first.failing_since, next), (Some(at(168)), at(174)));
        let (second, next) = after(&first, Err(Fault::Time), at(174));
        assert_eq!((second.failing_since, second.alive_at, next), (Some(at(168)), Some(at(0)), at(198)));
        assert_eq!(second.fault, "time");
        let (healed, _) = after(&second, Ok(()), at(198));
        assert_eq!((healed.state, healed.failing_since, healed.fault.as_str()), (LinkState::Alive, None, ""));
    }
}
