//! Which files are meant, opening them, counting what is read.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Standard input, as an input and as its name.
const STANDARD_INPUT: &str = "-";

/// Endings of the files taken from a folder, and those that may follow.
const CAPTURE_ENDINGS: [&str; 4] = ["pcap", "pcapng", "cap", "ntar"];
const COMPRESSED_ENDINGS: [&str; 2] = ["gz", "zst"];

/// Frames say in 16 bits which input they come from.
const MAX_INPUTS: usize = 1 << 16;

/// The inputs could not be found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The list of inputs is empty.
    #[error("no input given; name a capture file, a folder, a pattern, or - for standard input")]
    NoInput,
    /// There is nothing under this path.
    #[error("{path}: no such file or folder; check the spelling")]
    Missing {
        /// The path as given.
        path: String,
    },
    /// The pattern is fine, but no file fits it.
    #[error("{pattern}: no file matches this pattern")]
    NoMatch {
        /// The pattern as given.
        pattern: String,
    },
    /// The pattern breaks the rules of patterns.
    #[error("{pattern}: this is no valid pattern: {source}")]
    BadPattern {
        /// The pattern as given.
        pattern: String,
        /// What is wrong, and where.
        source: glob::PatternError,
    },
    /// A folder could not be listed.
    #[error("{path}: the folder cannot be listed: {source}")]
    Folder {
        /// The path as given.
        path: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// A folder without a capture.
    #[error(
        "{path}: the folder holds no capture; files ending in .pcap, .pcapng, .cap or .ntar are looked for, \
         also with .gz or .zst behind; name other files one by one"
    )]
    EmptyFolder {
        /// The path as given.
        path: String,
    },
    /// More inputs than can be told apart.
    #[error("{count} inputs are too many, {MAX_INPUTS} are allowed; give them in several runs")]
    TooMany {
        /// How many were found.
        count: usize,
    },
}

/// Where the bytes of an input come from.
enum Source {
    /// A regular file: can be opened as often as wanted.
    File(PathBuf),
    /// A named pipe or device: can be opened once.
    Stream(PathBuf),
    StandardInput,
    /// A reader that was handed in, until it is used.
    Reader(Option<Box<dyn Read + Send>>),
}

/// One input, open or not.
pub(crate) struct Input {
    pub(crate) name: String,
    source: Source,
    /// Bytes of the file on disk.
    pub(crate) size: Option<u64>,
    read: Arc<AtomicU64>,
}

impl Input {
    fn new(name: String, source: Source, size: Option<u64>) -> Self {
        let read = Arc::default();
        Self { name, source, size, read }
    }

    pub(crate) fn from_reader(name: &str, reader: Box<dyn Read + Send>) -> Self {
        Self::new(name.to_owned(), Source::Reader(Some(reader)), None)
    }

    fn from_path(path: PathBuf) -> Self {
        let name = path.display().to_string();
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => Self::new(name, Source::File(path), Some(metadata.len())),
            _ => Self::new(name, Source::Stream(path), None),
        }
    }

    /// Whether it can be opened a second time, from its beginning.
    pub(crate) fn reopens(&self) -> bool {
        matches!(self.source, Source::File(_))
    }

    /// Opens the input; counting starts anew.
    pub(crate) fn open(&mut self) -> io::Result<Box<dyn Read + Send>> {
        let inner: Box<dyn Read + Send> = match &mut self.source {
            Source::File(path) | Source::Stream(path) => Box::new(File::open(path)?),
            Source::StandardInput => Box::new(io::stdin()),
            Source::Reader(reader) => match reader.take() {
                Some(reader) => reader,
                None => return Err(ErrorKind::NotFound.into()),
            },
        };
        self.read.store(0, Ordering::Relaxed);
        let count = Arc::clone(&self.read);
        Ok(Box::new(Counted { inner, count }))
    }

    /// Bytes read since it was opened.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

/// Counts the bytes that pass.
struct Counted {
    inner: Box<dyn Read + Send>,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(target)?;
        self.count.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// Inputs that were found, and what was unusual about them.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) inputs: Vec<Input>,
    pub(crate) warnings: Vec<String>,
    seen: HashSet<PathBuf>,
}

