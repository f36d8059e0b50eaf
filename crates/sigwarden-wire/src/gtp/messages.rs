//! Message types: version 0 (GSM 09.60 7.1), version 1 (TS 29.060 7.1, TS 29.281 7.1), version 2 (TS 29.274 6.1).

use super::Version;

/// What a message is to its partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Wants an answer.
    Request,
    /// Answers, with the sequence number of what it answers.
    Answer,
    /// Neither wants one nor is one; a Context Acknowledge, too, which ends an exchange of three.
    Notice,
}

/// What is known of a message type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageInfo {
    /// Name as the standard spells it.
    pub name: &'static str,
    /// What it is to its partner.
    pub kind: Kind,
    /// Type of the answer to a request, or of the request that an answer is for.
    pub partner: Option<u8>,
    /// Whether the header may have tunnel endpoint identifier 0, or none (TS 29.060 8.2, TS 29.274 5.5.2). Any answer
    /// that rejects a request for a context that is unknown has 0 as well.
    pub initial: bool,
}

/// What is known of this type in this version; `None` where the standard has none, and for versions without a standard.
pub fn info(version: Version, kind: u8) -> Option<&'static MessageInfo> {
    let (rows, places) = match version {
        Version::V0 => (V0, &V0_PLACES),
        Version::V1 => (V1, &V1_PLACES),
        Version::V2 => (V2, &V2_PLACES),
        Version::Other(_) => return None,
    };
    let place = places.get(usize::from(kind)).copied().map(usize::from)?;
    rows.get(place).filter(|(known, _)| *known == kind).map(|(_, info)| info)
}

type Row = (u8, MessageInfo);

/// Where in the table each type stands; elsewhere 0, which is a row of another type.
const fn places(rows: &[Row]) -> [u8; 256] {
    let mut places = [0; 256];
    let (mut rest, mut place) = (rows, 0u8);
    while let [(kind, _), behind @ ..] = rest {
        if let Some((_, [slot, ..])) = places.split_at_mut_checked(*kind as usize) {
            *slot = place;
        }
        rest = behind;
        place = place.wrapping_add(1);
    }
    places
}

static V0_PLACES: [u8; 256] = places(V0);
static V1_PLACES: [u8; 256] = places(V1);
static V2_PLACES: [u8; 256] = places(V2);

const fn row(kind: u8, name: &'static str, role: Kind, partner: Option<u8>, initial: bool) -> Row {
    (kind, MessageInfo { name, kind: role, partner, initial })
}

/// Request of a tunnel, and the type of its answer.
const fn request(kind: u8, partner: u8, name: &'static str) -> Row {
    row(kind, name, Kind::Request, Some(partner), false)
}

/// Request that may come before there is a tunnel.
const fn initial(kind: u8, partner: u8, name: &'static str) -> Row {
    row(kind, name, Kind::Request, Some(partner), true)
}

/// Answer, and the type of its request.
const fn answer(kind: u8, partner: u8, name: &'static str) -> Row {
    row(kind, name, Kind::Answer, Some(partner), false)
}

/// Answer outside tunnels.
const fn answer_outside(kind: u8, partner: u8, name: &'static str) -> Row {
    row(kind, name, Kind::Answer, Some(partner), true)
}

const fn notice(kind: u8, name: &'static str) -> Row {
    row(kind, name, Kind::Notice, None, false)
}

const fn notice_outside(kind: u8, name: &'static str) -> Row {
    row(kind, name, Kind::Notice, None, true)
}

