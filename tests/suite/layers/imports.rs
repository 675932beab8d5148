//! The files of a crate that use each other: the modules of the sources, and what their `use` items
//! and paths lead to.
//!
//! A path leads to the file of the last module that it goes through. So what a parent passes on
//! with `pub use` is used of the parent, which uses the child in turn. That a parent declares
//! `mod child;` is no use of it.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::{Token, end_of_group, tokens, without_tests};

/// The sources of a crate, by their paths from `src`.
pub type Sources = BTreeMap<String, String>;

/// The files that a file uses, and the first line that does.
pub type Imports = BTreeMap<String, BTreeMap<String, usize>>;

/// A module's path: the name of its crate, and the names on the way to it.
type ModulePath = Vec<String>;

/// The name of the library, for the program beside it.
const LIBRARY: &str = "sigkit";

/// The tokens of a source that count.
type Kept = for<'s> fn(&[Token<'s>]) -> Vec<Token<'s>>;

/// The contents of a file.
struct File {
    /// `mod child;`, each with the module that it stands in.
    children: Vec<(ModulePath, String)>,
    /// `mod inline { ... }`
    inline: Vec<ModulePath>,
    /// The macros that `#[macro_export]` makes known at the root of the crate.
    macros: Vec<String>,
    references: Vec<Reference>,
}

/// A path that is written somewhere, or a leaf of a `use`.
struct Reference {
    /// The module that it stands in.
    module: ModulePath,
    segments: Vec<String>,
    line: usize,
    /// For a `use`: the name that is known from here, `*` for all.
    name: Option<String>,
}

/// The files that a crate is made of when no tests are compiled, by their modules.
pub struct Modules {
    files: BTreeMap<ModulePath, String>,
    /// The modules of exported macros, by their names at the root.
    macros: BTreeMap<ModulePath, ModulePath>,
    references: Vec<(String, Reference)>,
}

impl Modules {
    /// From `lib.rs` and `main.rs`, whichever there are, along all `mod` items. For what does not
    /// lead to a file there is an error.
    pub fn of(sources: &Sources) -> Result<Modules, String> {
        Modules::read(sources, without_tests)
    }

    /// With what is compiled for tests only.
    pub fn with_tests(sources: &Sources) -> Result<Modules, String> {
        Modules::read(sources, |tokens| tokens.to_vec())
    }

    fn read(sources: &Sources, kept: Kept) -> Result<Modules, String> {
        let mut modules =
            Modules { files: BTreeMap::new(), macros: BTreeMap::new(), references: Vec::new() };
        for (root, name) in [("lib.rs", LIBRARY), ("main.rs", "main")] {
            if sources.contains_key(root) {
                modules.add(sources, root, vec![name.to_owned()], kept)?;
            }
        }
        Ok(modules)
    }

    fn add(
        &mut self,
        sources: &Sources,
        file: &str,
        path: ModulePath,
        kept: Kept,
    ) -> Result<(), String> {
        let scanned = scan(&kept(&tokens(&sources[file])), &path);
        self.files.insert(path.clone(), file.to_owned());
        for name in scanned.macros {
            self.macros.insert(vec![path[0].clone(), name], path.clone());
        }
        for module in scanned.inline {
            self.files.insert(module, file.to_owned());
        }
        for (parent, name) in scanned.children {
            let below = parent[1..].join("/");
            let directory = if below.is_empty() { String::new() } else { below + "/" };
            let places = [format!("{directory}{name}.rs"), format!("{directory}{name}/mod.rs")];
            let found = places.iter().find(|place| sources.contains_key(*place));
            let found = found.ok_or_else(|| format!("{file}: mod {name}; leads to no file"))?;
            self.add(sources, found, [parent, vec![name]].concat(), kept)?;
        }
        let references = scanned.references.into_iter();
        self.references.extend(references.map(|reference| (file.to_owned(), reference)));
        Ok(())
    }

    pub fn files(&self) -> BTreeSet<&str> {
        self.files.values().map(String::as_str).collect()
    }

    /// The modules with files of their own that lie at the root of the library and of the program.
    pub fn rooms(&self) -> BTreeSet<&str> {
        let rooms = self.files.iter().filter(|(path, file)| path.len() == 2 && *file != "lib.rs");
        rooms.map(|(path, _)| path[1].as_str()).collect()
    }

