//! Imported operators as a file that is used as it is: nothing in it is worked out again when a scan starts.
//!
//! A line that names the format, a line of JSON (networks, sources, claims), the blocks of the
//! ranges as octets, lowest first, and the records themselves as CSV, which only `operators` reads.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::attribution::IMPORTED_CONFIDENCE;
use super::directory::{Directory, DirectoryBuilder};
use crate::day::Day;
use crate::plmn::Plmn;
use crate::ranges::{Block, FAN, RangeTable};
use crate::site::Operator;

/// First line of the file. The number changes whenever what follows does.
const MAGIC: &[u8] = b"sigwarden operators 1\n";
/// Longest line of JSON that is read.
const LONGEST_HEAD: u64 = 256 << 20;
/// Most blocks that are read.
const MOST_BLOCKS: usize = 4 << 20;
/// Octets before the numbers of a block: its first key and its shift.
const HEAD: usize = 16;
/// Octets of a block: these, its keys and its values.
const BLOCK: usize = HEAD + (4 + 4) * FAN;
/// Blocks for which room is made before they are read: a damaged file may claim any.
const MOST_RESERVED: usize = 128 << 10;
/// Blocks that are read at a time.
const PIECE: usize = 512;

/// Operators that were imported.
#[derive(Debug, Default)]
pub struct Imported {
    head: ImportedHead,
    directory: Directory,
}

/// What the file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedHead {
    /// Networks.
    pub operators: u64,
    /// Newest date of a source.
    pub newest: Option<Day>,
    /// Hash of the records, hexadecimal.
    pub hash: String,
    /// Blocks of the table.
    blocks: u64,
    /// Octets of the records.
    records: u64,
}

#[derive(Serialize)]
struct Written<'a> {
    head: &'a ImportedHead,
    directory: &'a Directory,
}

#[derive(Deserialize)]
struct ReadBack {
    head: ImportedHead,
    directory: Directory,
}

/// Why a file of imported operators cannot be used. The text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It is something else, or of another version.
    #[error(
        "is no file of imported operators of this version; move it away and make it anew with `sigwarden operators import --apply`"
    )]
    Format,
    /// It was damaged.
    #[error("is damaged ({0}); move it away and make it anew with `sigwarden operators import --apply`")]
    Damaged(&'static str),
}

impl Imported {
    /// The networks of these records; `hash` is that of their text.
    pub fn new(operators: &[Operator], hash: String) -> Imported {
        let mut builder = DirectoryBuilder::default();
        operators.iter().for_each(|operator| builder.operator(operator, IMPORTED_CONFIDENCE));
        let directory = builder.build();
        let dates = operators.iter().filter_map(|operator| operator.source_date.or(operator.valid_from));
        let head = ImportedHead {
            operators: directory.known.len() as u64,
            newest: dates.max(),
            hash,
            blocks: directory.layer.table.blocks().len() as u64,
            records: 0,
        };
        Imported { head, directory }
    }

    /// What is known of the import as a whole.
    pub fn head(&self) -> &ImportedHead {
        &self.head
    }

