//! Methods of lists and maps, and what `for` runs over.

use rhai::{Array, Dynamic, EvalAltResult, FnPtr, Map, NativeCallContext};

use super::operators::equal;
use super::{Library, OnNull, Outcome, Receiver, fault, text_argument, what_is, wrong_argument};
use crate::script::ScriptErrorKind;
use crate::script::run::sandbox::Meter;

pub(super) fn register(library: &mut Library) {
    iteration(library);
    questions(library);
    growth(library);
    closures(library);
    maps(library);
}

fn iteration(library: &mut Library) {
    let mut module = rhai::Module::new();
    module
        .set_iterable::<Array>()
        .set_iterator::<std::ops::Range<i64>>()
        .set_iterator::<std::ops::RangeInclusive<i64>>();
    library.engine.register_global_module(module.into());
}

fn questions(library: &mut Library) {
    on_list(library, OnNull::Null, "len", 0, |list, _| Ok((list.len() as i64).into()));
    on_list(library, OnNull::Null, "is_empty", 0, |list, _| Ok(list.is_empty().into()));
    on_list(library, OnNull::Null, "first", 0, |list, _| Ok(list.first().cloned().unwrap_or_default()));
    on_list(library, OnNull::Null, "last", 0, |list, _| Ok(list.last().cloned().unwrap_or_default()));
    on_list(library, OnNull::No, "contains", 1, |list, arguments| Ok(index_of(list, arguments[0])?.is_some().into()));
    on_list(library, OnNull::Null, "index_of", 1, |list, arguments| {
        Ok(index_of(list, arguments[0])?.map_or(Dynamic::UNIT, |index| (index as i64).into()))
    });
    let limit = library.meter.limits.text;
    on_list(library, OnNull::Null, "join", 1, move |list, arguments| join(list, arguments[0], limit));
}

/// Registers a method that only looks at the list.
fn on_list(
    library: &mut Library,
    on_null: OnNull,
    name: &'static str,
    arity: usize,
    body: impl Fn(&Array, &[&mut Dynamic]) -> Outcome + 'static,
) {
    let meter = library.meter.clone();
    library.method(Receiver::List, on_null, name, arity, move |_, arguments| {
        let Some((list, others)) = arguments.split_first_mut() else { return Ok(Dynamic::UNIT) };
        let list = list.as_array_ref().map_err(|_| not_a_list(name))?;
        meter.charge(list.len())?;
        body(&list, others)
    });
}

fn not_a_list(name: &str) -> Box<EvalAltResult> {
    super::type_fault(format!("`{name}` needs a list"))
}

