//! The category table of SS7: which operation may cross from which side in which context, and what it threatens.
//!
//! Its text form (`rules/ss7-operations.tsv`) is compiled in and can be replaced by a site.

use crate::commands::Commands;
use sigwarden_dialogue::joiner::Stack;
use sigwarden_operators::roles::Roles;
use sigwarden_schema::lines::{Severity, Threat};

/// The table that is compiled in.
const BUILTIN: &str = include_str!("../../../rules/ss7-operations.tsv");

/// Category of an operation, as the output names it. The order is from harmless to worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// None.
    #[default]
    None,
    /// Wrong below the operation: addressing.
    Cat0,
    /// Short message operation between networks.
    Sms,
    /// Needs the network that serves the subscriber.
    Cat31,
    /// The same, and moves the subscriber or fetches keys.
    Cat32,
    /// Foreign subscriber, a sender that is not its home.
    Cat22,
    /// Our subscriber, foreign sender.
    Cat21,
    /// Never between networks.
    Cat1,
}

impl Category {
    /// Name as in the output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Cat0 => "Cat0",
            Self::Sms => "CatSMS",
            Self::Cat31 => "Cat3.1",
            Self::Cat32 => "Cat3.2",
            Self::Cat22 => "Cat2.2",
            Self::Cat21 => "Cat2.1",
            Self::Cat1 => "Cat1",
        }
    }
}

/// Class of an operation in the table: which question its category depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Not judged.
    None,
    /// Never between networks.
    One,
    /// Only from the subscriber's home network.
    Two,
    /// From the network that serves the subscriber.
    ThreeOne,
    /// The same, and moves the subscriber or fetches keys.
    ThreeTwo,
    /// Short messages.
    Sms,
}

/// Which side of a dialogue may invoke an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvokedBy {
    /// The side that began.
    Initiator,
    /// The side that answers.
    Responder,
    /// Either.
    Both,
}

/// Contexts that a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Contexts {
    Any,
    None,
    Number(u8),
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    stack: Stack,
    contexts: Contexts,
    versions: (u8, u8),
    /// Called subsystem that the row is for; any where there is none.
    subsystem: Option<u8>,
    code: u8,
    /// Name of the operation.
    pub name: String,
    /// Which side may invoke it.
    pub by: InvokedBy,
    /// Roles of the side that begins.
    pub initiator: Roles,
    /// Roles of the side that answers.
    pub responder: Roles,
    /// Class.
    pub class: Class,
    /// What it threatens.
    pub threat: Threat,
    /// Severity of the request alone.
    pub severity: Severity,
}

/// How well a row fits an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Context, version and operation.
    Exact,
    /// The context has the operation in another version.
    OtherVersion,
    /// The operation exists, not in this context.
    OtherContext,
    /// The operation exists, not without a context.
    NeedsContext,
    /// No such operation.
    Unknown,
}

/// What is wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl std::fmt::Display for TableError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for TableError {}

/// The category table.
#[derive(Clone, Debug)]
pub struct Table {
    rows: Vec<Row>,
    /// Rows by stack and operation code.
    map: Vec<Vec<u16>>,
    cap: Vec<Vec<u16>>,
    unknown: Row,
    hash: u64,
    commands: Commands,
}

/// Columns of the text form.
const COLUMNS: [&str; 12] = [
    "protocol",
    "context",
    "versions",
    "subsystem",
    "code",
    "name",
    "invoked_by",
    "initiator",
    "responder",
    "category",
    "threat",
    "severity",
];

impl Table {
    /// The table that is compiled in.
    pub fn builtin() -> Self {
        Self::parse(BUILTIN).unwrap_or_else(|_| Self::empty())
    }

    fn empty() -> Self {
        let unknown = Row {
            stack: Stack::Map,
            contexts: Contexts::Any,
            versions: (0, u8::MAX),
            subsystem: None,
            code: 0,
            name: "unknown operation".to_owned(),
            by: InvokedBy::Both,
            initiator: Roles::ANY,
            responder: Roles::ANY,
            class: Class::One,
            threat: Threat::Reconnaissance,
            severity: Severity::Medium,
        };
        let commands = Commands::builtin();
        Self { rows: Vec::new(), map: vec![Vec::new(); 256], cap: vec![Vec::new(); 256], unknown, hash: 0, commands }
    }

