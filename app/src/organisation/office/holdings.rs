//! Beginning and ending that a person holds a post, or acts for it.

use axum::{
    extract::{Path, State},
    response::Response,
};
use thai::Bilingual;

use super::{CHART, chart_words, chosen, id};
use crate::{
    accounts,
    app::App,
    kit::{
        Form, FormErrors, Result, Visit,
        form_page::{FormPage, Typed, day_parts, optional_day, required_day},
        html::{Button, Choice, Html},
        respond,
    },
    organisation::{
        actions,
        model::{HoldingProblem, NamedHolding, NewHolding, Person, Post, check_holding},
        store,
    },
};

fn new_page(visit: &Visit, post: &Post, people: &[Person], form: &Form, errors: &FormErrors) -> FormPage {
    let name = post.name.in_language(visit.language);
    let path = format!("{CHART}/posts/{}", post.id);
    let typed = Typed::new(visit, form, errors);
    let people = people.iter().map(|person| Choice::new(person.id.to_string(), &person.name));
    let ways = [
        Choice::new("no", visit.say("ดำรงตำแหน่ง", "Holds the post")),
        Choice::new("yes", visit.say("รักษาการแทน", "Acts for it"))
            .hint(visit.say("เมื่อผู้ดำรงตำแหน่งไม่อยู่ หรือตำแหน่งว่าง", "While the holder is away, or the post is vacant")),
    ];
    FormPage::new(
        visit,
        visit.say(format!("เพิ่มผู้ดำรงตำแหน่ง{name}"), format!("Add a holder: {name}")),
        format!("{path}/holders"),
    )
    .errors(visit, errors)
    .up(visit, &[(CHART, chart_words(visit)), (&path, name)])
    .field(typed.select("person", visit.say("บุคคล", "Person"), visit.say("เลือกบุคคล", "Choose"), people))
    .field(typed.radios("acting", visit.say("อยู่ในฐานะ", "In what way"), ways))
    .field(typed.day("from", "วันแรก", "First day"))
    .field(
        typed
            .day("until", "วันสุดท้าย", "Last day")
            .optional(visit.language)
            .hint(visit.say("เว้นว่างไว้ถ้ายังไม่กำหนด", "Leave it empty while it is open")),
    )
}

pub(crate) async fn show_new(State(app): State<App>, visit: Visit, Path(post): Path<String>) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut connection = app.database.read().await?;
    let post = store::load_post(&mut connection, agency, id(&post)?).await?;
    let people = store::list_people(&mut connection, agency, None, EVERYBODY, 0).await?;
    let today = day_parts("from", visit.today());
    let form =
        Form::with(today.iter().map(|(name, value)| (name.as_str(), value.clone())).chain([("acting", "no".into())]));
    respond::page(&new_page(&visit, &post, &people, &form, &FormErrors::default()))
}

/// More people than any office has.
const EVERYBODY: i64 = 2_000;

pub(crate) async fn add(
    State(app): State<App>,
    visit: Visit,
    Path(post): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let post = store::load_post(&mut tx, agency, id(&post)?).await?;
    let others = store::list_holdings_of_post(&mut tx, agency, post.id).await?;
    let mut errors = FormErrors::default();
    let Some(new) = read(&form, &post, &others, &mut errors)? else {
        let people = store::list_people(&mut tx, agency, None, EVERYBODY, 0).await?;
        return respond::refused_form(&new_page(&visit, &post, &people, &form, &errors));
    };
    let holding = actions::add_holding(&mut tx, &visit.viewer()?.into(), agency, new, visit.now).await?;
    let named = store::load_holding(&mut tx, agency, holding).await?;
    let held = named.post_held();
    let done = Bilingual::new(
        format!("บันทึกแล้ว {} เป็น{}", named.person, held.th),
        format!("Saved: {} is {}.", named.person, held.en),
    );
    accounts::after_change(tx, &visit, &format!("{CHART}/posts/{}", post.id), done).await
}

