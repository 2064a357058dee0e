//! Whatever a person typed, components show it as text.

use super::*;
use crate::kit::chart::{
    Bar, BarTable, Category, Dot, DotGroup, DotTable, Line, LineChart, PointsAtStake, Proportion, Share, YearBars,
};
use scraper::{Html as Parsed, Selector};
use thai::Language::{English, Thai};

const HOSTILE: &str = r#""><script>alert(1)</script><b onclick='x"#;

fn every_component() -> Vec<Html> {
    let proof = || ProofLine::new(Thai, HOSTILE, HOSTILE).rule(HOSTILE).evidence(HOSTILE);
    let tag = || StatusTag::new(Thai, Status::Waiting).saying(HOSTILE).id(HOSTILE);
    let choices = || [Choice::new(HOSTILE, HOSTILE).hint(HOSTILE), Choice::new("b", "b")];
    let dressed = |field: Field| field.value(HOSTILE).hint(HOSTILE).error(Some(HOSTILE)).unit(HOSTILE);
    let event = Event {
        when: HOSTILE.into(),
        datetime: HOSTILE.into(),
        who: Some(HOSTILE.into()),
        what: HOSTILE.into(),
        said: None,
        details: Some(HOSTILE.into()),
    };
    let mut page = Page::new(Thai, HOSTILE, "/");
    page.csrf = HOSTILE.into();
    let column = Column::text(HOSTILE).sorted(Sort::Ascending, HOSTILE);
    let row = || Row::new(HOSTILE).cell(HOSTILE).id(HOSTILE);
    vec![
        HOSTILE.into(),
        page.csrf_field(),
        dressed(Field::text(HOSTILE, HOSTILE)).into(),
        dressed(Field::password(Thai, HOSTILE, HOSTILE)).into(),
        dressed(Field::textarea(HOSTILE, HOSTILE)).into(),
        dressed(Field::select(HOSTILE, HOSTILE, choices()).prompt(HOSTILE)).into(),
        dressed(Field::radios(HOSTILE, HOSTILE, choices())).into(),
        dressed(Field::checkboxes(HOSTILE, HOSTILE, choices())).into(),
        dressed(Field::files(HOSTILE, HOSTILE, HOSTILE)).into(),
        dressed(Field::date(Thai, HOSTILE, HOSTILE).date_parts(HOSTILE, HOSTILE, HOSTILE).in_words(HOSTILE)).into(),
        ErrorSummary::new(Thai).add(HOSTILE, HOSTILE).into(),
        Button::primary(HOSTILE).sends(HOSTILE, HOSTILE).sending(HOSTILE).about(HOSTILE).into(),
        Button::danger(HOSTILE).to(HOSTILE).into(),
        Filters::new(Thai, HOSTILE)
            .field(Field::text("a", HOSTILE))
            .keep(HOSTILE, HOSTILE)
            .active(HOSTILE, HOSTILE)
            .into(),
        tag().into(),
        Link::new(HOSTILE, HOSTILE).into(),
        Figure::new(HOSTILE, HOSTILE, proof()).unit(HOSTILE).note(HOSTILE).into(),
        SummaryList::new(Thai).row_to_change(HOSTILE, HOSTILE, HOSTILE).into(),
        TaskList::new(HOSTILE, [Task::new(HOSTILE, HOSTILE, tag()).hint(HOSTILE)]).into(),
        Timeline::new(Thai, [event]).into(),
        Table::new(HOSTILE).column(column.clone()).column(column).row(row()).total(row()).scrolling(HOSTILE).into(),
        Pagination::new(Thai, 2, 3, HOSTILE).into(),
        Breadcrumbs::new(Thai).parent(HOSTILE, HOSTILE).into(),
        Flash::new(HOSTILE).into(),
        Notice::danger(HOSTILE).heading(HOSTILE).into(),
        EmptyState::new(HOSTILE).action(HOSTILE).into(),
        StepHeading::new(Thai, 1, 2, HOSTILE).into(),
        BarTable::new(HOSTILE, HOSTILE, (HOSTILE, HOSTILE), [Bar::new(HOSTILE, 1.0, HOSTILE)], proof())
            .target(1.0, HOSTILE)
            .into(),
        YearBars::new(
            Thai,
            HOSTILE,
            HOSTILE,
            HOSTILE,
            [HOSTILE.into()],
            [Category::new(HOSTILE, [Some((1.0, HOSTILE.into()))])],
            proof(),
        )
        .into(),
        DotTable::new(
            Thai,
            HOSTILE,
            HOSTILE,
            (HOSTILE, HOSTILE),
            [DotGroup::new(HOSTILE, [Dot::new(HOSTILE, Some(1.0), None)])],
            proof(),
        )
        .into(),
        PointsAtStake::new(
            Thai,
            HOSTILE,
            HOSTILE,
            80.0,
            [crate::kit::chart::Step::new(HOSTILE, 1.0).tick(HOSTILE, HOSTILE, true)],
            [(85.0, HOSTILE.into())],
            proof(),
        )
        .into(),
        LineChart::new(Thai, HOSTILE, HOSTILE, HOSTILE, (HOSTILE, 1.0), [Line::actual(HOSTILE, [Some(1.0)])], proof())
            .into(),
        Proportion::new(Thai, HOSTILE, HOSTILE, HOSTILE, HOSTILE, [Share::new(HOSTILE, 1.0, HOSTILE)], proof()).into(),
    ]
}

