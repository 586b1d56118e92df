//! A group of fixed keys: the struct, its decoder and its schema from one definition.

/// Defines a struct whose fields are the keys of a group in the mapping.
///
/// The struct gets a `span` and, from the same list of fields, `Decode` and `JsonSchema`, so that the
/// keys that are read, documented and published can't differ.
macro_rules! section {
    ($(#[$meta:meta])* $name:ident is $what:literal { $($(#[$field_meta:meta])* $field:ident : $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, schemars::JsonSchema)]
        #[schemars(deny_unknown_fields, transform = $name::as_decoded)]
        pub struct $name {
            /// Where the group stands.
            #[schemars(skip)]
            pub span: $crate::diagnostic::Span,
            /// Its keys as they are written.
            #[schemars(skip)]
            pub keys: $crate::mapping::decode::Keys,
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $name {
            /// The keys that may stand here.
            pub const KEYS: &[&'static str] = &[$($crate::mapping::decode::key_name(stringify!($field)),)*];

            /// Makes the schema ask for what is read: a key may be missing, but not null, where it has a value when it is absent.
            fn as_decoded(schema: &mut schemars::Schema) {
                $($crate::mapping::decode::drop_null(
                    schema,
                    $crate::mapping::decode::key_name(stringify!($field)),
                    stringify!($type),
                );)*
                let required: Vec<&str> = [$((
                    $crate::mapping::decode::key_name(stringify!($field)),
                    <$type as $crate::mapping::decode::Decode>::absent().is_none(),
                ),)*]
                .into_iter()
                .filter_map(|(key, is_required)| is_required.then_some(key))
                .collect();
                $crate::mapping::decode::set_required(schema, &required);
            }
        }

        impl $crate::mapping::decode::Decode for $name {
            fn expected() -> String {
                $what.to_owned()
            }

            fn decode(
                node: &$crate::yaml::Node,
                decoder: &mut $crate::mapping::decode::Decoder<'_>,
            ) -> Option<Self> {
                let $crate::yaml::Kind::Mapping(entries) = &node.kind else {
                    decoder.mismatch(node, concat!($what, ": its keys, each with a value"));
                    return None;
                };
                let meant = $crate::mapping::decode::check_keys(entries, Self::KEYS, $what, decoder);
                let mut complete = true;
                $(
                    let $field = $crate::mapping::decode::take::<$type>(
                        node,
                        $crate::mapping::decode::key_name(stringify!($field)),
                        $what,
                        &meant,
                        decoder,
                    );
                    complete &= $field.is_some();
                )*
                if !complete {
                    return None;
                }
                let keys = $crate::mapping::decode::Keys::of(node);
                Some(Self { span: node.span, keys, $($field: $field?,)* })
            }

            /// A group of keys none of which is required may be left out.
            fn absent() -> Option<Self> {
                let span = $crate::diagnostic::Span::new($crate::diagnostic::FileId(0), 0..0);
                Some(Self {
                    span,
                    keys: $crate::mapping::decode::Keys::default(),
                    $($field: <$type as $crate::mapping::decode::Decode>::absent()?,)*
                })
            }

            fn allows_hyphens() -> bool {
                // Values that name activities, and names on the command line.
                matches!(stringify!($name), "Known" | "Profile" | "Member")
            }
        }
    };
}

pub(crate) use section;