    /// Every network code that it names.
    pub fn plmns(&self) -> impl Iterator<Item = Plmn> + '_ {
        self.directory.known.iter().flat_map(|known| known.plmns.iter().copied())
    }

    /// Whether it has a record of the network with this TADIG code.
    pub fn has(&self, tadig: Option<&str>) -> bool {
        tadig.is_some() && self.directory.known.iter().any(|known| known.tadig.as_deref() == tadig)
    }

    /// Claims that were left out because too many were made about one number.
    pub fn left_out(&self) -> u64 {
        self.directory.left_out
    }

    pub(super) fn into_directory(self) -> Directory {
        self.directory
    }

    /// Writes the file, with the records as text behind it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, records: &str, mut out: impl Write) -> io::Result<()> {
        let head = ImportedHead { records: records.len() as u64, ..self.head.clone() };
        out.write_all(MAGIC)?;
        serde_json::to_writer(&mut out, &Written { head: &head, directory: &self.directory })?;
        out.write_all(b"\n")?;
        let table = &self.directory.layer.table;
        for ((block, first), shift) in table.blocks().iter().zip(table.firsts()).zip(table.shifts()) {
            out.write_all(&first.to_le_bytes())?;
            out.write_all(&u64::from(*shift).to_le_bytes())?;
            block.keys.iter().chain(&block.values).try_for_each(|number| out.write_all(&number.to_le_bytes()))?;
        }
        out.write_all(records.as_bytes())
    }

    /// Reads what a scan needs, and leaves the reader where the records begin.
    ///
    /// # Errors
    /// A file that is something else, or was cut or changed where it shows.
    pub fn read(mut input: impl Read) -> Result<Imported, StoreError> {
        let mut magic = [0u8; MAGIC.len()];
        input.read_exact(&mut magic).map_err(|_| StoreError::Format)?;
        if magic != MAGIC {
            return Err(StoreError::Format);
        }
        let line = line(&mut input)?;
        let ReadBack { head, mut directory } =
            serde_json::from_slice(&line).map_err(|_| StoreError::Damaged("its first lines do not fit together"))?;
        directory.layer.table = table(&mut input, head.blocks)?;
        Ok(Imported { head, directory })
    }

    /// Reads the records that follow.
    ///
    /// # Errors
    /// A file that was cut.
    pub fn read_records(&self, input: impl Read) -> Result<String, StoreError> {
        let mut text = String::new();
        input.take(self.head.records).read_to_string(&mut text)?;
        if text.len() as u64 != self.head.records {
            return Err(StoreError::Damaged("its end is missing"));
        }
        Ok(text)
    }
}

/// A line, without its end.
fn line(input: &mut impl Read) -> Result<Vec<u8>, StoreError> {
    let mut line = Vec::new();
    let mut octet = [0u8; 1];
    loop {
        input.read_exact(&mut octet).map_err(|_| StoreError::Damaged("it ends in its first lines"))?;
        match octet {
            [b'\n'] => return Ok(line),
            [other] => line.push(other),
        }
        if line.len() as u64 > LONGEST_HEAD {
            return Err(StoreError::Damaged("its first lines are too long"));
        }
    }
}

/// The table of ranges.
fn table(input: &mut impl Read, count: u64) -> Result<RangeTable, StoreError> {
    let count = usize::try_from(count).ok().filter(|count| *count <= MOST_BLOCKS);
    let mut left = count.ok_or(StoreError::Damaged("it claims too many ranges"))?;
    let room = left.min(MOST_RESERVED);
    let (mut blocks, mut firsts, mut shifts) =
        (Vec::with_capacity(room), Vec::with_capacity(room), Vec::with_capacity(room));
    let mut piece = vec![0u8; PIECE.saturating_mul(BLOCK)];
    while left > 0 {
        let now = left.min(PIECE);
        let part = piece.get_mut(..now.saturating_mul(BLOCK)).unwrap_or_default();
        input.read_exact(part).map_err(|_| StoreError::Damaged("its end is missing"))?;
        for octets in part.as_chunks::<BLOCK>().0 {
            let (head, numbers) = octets.split_at(HEAD);
            let mut heads = head.as_chunks::<8>().0.iter().map(|octets| u64::from_le_bytes(*octets));
            firsts.push(heads.next().unwrap_or(0));
            shifts.push(heads.next().and_then(|shift| u8::try_from(shift).ok()).unwrap_or(0));
            blocks.push(block(numbers));
        }
        left = left.saturating_sub(now);
    }
    if !firsts.is_sorted() {
        return Err(StoreError::Damaged("its ranges are not in order"));
    }
    Ok(RangeTable::new(blocks, &firsts, shifts))
}

fn block(octets: &[u8]) -> Block {
    let mut block = Block::EMPTY;
    let places = block.keys.iter_mut().chain(&mut block.values);
    for (place, octets) in places.zip(octets.as_chunks::<4>().0) {
        *place = u32::from_le_bytes(*octets);
    }
    block
}
