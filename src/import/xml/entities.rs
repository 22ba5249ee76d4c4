//! Entities: the document's own, and the named characters of XML and HTML.

use std::collections::HashMap;

use qiao_index::normalise::entity;

use super::super::budget::{MAX_ENTITIES, MAX_ENTITY_DEPTH, MAX_EXPANDED_BYTES};
use super::super::errors::RowError;

/// What a document type declares.
#[derive(Debug, Default)]
pub(super) struct Entities(HashMap<String, String>);

impl Entities {
    /// Reads the declarations in a document type. Those that name another file are passed over:
    /// nothing is ever fetched.
    pub(super) fn declared(doctype: &str) -> Self {
        let declarations = doctype.split("<!ENTITY").skip(1).take(MAX_ENTITIES);
        Self(declarations.filter_map(declaration).collect())
    }
}

/// ` name "value">` → name and value.
fn declaration(text: &str) -> Option<(String, String)> {
    let (name, behind) = text.trim_start().split_once(char::is_whitespace)?;
    let behind = behind.trim_start();
    let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, _) = behind.strip_prefix(quote)?.split_once(quote)?;
    Some((name.to_owned(), value.to_owned()))
}

/// Replaces the entities of one document, and counts what that adds to it.
pub(super) struct Expansion<'e> {
    entities: &'e Entities,
    added: usize,
}

impl<'e> Expansion<'e> {
    /// Of a document with these declarations.
    pub(super) const fn new(entities: &'e Entities) -> Self {
        Self { entities, added: 0 }
    }

    /// What stands for `&name;`. What nobody knows stays as it is.
    ///
    /// # Errors
    /// The document's entities add more to it than they may.
    pub(super) fn of(&mut self, name: &str) -> Result<String, RowError> {
        let mut text = String::new();
        self.expand(name, 0, &mut text)?;
        Ok(text)
    }

    /// A text with its entities replaced, as [`Expansion::of`] does.
    pub(super) fn in_text(&mut self, text: &str) -> Result<String, RowError> {
        let mut plain = String::new();
        self.replace(text, 0, &mut plain)?;
        Ok(plain)
    }

    fn expand(&mut self, name: &str, depth: usize, into: &mut String) -> Result<(), RowError> {
        let Some(value) = self.entities.0.get(name) else {
            match entity(name) {
                Some(character) => into.push(character),
                None => into.extend(["&", name, ";"]),
            }
            return Ok(());
        };
        self.added += value.len();
        if depth == MAX_ENTITY_DEPTH || self.added > MAX_EXPANDED_BYTES {
            return Err(RowError::EntityBomb(name.to_owned()));
        }
        self.replace(value, depth + 1, into)
    }

    fn replace(&mut self, text: &str, depth: usize, into: &mut String) -> Result<(), RowError> {
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('&') {
            into.push_str(before);
            let reference = behind.split_once(';').filter(|(name, _)| is_name(name));
            if let Some((name, after)) = reference {
                self.expand(name, depth, into)?;
                rest = after;
            } else {
                into.push('&');
                rest = behind;
            }
        }
        into.push_str(rest);
        Ok(())
    }
}

fn is_name(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '#' | '.' | '-' | '_' | ':');
    !text.is_empty() && text.len() <= 100 && text.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCTYPE: &str = "<!DOCTYPE x SYSTEM \"none.dtd\" [\n<!ENTITY firm \"A &amp; B &copy;\">\n\
        <!ENTITY again '&firm; &firm;'><!ENTITY pic SYSTEM \"p.tif\" NDATA TIF>\n\
        <!ENTITY % all SYSTEM \"none.ent\"> %all;\n<!ENTITY loop \"&loop;\">]>";

    fn check(name: &str, expected: &str) {
        let entities = Entities::declared(DOCTYPE);
        let found = Expansion::new(&entities).of(name);
        let found = found.unwrap_or_else(|row_error| format!("{row_error:?}"));
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn entities_are_looked_up_and_never_fetched() {
        check("amp", "&");
        check("#x6865", "桥");
        check("#169", "©");
        check("rsquo", "’");
        check("firm", "A & B ©");
        check("again", "A & B © A & B ©");
        check("pic", "&pic;");
        check("nobody-knows", "&nobody-knows;");
        check("#xFFFFFFFF", "&#xFFFFFFFF;");
    }

    #[test]
    fn bombs_do_not_go_off() {
        check("loop", "EntityBomb(\"loop\")");
        let declared = (1..10).map(|n| {
            let inner = format!("&a{};", n - 1).repeat(10);
            format!("<!ENTITY a{n} \"{inner}\">")
        });
        let first = format!("<!ENTITY a0 \"{}\">", "x".repeat(1_000));
        let entities = Entities::declared(&(first + &declared.collect::<String>()));
        assert!(Expansion::new(&entities).of("a9").is_err());
        assert!(Expansion::new(&entities).of("a2").is_ok());
    }
}
