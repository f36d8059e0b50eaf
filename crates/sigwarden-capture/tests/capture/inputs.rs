//! Finding inputs, and merging several by time.

use std::fs;
use std::path::Path;

use crate::build::*;
use sigwarden_capture::{CaptureSet, End};
use tempfile::TempDir;

/// A pcap with packets at these seconds; the data tells which.
fn pcap(seconds: &[u32]) -> Vec<u8> {
    let order = Order::Little;
    let mut bytes = pcap_header(order, MICROSECONDS, 1);
    for second in seconds {
        let data = [*second as u8];
        bytes.extend(pcap_record(order, MICROSECONDS, (*second, 0), &data));
    }
    bytes
}

fn folder(files: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn arguments(folder: &Path, names: &[&str]) -> Vec<String> {
    let paths = names.iter().map(|name| folder.join(name));
    paths.map(|path| path.display().to_string()).collect()
}

/// Input and second of each frame in the order it comes.
fn check_order(inputs: &[&[u32]], expected: &[(u16, i64)]) {
    let names: Vec<String> = (0..inputs.len()).map(|n| format!("{n}.pcap")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let files: Vec<_> = names.iter().zip(inputs).map(|(n, s)| (*n, pcap(s))).collect();
    let folder = folder(&files);
    let set = CaptureSet::open(&arguments(folder.path(), &names)).unwrap();
    let outcome = read_all(set);
    let got: Vec<_> = outcome.packets.iter().map(|p| (p.input, p.ts_ns / 1_000_000_000)).collect();
    assert_eq!(got, expected, "{inputs:?}");
    assert!(outcome.ends.iter().all(|end| *end == End::Complete));
}

#[test]
fn merges_by_time() {
    check_order(&[&[1, 3], &[2, 4]], &[(0, 1), (1, 2), (0, 3), (1, 4)]);
    check_order(&[&[3, 4], &[1, 2]], &[(1, 1), (1, 2), (0, 3), (0, 4)]);
    check_order(&[&[1], &[], &[2]], &[(0, 1), (2, 2)]);
    check_order(&[&[], &[]], &[]);
    check_order(&[&[5]], &[(0, 5)]);
}

#[test]
fn gives_the_earlier_input_first_at_the_same_time() {
    check_order(&[&[1, 2], &[1, 1, 2], &[1]], &[(0, 1), (1, 1), (1, 1), (2, 1), (0, 2), (1, 2)]);
}

#[test]
fn never_changes_the_order_inside_an_input() {
    // 9 holds back the 1 behind it, and lets it out at once.
    check_order(&[&[2, 9, 1], &[5, 10]], &[(0, 2), (1, 5), (0, 9), (0, 1), (1, 10)]);
    check_order(&[&[3, 2, 1]], &[(0, 3), (0, 2), (0, 1)]);
}

#[test]
fn merges_more_inputs_than_get_a_large_buffer() {
    let files: Vec<(String, Vec<u8>)> =
        (0..300_u32).map(|n| (format!("{n:03}.pcap"), pcap(&[1000 - n, 2000 - n]))).collect();
    let files: Vec<_> = files.iter().map(|(n, b)| (n.as_str(), b.clone())).collect();
    let folder = folder(&files);
    let set = CaptureSet::open(&[folder.path().display().to_string()]).unwrap();
    let outcome = read_all(set);
    assert_eq!(outcome.packets.len(), 600);
    assert!(outcome.packets.is_sorted_by_key(|p| p.ts_ns));
    assert_eq!(outcome.packets[0].input, 299);
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let cut = pcap(&[2, 3]);
    let folder = folder(&[
        ("a.pcap", pcap(&[1])),
        ("b.pcap", b"no capture at all".to_vec()),
        ("c.pcap", cut[..cut.len() - 1].to_vec()),
        ("d.pcap", Vec::new()),
    ]);
    let set = CaptureSet::open(&[folder.path().display().to_string()]).unwrap();
    let outcome = read_all(set);
    assert_eq!(outcome.packets.len(), 2);
    assert!(
        matches!(
            outcome.ends[..],
            [End::Complete, End::Unreadable { .. }, End::CutShort { offset: 41, .. }, End::Unreadable { .. }]
        ),
        "{:?}",
        outcome.ends
    );
}

/// Names of the inputs found, without the folder.
fn check_found(files: &[&str], given: &[&str], expected: &[&str]) {
    let files: Vec<_> = files.iter().map(|name| (*name, pcap(&[1]))).collect();
    let folder = folder(&files);
    let set = CaptureSet::open(&arguments(folder.path(), given)).unwrap();
    let names: Vec<&str> = set
        .inputs()
        .into_iter()
        .map(|name| Path::new(name).strip_prefix(folder.path()).unwrap())
        .map(|name| name.to_str().unwrap())
        .collect();
    assert_eq!(names, expected, "{given:?}");
}

#[test]
fn finds_the_files_meant() {
    let files = [
        "b.pcapng",
        "a.PCAP.GZ",
        "c.cap.zst",
        "d.ntar",
        "e.txt",
        "f.gz",
        "pcap",
        ".pcap",
        "sub/g.pcap",
        "sub/deeper/h.pcap",
        "sub/i.log",
        "odd[1].pcap",
        "odd1.pcap",
    ];
    let all = [
        ".pcap",
        "a.PCAP.GZ",
        "b.pcapng",
        "c.cap.zst",
        "d.ntar",
        "odd1.pcap",
        "odd[1].pcap",
        "sub/deeper/h.pcap",
        "sub/g.pcap",
    ];
    check_found(&files, &[""], &all);
    check_found(&files, &["e.txt", "b.pcapng"], &["e.txt", "b.pcapng"]);
    check_found(&files, &["?.txt"], &["e.txt"]);
    check_found(&files, &["**/*.pcap"], &[".pcap", "odd1.pcap", "odd[1].pcap", "sub/deeper/h.pcap", "sub/g.pcap"]);
    check_found(&files, &["s*"], &["sub/deeper/h.pcap", "sub/g.pcap"]);
    check_found(&files, &["odd[1].pcap"], &["odd[1].pcap"]);
    check_found(&files, &["odd[0-9].pcap"], &["odd1.pcap"]);
}

#[test]
fn reads_a_file_given_twice_once() {
    let folder = folder(&[("a.pcap", pcap(&[1]))]);
    let given = arguments(folder.path(), &["a.pcap", "*.pcap", ""]);
    let outcome = read_all(CaptureSet::open(&given).unwrap());
    assert_eq!(outcome.packets.len(), 1);
    assert_eq!(outcome.warnings.len(), 2);
}

fn check_error(given: &[&str], words: &str) {
    let folder = folder(&[("empty/e.txt", Vec::new())]);
    let result = CaptureSet::open(&arguments(folder.path(), given));
    let Err(error) = result else {
        panic!("{given:?} was found");
    };
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn says_which_input_means_no_file() {
    check_error(&[], "no input given");
    check_error(&["gone.pcap"], "gone.pcap: no such file");
    check_error(&["empty", "gone.pcap"], "empty: the folder holds no capture");
    check_error(&["*.pcap"], "*.pcap: no file matches");
    check_error(&["emp*"], "emp*: no file matches");
    check_error(&["a[.pcap"], "a[.pcap: this is no valid pattern");
}

#[test]
fn counts_bytes_on_disk() {
    let files = [("a.pcap", gzip(&pcap(&[1, 2]))), ("b.pcap", pcap(&[3]))];
    let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let folder = folder(&files);
    let mut set = CaptureSet::open(&[folder.path().display().to_string()]).unwrap();
    assert_eq!(set.bytes_total(), Some(size as u64));
    assert_eq!(set.bytes_read(), 0);
    while set.next_frame().is_some() {
        assert!(set.bytes_read() <= size as u64);
    }
    assert_eq!(set.bytes_read(), size as u64);
    let set = CaptureSet::from_reader("reader", Box::new(std::io::empty()));
    assert_eq!(set.bytes_total(), None);
}
