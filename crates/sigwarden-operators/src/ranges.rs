//! Which value holds for a number: ranges of numbers, nested and overlapping, flattened into one sorted list.
//!
//! Used by the program for what a site says, and when it is built for the tables that it carries
//! (`build.rs`): it needs the standard library only.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::digits::{DigitRange, code};

/// Keys that are looked at together; one in so many is repeated on the level above.
pub const FAN: usize = 16;
/// Most statements about one number that are kept: the narrowest ranges win, and of one range the last ones added.
pub const MOST_STATEMENTS: usize = 200;
/// Bits of a code below its plan.
const PLAN_SHIFT: u32 = 60;

/// What kind of number a range is of: the top four bits of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Global Titles of nodes, ITU-T E.164.
    Title = 1,
    /// Numbers of subscribers, ITU-T E.164.
    Subscriber = 2,
    /// IMSIs, ITU-T E.212.
    Imsi = 3,
    /// Mobile Global Titles, ITU-T E.214.
    MobileTitle = 4,
}

/// Where a number stands among the keys of a plan.
#[inline]
pub fn key(plan: Plan, digits: &[u8]) -> u64 {
    key_of(plan, code(digits))
}

/// The same for digits that are a code already: [`code`].
#[inline]
pub(crate) fn key_of(plan: Plan, code: u64) -> u64 {
    (plan as u64) << PLAN_SHIFT | code
}

/// Sixteen keys in order, and the value that holds from each key on.
///
/// A key is written as what it is above the first key of the block, without the low bits that all of them have at
/// zero: so the keys fill one line of a cache, and the values the next. Places that are not used have [`UNUSED`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub struct Block {
    /// Keys in order, above the first key.
    pub keys: [u32; FAN],
    /// The value from each on.
    pub values: [u32; FAN],
}

/// What stands in places of a block that hold no key.
pub const UNUSED: u32 = u32::MAX;

impl Block {
    /// A block without keys.
    pub const EMPTY: Block = Block { keys: [UNUSED; FAN], values: [0; FAN] };
}

/// A sorted list of keys; the value of a number is that of the last key that is not above it.
///
/// Eight octets a key, and about one for what stands above the blocks. A lookup looks at sixteen keys on each of a
/// few levels, and allocates nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RangeTable {
    blocks: Cow<'static, [Block]>,
    /// How many low bits of the keys of each block are left out.
    shifts: Cow<'static, [u8]>,
    /// The first keys of sixteen blocks each, the first keys of sixteen of these, …, down to one; the lowest level first.
    levels: Vec<Vec<[u64; FAN]>>,
}

impl RangeTable {
    /// A table of blocks with the first key of each and the number of bits left out, in order.
    pub fn new(
        blocks: impl Into<Cow<'static, [Block]>>,
        firsts: &[u64],
        shifts: impl Into<Cow<'static, [u8]>>,
    ) -> RangeTable {
        let mut levels = Vec::new();
        let mut firsts = firsts.to_vec();
        while !firsts.is_empty() {
            let level: Vec<[u64; FAN]> = firsts.chunks(FAN).map(padded).collect();
            firsts = if level.len() > 1 { level.iter().map(|keys| keys[0]).collect() } else { Vec::new() };
            levels.push(level);
        }
        RangeTable { blocks: blocks.into(), shifts: shifts.into(), levels }
    }

    /// A table of keys in order, each with its value.
    fn of_entries(entries: &[(u64, u32)]) -> RangeTable {
        let (mut blocks, mut firsts, mut shifts) = (Vec::new(), Vec::new(), Vec::new());
        let mut rest = entries;
        while let Some(((first, _), _)) = rest.split_first() {
            let (count, shift) = fitting(*first, rest);
            let (now, later) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            let mut block = Block::EMPTY;
            for ((key, value), (place, holds)) in now.iter().zip(block.keys.iter_mut().zip(&mut block.values)) {
                (*place, *holds) = (above(*first, *key, shift), *value);
            }
            blocks.push(block);
            firsts.push(*first);
            shifts.push(shift);
            rest = later;
        }
        RangeTable::new(blocks, &firsts, shifts)
    }

    /// The value that holds for a key; 0 where none does.
    #[inline]
    pub fn find(&self, key: u64) -> u32 {
        let (mut position, mut first) = (0usize, 0u64);
        for level in self.levels.iter().rev() {
            let Some(keys) = level.get(position) else { return 0 };
            let Some(last) = last_not_above(keys, key) else { return 0 };
            position = position.wrapping_mul(FAN).wrapping_add(last);
            first = keys.get(last).copied().unwrap_or(0);
        }
        let (Some(block), Some(shift)) = (self.blocks.get(position), self.shifts.get(position)) else { return 0 };
        let last = last_not_above(&block.keys, above(first, key, *shift));
        last.and_then(|last| block.values.get(last)).copied().unwrap_or(0)
    }

