//! Captures before and after: the same operations and findings, with other identities, and none of the old ones left.
//!
//! Runs over `corpus/`, and over the folders that `SIGWARDEN_CAPTURES` names.

use serde_json::Value;
use sigwarden_anonymize::{Anonymizer, Frame, Known, Report};
use sigwarden_capture::{CaptureSet, Format, Writer};
use sigwarden_operators::{Pseudonymiser, Site, site};
use sigwarden_pipeline::{Options, Outcome, Progress, Receiver, run};
use sigwarden_schema::lines::Operation;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Cursor;
use std::path::{Path, PathBuf};

const KEY: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";

/// Fields whose values are identities, and the kind of value: within a kind, equal values stay equal and others do not.
const IDENTITIES: &[(&str, &str)] = &[
    ("target.imsi", "imsi"),
    ("target.msisdn", "number"),
    ("target.imei", "imei"),
    ("sccp.calling.gt", "title"),
    ("sccp.called.gt", "title"),
    ("origin.gt", "title"),
    ("link.src_ip", "ip"),
    ("link.dst_ip", "ip"),
    ("origin.ip", "ip"),
    ("diameter.origin_host", "host"),
    ("diameter.destination_host", "host"),
    ("diameter.origin_realm", "host"),
    ("diameter.destination_realm", "host"),
    ("diameter.route_record", "host"),
    ("origin.host", "host"),
    ("origin.realm", "host"),
    ("diameter.session_id", "session"),
    ("gtp.apn", "apn"),
    ("gtp.endpoints.address", "ip"),
    ("dialogue_id", "dialogue"),
    ("duplicate_of.dialogue_id", "dialogue"),
    ("sms.text_digest", "digest"),
];

/// Fields that follow from identities by tables, and may differ where those say more of one address than of another.
const DERIVED: &[&str] = &["capture", "origin", "duplicate_of.frame", "sms"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn captures(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            captures(&path, found);
        } else if [".pcap", ".pcapng", ".cap", ".pcap.gz", ".pcap.zst"].iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
    found.sort();
}

fn the_site() -> Site {
    site::parse(&std::fs::read_to_string(root().join("corpus/site.toml")).unwrap()).unwrap()
}

fn known(site: &Site) -> Known {
    let mut known = Known {
        numbers: site.home.global_titles.iter().chain(&site.home.msisdns).copied().collect(),
        realms: site.home.realms.clone(),
        addresses: site.home.gtp_addresses.clone(),
        ..Known::default()
    };
    for operator in &site.operators {
        known.numbers.extend(&operator.global_titles);
        known.realms.extend(operator.realms.iter().cloned());
        known.addresses.extend(&operator.gtp_addresses);
    }
    known
}

fn keyed(site: &Site) -> Pseudonymiser {
    let plmns: Vec<_> = site.home.plmns.iter().chain(site.operators.iter().flat_map(|it| &it.plmns)).copied().collect();
    Pseudonymiser::from_hex_key(KEY).unwrap().with_known_networks(&plmns)
}

/// A rewritten capture: its file, and which frame each of its frames was.
struct Made {
    file: Vec<u8>,
    numbers: Vec<u64>,
    report: Report,
    ended: bool,
}

fn rewrite(path: &Path, site: &Site) -> Made {
    let mut set = CaptureSet::open(&[path.display().to_string()]).unwrap();
    let format = set.format(0).unwrap_or(Format::Pcapng);
    let mut anonymizer = Anonymizer::new(keyed(site), known(site));
    let mut made: Vec<(u64, i64, u16, Vec<u8>)> = Vec::new();
    while let Some(frame) = set.next_frame() {
        let frame = Frame {
            ts_ns: frame.ts_ns,
            link_type: frame.link_type,
            octets: frame.data,
            original_length: frame.original_length,
        };
        anonymizer.frame(frame, &mut |it| made.push((it.number, it.ts_ns, it.link_type, it.octets.to_vec())));
    }
    anonymizer.finish(&mut |it| made.push((it.number, it.ts_ns, it.link_type, it.octets.to_vec())));
    let mut file = Vec::new();
    if let Some(first) = made.first() {
        let mut writer = Writer::new(&mut file, format, first.2).unwrap();
        made.iter().for_each(|(_, ts, link, octets)| writer.packet(*ts, *link, octets).unwrap());
        writer.finish().unwrap();
    }
    let numbers = made.iter().map(|it| it.0).collect();
    Made { file, numbers, report: anonymizer.report().clone(), ended: set.ends() == [sigwarden_capture::End::Complete] }
}

