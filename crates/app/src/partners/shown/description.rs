//! A description on its way: its files, and nothing of where they lay.

use fairlead_store::spec::FileRow;
use url::Url;

use crate::{AppError, SpecRevision, partners::unreadable};

/// A description with its files.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    pub title: String,
    pub version: String,
    pub root: Url,
    pub files: Vec<DescribedFile>,
}

/// A file of a description.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribedFile {
    pub uri: Url,
    pub name: String,
    pub content: Vec<u8>,
}

/// The description of a revision.
pub fn describe(
    revision: &SpecRevision,
    root: &str,
    files: Vec<FileRow>,
) -> Result<Description, AppError> {
    let mut parsed = Vec::with_capacity(files.len());
    for file in files {
        let uri = Url::parse(&file.uri).map_err(unreadable)?;
        parsed.push((uri, file));
    }
    let above = common_folder(parsed.iter().map(|(uri, _)| uri));
    let root = Url::parse(root).map_err(unreadable)?;
    Ok(Description {
        title: revision.title.clone(),
        version: revision.version.clone(),
        root: without(&above, &root),
        files: parsed
            .into_iter()
            .map(|(uri, file)| DescribedFile {
                uri: without(&above, &uri),
                name: file.name,
                content: file.content,
            })
            .collect(),
    })
}

/// The folder of this machine that all local files lie in: where it is, is nobody's business.
fn common_folder<'u>(uris: impl Iterator<Item = &'u Url>) -> Vec<String> {
    let mut common: Option<Vec<String>> = None;
    for uri in uris.filter(|uri| uri.scheme() == "file") {
        let mut path: Vec<String> = uri
            .path_segments()
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect();
        path.pop();
        common = Some(match common {
            None => path,
            Some(known) => known
                .into_iter()
                .zip(path)
                .take_while(|(a, b)| a == b)
                .map(|(a, _)| a)
                .collect(),
        });
    }
    common.unwrap_or_default()
}

fn without(folder: &[String], uri: &Url) -> Url {
    let mut uri = uri.clone();
    if uri.scheme() == "file" {
        let rest: Vec<&str> = uri
            .path_segments()
            .into_iter()
            .flatten()
            .skip(folder.len())
            .collect();
        let rest = format!("/{}", rest.join("/"));
        uri.set_path(&rest);
    }
    uri
}
