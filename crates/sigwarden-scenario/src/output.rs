//! Files: captures, `truth.jsonl`, `site.toml`, IR.21.

mod captures;
mod ir21;
mod lines;
mod site;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::campaign::Sum;
use crate::carry::{Carrier, Frame, Tap};
use crate::file::{Lines, Scenario};
use crate::stage::{Cause, Said};
use crate::world::World;

use captures::Captures;
use lines::Writer;

/// Why a scenario could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}", path = path.display())]
pub struct OutputError {
    /// The file.
    pub path: PathBuf,
    /// What went wrong.
    pub source: io::Error,
}

pub(crate) fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, OutputError> {
    result.map_err(|source| OutputError { path: path.to_owned(), source })
}

/// What was counted while writing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) frames: u64,
    pub(crate) messages: u64,
    pub(crate) legitimate: BTreeMap<&'static str, u64>,
    pub(crate) legitimate_operations: u64,
    pub(crate) attack_operations: u64,
    pub(crate) octets: u64,
    pub(crate) files: u64,
}

/// Everything that is written of a scenario.
pub(crate) struct Output<'w> {
    folder: PathBuf,
    captures: Captures,
    truth: BufWriter<fs::File>,
    writer: Writer<'w>,
    carrier: Carrier<'w>,
    only_attacks: bool,
    counted: std::collections::HashSet<u64>,
    copies: Vec<(u64, Tap, Vec<Frame>, Said)>,
    pub(crate) counts: Counts,
}

impl<'w> Output<'w> {
    /// Makes the folder and what does not depend on traffic.
    pub(crate) fn new(
        folder: &Path,
        scenario: &Scenario,
        world: &'w World,
        scale: f64,
        second_tap: bool,
    ) -> Result<Self, OutputError> {
        at(folder, fs::create_dir_all(folder))?;
        let path = folder.join("site.toml");
        at(&path, fs::write(&path, site::text(scenario, world)))?;
        let documents = folder.join("ir21");
        at(&documents, fs::create_dir_all(&documents))?;
        for network in &world.networks {
            let path = documents.join(format!("{}.xml", network.tadig));
            at(&path, fs::write(&path, ir21::document(world, network, scenario.start.0)))?;
        }
        let path = folder.join("truth.jsonl");
        let mut truth = BufWriter::with_capacity(1 << 20, at(&path, fs::File::create(&path))?);
        let writer = Writer::new(world, scenario);
        at(&path, writer.beginning(&mut truth, scenario, world.seed, scale))?;
        let mut out = Self {
            captures: Captures::new(folder, scenario.output.file_mib, scenario.output.daily),
            truth,
            writer,
            carrier: Carrier::new(world, second_tap),
            only_attacks: scenario.output.truth == Lines::Attacks,
            counted: std::collections::HashSet::new(),
            copies: Vec::new(),
            counts: Counts::default(),
            folder: folder.to_owned(),
        };
        for frame in out.carrier.opening(scenario.start.0) {
            out.captures.write(Tap::Diameter, frame.time, &frame.octets)?;
            out.counts.frames += 1;
        }
        Ok(out)
    }

    /// Writes a message: its frames and its lines.
    pub(crate) fn write(&mut self, said: Said) -> Result<(), OutputError> {
        self.due(said.time)?;
        let carried = self.carrier.carry(&said);
        self.counts.messages += 1;
        let frames = self.frames(carried.tap, &carried.frames)?;
        self.count(&said);
        self.lines(&said, &frames, false)?;
        for copy in carried.copies {
            let time = copy.first().map_or(said.time, |frame| frame.time);
            self.copies.push((time, carried.tap, copy, said.clone()));
        }
        Ok(())
    }

    /// Writes the copies whose time has come.
    fn due(&mut self, time: u64) -> Result<(), OutputError> {
        while let Some(place) = self.copies.iter().position(|copy| copy.0 < time) {
            let (_, tap, copy, said) = self.copies.remove(place);
            let frames = self.frames(tap, &copy)?;
            self.lines(&said, &frames, true)?;
        }
        Ok(())
    }

    fn frames(&mut self, tap: Tap, frames: &[Frame]) -> Result<(String, Vec<u32>), OutputError> {
        let mut numbers = Vec::with_capacity(frames.len());
        let mut name = String::new();
        for frame in frames {
            let (file, number) = self.captures.write(tap, frame.time, &frame.octets)?;
            if name.is_empty() {
                name.push_str(file);
            }
            numbers.push(number);
        }
        self.counts.frames += frames.len() as u64;
        Ok((name, numbers))
    }

    fn count(&mut self, said: &Said) {
        let Some(line) = said.lines.first() else { return };
        match &line.common.cause {
            Cause::Legitimate(name) => {
                self.counts.legitimate_operations += said.lines.len() as u64;
                if matches!(line.kind, crate::stage::Kind::Invoke | crate::stage::Kind::Request) {
                    *self.counts.legitimate.entry(name).or_insert(0) += u64::from(self.is_new(line.common.number));
                }
            }
            Cause::Attack(_) => self.counts.attack_operations += said.lines.len() as u64,
        }
    }

    /// Whether a dialogue is met for the first time. Numbers rise; old ones are forgotten.
    fn is_new(&mut self, number: u64) -> bool {
        if self.counted.len() > 1 << 17 {
            self.counted.retain(|known| known + (1 << 16) > number);
        }
        self.counted.insert(number)
    }

    fn lines(&mut self, said: &Said, (file, frames): &(String, Vec<u32>), copy: bool) -> Result<(), OutputError> {
        for line in &said.lines {
            let attack = matches!(line.common.cause, Cause::Attack(_));
            if attack || !self.only_attacks {
                let written = self.writer.line(&mut self.truth, said.time, line, file, frames, copy);
                at(&self.folder.join("truth.jsonl"), written)?;
            }
        }
        Ok(())
    }

    /// Writes what is left: campaigns, totals, ends of files.
    pub(crate) fn finish(mut self, scenario: &Scenario, sums: &[Sum]) -> Result<Counts, OutputError> {
        self.due(u64::MAX)?;
        (self.counts.octets, self.counts.files) = self.captures.finish()?;
        let path = self.folder.join("truth.jsonl");
        at(&path, self.writer.end(&mut self.truth, scenario, sums, &self.counts))?;
        at(&path, self.truth.flush())?;
        Ok(self.counts)
    }
}
