//! The site configuration and the files that it names.

use crate::log::Failure;
use sha2::{Digest, Sha256};
use sigwarden_detect::Table;
use sigwarden_detect::memory::subscribers::State;
use sigwarden_operators::site::Import;
use sigwarden_operators::{Imported, Plmn, Pseudonymiser, Site, site};
use sigwarden_schema::exit;
use std::fs;
use std::path::{Path, PathBuf};

/// Octets of the hash of a configuration that are written.
const HASH_OCTETS: usize = 8;
/// Octets of the import that are read at a time.
const READ_AHEAD: usize = 64 << 10;

/// A configuration, and where the files that it names are looked for.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// What it says.
    pub(crate) site: Site,
    pub(crate) folder: PathBuf,
}

/// Reads the configuration, if one is given, and applies what `--set` says.
///
/// # Errors
/// What is wrong in it, with file and line: exit code 20.
pub(crate) fn load(path: Option<&Path>, overrides: &[(String, String)]) -> Result<Loaded, Failure> {
    let text = match path {
        Some(path) => read(path, "write one with `sigwarden config init`")?,
        None => String::new(),
    };
    let site = site::parse_with(&text, overrides).map_err(|error| match (&error, path) {
        (_, Some(path)) => Failure::config(format!("{}: {error}", path.display())),
        (_, None) => Failure::config(error.to_string()),
    })?;
    let folder = path.and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
    Ok(Loaded { site, folder })
}

impl Loaded {
    /// The configuration and the files that it names.
    pub(crate) fn files(&self, config: Option<&Path>) -> Vec<PathBuf> {
        let detect = &self.site.detect;
        let named = [&self.site.home.privacy_key_file, &detect.categories_file, &detect.commands_file];
        let named = named.into_iter().flatten().map(|name| self.folder.join(name));
        config.map(Path::to_owned).into_iter().chain(named).chain(self.import_file()).collect()
    }

    /// The file of imported operators: the one that is named, else the usual one if it is there.
    pub(crate) fn import_file(&self) -> Option<PathBuf> {
        let usual = || Some(self.folder.join(Import::DEFAULT_FILE)).filter(|path| path.exists());
        self.site.import.file.as_ref().map(|name| self.folder.join(name)).or_else(usual)
    }

    /// The operators that were imported, if any.
    ///
    /// # Errors
    /// A file that cannot be read, or is something else: exit code 23.
    pub(crate) fn imported(&self) -> Result<Option<Imported>, Failure> {
        let Some(path) = self.import_file() else { return Ok(None) };
        let failure = |error: &dyn std::fmt::Display| Failure {
            code: exit::OPERATOR_DATA_INVALID,
            message: format!("{}: {error}", path.display()),
        };
        let file = fs::File::open(&path)
            .map_err(|error| failure(&format!("cannot be read: {error}; `sigwarden operators import` writes it")))?;
        Imported::read(std::io::BufReader::with_capacity(READ_AHEAD, file)).map(Some).map_err(|error| failure(&error))
    }

    /// Files and folders of own rules.
    pub(crate) fn rule_files(&self) -> Vec<PathBuf> {
        self.site.detect.rules.iter().map(|name| self.folder.join(name)).collect()
    }

    /// Realms that the name service between carriers knows.
    ///
    /// # Errors
    /// A file that cannot be read: exit code 20.
    pub(crate) fn realms(&self) -> Result<Option<String>, Failure> {
        let Some(name) = &self.site.detect.realms_file else { return Ok(None) };
        let advice = "detect.realms_file names it; without that key no realm is suspicious for not being listed";
        read(&self.folder.join(name), advice).map(Some)
    }

    /// Where what is learned of subscribers is kept, if anywhere.
    pub(crate) fn state_file(&self) -> Option<PathBuf> {
        self.site.detect.state_file.as_ref().map(|name| self.folder.join(name))
    }

    /// What earlier runs have learned of subscribers; nothing where the file is not there yet.
    ///
    /// # Errors
    /// A file that cannot be read, or is something else: exit code 20.
    pub(crate) fn state(&self) -> Result<Option<State>, Failure> {
        let Some(path) = self.state_file().filter(|path| path.exists()) else { return Ok(None) };
        let failure = |error: &dyn std::fmt::Display| Failure::config(format!("{}: {error}", path.display()));
        let file = fs::File::open(&path).map_err(|error| failure(&error))?;
        State::load(std::io::BufReader::with_capacity(READ_AHEAD, file)).map(Some).map_err(|error| failure(&error))
    }

    /// The key of the pseudonyms, if one is configured.
    ///
    /// # Errors
    /// A file that cannot be read, or holds no key: exit code 20.
    pub(crate) fn pseudonymiser(&self, imported: Option<&Imported>) -> Result<Option<Pseudonymiser>, Failure> {
        self.keyed(None, imported)
    }

    /// The same, from another file where one is given.
    ///
    /// # Errors
    /// A file that cannot be read, or holds no key: exit code 20.
    pub(crate) fn keyed(
        &self,
        given: Option<&Path>,
        imported: Option<&Imported>,
    ) -> Result<Option<Pseudonymiser>, Failure> {
        let configured = || self.site.home.privacy_key_file.as_ref().map(|name| self.folder.join(name));
        let (path, named) = match (given, configured()) {
            (Some(path), _) => (path.to_owned(), "--key"),
            (None, Some(path)) => (path, "home.privacy_key_file"),
            (None, None) => return Ok(None),
        };
        let text = read(&path, &format!("{named} names it; `sigwarden config init --key FILE` makes one"))?;
        let keyed = Pseudonymiser::from_hex_key(&text)
            .map_err(|error| Failure::config(format!("{}: {error}", path.display())))?;
        let others = self.site.operators.iter().flat_map(|operator| &operator.plmns);
        let imported = imported.into_iter().flat_map(Imported::plmns);
        let known: Vec<Plmn> = self.site.home.plmns.iter().chain(others).copied().chain(imported).collect();
        Ok(Some(keyed.with_known_networks(&known)))
    }

    /// The category tables: the configured ones, else the built-in ones.
    ///
    /// # Errors
    /// A file that cannot be read, or holds no table: exit code 20.
    pub(crate) fn table(&self) -> Result<Table, Failure> {
        let mut table = Table::builtin();
        if let Some(name) = &self.site.detect.categories_file {
            let path = self.folder.join(name);
            let text = read(&path, "detect.categories_file names it; without that key the built-in table is used")?;
            table = Table::parse(&text).map_err(|error| Failure::config(format!("{}: {error}", path.display())))?;
        }
        let Some(name) = &self.site.detect.commands_file else { return Ok(table) };
        let path = self.folder.join(name);
        let text = read(&path, "detect.commands_file names it; without that key the built-in tables are used")?;
        table.with_commands(&text).map_err(|error| Failure::config(format!("{}: {error}", path.display())))
    }

    /// Hash of what the configuration and the import say, 16 hexadecimal digits.
    pub(crate) fn hash(&self, imported: Option<&Imported>) -> String {
        let mut hasher = Sha256::new_with_prefix(site::canonical(&self.site));
        if let Some(imported) = imported {
            hasher.update(&imported.head().hash);
        }
        let digest = hasher.finalize();
        digest.iter().take(HASH_OCTETS).map(|octet| format!("{octet:02x}")).collect()
    }
}

fn read(path: &Path, advice: &str) -> Result<String, Failure> {
    fs::read_to_string(path)
        .map_err(|error| Failure::config(format!("{}: cannot be read: {error}; {advice}", path.display())))
}
