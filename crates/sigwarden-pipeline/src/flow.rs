//! Reading, joining and judging.

mod threads;

use crate::lines;
use crate::rules::{Rulebook, Rules};
use sigwarden_capture::{CaptureSet, End};
use sigwarden_detect::findings::operation_name;
use sigwarden_detect::memory::subscribers::State;
use sigwarden_detect::rules;
use sigwarden_detect::{Detector, HomeLearner, Judgement, Table};
use sigwarden_dialogue::joiner;
use sigwarden_dialogue::{Batch, Closed, Counters, Ended, Frame, FrameRef, Joiner, Sink, Transport, diameter, gtp};
use sigwarden_operators::{Imported, LearnedHome, LearnedPartner, Network, Networks, Site};
use sigwarden_schema::lines::{Finding, Operation, Stats};
use sigwarden_wire::mtp3::VariantSetting;

/// Messages that go from reading to judging at a time: few enough to stay in the caches, those on their way to the other
/// thread included, and enough that waking it is rare.
const BATCH: usize = 128;
/// Octets of the inputs from which joining and judging run on two threads.
const LARGE: u64 = 8 << 20;
/// Messages from which the home network is worked out where none is configured.
pub const LEARNING_MESSAGES: usize = 2_000;
/// Frames held back while it is worked out.
const LEARNING_FRAMES: usize = 200_000;
/// Octets of frames held back while it is worked out.
const LEARNING_OCTETS: usize = 64 << 20;

/// What a run is asked to do.
pub struct Options {
    /// Site configuration.
    pub site: Site,
    /// Operators that were imported.
    pub imported: Option<Imported>,
    /// Category table.
    pub table: Table,
    /// Variant of MTP3 and SCCP, or `None` to recognise it.
    pub variant: VariantSetting,
    /// Threads that may be used: one, or two and more. The second begins where the inputs are large enough to gain by it.
    pub threads: usize,
    /// Whether every operation is wanted as a line.
    pub operations: bool,
    /// What an earlier run has learned of subscribers.
    pub state: Option<State>,
    /// Rules that somebody wrote, which checks are on, and exceptions.
    pub rules: Rulebook,
    /// Realms that the name service between carriers knows, one a line.
    pub realms: Option<String>,
}

impl Options {
    /// What is usual for a site: the built-in tables, one thread, no lines, nothing learned before, no rules but the checks.
    pub fn of(site: Site) -> Self {
        Self {
            site,
            imported: None,
            table: Table::builtin(),
            variant: None,
            threads: 1,
            operations: false,
            state: None,
            rules: Rulebook::default(),
            realms: None,
        }
    }
}

/// Which network was protected, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// The site configuration names it.
    Configured {
        /// Its name, or what else identifies it.
        name: String,
    },
    /// It was worked out from the capture.
    Learned {
        /// PLMNs of its subscribers.
        plmns: Vec<String>,
        /// Prefixes of its Global Titles.
        global_titles: Vec<String>,
        /// How sure, 0 to 100.
        confidence: u8,
        /// Networks that it has ordinary traffic with, the busiest first.
        partners: Vec<Partner>,
    },
    /// It could not be worked out.
    Unknown,
}

/// A network that the protected one has ordinary traffic with, as the capture suggests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Its network code.
    pub plmn: String,
    /// What it is called, where known.
    pub operator: Option<String>,
    /// Its country, ISO 3166 alpha-2, where known.
    pub country: Option<String>,
    /// Requests that this rests on.
    pub requests: u64,
    /// How sure, 0 to 100.
    pub confidence: u8,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Octets read of the inputs, as they are on disk.
    pub bytes: u64,
    /// Octets of the inputs, where known.
    pub total: Option<u64>,
    /// Messages so far.
    pub messages: u64,
    /// Suspicious dialogues so far.
    pub findings: u64,
}

/// What a run found.
#[derive(Debug)]
pub struct Outcome {
    /// Findings, by time.
    pub findings: Vec<Finding>,
    /// Denominators.
    pub stats: Stats,
    /// Inputs by name, and how each ended.
    pub inputs: Vec<(String, End)>,
    /// Which network was protected.
    pub home: Home,
    /// Times of the earliest and latest packet, nanoseconds since 1970, UTC.
    pub span: Option<(i64, i64)>,
    /// Unusual but harmless things about the inputs.
    pub warnings: Vec<String>,
    /// What the next run may take over.
    pub state: State,
}

/// What receives operations and progress while a run goes on.
pub trait Receiver {
    /// One operation; only called where operations are wanted.
    fn operation(&mut self, operation: &Operation);
    /// Called every few thousand messages.
    fn progress(&mut self, progress: Progress);
}

/// The judging half: joins, judges, and hands lines over.
struct Judge<'a, R> {
    detector: Detector,
    rules: Rules,
    /// Whether any rule looks at operations.
    ruled: bool,
    names: &'a [String],
    operations: bool,
    receiver: &'a mut R,
}

