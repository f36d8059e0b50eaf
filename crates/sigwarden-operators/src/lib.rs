//! Who is who: networks of addresses and subscribers, site configuration
