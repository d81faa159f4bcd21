//! What an envelope says of its list: how many there are, which page this is, what comes next.

use fairlead_openapi::SchemaRef;
use fairlead_validate::Direction;
use serde_json::Value;

use super::window::{Link, Window};
use crate::state::{asking::Asking, naming::fold, query};

/// Objects that say something of the list around them.
const ABOUT: &[&str] = &[
    "meta",
    "metadata",
    "pagination",
    "paging",
    "page",
    "pageinfo",
    "links",
    "link",
    "cursors",
    "cursor",
    "responsemetadata",
    "pager",
    "info",
];

/// Fills in an envelope.
pub struct Filling<'a> {
    pub asking: &'a Asking<'a>,
    pub window: &'a Window,
    /// The property of the items, which is left alone.
    pub items: &'a str,
}

/// What is put into a field.
enum Fact {
    /// This.
    Is(Value),
    /// There is nothing to say, such as a next page of the last one.
    Nothing,
}

impl Filling<'_> {
    /// Fills in the fields of an object; `link`: those of an object that stands for another page.
    pub fn fill(&self, at: &SchemaRef, value: &mut Value, link: Option<Link>, depth: usize) {
        let look = self.asking.maker().look;
        let Some(fields) = value.as_object() else {
            return;
        };
        let names: Vec<String> = fields.keys().cloned().collect();
        let counts_all = names.iter().any(|n| fold(n).starts_with("total"));
        let is_linked = names.iter().any(|n| page_of(&fold(n)).is_some());
        for name in names.iter().filter(|n| *n != self.items || link.is_some()) {
            let Some(property) = look.property(at, name) else {
                continue;
            };
            let folded = fold(name);
            let page = page_of(&folded);
            if depth > 0 && value[name.as_str()].is_object() {
                let is_gone = page.is_some_and(|p| self.window.link(p).is_none());
                if is_gone {
                    self.set(at, value, name, &property, Fact::Nothing);
                } else if page.is_some() || ABOUT.contains(&folded.as_str()) {
                    self.fill(&property, &mut value[name.as_str()], page, depth - 1);
                }
                continue;
            }
            let fact = match link {
                Some(link) => self.of_link(&folded, link),
                None => self.of_list(&folded, &property, page, (counts_all, is_linked)),
            };
            if let Some(fact) = fact {
                self.set(at, value, name, &property, fact);
            }
        }
    }

    /// What a field of an object about another page says.
    fn of_link(&self, name: &str, link: Link) -> Option<Fact> {
        let token = || {
            let value = self.window.link(link).map(|(_, value)| value);
            value.map_or(Fact::Nothing, |v| Fact::Is(v.into()))
        };
        match name {
            "href" | "url" | "uri" | "link" => Some(self.url(link, true)),
            "path" => Some(self.url(link, false)),
            "offset" | "cursor" | "token" | "after" | "page" => Some(token()),
            _ => None,
        }
    }

    fn of_list(
        &self,
        name: &str,
        at: &SchemaRef,
        page: Option<Link>,
        (counts_all, is_linked): (bool, bool),
    ) -> Option<Fact> {
        let look = self.asking.maker().look;
        let window = self.window;
        if look.is(at, "boolean") {
            return truth(window, name).map(|v| Fact::Is(v.into()));
        }
        if look.is(at, "integer") || look.is(at, "number") {
            if let Some(number) = number(window, name, counts_all) {
                return Some(Fact::Is(number.into()));
            }
            let page = page?;
            let number = window.link(page).and_then(|(_, v)| v.parse::<u64>().ok());
            return Some(number.map_or(Fact::Nothing, |n| Fact::Is(n.into())));
        }
        if !look.is(at, "string") {
            return None;
        }
        if is_cursor(name) {
            let token = window.token();
            return Some(token.map_or(Fact::Nothing, |t| Fact::Is(t.into())));
        }
        if name == "self" || is_linked && matches!(name, "uri" | "url" | "href") {
            let own = query::target_with(self.asking.request, &[]);
            return Some(Fact::Is(query::absolute(self.asking.request, &own).into()));
        }
        page.map(|page| self.url(page, true))
    }

    fn url(&self, link: Link, whole: bool) -> Fact {
        let Some(change) = self.window.link(link) else {
            return Fact::Nothing;
        };
        let request = self.asking.request;
        let target = query::target_with(request, &[change]);
        let url = if whole {
            query::absolute(request, &target)
        } else {
            target
        };
        Fact::Is(url.into())
    }

    /// Puts a fact into a field, where the schema lets it stand.
    fn set(&self, at: &SchemaRef, value: &mut Value, name: &str, of: &SchemaRef, fact: Fact) {
        let contract = &self.asking.mock.contract;
        let fits = |v: &Value| contract.is_valid(of, Direction::Response, v);
        match fact {
            Fact::Is(fact) if fits(&fact) => value[name] = fact,
            Fact::Nothing if fits(&Value::Null) => value[name] = Value::Null,
            Fact::Nothing if !self.asking.maker().look.is_required(at, name) => {
                if let Some(fields) = value.as_object_mut() {
                    fields.shift_remove(name);
                }
            }
            Fact::Nothing if fits(&Value::from("")) => value[name] = "".into(),
            Fact::Is(_) | Fact::Nothing => {}
        }
    }
}

