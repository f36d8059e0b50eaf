//! What `case.toml` can say, and whether the program's output meets it.
//!
//! ```toml
//! exit_code = 0                            # of scan; 0 where it is not named
//!
//! [[operations]]                           # lines of `decode`
//! where = "op.code == 71"                  # an expression, as `--where` takes it
//! count = 1                                # how many lines it matches
//! anomalies = ["tag-long-form"]            # which anomalies each of these lines has, among others
//!
//! [[findings]]                             # findings of `scan`
//! fs.category = "Cat1"                     # any of the fields of FIELDS below
//! severity_at_least = "medium"
//! disclosed = ["location"]                 # given away by the answer, among others
//! frames = [1, 2]                          # capture.frames, exactly
//! related_at_least = 2                     # entries of related
//! unless.origin.gt = ["15555550020"]       # leaves out findings with one of these values
//! count = 1                                # or at_least = N, or none = true; else at least one
//!
//! [stats]                                  # the last line of `scan`
//! messages = 2
//! other.ISUP = 3
//! ```

use serde_json::Value as Json;
use sigwarden_expr::Expression;
use sigwarden_schema::lines::Severity;
use toml::{Table, Value};

use crate::line::{Line, at};
use crate::program::Output;

/// Fields of a finding that `[[findings]]` can name. A misspelt one is an error: with
/// `none = true` it would always hold.
pub const FIELDS: &[&str] = &[
    "rule.id",
    "threat",
    "severity",
    "target.imsi",
    "target.msisdn",
    "target.imei",
    "origin.gt",
    "origin.host",
    "origin.realm",
    "origin.ip",
    "origin.country",
    "origin.operator",
    "origin.tadig",
    "origin.domicile",
    "origin.carrier",
    "origin.lease.lessee",
    "fs.category",
    "op.code",
    "op.name",
    "answer.outcome",
    "verdict.action",
];

/// Everything that a case expects.
#[derive(Debug)]
pub struct Expectations {
    exit_code: Option<u8>,
    operations: Vec<Operations>,
    findings: Vec<Findings>,
    stats: Vec<(String, Json)>,
}

/// How many lines of `decode` match, and what they have in common.
#[derive(Debug)]
struct Operations {
    text: String,
    expression: Expression,
    count: usize,
    anomalies: Vec<String>,
}

/// How many findings match.
#[derive(Debug)]
struct Findings {
    text: String,
    conditions: Vec<Condition>,
    amount: Amount,
}

#[derive(Debug)]
enum Condition {
    Equals(String, Json),
    Unless(String, Vec<Json>),
    SeverityAtLeast(Severity),
    Disclosed(Vec<Json>),
    Frames(Vec<Json>),
    RelatedAtLeast(usize),
}

#[derive(Clone, Copy, Debug)]
enum Amount {
    Exactly(usize),
    AtLeast(usize),
}

impl Amount {
    fn holds(self, count: usize) -> bool {
        match self {
            Self::Exactly(wanted) => count == wanted,
            Self::AtLeast(wanted) => count >= wanted,
        }
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exactly(0) => write!(formatter, "none"),
            Self::Exactly(count) => write!(formatter, "{count}"),
            Self::AtLeast(count) => write!(formatter, "at least {count}"),
        }
    }
}

impl Expectations {
    /// Reads what is left of `case.toml` without its site.
    ///
    /// # Errors
    /// The first thing that is not as the module says.
    pub fn read(table: &Table) -> Result<Self, String> {
        let known = ["exit_code", "operations", "findings", "stats"];
        if let Some(unknown) = table.keys().find(|key| !known.contains(&key.as_str())) {
            return Err(format!("{unknown} is not known; there are site, {}", known.join(", ")));
        }
        let exit_code = table.get("exit_code").map(|value| number(value, "exit_code")).transpose()?;
        let mut stats = Vec::new();
        if let Some(wanted) = table.get("stats") {
            flatten("", wanted, &mut stats);
        }
        Ok(Self {
            exit_code,
            operations: tables(table, "operations")?.into_iter().map(Operations::read).collect::<Result<_, _>>()?,
            findings: tables(table, "findings")?.into_iter().map(Findings::read).collect::<Result<_, _>>()?,
            stats,
        })
    }

    /// How many things are checked.
    pub fn checks(&self) -> usize {
        usize::from(self.exit_code.is_some()) + self.operations.len() + self.findings.len() + self.stats.len()
    }

