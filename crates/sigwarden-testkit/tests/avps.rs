//! The list of Diameter attributes against rows that were written from the standards by hand.

use std::collections::BTreeMap;

const TABLE: &str = include_str!("../../../data/diameter-avps.tsv");

const TYPES: [&str; 7] = ["group", "text", "octets", "u32", "u64", "address", "time"];

/// Vendor, code, type, name.
const KNOWN: &[(u32, u32, &str, &str)] = &[
    // RFC 6733 4.5.
    (0, 1, "text", "User-Name"),
    (0, 55, "time", "Event-Timestamp"),
    (0, 257, "address", "Host-IP-Address"),
    (0, 258, "u32", "Auth-Application-Id"),
    (0, 260, "group", "Vendor-Specific-Application-Id"),
    (0, 263, "text", "Session-Id"),
    (0, 264, "text", "Origin-Host"),
    (0, 268, "u32", "Result-Code"),
    (0, 277, "u32", "Auth-Session-State"),
    (0, 279, "group", "Failed-AVP"),
    (0, 282, "text", "Route-Record"),
    (0, 283, "text", "Destination-Realm"),
    (0, 284, "group", "Proxy-Info"),
    (0, 292, "text", "Redirect-Host"),
    (0, 293, "text", "Destination-Host"),
    (0, 296, "text", "Origin-Realm"),
    (0, 297, "group", "Experimental-Result"),
    (0, 298, "u32", "Experimental-Result-Code"),
    // RFC 8506 8, RFC 5778 6.2, RFC 7155 4.4.10.5.1.
    (0, 421, "u64", "CC-Total-Octets"),
    (0, 443, "group", "Subscription-Id"),
    (0, 444, "text", "Subscription-Id-Data"),
    (0, 450, "u32", "Subscription-Id-Type"),
    (0, 456, "group", "Multiple-Services-Credit-Control"),
    (0, 493, "text", "Service-Selection"),
    (0, 8, "octets", "Framed-IP-Address"),
    // TS 29.061 16.4.7, 29.214 5.3, 29.212 5.3.
    (10415, 1, "text", "3GPP-IMSI"),
    (10415, 6, "octets", "3GPP-SGSN-Address"),
    (10415, 517, "group", "Media-Component-Description"),
    (10415, 1001, "group", "Charging-Rule-Install"),
    (10415, 1005, "octets", "Charging-Rule-Name"),
    (10415, 1016, "group", "QoS-Information"),
    (10415, 1028, "u32", "QoS-Class-Identifier"),
    (10415, 1032, "u32", "RAT-Type"),
    (10415, 1034, "group", "Allocation-Retention-Priority"),
    // TS 29.229 6.3, 29.329 6.3.
    (10415, 600, "octets", "Visited-Network-Identifier"),
    (10415, 601, "text", "Public-Identity"),
    (10415, 602, "text", "Server-Name"),
    (10415, 606, "octets", "User-Data"),
    (10415, 612, "group", "SIP-Auth-Data-Item"),
    (10415, 628, "group", "Supported-Features"),
    (10415, 700, "group", "User-Identity"),
    (10415, 701, "octets", "MSISDN"),
    (10415, 702, "octets", "User-Data"),
    (10415, 703, "u32", "Data-Reference"),
    // TS 29.272 7.3.
    (10415, 1400, "group", "Subscription-Data"),
    (10415, 1401, "group", "Terminal-Information"),
    (10415, 1402, "text", "IMEI"),
    (10415, 1403, "text", "Software-Version"),
    (10415, 1405, "u32", "ULR-Flags"),
    (10415, 1407, "octets", "Visited-PLMN-Id"),
    (10415, 1408, "group", "Requested-EUTRAN-Authentication-Info"),
    (10415, 1413, "group", "Authentication-Info"),
    (10415, 1414, "group", "E-UTRAN-Vector"),
    (10415, 1420, "u32", "Cancellation-Type"),
    (10415, 1429, "group", "APN-Configuration-Profile"),
    (10415, 1430, "group", "APN-Configuration"),
    (10415, 1435, "group", "AMBR"),
    (10415, 1447, "octets", "RAND"),
    (10415, 1450, "octets", "KASME"),
    (10415, 1490, "u32", "IDR-Flags"),
    (10415, 1496, "group", "EPS-Location-Information"),
    (10415, 1600, "group", "MME-Location-Information"),
    (10415, 1601, "group", "SGSN-Location-Information"),
    (10415, 1602, "octets", "E-UTRAN-Cell-Global-Identity"),
    (10415, 1603, "octets", "Tracking-Area-Identity"),
    (10415, 1611, "u32", "Age-Of-Location-Information"),
    (10415, 1643, "octets", "A-MSISDN"),
    // TS 29.173 6.4, 29.172 7.4, 29.336 6.4, 29.338 5.3 and 6.3, 29.128 6.4.
    (10415, 2400, "octets", "LMSI"),
    (10415, 2401, "group", "Serving-Node"),
    (10415, 2402, "text", "MME-Name"),
    (10415, 2405, "address", "GMLC-Address"),
    (10415, 2500, "u32", "SLg-Location-Type"),
    (10415, 2517, "octets", "ECGI"),
    (10415, 3102, "group", "User-Identifier"),
    (10415, 3111, "text", "External-Identifier"),
    (10415, 3300, "octets", "SC-Address"),
    (10415, 3301, "octets", "SM-RP-UI"),
    (10415, 3310, "u32", "SRR-Flags"),
    (10415, 3316, "group", "SM-Delivery-Outcome"),
    (10415, 4315, "octets", "Non-IP-Data"),
    // ETSI ES 283 034, TS 183 033.
    (13019, 301, "octets", "Address-Realm"),
    (13019, 501, "group", "SIP-Authenticate"),
];

fn rows() -> Vec<(u32, u32, &'static str, &'static str)> {
    let mut lines = TABLE.lines();
    assert_eq!(lines.next(), Some("# vendor\tcode\ttype\tname"));
    lines
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [vendor, code, form, name] = columns[..] else { panic!("{line}: four columns") };
            (vendor.parse().unwrap(), code.parse().unwrap(), form, name)
        })
        .collect()
}

#[test]
fn every_pair_of_vendor_and_code_has_one_row_in_order() {
    let rows = rows();
    assert!(rows.len() > 1_500);
    assert!(rows.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
    for (vendor, code, form, name) in rows {
        assert!(TYPES.contains(&form), "{vendor} {code}: {form}");
        let plain = |octet: u8| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_';
        assert!(!name.is_empty() && name.bytes().all(plain), "{vendor} {code}: {name}");
    }
}

#[test]
fn well_known_attributes_are_as_their_standards_have_them() {
    let table: BTreeMap<_, _> = rows().into_iter().map(|row| ((row.0, row.1), (row.2, row.3))).collect();
    for (vendor, code, form, name) in KNOWN {
        assert_eq!(table.get(&(*vendor, *code)), Some(&(*form, *name)), "{vendor} {code}");
    }
}
