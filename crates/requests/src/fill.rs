//! Every text of a request rewritten, such as with its variables filled in.

use crate::{Auth, Body, Collection, Folder, Item, Row, SavedRequest, Variable, template};

/// The request with what `value` knows put in place of its variables.
#[must_use]
pub fn fill(request: &SavedRequest, value: &dyn Fn(&str) -> Option<String>) -> SavedRequest {
    let mut filled = request.clone();
    each_text(&mut filled, &mut |text| {
        *text = template::fill(text, value);
    });
    filled
}

/// Runs over every text that is sent, and the names beside them.
pub(crate) fn each_text(request: &mut SavedRequest, run: &mut dyn FnMut(&mut String)) {
    run(&mut request.url);
    for rows in [
        &mut request.path_params,
        &mut request.query,
        &mut request.headers,
    ] {
        each_row(rows, run);
    }
    each_auth(&mut request.auth, run);
    let socket = request.socket.iter_mut();
    socket.for_each(|socket| socket.subprotocols.iter_mut().for_each(&mut *run));
    match &mut request.body {
        Body::None => {}
        Body::Json { text } | Body::Xml { text } => run(text),
        Body::Text { text, media_type } => {
            run(text);
            run(media_type);
        }
        Body::Form { rows } => each_row(rows, run),
        Body::Multipart { parts } => {
            for part in parts {
                run(&mut part.name);
                run(&mut part.value);
                run(&mut part.media_type);
                part.file.iter_mut().for_each(&mut *run);
            }
        }
        Body::Graphql { query, variables } => {
            run(query);
            run(variables);
        }
        Body::File { path, media_type } => {
            run(path);
            run(media_type);
        }
    }
}

pub(crate) fn each_auth(auth: &mut Auth, run: &mut dyn FnMut(&mut String)) {
    match auth {
        Auth::Inherit | Auth::None => {}
        Auth::Basic { username, password } | Auth::Digest { username, password } => {
            run(username);
            run(password);
        }
        Auth::Bearer { token, prefix } => {
            run(token);
            run(prefix);
        }
        Auth::ApiKey { name, value, .. } => {
            run(name);
            run(value);
        }
        Auth::Oauth2(oauth) => {
            for text in [
                &mut oauth.authorization_url,
                &mut oauth.token_url,
                &mut oauth.refresh_url,
                &mut oauth.redirect_url,
                &mut oauth.client_id,
                &mut oauth.client_secret,
                &mut oauth.username,
                &mut oauth.password,
                &mut oauth.scopes,
                &mut oauth.access_token,
            ] {
                run(text);
            }
            each_row(&mut oauth.others, run);
        }
        Auth::AwsSigV4 {
            access_key_id,
            secret_access_key,
            session_token,
            region,
            service,
        } => {
            for text in [
                access_key_id,
                secret_access_key,
                session_token,
                region,
                service,
            ] {
                run(text);
            }
        }
        Auth::Other { fields, .. } => each_row(fields, run),
    }
}

pub(crate) fn each_row(rows: &mut [Row], run: &mut dyn FnMut(&mut String)) {
    for row in rows {
        run(&mut row.name);
        run(&mut row.value);
    }
}

/// Runs over every text of a collection that may hold a variable or a secret: examples, notes and
/// descriptions too.
pub(crate) fn each_collection_text(collection: &mut Collection, run: &mut dyn FnMut(&mut String)) {
    run(&mut collection.description);
    each_auth(&mut collection.auth, run);
    each_row(&mut collection.headers, run);
    each_variable(&mut collection.variables, run);
    for environment in &mut collection.environments {
        each_variable(&mut environment.variables, run);
    }
    for note in &mut collection.notes {
        run(&mut note.text);
    }
    each_item_text(&mut collection.items, run);
}

fn each_item_text(items: &mut [Item], run: &mut dyn FnMut(&mut String)) {
    for item in items {
        match item {
            Item::Folder(Folder {
                description,
                auth,
                headers,
                variables,
                notes,
                items,
                ..
            }) => {
                run(description);
                each_auth(auth, run);
                each_row(headers, run);
                each_variable(variables, run);
                notes.iter_mut().for_each(|note| run(&mut note.text));
                each_item_text(items, run);
            }
            Item::Request(request) => {
                run(&mut request.description);
                each_text(request, run);
                for field in &mut request.template {
                    run(&mut field.sample);
                    run(&mut field.description);
                }
                for example in &mut request.examples {
                    each_row(&mut example.headers, run);
                    run(&mut example.description);
                    run(&mut example.body);
                }
                request
                    .notes
                    .iter_mut()
                    .for_each(|note| run(&mut note.text));
            }
        }
    }
}

fn each_variable(variables: &mut [Variable], run: &mut dyn FnMut(&mut String)) {
    for variable in variables {
        run(&mut variable.value);
    }
}
