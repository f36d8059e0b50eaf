use super::*;

fn title(digits: &str) -> Title {
    Title::new(digits.as_bytes())
}

fn imsi(number: u64) -> Title {
    title(&format!("00101{number:010}"))
}

fn serving(network: u32, at: u32) -> Serving {
    let country = Country::new("BB");
    Serving { network: NetworkKey(network), node: 7, since: at, seen: at, country, told: Told::Registered }
}

#[test]
fn ten_million_take_less_than_two_gigabytes() {
    // The indices: four octets and one of control an entry, in tables of a power of two that are filled to seven eighths.
    let entries = (MAX_SUBSCRIBERS * 8 / 7).next_power_of_two();
    let octets = MAX_SUBSCRIBERS * SLOT_OCTETS + 2 * entries * 5;
    assert!(octets < 2_000_000_000, "{octets}");
}

#[test]
fn registrations_have_history_and_domains_are_apart() {
    let mut all = Subscribers::default();
    let slot = all.entry(imsi(1), title("15565550001"), Title::default()).unwrap();
    slot.register(Domain::Circuit, serving(2, 100));
    slot.register(Domain::Packet, serving(3, 110));
    slot.register(Domain::Circuit, serving(2, 150));
    assert_eq!(slot.serving(Domain::Circuit), Serving { since: 100, ..serving(2, 150) });
    slot.register(Domain::Circuit, serving(4, 200));
    assert_eq!((slot.before(Domain::Circuit).network, slot.before(Domain::Circuit).seen), (NetworkKey(2), 150));
    assert_eq!(slot.serving(Domain::Packet).network, NetworkKey(3));
    slot.seen_in(NetworkKey(4), 250);
    assert_eq!(slot.newest().unwrap().seen, 250);
    slot.cancel(Domain::Circuit, NetworkKey(9));
    assert!(slot.serving(Domain::Circuit).is_some());
    slot.cancel(Domain::Circuit, NetworkKey(4));
    assert!(!slot.serving(Domain::Circuit).is_some() && slot.before(Domain::Circuit).network == NetworkKey(4));
    assert_eq!(all.len(), 1);
}

#[test]
fn a_number_leads_to_the_card_that_has_it_last() {
    let mut all = Subscribers::default();
    let number = title("15565550001");
    all.entry(imsi(1), number, Title::default()).unwrap();
    assert_eq!(all.imsi_of(number), Some(imsi(1)));
    all.entry(imsi(2), number, title("35600000000001")).unwrap();
    assert_eq!(all.imsi_of(number), Some(imsi(2)));
    // The first card gets another number, and the old one still leads to the second.
    all.entry(imsi(1), title("15565550002"), Title::default()).unwrap();
    assert_eq!(all.imsi_of(number), Some(imsi(2)));
    assert_eq!(all.imsi_of(title("15565550002")), Some(imsi(1)));
    assert_eq!(all.of_imsi(imsi(2)).unwrap().imei(), title("35600000000001").key());
    assert!(all.entry(Title::default(), number, Title::default()).is_none());
}

#[test]
fn whoever_is_not_seen_makes_room() {
    let mut all = Subscribers::with_limit(100);
    for number in 0..100 {
        all.entry(imsi(number), title(&format!("1556{number:07}")), Title::default()).unwrap();
    }
    // One round of the clock takes the marks away; whoever is seen after that stays.
    all.entry(imsi(100), Title::default(), Title::default()).unwrap();
    for number in 50..100 {
        all.entry(imsi(number), Title::default(), Title::default());
    }
    for number in 200..230 {
        all.entry(imsi(number), Title::default(), Title::default()).unwrap();
    }
    assert_eq!((all.len(), all.evicted > 30), (100, true));
    for number in 200..230 {
        assert!(all.of_imsi(imsi(number)).is_some(), "{number}");
    }
    let known = (0..100).filter(|number| all.of_imsi(imsi(*number)).is_some()).count();
    let by_number = (0..100).filter(|number| all.imsi_of(title(&format!("1556{number:07}"))).is_some()).count();
    // A number leads nowhere once its card is forgotten.
    assert!(by_number <= known, "{by_number} of {known}");
}

#[test]
fn what_is_saved_is_what_is_loaded() {
    let mut subscribers = Subscribers::default();
    for number in 0..5_000_u64 {
        let slot = subscribers.entry(imsi(number), title(&format!("1556{number:07}")), Title::default()).unwrap();
        let at = u32::try_from(number).unwrap();
        slot.register(Domain::ALL[number as usize % 3], serving(at % 7 + 2, at));
        slot.register(Domain::Evolved, serving(at % 5 + 2, at + 9));
        slot.keys = (NetworkKey(3), at);
    }
    let mut octets = Vec::new();
    let state = State { started: Some(1_500_000_000), subscribers };
    state.save(&mut octets).unwrap();
    let loaded = State::load(octets.as_slice()).unwrap();
    assert_eq!((loaded.started, loaded.subscribers.len()), (state.started, 5_000));
    for number in 0..5_000 {
        let (one, other) = (state.subscribers.of_imsi(imsi(number)), loaded.subscribers.of_imsi(imsi(number)));
        assert_eq!(format!("{one:?}").replace("touched: true", ""), format!("{other:?}").replace("touched: false", ""));
        assert_eq!(loaded.subscribers.imsi_of(title(&format!("1556{number:07}"))), Some(imsi(number)));
    }
    let mut again = Vec::new();
    loaded.save(&mut again).unwrap();
    assert!(octets == again);
    // Every prefix is an error, none a panic; a foreign file is told from one that was cut.
    for end in (0..2_000).chain((2_000..octets.len()).step_by(50_021)) {
        assert!(State::load(&octets[..end]).is_err(), "{end}");
    }
    assert!(matches!(State::load(&b"something else entirely"[..]), Err(StateError::Foreign)));
    assert!(matches!(State::load(&octets[..1000]), Err(StateError::Cut { expected: 5_000, .. })));
}
