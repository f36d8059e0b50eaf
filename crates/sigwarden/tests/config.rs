//! `config init` and `config check`.

mod common;

use common::Folder;
use std::fs;

/// A folder without the files that `config init` writes.
fn empty() -> Folder {
    let folder = Folder::new();
    for name in ["site.toml", "site.key"] {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    folder
}

#[test]
fn what_init_writes_is_valid_and_short() {
    let folder = empty();
    assert_eq!(folder.run("config init").code, 0);
    assert!(folder.read("site.toml").lines().count() <= 60);
    let ran = folder.run("config check site.toml");
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("site.toml: valid\nNo home network is configured"), "{}", ran.out);
}

#[test]
fn nothing_is_overwritten_without_force() {
    let folder = Folder::new();
    let rows = [
        ("config init", 2),
        ("config init site.toml", 2),
        ("config init --key site.key", 2),
        ("config init other.toml --key site.key", 2),
    ];
    for (line, code) in rows {
        let ran = folder.run(line);
        assert_eq!(ran.code, code, "{line}");
        assert!(ran.err.contains("--force"), "{}", ran.err);
    }
    assert_eq!(folder.read("site.toml"), common::SITE);
    assert_eq!(folder.read("site.key"), common::KEY);
    assert!(!folder.path().join("other.toml").exists());
    assert_eq!(folder.run("config init --force").code, 0);
    assert_ne!(folder.read("site.toml"), common::SITE);
}

#[test]
fn a_new_key_is_secret_and_different_each_time() {
    let folder = empty();
    assert_eq!(folder.run("config init --key site.key").code, 0);
    let first = folder.read("site.key");
    assert!(first.trim().len() == 64 && first.trim().bytes().all(|digit| digit.is_ascii_hexdigit()));
    assert!(folder.read("site.toml").contains("\nprivacy_key_file = \"site.key\"\n"));
    assert_eq!(folder.run("config check site.toml").code, 0);
    assert_eq!(folder.run("config init --key site.key --force").code, 0);
    assert_ne!(folder.read("site.key"), first);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.path().join("site.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_key_for_a_configuration_that_is_there_leaves_it_alone() {
    let folder = Folder::new();
    let ran = folder.run("config init --key new.key");
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("set privacy_key_file = \"new.key\""), "{}", ran.err);
    assert_eq!(folder.read("site.toml"), common::SITE);
}

#[test]
fn a_key_is_found_from_the_folder_of_the_configuration() {
    let folder = empty();
    fs::create_dir(folder.path().join("sub")).unwrap();
    assert_eq!(folder.run("config init sub/site.toml --key sub/site.key").code, 0);
    assert!(folder.read("sub/site.toml").contains("\nprivacy_key_file = \"site.key\"\n"));
    assert_eq!(folder.run("config check sub/site.toml").code, 0);
    assert_eq!(folder.run("config init sub/other.toml --key outside.key").code, 0);
    assert_eq!(folder.run("config check sub/other.toml").code, 0);
}

#[test]
fn check_says_what_the_file_will_do() {
    let ran = Folder::new().run("config check private.toml");
    for text in ["private.toml: valid\n", "Protects Example Mobile", "Subscribers are pseudonyms"] {
        assert!(ran.out.contains(text), "{text} is not in {}", ran.out);
    }
}
