//! Imports between the modules of a crate, read from its sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{Attribute, ItemMod, ItemUse, UseTree};

/// The modules of a crate by their paths, and the modules that each one names.
pub struct Imports {
    edges: BTreeMap<String, BTreeSet<String>>,
    through_root: Vec<String>,
}

impl Imports {
    /// For all files below a crate's `src`, except those of tests.
    pub fn read(root: &Path) -> Imports {
        let mut sources = Vec::new();
        collect(root, root, &mut sources);
        assert!(!sources.is_empty(), "no sources in {}", root.display());
        Imports::of(sources)
    }

    /// From modules' paths and texts. The crate's own root is not a module.
    pub fn of(sources: impl IntoIterator<Item = (String, String)>) -> Imports {
        let sources: BTreeMap<String, String> = sources.into_iter().collect();
        let mut imports = Imports { edges: BTreeMap::new(), through_root: Vec::new() };
        for (module, text) in &sources {
            let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{module}: {error}"));
            let children = sources.keys().filter_map(|other| other.strip_prefix(&format!("{module}::")));
            let mut found = Found {
                children: children.map(str::to_owned).collect(),
                module: module.split("::").map(str::to_owned).collect(),
                paths: Vec::new(),
            };
            found.visit_file(&file);
            for path in found.paths {
                match imports.resolved(&sources, module, &path) {
                    Some(target) if target != *module => {
                        imports.edges.entry(module.clone()).or_default().insert(target);
                    }
                    _ => (),
                }
            }
        }
        imports
    }

    /// The module that a path leads to.
    fn resolved(
        &mut self,
        sources: &BTreeMap<String, String>,
        module: &str,
        path: &[String],
    ) -> Option<String> {
        let named = (1..=path.len()).rev().map(|count| path[..count].join("::"));
        let target = named.into_iter().find(|name| sources.contains_key(name));
        if target.is_none() && !path.is_empty() {
            self.through_root.push(format!("{module}: crate::{}", path.join("::")));
        }
        target
    }

    /// Every import: the importing module and the imported one.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.edges.iter().flat_map(|(from, all)| all.iter().map(move |to| (from.as_str(), to.as_str())))
    }

    /// First parts of the modules' paths.
    pub fn rooms(&self) -> Vec<String> {
        let modules = self.iter().flat_map(|(from, to)| [from, to]);
        let rooms: BTreeSet<&str> = modules.filter_map(|module| module.split("::").next()).collect();
        rooms.into_iter().map(str::to_owned).collect()
    }

    /// Imports of names that are in no module: those re-exported by the root.
    pub fn through_root(&self) -> &[String] {
        &self.through_root
    }

    /// Sets of modules that can all be reached from each other.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let reach: BTreeMap<&str, BTreeSet<&str>> =
            self.edges.keys().map(|module| (module.as_str(), self.reached(module))).collect();
        let meets = |a: &str, b: &str| reach.get(a).is_some_and(|reached| reached.contains(b));
        let mut circles = BTreeSet::new();
        for module in self.edges.keys().filter(|module| meets(module, module)) {
            let circle = self.edges.keys().filter(|other| meets(module, other) && meets(other, module));
            circles.insert(circle.cloned().collect::<Vec<_>>());
        }
        circles.into_iter().collect()
    }

    fn reached(&self, module: &str) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![module];
        while let Some(next) = waiting.pop() {
            for to in self.edges.get(next).into_iter().flatten() {
                if reached.insert(to.as_str()) {
                    waiting.push(to);
                }
            }
        }
        reached
    }
}

/// The files below a folder as modules: `lines/mains.rs` is `lines::mains`.
fn collect(root: &Path, folder: &Path, sources: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            collect(root, &path, sources);
        }
        let relative = path.strip_prefix(root).expect("below the root").with_extension("");
        let parts: Vec<&str> = relative.iter().map(|part| part.to_str().expect("a UTF-8 name")).collect();
        let is_test = parts.contains(&"tests");
        let is_root = matches!(parts.as_slice(), ["lib" | "main"]);
        if path.extension().is_some_and(|extension| extension == "rs") && !is_test && !is_root {
            sources.push((parts.join("::"), fs::read_to_string(&path).expect("a readable source")));
        }
    }
}

/// Absolute paths, without `crate`, that a module names.
struct Found {
    module: Vec<String>,
    /// Names of the modules below.
    children: BTreeSet<String>,
    paths: Vec<Vec<String>>,
}

impl Found {
    /// A path relative to the crate's root; `None` for other crates and for names in scope.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let first = path.first()?;
        let supers = path.iter().take_while(|part| *part == "super").count();
        match first.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([&self.module, &path[1..]].concat()),
            "super" => {
                let kept = self.module.len().checked_sub(supers)?;
                Some([&self.module[..kept], &path[supers..]].concat())
            }
            child if self.children.contains(child) => Some([&self.module, path].concat()),
            _ => None,
        }
    }

    fn add(&mut self, path: &[String]) {
        if let Some(absolute) = self.absolute(path) {
            self.paths.push(absolute);
        }
    }

    fn add_tree(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.add_tree(&with(path.ident.to_string()), &path.tree),
            UseTree::Name(name) if name.ident == "self" => self.add(before),
            UseTree::Name(name) => self.add(&with(name.ident.to_string())),
            UseTree::Rename(rename) => self.add(&with(rename.ident.to_string())),
            UseTree::Glob(_) => self.add(before),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(before, tree)),
        }
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let names_test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    };
    attributes.iter().any(names_test)
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if is_for_tests(&module.attrs) {
            return;
        }
        if module.content.is_some() {
            self.module.push(module.ident.to_string());
            visit::visit_item_mod(self, module);
            self.module.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.add_tree(&[], &item.tree);
    }

    // `pub(super)` names no import.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.add(&parts);
        visit::visit_path(self, path);
    }
}
