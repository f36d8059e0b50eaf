//! TShark reads from generated captures what `truth.jsonl` says of them: operations and identities, frame by frame.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use sigwarden_parity::{Failure, Tshark};
use sigwarden_scenario::{Options, SHIPPED, Scenario, generate};

/// Fields that are asked for: operation codes of all protocols, identities, whether something is malformed.
const FIELDS: &[&str] = &[
    "frame.number",
    "gsm_old.localValue",
    "camel.local",
    "diameter.cmd.code",
    "gtp.message",
    "gtpv2.message_type",
    "e212.imsi",
    "e164.msisdn",
    // TShark takes it for an IMSI in the applications of S6 only.
    "diameter.User-Name",
    "_ws.malformed",
];
/// Where operation codes end and identities begin among them.
const CODES: std::ops::Range<usize> = 1..6;
const IDENTITIES: std::ops::Range<usize> = 6..9;
const MALFORMED: usize = 9;

/// Scenarios that are read, and the share of their people.
const SCENARIOS: &[(&str, f64)] = &[("first-look", 0.3), ("patterns", 0.2), ("every-move", 1.0)];

/// The parts of a line of truth that TShark can know.
#[derive(Deserialize)]
struct Line {
    event_type: String,
    #[serde(default)]
    capture: Option<Place>,
    #[serde(default)]
    op: Option<Op>,
    #[serde(default)]
    target: HashMap<String, String>,
    #[serde(default)]
    shown: Vec<String>,
    #[serde(default)]
    form: Option<String>,
    /// TShark does not read what SCTP sends again.
    #[serde(default)]
    copy: bool,
}

#[derive(Deserialize)]
struct Place {
    file: String,
    frames: Vec<u32>,
}

#[derive(Deserialize)]
struct Op {
    code: i64,
    kind: String,
    name: String,
}

/// What TShark says of the frames of one file.
type Frames = HashMap<u32, Vec<Vec<String>>>;

fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").expect("standard output takes a line");
}

fn read(capture: &Path) -> Result<Frames, Failure> {
    let ansi = capture.to_string_lossy().contains("ss7-ansi");
    let mut command = Command::new("tshark");
    command.args(["-n", "-T", "fields", "-E", "separator=|", "-E", "occurrence=a", "-o", "sccp.defragment_xudt:TRUE"]);
    if ansi {
        command.args(["-o", "mtp3.standard:ANSI"]);
    }
    for field in FIELDS {
        command.args(["-e", field]);
    }
    let output = command.arg("-r").arg(capture).output().map_err(|error| Failure::new(error.to_string()))?;
    let mut frames = Frames::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let values: Vec<Vec<String>> =
            line.split('|').map(|field| field.split(',').map(str::to_owned).collect()).collect();
        if let Some(number) = values.first().and_then(|field| field[0].parse().ok()) {
            frames.insert(number, values);
        }
    }
    Ok(frames)
}

fn number(text: &str) -> Option<i64> {
    text.strip_prefix("0x").map_or_else(|| text.parse().ok(), |digits| i64::from_str_radix(digits, 16).ok())
}

/// What of a line is not in the frames; nothing where all is.
fn missing(line: &Line, frames: &[&Vec<Vec<String>>]) -> Option<String> {
    let op = line.op.as_ref()?;
    let fields = |range: std::ops::Range<usize>| {
        let values = frames.iter().flat_map(move |fields| fields[range.clone()].iter().flatten());
        values.filter(|text| !text.is_empty()).cloned().collect::<Vec<String>>()
    };
    let codes = fields(CODES);
    // Errors, and results that only say "done", do not name their operation.
    if line.copy && codes.is_empty() {
        return None;
    }
    let unnamed = op.kind == "error" || op.kind == "result" && codes.is_empty();
    if !unnamed && !codes.iter().any(|text| number(text) == Some(op.code)) {
        return Some(format!("operation {} ({}), there is {codes:?}", op.code, op.name));
    }
    let identities = fields(IDENTITIES);
    let wanted = line.shown.iter().filter(|kind| *kind != "imei");
    let absent = wanted.filter_map(|kind| line.target.get(kind)).find(|digits| !identities.contains(digits))?;
    Some(format!("{absent} of {}, there is {identities:?}", op.name))
}

fn compare(name: &str, scale: f64) -> Result<(), Failure> {
    let text = SHIPPED.iter().find(|shipped| shipped.0 == name).map(|shipped| shipped.1);
    let scenario = Scenario::parse(text.unwrap_or_default()).map_err(|error| Failure::new(error.to_string()))?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scenario").join(name);
    let options = Options { scale, ..Options::default() };
    generate(&scenario, options, &folder, |_, _| {}).map_err(|error| Failure::new(error.to_string()))?;
    let mut files: HashMap<String, Frames> = HashMap::new();
    let (mut lines, mut wrong, mut odd) = (0_u32, Vec::new(), std::collections::HashSet::new());
    let truth = std::fs::read_to_string(folder.join("truth.jsonl")).map_err(|error| Failure::new(error.to_string()))?;
    for text in truth.lines() {
        let line: Line = serde_json::from_str(text).map_err(|error| Failure::new(error.to_string()))?;
        let Some(place) = line.capture.as_ref().filter(|_| line.event_type == "truth") else { continue };
        if !files.contains_key(&place.file) {
            files.insert(place.file.clone(), read(&folder.join(&place.file))?);
        }
        if line.form.is_some() {
            odd.extend(place.frames.iter().map(|frame| (place.file.clone(), *frame)));
            continue;
        }
        lines += 1;
        let frames: Vec<_> = place.frames.iter().filter_map(|frame| files[&place.file].get(frame)).collect();
        if let Some(what) = missing(&line, &frames) {
            wrong.push(format!("{}:{:?}: {what}", place.file, place.frames));
        }
    }
    for (file, frames) in &files {
        let broken = frames.iter().filter(|(frame, fields)| {
            fields.get(MALFORMED).is_some_and(|field| !field[0].is_empty()) && !odd.contains(&(file.clone(), **frame))
        });
        wrong.extend(broken.map(|(frame, _)| format!("{file}:{frame}: malformed")));
    }
    say(&format!(
        "{name}: {lines} operations, {} in unusual forms, {} not read by TShark as the truth has them",
        odd.len(),
        wrong.len()
    ));
    match wrong.is_empty() && lines > 1000 {
        true => Ok(()),
        false => Err(Failure::new(format!("{name}: {lines} operations, wrong: {:#?}", &wrong[..wrong.len().min(20)]))),
    }
}

#[test]
fn tshark_reads_what_is_true() -> Result<(), Failure> {
    if std::env::var_os("SIGWARDEN_WITHOUT_TSHARK").is_some_and(|value| value == "1") {
        say(&format!("skipped: SIGWARDEN_WITHOUT_TSHARK is set, {} scenarios not read", SCENARIOS.len()));
        return Ok(());
    }
    Tshark::find()?;
    SCENARIOS.iter().try_for_each(|(name, scale)| compare(name, *scale))
}
