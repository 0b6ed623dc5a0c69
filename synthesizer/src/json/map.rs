//! An object's entries in JavaScript's order.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::MapKey;

/// Up to so many entries are looked through one by one: most objects are small, and need no table.
const WITHOUT_PLACES: usize = 12;

/// Keys in the order in which they were first set, but numbers first and by value, as JavaScript has it. Two maps are
/// equal if their entries are, in whichever order.
#[derive(Debug, Clone)]
pub struct Map<V> {
    entries: Vec<(MapKey, V)>,
    /// Where each key is, once there are many.
    #[expect(
        clippy::box_collection,
        reason = "most maps are small and have none; without it all would be larger"
    )]
    places: Option<Box<HashMap<MapKey, usize, FixedState>>>,
}

impl<V> Default for Map<V> {
    fn default() -> Self {
        Map { entries: Vec::new(), places: None }
    }
}

impl<V: PartialEq> PartialEq for Map<V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl<V> Map<V> {
    /// No entries.
    pub fn new() -> Self {
        Map::default()
    }

    /// No entries, but room for some.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Map { entries: Vec::with_capacity(capacity), places: None }
    }

    /// Sets `key`. A key that was there keeps its place; its old value is returned.
    pub fn insert(&mut self, key: impl Into<MapKey>, value: V) -> Option<V> {
        let key = key.into();
        if let Some(place) = self.place(&key) {
            return Some(std::mem::replace(&mut self.entries[place].1, value));
        }
        self.insert_new(key, value);
        None
    }

    /// Sets a key that is not there yet, and says where it is now.
    fn insert_new(&mut self, key: MapKey, value: V) -> usize {
        if let Some(number) = index_key(&key) {
            let smaller = |(other, _): &&(MapKey, V)| index_key(other).is_some_and(|o| o < number);
            let place = self.entries.iter().take_while(smaller).count();
            self.entries.insert(place, (key, value));
            self.note_places();
            return place;
        }
        let place = self.entries.len();
        if let Some(places) = &mut self.places {
            places.insert(key.clone(), place);
        }
        self.entries.push((key, value));
        if place == WITHOUT_PLACES {
            self.note_places();
        }
        place
    }

    fn place(&self, key: &str) -> Option<usize> {
        match &self.places {
            Some(places) => places.get(key).copied(),
            None => self.entries.iter().position(|(known, _)| **known == *key),
        }
    }

    /// Notes anew where keys are, after entries have moved.
    fn note_places(&mut self) {
        self.places = (self.entries.len() > WITHOUT_PLACES).then(|| {
            let keys = self.entries.iter().enumerate().map(|(place, (key, _))| (key.clone(), place));
            Box::new(keys.collect())
        });
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.place(key).map(|place| &self.entries[place].1)
    }

    /// The value of `key`, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.place(key).map(|place| &mut self.entries[place].1)
    }

    /// The value of `key`, set to `default()` first if it is not there.
    pub fn get_or_insert_with(&mut self, key: &str, default: impl FnOnce() -> V) -> &mut V {
        let place = match self.place(key) {
            Some(place) => place,
            None => self.insert_new(key.to_owned().into(), default()),
        };
        &mut self.entries[place].1
    }

    /// Whether `key` is set.
    pub fn contains_key(&self, key: &str) -> bool {
        self.place(key).is_some()
    }

    /// Takes `key` out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        let place = self.place(key)?;
        let (_, value) = self.entries.remove(place);
        self.note_places();
        Some(value)
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
    pub fn entries(&self) -> impl Iterator<Item = (&MapKey, &V)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.as_ref())
    }

    /// The values in order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The values in order, to change.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    /// Keeps the entries whose keys are wanted.
    pub(crate) fn retain(&mut self, mut wanted: impl FnMut(&str) -> bool) {
        let before = self.len();
        self.entries.retain(|(key, _)| wanted(key));
        if self.len() != before {
            self.note_places();
        }
    }

    /// Sorts the entries by their keys.
    pub(crate) fn sort(&mut self) {
        self.entries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        self.note_places();
    }

    /// The same entries with other keys, which are all different.
    pub(crate) fn with_keys<K: Into<MapKey>>(self, rename: impl Fn(&str) -> K) -> Map<V> {
        let entries = self.entries.into_iter().map(|(key, value)| (rename(&key).into(), value));
        let mut map = Map { entries: entries.collect(), places: None };
        map.note_places();
        map
    }
}

impl<V> IntoIterator for Map<V> {
    type Item = (MapKey, V);
    type IntoIter = std::vec::IntoIter<(MapKey, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<K: Into<MapKey>, V> FromIterator<(K, V)> for Map<V> {
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

    #[test]
    fn many_keys_are_found_wherever_they_moved() {
        let mut map: Map<usize> = (0..100).map(|number| (format!("key {number}"), number)).collect();
        map.remove("key 3");
        map.insert("7", 7);
        map.retain(|key| key != "key 50");
        map.sort();
        assert_eq!(map.len(), 99);
        assert_eq!(map.keys().next(), Some("7"));
        for number in (0..100).filter(|number| ![3, 50].contains(number)) {
            assert_eq!(map.get(&format!("key {number}")), Some(&number));
        }
        assert!(!map.contains_key("key 3") && !map.contains_key("key 50"));
        assert_eq!(*map.get_or_insert_with("8", || 8), 8);
        assert_eq!(map.insert("key 99", 1), Some(99));
    }

    #[test]
    fn order_is_no_difference() {
        let map: Map<i32> = [("a", 1), ("b", 2)].into_iter().collect();
        assert_eq!(map, [("b", 2), ("a", 1)].into_iter().collect());
        assert_ne!(map, [("b", 2), ("a", 2)].into_iter().collect());
        assert_ne!(map, [("a", 1)].into_iter().collect());
    }
}
