//! What holds for the style guide holds for every page made of its parts.

use super::page;
use askama::Template;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;
use thai::Language;

fn rendered(language: Language) -> Html {
    Html::parse_document(&page(language).render().unwrap())
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

#[test]
fn nothing_on_it_needs_inline_style_or_script() {
    for language in [Language::Thai, Language::English] {
        let page = rendered(language);
        assert!(all(&page, "[style], style, script:not([src]), [onclick], [onchange]").is_empty());
        for element in all(&page, "[src], link[href], use[href]") {
            let address = element.value().attr("src").or(element.value().attr("href")).unwrap();
            assert!(address.starts_with("/assets/"), "asks another host: {address}");
            let name = address["/assets/".len()..].split(['?', '#']).next().unwrap();
            assert!(crate::kit::assets::find(name).is_some(), "there is no {name}");
        }
    }
}

#[test]
fn every_shape_used_is_in_the_sprite() {
    let page = rendered(Language::Thai);
    let sprite = std::str::from_utf8(crate::kit::assets::find("icons.svg").unwrap().bytes).unwrap();
    for shape in all(&page, "use") {
        let name = shape.value().attr("href").unwrap().split('#').nth(1).unwrap();
        assert!(sprite.contains(&format!("id=\"{name}\"")), "no shape {name}");
    }
}

#[test]
fn every_figure_says_where_it_comes_from() {
    let page = rendered(Language::Thai);
    let figures = all(&page, "[data-figure]");
    assert!(figures.len() >= 9);
    let proof = Selector::parse("[data-proof]").unwrap();
    for figure in figures {
        assert_eq!(figure.select(&proof).count(), 1, "{}", figure.html());
    }
}

#[test]
fn ids_are_unique_and_every_reference_finds_one() {
    let page = rendered(Language::Thai);
    let mut ids = BTreeSet::new();
    for element in all(&page, "[id]") {
        let id = element.value().attr("id").unwrap();
        assert!(ids.insert(id), "{id} is there twice");
    }
    for attribute in ["for", "aria-describedby", "aria-labelledby", "aria-controls"] {
        for element in all(&page, &format!("[{attribute}]")) {
            for id in element.value().attr(attribute).unwrap().split_whitespace() {
                assert!(ids.contains(id), "{attribute} names {id}, which is not there");
            }
        }
    }
    for input in all(&page, "input:not([type=hidden]), select, textarea") {
        let is_labelled = match input.value().attr("id") {
            Some(id) => !all(&page, &format!("label[for=\"{id}\"]")).is_empty(),
            None => input.ancestors().filter_map(ElementRef::wrap).any(|parent| parent.value().name() == "label"),
        };
        assert!(is_labelled, "no label: {}", input.html());
    }
}

#[test]
fn each_language_keeps_to_itself() {
    let is_thai = |c: char| ('\u{0e00}'..='\u{0e7f}').contains(&c);
    let english = rendered(Language::English);
    for text in english.root_element().descendants().filter_map(|node| node.value().as_text().map(|text| (node, text)))
    {
        let in_thai =
            text.0.ancestors().filter_map(ElementRef::wrap).any(|parent| parent.value().attr("lang") == Some("th"));
        assert!(in_thai || !text.1.contains(is_thai), "Thai on the English page: {}", &**text.1);
    }
    let thai = rendered(Language::Thai);
    for heading in all(&thai, "h1, h2, legend, label, button, summary, caption") {
        let words: String = heading.text().collect();
        assert!(words.contains(is_thai), "English left on the Thai page: {words}");
    }
    assert_eq!(all(&thai, "html")[0].value().attr("lang"), Some("th"));
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    let page = rendered(Language::Thai);
    let levels: Vec<u8> =
        all(&page, "h1, h2, h3, h4").iter().map(|heading| heading.value().name().as_bytes()[1] - b'0').collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}
