//! Number ranges: country code, network code, first and last subscriber number.

use super::super::xml::Element;
use super::{HOSTED, Warnings};
use crate::digits::DigitRange;

/// Most network codes of a range from one to another that are taken apart.
const MOST_NETWORK_CODES: u32 = 1000;

/// Most ranges of one list: the largest operators have some thousand.
const MOST_RANGES: usize = 500_000;

/// The ranges in the elements of these names.
pub(super) fn below(network: &Element, names: &[&str], tadig: &str, warnings: &mut Warnings) -> Vec<DigitRange> {
    network.find_all(names, HOSTED).into_iter().flat_map(|list| within(list, tadig, warnings)).collect()
}

/// The ranges in an element: whatever has a country code is one.
pub(super) fn within(list: &Element, tadig: &str, warnings: &mut Warnings) -> Vec<DigitRange> {
    let has_code = |element: &Element| element.child("CC").is_some();
    let found = if has_code(list) { vec![list] } else { list.find_by(&has_code, &[]) };
    let mut ranges = Vec::new();
    for element in found {
        match range(element) {
            Ok(_) if ranges.len() >= MOST_RANGES => {
                warnings.add(element, tadig, "more ranges than any operator has; the others are left out");
                return ranges;
            }
            Ok(read) => ranges.extend(read),
            Err(problem) => warnings.add(element, tadig, &format!("{}: {problem}; left out", list.name)),
        }
    }
    ranges
}

/// E.214 prefixes, which lead to the registers.
pub(super) fn mobile(network: &Element, tadig: &str, warnings: &mut Warnings) -> Vec<DigitRange> {
    let mut ranges = Vec::new();
    for element in network.find_all(&["CCITT_E214_MGT"], HOSTED) {
        let texts = [element.find_text(&["MGT_CC"], &[]), element.find_text(&["MGT_NC"], &[])];
        if let [None, None] = texts {
            continue;
        }
        let joined = texts.map(|text| text.unwrap_or_default()).concat();
        match digits(&joined).and_then(|digits| prefix(&digits)) {
            Ok(range) => ranges.push(range),
            Err(problem) => warnings.add(element, tadig, &format!("{}: {problem}; left out", element.name)),
        }
    }
    ranges
}

fn range(element: &Element) -> Result<Vec<DigitRange>, String> {
    let country = digits(element.text_of("CC").unwrap_or_default())?;
    let subscribers = element.child("SN_Range").unwrap_or(element);
    let start = digits(subscribers.text_of("SN_RangeStart").unwrap_or_default())?;
    let stop = digits(subscribers.text_of("SN_RangeStop").unwrap_or_default())?;
    let codes = network_codes(element)?;
    if country.is_empty() {
        return Err("CC is empty".to_owned());
    }
    let of_code = |code: &String| {
        let front = format!("{country}{code}");
        match (start.as_str(), stop.as_str()) {
            ("", "") if code.is_empty() => Err(format!("CC {country} alone is a whole country")),
            ("", "") => prefix(&front),
            (start, "") => numbers(&front, start, start),
            ("", stop) => Err(format!("SN_RangeStop {stop} has no SN_RangeStart")),
            (start, stop) => numbers(&front, start, stop),
        }
    };
    codes.iter().map(of_code).collect()
}

/// The network codes of a range: one, none as the empty text, or each from one to another.
fn network_codes(element: &Element) -> Result<Vec<String>, String> {
    let written = element.text_of("NDC").unwrap_or_default();
    let list = element.child("NDC_Range").or_else(|| element.child("NDC").filter(|code| !code.children.is_empty()));
    let ends = list.and_then(|list| list.text_of("NDC_RangeStart").zip(list.text_of("NDC_RangeStop")));
    let Some((from, to)) = ends.or_else(|| written.split_once('-')) else { return Ok(vec![digits(written)?]) };
    let (from, to) = (digits(from)?, digits(to)?);
    let wrong = || format!("NDC from {from} to {to} is no range of at most {MOST_NETWORK_CODES} codes of one length");
    let (first, last): (u32, u32) = from.parse().ok().zip(to.parse().ok()).ok_or_else(wrong)?;
    let count = last.checked_sub(first).ok_or_else(wrong)?;
    if from.len() != to.len() || count >= MOST_NETWORK_CODES {
        return Err(wrong());
    }
    Ok((first..=last).map(|code| format!("{code:0width$}", width = from.len())).collect())
}

