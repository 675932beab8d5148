//! Circles of files that use each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::imports::Imports;

/// The shortest circle through every file that is in one: `a.rs -> b.rs -> a.rs`, and where each
/// uses the next.
pub fn circles(imports: &Imports) -> BTreeSet<String> {
    imports
        .keys()
        .filter_map(|file| shortest(imports, file))
        .map(|way| shown(imports, &way))
        .collect()
}

/// The shortest way from a file to itself, which it begins with and does not end with.
fn shortest<'i>(imports: &'i Imports, start: &'i str) -> Option<Vec<&'i str>> {
    let mut before: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(file) = open.pop_front() {
        for next in imports.get(file).into_iter().flat_map(BTreeMap::keys) {
            if next == start {
                let mut way = vec![file];
                while let Some(file) = way.last().filter(|file| **file != start) {
                    way.push(before[file]);
                }
                way.reverse();
                return Some(way);
            }
            if !before.contains_key(next.as_str()) {
                before.insert(next, file);
                open.push_back(next);
            }
        }
    }
    None
}

/// The circle, from its first file in the order of names.
fn shown(imports: &Imports, way: &[&str]) -> String {
    let first = (0..way.len()).min_by_key(|at| way[*at]).expect("a circle has files");
    let way: Vec<&str> = way.iter().cycle().skip(first).take(way.len() + 1).copied().collect();
    let uses = way.windows(2).map(|pair| format!("{}:{}", pair[0], imports[pair[0]][pair[1]]));
    format!("{}\n    {}", way.join(" -> "), uses.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pairs: &[(&str, &str)]) -> Vec<String> {
        let mut imports = Imports::new();
        for (line, (from, to)) in pairs.iter().enumerate() {
            imports.entry(from.to_string()).or_default().insert(to.to_string(), line + 1);
        }
        circles(&imports).into_iter().collect()
    }

    #[test]
    fn files_in_a_row_are_no_circle() {
        assert_eq!(found(&[("a", "b"), ("b", "c"), ("a", "c")]), [""; 0]);
    }

    #[test]
    fn each_circle_is_shown_once_from_its_first_file() {
        assert_eq!(found(&[("b", "a"), ("a", "b")]), ["a -> b -> a\n    a:2, b:1"]);
        assert_eq!(
            found(&[("c", "a"), ("a", "b"), ("b", "c"), ("d", "a"), ("a", "e")]),
            ["a -> b -> c -> a\n    a:2, b:3, c:1"]
        );
        assert_eq!(
            found(&[("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")]),
            ["a -> b -> a\n    a:1, b:2", "b -> c -> b\n    b:3, c:4"]
        );
    }
}
