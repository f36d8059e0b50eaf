//! Nanoseconds a frame, by format: `cargo bench -p sigwarden-capture`.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use sigwarden_capture::CaptureSet;

const FRAMES: u32 = 2_000_000;
const DATA: [u8; 150] = [0x5a; 150];

fn pcap(first: u32) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4_u32, 0x0004_0002, 0, 0, 65535, 1] {
        file.extend(word.to_le_bytes());
    }
    for number in first..first + FRAMES {
        for word in [number / 1000, number % 1000, 150, 150] {
            file.extend(word.to_le_bytes());
        }
        file.extend(DATA);
    }
    file
}

fn pcapng() -> Vec<u8> {
    let mut file = Vec::new();
    let section = [0x0a0d_0d0a_u32, 28, 0x1a2b_3c4d, 1, u32::MAX, u32::MAX, 28];
    let interface = [1, 20, 1, 65535, 20];
    for word in section.into_iter().chain(interface) {
        file.extend(word.to_le_bytes());
    }
    for number in 0..FRAMES {
        for word in [6, 184, 0, 0, number, 150, 150] {
            file.extend(word.to_le_bytes());
        }
        file.extend(DATA);
        file.extend([0, 0]);
        file.extend(184_u32.to_le_bytes());
    }
    file
}

fn measure(name: &str, inputs: &[&Path]) {
    let inputs: Vec<String> = inputs.iter().map(|p| p.display().to_string()).collect();
    let mut best = f64::INFINITY;
    let mut frames = 0_u64;
    for _ in 0..5 {
        let start = Instant::now();
        let mut set = CaptureSet::open(&inputs).unwrap();
        frames = 0;
        let mut sum = 0_u64;
        while let Some(frame) = set.next_frame() {
            frames += 1;
            sum = sum.wrapping_add(u64::from(frame.data[149]) + frame.ts_ns as u64);
        }
        black_box(sum);
        best = best.min(start.elapsed().as_secs_f64());
    }
    let nanoseconds = best * 1e9 / frames as f64;
    eprintln!("{name:24} {frames:>9} frames {nanoseconds:6.1} ns a frame");
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.pcap"), pcap(0)).unwrap();
    fs::write(path("b.pcap"), pcap(FRAMES / 2)).unwrap();
    fs::write(path("c.pcapng"), pcapng()).unwrap();
    measure("pcap", &[&path("a.pcap")]);
    measure("pcapng", &[&path("c.pcapng")]);
    measure("two pcap, merged", &[&path("a.pcap"), &path("b.pcap")]);
}
