//! Roles, permissions, and the access rule that every route declares.
//!
//! A role is held through a post in an agency. A permission says what one may do there; which role carries which is
//! decided in [`Role::may`] and nowhere else.

use thai::Bilingual;

/// What a post entitles its holder to. Order and words as in the product's list of roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Runs the installation; sees no content of any agency.
    Operator,
    /// Units, posts, people, users of one agency.
    Administrator,
    /// ITA coordinator: results, measures, reports.
    Coordinator,
    /// Director, or whoever acts for them.
    Director,
    /// Head of a division.
    UnitHead,
    /// Officer.
    Officer,
    /// Finance officer.
    FinanceOfficer,
    /// Counter clerk.
    CounterClerk,
    /// Handles complaints.
    ComplaintHandler,
    /// Keeps a share of the integrity channel's key.
    Trustee,
    /// Reads all of the agency and its audit log, changes nothing.
    Auditor,
    /// Sees the offices of a city from above.
    CityViewer,
}

/// Something one may do in an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See the office pages of one's own agency.
    SeeOffice,
    /// Enter and change published scores.
    EditScores,
    /// Add, change and reorder measures and their results.
    EditMeasures,
    /// Accept the reason why nothing proves that a result is done.
    AcceptReasons,
    /// Sign the report of a year, or send it back.
    SignReports,
    /// Take a report file in.
    ImportReports,
    /// Add, change and take back documents.
    KeepDocuments,
    /// Write and issue circulars, plan meetings.
    IssueCirculars,
    /// Type in who acknowledged on paper or came to a meeting; give PINs.
    RecordReading,
    /// Change units, posts and people.
    ManageOrganisation,
    /// Invite users, reset and disable accounts.
    ManageUsers,
    /// Change the settings of the agency.
    ChangeSettings,
    /// Read the audit log.
    ReadAuditLog,
    /// See the offices below one's own agency, from above. Director and coordinator of an agency with offices below it
    /// may, too: see [`super::Viewer::may`].
    SeeOffices,
    /// Make agencies and their first administrators.
    ManageAgencies,
}

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever holds this permission in the agency they act in.
    May(Permission),
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 12] = [
        Role::Operator,
        Role::Administrator,
        Role::Coordinator,
        Role::Director,
        Role::UnitHead,
        Role::Officer,
        Role::FinanceOfficer,
        Role::CounterClerk,
        Role::ComplaintHandler,
        Role::Trustee,
        Role::Auditor,
        Role::CityViewer,
    ];

    /// Does this role carry the permission?
    pub fn may(self, permission: Permission) -> bool {
        use Permission::*;
        match self {
            Role::Operator => permission == ManageAgencies,
            Role::Administrator => {
                matches!(
                    permission,
                    SeeOffice | KeepDocuments | ManageOrganisation | ManageUsers | ChangeSettings | ReadAuditLog
                )
            }
            Role::Coordinator => {
                matches!(
                    permission,
                    SeeOffice
                        | EditScores
                        | EditMeasures
                        | ImportReports
                        | KeepDocuments
                        | IssueCirculars
                        | RecordReading
                        | ChangeSettings
                )
            }
            Role::Director => {
                matches!(
                    permission,
                    SeeOffice
                        | EditScores
                        | EditMeasures
                        | AcceptReasons
                        | SignReports
                        | ImportReports
                        | KeepDocuments
                        | IssueCirculars
                        | RecordReading
                        | ChangeSettings
                        | ReadAuditLog
                )
            }
            Role::UnitHead => matches!(
                permission,
                SeeOffice | EditMeasures | AcceptReasons | KeepDocuments | IssueCirculars | RecordReading
            ),
            Role::Officer | Role::FinanceOfficer => {
                matches!(permission, SeeOffice | EditMeasures | KeepDocuments | IssueCirculars)
            }
            Role::ComplaintHandler => matches!(permission, SeeOffice | KeepDocuments),
            Role::CounterClerk | Role::Trustee => permission == SeeOffice,
            Role::CityViewer => matches!(permission, SeeOffice | SeeOffices),
            Role::Auditor => matches!(permission, SeeOffice | ReadAuditLog),
        }
    }

    /// The key in the database and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Role::Operator => "operator",
            Role::Administrator => "administrator",
            Role::Coordinator => "coordinator",
            Role::Director => "director",
            Role::UnitHead => "unit_head",
            Role::Officer => "officer",
            Role::FinanceOfficer => "finance_officer",
            Role::CounterClerk => "counter_clerk",
            Role::ComplaintHandler => "complaint_handler",
            Role::Trustee => "trustee",
            Role::Auditor => "auditor",
            Role::CityViewer => "city_viewer",
        }
    }

    /// The role with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        match self {
            Role::Operator => Bilingual::new("ผู้ดูแลระบบกลาง", "Platform operator"),
            Role::Administrator => Bilingual::new("ผู้ดูแลระบบของหน่วยงาน", "Agency administrator"),
            Role::Coordinator => Bilingual::new("ผู้ประสานงาน ITA", "ITA coordinator"),
            Role::Director => Bilingual::new("ผู้อำนวยการ", "Director"),
            Role::UnitHead => Bilingual::new("หัวหน้าฝ่าย", "Head of division"),
            Role::Officer => Bilingual::new("เจ้าหน้าที่", "Officer"),
            Role::FinanceOfficer => Bilingual::new("เจ้าหน้าที่การเงิน", "Finance officer"),
            Role::CounterClerk => Bilingual::new("เจ้าหน้าที่หน้าช่องบริการ", "Counter clerk"),
            Role::ComplaintHandler => Bilingual::new("ผู้รับเรื่องร้องเรียน", "Complaint handler"),
            Role::Trustee => Bilingual::new("ผู้ร่วมถือกุญแจ", "Trustee"),
            Role::Auditor => Bilingual::new("ผู้ตรวจสอบภายใน", "Auditor"),
            Role::CityViewer => Bilingual::new("ผู้ติดตามระดับเมือง", "City viewer"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_sees_no_content() {
        assert!(!Role::Operator.may(Permission::SeeOffice));
        assert!(!Role::Operator.may(Permission::ReadAuditLog));
    }

    #[test]
    fn the_auditor_changes_nothing() {
        use Permission::*;
        for permission in [
            EditScores,
            EditMeasures,
            AcceptReasons,
            SignReports,
            ImportReports,
            KeepDocuments,
            IssueCirculars,
            RecordReading,
            ManageOrganisation,
            ManageUsers,
            ChangeSettings,
            ManageAgencies,
        ] {
            assert!(!Role::Auditor.may(permission), "{permission:?}");
        }
    }

    #[test]
    fn keys_go_there_and_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_key(role.key()), Some(role));
        }
    }
}
