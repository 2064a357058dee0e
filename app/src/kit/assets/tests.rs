//! The stylesheet keeps its promises: contrast, Thai type, and size.

use super::{ASSETS, STYLESHEET, find};
use std::collections::BTreeMap;
use std::io::Write;

type Tokens = BTreeMap<String, [f64; 3]>;

const LIGHT: &str = ":root {";
const DARK: &str = ":root[data-theme=\"dark\"] {";
const DARK_BY_SYSTEM: &str = ":root:not([data-theme=\"light\"]) {";
const MOURNING: &str = ":root[data-tone=\"mourning\"] {";
const MOURNING_DARK: &str = ":root[data-tone=\"mourning\"][data-theme=\"dark\"] {";
const MOURNING_DARK_BY_SYSTEM: &str = ":root[data-tone=\"mourning\"]:not([data-theme=\"light\"]) {";

fn block(selector: &str) -> Vec<(String, String)> {
    let rest = STYLESHEET.split(selector).nth(1).unwrap();
    let declarations = rest.split('}').next().unwrap().split(';').filter_map(|line| line.trim().split_once(':'));
    declarations.map(|(name, value)| (name.trim().to_string(), value.trim().to_string())).collect()
}

/// The colours of these blocks, later ones over earlier ones.
fn colours(selectors: &[&str]) -> Tokens {
    let declarations = selectors.iter().flat_map(|selector| block(selector));
    let hex = |value: &str, at: usize| f64::from(u8::from_str_radix(&value[at..at + 2], 16).unwrap()) / 255.0;
    declarations
        .filter(|(_, value)| value.len() == 7 && value.starts_with('#'))
        .map(|(name, value)| (name[2..].to_string(), [hex(&value, 1), hex(&value, 3), hex(&value, 5)]))
        .collect()
}

/// WCAG 2 contrast of two tokens.
fn contrast(tokens: &Tokens, one: &str, other: &str) -> f64 {
    let luminance = |token: &str| {
        let linear =
            |channel: f64| if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) };
        let [red, green, blue] = tokens[token].map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn on_worst_ground(tokens: &Tokens, token: &str) -> f64 {
    ["page", "surface", "sunken"].map(|ground| contrast(tokens, token, ground)).into_iter().fold(f64::MAX, f64::min)
}

const THEMES: [(&str, &[&str]); 4] = [
    ("light", &[LIGHT]),
    ("dark", &[LIGHT, DARK]),
    ("mourning", &[LIGHT, MOURNING]),
    ("mourning, dark", &[LIGHT, DARK, MOURNING_DARK]),
];

#[test]
fn every_text_colour_can_be_read_on_every_ground_in_every_theme() {
    for (theme, selectors) in THEMES {
        let tokens = colours(selectors);
        for token in ["ink", "muted", "accent", "accent-strong", "visited", "red", "amber", "blue", "green", "grey"] {
            let found = on_worst_ground(&tokens, token);
            assert!(found >= 4.5, "{theme}: {token} has {found:.2} on its worst ground");
        }
        let pairs = [
            ("ink", "accent-soft"),
            ("muted", "accent-soft"),
            ("accent", "accent-soft"),
            ("on-accent", "accent"),
            ("on-accent", "accent-strong"),
            ("red", "red-soft"),
            ("amber", "amber-soft"),
            ("ink", "amber-soft"),
            ("ink", "red-soft"),
            ("blue", "blue-soft"),
            ("green", "green-soft"),
            ("grey", "grey-soft"),
            ("surface", "red"),
            ("page", "ink"),
            ("heat-ink", "risk-1"),
            ("heat-ink", "risk-2"),
            ("heat-ink", "risk-3"),
            ("heat-white", "risk-4"),
            ("heat-white", "risk-5"),
            ("heat-ink", "amount-1"),
            ("heat-ink", "amount-2"),
            ("heat-ink", "amount-3"),
            ("heat-white", "amount-4"),
            ("heat-white", "amount-5"),
        ];
        for (text, ground) in pairs {
            let found = contrast(&tokens, text, ground);
            assert!(found >= 4.5, "{theme}: {text} on {ground} has {found:.2}");
        }
    }
}