#[derive(Default)]
struct Lines(Vec<Value>);

impl Receiver for Lines {
    fn operation(&mut self, operation: &Operation) {
        self.0.push(serde_json::to_value(operation).unwrap());
    }

    fn progress(&mut self, _: Progress) {}
}

fn decode(set: CaptureSet, site: &Site) -> (Vec<Value>, Outcome) {
    let mut lines = Lines::default();
    let options = Options { operations: true, ..Options::of(site.clone()) };
    let outcome = run(set, options, &mut lines);
    (lines.0, outcome)
}

fn frames(line: &Value) -> Vec<u64> {
    line["capture"]["frames"].as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect()
}

/// A line as paths and values; lists are numbered.
fn flat(line: &Value, path: String, out: &mut BTreeMap<String, Value>) {
    match line {
        Value::Object(fields) => {
            for (name, value) in fields {
                flat(value, if path.is_empty() { name.clone() } else { format!("{path}.{name}") }, out);
            }
        }
        Value::Array(values) => {
            (0..).zip(values).for_each(|(index, value)| flat(value, format!("{path}#{index}"), out));
        }
        _ => {
            out.insert(path, line.clone());
        }
    }
}

/// A path without the numbers of lists.
fn named(path: &str) -> String {
    let fields = path.split('.').map(|field| field.split('#').next().unwrap());
    fields.collect::<Vec<_>>().join(".")
}

/// What must stay of an identity: its length, and which of its characters are digits, letters or signs.
fn shape(text: &str) -> String {
    let class = |c: char| match c {
        '0'..='9' => '0',
        'a'..='z' => 'a',
        'A'..='Z' => 'A',
        other => other,
    };
    text.chars().map(class).collect()
}