#[test]
fn every_component_shows_hostile_text_as_text() {
    let dangerous = Selector::parse("script, [onclick]").unwrap();
    for component in every_component() {
        let parsed = Parsed::parse_fragment(component.as_str());
        assert!(parsed.select(&dangerous).next().is_none(), "not escaped: {component}");
        let whole: String = parsed.root_element().html();
        assert!(whole.contains("alert(1)"), "the text is gone: {component}");
    }
}

#[test]
fn a_component_inside_a_component_is_not_escaped_twice() {
    let value = Html::from("ก & ข").and(Link::new("/a", "ดู"));
    assert_eq!(value.to_string(), "ก &#38; ข <a href=\"/a\">ดู</a>");
    let list = Html::from(SummaryList::new(Thai).row("ชื่อ", value));
    assert!(list.as_str().contains("ก &#38; ข <a href=\"/a\">ดู</a>"), "{list}");
}

#[test]
fn a_refused_field_is_tied_to_its_error_and_keeps_what_was_typed() {
    let field = Field::digits("items[3].score", "คะแนน").hint("สองตำแหน่ง").value(" ๑๘๕ ").error(Some("เกิน 100"));
    let parsed = Parsed::parse_fragment(Html::from(field).as_str());
    let input = parsed.select(&Selector::parse("input").unwrap()).next().unwrap().value();
    assert_eq!(input.attr("value"), Some(" ๑๘๕ "));
    assert_eq!(input.attr("name"), Some("items[3].score"));
    assert_eq!(input.attr("aria-invalid"), Some("true"));
    let id = input.attr("id").unwrap();
    assert_eq!(input.attr("aria-describedby"), Some(format!("{id}-hint {id}-error").as_str()));
    let summary = Html::from(ErrorSummary::new(Thai).add("items[3].score", "เกิน 100"));
    assert!(summary.as_str().contains(&format!("href=\"#{id}\"")), "{summary}");
    assert_eq!(Html::from(ErrorSummary::new(Thai)).as_str(), "");
}

#[test]
fn a_textarea_keeps_a_first_empty_line() {
    let field = Html::from(Field::textarea("note", "หมายเหตุ").value("\nสอง"));
    let parsed = Parsed::parse_fragment(field.as_str());
    let textarea = parsed.select(&Selector::parse("textarea").unwrap()).next().unwrap();
    assert_eq!(textarea.text().collect::<String>(), "\nสอง");
}

#[test]
fn the_language_switch_keeps_the_page_and_its_query() {
    let page = Page::new(Thai, "", "/office/measures?state=open&lang=th&page=2");
    assert_eq!(page.other_language_href(), "/office/measures?state=open&page=2&lang=en");
    assert_eq!(Page::new(English, "", "/").other_language_href(), "/?lang=th");
}

#[test]
fn paging_says_where_one_is_and_is_silent_for_a_single_page() {
    assert_eq!(Html::from(Pagination::new(Thai, 1, 1, "/a")).as_str(), "");
    let middle = Html::from(Pagination::new(English, 3, 12, "/a?sort=item&page=3"));
    assert!(middle.as_str().contains("Page 3 of 12"));
    assert!(middle.as_str().contains("/a?sort=item&#38;page=2") && middle.as_str().contains("/a?sort=item&#38;page=4"));
}

#[test]
fn the_fifth_filter_stands_behind_more() {
    let filters = (0..5).fold(Filters::new(English, "/"), |filters, n| filters.field(Field::text(n.to_string(), "x")));
    let parsed = Parsed::parse_fragment(Html::from(filters).as_str());
    assert_eq!(parsed.select(&Selector::parse("details input").unwrap()).count(), 1);
    assert_eq!(parsed.select(&Selector::parse("input").unwrap()).count(), 5);
}
