//! Every address of the program, feature by feature, and the navigation of the office. Who may use an address stands
//! where the feature declares it.

use crate::kit::{
    Permission, Routes,
    visit::{Navigation, Part},
};
use crate::{
    accounts, assessment, audit_log, calendar, circulars, city, documents, figures, measures, organisation, parts,
    reporting, sign_off, site, styleguide, today,
};

/// All routes.
pub fn routes() -> Routes {
    Routes::new()
        .merge(accounts::routes())
        .merge(assessment::routes())
        .merge(audit_log::routes())
        .merge(calendar::routes())
        .merge(circulars::routes())
        .merge(city::routes())
        .merge(documents::routes())
        .merge(figures::routes())
        .merge(measures::routes())
        .merge(organisation::routes())
        .merge(parts::routes())
        .merge(reporting::routes())
        .merge(sign_off::routes())
        .merge(site::routes())
        .merge(styleguide::routes())
        .merge(today::routes())
}

/// What stands in the navigation of the office, in the order of work, and what under the viewer's name.
pub static NAVIGATION: Navigation = Navigation {
    parts: &[
        Part { path: "/office", thai: "วันนี้", english: "Today", permission: Some(Permission::SeeOffice) },
        Part { path: "/office/work", thai: "งาน", english: "Work", permission: Some(Permission::SeeOffice) },
        Part {
            path: "/office/scores", thai: "คะแนน", english: "Scores", permission: Some(Permission::SeeOffice)
        },
        Part {
            path: "/office/measures",
            thai: "มาตรการ",
            english: "Measures",
            permission: Some(Permission::SeeOffice),
        },
        Part {
            path: "/office/report", thai: "รายงาน", english: "Report", permission: Some(Permission::SeeOffice)
        },
        Part {
            path: "/office/documents",
            thai: "เอกสาร",
            english: "Documents",
            permission: Some(Permission::SeeOffice),
        },
        Part {
            path: "/office/circulars",
            thai: "หนังสือเวียน",
            english: "Circulars",
            permission: Some(Permission::SeeOffice),
        },
        Part {
            path: "/office/city", thai: "เมือง", english: "City", permission: Some(Permission::SeeOffices)
        },
        Part {
            path: "/office/agencies",
            thai: "หน่วยงาน",
            english: "Agencies",
            permission: Some(Permission::ManageAgencies),
        },
    ],
    menu: &[
        Part {
            path: "/office/account", thai: "บัญชีของฉัน", english: "My account", permission: None
        },
        Part {
            path: "/office/organisation",
            thai: "ฝ่าย ตำแหน่ง และบุคคล",
            english: "Units, posts and people",
            permission: Some(Permission::SeeOffice),
        },
        Part {
            path: "/office/figures",
            thai: "ตัวเลขที่พิสูจน์งาน",
            english: "Figures that prove the work",
            permission: Some(Permission::SeeOffice),
        },
        Part {
            path: "/office/calendar",
            thai: "วันหยุดและวันทำการ",
            english: "Holidays and working days",
            permission: Some(Permission::SeeOffice),
        },
        Part {
            path: "/office/users", thai: "ผู้ใช้", english: "Users", permission: Some(Permission::ManageUsers)
        },
        Part {
            path: "/office/settings",
            thai: "ตั้งค่า",
            english: "Settings",
            permission: Some(Permission::ChangeSettings),
        },
        Part {
            path: "/office/audit",
            thai: "ประวัติการแก้ไข",
            english: "Audit log",
            permission: Some(Permission::ReadAuditLog),
        },
    ],
};