/// Tunnel identifiers of version 0 are in every header, so all of them may be "initial".
const V0: &[Row] = &[
    initial(1, 2, "Echo Request"),
    answer_outside(2, 1, "Echo Response"),
    row(3, "Version Not Supported", Kind::Answer, None, true),
    initial(4, 5, "Node Alive Request"),
    answer_outside(5, 4, "Node Alive Response"),
    initial(6, 7, "Redirection Request"),
    answer_outside(7, 6, "Redirection Response"),
    initial(16, 17, "Create PDP Context Request"),
    answer_outside(17, 16, "Create PDP Context Response"),
    initial(18, 19, "Update PDP Context Request"),
    answer_outside(19, 18, "Update PDP Context Response"),
    initial(20, 21, "Delete PDP Context Request"),
    answer_outside(21, 20, "Delete PDP Context Response"),
    initial(22, 23, "Create AA PDP Context Request"),
    answer_outside(23, 22, "Create AA PDP Context Response"),
    initial(24, 25, "Delete AA PDP Context Request"),
    answer_outside(25, 24, "Delete AA PDP Context Response"),
    notice_outside(26, "Error Indication"),
    initial(27, 28, "PDU Notification Request"),
    answer_outside(28, 27, "PDU Notification Response"),
    initial(29, 30, "PDU Notification Reject Request"),
    answer_outside(30, 29, "PDU Notification Reject Response"),
    initial(32, 33, "Send Routeing Information for GPRS Request"),
    answer_outside(33, 32, "Send Routeing Information for GPRS Response"),
    initial(34, 35, "Failure Report Request"),
    answer_outside(35, 34, "Failure Report Response"),
    initial(36, 37, "Note MS GPRS Present Request"),
    answer_outside(37, 36, "Note MS GPRS Present Response"),
    initial(48, 49, "Identification Request"),
    answer_outside(49, 48, "Identification Response"),
    initial(50, 51, "SGSN Context Request"),
    answer_outside(51, 50, "SGSN Context Response"),
    notice_outside(52, "SGSN Context Acknowledge"),
    initial(240, 241, "Data Record Transfer Request"),
    answer_outside(241, 240, "Data Record Transfer Response"),
    notice_outside(255, "T-PDU"),
];

const V1: &[Row] = &[
    initial(1, 2, "Echo Request"),
    answer_outside(2, 1, "Echo Response"),
    row(3, "Version Not Supported", Kind::Answer, None, true),
    initial(4, 5, "Node Alive Request"),
    answer_outside(5, 4, "Node Alive Response"),
    initial(6, 7, "Redirection Request"),
    answer_outside(7, 6, "Redirection Response"),
    initial(16, 17, "Create PDP Context Request"),
    answer(17, 16, "Create PDP Context Response"),
    request(18, 19, "Update PDP Context Request"),
    answer(19, 18, "Update PDP Context Response"),
    request(20, 21, "Delete PDP Context Request"),
    answer(21, 20, "Delete PDP Context Response"),
    request(22, 23, "Initiate PDP Context Activation Request"),
    answer(23, 22, "Initiate PDP Context Activation Response"),
    notice_outside(26, "Error Indication"),
    initial(27, 28, "PDU Notification Request"),
    answer(28, 27, "PDU Notification Response"),
    request(29, 30, "PDU Notification Reject Request"),
    answer(30, 29, "PDU Notification Reject Response"),
    notice_outside(31, "Supported Extension Headers Notification"),
    initial(32, 33, "Send Routeing Information for GPRS Request"),
    answer_outside(33, 32, "Send Routeing Information for GPRS Response"),
    initial(34, 35, "Failure Report Request"),
    answer_outside(35, 34, "Failure Report Response"),
    initial(36, 37, "Note MS GPRS Present Request"),
    answer_outside(37, 36, "Note MS GPRS Present Response"),
    initial(48, 49, "Identification Request"),
    answer_outside(49, 48, "Identification Response"),
    initial(50, 51, "SGSN Context Request"),
    answer(51, 50, "SGSN Context Response"),
    notice(52, "SGSN Context Acknowledge"),
    initial(53, 54, "Forward Relocation Request"),
    answer(54, 53, "Forward Relocation Response"),
    request(55, 59, "Forward Relocation Complete"),
    initial(56, 57, "Relocation Cancel Request"),
    answer_outside(57, 56, "Relocation Cancel Response"),
    request(58, 60, "Forward SRNS Context"),
    answer(59, 55, "Forward Relocation Complete Acknowledge"),
    answer(60, 58, "Forward SRNS Context Acknowledge"),
    initial(61, 62, "UE Registration Query Request"),
    answer_outside(62, 61, "UE Registration Query Response"),
    notice_outside(70, "RAN Information Relay"),
    initial(96, 97, "MBMS Notification Request"),
    answer(97, 96, "MBMS Notification Response"),
    request(98, 99, "MBMS Notification Reject Request"),
    answer(99, 98, "MBMS Notification Reject Response"),
    initial(100, 101, "Create MBMS Context Request"),
    answer(101, 100, "Create MBMS Context Response"),
    request(102, 103, "Update MBMS Context Request"),
    answer(103, 102, "Update MBMS Context Response"),
    request(104, 105, "Delete MBMS Context Request"),
    answer(105, 104, "Delete MBMS Context Response"),
    initial(112, 113, "MBMS Registration Request"),
    answer_outside(113, 112, "MBMS Registration Response"),
    initial(114, 115, "MBMS De-Registration Request"),
    answer_outside(115, 114, "MBMS De-Registration Response"),
    initial(116, 117, "MBMS Session Start Request"),
    answer(117, 116, "MBMS Session Start Response"),
    request(118, 119, "MBMS Session Stop Request"),
    answer(119, 118, "MBMS Session Stop Response"),
    request(120, 121, "MBMS Session Update Request"),
    answer(121, 120, "MBMS Session Update Response"),
    initial(128, 129, "MS Info Change Notification Request"),
    answer(129, 128, "MS Info Change Notification Response"),
    initial(240, 241, "Data Record Transfer Request"),
    answer_outside(241, 240, "Data Record Transfer Response"),
    notice(253, "Tunnel Status"),
    notice(254, "End Marker"),
    notice(255, "G-PDU"),
];