    /// Reads the text form: columns separated by tabs, `#` begins a comment line, the first other line names the columns.
    pub fn parse(text: &str) -> Result<Self, TableError> {
        let mut table = Self::empty();
        table.hash = xxhash_rust::xxh3::xxh3_64(text.as_bytes());
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let error = |line: usize, message: String| TableError { line: line.saturating_add(1), message };
        let (number, header) =
            lines.next().ok_or_else(|| error(0, "the table is empty; copy the one of the program".into()))?;
        if !header.split('\t').eq(COLUMNS) {
            return Err(error(number, format!("the columns must be: {}", COLUMNS.join(", "))));
        }
        for (number, line) in lines {
            let row = row(line).map_err(|message| error(number, message))?;
            let position =
                u16::try_from(table.rows.len()).map_err(|_| error(number, "more than 65,535 rows".into()))?;
            let index = if row.stack == Stack::Cap { &mut table.cap } else { &mut table.map };
            if let Some(list) = index.get_mut(usize::from(row.code)) {
                list.push(position);
            }
            table.rows.push(row);
        }
        Ok(table)
    }

    /// Hash of its text, 16 hexadecimal digits.
    pub fn hash(&self) -> String {
        format!("{:016x}", self.hash ^ self.commands.hash())
    }

    /// The tables of Diameter and GTP.
    pub const fn commands(&self) -> &Commands {
        &self.commands
    }

    /// With a site's own table of commands and messages.
    ///
    /// # Errors
    /// The line that is wrong, and what to do.
    pub fn with_commands(mut self, text: &str) -> Result<Self, TableError> {
        self.commands = self.commands.with(text)?;
        Ok(self)
    }

    /// The row for an operation: by context (number and version) where there is one, and by the called subsystem
    /// where rows differ by it. The first that fits counts.
    pub fn row(&self, stack: Stack, code: i64, context: Option<(u8, u8)>, called: Option<u8>) -> (&Row, Fit) {
        let index = if stack == Stack::Cap { &self.cap } else { &self.map };
        let list = usize::try_from(code).ok().and_then(|code| index.get(code)).map_or(&[][..], Vec::as_slice);
        let fits = |row: &&Row| row.subsystem.is_none() || row.subsystem == called;
        let rows = || list.iter().filter_map(|position| self.rows.get(usize::from(*position))).filter(fits);
        let Some(first) = rows().next() else { return (&self.unknown, Fit::Unknown) };
        let mut other_version = None;
        for row in rows() {
            match (row.contexts, context) {
                // Rows for any context stand behind those for one.
                (Contexts::Any, _) | (Contexts::None, None) => return (row, Fit::Exact),
                (Contexts::Number(number), Some((wanted, version))) if number == wanted => {
                    if (row.versions.0..=row.versions.1).contains(&version) {
                        return (row, Fit::Exact);
                    }
                    other_version = Some(row);
                }
                _ => {}
            }
        }
        match (other_version, context) {
            (Some(row), _) => (row, Fit::OtherVersion),
            (None, Some(_)) => (first, Fit::OtherContext),
            (None, None) => (first, Fit::NeedsContext),
        }
    }
}

fn row(line: &str) -> Result<Row, String> {
    let mut cells = line.split('\t').map(str::trim);
    let mut cell =
        |name: &str| cells.next().filter(|cell| !cell.is_empty()).ok_or_else(|| format!("column {name} is missing"));
    let stack = choose("protocol", cell("protocol")?, &[("map", Stack::Map), ("cap", Stack::Cap)])?;
    let contexts = match cell("context")? {
        "*" => Contexts::Any,
        "-" => Contexts::None,
        number => Contexts::Number(parse("context", number)?),
    };
    let versions = cell("versions")?;
    let (low, high) = versions.split_once('-').unwrap_or((versions, versions));
    let versions = (parse("versions", low)?, parse("versions", high)?);
    let subsystem = match cell("subsystem")? {
        "*" => None,
        number => Some(parse("subsystem", number)?),
    };
    let code = parse("code", cell("code")?)?;
    let name = cell("name")?.to_owned();
    let by = [("initiator", InvokedBy::Initiator), ("responder", InvokedBy::Responder), ("both", InvokedBy::Both)];
    let by = choose("invoked_by", cell("invoked_by")?, &by)?;
    let initiator = Roles::parse(cell("initiator")?)?;
    let responder = Roles::parse(cell("responder")?)?;
    let class = class(cell("category")?)?;
    let threat = threat(cell("threat")?)?;
    let severity = severity(cell("severity")?)?;
    Ok(Row { stack, contexts, versions, subsystem, code, name, by, initiator, responder, class, threat, severity })
}

