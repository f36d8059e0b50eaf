//! The category tables of Diameter and GTP: which command or message may cross from which side, and what it threatens.
//!
//! Their text forms (`rules/diameter-commands.tsv`, `rules/gtp-messages.tsv`) are compiled in and can be replaced by a site.

use crate::table::{Class, TableError, choose, class, severity, threat};
use hashbrown::HashMap;
use sigwarden_schema::lines::{Severity, Threat};
use xxhash_rust::xxh3::xxh3_64;

/// The tables that are compiled in.
const BUILTIN: [&str; 2] =
    [include_str!("../../../rules/diameter-commands.tsv"), include_str!("../../../rules/gtp-messages.tsv")];

/// Columns of the text form.
const COLUMNS: [&str; 10] =
    ["protocol", "application", "code", "name", "from", "to", "subject", "category", "threat", "severity"];

/// What a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// Diameter.
    Diameter,
    /// GTP version 1, and what is left of version 0.
    GtpV1,
    /// GTP version 2.
    GtpV2,
}

/// Whom a request must name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MustName {
    /// A subscriber by IMSI.
    Imsi,
    /// A subscriber by whatever identity.
    Anybody,
    /// Nobody, or several.
    Nobody,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Command {
    protocol: Protocol,
    /// Application that the row is for; any where there is none.
    application: Option<u32>,
    code: u32,
    /// Name of the command or message.
    pub name: String,
    /// Who sends the request.
    pub from: String,
    /// Who answers.
    pub to: String,
    /// Whom the request must name.
    pub names: MustName,
    /// Class.
    pub class: Class,
    /// Whether it goes between neighbours only.
    pub neighbours: bool,
    /// What it threatens.
    pub threat: Threat,
    /// Severity of the request alone.
    pub severity: Severity,
}

impl Command {
    /// Code of the command or message.
    pub const fn code(&self) -> u32 {
        self.code
    }
}

/// How well a row fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Application and command.
    Exact,
    /// The command exists, not in this application.
    OtherApplication,
    /// The application exists, not this command.
    UnknownCommand,
    /// Neither is known.
    Unknown,
}

/// The tables.
#[derive(Clone, Debug)]
pub struct Commands {
    rows: Vec<Command>,
    /// By protocol, application and code.
    exact: HashMap<(Protocol, Option<u32>, u32), u16>,
    /// The first row of each code of Diameter.
    by_code: HashMap<u32, u16>,
    unknown: Command,
    hash: u64,
}

impl Commands {
    /// The tables that are compiled in.
    pub fn builtin() -> Self {
        let mut commands = Self::empty();
        for text in BUILTIN {
            if let Ok((rows, hash)) = rows(text) {
                commands.replace(rows, hash);
            }
        }
        commands
    }

    fn empty() -> Self {
        let unknown = Command {
            protocol: Protocol::Diameter,
            application: None,
            code: 0,
            name: "unknown command".to_owned(),
            from: "anybody".to_owned(),
            to: "anybody".to_owned(),
            names: MustName::Nobody,
            class: Class::One,
            neighbours: false,
            threat: Threat::Reconnaissance,
            severity: Severity::Medium,
        };
        Self { rows: Vec::new(), exact: HashMap::new(), by_code: HashMap::new(), unknown, hash: 0 }
    }

    /// Puts the rows of a site's own table in the place of the built-in ones of the same protocol.
    ///
    /// # Errors
    /// The line that is wrong, and what to do.
    pub fn with(mut self, text: &str) -> Result<Self, TableError> {
        let (rows, hash) = rows(text)?;
        self.replace(rows, hash);
        Ok(self)
    }

    fn replace(&mut self, rows: Vec<Command>, hash: u64) {
        let replaced = |row: &Command| rows.iter().any(|new| new.protocol == row.protocol);
        self.rows.retain(|row| !replaced(row));
        self.rows.extend(rows);
        self.hash = self.hash.rotate_left(7) ^ hash;
        self.exact.clear();
        self.by_code.clear();
        for (position, row) in (0u16..).zip(&self.rows) {
            self.exact.entry((row.protocol, row.application, row.code)).or_insert(position);
            if row.protocol == Protocol::Diameter {
                self.by_code.entry(row.code).or_insert(position);
            }
        }
    }

    /// Hash of their text, 16 hexadecimal digits.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The row of a Diameter command.
    pub fn diameter(&self, application: u32, code: u32) -> (&Command, Fit) {
        let find = |application| self.exact.get(&(Protocol::Diameter, application, code));
        if let Some(row) = find(Some(application)).or_else(|| find(None)).and_then(|at| self.at(*at)) {
            return (row, Fit::Exact);
        }
        if let Some(row) = self.by_code.get(&code).and_then(|at| self.at(*at)) {
            return (row, Fit::OtherApplication);
        }
        let known = self.rows.iter().any(|row| row.application == Some(application));
        (&self.unknown, if known { Fit::UnknownCommand } else { Fit::Unknown })
    }

    /// The row of a GTP message; none of a type that the standard does not have.
    pub fn gtp(&self, protocol: Protocol, code: u8) -> Option<&Command> {
        self.exact.get(&(protocol, None, u32::from(code))).and_then(|at| self.at(*at))
    }

    /// The row that stands for what no table has.
    pub const fn unknown(&self) -> &Command {
        &self.unknown
    }

    fn at(&self, position: u16) -> Option<&Command> {
        self.rows.get(usize::from(position))
    }
}

