//! What correlations refer to: the rules by name, the fields of their records.

use crate::correlation::{Alias, Correlation, Kind, Named};
use crate::examples::Records;
use crate::fields::{Service, find, type_name};
use crate::mistake::{Place, excerpt};
use crate::nearest::hint;
use crate::reader::field_hint;
use crate::rule::{Body, Rule};
use sigwarden_expr::FieldId;
use sigwarden_schema::fields::FieldType;
use std::collections::HashMap;

/// A correlation whose names are looked up.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Which rule of the set it is.
    pub(crate) rule: usize,
    /// The rules that it names, in its order: numbers of rules of the set, then of its checks.
    pub(crate) members: Vec<usize>,
    /// For each name in `group-by` the field of each member.
    pub(crate) group: Vec<(String, Vec<FieldId>)>,
    /// Fields whose values are counted or differ.
    pub(crate) values: Vec<FieldId>,
}

/// A mistake that shows only when all files are read.
pub(crate) struct Late {
    /// Number of the source.
    pub(crate) source: usize,
    pub(crate) place: Place,
    pub(crate) message: String,
    pub(crate) hint: String,
    /// A rule is missing: it may be one that could not be read.
    pub(crate) missing: bool,
}

/// What comes of looking names up.
#[derive(Default)]
pub(crate) struct Resolved {
    pub(crate) plans: Vec<Plan>,
    /// Built-in checks that correlations name, each once.
    pub(crate) checks: Vec<String>,
    pub(crate) mistakes: Vec<Late>,
}

/// Looks up what every correlation names; sets what each looks at; checks that tests fit.
pub(crate) fn resolve(rules: &mut [Rule], checks: &[&str]) -> Resolved {
    let mut out = Resolved::default();
    let names: HashMap<String, usize> =
        rules.iter().enumerate().map(|(at, rule)| (rule.about.name.clone(), at)).collect();
    for at in 0..rules.len() {
        let Some(rule) = rules.get(at) else { continue };
        let Body::Correlation(correlation) = &rule.body else { continue };
        let found =
            Lookup { rules, names: &names, known: checks, source: rule.source, out: &mut out }.plan(at, correlation);
        if let Some((plan, service)) = found {
            out.plans.push(plan);
            if let Some(rule) = rules.get_mut(at) {
                rule.service = service;
            }
        }
    }
    for (at, rule) in rules.iter().enumerate() {
        // What a correlation looks at is known only where all that it names is there.
        if rule.detection().is_some() || out.plans.iter().any(|plan| plan.rule == at) {
            tests_fit(rule, &mut out.mistakes);
        }
    }
    out
}

fn tests_fit(rule: &Rule, mistakes: &mut Vec<Late>) {
    let (looks, source) = (rule.service, rule.source);
    for example in &rule.tests {
        if let Records::Inline(service, _) = &example.records
            && *service != looks
        {
            let message = format!("the rule looks at {}, its test lists {}", looks.name(), service.name());
            let hint = format!("write {}: in the test", looks.name());
            mistakes.push(Late { source, place: example.place, message, hint, missing: false });
        }
    }
}

struct Lookup<'r> {
    rules: &'r [Rule],
    names: &'r HashMap<String, usize>,
    known: &'r [&'r str],
    source: usize,
    out: &'r mut Resolved,
}

