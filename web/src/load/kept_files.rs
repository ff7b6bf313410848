//! The files that the user opened, kept by the browser until they are forgotten, so that a reload and a link find
//! them again.
//!
//! They are in the browser's cache storage, which takes large files as they are. It exists where the page comes over
//! https, from loopback, or from the browser's own machine; elsewhere nothing is kept.

use js_sys::{Array, decode_uri_component, encode_uri_component};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Cache, Request, Response};

use crate::dom::window;

const STORE: &str = "laneway-files";
/// What stands before a file's name in its address, which nobody ever asks a server for.
const FOLDER: &str = "kept-files/";
/// Of more than so many, the one that was opened first is forgotten.
const MOST_FILES: usize = 12;

/// Keeps a file; one of the same name is replaced.
pub async fn keep(name: &str, file: &Blob) -> Result<(), JsValue> {
    let store = store().await?;
    let response = Response::new_with_opt_blob(Some(file))?;
    // A file that is put anew is the newest.
    JsFuture::from(store.delete_with_str(&address(name))).await?;
    JsFuture::from(store.put_with_str(&address(name), &response)).await?;
    let names = names_in(&store).await?;
    for name in names.iter().rev().skip(MOST_FILES) {
        JsFuture::from(store.delete_with_str(&address(name))).await?;
    }
    Ok(())
}

/// The file of this name, if it was kept.
pub async fn kept(name: &str) -> Option<Blob> {
    let found = JsFuture::from(store().await.ok()?.match_with_str(&address(name)))
        .await
        .ok()?;
    let found: Response = found.dyn_into().ok()?;
    JsFuture::from(found.blob().ok()?).await.ok()?.dyn_into().ok()
}

/// The names of the files that are kept, the one that was opened last first.
pub async fn names() -> Vec<String> {
    let names = async { names_in(&store().await?).await };
    let mut names = names.await.unwrap_or_default();
    names.reverse();
    names
}

/// Forgets a file.
pub async fn forget(name: &str) {
    if let Ok(store) = store().await {
        // What is not there is forgotten.
        let _ = JsFuture::from(store.delete_with_str(&address(name))).await;
    }
}

async fn store() -> Result<Cache, JsValue> {
    let caches = window().caches()?;
    if caches.is_undefined() {
        return Err(JsValue::UNDEFINED);
    }
    JsFuture::from(caches.open(STORE)).await?.dyn_into()
}

/// In the order in which they were put.
async fn names_in(store: &Cache) -> Result<Vec<String>, JsValue> {
    let requests: Array = JsFuture::from(store.keys()).await?.dyn_into()?;
    let name = |request: JsValue| {
        let address = request.dyn_into::<Request>().ok()?.url();
        let (_, name) = address.rsplit_once(FOLDER)?;
        decode_uri_component(name).ok().map(String::from)
    };
    Ok(requests.iter().filter_map(name).collect())
}

fn address(name: &str) -> String {
    format!("{FOLDER}{}", String::from(encode_uri_component(name)))
}
