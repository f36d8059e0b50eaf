//! Frames in, rewritten frames out.

use crate::fragments::Fragments;
use crate::frames::Frames;
use crate::keyed::{Keyed, Known};
use crate::report::Report;
use crate::sccp::Segments;
use crate::sctp::Chunks;
use crate::sums;
use crate::tcap::Reader;
use crate::tcp::Streams;
use sigwarden_operators::Pseudonymiser;
use sigwarden_wire::{diameter, gtp};
use std::net::IpAddr;

/// A captured frame.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Time, nanoseconds since 1970, UTC.
    pub ts_ns: i64,
    /// LINKTYPE of the registry.
    pub link_type: u16,
    /// Its octets.
    pub octets: &'a [u8],
    /// Octets that it had on the wire.
    pub original_length: u32,
}

/// A rewritten frame.
#[derive(Clone, Copy, Debug)]
pub struct Rewritten<'a> {
    /// Which frame it was, counted from 1.
    pub number: u64,
    /// Time, as it was.
    pub ts_ns: i64,
    /// Link type, as it was.
    pub link_type: u16,
    /// Its octets: as many as it had.
    pub octets: &'a [u8],
}

/// Rewrites the frames of one capture. Frames come out in the order in which they went in.
#[derive(Debug)]
pub struct Anonymizer {
    pub(crate) keyed: Keyed,
    pub(crate) frames: Frames,
    pub(crate) chunks: Chunks,
    pub(crate) segments: Segments,
    pub(crate) streams: Streams,
    pub(crate) tcap: Reader,
    pub(crate) diameter: [diameter::Message; 2],
    pub(crate) gtp: Box<[gtp::Message; 2]>,
    pub(crate) fragments: Fragments,
    /// Tunnels that the packet in hand stands in.
    pub(crate) tunnels: u8,
    pub(crate) now: i64,
}

/// Where a message came from and goes to, as pieces of it share that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Way {
    pub(crate) src: Option<IpAddr>,
    pub(crate) dst: Option<IpAddr>,
    pub(crate) ports: (u16, u16),
    pub(crate) codes: Option<(u32, u32)>,
}

impl Anonymizer {
    /// With this key, and what is known of networks.
    pub fn new(pseudonymiser: Pseudonymiser, known: Known) -> Self {
        Self {
            keyed: Keyed::new(pseudonymiser, known),
            frames: Frames::default(),
            chunks: Chunks::default(),
            segments: Segments::default(),
            streams: Streams::default(),
            tcap: Reader::default(),
            diameter: Default::default(),
            gtp: Box::default(),
            fragments: Fragments::default(),
            tunnels: 0,
            now: 0,
        }
    }

    /// Takes a frame; hands out those that wait for nothing.
    pub fn frame(&mut self, frame: Frame<'_>, each: &mut dyn FnMut(Rewritten<'_>)) {
        self.keyed.report.read = self.keyed.report.read.saturating_add(1);
        self.now = frame.ts_ns;
        let number = self.frames.push(frame.ts_ns, frame.link_type, frame.octets);
        if let Err(reason) = self.link(number, &frame) {
            self.frames.fail_frame(number, reason);
        }
        self.hand_out(false, each);
    }

    /// The end of the capture: what waited for the rest of a message is dropped.
    pub fn finish(&mut self, each: &mut dyn FnMut(Rewritten<'_>)) {
        self.hand_out(true, each);
    }

    /// What became of everything so far.
    pub const fn report(&self) -> &Report {
        &self.keyed.report
    }

    fn hand_out(&mut self, end: bool, each: &mut dyn FnMut(Rewritten<'_>)) {
        while let Some(mut held) = self.frames.pop(self.now, end) {
            let report = &mut self.keyed.report;
            if let Some(reason) = held.fate {
                report.drop(reason);
                continue;
            }
            report.blanked = report.blanked.saturating_add(held.blanked());
            report.written = report.written.saturating_add(1);
            sums::set(held.link_type, &held.before, &mut held.after);
            each(Rewritten {
                number: held.number.saturating_add(1),
                ts_ns: held.ts_ns,
                link_type: held.link_type,
                octets: &held.after,
            });
        }
    }
}