    /// What the output does not meet, a sentence each. `decoded`: of `decode`, `scanned`: of `scan`.
    pub fn unmet(&self, decoded: &Output, scanned: &Output) -> Vec<String> {
        let exit_code = i32::from(self.exit_code.unwrap_or(0));
        let mut unmet = Vec::new();
        for (verb, output) in [("decode", decoded), ("scan", scanned)] {
            if output.exit_code != Some(exit_code) {
                let seen = output.exit_code.map_or_else(|| "none".to_owned(), |code| code.to_string());
                unmet.push(format!("exit code of {verb}: {exit_code} expected, {seen} seen; {}", output.stderr.trim()));
            }
        }
        let lines: Vec<&Json> = decoded.of_type("operation").collect();
        unmet.extend(self.operations.iter().flat_map(|expected| expected.unmet(&lines)));
        let findings: Vec<&Json> = scanned.of_type("finding").collect();
        unmet.extend(self.findings.iter().filter_map(|expected| expected.unmet(&findings)));
        let stats = scanned.of_type("stats").next().unwrap_or(&Json::Null);
        for (name, wanted) in &self.stats {
            let seen = at(stats, name).unwrap_or(&Json::Null);
            if seen != wanted {
                unmet.push(format!("stats: {name} = {wanted} expected, {seen} seen"));
            }
        }
        unmet
    }
}

impl Operations {
    fn read(table: &Table) -> Result<Self, String> {
        let known = ["where", "count", "anomalies"];
        if let Some(unknown) = table.keys().find(|key| !known.contains(&key.as_str())) {
            return Err(format!("operations: {unknown} is not known; there are {}", known.join(", ")));
        }
        let text = table.get("where").and_then(Value::as_str).ok_or("operations: where is missing")?.to_owned();
        let expression = Expression::parse(&text).map_err(|error| format!("operations: {text}: {error}"))?;
        let count = table.get("count").ok_or_else(|| format!("operations: {text}: count is missing"))?;
        let anomalies = list(table.get("anomalies"), "anomalies")?;
        let anomalies = anomalies.iter().filter_map(Json::as_str).map(str::to_owned).collect();
        Ok(Self { expression, count: number(count, "count")?, anomalies, text })
    }

    fn unmet(&self, lines: &[&Json]) -> Vec<String> {
        let matching: Vec<&Json> = lines.iter().copied().filter(|line| self.expression.matches(&Line(line))).collect();
        let mut unmet = Vec::new();
        if matching.len() != self.count {
            unmet.push(format!("operations: {}: {} expected, {} seen", self.text, self.count, matching.len()));
        }
        for line in matching {
            let seen: Vec<&str> = at(line, "anomalies")
                .and_then(Json::as_array)
                .into_iter()
                .flatten()
                .filter_map(|anomaly| at(anomaly, "code")?.as_str())
                .collect();
            for code in self.anomalies.iter().filter(|code| !seen.contains(&code.as_str())) {
                let frames = at(line, "capture.frames").unwrap_or(&Json::Null);
                unmet.push(format!(
                    "operations: {}: anomaly {code} expected in frames {frames}, [{}] seen",
                    self.text,
                    seen.join(", ")
                ));
            }
        }
        unmet
    }
}

impl Findings {
    fn read(table: &Table) -> Result<Self, String> {
        let mut amount = None;
        let mut conditions = Vec::new();
        for (key, value) in table {
            match key.as_str() {
                "count" => amount = Some(Amount::Exactly(number(value, key)?)),
                "at_least" => amount = Some(Amount::AtLeast(number(value, key)?)),
                "none" => amount = Some(Amount::Exactly(0)),
                "severity_at_least" => {
                    let level = value.as_str().and_then(Severity::parse);
                    conditions.push(Condition::SeverityAtLeast(level.ok_or("findings: no such severity_at_least")?));
                }
                "disclosed" => conditions.push(Condition::Disclosed(list(Some(value), key)?)),
                "frames" => conditions.push(Condition::Frames(list(Some(value), key)?)),
                "related_at_least" => conditions.push(Condition::RelatedAtLeast(number(value, key)?)),
                "unless" => {
                    let fields = fields("", value)?.into_iter();
                    conditions.extend(fields.map(|(name, value)| {
                        Condition::Unless(name, value.as_array().cloned().unwrap_or_else(|| vec![value]))
                    }));
                }
                _ => conditions
                    .extend(fields(key, value)?.into_iter().map(|(name, value)| Condition::Equals(name, value))),
            }
        }
        let mut words = Vec::new();
        flatten("", &Value::Table(table.clone()), &mut words);
        let words: Vec<String> = words.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let text = if words.is_empty() { "any".to_owned() } else { words.join(", ") };
        Ok(Self { text, conditions, amount: amount.unwrap_or(Amount::AtLeast(1)) })
    }

