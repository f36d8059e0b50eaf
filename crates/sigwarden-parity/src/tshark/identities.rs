//! Subscribers in TShark's field tree, and what looks like one.

use crate::Reading;
use crate::tree::Node;

/// Fields that hold numbers of subscribers, nodes and services alike.
const NUMBERS: &[&str] =
    &["e164.msisdn", "e164.isdn", "e164.calling_party_number.digits", "e164.called_party_number.digits"];

/// Trees in which TShark prints something as an IMSI that is not a subscriber's: whoever opened
/// the dialogue (TS 29.002, 7.3.2) and the leading digits that name an HLR (17.7.8, HLR-List).
const NOT_A_SUBSCRIBER: &[&str] =
    &["gsm_map.dialogue.originationReference_tree", "gsm_map.ms.hlr_List_tree", "gsm_old.hlr_List_tree"];

/// What a tree holds, beside the digits, when these are the subscriber's own number: MSISDN and Subscription-Id-Data of
/// Diameter, MSISDN of GTP version 2.
const OWN_NUMBER: &[(&str, &str)] =
    &[("diameter.avp.code", "701"), ("diameter.avp.code", "444"), ("gtpv2.ie_type", "76")];

/// What TShark calls the tree of the subscriber's own number in GTP version 1, which has no field for its type.
const OWN_NUMBER_TREES: &[&str] = &["MS international PSTN/ISDN number"];

/// The tunnel identifier of version 0 begins with the IMSI (GSM 09.60 6), which TShark does not call one.
const TUNNEL_OF_VERSION_0: &str = "gtp.tid";
const IMSI_DIGITS: usize = 15;

/// Digits of the shortest identity of a subscriber that is looked for inside texts.
const SHORTEST: usize = 6;

/// Texts that name users: `sip:` and `tel:` identities, names before a realm.
const USERS: &[&str] = &["diameter.User-Name", "diameter.Public-Identity", "diameter.Subscription-Id-Data"];

/// IMSIs and numbers below `layer`.
pub(super) fn read(layer: &Node, reading: &mut Reading) {
    read_below(layer, false, reading);
}

/// `own`: whether numbers below `node` are the subscriber's own.
fn read_below(node: &Node, own: bool, reading: &mut Reading) {
    node.walk(&mut |name, node| {
        if NOT_A_SUBSCRIBER.contains(&name) {
            let digits = node.find_text(&|leaf| leaf == "e212.imsi" || NUMBERS.contains(&leaf));
            reading.numbers.extend(digits.map(str::to_owned));
            return false;
        }
        if !own && is_own_number(name, node) {
            read_below(node, true, reading);
            return false;
        }
        let Some(text) = node.text() else { return true };
        // Some nodes write a number as the address of a telephone, and TShark prints what they write.
        let number = || text.trim_start_matches("tel:").trim_start_matches('+').to_owned();
        match name {
            "e212.imsi" => _ = reading.imsis.insert(text.to_owned()),
            _ if NUMBERS.contains(&name) && own => _ = reading.msisdns.insert(number()),
            _ if NUMBERS.contains(&name) => _ = reading.numbers.insert(number()),
            _ if USERS.contains(&name) => reading.mentioned.extend(digits_in(text)),
            TUNNEL_OF_VERSION_0 => reading.mentioned.extend(text.get(..IMSI_DIGITS).map(str::to_owned)),
            _ => {}
        }
        true
    });
}

/// Whether numbers in the tree of this name are the subscriber's own.
fn is_own_number(name: &str, tree: &Node) -> bool {
    let holds = |(field, value): &(&str, &str)| tree.child(field).and_then(Node::text) == Some(*value);
    name.ends_with(".msisdn_tree") || OWN_NUMBER_TREES.contains(&name) || OWN_NUMBER.iter().any(holds)
}

/// Runs of digits that are long enough for a subscriber, and before a realm also without the first digit, which may say
/// how the user is authenticated (TS 23.003 19.3.2).
fn digits_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split('@') {
        for digits in part.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| digits.len() >= SHORTEST) {
            found.push(digits.to_owned());
            found.extend(digits.get(1..).map(str::to_owned));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const IMSI: &str = "001010000000001";
    const MSISDN: &str = "15550100";
    const NODE: &str = "15550199";

    /// IMSIs, own numbers and other numbers of a layer with these fields.
    fn check(fields: &str, imsis: &[&str], msisdns: &[&str], numbers: &[&str]) {
        let mut reading = Reading::default();
        read(&serde_json::from_str(&format!("{{{fields}}}")).unwrap(), &mut reading);
        assert_eq!(reading.imsis.iter().collect::<Vec<_>>(), imsis, "{fields}");
        assert_eq!(reading.msisdns.iter().collect::<Vec<_>>(), msisdns, "{fields}");
        assert_eq!(reading.numbers.iter().collect::<Vec<_>>(), numbers, "{fields}");
    }

    #[test]
    fn tells_subscribers_from_nodes() {
        check(r#""e212.imsi":"001010000000001""#, &[IMSI], &[], &[]);
        check(r#""gsm_map.ms.msisdn_tree":{"e164.msisdn":"15550100"}"#, &[], &[MSISDN], &[]);
        check(r#""gsm_map.ms.vlr_Number_tree":{"e164.msisdn":"15550199"}"#, &[], &[], &[NODE]);
        check(r#""gsm_map.dialogue.originationReference_tree":{"e212.imsi":"15550199"}"#, &[], &[], &[NODE]);
        let avp = |code| format!(r#""diameter.avp_tree":{{"diameter.avp.code":"{code}","e164.msisdn":"15550100"}}"#);
        check(&avp(701), &[], &[MSISDN], &[]);
        check(&avp(3300), &[], &[], &[MSISDN]);
        check(r#""x":{"diameter.avp.code":"444","e212.imsi":"001010000000001"}"#, &[IMSI], &[], &[]);
        check(r#""x":{"diameter.avp.code":"444","e164.msisdn":"tel:+15550100"}"#, &[], &[MSISDN], &[]);
        check(r#""MSISDN : 15550100":{"gtpv2.ie_type":"76","e164.msisdn":"15550100"}"#, &[], &[MSISDN], &[]);
        check(r#""Node Number : ":{"gtpv2.ie_type":"175","e164.msisdn":"15550199"}"#, &[], &[], &[NODE]);
        check(r#""MS international PSTN/ISDN number":{"e164.msisdn":"15550100"}"#, &[], &[MSISDN], &[]);
    }

    #[test]
    fn the_tunnel_of_version_0_begins_with_the_subscriber() {
        let mut reading = Reading::default();
        read(&serde_json::from_str(r#"{"gtp.tid":"0010100000000015"}"#).unwrap(), &mut reading);
        assert_eq!(reading.mentioned.iter().collect::<Vec<_>>(), [IMSI]);
    }

    #[test]
    fn finds_digits_inside_texts() {
        let rows: &[(&str, &[&str])] = &[
            ("001010000000001@ims.mnc001.mcc001.3gppnetwork.org", &["001010000000001", "01010000000001"]),
            ("0001010000000001@nai.example", &["0001010000000001", "001010000000001"]),
            ("sip:+15550100@example.com", &["15550100", "5550100"]),
            ("sip:somebody@example.com", &[]),
        ];
        for (text, expected) in rows {
            assert_eq!(digits_in(text), *expected, "{text}");
        }
    }
}
