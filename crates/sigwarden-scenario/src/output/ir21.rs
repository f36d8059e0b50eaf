//! IR.21 of a network, in the layout of TADIG RAEX IR.21: what operators send each other.

use std::fmt::Write as _;

use super::lines::time;
use super::site::block;
use crate::file::Kind;
use crate::world::{Network, Role, World, country};

/// Nodes that are listed, by the names of IR.21.
const NODES: &[(&str, Role)] = &[
    ("MSC/VLR", Role::Vlr),
    ("HLR", Role::Hlr),
    ("SGSN", Role::Sgsn),
    ("SMSC", Role::Smsc),
    ("SCP", Role::Scf),
    ("GMLC", Role::Gmlc),
];

/// The document.
pub(super) fn document(world: &World, network: &Network, day: u64) -> String {
    let known = country(&network.country);
    let calling = known.map_or("", |country| country.calling);
    let initials = known.map_or("", |country| country.initials);
    let date = &time(day)[..10];
    let (mcc, mnc) = network.codes();
    let basis = if network.published { "Values as published." } else { "A fictional network." };
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- Of a generated scenario. {basis} -->\n");
    let _ = write!(
        out,
        "<tadig-raex-21:TADIGRAEXIR21 xmlns:tadig-raex-21=\"https://infocentre.gsm.org/TADIG-RAEX-IR21\">\n\
<RAEXIR21FileHeader><FileCreationTimestamp>{}</FileCreationTimestamp><TADIGGenSchemaVersion>2.4</TADIGGenSchemaVersion>\
<TADIGRAEXIR21SchemaVersion>10.1</TADIGRAEXIR21SchemaVersion><SenderTADIG>{}</SenderTADIG></RAEXIR21FileHeader>\n\
<OrganisationInfo><OrganisationName>{}</OrganisationName><CountryInitials>{initials}</CountryInitials>\n<NetworkList><Network>\
<TADIGCode>{}</TADIGCode><NetworkName>{}</NetworkName><NetworkType>Terrestrial</NetworkType>\n<NetworkData>\n",
        time(day),
        network.tadig,
        escaped(&network.name),
        network.tadig,
        escaped(&network.name),
    );
    let (mgt_cc, mgt_nc) = divided(&network.mobile_titles, calling);
    let range = |digits: &str| {
        let (cc, ndc) = divided(digits, calling);
        format!("<RangeData><NumberRange><CC>{cc}</CC><NDC>{ndc}</NDC></NumberRange></RangeData>")
    };
    let numbers = if network.numbers.is_empty() {
        String::new()
    } else {
        format!("<MSISDN_NumberRanges>{}</MSISDN_NumberRanges>", range(&network.numbers))
    };
    let _ = write!(
        out,
        "<RoutingInfoSection><RoutingInfo><CCITT_E164_NumberSeries>{numbers}<GT_NumberRanges>{}</GT_NumberRanges></CCITT_E164_NumberSeries>\n\
<CCITT_E212_NumberSeries><MCC>{mcc}</MCC><MNC>{mnc}</MNC></CCITT_E212_NumberSeries>\
<CCITT_E214_MGT><MGT_CC>{mgt_cc}</MGT_CC><MGT_NC>{mgt_nc}</MGT_NC></CCITT_E214_MGT>\
<EffectiveDateOfChange>{date}</EffectiveDateOfChange></RoutingInfo></RoutingInfoSection>\n",
        range(&network.titles),
    );
    carriers(&mut out, world, network);
    nodes(&mut out, network, calling);
    let _ = write!(
        out,
        "<IPRoaming_IW_InfoSection><IPRoaming_IW_Info_General><InterPMNBackboneIPList><IPAddressOrRange><IPAddressRange>{}</IPAddressRange>\
</IPAddressOrRange></InterPMNBackboneIPList></IPRoaming_IW_Info_General></IPRoaming_IW_InfoSection>\n\
<LTEInfoSection><LTEInfo><EPCRealmsForRoamingList><EPCRealm>{}</EPCRealm></EPCRealmsForRoamingList></LTEInfo></LTEInfoSection>\n\
</NetworkData></Network></NetworkList>\n</OrganisationInfo>\n</tadig-raex-21:TADIGRAEXIR21>\n",
        block(network),
        network.realm,
    );
    out
}

fn carriers(out: &mut String, world: &World, network: &Network) {
    out.push_str("<InternationalSCCPGatewaySection><InternationalSCCPGatewayInfo><InternationalSCCPCarrierList>");
    for index in network.carriers() {
        let carrier = &world.carriers[index];
        let _ = write!(
            out,
            "<SCCPCarrierItem><SCCPCarrierName>{}</SCCPCarrierName><DPCList><DPCItem><SCType>{}</SCType><DPC>{}</DPC></DPCItem></DPCList></SCCPCarrierItem>",
            escaped(&carrier.name),
            if carrier.ansi { "ANSI" } else { "International" },
            point_code(carrier.point_code, carrier.ansi),
        );
    }
    out.push_str("</InternationalSCCPCarrierList></InternationalSCCPGatewayInfo></InternationalSCCPGatewaySection>\n");
}

/// Calling code and what stands behind it; networks of no country have codes of three digits.
fn divided<'a>(digits: &'a str, calling: &str) -> (&'a str, &'a str) {
    let known = !calling.is_empty() && digits.starts_with(calling);
    // Codes of no country have three digits: 881, 882, 883.
    digits.split_at(if known { calling.len() } else { 3.min(digits.len()) })
}

/// Written in three parts: 3-8-3 bits (Q.708), or 8-8-8 in North America.
fn point_code(code: u32, ansi: bool) -> String {
    if ansi {
        format!("{}-{}-{}", code >> 16, code >> 8 & 0xff, code & 0xff)
    } else {
        format!("{}-{}-{}", code >> 11, code >> 3 & 0xff, code & 7)
    }
}

fn nodes(out: &mut String, network: &Network, calling: &str) {
    out.push_str("<NetworkElementsInfoSection><NetworkElementsInfo><NwNodeList>");
    let of_kind = |role: &Role| match network.kind {
        Kind::Hub | Kind::Aggregator => matches!(role, Role::Smsc),
        _ => true,
    };
    for (kind, role) in NODES.iter().filter(|(_, role)| of_kind(role)) {
        let first = network.node(*role, 0).title;
        let digits: &str = &first;
        let (cc, rest) = divided(digits, calling);
        // There are four of every role, with the last digits 1 to 4.
        let (ndc, _) = rest.split_at(rest.len() - 1);
        let _ = write!(
            out,
            "<NwNode><NwElementType>{kind}</NwElementType><GTAddressInfo><CC>{cc}</CC><NDC>{ndc}</NDC><SN_Range><SN_RangeStart>1</SN_RangeStart>\
<SN_RangeStop>4</SN_RangeStop></SN_Range></GTAddressInfo></NwNode>",
        );
    }
    out.push_str("</NwNodeList></NetworkElementsInfo></NetworkElementsInfoSection>\n");
}

/// Text of an element (XML 1.0 2.4).
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
