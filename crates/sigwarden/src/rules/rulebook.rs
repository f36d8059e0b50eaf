//! What a site configuration says of rules: which run, from which files, what they excuse, and from which numbers on.

use super::load;
use crate::log::Failure;
use crate::site::Loaded;
use sha2::{Digest, Sha256};
use sigwarden_detect::thresholds::Thresholds;
use sigwarden_operators::site;
use sigwarden_pipeline::rules::Rulebook;
use sigwarden_rules::{Exception, ExceptionText, Pack, RuleSet, Selection, nearest};
use sigwarden_schema::exit;

/// Packs that run if nothing is said.
const USUAL: [Pack; 2] = [Pack::Core, Pack::Extended];

/// The rules that run, and a hash of all that decides about them.
///
/// # Errors
/// Mistakes in rule files (21); names, thresholds, journeys and exceptions that make no sense (20).
pub(crate) fn of(loaded: &Loaded) -> Result<(Rulebook, u64), Failure> {
    let detect = &loaded.site.detect;
    let set = load::set(&loaded.rule_files())?;
    let selection =
        Selection { packs: packs(&detect.packs)?, enable: detect.enable.clone(), disable: detect.disable.clone() };
    if let Some((key, _, problem)) = selection.unknown(&set, &load::checks()).into_iter().next() {
        return Err(wrong(&format!("detect.{key}"), &problem));
    }
    let exceptions = loaded.site.exceptions.iter().map(|one| exception(one, &set)).collect::<Result<_, _>>()?;
    thresholds(loaded)?;
    let set = set.select(&selection);
    let hash = fingerprint(&set, &selection);
    Ok((Rulebook { set, selection, exceptions }, hash))
}

/// The hash of the tables and of the rules as one.
pub(crate) fn hash(tables: &str, rules: u64) -> String {
    let tables = u64::from_str_radix(tables, 16).unwrap_or_default();
    format!("{:016x}", tables ^ rules)
}

fn fingerprint(set: &RuleSet, selection: &Selection) -> u64 {
    let mut hasher = Sha256::new();
    for rule in &set.rules {
        let body =
            rule.detection().map_or_else(|| format!("{:?}", rule.correlation()), |detection| detection.text.clone());
        hasher.update(format!("{}\n{}\n{}\n{body}\n", rule.about.name, rule.about.level.name(), rule.about.confidence));
    }
    hasher.update(format!("{:?} {:?} {:?}", selection.packs, selection.enable, selection.disable));
    let digest = hasher.finalize();
    digest.iter().take(8).fold(0, |sum, octet| sum << 8 | u64::from(*octet))
}

fn wrong(key: &str, problem: &str) -> Failure {
    Failure { code: exit::CONFIG_INVALID, message: format!("{key}: {problem}") }
}

fn packs(names: &[String]) -> Result<Vec<Pack>, Failure> {
    if names.is_empty() {
        return Ok(USUAL.to_vec());
    }
    let pack = |name: &String| {
        let known = Pack::ALL.iter().find(|row| row.0 == *name).map(|row| row.1);
        known.ok_or_else(|| {
            let near = nearest(name, Pack::ALL.iter().map(|row| row.0));
            let hint = if near.is_empty() {
                "there are core, extended and hunt".to_owned()
            } else {
                format!("did you mean {}", near.join(", "))
            };
            wrong("detect.packs", &format!("there is no pack \"{name}\"; {hint}"))
        })
    };
    names.iter().map(pack).collect()
}

fn exception(one: &site::Exception, set: &RuleSet) -> Result<Exception, Failure> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let (rule, scope, owner, reason) = (text(&one.rule), text(&one.scope), text(&one.owner), text(&one.reason));
    let expires = one.expires.map(|day| day.to_string()).unwrap_or_default();
    let names: Vec<&str> = set.names().chain(load::checks()).collect();
    let asked = ExceptionText { rule: &rule, scope: &scope, owner: &owner, reason: &reason, expires: &expires };
    Exception::read(asked, &names).map_err(|errors| {
        let told: Vec<String> =
            errors.iter().map(|error| format!("exception.{}: {}; {}", error.key, error.message, error.hint)).collect();
        Failure { code: exit::CONFIG_INVALID, message: told.join("\n") }
    })
}

/// Thresholds and journeys are used by the detector; here they are only checked.
fn thresholds(loaded: &Loaded) -> Result<(), Failure> {
    let mut thresholds = Thresholds::default();
    for one in &loaded.site.thresholds {
        thresholds.set(&one.name, one.value).map_err(|problem| wrong("threshold.name", &problem))?;
    }
    let incomplete = loaded.site.journeys.iter().any(|way| way.from.is_none() || way.to.is_none());
    if incomplete {
        return Err(wrong("journey", "says from which country to which one: from = \"US\", to = \"CA\", minutes = 0"));
    }
    Ok(())
}