#[test]
fn edges_charts_and_focus_stand_out_from_every_ground() {
    for (theme, selectors) in THEMES {
        let tokens = colours(selectors);
        for token in ["edge", "focus"] {
            let found = on_worst_ground(&tokens, token);
            assert!(found >= 3.0, "{theme}: {token} has {found:.2}");
        }
        for series in ["series-1", "series-2", "series-3", "series-4", "series-others"] {
            for ground in ["surface", "page"] {
                let found = contrast(&tokens, series, ground);
                assert!(found >= 3.0, "{theme}: {series} on {ground} has {found:.2}");
            }
        }
        assert!(contrast(&tokens, "focus", "halo") >= 3.0, "{theme}: ring and halo");
    }
}

#[test]
fn the_measured_contrasts_of_the_design_still_hold() {
    let (light, dark) = (colours(&[LIGHT]), colours(&[LIGHT, DARK]));
    let measured = [
        ("edge", 3.73, 4.69),
        ("ink", 13.93, 14.16),
        ("muted", 5.77, 7.76),
        ("accent", 6.95, 8.70),
        ("accent-strong", 10.12, 10.89),
        ("visited", 7.40, 8.10),
        ("red", 6.62, 8.39),
        ("amber", 6.38, 9.89),
        ("blue", 7.16, 8.69),
        ("green", 6.56, 9.62),
        ("grey", 6.83, 9.11),
    ];
    for (token, in_light, in_dark) in measured {
        assert!((on_worst_ground(&light, token) - in_light).abs() < 0.011, "{token} in light");
        assert!((on_worst_ground(&dark, token) - in_dark).abs() < 0.011, "{token} in dark");
    }
}

#[test]
fn dark_is_the_same_whether_the_system_or_the_reader_asks() {
    assert_eq!(block(DARK), block(DARK_BY_SYSTEM));
    assert_eq!(block(MOURNING_DARK), block(MOURNING_DARK_BY_SYSTEM));
}

#[test]
fn every_token_used_is_defined() {
    let defined: Vec<String> = block(LIGHT).into_iter().map(|(name, _)| name).collect();
    for used in STYLESHEET.split("var(").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        assert!(defined.iter().any(|name| name == used), "{used} is not a token");
    }
}

#[test]
fn thai_is_neither_spaced_out_nor_slanted_nor_cut_inside() {
    for forbidden in
        ["letter-spacing", "break-all", "uppercase", "italic", "grayscale", "text-align: justify", "!important"]
    {
        assert!(!STYLESHEET.contains(forbidden), "the stylesheet says {forbidden}");
    }
}

#[test]
fn lines_are_high_enough_for_thai_marks() {
    let font_heights = STYLESHEET.split("rem/").skip(1);
    let line_heights = STYLESHEET.split("line-height:").skip(1);
    let heights: Vec<f64> = font_heights
        .chain(line_heights)
        .map(|rest| rest.trim().split([' ', ';']).next().unwrap().parse().unwrap())
        .collect();
    assert!(heights.len() > 8);
    for height in heights {
        assert!(height >= 1.4, "a line height of {height} cuts Thai marks");
    }
    for rule in STYLESHEET.split('}').filter(|rule| rule.contains("overflow: hidden")) {
        assert!(rule.contains("clip-path: inset(50%)"), "hides overflow and could cut marks: {rule}");
    }
}

#[test]
fn no_text_is_smaller_than_sixteen_pixels() {
    for size in STYLESHEET.split("rem/").map(|before| before.rsplit(' ').next().unwrap()) {
        if let Ok(rem) = size.parse::<f64>() {
            assert!(rem >= 1.0, "{size}rem is too small");
        }
    }
}

fn compressed(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

#[test]
fn assets_stay_within_their_budget() {
    let size = |name: &str| compressed(find(name).unwrap().bytes);
    assert!(size("prongsai.css") <= 10 * 1024, "stylesheet: {}", size("prongsai.css"));
    assert!(size("script.js") <= 5 * 1024, "script: {}", size("script.js"));
    assert!(size("icons.svg") <= 2 * 1024, "sprite: {}", size("icons.svg"));
    let fonts: usize =
        ASSETS.iter().filter(|asset| asset.name.ends_with(".woff2")).map(|asset| asset.bytes.len()).sum();
    assert!(fonts <= 42 * 1024, "fonts: {fonts}");
}
