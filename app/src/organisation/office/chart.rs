//! The organisation on one page: nested lists are the truth, borders draw the chart.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{extract::State, response::Response};

use super::{CHART, PEOPLE, call, chart_words, people_words};
use crate::{
    app::App,
    kit::{
        Permission, Result, Visit,
        html::{Button, EmptyState, Html, Link, Page},
        respond,
    },
    organisation::{
        model::{NamedHolding, Post, PostId, Unit, UnitId},
        store,
    },
};

#[derive(Template)]
#[template(path = "organisation/html/chart.html")]
struct ChartPage {
    page: Page,
    people: Link,
    add_unit: Option<Button>,
    add_post: Option<Button>,
    above_units: Html,
    units: Vec<UnitBox>,
    empty: Option<EmptyState>,
}

/// A unit as a box of the chart.
struct UnitBox {
    anchor: String,
    name: String,
    telephone: Html,
    change: Option<Link>,
    add_post: Option<Link>,
    posts: Html,
}

/// Posts under one another, each with who holds it, and those below it.
#[derive(Template)]
#[template(path = "organisation/html/branch.html")]
struct Branch<'a> {
    visit: &'a Visit,
    posts: Vec<PostBox>,
}

struct PostBox {
    link: Link,
    holders: Vec<Holder>,
    below: Html,
}

struct Holder {
    person: Link,
    acting: bool,
    telephone: Html,
}

pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let units = store::list_units(&mut connection, agency).await?;
    let posts = store::list_posts(&mut connection, agency).await?;
    let holders = store::list_holders(&mut connection, agency, visit.today()).await?;
    let drawing = Drawing::new(&visit, &posts, &holders);
    let may = visit.may(Permission::ManageOrganisation);
    let nothing = units.is_empty() && posts.is_empty();
    let add_unit = || Button::primary(visit.say("เพิ่มฝ่าย", "Add a unit")).to(format!("{CHART}/units/new"));
    respond::page(&ChartPage {
        page: visit.page(chart_words(&visit)),
        people: Link::new(PEOPLE, people_words(&visit)),
        add_unit: (may && !nothing).then(add_unit),
        add_post: may.then(|| Button::secondary(visit.say("เพิ่มตำแหน่ง", "Add a post")).to(format!("{CHART}/posts/new"))),
        above_units: drawing.posts_of(None),
        units: units.iter().map(|unit| drawing.unit(unit, may)).collect(),
        empty: nothing.then(|| {
            let why = visit.say(
                "ยังไม่มีฝ่ายและตำแหน่ง เริ่มจากเพิ่มฝ่าย แล้วเพิ่มตำแหน่งและผู้ดำรงตำแหน่ง",
                "No units or posts yet. Begin with a unit, then add its posts and who holds them.",
            );
            let state = EmptyState::new(why);
            if may { state.action(add_unit()) } else { state }
        }),
    })
}

/// What the chart is drawn from.
struct Drawing<'a> {
    visit: &'a Visit,
    by_unit: BTreeMap<Option<UnitId>, Vec<&'a Post>>,
    holders: BTreeMap<PostId, Vec<&'a NamedHolding>>,
}

impl<'a> Drawing<'a> {
    fn new(visit: &'a Visit, posts: &'a [Post], holdings: &'a [NamedHolding]) -> Self {
        let mut by_unit: BTreeMap<Option<UnitId>, Vec<&Post>> = BTreeMap::new();
        for post in posts {
            by_unit.entry(post.unit).or_default().push(post);
        }
        let mut holders: BTreeMap<PostId, Vec<&NamedHolding>> = BTreeMap::new();
        for named in holdings {
            holders.entry(named.holding.post).or_default().push(named);
        }
        Self { visit, by_unit, holders }
    }

    fn unit(&self, unit: &Unit, may_change: bool) -> UnitBox {
        let visit = self.visit;
        let link = |path: String, thai, english| may_change.then(|| Link::new(path, visit.say(thai, english)));
        UnitBox {
            anchor: format!("unit-{}", unit.id),
            name: unit.name.in_language(visit.language).to_owned(),
            telephone: call(&unit.telephone),
            change: link(format!("{CHART}/units/{}", unit.id), "แก้ไขฝ่าย", "Change unit"),
            add_post: link(format!("{CHART}/posts/new?unit={}", unit.id), "เพิ่มตำแหน่งในฝ่าย", "Add a post"),
            posts: self.posts_of(Some(unit.id)),
        }
    }

    /// The posts of a unit, those below others under them; a supervisor in another unit stands there.
    fn posts_of(&self, unit: Option<UnitId>) -> Html {
        let posts = self.by_unit.get(&unit).map(Vec::as_slice).unwrap_or_default();
        let own: BTreeSet<PostId> = posts.iter().map(|post| post.id).collect();
        let is_top = |post: &&&Post| post.supervisor.is_none_or(|supervisor| !own.contains(&supervisor));
        let tops: Vec<&Post> = posts.iter().filter(is_top).copied().collect();
        self.branch(&tops, posts)
    }

    fn branch(&self, level: &[&'a Post], posts: &[&'a Post]) -> Html {
        if level.is_empty() {
            return Html::default();
        }
        let boxes = level.iter().map(|post| {
            let below: Vec<&Post> = posts.iter().filter(|other| other.supervisor == Some(post.id)).copied().collect();
            PostBox {
                link: Link::new(format!("{CHART}/posts/{}", post.id), post.name.in_language(self.visit.language)),
                holders: self.holders_of(post.id),
                below: self.branch(&below, posts),
            }
        });
        Html::of(&Branch { visit: self.visit, posts: boxes.collect() })
    }

    fn holders_of(&self, post: PostId) -> Vec<Holder> {
        let holders = self.holders.get(&post).map(Vec::as_slice).unwrap_or_default();
        let holder = |named: &&NamedHolding| Holder {
            person: Link::new(format!("{PEOPLE}/{}", named.holding.person), &named.person),
            acting: named.holding.acting,
            telephone: call(&named.telephone),
        };
        holders.iter().map(holder).collect()
    }
}
