//! The functions of the library by their names, for calls that needn't be looked up at each evaluation.

use std::any::TypeId;
use std::rc::Rc;

use rhai::{Dynamic, NativeCallContext};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Arguments, Outcome, Receiver};

/// A function of the library; the receiver, where it has one, is the first argument.
pub(in crate::script) type Native = dyn Fn(&NativeCallContext, Arguments) -> Outcome;

/// One function among those of a name and a number of arguments.
#[derive(Clone)]
pub(in crate::script) struct Form {
    /// What its first argument has to be; nothing where that can be anything.
    first: Option<TypeId>,
    pub native: Rc<Native>,
    number: Option<Rc<Number>>,
}

/// What a function takes as well in the place of a name that is its first argument behind the receiver. The receiver is
/// null where it isn't known yet.
type Number = dyn Fn(&Dynamic, &Dynamic) -> Option<Dynamic>;

/// What gives the handle behind a name, such as `rows.milestone`; nothing for an owner of another type.
type Handle = Rc<dyn Fn(&Dynamic) -> Option<Dynamic>>;

/// All of them, by name and number of arguments, the receiver counted.
#[derive(Default)]
pub(in crate::script) struct Forms {
    calls: FxHashMap<(String, usize), Family>,
    names: FxHashSet<String>,
    handles: FxHashMap<String, Vec<Handle>>,
}

#[derive(Default)]
struct Family {
    forms: Vec<Form>,
    /// Lists and maps have the function, too: it looks at them where they stand, as a copy may be long.
    is_of_lists: bool,
}

impl Forms {
    pub(super) fn add(&mut self, on: Receiver, name: &str, arguments: usize, native: Rc<Native>) {
        self.names.insert(name.to_owned());
        let family = self.calls.entry((name.to_owned(), arguments)).or_default();
        family.is_of_lists |= matches!(on, Receiver::List | Receiver::Map);
        // Rhai takes a function of the value's own type before one of any value.
        let first = on.type_id().filter(|id| *id != TypeId::of::<Dynamic>());
        let place = if first.is_some() { 0 } else { family.forms.len() };
        family.forms.insert(place, Form { first, native, number: None });
    }

    /// Lets the function of a name that was added last take a number in the place of a name.
    pub(super) fn number(
        &mut self,
        name: &str,
        arguments: usize,
        number: impl Fn(&Dynamic, &Dynamic) -> Option<Dynamic> + 'static,
    ) {
        let family = self.calls.get_mut(&(name.to_owned(), arguments));
        if let Some(form) = family.and_then(|family| family.forms.first_mut()) {
            form.number = Some(Rc::new(number));
        }
    }

    pub(super) fn add_property(&mut self, owner: TypeId, name: &str, native: Rc<Native>) {
        let family = self.calls.entry((getter(name), 1)).or_default();
        family.forms.push(Form { first: Some(owner), native, number: None });
    }

    pub(super) fn add_handle(&mut self, name: &str, handle: Handle) {
        self.handles.entry(name.to_owned()).or_default().push(handle);
    }

    /// The functions of a name; nothing where there is none, or where it changes what it is called on. Where its first
    /// argument stands in a variable, nothing either if that may be a list.
    pub fn of(&self, name: &str, arguments: usize, is_first_variable: bool) -> Option<&[Form]> {
        let family = self.calls.get(&(name.to_owned(), arguments))?;
        let is_fit = name != CHANGES_ITS_LIST && !(is_first_variable && family.is_of_lists);
        is_fit.then_some(&family.forms)
    }

    /// Whether there is a function of that name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The ways to read a property.
    pub fn of_property(&self, name: &str) -> Option<&[Form]> {
        self.calls.get(&(getter(name), 1)).map(|family| family.forms.as_slice())
    }

    /// The handle that a view has under a name, where it has one.
    pub fn handle(&self, owner: &Dynamic, name: &str) -> Option<Dynamic> {
        self.handles.get(name)?.iter().find_map(|handle| handle(owner))
    }
}

/// The one function that changes its receiver.
const CHANGES_ITS_LIST: &str = "push";

/// What Rhai calls the function that reads a property.
pub(super) fn getter(property: &str) -> String {
    format!("get${property}")
}

impl Form {
    /// What stands for a name, where the function knows it.
    pub fn number(&self, receiver: &Dynamic, name: &Dynamic) -> Option<Dynamic> {
        self.number.as_ref()?(receiver, name)
    }

    /// Whether it takes this first argument.
    #[inline]
    pub fn takes(&self, first: &Dynamic) -> bool {
        self.first.is_none_or(|id| id == first.type_id())
    }
}
