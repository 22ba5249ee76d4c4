//! Contacts that are one and the same.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::fill;
use crate::record::Contact;

/// Contacts who bear the same number or address, and no other name, are one.
pub(super) fn together(contacts: Vec<Contact>) -> Vec<Contact> {
    if contacts.len() < 2 {
        return contacts;
    }
    let mut people = People::default();
    for contact in contacts {
        people.take(contact);
    }
    people.apart
}

/// The contacts that are told apart so far, and by what they are found again: to compare each with
/// all others would take minutes in a row with a hundred thousand.
#[derive(Default)]
struct People {
    apart: Vec<Contact>,
    /// Numbers and addresses of each, as they are written.
    written: Vec<HashSet<String>>,
    /// Who bears a number or address, whatever the name.
    by_mark: HashMap<String, BTreeSet<usize>>,
    /// Who bears it under a name.
    by_name: HashMap<(String, String), BTreeSet<usize>>,
}

impl People {
    /// Takes one more: it completes the first that it is the same as, or stands for itself.
    fn take(&mut self, contact: Contact) {
        let marks = marks(&contact);
        match self.find(&contact.name, &marks) {
            Some(known) => self.complete(known, contact, &marks),
            None => self.add(contact, &marks),
        }
    }

    /// The first who bears one of these, and has no other name.
    fn find(&self, name: &str, marks: &[String]) -> Option<usize> {
        let first = |found: Option<&BTreeSet<usize>>| found?.first().copied();
        let named =
            |mark: &String, name: &str| first(self.by_name.get(&(mark.clone(), name.to_owned())));
        let found = marks.iter().flat_map(|mark| {
            if name.is_empty() {
                [first(self.by_mark.get(mark)), None]
            } else {
                [named(mark, name), named(mark, "")]
            }
        });
        found.flatten().min()
    }

    fn add(&mut self, contact: Contact, marks: &[String]) {
        let numbers = contact.phones.iter().chain(&contact.emails);
        self.written.push(numbers.cloned().collect());
        self.mark(self.apart.len(), &contact.name, marks);
        self.apart.push(contact);
    }

    fn mark(&mut self, known: usize, name: &str, marks: &[String]) {
        for mark in marks {
            self.by_mark.entry(mark.clone()).or_default().insert(known);
            let key = (mark.clone(), name.to_owned());
            self.by_name.entry(key).or_default().insert(known);
        }
    }

    fn complete(&mut self, known: usize, mut other: Contact, marks: &[String]) {
        let (Some(contact), Some(written)) =
            (self.apart.get_mut(known), self.written.get_mut(known))
        else {
            return;
        };
        let lists = [
            (&mut contact.phones, std::mem::take(&mut other.phones)),
            (&mut contact.emails, std::mem::take(&mut other.emails)),
        ];
        for (values, more) in lists {
            values.extend(
                more.into_iter()
                    .filter(|value| written.insert(value.clone())),
            );
        }
        let is_named_now = contact.name.is_empty() && !other.name.is_empty();
        fill(contact, other);
        let name = contact.name.clone();
        if is_named_now {
            let all = self::marks(contact);
            for mark in &all {
                if let Some(nameless) = self.by_name.get_mut(&(mark.clone(), String::new())) {
                    nameless.remove(&known);
                }
            }
            self.mark(known, &name, &all);
        } else {
            self.mark(known, &name, marks);
        }
    }
}

/// What tells a contact: the digits of the numbers, and the addresses.
fn marks(contact: &Contact) -> Vec<String> {
    let phones = contact.phones.iter();
    let digits = phones.map(|phone| phone.chars().filter(char::is_ascii_digit).collect());
    digits.chain(contact.emails.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(name: &str, phones: &[&str], emails: &[&str]) -> Contact {
        let owned = |values: &[&str]| values.iter().map(|it| (*it).to_owned()).collect();
        Contact {
            name: name.to_owned(),
            phones: owned(phones),
            emails: owned(emails),
            ..Contact::default()
        }
    }

    fn check(contacts: &[Contact], expected: &str) {
        let people = together(contacts.to_vec());
        let said = people.iter().map(|it| {
            let numbers = [&it.phones[..], &it.emails[..]].concat();
            format!("{} {}", it.name, numbers.join(" "))
        });
        assert_eq!(said.collect::<Vec<_>>().join("; "), expected);
    }

    #[test]
    fn who_bears_the_same_number_and_no_other_name_is_one() {
        let nobody = contact("", &["027-1"], &[]);
        let zhang = contact("张", &["0271"], &["z@example.com"]);
        let li = contact("李", &["027 1"], &[]);
        check(
            &[zhang.clone(), li.clone()],
            "张 0271 z@example.com; 李 027 1",
        );
        check(
            &[nobody.clone(), zhang.clone(), li.clone()],
            "张 027-1 0271 z@example.com; 李 027 1",
        );
        check(
            &[li, zhang.clone(), nobody],
            "李 027 1 027-1; 张 0271 z@example.com",
        );
        let other = contact("", &[], &["z@example.com", "y@example.com"]);
        let last = contact("张", &["5"], &["y@example.com"]);
        check(
            &[zhang, other, last],
            "张 0271 5 z@example.com y@example.com",
        );
    }

    #[test]
    fn who_got_a_name_is_no_longer_found_by_another() {
        let all = [
            contact("", &["1"], &[]),
            contact("", &["2"], &[]),
            contact("", &["1", "2"], &[]),
            contact("张", &["1"], &[]),
            contact("李", &["2"], &[]),
        ];
        check(&all, "张 1 2; 李 2");
    }

    #[test]
    fn a_hundred_thousand_contacts_do_not_take_minutes() {
        let apart: Vec<Contact> = (0..50_000)
            .map(|n| contact("", &[&n.to_string()], &[]))
            .collect();
        assert_eq!(together(apart).len(), 50_000);
        let same: Vec<Contact> = (0..50_000)
            .map(|n| contact(if n % 2 == 0 { "" } else { "a" }, &["1"], &[&n.to_string()]))
            .collect();
        assert_eq!(together(same).len(), 1);
        let names: Vec<Contact> = (0..50_000)
            .map(|n| contact(&n.to_string(), &["1"], &[]))
            .collect();
        assert_eq!(together(names).len(), 50_000);
    }
}