const V2: &[Row] = &[
    initial(1, 2, "Echo Request"),
    answer_outside(2, 1, "Echo Response"),
    row(3, "Version Not Supported Indication", Kind::Answer, None, true),
    initial(25, 26, "SRVCC PS to CS Request"),
    answer(26, 25, "SRVCC PS to CS Response"),
    request(27, 28, "SRVCC PS to CS Complete Notification"),
    answer(28, 27, "SRVCC PS to CS Complete Acknowledge"),
    request(29, 30, "SRVCC PS to CS Cancel Notification"),
    answer(30, 29, "SRVCC PS to CS Cancel Acknowledge"),
    initial(31, 240, "SRVCC CS to PS Request"),
    initial(32, 33, "Create Session Request"),
    answer(33, 32, "Create Session Response"),
    request(34, 35, "Modify Bearer Request"),
    answer(35, 34, "Modify Bearer Response"),
    request(36, 37, "Delete Session Request"),
    answer(37, 36, "Delete Session Response"),
    request(38, 39, "Change Notification Request"),
    answer(39, 38, "Change Notification Response"),
    request(40, 41, "Remote UE Report Notification"),
    answer(41, 40, "Remote UE Report Acknowledge"),
    request(64, 65, "Modify Bearer Command"),
    answer(65, 64, "Modify Bearer Failure Indication"),
    request(66, 67, "Delete Bearer Command"),
    answer(67, 66, "Delete Bearer Failure Indication"),
    request(68, 69, "Bearer Resource Command"),
    answer(69, 68, "Bearer Resource Failure Indication"),
    notice(70, "Downlink Data Notification Failure Indication"),
    notice(71, "Trace Session Activation"),
    notice(72, "Trace Session Deactivation"),
    notice(73, "Stop Paging Indication"),
    request(95, 96, "Create Bearer Request"),
    answer(96, 95, "Create Bearer Response"),
    request(97, 98, "Update Bearer Request"),
    answer(98, 97, "Update Bearer Response"),
    request(99, 100, "Delete Bearer Request"),
    answer(100, 99, "Delete Bearer Response"),
    initial(101, 102, "Delete PDN Connection Set Request"),
    answer_outside(102, 101, "Delete PDN Connection Set Response"),
    initial(103, 104, "PGW Downlink Triggering Notification"),
    answer_outside(104, 103, "PGW Downlink Triggering Acknowledge"),
    initial(128, 129, "Identification Request"),
    answer_outside(129, 128, "Identification Response"),
    initial(130, 131, "Context Request"),
    answer(131, 130, "Context Response"),
    notice(132, "Context Acknowledge"),
    initial(133, 134, "Forward Relocation Request"),
    answer(134, 133, "Forward Relocation Response"),
    request(135, 136, "Forward Relocation Complete Notification"),
    answer(136, 135, "Forward Relocation Complete Acknowledge"),
    request(137, 138, "Forward Access Context Notification"),
    answer(138, 137, "Forward Access Context Acknowledge"),
    initial(139, 140, "Relocation Cancel Request"),
    answer_outside(140, 139, "Relocation Cancel Response"),
    notice_outside(141, "Configuration Transfer Tunnel"),
    request(149, 150, "Detach Notification"),
    answer(150, 149, "Detach Acknowledge"),
    notice(151, "CS Paging Indication"),
    notice_outside(152, "RAN Information Relay"),
    request(153, 154, "Alert MME Notification"),
    answer(154, 153, "Alert MME Acknowledge"),
    request(155, 156, "UE Activity Notification"),
    answer(156, 155, "UE Activity Acknowledge"),
    notice(157, "ISR Status Indication"),
    initial(158, 159, "UE Registration Query Request"),
    answer_outside(159, 158, "UE Registration Query Response"),
    request(160, 161, "Create Forwarding Tunnel Request"),
    answer(161, 160, "Create Forwarding Tunnel Response"),
    initial(162, 163, "Suspend Notification"),
    answer_outside(163, 162, "Suspend Acknowledge"),
    request(164, 165, "Resume Notification"),
    answer(165, 164, "Resume Acknowledge"),
    initial(166, 167, "Create Indirect Data Forwarding Tunnel Request"),
    answer(167, 166, "Create Indirect Data Forwarding Tunnel Response"),
    request(168, 169, "Delete Indirect Data Forwarding Tunnel Request"),
    answer(169, 168, "Delete Indirect Data Forwarding Tunnel Response"),
    request(170, 171, "Release Access Bearers Request"),
    answer(171, 170, "Release Access Bearers Response"),
    // With identifier 0 where a node that lost its contexts asks for the phone by its IMSI.
    initial(176, 177, "Downlink Data Notification"),
    answer_outside(177, 176, "Downlink Data Notification Acknowledge"),
    initial(179, 180, "PGW Restart Notification"),
    answer_outside(180, 179, "PGW Restart Notification Acknowledge"),
    initial(200, 201, "Update PDN Connection Set Request"),
    answer_outside(201, 200, "Update PDN Connection Set Response"),
    request(211, 212, "Modify Access Bearers Request"),
    answer(212, 211, "Modify Access Bearers Response"),
    initial(231, 232, "MBMS Session Start Request"),
    answer(232, 231, "MBMS Session Start Response"),
    request(233, 234, "MBMS Session Update Request"),
    answer(234, 233, "MBMS Session Update Response"),
    request(235, 236, "MBMS Session Stop Request"),
    answer(236, 235, "MBMS Session Stop Response"),
    answer(240, 31, "SRVCC CS to PS Response"),
    request(241, 242, "SRVCC CS to PS Complete Notification"),
    answer(242, 241, "SRVCC CS to PS Complete Acknowledge"),
    request(243, 244, "SRVCC CS to PS Cancel Notification"),
    answer(244, 243, "SRVCC CS to PS Cancel Acknowledge"),
];
