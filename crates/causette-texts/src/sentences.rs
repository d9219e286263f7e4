//! The shape of a list of sentences: an enum whose variants carry what their sentence names, so that neither a wrong id
//! nor a forgotten argument compiles.

/// Makes the enum, each variant's id in the `.ftl` files, and its arguments.
macro_rules! sentences {
    ($(#[$about:meta])* $list:ident { $($(#[$doc:meta])* $say:ident $({ $($arg:ident: $kind:ty),+ })? = $id:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum $list<'a> {
            $($(#[$doc])* $say $({ $(#[doc = concat!("`$", stringify!($arg), "` in the sentence.")] $arg: $kind),+ })?,)+
        }

        impl<'a> $list<'a> {
            /// Its name in the `.ftl` files.
            pub(crate) fn id(&self) -> &'static str {
                match self {
                    $($list::$say $({ $($arg: _),+ })? => $id,)+
                }
            }

            /// What its sentence names.
            pub(crate) fn args(&self) -> fluent_bundle::FluentArgs<'a> {
                #[allow(unused_mut)]
                let mut args = fluent_bundle::FluentArgs::new();
                match self {
                    $($list::$say $({ $($arg),+ })? => { $($(args.set(stringify!($arg), *$arg);)+)? })+
                }
                args
            }

            /// One of each, once for each number in `numbers`.
            #[cfg(test)]
            pub(crate) fn samples(numbers: &[u64]) -> Vec<$list<'static>> {
                use crate::tests::Sample;
                numbers.iter().flat_map(|_n| [$($list::$say $({ $($arg: Sample::sample(stringify!($arg), *_n)),+ })?,)+]).collect()
            }
        }
    };
}
pub(crate) use sentences;