/// Compares two lines; notes the identities.
fn compare(
    before: &Value,
    after: &Value,
    derived: &[&str],
    seen: &mut BTreeMap<(&'static str, String), String>,
) -> Result<(), String> {
    let (mut one, mut other) = (BTreeMap::new(), BTreeMap::new());
    flat(before, String::new(), &mut one);
    flat(after, String::new(), &mut other);
    let within = |path: &str, names: &[&str]| {
        names.iter().any(|name| path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    };
    for (path, value) in &one {
        let bare = &named(path);
        let Some(made) = other.get(path) else {
            if within(bare, derived) {
                continue;
            }
            return Err(format!("{path}: {value} is gone"));
        };
        if let Some((_, kind)) = IDENTITIES.iter().find(|(name, _)| name == bare) {
            // Mobile Global Titles are numbers of a plan of their own.
            // The origin is one of the two parties.
            let parties = ["sccp.calling", "sccp.called"];
            let party = parties.iter().find(|party| one.get(&format!("{party}.gt")) == Some(value)).copied();
            let of = if *bare == "origin.gt" { party.unwrap_or_default() } else { bare.trim_end_matches(".gt") };
            let plan = one.get(&format!("{of}.np")).and_then(Value::as_u64);
            let kind = if *kind == "title" && matches!(plan, Some(6 | 7)) { &"other title" } else { kind };
            let (value, made) = (value.as_str().unwrap_or_default(), made.as_str().unwrap_or_default());
            if *kind != "dialogue" && *kind != "digest" && *kind != "ip" && shape(value) != shape(made) {
                return Err(format!("{path}: {value} became {made}"));
            }
            let known = seen.entry((kind, value.to_owned())).or_insert_with(|| made.to_owned());
            if known != made {
                return Err(format!("{path}: {value} became {made}, and {known} before"));
            }
        } else if value != made && !within(bare, derived) {
            return Err(format!("{path}: {value} became {made}"));
        }
    }
    match other.keys().find(|path| !one.contains_key(*path) && !within(&named(path), derived)) {
        Some(path) => Err(format!("{path} is new")),
        None => Ok(()),
    }
}

/// The half-octets of a file, the lower or the upper one first, as digits.
fn half_octets(file: &[u8], upper_first: bool) -> Vec<u8> {
    let halves = |octet: &u8| if upper_first { [octet >> 4, octet & 0x0F] } else { [octet & 0x0F, octet >> 4] };
    file.iter().flat_map(halves).map(|half| if half <= 9 { b'0' | half } else { b'A' + half - 10 }).collect()
}

/// Digits that may not be anywhere: what follows the network, or all of a number.
fn forbidden(seen: &BTreeMap<(&'static str, String), String>) -> BTreeSet<String> {
    let mut digits = BTreeSet::new();
    for ((kind, value), made) in seen {
        let is_digits =
            value.len() >= 10 && value.bytes().all(|c| c.is_ascii_digit()) && value.bytes().any(|c| c != b'0');
        if !is_digits || value == made {
            continue;
        }
        match *kind {
            // Behind zeros, digits that others made may stand too.
            "imsi" if value[5..].trim_start_matches('0').len() >= 7 => digits.insert(value[5..].to_owned()),
            "imsi" => digits.insert(value.clone()),
            "imei" if value[8..].trim_start_matches('0').len() >= 4 => digits.insert(value.clone()),
            // Where fewer than six digits follow the operator's prefix, another number of it may become this one.
            "number" | "title" if common(value, made) + 6 <= value.len() => digits.insert(value.clone()),
            _ => false,
        };
    }
    digits
}

/// Digits with which both begin.
fn common(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
}

fn contains(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

fn findings(outcome: &Outcome) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    // Patterns count what has one address; an address in an odd form may be another one afterwards.
    for finding in outcome.findings.iter().filter(|finding| finding.related.is_empty()) {
        let line = serde_json::to_value(finding).unwrap();
        let key = [&line["rule"]["id"], &line["fs"]["category"], &line["severity"], &line["answer"]["outcome"]];
        *counts.entry(key.map(ToString::to_string).join(" ")).or_default() += 1;
    }
    counts
}

/// What is wrong with what was made of one capture.
fn check(path: &Path, site: &Site, all: &mut Identities) -> Vec<String> {
    let made = rewrite(path, site);
    let mut wrong = Vec::new();
    let again = rewrite(path, site);
    if again.file != made.file {
        wrong.push("two runs differ".to_owned());
    }
    assert_eq!(made.report.read, made.report.written + made.report.dropped_frames());
    let (before, scanned) = decode(CaptureSet::open(&[path.display().to_string()]).unwrap(), site);
    if made.numbers.is_empty() {
        return wrong;
    }
    let set = CaptureSet::from_reader("made", Box::new(Cursor::new(made.file.clone())));
    let (after, rescanned) = decode(set, site);

    let place: HashMap<u64, u64> = (1..).zip(&made.numbers).map(|(new, old)| (*old, new)).collect();
    let lost: BTreeSet<String> = before
        .iter()
        .filter(|line| frames(line).iter().any(|frame| !place.contains_key(frame)))
        .map(|line| line["dialogue_id"].as_str().unwrap_or_default().to_owned())
        .collect();
    let whole = |line: &&Value| !lost.contains(line["dialogue_id"].as_str().unwrap_or_default());
    let before: Vec<&Value> = before.iter().filter(whole).collect();
    let kept: BTreeSet<u64> = before.iter().flat_map(|line| frames(line)).map(|frame| place[&frame]).collect();
    let after: Vec<&Value> =
        after.iter().filter(|line| frames(line).iter().all(|frame| kept.contains(frame))).collect();
    if before.len() != after.len() {
        wrong.push(format!("{} operations became {}", before.len(), after.len()));
    }
    let mut derived = DERIVED.to_vec();
    if !made.report.dropped.is_empty() {
        // Gaps in streams, answers without requests.
        derived.push("anomalies");
    }
    let mut seen = BTreeMap::new();
    for (one, other) in before.iter().zip(&after) {
        if let Err(difference) = compare(one, other, &derived, &mut seen) {
            wrong.push(format!("frame {:?}: {difference}", frames(one)));
        }
    }
    let mut images: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for ((kind, value), made) in &seen {
        if let Some(other) = images.insert((kind, made), value) {
            wrong.push(format!("{kind} {value} and {other} both became {made}"));
        }
    }
    let forms = [made.file.clone(), half_octets(&made.file, false), half_octets(&made.file, true)];
    for digits in forbidden(&seen) {
        if forms.iter().any(|form| contains(form, digits.as_bytes())) {
            wrong.push(format!("{digits} is still there"));
        }
    }
    if made.report.dropped.is_empty() && made.ended && findings(&scanned) != findings(&rescanned) {
        wrong.push(format!("findings {:?} became {:?}", findings(&scanned), findings(&rescanned)));
    }
    all.extend(seen);
    wrong
}

/// Identities by kind, with what became of them.
type Identities = BTreeMap<(&'static str, String), String>;

/// Kinds of which too many stayed as they were: now and then a pseudonym is the identity itself, where only a few digits
/// change.
fn unchanged(all: &Identities) -> Vec<String> {
    let kinds = ["imsi", "number", "imei", "title"];
    let of = |wanted: &'static str| {
        // Country codes, and identities of zeros, say nothing.
        let whole = |value: &str| value.len() >= 10 && value.bytes().any(|c| c != b'0');
        all.iter().filter(move |((kind, value), _)| *kind == wanted && whole(value))
    };
    let counted =
        kinds.map(|kind| (kind, of(kind).filter(|((_, value), made)| value == *made).count(), of(kind).count()));
    let too_many = counted.into_iter().filter(|(_, same, count)| same * 50 > *count);
    too_many.map(|(kind, same, count)| format!("{same} of {count} values of {kind} stayed as they were")).collect()
}

fn check_all(folders: &[PathBuf]) {
    let site = the_site();
    let mut paths = Vec::new();
    folders.iter().for_each(|folder| captures(folder, &mut paths));
    let mut failures = Vec::new();
    let mut all = Identities::new();
    for path in &paths {
        let wrong = check(path, &site, &mut all);
        failures.extend(wrong.into_iter().map(|text| format!("{}: {text}", path.display())));
    }
    failures.extend(unchanged(&all));
    assert!(!paths.is_empty(), "there are captures");
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_corpus_reads_as_before_and_nobody_is_left() {
    check_all(&[root().join("corpus")]);
}

#[test]
fn captures_of_others_read_as_before_and_nobody_is_left() {
    let folders = std::env::var_os("SIGWARDEN_CAPTURES").unwrap_or_default();
    let folders: Vec<PathBuf> =
        std::env::split_paths(&folders).filter(|folder| !folder.as_os_str().is_empty()).collect();
    if !folders.is_empty() {
        check_all(&folders);
    }
}

#[test]
fn messages_in_pieces_lose_nothing() {
    let site = the_site();
    for case in [
        "first-look",
        "mixed",
        "every-operation-once",
        "sctp-fragments",
        "segmented-xudt",
        "evasions/first-segment-twice",
        "evasions/trailing-message",
        "diameter/legal/message-over-three-segments",
        "diameter/evasions/segments-of-a-few-octets",
        "gtp/evasions/fragments-of-ip",
        "gtp/evasions/signalling-inside-the-user-plane",
    ] {
        let mut paths = Vec::new();
        captures(&root().join("corpus").join(case), &mut paths);
        for path in paths {
            let made = rewrite(&path, &site);
            assert!(made.report.written > 0 && made.report.dropped.is_empty(), "{case}: {:?}", made.report.dropped);
        }
    }
}
