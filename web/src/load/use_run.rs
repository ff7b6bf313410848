//! The hook that loads a run and says how far it is.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::decode::Decoder;
use super::fetch::{Answer, Body, fetch};
use super::pause::Slices;
use super::{Run, Trouble, kept_files};

/// A file that the user opened. Files opened one after the other are told apart by `number`.
#[derive(Clone, Debug)]
pub struct Opened {
    pub number: u32,
    pub name: String,
    pub bytes: web_sys::Blob,
}

impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// Where a run comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The server's run of the lesson with this id.
    Lesson(String),
    /// The file that was opened last.
    File(Opened),
    /// The file of this name that was opened before, if the browser has kept it.
    Kept(Option<String>),
}

/// How far a run is.
#[derive(Clone, Debug)]
pub enum Loading {
    /// On its way: how much of the work is done, from 0 to 1.
    Under(f32),
    /// There.
    Ready(Rc<Run>),
    /// It will not come.
    Failed(Trouble),
}

/// Fetching and reading are this much of the bar, what the model does then is the rest; as measured on a
/// million events.
const READING: f32 = 0.7;

/// Loads the run from `source`; the callback stops it.
#[hook]
pub fn use_run(source: &Source) -> (Loading, Callback<()>) {
    let loading = use_state(|| Loading::Under(0.0));
    // True as long as the work that was started last is wanted.
    let wanted = use_mut_ref(|| Rc::new(Cell::new(false)));
    let setter = loading.setter();
    let current = wanted.clone();
    use_effect_with(source.clone(), move |source| {
        let mine = Rc::new(Cell::new(true));
        current.replace(mine.clone());
        setter.set(Loading::Under(0.0));
        let (source, alive) = (source.clone(), mine.clone());
        spawn_local(async move {
            let result = load(&source, &alive, &setter).await;
            if alive.replace(false) {
                setter.set(result.map_or_else(Loading::Failed, |run| Loading::Ready(Rc::new(run))));
            }
        });
        move || mine.set(false)
    });
    let setter = loading.setter();
    let stop = Callback::from(move |()| {
        if wanted.borrow().replace(false) {
            setter.set(Loading::Failed(Trouble::Stopped));
        }
    });
    ((*loading).clone(), stop)
}

async fn load(
    source: &Source,
    wanted: &Cell<bool>,
    setter: &UseStateSetter<Loading>,
) -> Result<Run, Trouble> {
    let mut shown = 0.0;
    // A step of a hundredth is as much as can be seen; every step renders.
    let mut progress = |done: f32| {
        if wanted.get() && done >= shown + 0.01 {
            shown = done;
            setter.set(Loading::Under(done));
        }
        wanted.get()
    };
    let (file, mut body) = match source {
        Source::Lesson(id) => match fetch(&format!("runs/{id}.lane")).await? {
            Answer::Body(body) => (id.clone(), body),
            Answer::Status(404) => return Err(Trouble::NoRun(id.clone())),
            Answer::Status(status) => return Err(Trouble::Status(status)),
        },
        Source::File(Opened { name, bytes, .. }) => (name.clone(), Body::of_file(name, bytes)),
        Source::Kept(None) => return Err(Trouble::NothingOpen),
        Source::Kept(Some(name)) => {
            let bytes = kept_files::kept(name).await;
            let bytes = bytes.ok_or_else(|| Trouble::NotKept(name.clone()))?;
            (name.clone(), Body::of_file(name, &bytes))
        }
    };
    let mut slices = Slices::new();
    let mut decoder = Decoder::new(&file);
    while let Some(bytes) = body.next().await? {
        decoder.feed(&bytes, &mut slices).await?;
        if !progress(READING * body.progress()) {
            body.cancel();
            return Err(Trouble::Stopped);
        }
    }
    let run = decoder
        .finish(&mut slices, |done| progress(READING + (1.0 - READING) * done))
        .await?;
    let id = match source {
        Source::Lesson(id) => Some(id.clone()),
        Source::File(_) | Source::Kept(_) => None,
    };
    Ok(Run { id, ..run })
}
