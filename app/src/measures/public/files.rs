//! The public measures for programs: JSON, and an Atom feed (RFC 4287) of the changes. Neither names a person.

use std::fmt::Write;

use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use thai::Language;

use super::{PublicPlan, figures::PublicFigures};
use crate::{
    app::App,
    kit::{Result, Visit, html::anchor},
    measures::{
        model::{Line, PlanItem, ResultLine, status_name},
        store::work::{self, PublicChange},
    },
    sign_off::in_groups,
};

/// The measures of a year as JSON: `docs/formats.md` says what is in it.
pub async fn json(
    State(app): State<App>,
    visit: Visit,
    Path((agency, year)): Path<(String, String)>,
) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let public = PublicPlan::load(&app, &mut connection, (&agency, &year), visit.today()).await?;
    let counted = PublicFigures::load(&app, &mut connection, &public.known.plan).await?;
    drop(connection);
    let head = &public.known.plan.head;
    let base = &app.listen.public_url;
    let items: Vec<Value> =
        public.known.plan.items.iter().map(|item| item_json(item, (&public, &counted), base)).collect();
    let signed = public.signed.as_ref().map(|one| {
        json!({
            "number": one.number,
            "blake3": in_groups(&one.hash).replace(' ', ""),
            "file": format!("{base}/{}/report/{}/signed.json", public.agency.key, head.year),
        })
    });
    let told = json!({
        "agency": { "key": public.agency.key, "name_th": public.agency.name.th, "name_en": public.agency.name.en },
        "demonstration": public.agency.demonstration,
        "year": head.year,
        "score_year": head.score_year,
        "as_of": visit.today(),
        "report_day": head.report_day,
        "page": format!("{base}/{}/measures/{}", public.agency.key, head.year),
        "signed": signed,
        "items": items,
    });
    Ok(Json(told).into_response())
}

fn item_json(item: &PlanItem, (public, counted): (&PublicPlan, &PublicFigures), base: &str) -> Value {
    let texts = |lines: &[Line]| lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>();
    let result = |result: &ResultLine| {
        let evidence = public.evidence.of(result.id).iter().map(|one| {
            let address = format!("{base}/{}/documents/{}", public.agency.key, one.document);
            json!({ "title": one.title, "address": address })
        });
        json!({
            "text": result.said.text,
            "status": result.said.status,
            "day": result.said.day,
            "proof": result.proof(),
            "public_evidence": evidence.collect::<Vec<_>>(),
            "figures": counted.json_of(result.id),
        })
    };
    json!({
        "code": item.code,
        "duty": item.duty,
        "indicator": item.indicator,
        "topic": item.topic,
        "score_answered": public.known.figures.scores.get(&item.code).map(ToString::to_string),
        "status": item.standing().key(),
        "due": item.period.until,
        "guidelines": texts(&item.guidelines),
        "measures": texts(&item.measures),
        "results": item.results.iter().map(result).collect::<Vec<_>>(),
    })
}

/// The newest changes of state as an Atom feed, in the reader's language.
pub async fn atom(
    State(app): State<App>,
    visit: Visit,
    Path((agency, year)): Path<(String, String)>,
) -> Result<Response> {
    let mut connection = app.database.read().await?;
    let public = PublicPlan::load(&app, &mut connection, (&agency, &year), visit.today()).await?;
    let changes = work::list_newest_states(&mut connection, public.known.plan.head.id).await?;
    drop(connection);
    let feed = feed(&public, &changes, &app.listen.public_url, visit.language);
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
}

fn feed(public: &PublicPlan, changes: &[PublicChange], base: &str, t: Language) -> String {
    let head = &public.known.plan.head;
    let year = head.year;
    let page = format!("{base}/{}/measures/{year}", public.agency.key);
    let name = public.agency.name.in_language(t);
    let title = t.say(format!("มาตรการปี {year} ของ{name}"), format!("Measures of {name}, {year}"));
    // A feed always says when it changed last; before the first change that is when its year began.
    let first = year.first_day().to_zoned(jiff::tz::TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp());
    let updated = changes.first().map_or(first, |change| change.at);
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n\
         <author><name>{}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{page}/changes.atom\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n",
        t.tag(),
        head.id,
        escaped(&title),
        escaped(name),
    );
    for change in changes {
        let status = status_name(change.status);
        let title = format!("{} {}: {}", change.code, change.topic, status.in_language(t));
        // Writing into a text cannot fail.
        let _ = write!(
            feed,
            "<entry>\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{page}#{}\"/>\n<summary>{}</summary>\n</entry>\n",
            change.id,
            escaped(&title),
            change.at,
            anchor(&change.code),
            escaped(&change.text),
        );
    }
    feed.push_str("</feed>\n");
    feed
}

/// Text between tags. Characters that XML 1.0 does not know are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\t' | '\n' | '\r' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_a_feed_is_text_only() {
        assert_eq!(escaped("ก < ข & ค > ง\u{0}\u{b}\n"), "ก &lt; ข &amp; ค &gt; ง\n");
    }
}