    /// The blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The first key of each block.
    pub fn firsts(&self) -> impl Iterator<Item = u64> + '_ {
        self.levels.first().into_iter().flatten().flatten().copied().take(self.blocks.len())
    }

    /// How many low bits of the keys of each block are left out.
    pub fn shifts(&self) -> &[u8] {
        &self.shifts
    }
}

/// What a key is above another, without low bits: at most one less than [`UNUSED`].
#[inline]
fn above(first: u64, key: u64, shift: u8) -> u32 {
    let above = key.wrapping_sub(first).checked_shr(u32::from(shift)).unwrap_or(0);
    u32::try_from(above).unwrap_or(UNUSED).min(UNUSED - 1)
}

/// How many of these keys fit into a block that begins with the first of them, and how many bits are left out then.
fn fitting(first: u64, entries: &[(u64, u32)]) -> (usize, u8) {
    let (mut count, mut shift) = (0usize, u64::BITS - 1);
    for (key, _) in entries.iter().take(FAN) {
        let next = shift.min(key.wrapping_sub(first).trailing_zeros());
        if key.wrapping_sub(first).checked_shr(next).unwrap_or(0) >= u64::from(UNUSED - 1) {
            break;
        }
        (count, shift) = (count.wrapping_add(1), next);
    }
    (count, u8::try_from(shift).unwrap_or(0))
}

fn padded(keys: &[u64]) -> [u64; FAN] {
    let mut all = [u64::MAX; FAN];
    all.iter_mut().zip(keys).for_each(|(place, key)| *place = *key);
    all
}

/// Position of the last of sixteen keys that is not above another: first which four of them, then which of these.
/// Few steps depend on each other that way, and none is a branch.
#[inline]
fn last_not_above<T: PartialOrd>(keys: &[T; FAN], key: T) -> Option<usize> {
    let is_not_above = |at: usize| usize::from(keys.get(at & (FAN - 1)).is_some_and(|known| *known <= key));
    let counted = |places: &[usize]| places.iter().map(|at| is_not_above(*at)).fold(0, usize::wrapping_add);
    let four = counted(&[4, 8, 12]).wrapping_mul(4);
    four.wrapping_add(counted(&[four, four | 1, four | 2, four | 3])).checked_sub(1)
}

/// A statement about a range.
#[derive(Clone, Copy, Debug)]
struct Statement {
    first: u64,
    last: u64,
    value: u32,
}

/// Collects statements about ranges.
#[derive(Debug, Default)]
pub struct RangeBuilder {
    statements: Vec<Statement>,
}

/// What a builder made.
#[derive(Debug)]
pub struct Built {
    /// Key to position in `lists`; position 0 is the empty list.
    pub table: RangeTable,
    /// The statements that hold together: rank and value, the narrowest range first; statements of one
    /// range have one rank.
    pub lists: Vec<Vec<(u8, u32)>>,
    /// Statements that were left out because more than [`MOST_STATEMENTS`] held for one number.
    pub left_out: u64,
}

impl RangeBuilder {
    /// Adds a statement about a range of a plan.
    pub fn add(&mut self, plan: Plan, range: DigitRange, value: u32) {
        let (first, last) = range.codes();
        self.statements.push(Statement { first: key_of(plan, first), last: key_of(plan, last), value });
    }

    /// Flattens the ranges: one key wherever another set of statements begins to hold.
    pub fn build(mut self) -> Built {
        self.statements.sort_by_key(|statement| statement.first);
        let mut edges: Vec<u64> =
            self.statements.iter().flat_map(|statement| [statement.first, statement.last.saturating_add(1)]).collect();
        edges.sort_unstable();
        edges.dedup();
        let mut lists = Lists::default();
        let mut entries: Vec<(u64, u32)> = Vec::new();
        let mut open: Vec<Statement> = Vec::new();
        let mut coming = self.statements.into_iter().peekable();
        for edge in edges {
            open.retain(|statement| statement.last >= edge);
            while let Some(statement) = coming.next_if(|statement| statement.first <= edge) {
                lists.insert(&mut open, statement);
            }
            let value = lists.position(&open);
            if entries.last().map_or(0, |(_, value)| *value) != value {
                entries.push((edge, value));
            }
        }
        Built { table: RangeTable::of_entries(&entries), lists: lists.lists, left_out: lists.left_out }
    }
}

/// Lists that were made, each once.
struct Lists {
    lists: Vec<Vec<(u8, u32)>>,
    known: HashMap<Vec<(u8, u32)>, u32>,
    left_out: u64,
}

impl Default for Lists {
    fn default() -> Lists {
        Lists { lists: vec![Vec::new()], known: HashMap::from([(Vec::new(), 0)]), left_out: 0 }
    }
}