fn index_of(list: &Array, wanted: &Dynamic) -> Result<Option<usize>, Box<EvalAltResult>> {
    for (index, value) in list.iter().enumerate() {
        if equal(value, wanted)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn join(list: &Array, separator: &Dynamic, limit: usize) -> Outcome {
    let separator = text_argument("join", separator)?;
    let mut joined = String::new();
    for (index, value) in list.iter().filter(|value| !value.is_unit()).enumerate() {
        let text = text_argument("join", value)?;
        if joined.len() + separator.len() + text.len() > limit {
            return Err(fault(ScriptErrorKind::Size, format!("the text is longer than {limit} bytes")));
        }
        if index > 0 {
            joined.push_str(&separator);
        }
        joined.push_str(&text);
    }
    Ok(joined.into())
}

fn growth(library: &mut Library) {
    let meter = library.meter.clone();
    library.register(Receiver::List, "push", 1, move |_, arguments| {
        let value = arguments[1].take().flatten();
        let mut list = arguments[0].as_array_mut().map_err(|_| not_a_list("push"))?;
        meter.charge(list.len())?;
        room(list.len(), &meter)?;
        list.push(value);
        Ok(Dynamic::UNIT)
    });
}

fn room(length: usize, meter: &Meter) -> Result<(), Box<EvalAltResult>> {
    if length < meter.limits.list {
        return Ok(());
    }
    Err(fault(ScriptErrorKind::Size, format!("the list has more than {} elements", meter.limits.list)))
}

fn closures(library: &mut Library) {
    for (name, on_null, fold) in FOLDS {
        let meter = library.meter.clone();
        library.method(Receiver::List, on_null, name, 1, move |context, arguments| {
            let (list, function) = list_and_function(name, arguments, &meter)?;
            fold(&mut list.into_iter(), &mut |value| decide(name, &function, context, value))
        });
    }
    let meter = library.meter.clone();
    library.method(Receiver::List, OnNull::Null, "map", 1, move |context, arguments| {
        let (list, function) = list_and_function("map", arguments, &meter)?;
        map(&mut list.into_iter(), &function, context)
    });
}

type Elements<'a> = &'a mut dyn Iterator<Item = Dynamic>;
type Judge<'a> = &'a mut dyn FnMut(Dynamic) -> Result<bool, Box<EvalAltResult>>;

type Fold = fn(Elements, Judge) -> Outcome;

/// Methods that ask a closure about each element; lists, events and rows have them.
pub(super) const FOLDS: [(&str, OnNull, Fold); 3] =
    [("any", OnNull::No, any), ("all", OnNull::No, all), ("filter", OnNull::Null, filter)];

fn any(elements: Elements, judge: Judge) -> Outcome {
    for element in elements {
        if judge(element)? {
            return Ok(Dynamic::TRUE);
        }
    }
    Ok(Dynamic::FALSE)
}

fn all(elements: Elements, judge: Judge) -> Outcome {
    for element in elements {
        if !judge(element)? {
            return Ok(Dynamic::FALSE);
        }
    }
    Ok(Dynamic::TRUE)
}

fn filter(elements: Elements, judge: Judge) -> Outcome {
    let mut kept = Array::new();
    for element in elements {
        if judge(element.clone())? {
            kept.push(element);
        }
    }
    Ok(Dynamic::from_array(kept))
}

/// What a closure gives for each element.
pub(super) fn map(elements: Elements, function: &FnPtr, context: &NativeCallContext) -> Outcome {
    elements.map(|element| call(function, context, element)).collect::<Result<Array, _>>().map(Dynamic::from_array)
}

fn list_and_function(
    name: &'static str,
    arguments: &mut [&mut Dynamic],
    meter: &Meter,
) -> Result<(Array, FnPtr), Box<EvalAltResult>> {
    let list = arguments[0].as_array_ref().map_err(|_| not_a_list(name))?.clone();
    meter.charge(list.len())?;
    Ok((list, function_argument(name, arguments[1])?))
}

/// A closure out of an argument.
pub(super) fn function_argument(name: &str, value: &Dynamic) -> Result<FnPtr, Box<EvalAltResult>> {
    value
        .read_lock::<FnPtr>()
        .map(|function| function.clone())
        .ok_or_else(|| wrong_argument(name, "a function such as `|x| x == 1`", value))
}

/// Calls a closure that must say true or false; null means no.
pub(super) fn decide(
    name: &str,
    function: &FnPtr,
    context: &NativeCallContext,
    value: Dynamic,
) -> Result<bool, Box<EvalAltResult>> {
    let verdict = call(function, context, value)?;
    if verdict.is_unit() {
        return Ok(false);
    }
    verdict.as_bool().map_err(|_| {
        super::type_fault(format!("the function given to `{name}` must give true or false, not {}", what_is(&verdict)))
    })
}

fn call(function: &FnPtr, context: &NativeCallContext, value: Dynamic) -> Outcome {
    function.call_raw(context, None, [value]).map(Dynamic::flatten)
}

fn maps(library: &mut Library) {
    on_map(library, "contains", 1, |map, arguments| {
        let key = text_argument("contains", arguments[0])?;
        Ok(map.contains_key(key.as_str()).into())
    });
    on_map(library, "get", 1, |map, arguments| {
        let key = text_argument("get", arguments[0])?;
        Ok(map.get(key.as_str()).cloned().unwrap_or_default())
    });
    on_map(library, "len", 0, |map, _| Ok((map.len() as i64).into()));
    on_map(library, "keys", 0, |map, _| {
        Ok(Dynamic::from_array(map.keys().map(|key| Dynamic::from(key.as_str().to_owned())).collect()))
    });
}

fn on_map(
    library: &mut Library,
    name: &'static str,
    arity: usize,
    body: impl Fn(&Map, &[&mut Dynamic]) -> Outcome + 'static,
) {
    let meter = library.meter.clone();
    library.register(Receiver::Map, name, arity, move |_, arguments| {
        let Some((map, others)) = arguments.split_first_mut() else { return Ok(Dynamic::UNIT) };
        let map = map.as_map_ref().map_err(|_| super::type_fault(format!("`{name}` needs a map")))?;
        meter.charge(map.len())?;
        body(&map, others)
    });
}
