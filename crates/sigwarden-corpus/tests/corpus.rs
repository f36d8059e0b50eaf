//! Runs every case of the corpus.
//!
//! `SIGWARDEN_BIN` names the program; without it, cargo builds it. `SIGWARDEN_CASES` names the
//! beginning of the cases to run, such as `evasions/`.

use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;
use std::{env, fs};

use sigwarden_corpus::Error;
use sigwarden_corpus::case::{Case, cases_below, corpus};
use sigwarden_corpus::program::Program;
use sigwarden_corpus::split::halves;

/// Writes past the test harness, so that the table shows when everything holds, too.
fn say(text: &str) {
    writeln!(std::io::stdout(), "{text}").expect("standard output takes a line");
}

fn program() -> Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(|| Program::find().unwrap_or_else(|error| panic!("{error}"))).clone()
}

fn cases() -> Result<Vec<Case>, Error> {
    let wanted = env::var("SIGWARDEN_CASES").unwrap_or_default();
    let mut cases = cases_below(&corpus())?;
    cases.retain(|case| case.name.starts_with(&wanted));
    assert!(!cases.is_empty(), "no case begins with {wanted}");
    Ok(cases)
}

/// Runs a check on every case; what it says against a case fails the test in the end.
fn every_case(check: impl Fn(&Program, &Case) -> Result<Vec<String>, Error>) -> Result<(), Error> {
    let program = program();
    let mut failures = Vec::new();
    for case in cases()? {
        let said = check(&program, &case)?;
        failures.extend(said.into_iter().map(|what| format!("{}: {what}", case.name)));
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    Ok(())
}

#[test]
fn every_case_is_judged_as_it_says() -> Result<(), Error> {
    let program = program();
    let (mut checks, mut count, mut failures) = (0, 0, Vec::new());
    for case in cases()? {
        let unmet = case.expectations.unmet(&program.decode(&case)?, &program.scan(&case, &[&case.capture])?);
        let verdict = if unmet.is_empty() { "holds" } else { "FAILS" };
        say(&format!("{verdict}  {:<64} {:>3} checks", case.name, case.expectations.checks()));
        count += 1;
        checks += case.expectations.checks();
        failures.extend(unmet.into_iter().map(|what| format!("{}: {what}", case.name)));
    }
    say(&format!("{count} cases, {checks} checks, {} do not hold", failures.len()));
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    Ok(())
}

#[test]
fn one_thread_and_two_write_the_same() -> Result<(), Error> {
    every_case(|program, case| {
        let run = |threads| {
            let arguments = ["scan", "-w", "-", "--operations", "--threads", threads];
            program.run(case, &arguments, &[&case.capture]).map(|output| output.stdout)
        };
        let same = run("1")? == run("2")?;
        Ok(if same { Vec::new() } else { vec!["--threads 1 and --threads 2 write different lines".into()] })
    })
}

#[test]
fn what_is_found_does_not_depend_on_what_is_written() -> Result<(), Error> {
    every_case(|program, case| {
        let found = |more: &[&str]| {
            let arguments = [&["scan", "-w", "-"], more].concat();
            program
                .output(case, &arguments, &[&case.capture])
                .map(|output| output.finding_ids().into_iter().map(str::to_owned).collect::<Vec<_>>())
        };
        let (alone, with_lines) = (found(&[])?, found(&["--operations"])?);
        let same = alone == with_lines;
        Ok(if same { Vec::new() } else { vec![format!("without lines: {alone:?}, with --operations: {with_lines:?}")] })
    })
}

#[test]
fn lines_come_in_the_order_of_the_capture() -> Result<(), Error> {
    every_case(|program, case| {
        let decoded = program.decode(case)?;
        let last = |line: &serde_json::Value| line["capture"]["frames"].as_array()?.last()?.as_u64();
        let frames: Vec<_> = decoded.of_type("operation").filter_map(last).collect();
        let place = frames.windows(2).find(|pair| pair[0] > pair[1]);
        Ok(place
            .map(|pair| format!("a line of frame {} after one of frame {}", pair[1], pair[0]))
            .into_iter()
            .collect())
    })
}

#[test]
fn a_capture_in_two_files_has_the_same_findings() -> Result<(), Error> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let paths = ["first.pcap", "second.pcap"].map(|name| folder.path().join(name));
    every_case(|program, case| {
        let Some(parts) = halves(&fs::read(&case.capture).expect("the capture was read before")) else {
            return Ok(Vec::new());
        };
        for (path, octets) in paths.iter().zip(parts) {
            fs::write(path, octets).expect("the temporary folder takes a file");
        }
        let whole = program.scan(case, &[&case.capture])?;
        let split = program.scan(case, &paths.each_ref().map(|path| path.as_path() as &Path))?;
        let (whole, split) = (whole.finding_ids(), split.finding_ids());
        let same = whole == split;
        Ok(if same { Vec::new() } else { vec![format!("in two files: {split:?}, in one: {whole:?}")] })
    })
}
