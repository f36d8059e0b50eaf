//! Runs the built program on captures that the test kit makes.
#![allow(dead_code, reason = "every test file uses a part of it")]

use sigwarden_testkit::map::{self, Cell, RequestedInfo, Subscriber, context, context_number, operation, subsystem};
use sigwarden_testkit::samples::{IMSI, MSISDN};
use sigwarden_testkit::{Answer, Lab, Node, samples};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The network of all tests.
pub(crate) const SITE: &str =
    "[home]\nname = \"Example Mobile\"\nplmns = [\"001-01\"]\nglobal_titles = [\"1555555\"]\n";
/// A key of pseudonyms.
pub(crate) const KEY: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";
/// Who asks for the position.
pub(crate) const ASKER: &str = "447700900001";

/// A foreign address asks twice where a subscriber is: one answer, one refusal.
pub(crate) fn attack() -> Vec<u8> {
    let mut lab = Lab::new();
    let asker = Node::new(ASKER, subsystem::GSM_SCF, 2001, [198, 51, 100, 10]);
    let register = Node::new("15555550020", subsystem::HLR, 1001, [192, 0, 2, 10]);
    let context = context(context_number::ANY_TIME_INFO_ENQUIRY, 3);
    let cell = Cell { plmn: "00101", area: 1, cell: 2 };
    let found = Answer::Result(map::subscriber_info_result(cell, 5, "15555550010"));
    for (subscriber, answer) in [(Subscriber::Imsi(IMSI), found), (Subscriber::Msisdn(MSISDN), Answer::Error(49))] {
        let argument = map::any_time_interrogation(subscriber, RequestedInfo::USUAL, ASKER);
        lab.dialogue(&asker, &register, &context, operation::ANY_TIME_INTERROGATION, &argument, answer);
    }
    lab.pcap()
}

/// A folder with inputs and configurations, gone after the test.
pub(crate) struct Folder(tempfile::TempDir);

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    /// Inputs good, odd and bad, and configurations.
    pub(crate) fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        let attack = attack();
        folder.write("attack.pcap", &attack);
        folder.write("cut.pcap", &attack[..attack.len() - 5]);
        folder.write("empty.pcap", &Lab::new().pcap());
        folder.write("each.pcap", &samples::one_of_each());
        folder.write("calm.pcap", &sigwarden_testkit::traffic(300, 1));
        folder.write("text.pcap", b"this is no capture at all, only a line of text\n");
        folder.write("nothing.pcap", b"");
        folder.write("site.toml", SITE.as_bytes());
        folder.write("site.key", KEY.as_bytes());
        folder.write("private.toml", format!("{SITE}privacy_key_file = \"site.key\"\n").as_bytes());
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: &str, content: &[u8]) {
        fs::write(self.path().join(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// The program, to be run in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sigwarden"));
        command.args(arguments).current_dir(self.path()).env_remove("NO_COLOR");
        command
    }

    /// Runs the program with words that are separated by blanks.
    pub(crate) fn run(&self, line: &str) -> Ran {
        self.run_words(&line.split_whitespace().collect::<Vec<_>>(), b"")
    }

    /// Runs the program with this standard input.
    pub(crate) fn run_words(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A program that refuses its arguments does not read.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Lines of JSON.
pub(crate) fn json(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// The kinds of lines, in their order, repetitions folded.
pub(crate) fn kinds(lines: &[serde_json::Value]) -> Vec<String> {
    let mut kinds: Vec<String> =
        lines.iter().map(|line| line["event_type"].as_str().unwrap_or("-").to_owned()).collect();
    kinds.dedup();
    kinds
}
