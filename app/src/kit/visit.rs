//! Who is asking, in which language, from where.
//!
//! A [`Visit`] is made once per request by the accounts feature and travels with it; a [`Viewer`] is the signed-in
//! person inside it, with what they may do in the agency they act in.

use axum::{
    extract::FromRequestParts,
    http::{Uri, request::Parts},
};
use db::Uuid;
use jiff::{Timestamp, civil::Date};
use scoring::Score;
use thai::{Bilingual, FiscalYear, Language};

use super::{Error, Permission, Role, clock};

db::id!(
    /// An agency.
    AgencyId
);
db::id!(
    /// A user: somebody who can sign in.
    UserId
);
db::id!(
    /// A session: one sign-in on one device.
    SessionId
);

/// The number of a request: in the log, in the answer's headers, and on the page of a fault of ours.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// One request and who makes it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The reader's language.
    pub language: Language,
    /// The address asked for, for the language switch and for coming back after sign-in.
    pub uri: Uri,
    /// The moment of the request.
    pub now: Timestamp,
    /// The number of the request.
    pub request: String,
    /// The network address of the visitor.
    pub address: String,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// What the last change has to say, shown once.
    pub flash: Option<Bilingual>,
    /// Is this the demonstration installation?
    pub demonstration: bool,
    /// The parts of the office, as the program declares them.
    pub navigation: &'static Navigation,
}

/// The parts of the office: what stands in the navigation, and what under the viewer's name.
#[derive(Debug, Default)]
pub struct Navigation {
    /// The navigation, in the order of work; seven entries at most.
    pub parts: &'static [Part],
    /// Settings, people, audit log: under the viewer's name.
    pub menu: &'static [Part],
}

/// One entry of the navigation.
#[derive(Debug)]
pub struct Part {
    /// Where it leads; pages below it belong to it.
    pub path: &'static str,
    /// Thai name.
    pub thai: &'static str,
    /// English name.
    pub english: &'static str,
    /// Who sees it; `None` for everybody who is signed in.
    pub permission: Option<Permission>,
}

/// A signed-in person, acting in an agency.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The user.
    pub user: UserId,
    /// Who they are among the people of the agency; the platform operator is nobody there.
    pub person: Option<Uuid>,
    /// This sign-in.
    pub session: SessionId,
    /// The token that every form of this session carries.
    pub form_token: String,
    /// The name shown to others.
    pub name: String,
    /// The post that is shown beside the name.
    pub post: Bilingual,
    /// All roles, from posts held or acted for today.
    pub roles: Vec<Role>,
    /// The agency; the platform operator has none.
    pub agency: Option<Agency>,
}

/// The agency one acts in, as far as every page needs it.
#[derive(Clone, Debug)]
pub struct Agency {
    /// Its identifier; every query is scoped by it.
    pub id: AgencyId,
    /// Its key in addresses and on the command line.
    pub key: String,
    /// Its name.
    pub name: Bilingual,
    /// The agency above it.
    pub parent: Option<Bilingual>,
    /// Items below this score are gaps (default 85).
    pub gap_threshold: Score,
    /// The total the agency aims at.
    pub target: Score,
    /// Thai digits in official papers.
    pub thai_digits: bool,
    /// Accent swapped for grey.
    pub mourning: bool,
    /// Are its data invented?
    pub demonstration: bool,
    /// Are there agencies below it?
    pub has_offices: bool,
}

impl Visit {
    /// Today in Thailand.
    pub fn today(&self) -> Date {
        clock::day_of(self.now)
    }

    /// The fiscal year of today.
    pub fn fiscal_year(&self) -> FiscalYear {
        FiscalYear::of(self.today())
    }

    /// Who is signed in; routes that ask for a permission have made sure of it.
    pub fn viewer(&self) -> Result<&Viewer, Error> {
        self.viewer.as_ref().ok_or(Error::SignInRequired)
    }

    /// The agency the viewer acts in.
    pub fn agency(&self) -> Result<&Agency, Error> {
        self.viewer()?.agency.as_ref().ok_or(Error::NotFound)
    }

    /// May the visitor do this?
    pub fn may(&self, permission: Permission) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.may(permission))
    }

    /// The text of the reader's language.
    pub fn say<T>(&self, thai: T, english: T) -> T {
        self.language.say(thai, english)
    }
}

impl Viewer {
    /// May this person do this, by any of their roles? Who leads or coordinates an agency that has offices below it sees
    /// those offices, without another role.
    pub fn may(&self, permission: Permission) -> bool {
        self.roles.iter().any(|role| role.may(permission))
            || permission == Permission::SeeOffices
                && self.agency.as_ref().is_some_and(|agency| agency.has_offices)
                && self.roles.iter().any(|role| matches!(role, Role::Director | Role::Coordinator))
    }

    /// The agency whose chain records what this person does; the operator's changes stand in the installation's own.
    pub fn chain(&self) -> AgencyId {
        self.agency.as_ref().map_or(AgencyId(Uuid::nil()), |agency| agency.id)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts
            .extensions
            .get::<Visit>()
            .cloned()
            .ok_or_else(|| Error::Internal(anyhow::anyhow!("the request was not identified before its route")))
    }
}