impl Lists {
    /// Opens a statement: narrow ranges first, as they were added within one range.
    fn insert(&mut self, open: &mut Vec<Statement>, statement: Statement) {
        let width = |statement: &Statement| statement.last.saturating_sub(statement.first);
        let place = open.partition_point(|other| width(other) <= width(&statement));
        open.insert(place, statement);
        if open.len() > MOST_STATEMENTS {
            let widest = open.last().map(width).unwrap_or_default();
            open.remove(open.partition_point(|other| width(other) < widest));
            self.left_out = self.left_out.saturating_add(1);
        }
    }

    fn position(&mut self, open: &[Statement]) -> u32 {
        let mut rank = 0u8;
        let mut before: Option<(u64, u64)> = None;
        let mut list = Vec::with_capacity(open.len());
        for statement in open {
            let range = (statement.first, statement.last);
            if before.is_some_and(|before| before != range) {
                rank = rank.saturating_add(1);
            }
            before = Some(range);
            if !list.contains(&(rank, statement.value)) {
                list.push((rank, statement.value));
            }
        }
        if let Some(position) = self.known.get(&list) {
            return *position;
        }
        let position = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        self.lists.push(list.clone());
        self.known.insert(list, position);
        position
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(ranges: &[&str]) -> Built {
        let mut builder = RangeBuilder::default();
        for (value, range) in (1u32..).zip(ranges) {
            builder.add(Plan::Title, range.parse().unwrap(), value);
        }
        builder.build()
    }

    fn found(built: &Built, digits: &str) -> Vec<(u8, u32)> {
        built.lists[built.table.find(key(Plan::Title, digits.as_bytes())) as usize].clone()
    }

    #[test]
    fn the_narrowest_range_comes_first() {
        let built = built(&["1", "1246", "1246555", "49", "12465550000-12465554999", "12465553-12465557", "1246"]);
        let rows: [(&str, &[(u8, u32)]); 12] = [
            ("12465550100", &[(0, 5), (1, 3), (2, 2), (2, 7), (3, 1)]),
            ("12465554999", &[(0, 5), (1, 6), (2, 3), (3, 2), (3, 7), (4, 1)]),
            ("12465555000", &[(0, 6), (1, 3), (2, 2), (2, 7), (3, 1)]),
            ("12465", &[(0, 2), (0, 7), (1, 1)]),
            ("1247", &[(0, 1)]),
            ("1", &[(0, 1)]),
            ("4", &[]),
            ("", &[]),
            ("491", &[(0, 4)]),
            ("50", &[]),
            ("1A46", &[(0, 1)]),
            ("\u{0}\u{ff}", &[]),
        ];
        for (digits, expected) in rows {
            assert_eq!(found(&built, digits), expected, "{digits}");
        }
        assert_eq!(built.left_out, 0);
    }

    #[test]
    fn plans_are_apart() {
        let mut builder = RangeBuilder::default();
        builder.add(Plan::Title, "99".parse().unwrap(), 1);
        builder.add(Plan::Imsi, "00".parse().unwrap(), 2);
        let built = builder.build();
        let find = |plan, digits: &str| built.lists[built.table.find(key(plan, digits.as_bytes())) as usize].len();
        assert_eq!(find(Plan::Title, "999"), 1);
        assert_eq!(find(Plan::Subscriber, "999"), 0);
        assert_eq!(find(Plan::Subscriber, "00"), 0);
        assert_eq!(find(Plan::Imsi, "001"), 1);
        assert_eq!(find(Plan::MobileTitle, "99"), 0);
        assert_eq!(RangeTable::default().find(7), 0);
    }

    #[test]
    fn large_tables_find_what_a_plain_search_finds() {
        let mut seed = 7u64;
        let mut next = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let ranges: Vec<DigitRange> = (0..5_000)
            .map(|_| {
                let digits = 3 + next(7) as usize;
                let start = next(10u64.pow(digits as u32));
                let end = (start + next(50)).min(10u64.pow(digits as u32) - 1);
                DigitRange::numbers(&format!("{start:0digits$}"), &format!("{end:0digits$}")).unwrap()
            })
            .collect();
        let mut builder = RangeBuilder::default();
        for (value, range) in (1u32..).zip(&ranges) {
            builder.add(Plan::Title, *range, value);
        }
        let built = builder.build();
        for _ in 0..20_000 {
            let number = next(10u64.pow(10)).to_string();
            let code = code(number.as_bytes());
            let mut expected: Vec<u32> = (1u32..)
                .zip(&ranges)
                .filter(|(_, range)| range.codes().0 <= code && code <= range.codes().1)
                .map(|(value, _)| value)
                .collect();
            let mut got: Vec<u32> = found(&built, &number).iter().map(|(_, value)| *value).collect();
            got.sort_unstable();
            expected.sort_unstable();
            assert_eq!(got, expected, "{number}");
        }
    }

    #[test]
    fn what_is_said_too_often_is_left_out_and_counted() {
        let ranges = vec!["1246"; MOST_STATEMENTS + 3];
        let built = built(&ranges);
        assert_eq!((found(&built, "1246").len(), built.left_out), (MOST_STATEMENTS, 3));
    }
}
