//! The page around a visit: navigation, language switch, who is signed in, what just happened.

use super::{
    Visit,
    html::{Flash, Link, NavEntry, Page, Tone, ViewerBox},
    visit::{Agency, Part, Viewer},
};

impl Visit {
    /// A page of the office, as this visitor sees it.
    pub fn page(&self, title: impl Into<String>) -> Page {
        let mut page = self.bare_page(title);
        let Some(viewer) = &self.viewer else { return page };
        page.home = "/office".into();
        page.flash = self.flash.as_ref().map(|flash| Flash::new(flash.in_language(self.language)));
        page.nav = self.entries(viewer, self.navigation.parts);
        page.viewer = Some(self.viewer_box(viewer));
        page.csrf = viewer.form_token.clone();
        match &viewer.agency {
            Some(agency) => self.of_agency(page, agency),
            None => page,
        }
    }

    /// A page of an agency's public site.
    pub fn public_page(&self, title: impl Into<String>, agency: &Agency) -> Page {
        let mut page = self.of_agency(self.bare_page(title), agency);
        page.home = format!("/{}", agency.key);
        page
    }

    /// A page without navigation: sign-in, invitations, refusals.
    pub fn bare_page(&self, title: impl Into<String>) -> Page {
        let path_and_query = self.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut page = Page::new(self.language, title, path_and_query);
        page.demo = self.demonstration;
        page
    }

    fn of_agency(&self, mut page: Page, agency: &Agency) -> Page {
        page.agency = agency.name.in_language(self.language).into();
        page.parent_agency =
            agency.parent.as_ref().map(|name| name.in_language(self.language).into()).unwrap_or_default();
        page.demo = self.demonstration || agency.demonstration;
        page.tone = if agency.mourning { Tone::Mourning } else { Tone::Ordinary };
        page
    }

    fn entries(&self, viewer: &Viewer, parts: &[Part]) -> Vec<NavEntry> {
        let visible = parts.iter().filter(|part| part.permission.is_none_or(|permission| viewer.may(permission)));
        let path = self.uri.path();
        let is_within =
            |part: &Part| path.strip_prefix(part.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let current = self
            .navigation
            .parts
            .iter()
            .filter(|part| is_within(part))
            .map(|part| part.path)
            .max_by_key(|path| path.len());
        visible
            .map(|part| NavEntry {
                href: part.path.into(),
                words: self.say(part.thai, part.english).into(),
                waiting: None,
                is_current: current == Some(part.path) && (part.path != "/office" || path == "/office"),
            })
            .collect()
    }

    fn viewer_box(&self, viewer: &Viewer) -> ViewerBox {
        let menu = self.navigation.menu.iter();
        let visible = menu.filter(|part| part.permission.is_none_or(|permission| viewer.may(permission)));
        ViewerBox {
            name: viewer.name.clone(),
            role: viewer.post.in_language(self.language).into(),
            menu: visible.map(|part| Link::new(part.path, self.say(part.thai, part.english))).collect(),
            sign_out: "/sign-out".into(),
        }
    }
}
