//! The program's own source files, for tests about how it is written.

use std::path::{Path, PathBuf};

/// A source file: its path below `app/src` with `/`, and its text.
pub struct Source {
    /// E.g. `measures/store.rs`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// All files below `app/src` with this ending.
pub fn all(ending: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, &mut found);
    found.sort();
    let files = found.into_iter().filter(|file| file.to_string_lossy().ends_with(ending));
    files
        .map(|file| Source {
            path: file.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/"),
            text: std::fs::read_to_string(&file).expect("a readable source file"),
        })
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The features: the folders of `app/src` except the kit.
pub fn features() -> Vec<String> {
    let mut features: Vec<String> = all("mod.rs")
        .into_iter()
        .filter_map(|source| source.path.strip_suffix("/mod.rs").map(str::to_owned))
        .filter(|folder| !folder.contains('/') && folder != "kit")
        .collect();
    features.sort();
    features
}