impl<R: Receiver> Sink for Judge<'_, R> {
    fn operation(&mut self, operation: &joiner::Operation<'_>, mark: &mut u32) {
        let name = || operation.code.and_then(|code| operation_name(operation.stack, code, operation.dialogue));
        let ruled = self.ruled && self.rules.want(operation.stack.name(), operation.code, name());
        let judgement: Judgement = self.detector.operation(operation, mark, self.operations || ruled);
        if self.operations || ruled {
            let line = lines::operation(operation, &judgement, self.detector.networks(), self.names);
            self.line(&line, operation.meta.ts_ns);
        }
    }

    fn wants_all(&self) -> bool {
        self.operations || self.ruled
    }

    fn closed(&mut self, closed: &Closed<'_>) {
        self.detector.closed(closed);
    }

    fn diameter(&mut self, operation: &diameter::Operation<'_>, mark: &mut u32) {
        let wanted = self.operations || self.ruled;
        let judgement = self.detector.diameter(operation, mark, wanted);
        if wanted {
            let detector = &self.detector;
            let line = lines::diameter(operation, &judgement, detector.commands(), detector.networks(), self.names);
            self.line(&line, operation.meta.ts_ns);
        }
    }

    fn gtp(&mut self, operation: &gtp::Operation<'_>, mark: &mut u32) {
        let wanted = self.operations || self.ruled;
        let judgement = self.detector.gtp(operation, mark, wanted);
        if wanted {
            let line = lines::gtp(operation, &judgement, self.detector.networks(), self.names);
            self.line(&line, operation.meta.ts_ns);
        }
    }

    fn ended(&mut self, ended: &Ended) {
        self.detector.ended(ended);
    }
}

impl<R: Receiver> Judge<'_, R> {
    /// Hands a line to the rules, and over where lines are wanted.
    fn line(&mut self, line: &Operation, ts_ns: i64) {
        if self.ruled {
            self.rules.operation(line, ts_ns);
        }
        if self.operations {
            self.receiver.operation(line);
        }
    }
}

/// Runs the flow over captures, to their end.
pub fn run<R: Receiver + Send>(mut capture: CaptureSet, mut options: Options, receiver: &mut R) -> Outcome {
    let names: Vec<String> = capture.inputs().into_iter().map(str::to_owned).collect();
    // Handing over costs more than a tenth of the work; below this size it saves no time that anybody notices.
    let is_large = capture.bytes_total().is_none_or(|total| total > LARGE);
    let two_threads = options.threads > 1 && is_large;
    let mut reader = Reader { transport: Transport::new(options.variant), held: Held::default(), finished: false };
    let (networks, home) = networks(&mut capture, &mut reader, &mut options);
    let written = Rules::new(options.rules);
    let mut judge = Judge {
        detector: Detector::new(networks, options.table),
        ruled: written.look_at_operations(),
        rules: written,
        names: &names,
        operations: options.operations,
        receiver,
    };
    if let Some(realms) = &options.realms {
        judge.detector.know_realms(realms);
    }
    if let Some(state) = options.state {
        judge.detector.resume(state);
    }
    let mut joiner = Joiner::default();
    let mut counters = Counters::default();
    if two_threads {
        threads::pump(&mut capture, &mut reader, &mut joiner, &mut judge, &mut counters);
    } else {
        let mut batch = Batch::default();
        while reader.fill(&mut capture, &mut batch) {
            counters.merge(&batch.counters);
            joiner.batch(&batch, &mut judge);
            judge.receiver.progress(progress(&capture, &joiner, judge.detector.suspicious()));
        }
        joiner.finish(&mut judge);
    }
    counters.merge(&joiner.counters);
    let dropped = judge.detector.dropped();
    let (findings, state) = judge.detector.finish(|way| joiner.saw(way), &names);
    let findings = judge.rules.finish(findings, |check| rules::find(check).map(|rule| pack(rule.pack)));
    let mut stats_rules = std::mem::take(&mut judge.rules.excepted);
    let dropped = dropped.into_iter().chain([("matches of rules", judge.rules.dropped)]);
    let inputs: Vec<(String, End)> = names.iter().cloned().zip(capture.ends()).collect();
    let mut stats = lines::stats(&counters, &findings, &inputs);
    stats.excepted.append(&mut stats_rules);
    stats.dropped.extend(dropped.filter(|(_, count)| *count > 0).map(|(table, count)| (table.to_owned(), count)));
    Outcome { span: counters.span, stats, findings, inputs, home, warnings: capture.warnings().to_vec(), state }
}

fn progress(capture: &CaptureSet, joiner: &Joiner, findings: u64) -> Progress {
    Progress { bytes: capture.bytes_read(), total: capture.bytes_total(), messages: joiner.counters.messages, findings }
}

