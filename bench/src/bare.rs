//! The other side of the comparison of pages: axum with the same compression, serving finished bytes from memory.

use std::{
    fs,
    io::{Write, stdout},
    path::Path,
};

use anyhow::Context;
use axum::{Router, body::Bytes, http::header, routing::get};
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;

/// Serves every file of a folder under its name, and `/health`, until it is ended.
pub fn serve(folder: &Path) -> anyhow::Result<()> {
    let mut router = Router::new().route("/health", get(async || "ok\n"));
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let bytes = Bytes::from(fs::read(entry.path())?);
        let answer = move || async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], bytes) };
        router = router.route(&format!("/{}", entry.file_name().to_string_lossy()), get(answer));
    }
    let router = router.layer(CompressionLayer::new());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        writeln!(stdout(), "http://{}", listener.local_addr()?)?;
        stdout().flush()?;
        axum::serve(listener, router).await.context("the bare server stopped")
    })
}
