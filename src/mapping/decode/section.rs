//! A group of fixed keys: the struct, its decoder and its schema from one definition.

/// Defines a struct whose fields are the keys of a group in the mapping.
///
/// The struct gets a `span` and, from the same list of fields, `Decode` and `JsonSchema`, so that the
/// keys that are read, documented and published can't differ.
macro_rules! section {
    ($(#[$meta:meta])* $name:ident is $what:literal { $($keys:tt)* }) => {
        section! { $(#[$meta])* $name is $what as NONE { $($keys)* } }
    };
    ($(#[$meta:meta])* $name:ident is $what:literal as $variants:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty,)* }) => {
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

            /// How its keys go together with those of an overlay.
            pub const GROUP: $crate::mapping::decode::Group = $crate::mapping::decode::Group {
                keys: Self::shapes,
                required: Self::required,
                variants: &$crate::mapping::decode::Variants::$variants,
            };

            /// Its keys, each with what stands there.
            pub fn shapes() -> Vec<(&'static str, fn() -> $crate::mapping::decode::Shape)> {
                vec![$((
                    $crate::mapping::decode::key_name(stringify!($field)),
                    <$type as $crate::mapping::decode::Decode>::shape as fn() -> $crate::mapping::decode::Shape,
                ),)*]
            }

            /// The keys that it needs.
            fn required() -> Vec<&'static str> {
                [$((
                    $crate::mapping::decode::key_name(stringify!($field)),
                    <$type as $crate::mapping::decode::Decode>::absent().is_none(),
                ),)*]
                .into_iter()
                .filter_map(|(key, is_required)| is_required.then_some(key))
                .collect()
            }

            /// Makes the schema ask for what is read: a key may be missing, but not null, where it has a value when it is absent.
            fn as_decoded(schema: &mut schemars::Schema) {
                $($crate::mapping::decode::drop_null(
                    schema,
                    $crate::mapping::decode::key_name(stringify!($field)),
                    stringify!($type),
                );)*
                $crate::mapping::decode::set_required(schema, &Self::required());
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

            fn key_form() -> $crate::mapping::decode::KeyForm {
                match stringify!($name) {
                    // Values that name activities.
                    "Known" => $crate::mapping::decode::KeyForm::Value,
                    "Profile" | "Member" => $crate::mapping::decode::KeyForm::Hyphened,
                    _ => $crate::mapping::decode::KeyForm::Id,
                }
            }

            fn shape() -> $crate::mapping::decode::Shape {
                static GROUP: $crate::mapping::decode::Group = $name::GROUP;
                $crate::mapping::decode::Shape::Group(&GROUP)
            }
        }
    };
}

pub(crate) use section;