impl Lookup<'_> {
    fn wrong<T>(&mut self, place: Place, message: String, hint: impl Into<String>) -> Option<T> {
        let (source, hint) = (self.source, hint.into());
        self.out.mistakes.push(Late { source, place, message, hint, missing: false });
        None
    }

    fn plan(&mut self, rule: usize, correlation: &Correlation) -> Option<(Plan, Service)> {
        let members: Vec<Option<(usize, Service)>> = correlation.rules.iter().map(|name| self.member(name)).collect();
        let members: Vec<(usize, Service)> = members.into_iter().collect::<Option<_>>()?;
        let service = self.service(correlation, &members)?;
        for alias in &correlation.aliases {
            self.alias(alias, correlation, service)?;
        }
        let mut group = Vec::new();
        for name in &correlation.group_by {
            let alias = correlation.aliases.iter().find(|alias| alias.name.text == name.text);
            group.push((name.text.clone(), self.grouped(name, alias, correlation, service)?));
        }
        let mut values = Vec::new();
        for name in &correlation.fields {
            values.push(self.field(name, service)?);
        }
        Some((Plan { rule, members: members.into_iter().map(|(at, _)| at).collect(), group, values }, service))
    }

    /// The number of the rule or check of this name, and what it looks at.
    fn member(&mut self, name: &Named) -> Option<(usize, Service)> {
        if let Some(at) = self.names.get(&name.text) {
            let rule = self.rules.get(*at)?;
            if rule.correlation().is_some() {
                let message = format!("'{}' is a correlation itself", excerpt(&name.text));
                return self.wrong(name.place, message, "name rules that have a detection");
            }
            return Some((*at, rule.service));
        }
        if !self.known.contains(&name.text.as_str()) {
            let known = self.rules.iter().map(|rule| rule.about.name.as_str()).chain(self.known.iter().copied());
            let hint = hint(
                &name.text,
                known,
                "`sigwarden rules list` has every name; a rule in another file has to be read with this one",
            );
            let message = format!("there is no rule '{}'", excerpt(&name.text));
            let (source, place) = (self.source, name.place);
            self.out.mistakes.push(Late { source, place, message, hint, missing: true });
            return None;
        }
        let position = self.out.checks.iter().position(|check| *check == name.text).unwrap_or_else(|| {
            self.out.checks.push(name.text.clone());
            self.out.checks.len().saturating_sub(1)
        });
        Some((self.rules.len().saturating_add(position), Service::Findings))
    }

    /// All rules of a correlation look at the same.
    fn service(&mut self, correlation: &Correlation, members: &[(usize, Service)]) -> Option<Service> {
        let service = members.first()?.1;
        let other = members.iter().zip(&correlation.rules).find(|(member, _)| member.1 != service);
        if let Some((member, name)) = other {
            let message =
                format!("'{}' looks at {}, the rules before it at {}", name.text, member.1.name(), service.name());
            return self.wrong(name.place, message, "correlate rules that look at the same");
        }
        match correlation.stated.filter(|stated| *stated != service) {
            Some(stated) => {
                let place = correlation.rules.first()?.place;
                let message = format!(
                    "the rules look at {}, the logsource of the correlation says {}",
                    service.name(),
                    stated.name()
                );
                self.wrong(place, message, "leave logsource out: a correlation looks at what its rules look at")
            }
            None => Some(service),
        }
    }

    fn alias(&mut self, alias: &Alias, correlation: &Correlation, service: Service) -> Option<()> {
        if find(service, &alias.name.text).is_some() {
            let message = format!("'{}' is a field, and cannot be an alias", alias.name.text);
            return self.wrong(alias.name.place, message, "choose another name, without a dot");
        }
        for (rule, field) in &alias.fields {
            if !correlation.rules.iter().any(|name| name.text == rule.text) {
                let names = correlation.rules.iter().map(|name| name.text.as_str());
                let hint = hint(&rule.text, names, "an alias names the rules of its correlation");
                return self.wrong(
                    rule.place,
                    format!("'{}' is no rule of this correlation", excerpt(&rule.text)),
                    hint,
                );
            }
            self.field(field, service)?;
        }
        Some(())
    }

    /// The field that a name of `group-by` means in each member.
    fn grouped(
        &mut self,
        name: &Named,
        alias: Option<&Alias>,
        correlation: &Correlation,
        service: Service,
    ) -> Option<Vec<FieldId>> {
        let Some(alias) = alias else {
            let field = self.field(name, service)?;
            return Some(vec![field; correlation.rules.len()]);
        };
        let mut fields = Vec::new();
        for rule in &correlation.rules {
            let Some((_, field)) = alias.fields.iter().find(|(of, _)| of.text == rule.text) else {
                let message = format!("the alias '{}' has no field for {}", alias.name.text, rule.text);
                return self.wrong(alias.name.place, message, format!("add {}: and a field", rule.text));
            };
            fields.push(find(service, &field.text)?.0);
        }
        Some(fields)
    }

    fn field(&mut self, name: &Named, service: Service) -> Option<FieldId> {
        match find(service, &name.text) {
            Some((field, FieldType::Text | FieldType::Integer | FieldType::Boolean)) => Some(field),
            Some((_, kind)) => {
                let message = format!("{} is {}", name.text, type_name(kind));
                self.wrong(name.place, message, "group by and count fields with one value")
            }
            None => {
                let hint = field_hint(service, &name.text);
                self.wrong(name.place, format!("unknown field '{}'", excerpt(&name.text)), hint)
            }
        }
    }
}

impl Plan {
    /// Rules that have to match for a temporal correlation, each once.
    pub(crate) fn different(&self, kind: Kind) -> usize {
        let mut members = if kind == Kind::Temporal { self.members.clone() } else { Vec::new() };
        members.sort_unstable();
        members.dedup();
        members.len()
    }
}