    fn unmet(&self, findings: &[&Json]) -> Option<String> {
        let matching = |finding: &&&Json| self.conditions.iter().all(|condition| condition.holds(finding));
        let count = findings.iter().filter(matching).count();
        (!self.amount.holds(count)).then(|| {
            let all: Vec<String> = findings.iter().map(|finding| summary(finding)).collect();
            let all = if all.is_empty() { "nothing".to_owned() } else { all.join("; ") };
            format!("findings: {}: {} expected, {count} seen; all that was found: {all}", self.text, self.amount)
        })
    }
}

impl Condition {
    fn holds(&self, finding: &Json) -> bool {
        let list = |name| at(finding, name).and_then(Json::as_array).cloned().unwrap_or_default();
        match self {
            Self::Equals(name, wanted) => at(finding, name) == Some(wanted),
            Self::Unless(name, values) => !at(finding, name).is_some_and(|value| values.contains(value)),
            Self::SeverityAtLeast(level) => {
                let severity = at(finding, "severity").and_then(Json::as_str).and_then(Severity::parse);
                severity.is_some_and(|severity| severity >= *level)
            }
            Self::Disclosed(wanted) => wanted.iter().all(|item| list("answer.disclosed").contains(item)),
            Self::Frames(wanted) => list("capture.frames") == *wanted,
            Self::RelatedAtLeast(count) => list("related").len() >= *count,
        }
    }
}

/// A finding in a few words, for failures.
fn summary(finding: &Json) -> String {
    const NAMES: [&str; 11] = [
        "rule.id",
        "severity",
        "fs.category",
        "op.code",
        "origin.gt",
        "origin.host",
        "origin.ip",
        "target.imsi",
        "answer.outcome",
        "answer.disclosed",
        "capture.frames",
    ];
    let words = NAMES.iter().filter_map(|name| match at(finding, name)? {
        Json::String(text) => Some(text.clone()),
        value => Some(value.to_string()),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn tables<'a>(table: &'a Table, name: &str) -> Result<Vec<&'a Table>, String> {
    let Some(value) = table.get(name) else { return Ok(Vec::new()) };
    let tables: Option<Vec<&Table>> = value.as_array().and_then(|list| list.iter().map(Value::as_table).collect());
    tables.ok_or_else(|| format!("{name}: write [[{name}]]"))
}

fn number<T: TryFrom<i64>>(value: &Value, name: &str) -> Result<T, String> {
    let number = value.as_integer().and_then(|number| T::try_from(number).ok());
    number.ok_or_else(|| format!("{name}: a whole number"))
}

fn list(value: Option<&Value>, name: &str) -> Result<Vec<Json>, String> {
    match value {
        None => Ok(Vec::new()),
        Some(Value::Array(list)) => Ok(list.iter().map(json).collect()),
        Some(_) => Err(format!("{name}: a list")),
    }
}

/// Dotted fields of a finding below a key.
fn fields(key: &str, value: &Value) -> Result<Vec<(String, Json)>, String> {
    let mut fields = Vec::new();
    flatten(key, value, &mut fields);
    match fields.iter().find(|(name, _)| !FIELDS.contains(&name.as_str())) {
        Some((name, _)) => Err(format!("findings: {name} is not known; there are {}", FIELDS.join(", "))),
        None => Ok(fields),
    }
}

/// Tables in tables become dotted names.
fn flatten(name: &str, value: &Value, out: &mut Vec<(String, Json)>) {
    match value {
        Value::Table(table) => {
            for (key, value) in table {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(&name, value, out);
            }
        }
        _ => out.push((name.to_owned(), json(value))),
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::String(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Boolean(value) => (*value).into(),
        Value::Array(list) => list.iter().map(json).collect(),
        Value::Datetime(_) | Value::Table(_) => Json::Null,
    }
}

#[cfg(test)]
mod tests;