/// Reads a table: columns separated by tabs, `#` begins a comment line, the first other line names the columns.
fn rows(text: &str) -> Result<(Vec<Command>, u64), TableError> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let error = |line: usize, message: String| TableError { line: line.saturating_add(1), message };
    let (number, header) =
        lines.next().ok_or_else(|| error(0, "the table is empty; copy the one of the program".into()))?;
    if !header.split('\t').eq(COLUMNS) {
        return Err(error(number, format!("the columns must be: {}", COLUMNS.join(", "))));
    }
    let mut rows = Vec::new();
    for (number, line) in lines {
        rows.push(row(line).map_err(|message| error(number, message))?);
        if rows.len() > usize::from(u16::MAX) {
            return Err(error(number, "more than 65,535 rows".into()));
        }
    }
    Ok((rows, xxh3_64(text.as_bytes())))
}

fn row(line: &str) -> Result<Command, String> {
    let mut cells = line.split('\t').map(str::trim);
    let mut cell =
        |name: &str| cells.next().filter(|cell| !cell.is_empty()).ok_or_else(|| format!("column {name} is missing"));
    let protocols = [("diameter", Protocol::Diameter), ("gtpv1", Protocol::GtpV1), ("gtpv2", Protocol::GtpV2)];
    let protocol = choose("protocol", cell("protocol")?, &protocols)?;
    let number = |column: &str, text: &str| {
        text.parse::<u32>().map_err(|_| format!("{column} {text:?} is not a number from 0 to 4,294,967,295"))
    };
    let application = match cell("application")? {
        "*" => None,
        text => Some(number("application", text)?),
    };
    let code = number("code", cell("code")?)?;
    let (name, from, to) = (cell("name")?.to_owned(), cell("from")?.to_owned(), cell("to")?.to_owned());
    let subjects = [("imsi", MustName::Imsi), ("any", MustName::Anybody), ("-", MustName::Nobody)];
    let names = choose("subject", cell("subject")?, &subjects)?;
    let category = cell("category")?;
    let neighbours = category == "neighbour";
    let class = if neighbours { Class::None } else { class(category)? };
    let threat = threat(cell("threat")?)?;
    let severity = severity(cell("severity")?)?;
    Ok(Command { protocol, application, code, name, from, to, names, class, neighbours, threat, severity })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sigwarden_wire::gtp::Version;
    use sigwarden_wire::gtp::messages::{Kind, info};

    #[test]
    fn the_built_in_tables_are_whole() {
        for text in BUILTIN {
            let (rows, _) = rows(text).unwrap();
            let mut keys: Vec<_> = rows.iter().map(|row| (row.application, row.code, row.name.clone())).collect();
            keys.sort();
            assert!(rows.len() > 60);
        }
        let commands = Commands::builtin();
        assert_eq!(commands.exact.len(), commands.rows.len(), "a row twice");
    }

    #[test]
    fn every_request_of_gtp_has_a_row_with_its_name() {
        let commands = Commands::builtin();
        for (version, protocol) in [(Version::V1, Protocol::GtpV1), (Version::V2, Protocol::GtpV2)] {
            for code in 0..=255 {
                let row = commands.gtp(protocol, code);
                match info(version, code).filter(|info| info.kind != Kind::Answer) {
                    Some(info) => assert_eq!(row.map(|row| row.name.as_str()), Some(info.name), "{version:?} {code}"),
                    None => assert!(row.is_none(), "{version:?} {code}"),
                }
            }
        }
    }

    #[test]
    fn commands_are_found_by_application_and_code() {
        let commands = Commands::builtin();
        let check = |application, code, name: &str, class, fit| {
            let (row, found) = commands.diameter(application, code);
            assert_eq!((row.name.as_str(), row.class, found), (name, class, fit), "{application} {code}");
        };
        check(16_777_251, 319, "Insert-Subscriber-Data", Class::Two, Fit::Exact);
        check(16_777_217, 319, "Insert-Subscriber-Data", Class::Two, Fit::OtherApplication);
        check(0, 257, "Capabilities-Exchange", Class::None, Fit::Exact);
        check(16_777_251, 999, "unknown command", Class::One, Fit::UnknownCommand);
        check(99, 999, "unknown command", Class::One, Fit::Unknown);
    }

    #[test]
    fn a_table_of_a_site_replaces_its_protocol_only() {
        let header = COLUMNS.join("\t");
        let text = format!("{header}\ndiameter\t16777251\t316\tUpdate-Location\tMME\tHSS\timsi\tnone\tfraud\tlow\n");
        let commands = Commands::builtin().with(&text).unwrap();
        assert_eq!(commands.diameter(16_777_251, 316).0.class, Class::None);
        assert_eq!(commands.diameter(16_777_251, 319).1, Fit::UnknownCommand);
        assert!(commands.gtp(Protocol::GtpV2, 32).is_some());
        assert_ne!(commands.hash(), Commands::builtin().hash());
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let header = COLUMNS.join("\t");
        let rows = [
            ("sip\t*\t1\tx\ta\tb\t-\t1\tfraud\tlow", "protocol"),
            ("diameter\tx\t1\tx\ta\tb\t-\t1\tfraud\tlow", "application"),
            ("diameter\t*\tx\tx\ta\tb\t-\t1\tfraud\tlow", "code"),
            ("diameter\t*\t1\tx\ta\tb\twho\t1\tfraud\tlow", "subject"),
            ("diameter\t*\t1\tx\ta\tb\t-\t9\tfraud\tlow", "category"),
            ("diameter\t*\t1\tx\ta\tb\t-\t1\tfraud", "severity is missing"),
        ];
        for (row, fragment) in rows {
            let error = Commands::builtin().with(&format!("# x\n{header}\n{row}\n")).unwrap_err();
            assert_eq!(error.line, 3);
            assert!(error.message.contains(fragment), "{error}");
        }
    }
}
