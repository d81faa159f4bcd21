//! Fields of templates as older versions kept them: as a list within the description.

use super::{SavedRequest, TemplateField};

/// The line before the list.
const HEADING: &str = "Fields:";

impl SavedRequest {
    /// Moves fields that stand within the description to their own place.
    pub fn take_described_fields(&mut self) {
        if !self.template.is_empty() {
            return;
        }
        if let Some((before, fields)) = described(&self.description) {
            self.template = fields;
            self.description = before;
        }
    }
}

/// The fields that a description ends with, and what stands before them.
fn described(description: &str) -> Option<(String, Vec<TemplateField>)> {
    let at = match description.strip_prefix(HEADING) {
        Some(_) => 0,
        None => description.rfind(&format!("\n{HEADING}"))? + 1,
    };
    let lines = description[at + HEADING.len()..].trim().lines();
    let fields: Option<Vec<TemplateField>> = lines.map(field).collect();
    let fields = fields.filter(|fields| !fields.is_empty())?;
    Some((description[..at].trim_end().to_owned(), fields))
}

/// A line such as ``- `name`: "sample"``.
fn field(line: &str) -> Option<TemplateField> {
    let (name, sample) = line.strip_prefix("- `")?.split_once("`: ")?;
    Some(TemplateField {
        name: name.to_owned(),
        sample: serde_json::from_str(sample).ok()?,
        description: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(description: &str) -> (String, Vec<(String, String)>) {
        let mut request = SavedRequest {
            description: description.to_owned(),
            ..SavedRequest::default()
        };
        request.take_described_fields();
        let fields = request.template.into_iter();
        let fields = fields.map(|f| (f.name, f.sample)).collect();
        (request.description, fields)
    }

    #[test]
    fn fields_leave_the_description() {
        let fields = vec![
            ("id".to_owned(), "7".to_owned()),
            ("note".to_owned(), "a \"b\"\n".to_owned()),
        ];
        let list = "Fields:\n- `id`: \"7\"\n- `note`: \"a \\\"b\\\"\\n\"";
        assert_eq!(moved(list), (String::new(), fields.clone()));
        let both = format!("For the pier.\n\n{list}\n");
        assert_eq!(moved(&both), ("For the pier.".to_owned(), fields));
    }

    #[test]
    fn what_a_person_has_written_stays() {
        for own in [
            "",
            "Fields:",
            "Fields:\n- a list of another kind",
            "Fields:\n- `id`: \"7\"\nand more",
            "The Fields:\n",
        ] {
            assert_eq!(moved(own), (own.to_owned(), Vec::new()));
        }
    }
}
