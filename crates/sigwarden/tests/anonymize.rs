//! `anonymize`: what is written where, what is refused, what is said.

mod common;

use common::{ASKER, Folder};
use sigwarden_testkit::capture::{Order, Pcapng};
use sigwarden_testkit::samples::IMSI;
use std::fs;

/// Lines of `decode`, without the first and the last, which name inputs and times.
fn operations(folder: &Folder, name: &str) -> Vec<String> {
    let ran = folder.run(&format!("decode {name} -c site.toml --format jsonl"));
    assert!(ran.out.lines().count() > 2, "{name}: {}{}", ran.out, ran.err);
    let lines = ran.out.lines().filter(|line| line.contains("\"event_type\":\"operation\""));
    lines.map(str::to_owned).collect()
}

#[test]
fn a_capture_is_rewritten_and_finds_the_same() {
    let folder = Folder::new();
    let ran = folder.run("anonymize attack.pcap shared.pcap -c private.toml");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    for text in ["read ", "written ", "signalling message", "IMSI", "node number", "IP address", "read again"] {
        assert!(ran.out.contains(text), "{text} is not in\n{}", ran.out);
    }
    let (before, after) = (operations(&folder, "attack.pcap"), operations(&folder, "shared.pcap"));
    assert_eq!(before.len(), after.len());
    assert!(before.iter().any(|line| line.contains(IMSI)) && !after.iter().any(|line| line.contains(IMSI)));
    assert!(!after.iter().any(|line| line.contains(ASKER)));
    let scanned = folder.run("scan shared.pcap -c site.toml --fail-on high");
    assert_eq!(scanned.code, 4, "{}", scanned.err);
}

#[test]
fn the_same_key_gives_the_same_octets_and_another_key_others() {
    let folder = Folder::new();
    folder.write("other.key", "a5".repeat(32).as_bytes());
    for line in [
        "anonymize calm.pcap one.pcap --key site.key",
        "anonymize calm.pcap two.pcap --key site.key",
        "anonymize calm.pcap three.pcap --key other.key",
    ] {
        assert_eq!(folder.run(line).code, 0, "{line}");
    }
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert_eq!(read("one.pcap"), read("two.pcap"));
    assert_ne!(read("one.pcap"), read("three.pcap"));
}

#[test]
fn what_decode_shows_under_the_key_is_what_is_written() {
    let folder = Folder::new();
    assert_eq!(folder.run("anonymize attack.pcap shared.pcap -c private.toml").code, 0);
    let fields = "--format jsonl --fields target.imsi";
    let shown = folder.run(&format!("decode attack.pcap -c private.toml {fields}"));
    let written = folder.run(&format!("decode shared.pcap -c site.toml {fields}"));
    let targets = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.contains("\"target\"")).map(str::to_owned).collect()
    };
    assert!(!targets(&shown.out).is_empty());
    assert_eq!(targets(&shown.out), targets(&written.out));
}

#[test]
fn folders_become_folders() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path().join("in/deep")).unwrap();
    let capture = fs::read(folder.path().join("attack.pcap")).unwrap();
    folder.write("in/one.pcap", &capture);
    folder.write("in/deep/one.pcap", &capture);
    let ran = folder.run("anonymize in out --key site.key --format json");
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(
        ran.out.starts_with("{\"schema\":") && ran.out.contains("\"frames_read\":") && ran.out.lines().count() == 1,
        "{}",
        ran.out
    );
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert_eq!(read("out/one.pcap"), read("out/deep/one.pcap"));
    let ran = folder.run("anonymize in/one.pcap in/deep/one.pcap out --key site.key --force");
    assert_eq!(ran.code, 2, "{}", ran.out);
    assert!(ran.err.contains("would be the output of several captures"), "{}", ran.err);
}

#[test]
fn what_cannot_be_done_is_refused() {
    let folder = Folder::new();
    folder.write("there.pcap", b"precious");
    for (line, code, said) in [
        ("anonymize attack.pcap shared.pcap", 2, "config init --key"),
        ("anonymize attack.pcap shared.pcap -c site.toml", 2, "config init --key"),
        ("anonymize attack.pcap attack.pcap --key site.key --force", 2, "is an input"),
        ("anonymize attack.pcap ./attack.pcap --key site.key --force", 2, "is an input"),
        ("anonymize attack.pcap site.key --key site.key --force", 2, "or the key"),
        ("anonymize attack.pcap there.pcap --key site.key", 2, "--force"),
        ("anonymize attack.pcap calm.pcap - --key site.key", 2, "name a folder"),
        ("anonymize attack.pcap calm.pcap there.pcap --key site.key", 2, "need a folder"),
        ("anonymize missing.pcap shared.pcap --key site.key", 10, "missing.pcap"),
        ("anonymize text.pcap shared.pcap --key site.key", 10, "text.pcap"),
        ("anonymize empty.pcap shared.pcap --key site.key", 3, "nothing was rewritten"),
        ("anonymize attack.pcap shared.pcap --key missing.key", 20, "missing.key"),
        ("anonymize attack.pcap shared.pcap --key there.pcap", 20, "there.pcap"),
        ("anonymize cut.pcap cut-shared.pcap --key site.key", 11, "cut short at byte "),
    ] {
        let ran = folder.run(line);
        assert_eq!(ran.code, code, "{line}\n{}{}", ran.out, ran.err);
        assert!(ran.err.contains(said), "{line}: \"{said}\" is not in\n{}", ran.err);
        // Only what was rewritten can have been read again.
        assert_eq!(ran.out.contains("read again"), code == 11, "{line}\n{}", ran.out);
    }
    assert_eq!(folder.read("there.pcap"), "precious");
    assert!(folder.path().join("cut-shared.pcap").exists());
    assert!(!folder.path().join("shared.pcap").exists());
}

#[test]
fn of_pcapng_only_packets_are_taken_over() {
    let folder = Folder::new();
    let mut file = Pcapng::new(Order::Big);
    // A comment of the section, names of addresses, a secret of TLS.
    let text = b"recorded by somebody at 192.0.2.1";
    let mut padded = text.to_vec();
    padded.resize(padded.len().next_multiple_of(4), 0);
    file.block(4, &padded);
    file.block(10, &padded);
    file.block(0xBAD, &padded);
    let interface = file.interface(1, true);
    let attack = fs::read(folder.path().join("attack.pcap")).unwrap();
    // The packets of a pcap: a header of 24 octets, then records.
    let mut at = 24;
    while at < attack.len() {
        let length = u32::from_le_bytes(attack[at + 8..at + 12].try_into().unwrap()) as usize;
        file.packet(interface, 1_700_000_000_123_456_789, &attack[at + 16..at + 16 + length]);
        at += 16 + length;
    }
    folder.write("attack.pcapng", &file.finish());
    assert_eq!(folder.run("anonymize attack.pcapng shared.pcapng --key site.key").code, 0);
    let made = fs::read(folder.path().join("shared.pcapng")).unwrap();
    assert!(!made.windows(8).any(|window| window == b"recorded"));
    assert!(operations(&folder, "shared.pcapng")[0].contains("2023-11-14T22:13:20.123456Z"));
}