    pub fn imports(&self) -> Imports {
        let known = self.names();
        let mut imports = Imports::new();
        for (file, reference) in &self.references {
            let Some(path) = self.resolve(reference, &known) else { continue };
            let target = &self.files[&path];
            if target != file {
                let lines = imports.entry(file.clone()).or_default();
                let line = lines.entry(target.clone()).or_insert(reference.line);
                *line = reference.line.min(*line);
            }
        }
        imports
    }

    /// The modules that are known by other names, or from elsewhere: by the module that they are
    /// known in and their name there, `*` for those that all of another's names are taken from.
    fn names(&self) -> BTreeMap<(ModulePath, String), Vec<ModulePath>> {
        let mut known: BTreeMap<_, Vec<ModulePath>> = BTreeMap::new();
        // A use may begin with the name that another has made known.
        for _ in 0..3 {
            for (_, reference) in &self.references {
                let Some(name) = &reference.name else { continue };
                let Some((path, rest)) = self.walk(reference, &known) else { continue };
                if rest == 0 {
                    let places = known.entry((reference.module.clone(), name.clone())).or_default();
                    if !places.contains(&path) {
                        places.push(path);
                    }
                }
            }
        }
        known
    }

    fn resolve(
        &self,
        reference: &Reference,
        known: &BTreeMap<(ModulePath, String), Vec<ModulePath>>,
    ) -> Option<ModulePath> {
        self.walk(reference, known).map(|(path, _)| path)
    }

    /// The last module that a path goes through, and how many names follow; None if the path leads
    /// into another crate, or is none of modules.
    fn walk(
        &self,
        reference: &Reference,
        known: &BTreeMap<(ModulePath, String), Vec<ModulePath>>,
    ) -> Option<(ModulePath, usize)> {
        let mut path = reference.module.clone();
        let mut segments = reference.segments.as_slice();
        let (first, rest) = segments.split_first()?;
        match first.as_str() {
            "crate" => path.truncate(1),
            "self" => {}
            "super" => {
                path.pop();
            }
            LIBRARY => path = vec![LIBRARY.to_owned()],
            name => path = self.by_name(&path, name, known)?,
        }
        segments = rest;
        while let Some((first, rest)) = segments.split_first() {
            match first.as_str() {
                "super" => {
                    path.pop();
                }
                "self" => {}
                name => {
                    path.push(name.to_owned());
                    if let Some(home) = self.macros.get(&path) {
                        path.clone_from(home);
                        break;
                    }
                    if !self.files.contains_key(&path) {
                        path.pop();
                        break;
                    }
                }
            }
            segments = rest;
        }
        self.files.contains_key(&path).then_some((path, segments.len()))
    }

    /// The module that a name stands for in a module: its child, or one that a use made known.
    fn by_name(
        &self,
        module: &ModulePath,
        name: &str,
        known: &BTreeMap<(ModulePath, String), Vec<ModulePath>>,
    ) -> Option<ModulePath> {
        let child_of = |parent: &ModulePath| {
            let child = [parent.as_slice(), &[name.to_owned()]].concat();
            self.files.contains_key(&child).then_some(child)
        };
        let named = |parent: &ModulePath, name: &str| known.get(&(parent.clone(), name.to_owned()));
        child_of(module)
            .or_else(|| named(module, name).and_then(|places| places.first().cloned()))
            .or_else(|| {
                named(module, "*")?
                    .iter()
                    .find_map(|open| child_of(open).or_else(|| named(open, name)?.first().cloned()))
            })
    }
}

