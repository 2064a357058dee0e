//! Stylesheet, script, fonts and pictures: all inside the binary, all from our own host.

use std::sync::LazyLock;

/// The one stylesheet: small files, one per component, in cascade layers.
pub const STYLESHEET: &str = concat!(
    include_str!("../../assets/styles/layers.css"),
    include_str!("../../assets/styles/reset.css"),
    include_str!("../../assets/styles/fonts.css"),
    include_str!("../../assets/styles/tokens.css"),
    include_str!("../../assets/styles/type.css"),
    include_str!("../../assets/styles/layout.css"),
    include_str!("../../assets/styles/button.css"),
    include_str!("../../assets/styles/field.css"),
    include_str!("../../assets/styles/status.css"),
    include_str!("../../assets/styles/figure.css"),
    include_str!("../../assets/styles/lists.css"),
    include_str!("../../assets/styles/table.css"),
    include_str!("../../assets/styles/blocks.css"),
    include_str!("../../assets/styles/organisation.css"),
    include_str!("../../assets/styles/parts.css"),
    include_str!("../../assets/styles/board.css"),
    include_str!("../../assets/styles/documents.css"),
    include_str!("../../assets/styles/chart.css"),
    include_str!("../../assets/styles/media.css"),
);

/// One file the browser may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// The name after `/assets/`.
    pub name: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes, uncompressed (fonts are compressed in themselves).
    pub bytes: &'static [u8],
}

/// Every file under `/assets/`.
pub const ASSETS: &[Asset] = &[
    Asset { name: "prongsai.css", content_type: "text/css; charset=utf-8", bytes: STYLESHEET.as_bytes() },
    Asset {
        name: "script.js",
        content_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../assets/script.js"),
    },
    Asset {
        name: "report-form.css",
        content_type: "text/css; charset=utf-8",
        bytes: documents::REPORT_FORM_CSS.as_bytes(),
    },
    Asset { name: "icons.svg", content_type: "image/svg+xml", bytes: include_bytes!("../../assets/icons.svg") },
    Asset { name: "emblem.svg", content_type: "image/svg+xml", bytes: include_bytes!("../../assets/emblem.svg") },
    Asset {
        name: "sarabun-400.woff2",
        content_type: "font/woff2",
        bytes: include_bytes!("../../assets/fonts/sarabun-400.woff2"),
    },
    Asset {
        name: "sarabun-600.woff2",
        content_type: "font/woff2",
        bytes: include_bytes!("../../assets/fonts/sarabun-600.woff2"),
    },
];

/// The file of this name, if we have it.
pub fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// Changes whenever any asset changes. Pages ask for `/assets/<name>?v=<version>`, so an answer whose `v` is this
/// version may be kept for a year; any other for an hour.
pub fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let mut hasher = blake3::Hasher::new();
        for asset in ASSETS {
            hasher.update(asset.bytes);
        }
        hasher.finalize().to_hex()[..8].to_string()
    });
    &VERSION
}

#[cfg(test)]
mod tests;
