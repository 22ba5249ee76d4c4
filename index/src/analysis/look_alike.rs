//! Characters that were written for others because they look alike.
//!
//! Scraped pages and chat-style writing hold `转囮` for 转化 and `专镓` for 专家. Some of these
//! characters have no use of their own in such texts; the others are repaired only where the
//! repaired pair is a dictionary word and the written pair is not (氮化镓 stays). The index holds
//! both readings, so that a wrong repair hides nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{DICTIONARY, Text, Unit};

/// Written character → meant character, and whether that needs a word to prove it.
static TABLE: LazyLock<HashMap<char, (char, bool)>> = LazyLock::new(|| {
    let rows = include_str!("look_alikes.tsv").lines().skip(1);
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let glyph = cells.next()?.chars().next()?;
        let normal = cells.next()?.chars().next()?;
        Some((glyph, (normal, cells.next()? == "word")))
    })
    .collect()
});

/// Notes what was meant where a character only looks like it.
pub(super) fn repair(units: &mut [Unit]) {
    for index in 0..units.len() {
        let Text::Han(c) = units[index].text else {
            continue;
        };
        if let Some(&(normal, needs_word)) = TABLE.get(&c)
            && (!needs_word || makes_word(units, index, c, normal))
        {
            units[index].meant = Some(normal);
        }
    }
}

/// Whether `normal` forms a word with a neighbour with which the written character forms none.
fn makes_word(units: &[Unit], index: usize, written: char, normal: char) -> bool {
    let place = units[index].position;
    let neighbour = |distance: i64| {
        let at = i64::try_from(index).ok()?.checked_add(distance)?;
        let unit = units.get(usize::try_from(at).ok()?)?;
        let adjoins = u64::from(unit.position.abs_diff(place)) == distance.unsigned_abs();
        unit.meant_han().filter(|_| adjoins)
    };
    let is_word = |c: char| {
        // Words of two and three characters that the character would be part of.
        [(-1, 0), (0, 1), (-2, 0), (-1, 1), (0, 2)]
            .into_iter()
            .any(|(from, to)| {
                let part = |distance| {
                    if distance == 0 {
                        Some(c)
                    } else {
                        neighbour(distance)
                    }
                };
                let word: Option<String> = (from..=to).map(part).collect();
                word.is_some_and(|word| DICTIONARY.has_word(&word))
            })
    };
    !is_word(written) && is_word(normal)
}

#[cfg(test)]
mod tests {
    use super::super::units;

    #[test]
    fn look_alikes_are_repaired_by_word_and_left_alone_elsewhere() {
        for (text, expected) in [
            ("成果转囮", "成果转化"),
            ("专镓市州", "专家市州"),
            ("按照国镓科技", "按照国家科技"),
            ("转移中惢", "转移中心"),
            ("华夏银荇", "华夏银行"),
            ("创新实仂", "创新实力"),
            ("转移礻范机构", "转移示范机构"),
            ("氮化镓器件", "氮化镓器件"),
            ("砷化镓", "砷化镓"),
            ("氧化锆", "氧化锆"),
            ("自己已经", "自己已经"),
            ("辰巳午未", "辰巳午未"),
        ] {
            let read: String = units(text)
                .iter()
                .filter_map(super::Unit::meant_han)
                .collect();
            assert_eq!(read, expected);
        }
    }
}
