//! A rule as it was read and checked.

use crate::choose::Pack;
use crate::correlation::Correlation;
use crate::examples::Example;
use crate::fields::Service;
use crate::mistake::Place;
use sigwarden_expr::Expression;
use sigwarden_schema::lines::{Severity, Threat};

/// How far a rule has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// New: may change or go.
    #[default]
    Experimental,
    /// Being tried.
    Test,
    /// Keeps its meaning.
    Stable,
}

impl Status {
    /// All of them, by name.
    pub const ALL: &[(&str, Self)] =
        &[("experimental", Self::Experimental), ("test", Self::Test), ("stable", Self::Stable)];

    /// Name as in a rule.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }
}

/// What a rule says of itself. What was not written is empty.
#[derive(Clone, Debug)]
pub struct About {
    /// Identifier: `rule.id` of findings, and what other rules call it.
    pub name: String,
    /// For people: `rule.name` of findings.
    pub title: String,
    /// UUID.
    pub id: String,
    /// How far it has come.
    pub status: Status,
    /// What it finds, why that matters, and what that rests on.
    pub description: String,
    /// Where it comes from.
    pub references: Vec<String>,
    /// Who wrote it.
    pub author: String,
    /// Day on which it was written, YYYY-MM-DD.
    pub date: String,
    /// Day on which it was last changed, YYYY-MM-DD.
    pub modified: String,
    /// Names that others have for it: `attack.t1430.002`.
    pub tags: Vec<String>,
    /// What else could explain a finding: `innocent` of findings. Never empty.
    pub falsepositives: Vec<String>,
    /// How bad.
    pub level: Severity,
    /// How sure, 0 to 100.
    pub confidence: u8,
    /// What it threatens.
    pub threat: Threat,
    /// Categories of the operations that it is about.
    pub fs_category: Vec<String>,
    /// Which pack it belongs to.
    pub pack: Pack,
    /// Numbers of the patterns that it implements.
    pub patterns: Vec<u16>,
    /// How long repeats of the same group add to the first, in nanoseconds; the time span where nothing is said.
    pub suppress: Option<i64>,
}

impl Default for About {
    fn default() -> Self {
        Self {
            name: String::new(),
            title: String::new(),
            id: String::new(),
            status: Status::default(),
            description: String::new(),
            references: Vec::new(),
            author: String::new(),
            date: String::new(),
            modified: String::new(),
            tags: Vec::new(),
            falsepositives: Vec::new(),
            level: Severity::Medium,
            confidence: 60,
            threat: Threat::Reconnaissance,
            fs_category: Vec::new(),
            pack: Pack::default(),
            patterns: Vec::new(),
            suppress: None,
        }
    }
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What it says of itself.
    pub about: About,
    /// What it looks at.
    pub service: Service,
    /// What it looks for.
    pub body: Body,
    /// Its tests, in the order in which they stand.
    pub tests: Vec<Example>,
    /// File that it stands in, as it was given.
    pub file: String,
    /// Line of its name.
    pub line: usize,
    /// It came with the program.
    pub builtin: bool,
    /// Which of the sources it was read from.
    pub(crate) source: usize,
    /// Where its name stands.
    pub(crate) place: Place,
}

impl Rule {
    /// The correlation, if it is one.
    pub fn correlation(&self) -> Option<&Correlation> {
        match &self.body {
            Body::Correlation(correlation) => Some(correlation),
            Body::Detection(_) => None,
        }
    }

    /// The detection, if it is one.
    pub fn detection(&self) -> Option<&Detection> {
        match &self.body {
            Body::Detection(detection) => Some(detection),
            Body::Correlation(_) => None,
        }
    }
}

/// What a rule looks for.
#[derive(Clone, Debug)]
pub enum Body {
    /// One record for which a condition holds.
    Detection(Detection),
    /// Several records that other rules match.
    Correlation(Correlation),
}

/// A condition on one record.
#[derive(Clone, Debug)]
pub struct Detection {
    /// As it is asked.
    pub expression: Expression,
    /// As text of the expression language; selections are translated into it.
    pub text: String,
}