/// Digits without the spaces and signs that people put between them.
fn digits(text: &str) -> Result<String, String> {
    let digits: String = text.chars().filter(|character| !character.is_whitespace() && *character != '+').collect();
    match digits.bytes().all(|octet| octet.is_ascii_digit()) {
        true => Ok(digits),
        false => Err(format!("\"{text}\" is not digits")),
    }
}

fn prefix(digits: &str) -> Result<DigitRange, String> {
    DigitRange::prefix(digits).ok_or_else(|| format!("{digits} has more than fifteen digits"))
}

fn numbers(front: &str, start: &str, stop: &str) -> Result<DigitRange, String> {
    if start.len() != stop.len() {
        return Err(format!("SN_RangeStart {start} and SN_RangeStop {stop} have not the same length"));
    }
    if start > stop {
        return Err(format!("SN_RangeStop {stop} is before SN_RangeStart {start}"));
    }
    let (from, to) = (format!("{front}{start}"), format!("{front}{stop}"));
    DigitRange::numbers(&from, &to).ok_or_else(|| format!("{to} has more than fifteen digits"))
}

#[cfg(test)]
mod tests {
    use super::super::super::xml;
    use super::*;

    #[test]
    fn reads_ranges() {
        for (text, expected) in [
            ("<CC>1</CC><NDC>246555</NDC>", "1246555"),
            ("<CC> +1 </CC><NDC>246 555</NDC><SN_Range/>", "1246555"),
            ("<CC>1</CC><NDC>246</NDC><SN_Range><SN_RangeStart/><SN_RangeStop/></SN_Range>", "1246"),
            (
                "<CC>1</CC><NDC>246</NDC><SN_Range><SN_RangeStart>5550000</SN_RangeStart><SN_RangeStop>5559999</SN_RangeStop></SN_Range>",
                "12465550000-12465559999",
            ),
            ("<CC>1</CC><NDC>246</NDC><SN_RangeStart>5550000</SN_RangeStart>", "12465550000-12465550000"),
            (
                "<CC>1246</CC><SN_Range><SN_RangeStart>55</SN_RangeStart><SN_RangeStop>56</SN_RangeStop></SN_Range>",
                "124655-124656",
            ),
            ("<CC>46</CC><NDC>098-101</NDC>", "46098 46099 46100 46101"),
            (
                "<CC>46</CC><NDC_Range><NDC_RangeStart>70</NDC_RangeStart><NDC_RangeStop>71</NDC_RangeStop></NDC_Range><SN_RangeStart>1</SN_RangeStart><SN_RangeStop>2</SN_RangeStop>",
                "46701-46702 46711-46712",
            ),
            ("<CC>1</CC>", "CC 1 alone is a whole country"),
            ("<CC/><NDC>2</NDC>", "CC is empty"),
            ("<CC>1</CC><NDC>2a</NDC>", "\"2a\" is not digits"),
            (
                "<CC>1</CC><NDC>2</NDC><SN_RangeStart>0</SN_RangeStart><SN_RangeStop>99</SN_RangeStop>",
                "SN_RangeStart 0 and SN_RangeStop 99 have not the same length",
            ),
            (
                "<CC>1</CC><NDC>2</NDC><SN_RangeStart>9</SN_RangeStart><SN_RangeStop>1</SN_RangeStop>",
                "SN_RangeStop 1 is before SN_RangeStart 9",
            ),
            ("<CC>1</CC><NDC>2</NDC><SN_RangeStop>1</SN_RangeStop>", "SN_RangeStop 1 has no SN_RangeStart"),
            ("<CC>1</CC><NDC>234567890123456</NDC>", "1234567890123456 has more than fifteen digits"),
            ("<CC>1</CC><NDC>0000-9999</NDC>", "NDC from 0000 to 9999 is no range of at most 1000 codes of one length"),
        ] {
            let element = xml::parse(format!("<NumberRange>{text}</NumberRange>").as_bytes(), &[]).unwrap();
            let read = range(&element);
            let written = read.map(|list| list.iter().map(DigitRange::to_string).collect::<Vec<_>>().join(" "));
            assert_eq!(written.unwrap_or_else(|problem| problem), expected, "{text}");
        }
    }
}
