//! Parameters of MAP and CAP with invented values, and what the shapes must find in them. Those of MAP were
//! written by an independent encoder from the standard's ASN.1; those of CAP by hand.

use crate::cap;
use crate::map::field::Field;
use crate::map::ops::operation;
use crate::map::shape::{Node, Shape, Tag};

/// Version of MAP or `cap`, operation code, which parameter, its BER octets, `=`, and the fields in order.
/// Versions 2 (and 1, where they are the same) and 3 are told apart by their octets alone.
const SAMPLES: &str = "
v3 2 argument 3024040800010121436587F98105915155101104059151551021AD0A800800019178563412F0 = Imsi MscNumber VlrNumber Imei
v2 2 result 04059151551091 = HlrNumber
v3 2 result 300704059151551091 = HlrNumber
v2 3 argument 040800010121436587F9 = Imsi
v2 3 argument 3010040800010121436587F9040401020304 = Imsi Lmsi
v3 3 argument A3203010040800010121436587F90404010203048305915155101184059151551021 = Imsi Lmsi MscNumber VlrNumber
v3 7 argument 306781059151551000A713A011040121300C300A84010585059151551061AD49A014301230100A010202010780059151551041810100A617A012301080010181010982059151551041830100810103A918A016301404059151551081020108040591515510410A0100 = Msisdn Profile SsCode ForwardedToNumber CamelSubscription ServiceKey GsmScfAddress ServiceKey GsmScfAddress ServiceKey GsmScfAddress
v2 9 result 3052800800010121436587F9A12204101111111111111111111111111111111104042222222204083333333333333333A12204101111111111111111111111111111111104042222222204083333333333333333 = Imsi AuthVectors AuthVectors
v3 10 argument 300D04012183011184059151551061 = SsCode ForwardedToNumber
v3 14 result A30C300A84010585059151551061 = Profile ForwardedToNumber
v2 22 result 3011040800010121436587F904059151551081 = Imsi RoamingNumber
v3 22 result A318890800010121436587F90405915155108182059151551011 = Imsi RoamingNumber MscNumber
v3 22 result A324890800010121436587F9A818A016A014301230100A010C02010780059151551041810100 = Imsi CamelSubscription ServiceKey GsmScfAddress
v2 4 result 04059151551081 = RoamingNumber
v3 4 result 300E0405915155108104059151551011 = RoamingNumber MscNumber
v2 46 argument 3015800800010121436587F98405915155105104024005 = Imsi ServiceCentreAddress ShortMessage
v3 46 argument 301C840591515510518205915155100004024005040800010121436587F9 = ServiceCentreAddress Msisdn ShortMessage Imsi
v3 44 argument 3015800800010121436587F98405915155105104024005 = Imsi ServiceCentreAddress ShortMessage
v3 45 argument 3014800591515510008101FF820591515510518A0100 = Msisdn ServiceCentreAddress DeliveryNotIntended
v2 45 result 3019040800010121436587F9A00D81059151551011040401020304 = Imsi MscNumber Lmsi
v3 45 result 301C040800010121436587F9A01081059151551011A60781059151551031 = Imsi MscNumber SgsnNumber
v2 47 result 04059151551000 = Msisdn
v2 55 argument 040401020304 = Tmsi
v2 55 result 3054040800010121436587F93048302204101111111111111111111111111111111104042222222204083333333333333333302204101111111111111111111111111111111104042222222204083333333333333333 = Imsi AuthVectors AuthVectors
v3 55 result A36D040800010121436587F9A150304E041011111111111111111111111111111111040422222222041033333333333333333333333333333333041044444444444444444444444444444444041055555555555555555555555555555555A20FA00D04083333333333333333040101 = Imsi AuthVectors SecurityContext
v2 56 argument 040800010121436587F9 = Imsi
v3 56 argument 3015800800010121436587F9020105830100840300F110 = Imsi NumberOfVectors RequestingPlmn
v2 56 result 306C302204101111111111111111111111111111111104042222222204083333333333333333302204101111111111111111111111111111111104042222222204083333333333333333302204101111111111111111111111111111111104042222222204083333333333333333 = AuthVectors AuthVectors AuthVectors
v3 56 result A34AA048302204101111111111111111111111111111111104042222222204083333333333333333302204101111111111111111111111111111111104042222222204083333333333333333 = AuthVectors AuthVectors
v3 56 result A350A24E304C04101111111111111111111111111111111104042222222204105555555555555555555555555555555504206666666666666666666666666666666666666666666666666666666666666666 = AuthVectors
v3 58 argument 04059151551000 = Msisdn
v3 59 argument 300E04010F0402AA1880059151551000 = UssdString Msisdn
v2 67 argument 3011040800010121436587F904059151551021 = Imsi VlrNumber
v3 67 argument A311040800010121436587F981059151551031 = Imsi SgsnNumber
v3 70 argument 3014800800010121436587F9A2088000810083008600 = Imsi WantsLocation WantsState WantsCurrentLocation WantsImei
v3 70 result 3030302EA01E02010581059151551021A309800700F110000A000B860591515510118800A1028000850800019178563412F0 = AgeOfLocation VlrNumber CellId MscNumber CurrentLocationRetrieved SubscriberState Imei
v3 71 argument 3014A00781059151551000A102800083059151551041 = Msisdn WantsLocation GsmScfAddress
v3 71 result 302C302AA30F810600F110000A0183059151551031AD13800700F11000000001810500F11000018601008E024000 = CellId SgsnNumber TrackingArea TrackingArea AgeOfLocation TimeZone
v3 83 argument 301330038001000405915155107183059151551000 = WantsLocation MlcNumber Msisdn
v3 83 result 300D04081001020304050607800101 = GeographicalInformation AgeOfLocation
v3 85 result 3015A00A800800010121436587F9A10704059151551011 = Imsi MscNumber
v3 86 argument 301B0A01003003800100300704059151551011810800010121436587F9 = MscNumber Imsi
v2 37 argument 301304059151551091300A04030001010403000111 = HlrNumber HlrId HlrId
cap 0 argument 30628001018307049015550510109C01029F320800010121436587F9BF33028000BF341C02010081059151551021A309800700F110000A000B860591515510119F370591515510119F38059151551002BF3B1180059151551071830800019178563412F0 = ServiceKey CallingPartyNumber Imsi SubscriberState AgeOfLocation VlrNumber CellId MscNumber MscNumber CalledPartyBcdNumber GmscAddress Imei
cap 20 argument 300BA009040704901555051010 = DestinationRoutingAddress
cap 24 argument 3027800133A222BF331FBF320781059151551021BF3312800700F110000A000B800700F110000A000B = VlrNumber CellId CellId
cap 60 argument 30328001018105915155100282059151551000840800010121436587F9A50781059151551021870591515510518F059151551011 = ServiceKey CalledPartyBcdNumber OtherAddress Imsi VlrNumber ServiceCentreAddress MscNumber
cap 78 argument 303380010181010B82059151551000830800010121436587F9AC10800700F110000A000B83059151551031910800019178563412F0 = ServiceKey Msisdn Imsi CellId SgsnNumber Imei
cap 80 argument 301180010BA20CA40AA308810600F110000A01 = CellId
";