/// Which page a field of this name is about.
fn page_of(name: &str) -> Option<Link> {
    let ends = [
        "", "url", "uri", "href", "link", "page", "pageurl", "pageuri", "pagelink",
    ];
    let is = |begin: &str| {
        name.strip_prefix(begin)
            .is_some_and(|end| ends.contains(&end))
    };
    if is("next") || name == "odatanextlink" {
        Some(Link::Next)
    } else if is("previous") || is("prev") {
        Some(Link::Previous)
    } else if is("first") {
        Some(Link::First)
    } else if is("last") {
        Some(Link::Last)
    } else {
        None
    }
}

fn is_cursor(name: &str) -> bool {
    matches!(
        name,
        "nextcursor"
            | "nextpagetoken"
            | "nexttoken"
            | "cursor"
            | "endcursor"
            | "nextpagecursor"
            | "after"
            | "continuationtoken"
            | "nextmarker"
            | "pagetoken"
            | "nextoffset"
            | "nextstartingafter"
            | "continuation"
    )
}

fn truth(window: &Window, name: &str) -> Option<bool> {
    match name {
        "hasmore" | "more" | "hasnext" | "hasnextpage" | "moreresults" | "hasmoreitems" => {
            Some(window.has_next())
        }
        "hasprevious" | "hasprev" | "haspreviouspage" | "hasprevpage" => Some(window.start > 0),
        "first" | "isfirst" | "firstpage" => Some(window.start == 0),
        "last" | "islast" | "lastpage" | "islastpage" => Some(!window.has_next()),
        "empty" => Some(window.length == 0),
        _ => None,
    }
}

/// What a number of this name is; `counts_all`: whether another one says how many there are.
pub fn number(window: &Window, name: &str, counts_all: bool) -> Option<usize> {
    Some(match name {
        "total" | "totalcount" | "totalitems" | "totalresults" | "totalelements"
        | "totalrecords" | "totalsize" | "totalhits" | "totalentries" | "recordcount"
        | "resultcount" | "resultscount" | "itemcount" => window.total,
        "count" if !counts_all => window.total,
        "count" | "numberofelements" | "returned" | "pagecountitems" => window.length,
        "totalpages" | "pages" | "pagecount" | "lastpage" | "numpages" | "pagestotal" => {
            window.pages()
        }
        "page" | "pagenumber" | "currentpage" | "pageno" | "number" | "pageindex" => window.page(),
        "perpage" | "pagesize" | "limit" | "size" | "itemsperpage" | "maxresults"
        | "resultsperpage" => window.limit,
        "offset" | "skip" | "start" | "startindex" | "startat" => window.start,
        "end" => (window.start + window.length).saturating_sub(1),
        "nextoffset" if window.has_next() => window.start + window.length,
        _ => return None,
    })
}
