//! The style guide at `/styleguide`: every token, component and state, in both languages, with invented data.
//! Pages use nothing that is not on it.

mod charts;
mod samples;

use crate::kit::{
    Access, Error, Result, Routes, Visit,
    html::{Breadcrumbs, Flash, Html, Link, NavEntry, Page, ViewerBox},
    respond,
};
use askama::Template;
use axum::response::Response;
use thai::{FiscalYear, Language};

/// The route of this feature.
pub fn routes() -> Routes {
    Routes::new().get("/styleguide", Access::Public, show)
}

/// Open to all in the demonstration; elsewhere for those who are signed in.
async fn show(visit: Visit) -> Result<Response> {
    if !visit.demonstration && visit.viewer.is_none() {
        return Err(Error::SignInRequired);
    }
    respond::page(&page(visit.language))
}

/// The page itself.
#[derive(Template)]
#[template(path = "styleguide/html/styleguide.html")]
pub struct Styleguide {
    page: Page,
    colours: Vec<Swatch>,
    chapters: Vec<Chapter>,
}

/// One colour token with what it is for.
struct Swatch {
    token: &'static str,
    purpose: &'static str,
}

/// A component and its states.
struct Chapter {
    id: &'static str,
    heading: &'static str,
    about: &'static str,
    examples: Vec<Html>,
}

/// The style guide in the reader's language.
pub fn page(t: Language) -> Styleguide {
    Styleguide { page: sample_page(t), colours: samples::colours(t), chapters: samples::chapters(t) }
}

fn sample_page(t: Language) -> Page {
    let title = t.say("แบบหน้าตา", "Style guide");
    let mut page = Page::new(t, title, "/styleguide");
    page.agency = t.say("สำนักงานเขตตัวอย่าง", "Sample District Office").to_string();
    page.parent_agency = t.say("กรุงเทพมหานคร", "Bangkok Metropolitan Administration").to_string();
    page.demo = true;
    page.year = FiscalYear::new(2565).map(|year| (year, "#years".to_string()));
    page.viewer = Some(ViewerBox {
        name: t.say("วันดี ตัวอย่าง", "Wandee Sample").to_string(),
        role: t.say("ผู้ประสานงาน ITA", "ITA coordinator").to_string(),
        menu: vec![
            Link::new("#settings", t.say("ตั้งค่า", "Settings")),
            Link::new("#people", t.say("คนและสิทธิ์", "People")),
        ],
        sign_out: "#sign-out".to_string(),
    });
    let entry = |href: &str, thai: &'static str, english: &'static str, waiting| NavEntry {
        href: href.to_string(),
        words: t.say(thai, english).to_string(),
        waiting,
        is_current: href == "#components",
    };
    page.nav = vec![
        entry("#today", "วันนี้", "Today", Some(3)),
        entry("#colours", "สี", "Colours", None),
        entry("#type", "ตัวอักษร", "Type", None),
        entry("#components", "ส่วนประกอบ", "Components", None),
        entry("#charts", "แผนภูมิ", "Charts", None),
    ];
    page.breadcrumbs = Some(Breadcrumbs::new(t).parent("/", t.say("หน้าแรก", "Home")));
    let next = Link::new("#components", t.say("ดูมาตรการ", "See the measure"));
    page.flash = Some(Flash::new(Html::from(t.say("บันทึกมาตรการแล้ว", "The measure is saved")).and(next)));
    page
}

#[cfg(test)]
mod tests;
