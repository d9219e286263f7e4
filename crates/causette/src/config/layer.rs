//! What was given where: on the command line, in the environment, in the file. It must not know what values mean.

use super::Key;
use std::collections::BTreeMap;
use std::ffi::OsString;

/// A value as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Given {
    /// A flag, a variable, or a file, a line and a key: how a sentence names it.
    pub(crate) place: String,
    pub(crate) text: OsString,
}

/// The values of one origin.
pub(crate) type Layer = BTreeMap<Key, Given>;

/// All origins, the strongest first.
#[derive(Clone, Default, Debug)]
pub(crate) struct Layers {
    pub(crate) flags: Layer,
    pub(crate) variables: Layer,
    pub(crate) file: Layer,
}

impl Layers {
    fn all(&self) -> [&Layer; 3] {
        [&self.flags, &self.variables, &self.file]
    }

    /// The strongest value of a key.
    pub(crate) fn get(&self, key: Key) -> Option<&Given> {
        self.all().into_iter().find_map(|layer| layer.get(&key))
    }

    /// How weak the origin of its strongest value is; what nobody gave is weakest.
    pub(crate) fn rank(&self, key: Key) -> usize {
        self.all().into_iter().take_while(|layer| !layer.contains_key(&key)).count()
    }
}
