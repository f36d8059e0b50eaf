//! `anonymize`: rewrites captures so that they can be shared.

use crate::args::{Anonymize, SummaryFormat};
use crate::log::{Failure, Log};
use crate::output::Output;
use crate::render::text::count;
use crate::site::{self, Loaded};
use serde::Serialize;
use sigwarden_anonymize::{Anonymizer, Frame, Known, Report, Rewritten};
use sigwarden_capture::{CaptureSet, End, Format, Writer};
use sigwarden_operators::{DigitRange, Plmn, Pseudonymiser};
use sigwarden_schema::{SCHEMA_VERSION, exit};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

mod names;

/// What stands for standard input and standard output.
const STANDARD: &str = "-";

/// Runs the verb; gives the exit code.
///
/// # Errors
/// What kept it from beginning, or from writing.
pub(crate) fn run(asked: &Anonymize, log: Log) -> Result<u8, Failure> {
    let loaded = site::load(asked.config.as_deref(), &[])?;
    let imported = loaded.imported()?;
    let keyed = loaded.keyed(asked.key.as_deref(), imported.as_ref())?.ok_or_else(|| {
        Failure::usage(
            "anonymize needs a key, and keeping it secret is what keeps the pseudonyms secret; make one with \
             `sigwarden config init --key site.key`, then name it with --key site.key or as privacy_key_file in site.toml",
        )
    })?;
    let known = known(&loaded)?;
    let unreadable =
        |error: sigwarden_capture::OpenError| Failure { code: exit::INPUT_UNREADABLE, message: error.to_string() };
    let inputs = CaptureSet::open(&asked.inputs).map_err(unreadable)?;
    inputs.warnings().iter().for_each(|warning| log.warning(warning));
    let inputs: Vec<String> = inputs.inputs().into_iter().map(str::to_owned).collect();
    let outputs = names::outputs(&asked.inputs, &inputs, &asked.output)?;
    let mut used = loaded.files(asked.config.as_deref());
    used.extend(asked.key.clone());
    names::check(&inputs, &outputs, &used, asked.force)?;
    let mut sum = Report::default();
    let mut conditions = Vec::new();
    for (input, output) in inputs.iter().zip(&outputs) {
        let (report, end) = rewrite(input, output, keyed.clone(), known.clone(), log)?;
        conditions.extend(condition(input, &end, log));
        sum.add(&report);
    }
    if sum.messages == 0 {
        log.error("nothing was rewritten: no frame holds a signalling message that could be read and rewritten");
        conditions.push(exit::NOTHING_DECODED);
    }
    let mut shown = if asked.output == STANDARD { Output::stderr() } else { Output::stdout() };
    match asked.format {
        SummaryFormat::Table => shown.text(&table(&sum)),
        SummaryFormat::Json => shown.json(&Summary::of(&sum)),
    }
    shown.finish();
    Ok(exit::combine(&conditions))
}

/// What site configuration and imported operators say of networks.
fn known(loaded: &Loaded) -> Result<Known, Failure> {
    let site = &loaded.site;
    let imported = crate::operators::imported_records(loaded)?;
    let mut known = Known {
        numbers: site.home.global_titles.iter().chain(&site.home.msisdns).copied().collect(),
        mobile_titles: site.home.mobile_global_titles.clone(),
        mobile_networks: networks(&site.home.mobile_global_titles, &site.home.plmns),
        realms: site.home.realms.clone(),
        addresses: site.home.gtp_addresses.clone(),
    };
    for operator in site.operators.iter().chain(&imported) {
        known.numbers.extend(operator.global_titles.iter().chain(&operator.msisdns));
        known.mobile_titles.extend(&operator.mobile_global_titles);
        known.mobile_networks.extend(networks(&operator.mobile_global_titles, &operator.plmns));
        known.realms.extend(operator.realms.iter().cloned());
        known.addresses.extend(&operator.gtp_addresses);
    }
    // Carriers are told by hosts, and are operators like others; the realm of a host is behind its first label.
    for host in site.carriers.iter().flat_map(|carrier| &carrier.hosts) {
        known.realms.push(host.clone());
        known.realms.extend(host.split_once('.').map(|(_, realm)| realm.to_owned()));
    }
    for arrangement in &site.arrangements {
        known.numbers.extend(&arrangement.global_titles);
        known.realms.extend(arrangement.realms.iter().cloned());
    }
    for lease in &site.leases {
        known.realms.extend(lease.realms.iter().cloned());
        known.numbers.extend(&lease.global_titles);
        known.addresses.extend(&lease.gtp_addresses);
    }
    Ok(known)
}

/// Ranges of mobile Global Titles with the network whose subscribers they lead to: the first of an operator.
fn networks(ranges: &[DigitRange], plmns: &[Plmn]) -> Vec<(DigitRange, Plmn)> {
    plmns.first().map_or_else(Vec::new, |plmn| ranges.iter().map(|range| (*range, *plmn)).collect())
}

