//! What is true: attacks are kept, legitimate operations are counted.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::BufRead;

use serde::Deserialize;
use sigwarden_schema::lines::Severity;

use super::findings::{Finding, Findings, FrameKey, NamedFrame, WRITTEN, sorted};
use super::lines::{Line, Lines};
use super::result::{Operations, Place};
use super::{ScoreError, Source};
use crate::truth;

/// How almost every line begins: its kind need not be looked for.
const USUAL: &[u8] = b"{\"event_type\":\"truth\",";

/// What the first input begins with.
pub(super) enum Beginning {
    /// The first line of a truth.
    Truth(truth::Beginning<'static>),
    /// A line that `scan` or `decode` writes.
    Written(String),
}

impl Beginning {
    /// The first line of a truth, which is wanted.
    pub(super) fn truth(self) -> Result<truth::Beginning<'static>, ScoreError> {
        match self {
            Self::Truth(beginning) => Ok(beginning),
            Self::Written(kind) => Err(ScoreError::NotTruth {
                detail: format!("it begins with a line of kind \"{kind}\", which `sigwarden scan` or `decode` writes"),
            }),
        }
    }
}

/// Reads the first line.
pub(super) fn begin(lines: &mut Lines<impl BufRead>) -> Result<Beginning, ScoreError> {
    let not = |detail: String| Err(ScoreError::NotTruth { detail });
    let Some(line) = lines.next()? else { return not("it is empty".to_owned()) };
    let kind = match line.kind() {
        Ok(Some(kind)) => kind,
        Ok(None) => return not("its first line has no end".to_owned()),
        Err(ScoreError::Line { detail, .. }) => return not(format!("its first line cannot be read: {detail}")),
        Err(error) => return Err(error),
    };
    match kind.as_str() {
        truth::SCENARIO => {}
        kind if WRITTEN.contains(&kind) => return Ok(Beginning::Written(kind.to_owned())),
        kind => return not(format!("its first line is of kind \"{kind}\", not \"{}\"", truth::SCENARIO)),
    }
    let Some(beginning) = line.read::<truth::Beginning<'static>>()? else {
        return not("its first line has no end".to_owned());
    };
    let major = |version: &str| version.split('.').next().unwrap_or_default().to_owned();
    if major(&beginning.schema) != major(truth::SCHEMA) {
        return Err(line.wrong(&format!(
            "this truth is of version {}, and this program reads {}; make it anew, or score with the program that made it",
            beginning.schema,
            truth::SCHEMA
        )));
    }
    Ok(Beginning::Truth(beginning))
}

/// An attack.
#[derive(Debug)]
pub(super) struct Attack {
    pub(super) campaign: String,
    pub(super) r#move: String,
    pub(super) threat: String,
    pub(super) category: String,
    pub(super) outcome: String,
    /// Sorted, each once.
    pub(super) disclosed: Vec<String>,
    pub(super) id: String,
    /// Its first message.
    pub(super) ts: String,
    pub(super) place: Place,
    /// Findings that count and name one of its frames; may be named more than once.
    pub(super) findings: Vec<u32>,
    /// A finding that does not count names one of its frames.
    pub(super) below: bool,
}

/// What the truth says.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// In the order of their first messages.
    pub(super) attacks: Vec<Attack>,
    numbers: HashMap<String, u32>,
    /// Frames of requests of attacks.
    pub(super) requests: HashSet<FrameKey>,
    /// Names of campaigns, of those without an attack too.
    pub(super) campaigns: BTreeSet<String>,
    pub(super) operations: Operations,
    /// Legitimate procedures, by number, with their operations.
    pub(super) procedures: Vec<(String, u64)>,
    procedure_numbers: HashMap<String, u32>,
    /// Files that findings name and the truth knows.
    pub(super) files: HashSet<u32>,
    /// The last line; nothing where the truth was cut.
    pub(super) totals: Option<truth::Totals<'static>>,
}

impl Known {
    /// Reads all that follows the first line, and marks findings and frames with it.
    pub(super) fn read(
        mut lines: Lines<impl BufRead>,
        findings: &mut Findings,
        min_severity: Severity,
    ) -> Result<Self, ScoreError> {
        let mut known = Self::default();
        while let Some(line) = lines.next()? {
            if known.totals.is_some() {
                return Err(line.wrong(&"the truth goes on after its totals; score one truth at a time"));
            }
            let whole = match line.begins(USUAL) {
                true => known.operation(&line, findings, min_severity)?,
                false => known.other(&line, findings, min_severity)?,
            };
            if !whole {
                break;
            }
        }
        Ok(known)
    }

    /// A line of whatever kind; whether it is whole.
    fn other(&mut self, line: &Line<'_>, findings: &mut Findings, min_severity: Severity) -> Result<bool, ScoreError> {
        let Some(kind) = line.kind()? else { return Ok(false) };
        match kind.as_str() {
            truth::TRUTH => return self.operation(line, findings, min_severity),
            truth::CAMPAIGN => {
                let Some(campaign) = line.read::<CampaignLine<'_>>()? else { return Ok(false) };
                self.campaigns.insert(campaign.name.into_owned());
            }
            truth::TOTALS => self.totals = line.read::<truth::Totals<'static>>()?,
            truth::SCENARIO => return Err(line.wrong(&"another scenario begins; score one truth at a time")),
            _ => {}
        }
        Ok(true)
    }

