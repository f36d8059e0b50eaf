//! One of each: every operation this crate can build, and every way to carry it.

mod carriers;
mod operations;

pub use carriers::{every_ansi_package, every_carrier};
pub use operations::{Operation, every_operation};

use crate::map::subsystem;
use crate::world::{Answer, Lab, Node};

/// Subscriber of all samples.
pub const IMSI: &str = "001010000000123";
/// Number of that subscriber.
pub const MSISDN: &str = "15555550123";

/// The node that asks in [`one_of_each`].
pub fn asking_node() -> Node {
    Node::new("447700900001", subsystem::VLR, 2001, [198, 51, 100, 10])
}

/// The node that answers in [`one_of_each`].
pub fn answering_node() -> Node {
    Node::new("15555550020", subsystem::HLR, 1001, [192, 0, 2, 10])
}

/// A capture with one dialogue of [`every_operation`] in its order, each answered where the
/// operation has an answer: so a frame or two each.
pub fn one_of_each() -> Vec<u8> {
    let mut lab = Lab::new();
    for operation in every_operation() {
        let mut from = asking_node();
        let mut to = answering_node();
        (from.ssn, to.ssn) = operation.subsystems;
        let answer = match operation.result {
            Some(result) => Answer::Result(result),
            None => Answer::None,
        };
        lab.dialogue(&from, &to, &operation.context, operation.code, &operation.argument, answer);
    }
    lab.pcap()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether octets are a whole number of elements whose inner lengths add up.
    fn adds_up(mut octets: &[u8]) -> bool {
        while let [tag, rest @ ..] = octets {
            let tail = match tag & 0x1f {
                0x1f => &rest[1..],
                _ => rest,
            };
            let (length, tail) = match tail {
                [0x81, length, tail @ ..] => (usize::from(*length), tail),
                [length @ 0..=0x7f, tail @ ..] => (usize::from(*length), tail),
                _ => return false,
            };
            if length > tail.len() || (tag & 0x20 != 0 && !adds_up(&tail[..length])) {
                return false;
            }
            octets = &tail[length..];
        }
        true
    }

    #[test]
    fn the_lengths_of_every_parameter_add_up() {
        for operation in every_operation() {
            assert!(adds_up(&operation.argument), "{}", operation.name);
            let result = operation.result.unwrap_or_default();
            assert!(adds_up(&result), "result of {}", operation.name);
        }
    }

    #[test]
    fn samples_have_names_of_their_own() {
        let mut names: Vec<_> = every_operation().iter().map(|row| row.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
