//! The field registry: every field of an output line once.
//!
//! The same names serve JSON Lines, `--where`, `--fields`, rules and documentation.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// Several texts.
    TextList,
    /// Several whole numbers.
    IntegerList,
    /// Several objects (`anomalies[]`): can be written, and asked for by `size()`, but not looked into.
    ObjectList,
}

/// How a field is treated where subscribers are pseudonymous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Written as it is.
    Open,
    /// An IMSI: pseudonym where the site has a key.
    Imsi,
    /// An MSISDN: pseudonym where the site has a key.
    Msisdn,
    /// An IMEI: pseudonym where the site has a key.
    Imei,
}

/// One field of an operation line.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Dotted name.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldType,
    /// Privacy class.
    pub privacy: Privacy,
    /// Meaning, unit, and what a missing value says.
    pub meaning: &'static str,
}

const fn field(name: &'static str, kind: FieldType, meaning: &'static str) -> Field {
    Field { name, kind, privacy: Privacy::Open, meaning }
}

const fn private(name: &'static str, privacy: Privacy, meaning: &'static str) -> Field {
    Field { name, kind: FieldType::Text, privacy, meaning }
}

use FieldType::{Boolean, Integer, IntegerList, ObjectList, Text, TextList};

/// Every field of an operation line, in the order in which it is written.
pub const OPERATION: &[Field] = &[
    field("schema", Text, "version of the output lines"),
    field("event_type", Text, "`operation`"),
    field("ts", Text, "time of the frame, RFC 3339, UTC, microseconds"),
    field("capture.file", Text, "input file"),
    field("capture.frames", IntegerList, "frame numbers, counted from 1; several when segments were joined"),
    field("dialogue_id", Text, "the same for every line of one dialogue, session or transaction"),
    field("stack", Text, "`ss7-map`, `ss7-cap`, `ss7-other`, `diameter`, `gtpv1-c`, `gtpv2-c`"),
    field("variant", Text, "`itu` or `ansi`: addressing of MTP3 and SCCP; of SS7 only"),
    field("link.src_ip", Text, "source address of the packet"),
    field("link.dst_ip", Text, "destination address of the packet"),
    field("link.opc", Integer, "originating point code"),
    field("link.dpc", Integer, "destination point code"),
    field("sccp.calling.gt", Text, "Global Title digits of the calling party, as on the wire"),
    field("sccp.calling.ssn", Integer, "subsystem number of the calling party"),
    field("sccp.calling.np", Integer, "numbering plan of the calling party"),
    field("sccp.calling.nai", Integer, "nature of address of the calling party"),
    field("sccp.calling.tt", Integer, "translation type of the calling party"),
    field("sccp.calling.pc", Integer, "point code inside the calling party address"),
    field("sccp.called.gt", Text, "Global Title digits of the called party, as on the wire"),
    field("sccp.called.ssn", Integer, "subsystem number of the called party"),
    field("sccp.called.np", Integer, "numbering plan of the called party"),
    field("sccp.called.nai", Integer, "nature of address of the called party"),
    field("sccp.called.tt", Integer, "translation type of the called party"),
    field("sccp.called.pc", Integer, "point code inside the called party address"),
    field("sccp.returned", Boolean, "the message came back undelivered (UDTS, XUDTS, LUDTS)"),
    field("tcap.type", Text, "`begin`, `continue`, `end`, `abort`, `unidirectional`"),
    field("tcap.otid", Text, "originating transaction id, hexadecimal"),
    field("tcap.dtid", Text, "destination transaction id, hexadecimal"),
    field("tcap.ac", Text, "application context of the dialogue, dotted"),
    field("diameter.app_id", Integer, "application identifier"),
    field("diameter.origin_host", Text, "Origin-Host, as on the wire"),
    field("diameter.origin_realm", Text, "Origin-Realm, as on the wire"),
    field("diameter.destination_host", Text, "Destination-Host, as on the wire"),
    field("diameter.destination_realm", Text, "Destination-Realm, as on the wire"),
    field("diameter.session_id", Text, "Session-Id, as on the wire; a subscriber in it becomes a pseudonym"),
    field("diameter.route_record", TextList, "Route-Record: the nodes that passed the message on, first to last"),
    field("diameter.visited_plmn", Text, "Visited-PLMN-Id, `MCC-MNC`"),
    field("diameter.result_code", Integer, "Result-Code or Experimental-Result-Code"),
    field("diameter.flags", Integer, "command flags, the octet as sent"),
    field("diameter.hop_by_hop", Integer, "hop-by-hop identifier"),
    field("diameter.end_to_end", Integer, "end-to-end identifier"),
    field("diameter.avps", ObjectList, "every AVP in order: `code`, `vendor`, `name`, `flags`, `length`, `depth`"),
    field("gtp.teid", Integer, "tunnel endpoint identifier of the header"),
    field("gtp.seq", Integer, "sequence number"),
    field("gtp.apn", Text, "access point name"),
    field("gtp.serving_network", Text, "serving network, `MCC-MNC`; in version 1 that of the routing area"),
    field("gtp.cause", Integer, "cause"),
    field("gtp.recovery", Integer, "restart counter"),
    field("gtp.rat_type", Integer, "radio access technology"),
    field("gtp.location_plmn", Text, "network of the location, `MCC-MNC`"),
    field("gtp.endpoints", ObjectList, "tunnel endpoints: `interface`, `teid`, `address`"),
    field(
        "op.code",
        Integer,
        "local operation code, Diameter command code, or GTP message type; absent in a message without components",
    ),
    field("op.name", Text, "the standard's own name of the operation"),
    field("op.kind", Text, "`invoke`, `result`, `error`, `reject` of SS7; `request`, `answer` of Diameter and GTP"),
    field("op.invoke_id", Integer, "invoke id"),
    field("op.error_code", Integer, "local error code"),
    private("target.imsi", Privacy::Imsi, "IMSI of the subscriber that the operation is about"),
    private("target.msisdn", Privacy::Msisdn, "MSISDN of the subscriber that the operation is about"),
    private("target.imei", Privacy::Imei, "IMEI of the device that the operation is about"),
    field("disclosed", TextList, "what the answer gave away"),
    field("origin.gt", Text, "Global Title of whoever asked"),
    field("origin.host", Text, "Diameter host of whoever asked: lower case, without a dot at the end"),
    field("origin.realm", Text, "Diameter realm of whoever asked: lower case, without a dot at the end"),
    field("origin.ip", Text, "IP address of the GTP node that asked"),
    field("origin.country", Text, "country of that number, ISO 3166 alpha-2"),
    field("origin.countries", TextList, "every country that number may be of, where several share its code"),
    field("origin.operator", Text, "operator of that number, where known"),
    field("origin.tadig", Text, "TADIG code of the operator, where known"),
    field(
        "origin.domicile",
        Text,
        "country where the operator is at home, where that is another one or the address has none",
    ),
    field("origin.carrier", Text, "carrier that brought the message, where its point code or Diameter host is known"),
    field("origin.lease.lessee", Text, "who is known or suspected to use the address"),
    field("origin.lease.source", Text, "who said so"),
    field("origin.lease.evidence", Text, "what that rests on"),
    field("origin.lease.confidence", Integer, "how sure that is, 0 to 100"),
    field("origin.lease.since", Text, "first day of that, YYYY-MM-DD"),
    field("origin.lease.until", Text, "last day of that, YYYY-MM-DD"),
    field(
        "origin.notes",
        TextList,
        "what else is known of the address: home, shared-range, hub, sponsor, multi-imsi, longer-than-range, role-mismatch, unexpected-carrier, lease",
    ),
    field("origin.basis", Text, "which source said so; none where nothing is known of the address"),
    field("origin.basis_date", Text, "of which day that source is, YYYY-MM-DD, where it says"),
    field("origin.confidence", Integer, "0 to 100: of the operator where one is named, else of the country"),
    field("fs.document", Text, "`FS.11` for SS7, `FS.19` for Diameter, `FS.20` for GTP"),
    field("fs.category", Text, "`none`, `Cat0`, `Cat1`, `Cat2.1`, `Cat2.2`, `Cat3.1`, `Cat3.2`, `CatSMS`"),
    field("cap.service_key", Integer, "service key of a CAP operation"),
    field("sms.type", Text, "`deliver`, `submit`, `status-report`, `command`, `deliver-report`, `submit-report`"),
    private(
        "sms.address",
        Privacy::Msisdn,
        "sender of a delivery, receiver of a submission; nothing where it is a name",
    ),
    field("sms.address_type", Integer, "type of that number: 1 international, 2 national, 5 a name"),
    field("sms.service_centre", Text, "service centre that the operation names"),
    field("sms.pid", Integer, "protocol identifier; 127 hands the message to the SIM card, 64 is silent"),
    field("sms.dcs", Integer, "data coding scheme"),
    field("sms.length", Integer, "length of the text as sent: characters of seven bits, or octets"),
    field("sms.octets", Integer, "octets of the text, header left out"),
    field("sms.header", IntegerList, "identifiers of the elements of the user data header"),
    field("sms.part.reference", Integer, "the same for all parts of one message"),
    field("sms.part.total", Integer, "how many parts"),
    field("sms.part.number", Integer, "which part, counted from 1"),
    field("sms.port", Integer, "destination port"),
    field("sms.tar", Text, "target application of a command to the SIM card, hexadecimal"),
    field("sms.spi", Text, "security parameters of a command to the SIM card, hexadecimal"),
    field("sms.digest", Text, "keyed digest of the text, where the site has a key"),
    field("anomalies", ObjectList, "what was not as the standard has it: `code`, `layer`, `offset`, `length`"),
    field("duplicate_of.dialogue_id", Text, "dialogue of the message that this one repeats"),
    field("duplicate_of.frame", Integer, "frame of the message that this one repeats"),
];