/// Reads a holding; `None` if something is wrong with it.
fn read(form: &Form, post: &Post, others: &[NamedHolding], errors: &mut FormErrors) -> Result<Option<NewHolding>> {
    let person = chosen(form, "person")?;
    if person.is_none() {
        errors.add("person", "เลือกบุคคล", "Choose a person");
    }
    let acting = match form.text("acting").as_str() {
        "yes" => true,
        "no" => false,
        _ => {
            errors.add("acting", "เลือกว่าดำรงตำแหน่งหรือรักษาการแทน", "Choose whether they hold the post or act for it");
            false
        }
    };
    let from = required_day(form, "from", errors);
    let until = optional_day(form, "until", errors);
    let (Some(person), Some(from), true) = (person, from, errors.is_empty()) else { return Ok(None) };
    let new = NewHolding { post: post.id, person, acting, from, until };
    match check_holding(&new, others) {
        Ok(()) => Ok(Some(new)),
        Err(problem) => {
            let field = if problem == HoldingProblem::EndsBeforeItBegins { "until" } else { "person" };
            let Bilingual { th, en } = problem.sentence();
            errors.add(field, th, en);
            Ok(None)
        }
    }
}

fn end_page(visit: &Visit, named: &NamedHolding, form: &Form, errors: &FormErrors) -> FormPage {
    let path = format!("{CHART}/posts/{}", named.holding.post);
    let held = named.post_held();
    let title =
        visit.say(format!("ให้ {} พ้นจาก{}", named.person, held.th), format!("End: {}, {}", named.person, held.en));
    let sentence = visit.say(
        "เมื่อพ้นวันสุดท้ายแล้ว คนนี้ทำงานในระบบตามบทบาทของตำแหน่งนี้ไม่ได้อีก ประวัติยังอยู่",
        "After the last day this person can no longer do what the roles of this post allow. The record stays.",
    );
    FormPage::new(visit, title, format!("{CHART}/holdings/{}/end", named.holding.id))
        .errors(visit, errors)
        .up(visit, &[(CHART, chart_words(visit)), (&path, named.post.in_language(visit.language))])
        .before(Html::text(sentence))
        .field(Typed::new(visit, form, errors).day("until", "วันสุดท้ายในตำแหน่ง", "Last day in the post"))
        .button(Button::danger_final(visit.say("ให้พ้นตำแหน่ง", "End it")))
}

pub(crate) async fn show_end(State(app): State<App>, visit: Visit, Path(holding): Path<String>) -> Result<Response> {
    let named = store::load_holding(&mut app.database.read().await?, visit.agency()?.id, id(&holding)?).await?;
    let day = day_parts("until", visit.today());
    let form = Form::with(day.iter().map(|(name, value)| (name.as_str(), value.clone())));
    respond::page(&end_page(&visit, &named, &form, &FormErrors::default()))
}

pub(crate) async fn end(
    State(app): State<App>,
    visit: Visit,
    Path(holding): Path<String>,
    form: Form,
) -> Result<Response> {
    let agency = visit.agency()?.id;
    let mut tx = app.database.write().await?;
    let named = store::load_holding(&mut tx, agency, id(&holding)?).await?;
    let mut errors = FormErrors::default();
    let until = required_day(&form, "until", &mut errors);
    if until.is_some_and(|until| until < named.holding.from) {
        let Bilingual { th, en } = HoldingProblem::EndsBeforeItBegins.sentence();
        errors.add("until", th, en);
    }
    let (Some(until), true) = (until, errors.is_empty()) else {
        return respond::refused_form(&end_page(&visit, &named, &form, &errors));
    };
    actions::end_holding(&mut tx, &visit.viewer()?.into(), agency, named.holding.id, until, visit.now).await?;
    let done = Bilingual::new(
        format!("บันทึกแล้ว {} พ้นจาก{}", named.person, named.post.th),
        format!("Saved: {} leaves {}.", named.person, named.post.en),
    );
    accounts::after_change(tx, &visit, &format!("{CHART}/posts/{}", named.holding.post), done).await
}