/// Tag, whether constructed, content, and the rest, of a TLV with a length of one octet.
fn element(octets: &[u8]) -> (Tag, bool, &[u8], &[u8]) {
    let low = u16::from(octets[0] & 0x1F);
    let (number, behind) = match low {
        31 => (u16::from(octets[1]), &octets[2..]),
        low => (low, &octets[1..]),
    };
    let tag = match octets[0] >> 6 {
        0 => Tag::universal(number),
        2 => Tag::context(number),
        class => panic!("class {class} in a sample"),
    };
    let (content, rest) = behind[1..].split_at(usize::from(behind[0]));
    (tag, octets[0] & 0x20 != 0, content, rest)
}

/// The rule of the shape language: each element takes the first node with its tag that is still free.
fn collect(nodes: &[Node], mut content: &[u8], found: &mut Vec<Field>) {
    let mut used = vec![false; nodes.len()];
    while !content.is_empty() {
        let (tag, constructed, inside, rest) = element(content);
        content = rest;
        let free = |at: &usize| nodes[*at].tag == tag && (nodes[*at].many || !used[*at]);
        let Some(at) = (0..nodes.len()).find(free) else {
            continue;
        };
        used[at] = true;
        let node = &nodes[at];
        assert_eq!(constructed, !node.children.is_empty(), "{tag:?} of {:?}", node.field);
        found.extend((node.field != Field::None).then_some(node.field));
        if constructed {
            collect(node.children, inside, found);
        }
    }
}

fn fields(shape: &Shape, constructed: bool, content: &[u8]) -> Vec<Field> {
    let mut found = Vec::new();
    if constructed {
        collect(shape.nodes, content, &mut found);
    } else {
        found.push(shape.bare);
    }
    found
}

fn octets(hex: &str) -> Vec<u8> {
    let pair = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal");
    (0..hex.len()).step_by(2).map(pair).collect()
}

fn check(sample: &str) {
    let (head, expected) = sample.split_once(" = ").expect("fields behind the octets");
    let words: Vec<&str> = head.split(' ').collect();
    let code = words[1].parse().expect("a code");
    let row = match words[0] {
        "cap" => cap::ops::operation(code),
        _ => operation(code),
    };
    let row = row.expect("an operation");
    let octets = octets(words[3]);
    let (root, constructed, content, rest) = element(&octets);
    assert!(rest.is_empty(), "{sample}");
    let shape = match words[2] {
        "argument" => row.argument,
        _ => row.result_shape(root),
    };
    let found: Vec<String> = fields(shape, constructed, content).iter().map(|field| format!("{field:?}")).collect();
    assert_eq!(found.join(" "), expected, "{} of {}", words[2], row.name);
}

#[test]
fn shapes_find_the_fields_of_samples() {
    for sample in SAMPLES.lines().filter(|line| !line.is_empty()) {
        check(sample);
    }
}
