//! The sources of the workspace as the tests of the house read them.
#![allow(dead_code, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

/// The directory of the core.
pub(crate) fn core() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The directory of the workspace.
pub(crate) fn workspace() -> PathBuf {
    core().parent().unwrap().to_path_buf()
}

/// All files of a directory with one of the endings, all the way down, by name.
pub(crate) fn files(directory: &Path, endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(directory) else {
        return found;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", "venv", "corpus", "artifacts"].contains(&name.as_str())
                && !name.starts_with('.')
            {
                found.extend(files(&path, endings));
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found.sort();
    found
}

/// All Rust files of a directory.
pub(crate) fn rust_files(directory: &Path) -> Vec<(PathBuf, String)> {
    files(directory, &[".rs"])
}

/// The source without its comments and its documentation.
pub(crate) fn without_comments(source: &str) -> String {
    let code = source.lines().map(|line| match line.trim_start() {
        comment if comment.starts_with("//") => "",
        _ => line.split(" // ").next().unwrap_or(""),
    });
    code.collect::<Vec<_>>().join("\n")
}
