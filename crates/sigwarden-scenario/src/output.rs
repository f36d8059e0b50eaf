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
    writer: Writer,
    carrier: Carrier<'w>,
    only_attacks: bool,
    /// Numbers of the frames of the message that is written now.
    numbers: Vec<u32>,
    /// A line in the making.
    line: Vec<u8>,
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
            numbers: Vec::new(),
            line: Vec::new(),
            copies: Vec::new(),
            counts: Counts::default(),
            folder: folder.to_owned(),
        };
        for frame in out.carrier.opening(scenario.start.0) {
            out.captures.write(Tap::Diameter, frame.time, &frame.octets, true)?;
            out.counts.frames += 1;
        }
        Ok(out)
    }

    /// Writes a message: its frames and its lines.
    pub(crate) fn write(&mut self, said: &Said) -> Result<(), OutputError> {
        self.due(said.time)?;
        let carried = self.carrier.carry(said);
        self.counts.messages += 1;
        self.frames(carried.tap, &carried.frames)?;
        self.count(said);
        self.lines(said, carried.tap, None)?;
        for copy in carried.copies {
            let time = copy.first().map_or(said.time, |frame| frame.time);
            self.copies.push((time, carried.tap, copy, said.clone()));
        }
        Ok(())
    }

    /// Writes the copies whose time has come.
    fn due(&mut self, time: u64) -> Result<(), OutputError> {
        while let Some(place) = (0..self.copies.len()).min_by_key(|place| self.copies[*place].0) {
            if self.copies[place].0 >= time {
                break;
            }
            let (at, tap, copy, said) = self.copies.remove(place);
            self.frames(tap, &copy)?;
            self.lines(&said, tap, Some(at))?;
        }
        Ok(())
    }

    /// Writes the frames of a message, all into one file.
    fn frames(&mut self, tap: Tap, frames: &[Frame]) -> Result<(), OutputError> {
        self.numbers.clear();
        for (place, frame) in frames.iter().enumerate() {
            self.numbers.push(self.captures.write(tap, frame.time, &frame.octets, place == 0)?);
        }
        self.counts.frames += frames.len() as u64;
        Ok(())
    }

    fn count(&mut self, said: &Said) {
        let operations = said.lines.iter().flatten().count() as u64;
        match &said.common.cause {
            Cause::Legitimate(name) => {
                self.counts.legitimate_operations += operations;
                *self.counts.legitimate.entry(name).or_insert(0) += u64::from(said.opens);
            }
            Cause::Attack(_) => self.counts.attack_operations += operations,
        }
    }

    fn lines(&mut self, said: &Said, tap: Tap, copy: Option<u64>) -> Result<(), OutputError> {
        if self.only_attacks && !matches!(said.common.cause, Cause::Attack(_)) {
            return Ok(());
        }
        self.line.clear();
        let time = copy.unwrap_or(said.time);
        let place = lines::Place { file: self.captures.name(tap), frames: &self.numbers, time, copy: copy.is_some() };
        for line in said.lines.iter().flatten() {
            self.writer.line(&mut self.line, said, line, &place);
        }
        let written = self.truth.write_all(&self.line);
        written.map_err(|source| OutputError { path: self.folder.join("truth.jsonl"), source })
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
