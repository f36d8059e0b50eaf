//! Makes captures with something wrong in them. The number of a mutant decides all of it.

use super::doors::seeds::Layers;
use sigwarden_testkit::capture::{Order, Pcap, Pcapng};
use sigwarden_testkit::random::Random;
use sigwarden_testkit::world::{MILLISECOND, START};

/// Frames of one capture before it is changed, at the most.
const FRAMES: u64 = 16;

/// What a length field is made to say.
const LENGTHS: [&[u8]; 8] =
    [&[0], &[1], &[0x7f], &[0x80], &[0x84, 0xff, 0xff, 0xff, 0xff], &[0xff], &[0, 0], &[0xff; 2]];

/// Captures to be changed.
pub(crate) struct Captures {
    /// Frames in a row, by link type.
    rows: Vec<(u16, Vec<Vec<u8>>)>,
}

impl Captures {
    /// From the frames of the testkit.
    pub(crate) fn new(layers: &Layers) -> Self {
        let rows = layers.frames.chunk_by(|(one, _), (other, _)| one == other);
        let row = |frames: &[(u16, Vec<u8>)]| (frames[0].0, frames.iter().map(|(_, frame)| frame.clone()).collect());
        Self { rows: rows.map(row).collect() }
    }

    /// The capture of this number.
    pub(crate) fn mutant(&self, number: u64) -> Vec<u8> {
        let mut random = Random::new(number);
        let (link, frames) = random.pick(&self.rows);
        let first = random.below(frames.len() as u64);
        let last = (first + random.between(1, FRAMES)).min(frames.len() as u64);
        let mut frames = frames[first as usize..last as usize].to_vec();
        for _ in 0..random.below(5) {
            change_row(&mut frames, &mut random);
        }
        for _ in 0..random.below(8) {
            let position = random.below(frames.len() as u64) as usize;
            change(&mut frames[position], &mut random);
        }
        let link = if random.chance(20) { random.below(300) as u16 } else { *link };
        let mut file = write(link, &frames, &mut random);
        // Half of the files are well-formed, so that what is wrong inside is reached.
        if random.chance(500) {
            for _ in 0..random.between(1, 4) {
                change(&mut file, &mut random);
            }
        }
        file
    }
}

/// Duplicates, loses, swaps or mixes frames.
fn change_row(frames: &mut Vec<Vec<u8>>, random: &mut Random) {
    let one = random.below(frames.len() as u64) as usize;
    let other = random.below(frames.len() as u64) as usize;
    match random.below(4) {
        0 => frames.insert(other, frames[one].clone()),
        1 if frames.len() > 1 => drop(frames.remove(one)),
        2 => {
            let cut = random.below(frames[one].len() as u64 + 1) as usize;
            let tail = frames[other].get(cut..).unwrap_or_default().to_vec();
            frames[one].truncate(cut);
            frames[one].extend(tail);
        }
        _ => frames.swap(one, other),
    }
}

/// Changes octets at one place.
fn change(octets: &mut Vec<u8>, random: &mut Random) {
    if octets.is_empty() {
        octets.push(random.bits() as u8);
        return;
    }
    let at = random.below(octets.len() as u64) as usize;
    let length = 1 + random.below(16.min((octets.len() - at) as u64)) as usize;
    match random.below(7) {
        0 | 1 => octets[at] ^= 1 << random.below(8),
        2 => octets[at] = random.bits() as u8,
        3 => drop(octets.splice(at..at, (0..length).map(|_| random.bits() as u8))),
        4 => drop(octets.drain(at..at + length)),
        5 => octets.iter_mut().skip(at).zip(*random.pick(&LENGTHS)).for_each(|(octet, said)| *octet = *said),
        _ if random.chance(200) => octets.truncate(at),
        // Two pieces change places: chunks, parameters, elements.
        _ => octets[at.saturating_sub(length)..at + length].rotate_left(length.min(at)),
    }
}

/// A file of either format, in either byte order, with times that sometimes jump.
fn write(link: u16, frames: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let order = if random.chance(700) { Order::Little } else { Order::Big };
    let nanoseconds = random.chance(500);
    let mut time = START;
    let mut times = Vec::new();
    for _ in frames {
        let jump = if random.chance(50) { random.below(START) } else { MILLISECOND };
        time = if random.chance(50) { time.saturating_sub(jump) } else { time.saturating_add(jump) };
        times.push(time);
    }
    if random.chance(500) {
        let mut file = Pcap::with(link, order, nanoseconds);
        times.iter().zip(frames).for_each(|(time, frame)| file.packet(*time, frame));
        return file.finish();
    }
    let mut file = Pcapng::new(order);
    let interface = file.interface(link, nanoseconds);
    times.iter().zip(frames).for_each(|(time, frame)| file.packet(interface, *time, frame));
    file.finish()
}
