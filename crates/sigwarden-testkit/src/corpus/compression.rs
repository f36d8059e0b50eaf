//! gzip and zstd files whose content is stored, not squeezed: every reader takes them, and no
//! compressor's next version can change their bytes.

const STORED_MAX: usize = 65_535;
const ZSTD_BLOCK_MAX: usize = 131_071;

/// A gzip file (RFC 1952) of stored blocks (RFC 1951 3.2.4).
pub(super) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    let last = content.len().div_ceil(STORED_MAX).max(1) - 1;
    for (index, block) in content.chunks(STORED_MAX).enumerate() {
        let length = block.len() as u16;
        out.push(u8::from(index == last));
        out.extend([length.to_le_bytes(), (!length).to_le_bytes()].concat());
        out.extend_from_slice(block);
    }
    out.extend(crc32(content).to_le_bytes());
    out.extend((content.len() as u32).to_le_bytes());
    out
}

/// A zstd file (RFC 8878) of one frame of raw blocks, with the size of its content.
pub(super) fn zstd(content: &[u8]) -> Vec<u8> {
    const SINGLE_SEGMENT_WITH_FOUR_OCTETS_OF_SIZE: u8 = 0xa0;
    let mut out = 0xfd2f_b528_u32.to_le_bytes().to_vec();
    out.push(SINGLE_SEGMENT_WITH_FOUR_OCTETS_OF_SIZE);
    out.extend((content.len() as u32).to_le_bytes());
    let last = content.len().div_ceil(ZSTD_BLOCK_MAX).max(1) - 1;
    for (index, block) in content.chunks(ZSTD_BLOCK_MAX).enumerate() {
        let header = (block.len() as u32) << 3 | u32::from(index == last);
        out.extend_from_slice(&header.to_le_bytes()[..3]);
        out.extend_from_slice(block);
    }
    out
}

/// CRC-32 of gzip (RFC 1952 8).
fn crc32(octets: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !octets.iter().fold(u32::MAX, |crc, octet| (0..8).fold(crc ^ u32::from(*octet), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_crc_32_comes_out() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn both_formats_hold_the_content_as_it_is() {
        let content = [7; 100];
        for file in [gzip(&content), zstd(&content)] {
            assert!(file.windows(100).any(|window| window == content));
        }
    }
}
