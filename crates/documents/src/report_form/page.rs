//! The form as HTML: a page of its own, or a part of another page.

use askama::Template;
use report::form::{Digits, PrintedForm, ReportForm};

/// The style of the HTML form, for pages that show [`report_html_fragment`].
pub const REPORT_FORM_CSS: &str = include_str!("../../templates/report_form.css");

#[derive(Template)]
#[template(path = "report_form.html")]
struct Fragment<'a> {
    form: &'a PrintedForm,
    /// 1 where the form is the page, 2 where it is a part of one.
    heading_level: u8,
}

#[derive(Template)]
#[template(path = "report_form_page.html")]
struct Page<'a> {
    form: &'a PrintedForm,
    fragment: &'a str,
    css: &'static str,
    counter_style: &'static str,
    /// The data that it was made from, for when the page is brought in again.
    data: &'a str,
}

/// The form as an HTML file that needs nothing beside it: its style is inside, nothing in it runs, and it prints as A4
/// landscape. It carries the data that it was made from.
pub fn report_html(form: &ReportForm) -> String {
    let printed = PrintedForm::new(form);
    let counter_style = match form.digits {
        Digits::Thai => "thai",
        Digits::Arabic => "decimal",
    };
    let fragment = fragment(&printed, 1);
    let data = report::write::carried::in_markup(form);
    render(&Page { form: &printed, fragment: &fragment, css: REPORT_FORM_CSS, counter_style, data: &data })
}

/// The form as a `<section lang="th" class="report-form">` without style of its own.
pub fn report_html_fragment(form: &ReportForm) -> String {
    fragment(&PrintedForm::new(form), 2)
}

fn fragment(form: &PrintedForm, heading_level: u8) -> String {
    render(&Fragment { form, heading_level })
}

fn render(template: &impl Template) -> String {
    template.render().expect("writing finished strings into a String cannot fail")
}
