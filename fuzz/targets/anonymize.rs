#![no_main]
libfuzzer_sys::fuzz_target!(|octets: &[u8]| sigwarden_fuzz::anonymize(octets));