/// The declarations and references of a source, as the module `path`.
fn scan(tokens: &[Token<'_>], path: &ModulePath) -> File {
    let mut file = File {
        children: Vec::new(),
        inline: Vec::new(),
        macros: Vec::new(),
        references: Vec::new(),
    };
    // The module that a token stands in; where an inline module ends.
    let mut module = path.clone();
    let mut ends: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        while ends.last().is_some_and(|end| at >= *end) {
            ends.pop();
            module.pop();
        }
        let text = |offset: usize| tokens.get(at + offset).map_or("", |token| token.text);
        let begins = at == 0 || !matches!(tokens[at - 1].text, "::" | "." | "'" | "fn" | "let");
        match text(0) {
            "mod" if text(2) == ";" => {
                file.children.push((module.clone(), text(1).to_owned()));
                at += 3;
            }
            "mod" if text(2) == "{" => {
                module.push(text(1).to_owned());
                file.inline.push(module.clone());
                ends.push(end_of_group(tokens, at + 2));
                at += 3;
            }
            "macro_export" if text(2) == "macro_rules" => {
                file.macros.push(text(4).to_owned());
                at += 5;
            }
            "use" if begins && text(1) != "<" => {
                let end = tokens[at..].iter().position(|token| token.text == ";");
                let end = end.map_or(tokens.len(), |end| at + end);
                file.references.extend(references_of_use(&tokens[at..end], &module));
                at = end;
            }
            // `pub(in crate::a)` only says from where something is seen.
            "in" if at > 1 && tokens[at - 1].text == "(" && tokens[at - 2].text == "pub" => {
                at = end_of_group(tokens, at - 1);
            }
            _ if begins && tokens[at].is_word() && text(1) == "::" => {
                let segments = segments_from(&tokens[at..]);
                at += 2 * segments.len() - 1;
                let line = tokens[at - 1].line;
                file.references.push(Reference {
                    module: module.clone(),
                    segments,
                    line,
                    name: None,
                });
            }
            _ => at += 1,
        }
    }
    file
}

/// The leaves of a `use`, whose tokens these are up to its semicolon, in a module.
fn references_of_use(tokens: &[Token<'_>], module: &ModulePath) -> Vec<Reference> {
    let line = tokens[0].line;
    let references = leaves(&tokens[1..]).into_iter().map(|(segments, name)| Reference {
        module: module.clone(),
        segments,
        line,
        name: Some(name),
    });
    references.collect()
}

/// The words of a path, up to what is none: `a`, `b` of `a::b::<T>`.
fn segments_from(tokens: &[Token<'_>]) -> Vec<String> {
    let mut segments = vec![tokens[0].text.to_owned()];
    for pair in tokens[1..].chunks(2) {
        match pair {
            [colons, word] if colons.text == "::" && word.is_word() => {
                segments.push(word.text.to_owned());
            }
            _ => break,
        }
    }
    segments
}

/// The paths of a use tree, each with the name that it makes known.
fn leaves(tree: &[Token<'_>]) -> Vec<(Vec<String>, String)> {
    let mut segments: Vec<String> = Vec::new();
    let mut at = 0;
    while at < tree.len() {
        let token = tree[at];
        match token.text {
            // A path that begins so leads into another crate.
            "::" if at == 0 => segments.push(String::new()),
            "::" => {}
            "*" => return vec![(segments, "*".to_owned())],
            "as" => {
                let name = tree.get(at + 1).map_or("_", |name| name.text).to_owned();
                return vec![(without_self(segments), name)];
            }
            "{" => {
                let inside = &tree[at + 1..end_of_group(tree, at) - 1];
                let branches = split_at_commas(inside).into_iter().flat_map(leaves);
                return branches
                    .map(|(rest, name)| {
                        let path = without_self([segments.clone(), rest].concat());
                        let name = if name == "self" { last(&path) } else { name };
                        (path, name)
                    })
                    .collect();
            }
            word => segments.push(word.to_owned()),
        }
        at += 1;
    }
    let name = last(&segments);
    vec![(segments, name)]
}

fn last(path: &[String]) -> String {
    path.last().cloned().unwrap_or_default()
}

/// `a::{self}` is `a`; `self::a` keeps its beginning.
fn without_self(mut segments: Vec<String>) -> Vec<String> {
    if segments.len() > 1 && segments.last().is_some_and(|last| last == "self") {
        segments.pop();
    }
    segments
}

fn split_at_commas<'t, 's>(tokens: &'t [Token<'s>]) -> Vec<&'t [Token<'s>]> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].text {
            "," => {
                parts.push(&tokens[start..at]);
                start = at + 1;
                at += 1;
            }
            "{" => at = end_of_group(tokens, at),
            _ => at += 1,
        }
    }
    parts.push(&tokens[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests;
