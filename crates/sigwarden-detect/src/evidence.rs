//! What a request of Diameter or GTP is, as far as findings need it.

use crate::findings::{Asker, Disclosed, Pending};
use crate::parties::Parties;
use crate::rules::RuleInfo;
use crate::table::Category;
use crate::traits::Traits;
use sigwarden_dialogue::diameter::Subject;
use sigwarden_dialogue::{FrameRef, InvokeState};
use sigwarden_schema::lines::{Op, Severity, Threat, Why};

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    /// Document that its category is modelled on.
    pub(crate) document: &'static str,
    /// Who asked.
    pub(crate) asker: Asker,
    /// Whom it names.
    pub(crate) subject: Subject,
    /// The operation.
    pub(crate) op: Op,
    /// Its time, frames and dialogue.
    pub(crate) ts_ns: i64,
    pub(crate) frames: Vec<FrameRef>,
    pub(crate) dialogue: u64,
    /// The way that an answer would come on.
    pub(crate) way_back: u64,
    /// How it was made.
    pub(crate) traits: Traits,
}

impl Evidence {
    /// A finding about it.
    pub(crate) fn pending(
        &self,
        rule: &'static RuleInfo,
        parties: &Parties,
        threat: Threat,
        severity: Severity,
    ) -> Pending {
        Pending {
            rule,
            threat,
            severity,
            confidence: 70,
            ts_ns: self.ts_ns,
            imsi: if parties.imsi.is_empty() { self.subject.imsi } else { parties.imsi },
            msisdn: self.subject.msisdn,
            imei: self.subject.imei,
            asker: self.asker.clone(),
            origin: parties.asker,
            category: Category::None,
            document: self.document,
            op: Some(self.op.clone()),
            side: 0,
            frames: self.frames.clone(),
            dialogues: vec![self.dialogue],
            state: InvokeState::Open,
            disclosed: Disclosed::default(),
            error: None,
            way_back: self.way_back,
            spoofed: false,
            if_outside: None,
            traits: self.traits.clone(),
            question: None,
            unless_restless: false,
            why: Vec::new(),
            related: Vec::new(),
        }
    }
}

/// Which check found a category.
#[derive(Clone, Copy)]
pub(crate) struct CategoryRules {
    /// Category 1.
    pub(crate) never: &'static RuleInfo,
    /// Category 2.1.
    pub(crate) ours: &'static RuleInfo,
    /// Category 2.2.
    pub(crate) foreign: &'static RuleInfo,
}

impl CategoryRules {
    /// The check of a category that is suspicious by itself.
    pub(crate) fn of(&self, category: Category) -> Option<&'static RuleInfo> {
        match category {
            Category::Cat1 => Some(self.never),
            Category::Cat21 => Some(self.ours),
            Category::Cat22 => Some(self.foreign),
            _ => None,
        }
    }
}

/// Why a category makes a request suspicious: `name` is the command, the others say who asked whom about whose subscriber.
pub(crate) fn category_reason(
    category: Category,
    name: &str,
    asker: &str,
    asked: &str,
    home: &str,
    source: &str,
) -> Why {
    let (check, expected, observed) = match category {
        Category::Cat1 => (
            "category-1",
            format!("{name} stays inside one network (category 1)"),
            format!("it came from {asker} to {asked}"),
        ),
        Category::Cat21 | Category::Cat22 => (
            if category == Category::Cat21 { "category-2.1" } else { "category-2.2" },
            format!("{name} comes only from the subscriber's home network (category 2)"),
            format!("it came from {asker}; the subscriber belongs to {home}"),
        ),
        _ => ("category", format!("{name} from whoever may send it"), format!("it came from {asker}")),
    };
    let source = format!("category table (public sources); caller by {source}");
    Why { check, expected, observed, source, source_date: None }
}
