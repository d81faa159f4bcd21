//! Names: which property is the id, what is one of many, which words a name is made of.

/// Names that ids usually have, the likeliest first.
const IDS: &[&str] = &[
    "id", "uuid", "guid", "gid", "sid", "uid", "key", "slug", "username", "login", "name", "code",
    "number", "handle", "email",
];

/// A name without case and separators: `pet_id`, `petId` and `Pet-ID` are the same.
pub fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Which of some properties a name means: the same, else the same without case and separators.
pub fn meant<'n>(names: &'n [String], name: &str) -> Option<&'n String> {
    let exact = names.iter().find(|n| *n == name);
    exact.or_else(|| names.iter().find(|n| fold(n) == fold(name)))
}

/// The words of a name, lower case: `createdAfter`, `created_after` and `created[after]` alike.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut was_small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            open = false;
            was_small = false;
            continue;
        }
        if !open || c.is_uppercase() && was_small {
            words.push(String::new());
        }
        open = true;
        was_small = !c.is_uppercase();
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words
}

/// One of many, folded: `categories` is `category`, `boxes` is `box`.
pub fn singular(name: &str) -> String {
    let name = fold(name);
    if let Some(stem) = name.strip_suffix("ies").filter(|s| s.len() > 1) {
        return format!("{stem}y");
    }
    for end in ["sses", "shes", "ches", "xes", "zes"] {
        if name.ends_with(end) {
            return name[..name.len() - 2].to_owned();
        }
    }
    match name.strip_suffix('s') {
        Some(stem) if !stem.is_empty() && !stem.ends_with('s') && !stem.ends_with('u') => {
            stem.to_owned()
        }
        _ => name,
    }
}

/// Which of an item's properties is the id that a path's variable names.
pub fn id_property(properties: &[String], variable: &str, collection: &str) -> Option<String> {
    let variable = fold(variable);
    let one = singular(collection);
    let find = |wanted: &str| properties.iter().find(|p| fold(p) == wanted).cloned();
    if let Some(same) = find(&variable) {
        return Some(same);
    }
    if let Some(found) = variable
        .strip_prefix(&one)
        .filter(|rest| !rest.is_empty())
        .and_then(find)
    {
        return Some(found);
    }
    // `{id}` of `/special-events/{id}` where the property is `eventId`.
    let of_words = words(collection);
    let last = of_words.last().map(|w| singular(w)).unwrap_or_default();
    if let Some(found) = [&one, &last]
        .into_iter()
        .find_map(|name| find(&format!("{name}{variable}")))
    {
        return Some(found);
    }
    let ending = IDS
        .iter()
        .filter(|id| variable.ends_with(**id))
        .find_map(|id| find(id));
    ending.or_else(|| {
        ["id", "uuid", "guid", "gid", "sid"]
            .into_iter()
            .find_map(find)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_found_by_the_variables_name() {
        let id = |variable: &str, collection: &str, properties: &[&str]| {
            let owned: Vec<String> = properties.iter().map(|p| (*p).to_owned()).collect();
            id_property(&owned, variable, collection)
        };
        let cases: &[(&str, &str, &[&str], Option<&str>)] = &[
            ("petId", "pets", &["name", "id"], Some("id")),
            ("petId", "pets", &["id", "pet_id"], Some("pet_id")),
            ("pet_id", "pet", &["uuid", "id"], Some("id")),
            ("username", "user", &["id", "username"], Some("username")),
            ("slug", "posts", &["slug", "id"], Some("slug")),
            (
                "id",
                "special-events",
                &["eventId", "name"],
                Some("eventId"),
            ),
            (
                "AccountSid",
                "Accounts",
                &["sid", "friendly_name"],
                Some("sid"),
            ),
            ("task_gid", "tasks", &["gid"], Some("gid")),
            ("categoryName", "categories", &["name"], Some("name")),
            ("x", "things", &["colour"], None),
        ];
        for (variable, collection, properties, wanted) in cases {
            assert_eq!(
                id(variable, collection, properties).as_deref(),
                *wanted,
                "{variable} of {collection}"
            );
        }
    }

    #[test]
    fn words_and_singulars() {
        assert_eq!(words("createdAfter"), ["created", "after"]);
        assert_eq!(words("price[gte]"), ["price", "gte"]);
        assert_eq!(words("per_page"), ["per", "page"]);
        for (many, one) in [
            ("categories", "category"),
            ("boxes", "box"),
            ("Pets", "pet"),
            ("status", "status"),
            ("address", "address"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
