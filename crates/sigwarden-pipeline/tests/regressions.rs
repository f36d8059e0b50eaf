//! Inputs that once broke something: see `fuzz/regressions/README.md`.

#[allow(dead_code, unreachable_pub, unused_imports, reason = "other tests use the rest")]
#[path = "../../../fuzz/src/lib.rs"]
mod doors;

use std::path::Path;

#[test]
fn what_was_mended_stays_mended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/regressions");
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be listed").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
        if name == "README.md" {
            continue;
        }
        let target = name.split('-').next().unwrap_or_default();
        let (_, door) = doors::DOORS.iter().find(|(known, _)| *known == target).expect("named after a fuzz target");
        door(&std::fs::read(&path).expect("the file can be read"));
    }
}

#[test]
fn every_door_opens_for_its_seeds() {
    for (target, door) in doors::DOORS {
        let seeds = doors::seeds::of(target);
        assert!(!seeds.is_empty(), "{target} has seeds");
        seeds.iter().for_each(|seed| door(seed));
    }
}