/// Every field of a finding line, in the order in which it is written; and `pattern`, which only rules read.
pub const FINDING: &[Field] = &[
    field("schema", Text, "version of the output lines"),
    field("event_type", Text, "`finding`"),
    field("ts", Text, "time of the first frame that it rests on, RFC 3339, UTC, microseconds"),
    field("id", Text, "identifier, from content"),
    field("rule.id", Text, "which check or rule found it"),
    field("rule.name", Text, "what that is called, for people"),
    field(
        "threat",
        Text,
        "`location-tracking`, `identity-disclosure`, `interception`, `denial-of-service`, `fraud`, `reconnaissance`, `sms-abuse`, `evasion`",
    ),
    field("severity", Text, "`info`, `low`, `medium`, `high`, `critical`"),
    field("confidence", Integer, "how sure, 0 to 100"),
    private("target.imsi", Privacy::Imsi, "IMSI of the subscriber that it is about"),
    private("target.msisdn", Privacy::Msisdn, "MSISDN of the subscriber that it is about"),
    private("target.imei", Privacy::Imei, "IMEI of the device that it is about"),
    field("origin.gt", Text, "Global Title of whoever asked"),
    field("origin.host", Text, "Diameter host of whoever asked: lower case, without a dot at the end"),
    field("origin.realm", Text, "Diameter realm of whoever asked: lower case, without a dot at the end"),
    field("origin.ip", Text, "IP address of the GTP node that asked"),
    field("origin.country", Text, "country of that number, ISO 3166 alpha-2"),
    field("origin.countries", TextList, "every country that number may be of, where several share its code"),
    field("origin.operator", Text, "operator of that number, where known"),
    field("origin.tadig", Text, "TADIG code of the operator, where known"),
    field(
        "origin.domicile",
        Text,
        "country where the operator is at home, where that is another one or the address has none",
    ),
    field("origin.carrier", Text, "carrier that brought the message, where its point code or Diameter host is known"),
    field("origin.lease.lessee", Text, "who is known or suspected to use the address"),
    field("origin.lease.source", Text, "who said so"),
    field("origin.lease.evidence", Text, "what that rests on"),
    field("origin.lease.confidence", Integer, "how sure that is, 0 to 100"),
    field("origin.lease.since", Text, "first day of that, YYYY-MM-DD"),
    field("origin.lease.until", Text, "last day of that, YYYY-MM-DD"),
    field(
        "origin.notes",
        TextList,
        "what else is known of the address: home, shared-range, hub, sponsor, multi-imsi, longer-than-range, role-mismatch, unexpected-carrier, lease",
    ),
    field("origin.basis", Text, "which source said so; none where nothing is known of the address"),
    field("origin.basis_date", Text, "of which day that source is, YYYY-MM-DD, where it says"),
    field("origin.confidence", Integer, "0 to 100: of the operator where one is named, else of the country"),
    field("fs.document", Text, "`FS.11` for SS7, `FS.19` for Diameter, `FS.20` for GTP"),
    field("fs.category", Text, "`none`, `Cat0`, `Cat1`, `Cat2.1`, `Cat2.2`, `Cat3.1`, `Cat3.2`, `CatSMS`"),
    field("op.code", Integer, "code of the operation that was judged; absent in a pattern"),
    field("op.name", Text, "the standard's own name of the operation"),
    field("op.kind", Text, "`invoke` of SS7, `request` of Diameter and GTP, and what an answer is called there"),
    field("op.invoke_id", Integer, "invoke id"),
    field("op.error_code", Integer, "local error code"),
    field("capture.file", Text, "input file"),
    field("capture.frames", IntegerList, "every frame that it rests on, in the first file"),
    field("captures", ObjectList, "frames by file, where it spans several: `file`, `frames`"),
    field("dialogue_ids", TextList, "dialogues that it rests on"),
    field("answer.outcome", Text, "`answered`, `refused`, `unanswered`, `unseen`"),
    field("answer.disclosed", TextList, "what was given away"),
    field("why", ObjectList, "reasons: `check`, `expected`, `observed`, `source`, `source_date`"),
    field("innocent", TextList, "what else could explain it"),
    field("techniques", ObjectList, "names that others have for it: `framework`, `id`"),
    field("verdict.action", Text, "`pass`, `drop`, `reject`, `would-drop`, `would-reject`"),
    field("related", TextList, "findings that this one is a pattern over"),
    field("pattern", Boolean, "it is a pattern over other findings (it has `related`); no field of the line"),
];

/// Fields that rules read of operations and findings and that stand in no line: each is made of others.
pub const RULE_ONLY: &[Field] = &[
    private("target.id", Privacy::Imsi, "`target.imsi`, or `target.msisdn` where there is none"),
    field("origin.id", Text, "`origin.gt`, `origin.host` or `origin.ip`: the address of whoever asked"),
];

/// The field of this name.
pub fn find(name: &str) -> Option<&'static Field> {
    OPERATION.iter().find(|field| field.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_once_and_what_both_lines_have_is_of_one_type() {
        for table in [OPERATION, FINDING] {
            let names: Vec<&str> = table.iter().chain(RULE_ONLY).map(|field| field.name).collect();
            for (position, name) in names.iter().enumerate() {
                assert!(!names[..position].contains(name), "{name} stands twice");
            }
        }
        for field in FINDING {
            if let Some(other) = find(field.name) {
                assert_eq!((field.kind, field.privacy), (other.kind, other.privacy), "{}", field.name);
            }
        }
        let origin = |table: &[Field]| -> Vec<&str> {
            table.iter().map(|field| field.name).filter(|name| name.starts_with("origin.")).collect()
        };
        assert_eq!(origin(FINDING), origin(OPERATION));
    }
}
