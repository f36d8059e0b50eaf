//! Longest prefix of decimal digits, in one block of memory.

/// A table from digit prefixes to small numbers.
///
/// One node per digit of every prefix (44 octets each); a lookup follows at most as many links as
/// the longest prefix has digits, and allocates nothing.
pub(crate) struct DigitTrie {
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Default)]
struct Node {
    /// Node of each next digit; 0 is "none", since the root follows nothing.
    next: [u32; 10],
    /// The value plus one; 0 is "none".
    value: u32,
}

impl DigitTrie {
    /// A table without prefixes.
    pub(crate) fn new() -> DigitTrie {
        DigitTrie { nodes: vec![Node::default()] }
    }

    /// Sets the value of a prefix of ASCII digits. False, and nothing set, when the prefix holds
    /// anything else or the table is full.
    pub(crate) fn insert(&mut self, prefix: &[u8], value: u32) -> bool {
        let (Some(stored), true) = (value.checked_add(1), prefix.iter().all(u8::is_ascii_digit)) else {
            return false;
        };
        let mut position = 0u32;
        for digit in prefix {
            let Some(next) = self.step_or_add(position, *digit) else {
                return false;
            };
            position = next;
        }
        match self.nodes.get_mut(position as usize) {
            Some(node) => node.value = stored,
            None => return false,
        }
        true
    }

    /// The value of exactly this prefix.
    pub(crate) fn exact(&self, prefix: &[u8]) -> Option<u32> {
        let (value, used) = self.longest(prefix)?;
        (used == prefix.len()).then_some(value)
    }

    /// The value of the longest prefix that the digits begin with, and its length. Reading stops at
    /// the first octet that is no decimal digit.
    pub(crate) fn longest(&self, digits: &[u8]) -> Option<(u32, usize)> {
        let mut node = self.nodes.first()?;
        let mut found = (node.value, 0usize);
        for (position, digit) in digits.iter().enumerate() {
            let Some(next) = node.next.get(usize::from(digit.wrapping_sub(b'0'))) else {
                break;
            };
            if *next == 0 {
                break;
            }
            node = self.nodes.get(*next as usize)?;
            if node.value != 0 {
                found = (node.value, position.saturating_add(1));
            }
        }
        found.0.checked_sub(1).map(|value| (value, found.1))
    }

    fn step_or_add(&mut self, position: u32, digit: u8) -> Option<u32> {
        let fresh = u32::try_from(self.nodes.len()).ok()?;
        let node = self.nodes.get_mut(position as usize)?;
        let slot = node.next.get_mut(usize::from(digit.wrapping_sub(b'0')))?;
        if *slot != 0 {
            return Some(*slot);
        }
        *slot = fresh;
        self.nodes.push(Node::default());
        Some(fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_prefix_wins() {
        let mut trie = DigitTrie::new();
        for (value, prefix) in ["1", "1246", "1246555", "49"].iter().enumerate() {
            assert!(trie.insert(prefix.as_bytes(), value as u32));
        }
        assert!(!trie.insert(b"12x", 9));
        let rows: [(&str, Option<(u32, usize)>); 8] = [
            ("12465550100", Some((2, 7))),
            ("12465", Some((1, 4))),
            ("12475", Some((0, 1))),
            ("4", None),
            ("", None),
            ("491", Some((3, 2))),
            ("1A46", Some((0, 1))),
            ("\u{0}\u{ff}", None),
        ];
        for (digits, expected) in rows {
            assert_eq!(trie.longest(digits.as_bytes()), expected, "{digits}");
        }
        assert_eq!(trie.exact(b"1246"), Some(1));
        assert_eq!(trie.exact(b"12465"), None);
    }
}