/// The class of this name.
pub(crate) fn class(text: &str) -> Result<Class, String> {
    let classes = [
        ("none", Class::None),
        ("1", Class::One),
        ("2", Class::Two),
        ("3.1", Class::ThreeOne),
        ("3.2", Class::ThreeTwo),
        ("SMS", Class::Sms),
    ];
    choose("category", text, &classes)
}

/// The threat of this name.
pub(crate) fn threat(text: &str) -> Result<Threat, String> {
    Threat::parse(text)
        .ok_or_else(|| format!("threat {text:?} is not known; one of: {}", Threat::ALL.map(Threat::name).join(", ")))
}

/// The severity of this name.
pub(crate) fn severity(text: &str) -> Result<Severity, String> {
    Severity::parse(text).ok_or_else(|| {
        format!("severity {text:?} is not known; one of: {}", Severity::ALL.map(Severity::name).join(", "))
    })
}

/// One of several words.
pub(crate) fn choose<T: Copy>(column: &str, text: &str, choices: &[(&str, T)]) -> Result<T, String> {
    choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
        format!("{column} {text:?} is not known; one of: {}", names.join(", "))
    })
}

fn parse(column: &str, text: &str) -> Result<u8, String> {
    text.parse().map_err(|_| format!("{column} {text:?} is not a number from 0 to 255"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_is_whole() {
        let table = Table::parse(BUILTIN).unwrap();
        assert!(table.rows.len() > 150);
        for operation in sigwarden_wire::map::ops::OPERATIONS {
            let (row, fit) = table.row(Stack::Map, i64::from(operation.code), Some((0, 0)), None);
            assert_ne!(fit, Fit::Unknown, "no row for {}", operation.name);
            assert_eq!(row.name, operation.name);
        }
        for operation in sigwarden_wire::cap::ops::OPERATIONS {
            let (row, fit) = table.row(Stack::Cap, i64::from(operation.code), None, None);
            assert_eq!((row.name.as_str(), fit), (operation.name, Fit::Exact));
        }
    }

    #[test]
    fn rows_are_found_by_context_version_and_code() {
        let table = Table::builtin();
        let check = |code, context, class, fit| {
            let (row, found) = table.row(Stack::Map, code, context, None);
            assert_eq!((row.class, found), (class, fit), "operation {code} in {context:?}");
        };
        check(70, Some((28, 3)), Class::Two, Fit::Exact);
        check(70, Some((28, 2)), Class::Two, Fit::OtherVersion);
        check(70, Some((24, 3)), Class::Two, Fit::OtherContext);
        check(70, None, Class::Two, Fit::NeedsContext);
        check(2, None, Class::ThreeTwo, Fit::Exact);
        check(46, Some((25, 2)), Class::Sms, Fit::Exact);
        check(46, Some((21, 3)), Class::ThreeOne, Fit::Exact);
        check(99, Some((1, 3)), Class::One, Fit::Unknown);
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let header = COLUMNS.join("\t");
        let check = |row: &str, line, fragment: &str| {
            let error = Table::parse(&format!("# x\n{header}\n{row}\n")).unwrap_err();
            assert_eq!(error.line, line);
            assert!(error.message.contains(fragment), "{error}");
        };
        check("map\t1\t1-3\t*\t2\tx\tinitiator\tVLR\tHLR\t9\tinterception\thigh", 3, "category");
        check("map\t1\t1-3\t*\t2\tx\tinitiator\tVLT\tHLR\t1\tinterception\thigh", 3, "VLT");
        check("map\t1\t1-3\t*\t2222\tx\tinitiator\tVLR\tHLR\t1\tinterception\thigh", 3, "code");
        check("map\t1\t1-3\t*\t2\tx\tinitiator\tVLR\tHLR\t1\tinterception", 3, "severity is missing");
        assert!(Table::parse("").is_err());
    }
}