/// Rewrites one capture.
fn rewrite(input: &str, output: &Path, keyed: Pseudonymiser, known: Known, log: Log) -> Result<(Report, End), Failure> {
    let open = CaptureSet::open(std::slice::from_ref(&input.to_owned()));
    let mut capture = open.map_err(|error| Failure { code: exit::INPUT_UNREADABLE, message: error.to_string() })?;
    let format = capture.format(0).unwrap_or(Format::Pcapng);
    let mut anonymizer = Anonymizer::new(keyed, known);
    let mut written = Written { output, writer: None, failed: None };
    while let Some(frame) = capture.next_frame() {
        written.begin(format, frame.link_type);
        let frame = Frame {
            ts_ns: frame.ts_ns,
            link_type: frame.link_type,
            octets: frame.data,
            original_length: frame.original_length,
        };
        anonymizer.frame(frame, &mut |made| written.packet(made));
        if written.failed.is_some() {
            break;
        }
    }
    anonymizer.finish(&mut |made| written.packet(made));
    written.finish().map_err(|error| {
        Failure::internal(format!("{}: cannot be written: {error}; what is there is not complete", output.display()))
    })?;
    capture.warnings().iter().for_each(|warning| log.warning(warning));
    let end = capture.ends().into_iter().next().unwrap_or(End::Complete);
    Ok((anonymizer.report().clone(), end))
}

/// A capture in the making. It is begun with the first frame, whose link type it has to name.
struct Written<'a> {
    output: &'a Path,
    writer: Option<Writer<Box<dyn Write>>>,
    failed: Option<io::Error>,
}

impl Written<'_> {
    fn begin(&mut self, format: Format, link_type: u16) {
        if self.writer.is_some() || self.failed.is_some() {
            return;
        }
        match create(self.output).and_then(|out| Writer::new(out, format, link_type)) {
            Ok(writer) => self.writer = Some(writer),
            Err(error) => self.failed = Some(error),
        }
    }

    fn packet(&mut self, made: Rewritten<'_>) {
        let Some(writer) = &mut self.writer else { return };
        let done = writer.packet(made.ts_ns, made.link_type, made.octets);
        self.failed = self.failed.take().or(done.err());
    }

    fn finish(self) -> io::Result<()> {
        match (self.failed, self.writer) {
            (Some(error), _) => Err(error),
            (None, Some(writer)) => writer.finish(),
            (None, None) => Ok(()),
        }
    }
}

/// The file of an output, and the folders that it is in.
fn create(output: &Path) -> io::Result<Box<dyn Write>> {
    if output == Path::new(STANDARD) {
        return Ok(Box::new(BufWriter::new(io::stdout())));
    }
    if let Some(folder) = output.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(Box::new(BufWriter::new(File::create(output)?)))
}

/// Says on stderr how an input ended, where it did not end well; gives the condition for the exit code.
fn condition(input: &str, end: &End, log: Log) -> Option<u8> {
    match end {
        End::Complete => None,
        End::CutShort { offset, detail } => {
            log.error(&format!("{input}: cut short at byte {offset}: {detail}; all before it was rewritten"));
            Some(exit::INPUT_CUT_SHORT)
        }
        End::Unreadable { detail } => {
            log.error(&format!("{input}: {detail}"));
            Some(exit::INPUT_UNREADABLE)
        }
    }
}

/// What became of everything, as one JSON object.
#[derive(Serialize)]
struct Summary {
    schema: &'static str,
    event_type: &'static str,
    frames_read: u64,
    frames_written: u64,
    frames_dropped: u64,
    dropped: BTreeMap<&'static str, u64>,
    messages: u64,
    rewritten: BTreeMap<&'static str, u64>,
    blanked_octets: u64,
}

impl Summary {
    fn of(report: &Report) -> Self {
        Self {
            schema: SCHEMA_VERSION,
            event_type: "anonymized",
            frames_read: report.read,
            frames_written: report.written,
            frames_dropped: report.dropped_frames(),
            dropped: report.dropped.clone(),
            messages: report.messages,
            rewritten: report.rewritten.iter().map(|(kind, count)| (kind.name(), *count)).collect(),
            blanked_octets: report.blanked,
        }
    }
}

/// What became of everything, for a person.
fn table(report: &Report) -> String {
    let row = |name: &str, number: u64| format!("  {name:<56}{:>12}\n", count(number));
    let mut text = String::from("Frames\n");
    text += &row("read", report.read);
    text += &row("written", report.written);
    text += &row("dropped", report.dropped_frames());
    if !report.dropped.is_empty() {
        text += "Dropped, because\n";
        text.extend(report.dropped.iter().map(|(reason, number)| row(reason, *number)));
    }
    text += "Rewritten\n";
    text += &row("signalling message", report.messages);
    text.extend(report.rewritten.iter().map(|(kind, number)| row(kind.name(), *number)));
    text += "Overwritten with zeros\n";
    text += &row("octet of an element that nobody knows", report.blanked);
    if report.messages > 0 {
        text += "Every message was read again, and has the shape that it had. Networks, times and volumes are as they were:\n\
                 docs/anonymize.md says what that still tells.\n";
    }
    text
}
