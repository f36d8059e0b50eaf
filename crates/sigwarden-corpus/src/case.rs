//! Finds the cases below a folder and reads them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::expectation::Expectations;

/// A case, read and ready to be run.
#[derive(Debug)]
pub struct Case {
    /// Its folder below the corpus, with `/` between the parts.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Its capture.
    pub capture: PathBuf,
    /// What is to be found.
    pub expectations: Expectations,
    /// The site configuration, if the case has one.
    pub site: Option<Site>,
}

/// Where the site configuration of a case is.
#[derive(Debug)]
pub enum Site {
    /// A file.
    File(PathBuf),
    /// Its text, which stands in `case.toml`.
    Inline(String),
}

/// The folder of the corpus in this repository.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

/// Every case below a folder, in the order of their names. A folder with a capture is a case.
///
/// # Errors
/// A folder that cannot be read, a capture without `case.toml` or `README.md`, a `case.toml`
/// that says something unknown or checks nothing.
pub fn cases_below(root: &Path) -> Result<Vec<Case>, Error> {
    let mut folders = Vec::new();
    collect(root, &mut folders)?;
    folders.sort();
    folders.iter().map(|folder| Case::read(root, folder)).collect()
}

/// Folders that hold any file of a case.
fn collect(folder: &Path, out: &mut Vec<PathBuf>) -> Result<(), Error> {
    let entries = entries(folder)?;
    if entries.iter().any(|path| is_capture(path) || path.ends_with("case.toml")) {
        out.push(folder.to_owned());
    }
    entries.iter().filter(|path| path.is_dir()).try_for_each(|path| collect(path, out))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let what = || format!("reading {}", folder.display());
    let entries = fs::read_dir(folder).map_err(Error::io(what()))?;
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(Error::io(what()))).collect()
}

fn is_capture(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("capture."))
}

impl Case {
    fn read(root: &Path, folder: &Path) -> Result<Self, Error> {
        let name = folder.strip_prefix(root).unwrap_or(folder).to_string_lossy().replace('\\', "/");
        let wrong = |what: String| Error::Case { case: name.clone(), what };
        let readme = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        if readme.trim().is_empty() {
            return Err(wrong("README.md is missing or empty; say what the case is and why it matters".into()));
        }
        let captures: Vec<PathBuf> = entries(folder)?.into_iter().filter(|path| is_capture(path)).collect();
        let [capture] = captures.as_slice() else {
            return Err(wrong(format!("{} captures; a case has one file capture.*", captures.len())));
        };
        let text = fs::read_to_string(folder.join("case.toml"))
            .map_err(|error| wrong(format!("case.toml: {error}; say what is to be found")))?;
        let mut table: toml::Table = text.parse().map_err(|error| wrong(format!("case.toml: {error}")))?;
        let site = table.remove("site").map(|site| read_site(folder, &site)).transpose().map_err(&wrong)?;
        let expectations = Expectations::read(&table).map_err(|what| wrong(format!("case.toml: {what}")))?;
        if expectations.checks() == 0 {
            return Err(wrong("case.toml checks nothing; add [[operations]], [[findings]] or [stats]".into()));
        }
        Ok(Self { name, folder: folder.to_owned(), capture: capture.clone(), expectations, site })
    }
}

/// `site`: a table, or the name of a file beside `case.toml`.
fn read_site(folder: &Path, site: &toml::Value) -> Result<Site, String> {
    match site {
        toml::Value::String(file) if folder.join(file).is_file() => Ok(Site::File(folder.join(file))),
        toml::Value::String(file) => Err(format!("site: there is no file {file} beside case.toml")),
        toml::Value::Table(table) => Ok(Site::Inline(table.to_string())),
        _ => Err("site: the name of a file, or a table".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &str)], expectation: Result<usize, &str>) {
        let root = tempfile::tempdir().unwrap();
        for (file, text) in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let cases = cases_below(root.path()).map(|cases| cases.len()).map_err(|error| error.to_string());
        match expectation {
            Ok(count) => assert_eq!(cases, Ok(count)),
            Err(part) => {
                let error = cases.unwrap_err();
                assert!(error.contains(part), "{error}");
            }
        }
    }

    #[test]
    fn a_case_needs_capture_readme_and_checks() {
        let (capture, readme) = (("a/b/capture.pcap", ""), ("a/b/README.md", "# What"));
        let checks = ("a/b/case.toml", "[stats]\nmessages = 1");
        check(&[], Ok(0));
        check(&[capture, readme, checks, ("site.toml", "")], Ok(1));
        check(&[capture, checks], Err("a/b: README.md is missing"));
        check(&[readme, checks], Err("0 captures"));
        check(&[capture, readme], Err("say what is to be found"));
        check(&[capture, readme, ("a/b/case.toml", "")], Err("checks nothing"));
        check(&[capture, readme, ("a/b/case.toml", "[stat]\nmessages = 1")], Err("stat"));
        check(&[capture, readme, ("a/b/case.toml", "site = \"none.toml\"")], Err("no file none.toml"));
    }
}