    /// A line of an operation; whether it is whole.
    fn operation(&mut self, line: &Line<'_>, findings: &mut Findings, min: Severity) -> Result<bool, ScoreError> {
        debug_assert_eq!(line.from, Source::Truth);
        let Some(said) = line.read::<OperationLine<'_>>()? else { return Ok(false) };
        let file = findings.files.get(&said.capture.file);
        self.files.extend(file);
        match (said.attack, &said.legitimate) {
            (Some(attack), _) => {
                self.operations.attack += u64::from(!said.copy);
                let file = file.unwrap_or_else(|| findings.files.number(&said.capture.file));
                let number = self.attack(attack, &said.ts, &said.capture);
                if matches!(&*said.op.kind, "invoke" | "request") {
                    self.requests.extend(said.capture.frames.iter().map(|frame| (file, *frame)));
                }
                let Some(attack) = self.attacks.get_mut(number as usize) else { return Ok(true) };
                mark(findings, file, &said.capture.frames, |frame, finding, index| {
                    frame.attack = true;
                    finding.attack = true;
                    if finding.severity < min {
                        attack.below = true;
                    } else if attack.findings.last() != Some(&index) {
                        attack.findings.push(index);
                    }
                });
            }
            (None, Some(procedure)) => {
                self.operations.legitimate += u64::from(!said.copy);
                let number = self.procedure(&procedure.0, u64::from(!said.copy));
                let Some(file) = file else { return Ok(true) };
                mark(findings, file, &said.capture.frames, |frame, finding, _| {
                    frame.legitimate = true;
                    *finding.procedures.entry(number).or_default() += 1;
                });
            }
            (None, None) => self.operations.neither += 1,
        }
        Ok(true)
    }

    /// Number of an attack, which is kept when it is met first.
    fn attack(&mut self, said: truth::Attack<'static>, ts: &str, place: &PlacePart<'_>) -> u32 {
        if let Some(number) = self.numbers.get(&*said.id) {
            return *number;
        }
        let number = u32::try_from(self.attacks.len()).unwrap_or(u32::MAX);
        let id = said.id.into_owned();
        self.numbers.insert(id.clone(), number);
        if !self.campaigns.contains(&*said.campaign) {
            self.campaigns.insert(said.campaign.to_string());
        }
        self.attacks.push(Attack {
            id,
            campaign: said.campaign.into_owned(),
            r#move: said.r#move.into_owned(),
            threat: said.threat.into_owned(),
            category: said.category.into_owned(),
            outcome: said.outcome.into_owned(),
            disclosed: sorted(said.disclosed.into_iter().map(Cow::into_owned).collect()),
            ts: ts.to_owned(),
            place: Place { file: place.file.to_string(), frames: place.frames.clone() },
            findings: Vec::new(),
            below: false,
        });
        number
    }

    /// Number of a legitimate procedure, which has so many more operations now.
    fn procedure(&mut self, name: &str, operations: u64) -> u32 {
        let number = match self.procedure_numbers.get(name) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(self.procedures.len()).unwrap_or(u32::MAX);
                self.procedure_numbers.insert(name.to_owned(), number);
                self.procedures.push((name.to_owned(), 0));
                number
            }
        };
        if let Some(row) = self.procedures.get_mut(number as usize) {
            row.1 += operations;
        }
        number
    }

    /// What the last line says and the lines before it do not bear out.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let Some(totals) = &self.totals else { return Vec::new() };
        let rows = [
            ("attacks", totals.attacks, self.attacks.len() as u64),
            ("legitimate operations", totals.legitimate_operations, self.operations.legitimate),
            ("operations of attacks", totals.attack_operations, self.operations.attack),
        ];
        let differing = rows.into_iter().filter(|row| row.1 != row.2);
        differing
            .map(|(what, said, counted)| {
                format!("the totals of the truth say {said} {what}, its lines have {counted}; the lines are counted")
            })
            .collect()
    }

    /// The procedure with the most operations in the frames of a finding; none where none has any.
    pub(super) fn procedure_of(&self, operations: &BTreeMap<u32, u64>) -> Option<&str> {
        let named = operations.iter().filter_map(|(number, count)| {
            let row = self.procedures.get(*number as usize)?;
            Some((*count, row.0.as_str()))
        });
        named.min_by_key(|(count, name)| (std::cmp::Reverse(*count), *name)).map(|row| row.1)
    }
}

/// Does something with every finding that names one of the frames.
fn mark(findings: &mut Findings, file: u32, frames: &[u64], mut with: impl FnMut(&mut NamedFrame, &mut Finding, u32)) {
    for frame in frames {
        let Some(named) = findings.named.get_mut(&(file, *frame)) else { continue };
        let indices = std::mem::take(&mut named.findings);
        for index in &indices {
            if let Some(finding) = findings.list.get_mut(*index as usize) {
                with(named, finding, *index);
            }
        }
        named.findings = indices;
    }
}

#[derive(Deserialize)]
struct OperationLine<'a> {
    #[serde(borrow)]
    ts: Cow<'a, str>,
    #[serde(borrow)]
    capture: PlacePart<'a>,
    #[serde(borrow)]
    op: OperationPart<'a>,
    #[serde(borrow, default)]
    legitimate: Option<Word<'a>>,
    #[serde(default)]
    attack: Option<truth::Attack<'static>>,
    /// What a second tap or a retransmission shows once more; it is not counted twice.
    #[serde(default)]
    copy: bool,
}

#[derive(Deserialize)]
struct PlacePart<'a> {
    #[serde(borrow)]
    file: Cow<'a, str>,
    frames: Vec<u64>,
}

#[derive(Deserialize)]
struct OperationPart<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
}

/// A text that is borrowed inside an option too.
#[derive(Deserialize)]
struct Word<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct CampaignLine<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
}
