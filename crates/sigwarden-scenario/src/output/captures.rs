//! Capture files: one row of them a tap, cut by size and day.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use sigwarden_emit::capture::{Order, Pcapng, link_type};

use super::{OutputError, at};
use crate::carry::Tap;
use crate::life::DAY;

/// Octets that wait in memory before they are written.
const WAITING: usize = 1 << 18;

/// The file of a tap that is written now.
struct Open {
    file: File,
    path: PathBuf,
    name: String,
    pcapng: Pcapng,
    interface: u32,
    written: u64,
    frames: u32,
    day: u64,
}

/// Files of all taps.
pub(super) struct Captures {
    folder: PathBuf,
    limit: u64,
    daily: bool,
    open: [Option<Open>; 4],
    numbers: [u32; 4],
    octets: u64,
    files: u64,
}

impl Captures {
    /// No file yet; each at most `mib` MiB, and of one day if `daily`.
    pub(super) fn new(folder: &Path, mib: u64, daily: bool) -> Self {
        let limit = mib.max(1) << 20;
        Self {
            folder: folder.to_owned(),
            limit,
            daily,
            open: [const { None }; 4],
            numbers: [0; 4],
            octets: 0,
            files: 0,
        }
    }

    /// Name of the file of a tap that is written now.
    pub(super) fn name(&self, tap: Tap) -> &str {
        self.open[tap as usize].as_ref().map_or("", |open| &open.name)
    }

    /// Writes a frame. Returns its number in its file. A new file begins with the first frame of a message only.
    pub(super) fn write(&mut self, tap: Tap, time: u64, octets: &[u8], first: bool) -> Result<u32, OutputError> {
        let place = tap as usize;
        let day = time / DAY;
        let full =
            |open: &Open| open.written + open.pcapng.len() as u64 >= self.limit || (self.daily && open.day < day);
        if first && self.open[place].as_ref().is_some_and(full) {
            self.close(place)?;
        }
        if self.open[place].is_none() {
            self.numbers[place] += 1;
            self.files += 1;
            self.open[place] = Some(open(&self.folder, tap, self.numbers[place], day)?);
        }
        let Some(open) = self.open[place].as_mut() else { return Ok(0) };
        open.pcapng.packet(open.interface, time, octets);
        open.frames += 1;
        if open.pcapng.len() >= WAITING {
            open.flush()?;
        }
        Ok(open.frames)
    }

    fn close(&mut self, place: usize) -> Result<(), OutputError> {
        if let Some(mut open) = self.open[place].take() {
            open.flush()?;
            self.octets += open.written;
        }
        Ok(())
    }

    /// Ends all files. Returns octets and files written.
    pub(super) fn finish(&mut self) -> Result<(u64, u64), OutputError> {
        (0..self.open.len()).try_for_each(|place| self.close(place))?;
        Ok((self.octets, self.files))
    }
}

impl Open {
    fn flush(&mut self) -> Result<(), OutputError> {
        self.written += self.pcapng.len() as u64;
        let file = &mut self.file;
        at(&self.path, self.pcapng.drain(|octets| file.write_all(octets)))
    }
}

fn open(folder: &Path, tap: Tap, number: u32, day: u64) -> Result<Open, OutputError> {
    let name = format!("{}-{number:04}.pcapng", tap.name());
    let path = folder.join(&name);
    let file = at(&path, File::create(&path))?;
    let mut pcapng = Pcapng::new(Order::Little);
    let interface = pcapng.interface(link_type::ETHERNET, true);
    Ok(Open { file, path, name, pcapng, interface, written: 0, frames: 0, day })
}
