//! An object's entries in JavaScript's order.

use std::rc::Rc;

use foldhash::fast::FixedState;
use indexmap::IndexMap;

/// Keys in the order in which they were first set, but numbers first and by value, as JavaScript has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Map<V> {
    entries: IndexMap<Rc<str>, V, FixedState>,
}

impl<V> Default for Map<V> {
    fn default() -> Self {
        Map { entries: IndexMap::default() }
    }
}

impl<V> Map<V> {
    /// No entries.
    pub fn new() -> Self {
        Map::default()
    }

    /// Sets `key`. A key that was there keeps its place; its old value is returned.
    pub fn insert(&mut self, key: impl Into<Rc<str>>, value: V) -> Option<V> {
        let key = key.into();
        let Some(number) = index_key(&key) else {
            return self.entries.insert(key, value);
        };
        if self.entries.contains_key(&key) {
            return self.entries.insert(key, value);
        }
        let place =
            self.entries.keys().take_while(|other| index_key(other).is_some_and(|o| o < number)).count();
        self.entries.shift_insert(place, key, value)
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.entries.get(key)
    }

    /// The value of `key`, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.entries.get_mut(key)
    }

    /// The value of `key`, set to `default()` first if it is not there.
    pub fn get_or_insert_with(&mut self, key: &str, default: impl FnOnce() -> V) -> &mut V {
        if !self.entries.contains_key(key) {
            self.insert(key, default());
        }
        &mut self.entries[key]
    }

    /// Whether `key` is set.
    pub fn contains_key(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Takes `key` out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        self.entries.shift_remove(key)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.entries.iter().map(|(key, value)| (key.as_ref(), value))
    }

    /// The entries in order, keys as they are stored.
    pub fn entries(&self) -> impl Iterator<Item = (&Rc<str>, &V)> {
        self.entries.iter()
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(AsRef::as_ref)
    }

    /// The values in order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.values()
    }

    /// The values in order, to change.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.entries.values_mut()
    }

    /// Keeps the entries whose keys are wanted.
    pub(crate) fn retain(&mut self, mut wanted: impl FnMut(&str) -> bool) {
        self.entries.retain(|key, _| wanted(key));
    }

    /// Sorts the entries by their keys.
    pub(crate) fn sort(&mut self) {
        self.entries.sort_unstable_keys();
    }
}

impl<V> IntoIterator for Map<V> {
    type Item = (Rc<str>, V);
    type IntoIter = indexmap::map::IntoIter<Rc<str>, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<K: Into<Rc<str>>, V> FromIterator<(K, V)> for Map<V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Map::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

/// The number that JavaScript would sort this key by: "0" to "4294967294", written without leading zeros.
fn index_key(key: &str) -> Option<u32> {
    if !key.as_bytes().first()?.is_ascii_digit() || (key.len() > 1 && key.starts_with('0')) {
        return None;
    }
    key.parse().ok().filter(|number| *number != u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_first_and_by_value() {
        let map: Map<()> =
            ["b", "10", "a", "9", "01", "4294967295"].map(|key| (key, ())).into_iter().collect();
        assert_eq!(map.keys().collect::<Vec<_>>(), ["9", "10", "b", "a", "01", "4294967295"]);
    }

    #[test]
    fn a_key_that_is_set_again_keeps_its_place() {
        let mut map: Map<i32> = [("b", 1), ("2", 2), ("a", 3)].into_iter().collect();
        assert_eq!(map.insert("b", 4), Some(1));
        assert_eq!(map.insert("2", 5), Some(2));
        assert_eq!(map.iter().collect::<Vec<_>>(), [("2", &5), ("b", &4), ("a", &3)]);
    }
}
