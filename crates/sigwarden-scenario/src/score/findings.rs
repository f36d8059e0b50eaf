//! What was said: every finding of a scan, and which frames it names.

use std::collections::{BTreeMap, HashMap};
use std::io::BufRead;

use serde::Deserialize;
use sigwarden_schema::lines::Severity;

use super::ScoreError;
use super::known::Beginning;
use super::lines::{Line, Lines};
use super::result::Place;
use crate::truth;

/// Kinds of lines that `scan` and `decode` write.
pub(super) const WRITTEN: [&str; 5] = ["run", "finding", "operation", "campaign", "stats"];

/// A file and a frame in it.
pub(super) type FrameKey = (u32, u64);

/// Files by name: the last part of the path, since the truth knows no folders.
#[derive(Debug, Default)]
pub(super) struct Files {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Files {
    /// Number of a file that was named before.
    pub(super) fn get(&self, path: &str) -> Option<u32> {
        self.numbers.get(last_part(path)).copied()
    }

    /// Number of a file.
    pub(super) fn number(&mut self, path: &str) -> u32 {
        let name = last_part(path);
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// Name of a file.
    pub(super) fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", String::as_str)
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A finding, and what the truth says of its frames.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) id: String,
    pub(super) ts: String,
    pub(super) rule: String,
    pub(super) threat: String,
    pub(super) severity: Severity,
    pub(super) confidence: u64,
    pub(super) category: String,
    pub(super) outcome: String,
    /// Sorted, each once.
    pub(super) disclosed: Vec<String>,
    /// Whether it is a pattern over other findings: its answer is that of any of them.
    pub(super) pattern: bool,
    pub(super) places: Vec<Place>,
    /// One of its frames belongs to an attack.
    pub(super) attack: bool,
    /// How many operations of which legitimate procedure stand in its frames.
    pub(super) procedures: BTreeMap<u32, u64>,
}

/// A frame that findings name.
#[derive(Debug, Default)]
pub(super) struct NamedFrame {
    /// Indices of those findings.
    pub(super) findings: Vec<u32>,
    /// An attack's message stands in it.
    pub(super) attack: bool,
    /// A legitimate message stands in it.
    pub(super) legitimate: bool,
}

/// All findings.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) list: Vec<Finding>,
    pub(super) files: Files,
    pub(super) named: HashMap<FrameKey, NamedFrame>,
    /// Frames that the scan says it read.
    pub(super) frames: Option<u64>,
    /// Nothing says that the scan came to no end.
    pub(super) complete: bool,
    /// There is not one line.
    pub(super) empty: bool,
}

impl Findings {
    /// Reads them all. The beginning of the truth tells exchanged inputs from a wrong one.
    pub(super) fn read(mut lines: Lines<impl BufRead>, truth: &Beginning) -> Result<Self, ScoreError> {
        let mut findings = Self { complete: true, empty: true, ..Self::default() };
        let (mut begun, mut ended, mut cut) = (false, false, false);
        while let Some(line) = lines.next()? {
            let kind = match line.kind() {
                Err(ScoreError::Line { detail, .. }) if findings.empty => {
                    return Err(ScoreError::NotFindings { detail: format!("the first line cannot be read: {detail}") });
                }
                kind => kind?,
            };
            let Some(kind) = kind else {
                (findings.empty, cut) = (false, true);
                break;
            };
            if findings.empty {
                is_of_a_scan(&kind, truth)?;
            }
            findings.empty = false;
            match kind.as_str() {
                "run" => begun = true,
                "finding" => match line.read::<FindingLine>()? {
                    Some(finding) => findings.add(finding, &line)?,
                    None => cut = true,
                },
                "stats" => {
                    ended = true;
                    findings.frames = line.read::<StatsLine>()?.and_then(|stats| stats.frames);
                }
                _ => {}
            }
        }
        findings.complete = !cut && (ended || !begun);
        Ok(findings)
    }

    fn add(&mut self, said: FindingLine, line: &Line<'_>) -> Result<(), ScoreError> {
        let severity = Severity::parse(&said.severity)
            .ok_or_else(|| line.wrong(&format!("\"{}\" is no severity", said.severity)))?;
        let index = u32::try_from(self.list.len()).map_err(|_| line.wrong(&"there are too many findings"))?;
        let mut frames: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        for place in std::iter::once(said.capture).chain(said.captures) {
            frames.entry(self.files.number(&place.file)).or_default().extend(place.frames);
        }
        let mut places = Vec::with_capacity(frames.len());
        for (file, mut frames) in frames {
            frames.sort_unstable();
            frames.dedup();
            frames.iter().for_each(|frame| self.named.entry((file, *frame)).or_default().findings.push(index));
            places.push(Place { file: self.files.name(file).to_owned(), frames });
        }
        places.sort_by(|one, other| one.file.cmp(&other.file));
        self.list.push(Finding {
            id: said.id,
            ts: said.ts,
            rule: said.rule.id,
            threat: said.threat,
            severity,
            confidence: said.confidence,
            category: said.fs.category,
            outcome: said.answer.outcome,
            disclosed: sorted(said.answer.disclosed),
            pattern: !said.related.is_empty(),
            places,
            attack: false,
            procedures: BTreeMap::new(),
        });
        Ok(())
    }
}

/// A set as a list that can be compared.
pub(super) fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether a first line is one that a scan writes.
fn is_of_a_scan(kind: &str, truth: &Beginning) -> Result<(), ScoreError> {
    match kind {
        // A truth has campaigns too, but does not begin with one.
        _ if WRITTEN.contains(&kind) => Ok(()),
        truth::SCENARIO | truth::TRUTH | truth::TOTALS if matches!(truth, Beginning::Written(_)) => {
            Err(ScoreError::Exchanged)
        }
        truth::SCENARIO | truth::TRUTH | truth::TOTALS => {
            Err(ScoreError::NotFindings { detail: "this is a truth too".to_owned() })
        }
        _ => Err(ScoreError::NotFindings { detail: format!("the first line is of kind \"{kind}\"") }),
    }
}

#[derive(Deserialize)]
struct FindingLine {
    #[serde(default)]
    id: String,
    #[serde(default)]
    ts: String,
    #[serde(default)]
    rule: RulePart,
    #[serde(default)]
    threat: String,
    severity: String,
    #[serde(default)]
    confidence: u64,
    #[serde(default)]
    fs: CategoryPart,
    #[serde(default)]
    answer: AnswerPart,
    capture: PlacePart,
    #[serde(default)]
    captures: Vec<PlacePart>,
    #[serde(default)]
    related: Vec<serde::de::IgnoredAny>,
}

#[derive(Default, Deserialize)]
struct RulePart {
    id: String,
}

#[derive(Default, Deserialize)]
struct CategoryPart {
    category: String,
}

#[derive(Default, Deserialize)]
struct AnswerPart {
    outcome: String,
    #[serde(default)]
    disclosed: Vec<String>,
}

#[derive(Deserialize)]
struct PlacePart {
    file: String,
    frames: Vec<u64>,
}

#[derive(Deserialize)]
struct StatsLine {
    frames: Option<u64>,
}