/// Finds the files meant by `arguments`.
pub(crate) fn find(arguments: &[String]) -> Result<Found, OpenError> {
    let mut found = Found::default();
    for argument in arguments {
        found.add_argument(argument)?;
    }
    match found.inputs.len() {
        0 => Err(OpenError::NoInput),
        count if count > MAX_INPUTS => Err(OpenError::TooMany { count }),
        _ => Ok(found),
    }
}

impl Found {
    fn add_argument(&mut self, argument: &str) -> Result<(), OpenError> {
        if argument == STANDARD_INPUT {
            self.add_standard_input();
            return Ok(());
        }
        let path = Path::new(argument);
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.add_folder(path),
            // A path that exists is meant as it stands, whatever is in its name.
            Ok(_) => {
                self.add_file(path.to_owned());
                Ok(())
            }
            Err(_) if argument.contains(['*', '?', '[']) => self.add_pattern(argument),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(OpenError::Missing { path: argument.to_owned() }),
            // Not allowed to look: an unreadable input, found when its turn comes.
            Err(_) => {
                self.add_file(path.to_owned());
                Ok(())
            }
        }
    }

    fn add_standard_input(&mut self) {
        let name = STANDARD_INPUT.to_owned();
        if self.seen.insert(PathBuf::from(STANDARD_INPUT)) {
            let input = Input::new(name, Source::StandardInput, None);
            self.inputs.push(input);
        } else {
            self.warn_repeated(&name);
        }
    }

    fn add_file(&mut self, path: PathBuf) {
        let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if self.seen.insert(real) {
            self.inputs.push(Input::from_path(path));
        } else {
            self.warn_repeated(&path.display().to_string());
        }
    }

    fn warn_repeated(&mut self, name: &str) {
        let warning = format!("{name}: given more than once, read once");
        self.warnings.push(warning);
    }

    fn add_folder(&mut self, folder: &Path) -> Result<(), OpenError> {
        let files = self
            .captures_below(folder)
            .map_err(|source| OpenError::Folder { path: folder.display().to_string(), source })?;
        if files.is_empty() {
            return Err(OpenError::EmptyFolder { path: folder.display().to_string() });
        }
        files.into_iter().for_each(|file| self.add_file(file));
        Ok(())
    }

    /// Captures in a folder and the folders in it, sorted by name. Folders
    /// below that cannot be listed are left out with a warning.
    fn captures_below(&mut self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut folders = Vec::new();
        list(folder, &mut files, &mut folders)?;
        while let Some(folder) = folders.pop() {
            if let Err(error) = list(&folder, &mut files, &mut folders) {
                let name = folder.display();
                self.warnings.push(format!("{name}: the folder cannot be listed: {error}"));
            }
        }
        files.sort();
        Ok(files)
    }

    fn add_pattern(&mut self, pattern: &str) -> Result<(), OpenError> {
        let matches =
            glob::glob(pattern).map_err(|source| OpenError::BadPattern { pattern: pattern.to_owned(), source })?;
        let mut matched = false;
        for entry in matches {
            match entry {
                Ok(path) if path.is_dir() => match self.add_folder(&path) {
                    Ok(()) => matched = true,
                    Err(error) => self.warnings.push(error.to_string()),
                },
                Ok(path) => {
                    matched = true;
                    self.add_file(path);
                }
                Err(error) => self.warnings.push(error.to_string()),
            }
        }
        match matched {
            true => Ok(()),
            false => Err(OpenError::NoMatch { pattern: pattern.to_owned() }),
        }
    }
}

/// Adds the captures and the folders in a folder. Links to files are followed,
/// links to folders are not, as they may lead in a circle.
fn list(folder: &Path, files: &mut Vec<PathBuf>, folders: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            folders.push(path);
        } else if is_capture_name(&path) && path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

fn is_capture_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut endings = name.rsplit('.').map(str::to_ascii_lowercase).peekable();
    endings.next_if(|ending| COMPRESSED_ENDINGS.contains(&ending.as_str()));
    let ending = endings.next().unwrap_or_default();
    // What is left must have a name before the ending.
    endings.next().is_some() && CAPTURE_ENDINGS.contains(&ending.as_str())
}
