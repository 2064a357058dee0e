//! Every page of the program, opened as somebody who may: its language, headings, buttons, and what must not be in it.

use axum::http::Method;
use prongsai::{
    kit::{Access, Role, routes::Route},
    routes::routes,
};

use crate::{helpers::Answer, samples, story};

/// Latin words that Thai pages may show: names, formats, codes.
const NAMES: &[&str] = &[
    "ITA",
    "PIN",
    "IIT",
    "EIT",
    "OIT",
    "PDF",
    "HTML",
    "JSON",
    "CSV",
    "Excel",
    "Word",
    "xlsx",
    "docx",
    "Markdown",
    "English",
    "Prongsai",
    "prongsai",
    "UTF",
    "TIS",
    "Windows",
    "BLAKE",
    "Ed",
    "MB",
    "kB",
    "UA",
    "audit",
    "verify",
    "against",
    "agency",
    "add",
    "Gift",
    "Policy",
    "Service",
    "Network",
    "Social",
    "HEAD",
    "BMA",
    "Code",
    "LINE",
    "E-Service",
    "PowerPoint",
    "ODT",
    "JPEG",
    "PNG",
    "WebP",
    "Q&A",
];

fn who_may(route: &Route) -> Role {
    match route.access {
        Access::Public | Access::SignedIn => Role::Coordinator,
        // The roles of the sample office first: the operator sees no content.
        Access::May(permission) => {
            let order = [
                Role::Coordinator,
                Role::Administrator,
                Role::Director,
                Role::Auditor,
                Role::CityViewer,
                Role::Operator,
            ];
            order.into_iter().find(|role| role.may(permission)).expect("one of these roles may")
        }
    }
}

fn is_html(answer: &Answer) -> bool {
    let is_file = answer.headers.contains_key("content-disposition");
    !is_file && answer.headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn is_thai(c: char) -> bool {
    ('\u{0e01}'..='\u{0e5b}').contains(&c)
}

/// English words on a Thai page, outside of code, addresses and passages marked as English.
fn leftovers(answer: &Answer) -> Vec<String> {
    let mut found = Vec::new();
    for text in
        answer.all("h1, h2, h3, p, label, legend, button, th, dt, summary, caption, figcaption, nav a, main a, td")
    {
        // A shortened fingerprint (`65c63daa…1ace2457`) spells words by chance.
        if text.contains('…') && text.chars().all(|c| c.is_ascii_hexdigit() || c == '…') {
            continue;
        }
        for word in text.split(|c: char| !c.is_ascii_alphabetic() && !"@.-_/'’".contains(c)) {
            let plain = word.trim_matches(|c: char| !c.is_ascii_alphabetic());
            let is_address = word.contains('@') || word.contains('/') || word.contains("..") || plain.contains('.');
            if plain.len() >= 3 && !is_address && !NAMES.iter().any(|name| plain.eq_ignore_ascii_case(name)) {
                found.push(format!("{plain} in “{text}”"));
            }
        }
    }
    found
}

fn check(path: &str, answer: &Answer, thai: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut expect = |holds: bool, what: String| {
        if !holds {
            wrong.push(format!("{path} ({}): {what}", if thai { "th" } else { "en" }));
        }
    };
    let body = answer.body();
    expect(answer.status == 200, format!("status {}", answer.status));
    expect(answer.attributes("html", "lang") == [if thai { "th" } else { "en" }], "language of the page".into());
    expect(answer.all("h1").len() == 1, format!("headings: {:?}", answer.all("h1")));
    let primary =
        answer.all("main .button:not(.button--secondary):not(.button--quiet):not(.button--danger):not(.button--final)");
    expect(primary.len() <= 1, format!("primary buttons: {primary:?}"));
    expect(!body.contains(" style=\"") && !body.contains("<style"), "inline style".into());
    expect(!body.contains(" onclick=") && !body.contains("<script>"), "inline script".into());
    expect(
        answer.all("[data-figure]").len() <= answer.all("[data-proof]").len(),
        "a figure without its proof line".into(),
    );
    expect(!body.contains("{{") && !body.contains("{%"), "template marks".into());
    if thai {
        let leftovers = leftovers(answer);
        expect(leftovers.is_empty(), format!("English left over: {leftovers:?}"));
    } else {
        let controls = answer.all("button, label:not([lang=th]), legend, thead th, .nav a, .menu__panel a");
        // The official form is Thai by nature, and says so.
        let official = answer.all("section[lang=th] thead th");
        let is_ours = |text: &String| text.chars().any(is_thai) && !official.contains(text);
        let left: Vec<_> = controls.into_iter().filter(is_ours).collect();
        expect(left.is_empty(), format!("Thai left over in controls: {left:?}"));
    }
    wrong
}

story!(every_page_is_whole_in_both_languages, office, {
    let samples = samples::paths(&office).await;
    let mut wrong = Vec::new();
    let mut pages = 0;
    for route in routes().declared().iter().filter(|route| route.method == Method::GET && route.path != "/styleguide") {
        for thai in [true, false] {
            let mut reader = office.sign_in(who_may(route)).await;
            if !thai {
                reader = reader.in_english();
            }
            let mut answer = reader.get(&samples[route.path]).await;
            if let (303, Some(location)) = (answer.status, answer.location().map(str::to_owned)) {
                answer = reader.get(&location).await;
            }
            if is_html(&answer) {
                pages += 1;
                wrong.extend(check(&samples[route.path], &answer, thai));
            }
        }
    }
    assert!(pages > 10, "only {pages} pages were found");
    assert!(wrong.is_empty(), "{} things are wrong:\n{}", wrong.len(), wrong.join("\n"));
});