/// The networks of the site, with a home worked out from the first messages where none is configured.
fn networks(capture: &mut CaptureSet, reader: &mut Reader, options: &mut Options) -> (Networks, Home) {
    let (site, imported) = (options.site.clone(), options.imported.take());
    let described = imported.as_ref().is_some_and(|imported| imported.has(site.home.tadig.as_deref()));
    if site.home.is_known() || described {
        let known = || {
            site.home
                .plmns
                .iter()
                .map(ToString::to_string)
                .chain(site.home.global_titles.iter().map(ToString::to_string))
        };
        let tadig = || site.home.tadig.clone();
        let name = site
            .home
            .name
            .clone()
            .or_else(|| known().next())
            .or_else(tadig)
            .unwrap_or_else(|| "the configured network".to_owned());
        // What nobody says of others, the capture may.
        let partners = learn(capture, reader, options).partners_of(&site.home.plmns);
        return (Networks::with(site, imported, partners), Home::Configured { name });
    }
    match learn(capture, reader, options).home() {
        Some(learned) => {
            let partners = learned.partners.clone();
            let plmns = learned.plmns.iter().map(ToString::to_string).collect();
            let (global_titles, confidence) = (learned.gt_prefixes.clone(), learned.confidence);
            let networks = Networks::with(site, imported, learned);
            let partners = partners.iter().filter_map(|partner| usual(partner, &networks)).collect();
            (networks, Home::Learned { plmns, global_titles, confidence, partners })
        }
        None => (Networks::with(site, imported, LearnedHome::default()), Home::Unknown),
    }
}

/// Reads the first messages, and keeps their frames to be read again.
fn learn(capture: &mut CaptureSet, reader: &mut Reader, options: &Options) -> HomeLearner {
    let mut learner = HomeLearner::default();
    let mut transport = Transport::new(options.variant);
    let mut joiner = Joiner::default();
    let mut batch = Batch::default();
    let mut messages = 0;
    while messages < LEARNING_MESSAGES
        && reader.held.octets.len() < LEARNING_OCTETS
        && reader.held.frames.len() < LEARNING_FRAMES
    {
        let Some(frame) = reader.held.hold(capture) else { break };
        transport.frame(&frame, &mut batch);
        if batch.len() >= BATCH {
            messages += batch.len();
            joiner.batch(&batch, &mut learner);
            batch.clear();
        }
    }
    transport.finish(&mut batch);
    joiner.batch(&batch, &mut learner);
    joiner.finish(&mut learner);
    learner
}

/// A learned partner by name; none for what the site or the import says is home.
fn usual(partner: &LearnedPartner, networks: &Networks) -> Option<Partner> {
    let found = networks.of_plmn(partner.plmn);
    (found.network != Network::Home).then(|| Partner {
        plmn: partner.plmn.to_string(),
        operator: networks.operator_of(&found),
        country: found.countries.single().map(|country| country.as_str().to_owned()),
        requests: partner.requests,
        confidence: partner.confidence,
    })
}

/// The reading half.
struct Reader {
    transport: Transport,
    held: Held,
    /// Whether the transport was told that nothing more comes.
    finished: bool,
}

/// Frames read ahead of time.
#[derive(Default)]
struct Held {
    octets: Vec<u8>,
    frames: std::collections::VecDeque<(Frame<'static>, usize, usize)>,
}

fn is_cut(frame: &sigwarden_capture::Frame<'_>) -> bool {
    frame.data.len() < frame.original_length as usize
}

impl Held {
    /// Reads a frame and keeps a copy.
    fn hold<'a>(&'a mut self, capture: &'a mut CaptureSet) -> Option<Frame<'a>> {
        let frame = capture.next_frame()?;
        let start = self.octets.len();
        self.octets.extend_from_slice(frame.data);
        let kept = Frame {
            ts_ns: frame.ts_ns,
            reference: FrameRef { input: frame.input, number: frame.number },
            link_type: frame.link_type,
            octets: &[],
            cut: is_cut(&frame),
        };
        self.frames.push_back((kept, start, self.octets.len()));
        Some(Frame { octets: &self.octets[start..], ..kept })
    }
}

impl Reader {
    /// Fills a batch; false at the end of the inputs, when nothing is left in it either.
    fn fill(&mut self, capture: &mut CaptureSet, batch: &mut Batch) -> bool {
        batch.clear();
        while batch.len() < BATCH {
            if let Some((kept, start, end)) = self.held.frames.pop_front() {
                let octets = &self.held.octets[start..end];
                self.transport.frame(&Frame { octets, ..kept }, batch);
                if self.held.frames.is_empty() {
                    self.held = Held::default();
                }
                continue;
            }
            let Some(frame) = capture.next_frame() else {
                if !std::mem::replace(&mut self.finished, true) {
                    self.transport.finish(batch);
                }
                break;
            };
            let frame = Frame {
                ts_ns: frame.ts_ns,
                reference: FrameRef { input: frame.input, number: frame.number },
                link_type: frame.link_type,
                octets: frame.data,
                cut: is_cut(&frame),
            };
            self.transport.frame(&frame, batch);
        }
        !batch.is_empty() || batch.counters != Counters::default()
    }
}

/// The pack of a check, as rules call it.
const fn pack(of: rules::Pack) -> sigwarden_rules::Pack {
    match of {
        rules::Pack::Core => sigwarden_rules::Pack::Core,
        rules::Pack::Extended => sigwarden_rules::Pack::Extended,
        rules::Pack::Hunt => sigwarden_rules::Pack::Hunt,
    }
}
