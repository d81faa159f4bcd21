//! Lists: those items that are asked for, in the order asked for, page by page.

mod envelope;
mod filter;
mod sort;
mod window;

use fairlead_core::Response;
use fairlead_openapi::{ResponseSpec, SchemaRef};
use fairlead_validate::parameter::write;
use serde_json::Value;

use super::{asking::Asking, identity::mix, naming::fold, place::Place, query};
use crate::prefer::Preference;
use window::{Link, Window};

/// One page of a list.
#[derive(Debug)]
pub struct Page {
    items: Vec<Value>,
    window: Window,
}

/// The page of a list that a request asks for.
pub fn page(asking: &Asking<'_>, items: &[Value]) -> Page {
    let contract = &asking.mock.contract;
    let given = query::given(contract, asking.operation, asking.request);
    let maker = asking.maker();
    let collection = asking.collection();
    let names = maker.look.names(&collection.item);
    let mut found: Vec<&Value> = items.iter().collect();
    for (at, name) in &asking.role.fixed {
        let wanted = asking.values.get(*at).cloned().unwrap_or_default();
        found.retain(|item| filter::equals(item.get(name), &Value::from(wanted.clone())));
    }
    let (windows, others): (Vec<_>, Vec<_>) = given
        .into_iter()
        .partition(|g| window::is_one(maker.look, g));
    let (orders, others): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|g| sort::is_one(&names, g));
    for one in &others {
        if let Some(test) = filter::read(maker.look, &collection.item, &names, one) {
            found.retain(|item| test.holds(item));
        }
    }
    sort::sort(&mut found, &names, &orders);
    let id = collection.id.as_deref();
    let keys: Vec<String> = found
        .iter()
        .map(|item| id.and_then(|id| item.get(id)).map(write::scalar))
        .map(Option::unwrap_or_default)
        .collect();
    let most = asking
        .role
        .answers
        .iter()
        .filter_map(|a| maker.look.count(&a.place.whole, "maxItems"))
        .min();
    let window = Window::new(maker.look, &windows, &keys, most);
    let items = found[window.range()].iter().map(|v| (*v).clone()).collect();
    Page { items, window }
}

/// The page in the body that a response wants it in.
pub fn body(asking: &Asking<'_>, place: &Place, schema: Option<&SchemaRef>, page: &Page) -> Value {
    let maker = asking.maker();
    let items: Value = (1..)
        .zip(&page.items)
        .map(|(n, item)| maker.render(&place.schema, item, mix(asking.seed(2), n)))
        .collect();
    let Some(schema) = schema.filter(|_| !place.within.is_empty()) else {
        return items;
    };
    let mut around = asking
        .mock
        .sample(schema, asking.seed(2), &Preference::default());
    let filling = envelope::Filling {
        asking,
        window: &page.window,
        items: place.within.last().map_or("", String::as_str),
    };
    filling.fill(schema, &mut around, None, 3);
    place.put(around, items)
}

/// The header fields that tell of pages: `Link` (RFC 8288), and declared counts.
pub fn headers(asking: &Asking<'_>, declared: &ResponseSpec, page: &Page, response: &mut Response) {
    let window = &page.window;
    for header in &declared.headers {
        let name = fold(&header.name);
        let name = name.strip_prefix('x').unwrap_or(&name);
        let name = name
            .strip_prefix("pagination")
            .filter(|n| !n.is_empty())
            .unwrap_or(name);
        if let Some(fact) = envelope::number(window, name, false) {
            let text = fact.to_string();
            let name = header.name.to_ascii_lowercase();
            asking.set_header(response, Some(declared), &name, &[text]);
        }
    }
    if !window.is_numbered() || window.limit == 0 || window.pages() < 2 {
        return;
    }
    let links: Vec<String> = [
        (Link::Next, "next"),
        (Link::Previous, "prev"),
        (Link::First, "first"),
        (Link::Last, "last"),
    ]
    .into_iter()
    .filter_map(|(link, relation)| {
        let target = query::target_with(asking.request, &[window.link(link)?]);
        let url = query::absolute(asking.request, &target);
        Some(format!("<{url}>; rel=\"{relation}\""))
    })
    .collect();
    asking.set_header(response, Some(declared), "link", &[links.join(", ")]);
}
