//! The memory as octets: what one run has learned, the next one knows.
//!
//! A head (`SWSTATE1`, time of the first message, how many), then each subscriber as it stands in memory: integers, lowest
//! octet first. Two runs that saw the same write the same.

use super::{NetworkKey, Subscriber, Subscribers, Told};
use sigwarden_operators::Country;
use std::io::{self, Read, Write};

const MAGIC: &[u8; 8] = b"SWSTATE1";
/// Octets of a registration, and of a subscriber.
const SERVING: usize = 19;
const RECORD: usize = 3 * 8 + 6 * SERVING + 6 * 4;

/// Why a saved memory cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// It is something else, or of another version of the program.
    #[error("this is no saved state of this version; leave the file out and let it be made anew")]
    Foreign,
    /// It ends early.
    #[error("the saved state ends after {found} of {expected} subscribers; it was not written to its end")]
    Cut {
        /// How many are there.
        found: u64,
        /// How many there should be.
        expected: u64,
    },
    /// The file cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What one run hands to the next.
#[derive(Debug, Default)]
pub struct State {
    /// First message ever learned from, nanoseconds since 1970; none where nothing was learned yet.
    pub started: Option<i64>,
    /// Who was where.
    pub subscribers: Subscribers,
}

impl State {
    /// Writes everything.
    ///
    /// # Errors
    /// Whatever writing gives.
    pub fn save(&self, mut out: impl Write) -> Result<(), StateError> {
        out.write_all(MAGIC)?;
        let (started, subscribers) = (self.started.unwrap_or(i64::MIN), &self.subscribers);
        out.write_all(&started.to_le_bytes())?;
        out.write_all(&u64::try_from(subscribers.count).unwrap_or(u64::MAX).to_le_bytes())?;
        let mut record = Vec::with_capacity(RECORD);
        for slot in subscribers.blocks.iter().flatten().take(subscribers.count) {
            record.clear();
            write(slot, &mut record);
            out.write_all(&record)?;
        }
        Ok(out.flush()?)
    }

    /// Reads what [`State::save`] wrote.
    ///
    /// # Errors
    /// Something else, something cut, or whatever reading gives.
    pub fn load(mut from: impl Read) -> Result<Self, StateError> {
        let mut head = [0; 24];
        from.read_exact(&mut head).map_err(|_| StateError::Foreign)?;
        let mut head = Octets(&head);
        if head.take::<8>() != Some(*MAGIC) {
            return Err(StateError::Foreign);
        }
        let (started, expected) = (head.u64().unwrap_or(0).cast_signed(), head.u64().unwrap_or(0));
        let mut subscribers = Subscribers::default();
        let mut record = [0; RECORD];
        for found in 0..expected {
            if from.read_exact(&mut record).is_err() {
                return Err(StateError::Cut { found, expected });
            }
            let Some(slot) = read(&mut Octets(&record)) else { return Err(StateError::Foreign) };
            if slot.imsi != 0
                && subscribers.find(slot.imsi).is_none()
                && let Some(index) = subscribers.insert(slot)
            {
                subscribers.index_msisdn(index);
            }
        }
        Ok(Self { started: Some(started).filter(|started| *started != i64::MIN), subscribers })
    }
}

fn write(slot: &Subscriber, out: &mut Vec<u8>) {
    for id in [slot.imsi, slot.msisdn, slot.imei] {
        out.extend_from_slice(&id.to_le_bytes());
    }
    for serving in slot.serving.iter().chain(&slot.before) {
        for number in [serving.network.0, serving.node, serving.since, serving.seen] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        let country = serving.country.map_or([0, 0], |country| {
            let mut letters = [0; 2];
            letters.iter_mut().zip(country.as_str().bytes()).for_each(|(to, letter)| *to = letter);
            letters
        });
        out.extend_from_slice(&country);
        out.push(serving.told as u8);
    }
    for number in [slot.keys.0.0, slot.keys.1, slot.doubted.0.0, slot.doubted.1, slot.misfit.0.0, slot.misfit.1] {
        out.extend_from_slice(&number.to_le_bytes());
    }
}

struct Octets<'a>(&'a [u8]);

impl Octets<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }
}

fn read(from: &mut Octets<'_>) -> Option<Subscriber> {
    let mut slot = Subscriber { imsi: from.u64()?, msisdn: from.u64()?, imei: from.u64()?, ..Subscriber::default() };
    for serving in slot.serving.iter_mut().chain(&mut slot.before) {
        serving.network = NetworkKey(from.u32()?);
        (serving.node, serving.since, serving.seen) = (from.u32()?, from.u32()?, from.u32()?);
        serving.country = std::str::from_utf8(&from.take::<2>()?).ok().and_then(Country::new);
        serving.told = match from.take::<1>()? {
            [1] => Told::Registered,
            _ => Told::Nobody,
        };
    }
    slot.keys = (NetworkKey(from.u32()?), from.u32()?);
    slot.doubted = (NetworkKey(from.u32()?), from.u32()?);
    slot.misfit = (NetworkKey(from.u32()?), from.u32()?);
    Some(slot)
}
