//! What there is to see, and who may see it.

use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value as Json};

use crate::answer::Answer;
use crate::encoding::Encoding;
use crate::packed::Packed;
use crate::{Runs, page};

/// What is served: the page, a list of lessons, courses of them, and runs.
#[derive(Debug)]
pub struct Site {
    lessons: Vec<Map<String, Json>>,
    courses: Json,
    runs: Runs,
    shown: Shown,
    made: Mutex<Made>,
}

/// What is made of the runs that there are, once and not for each who asks.
#[derive(Debug, Default)]
struct Made {
    /// Of which runs it was made: the tag of each that a lesson may have.
    runs: Vec<Option<String>>,
    /// How the runs look that were looked at, by their ids, with their tags.
    looks: BTreeMap<String, (String, Json)>,
    /// By their paths.
    answers: BTreeMap<&'static str, (&'static str, Packed)>,
}

/// How lessons and runs look, which a site does not know.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// A run in small, from what is in its file: what the list of lessons says of it as `thumbnail`.
    pub thumbnail: fn(&[u8]) -> Json,
    /// What stands in the page before its program runs: HTML, from the lists of lessons and of courses.
    pub front: fn(&Json, &Json) -> String,
}

/// What of a request decides the answer.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Question<'a> {
    pub method: &'a str,
    /// As it came, still with its percent signs; without what follows a `?`.
    pub path: &'a str,
    /// The header `Host`.
    pub host: Option<&'a str>,
    /// The header `Accept-Encoding`.
    pub accept_encoding: &'a str,
    /// The header `If-None-Match`.
    pub if_none_match: Option<&'a str>,
}

impl Site {
    /// A site with these lessons (the objects of `laneway list --json`; the site adds to each whether it
    /// has a run, and how that looks), these courses (what `laneway course --json` prints) and these runs.
    pub fn new(lessons: Vec<Map<String, Json>>, courses: Json, runs: Runs, shown: Shown) -> Self {
        Self {
            lessons,
            courses,
            runs,
            shown,
            made: Mutex::default(),
        }
    }

    pub(crate) fn answer(&self, question: &Question<'_>) -> Answer {
        if !question.host.is_none_or(is_safe_host) {
            return Answer::words(
                403,
                "Laneway answers only to localhost and to addresses in numbers, so that no other site can \
                 pass for it. Open it by the address that `laneway serve` printed.",
            );
        }
        if !matches!(question.method, "GET" | "HEAD") {
            let answer = Answer::words(405, "Laneway only shows: it takes GET and HEAD.");
            return Answer {
                allow: Some("GET, HEAD"),
                ..answer
            };
        }
        self.find(question).unless_known(question.if_none_match)
    }

    fn find(&self, question: &Question<'_>) -> Answer {
        let path = question.path;
        let encoding = Encoding::best(question.accept_encoding);
        let path = if path == "/index.html" { "/" } else { path };
        match self.made(path, encoding) {
            Ok(Some(answer)) => return answer,
            Ok(None) => {}
            Err(error) => return Answer::words(500, &format!("The page cannot be made: {error}.")),
        }
        match page::find(path) {
            Some(file) => return file_answer(file, encoding),
            None if path == "/" => {
                return Answer::new("text/html; charset=utf-8", page::NOT_BUILT.as_bytes());
            }
            None => {}
        }
        let run = path
            .strip_prefix("/runs/")
            .and_then(|name| name.strip_suffix(".lane"));
        match run.map(|id| self.runs.read(id)) {
            Some(Ok(Some(run))) => Answer {
                etag: Some(run.etag.into()),
                ..Answer::new("application/octet-stream", run.bytes)
            },
            Some(Err(error)) => Answer::words(500, &format!("The run cannot be read: {error}.")),
            Some(Ok(None)) => Answer::words(404, "There is no such run here."),
            None => Answer::words(404, "There is nothing here. The page is at /."),
        }
    }

    /// Makes what everybody asks for first, so that the first one does not wait for it.
    pub fn warm(&self) {
        // What cannot be made now is told to those who ask.
        let _ = self.made("/", Encoding::Identity);
    }

    /// What is made of the runs, if that is asked for.
    fn made(&self, path: &str, encoding: Encoding) -> io::Result<Option<Answer>> {
        if !matches!(path, "/" | LESSONS | COURSES) {
            return Ok(None);
        }
        // A poisoned lock only says that another answer failed.
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let runs = self.lessons.iter().flat_map(run_ids);
        let runs: Vec<Option<String>> = runs.map(|(_, id)| self.runs.etag(&id)).collect();
        if made.answers.is_empty() || made.runs != runs {
            made.answers = self.make(&mut made.looks)?;
            made.runs = runs;
        }
        let found = made.answers.get(path);
        Ok(found.map(|(content_type, packed)| packed.answer(content_type, encoding)))
    }

    /// The lists, and the page with what stands in it before its program runs.
    fn make(
        &self,
        looks: &mut BTreeMap<String, (String, Json)>,
    ) -> io::Result<BTreeMap<&'static str, (&'static str, Packed)>> {
        const JSON: &str = "application/json";
        let lessons = self.lessons(looks);
        let pack = |json: &Json| Packed::new(json.to_string().into_bytes());
        let mut answers = BTreeMap::from([
            (LESSONS, (JSON, pack(&lessons)?)),
            (COURSES, (JSON, pack(&self.courses)?)),
        ]);
        if let Some(index) = page::find("/") {
            let html = String::from_utf8_lossy(&index.inflated()?).into_owned();
            let front = (self.shown.front)(&lessons, &self.courses);
            let html = html.replacen(page::APP, &format!("{front}{}", page::APP), 1);
            answers.insert("/", (index.content_type(), Packed::new(html.into_bytes())?));
        }
        Ok(answers)
    }

    /// The list of lessons, each with `run`: true if there is a run of it now, and `thumbnail`: that run in small, or
    /// null. A variant has the id of its run, if
    /// there is one: `LESSON` with the defaults, and else `LESSON_VARIANT`.
    fn lessons(&self, looks: &mut BTreeMap<String, (String, Json)>) -> Json {
        let lessons = self.lessons.iter().map(|lesson| {
            let mut runs = run_ids(lesson);
            let variants = runs.split_off(1);
            let mut lesson = lesson.clone();
            for (_, id) in &runs {
                lesson.insert("run".to_owned(), self.runs.has(id).into());
                lesson.insert("thumbnail".to_owned(), self.thumbnail(id, looks));
            }
            for (variant, id) in variants {
                let run = Some(id).filter(|id| self.runs.has(id));
                lesson["variants"][variant]["run_id"] = run.into();
            }
            Json::Object(lesson)
        });
        lessons.collect()
    }

    /// A run in small, looked at when its file was first seen or has changed since.
    fn thumbnail(&self, id: &str, looks: &mut BTreeMap<String, (String, Json)>) -> Json {
        let Some(etag) = self.runs.etag(id) else {
            return Json::Null;
        };
        if let Some((_, look)) = looks.get(id).filter(|(known, _)| *known == etag) {
            return look.clone();
        }
        let look = match self.runs.read(id) {
            Ok(Some(run)) => (self.shown.thumbnail)(&run.bytes),
            Ok(None) | Err(_) => Json::Null,
        };
        looks.insert(id.to_owned(), (etag, look.clone()));
        look
    }
}

const LESSONS: &str = "/api/lessons.json";
const COURSES: &str = "/api/courses.json";

/// The ids of the runs that a lesson may have: its own first, then that of each variant, with the variant's number.
fn run_ids(lesson: &Map<String, Json>) -> Vec<(usize, String)> {
    let id = lesson.get("id").and_then(Json::as_str).unwrap_or_default();
    let variants = lesson.get("variants").and_then(Json::as_array);
    let variants = variants
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(number, variant)| {
            let has_parameters = variant["parameters"].as_object().is_some_and(|it| !it.is_empty());
            match variant["id"].as_str() {
                Some(name) if has_parameters => (number, format!("{id}_{name}")),
                _ => (number, id.to_owned()),
            }
        });
    std::iter::once((0, id.to_owned())).chain(variants).collect()
}

fn file_answer(file: &'static page::File, encoding: Encoding) -> Answer {
    let content_type = file.content_type();
    let answer = match encoding {
        Encoding::Brotli => Answer::new(content_type, file.brotli),
        Encoding::Gzip => Answer::new(content_type, file.gzip),
        Encoding::Identity => match file.inflated() {
            Ok(bytes) => Answer::new(content_type, bytes),
            Err(error) => return Answer::words(500, &format!("{}: {error}", file.name)),
        },
    };
    Answer {
        encoding,
        etag: Some(encoding.etag(file.hash).into()),
        ..answer
    }
}

/// True for `localhost` and for addresses in numbers, with or without a port. Whoever owns another name
/// can make it point here and have a browser ask us in the name of their own page ("DNS rebinding").
fn is_safe_host(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    name.eq_ignore_ascii_case("localhost") || bare.unwrap_or(name).parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn site(folder: &std::path::Path) -> Site {
        let lesson = |id: &str| Map::from_iter([("id".to_owned(), id.into())]);
        let lessons = ["deadlock", "ticket-lock"].map(lesson).into();
        let courses = Json::from_iter([Map::from_iter([("id".to_owned(), "all".into())])]);
        Site::new(lessons, courses, Runs::Folder(folder.into()), SHOWN)
    }

    const SHOWN: Shown = Shown {
        thumbnail: |run| run.len().into(),
        front: |lessons, courses| format!("<p>{} of {}</p>", lessons[0]["id"], courses[0]["id"]),
    };

    #[track_caller]
    fn check(question: &Question<'_>, status: u16, body: &str) {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("deadlock.lane"), "a run").expect("written");
        let answer = site(folder.path()).answer(question);
        assert_eq!(
            (answer.status, String::from_utf8_lossy(&answer.body).as_ref()),
            (status, body)
        );
    }

    fn get(path: &str) -> Question<'_> {
        Question {
            method: "GET",
            path,
            ..Question::default()
        }
    }

    #[test]
    fn lessons_say_whether_they_have_a_run() {
        check(
            &get("/api/lessons.json"),
            200,
            r#"[{"id":"deadlock","run":true,"thumbnail":5},{"id":"ticket-lock","run":false,"thumbnail":null}]"#,
        );
    }

    #[test]
    fn a_list_is_sent_in_every_encoding_with_a_tag_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = site(folder.path());
        let ask = |accept_encoding: &str, if_none_match: Option<&str>| {
            site.answer(&Question {
                accept_encoding,
                if_none_match,
                ..get("/api/lessons.json")
            })
        };
        let plain = ask("", None);
        let tag = |answer: &Answer| answer.etag.clone().expect("a tag").into_owned();
        let mut tags = vec![tag(&plain)];
        for (accepted, encoding) in [("br, gzip", Encoding::Brotli), ("gzip", Encoding::Gzip)] {
            let packed = ask(accepted, None);
            assert_eq!((packed.status, packed.encoding), (200, encoding));
            let mut unpacked = Vec::new();
            match encoding {
                Encoding::Brotli => {
                    brotli::BrotliDecompress(&mut &packed.body[..], &mut unpacked).expect("brotli");
                }
                _ => {
                    let mut gzip = flate2::read::GzDecoder::new(&packed.body[..]);
                    io::Read::read_to_end(&mut gzip, &mut unpacked).expect("gzip");
                }
            }
            assert_eq!(unpacked, *plain.body);
            assert_eq!(ask(accepted, Some(&tag(&packed))).status, 304);
            assert_eq!(ask("", Some(&tag(&packed))).status, 200, "another form of it");
            tags.push(tag(&packed));
        }
        tags.dedup();
        assert_eq!(tags.len(), 3);

        // A run that has come since changes the list, and its tag.
        std::fs::write(folder.path().join("deadlock.lane"), "a run").expect("written");
        assert_ne!(tag(&ask("", None)), tags[0]);
    }

    #[test]
    fn the_page_has_a_gallery_before_its_program_runs() {
        let folder = tempfile::tempdir().expect("a folder");
        let answer = site(folder.path()).answer(&get("/"));
        let html = String::from_utf8_lossy(&answer.body).into_owned();
        // A build without the page has none.
        if page::find("/").is_some() {
            assert!(
                html.contains("<p>\"deadlock\" of \"all\"</p><div id=\"app\">"),
                "{html}"
            );
        }
    }

    #[test]
    fn a_run_is_looked_at_again_when_it_has_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = site(folder.path());
        let look = || {
            let answer = site.answer(&get("/api/lessons.json"));
            let lessons: Json = serde_json::from_slice(&answer.body).expect("JSON");
            lessons[0]["thumbnail"].clone()
        };
        assert_eq!(look(), Json::Null);
        for run in ["a run", "a longer run"] {
            std::fs::write(folder.path().join("deadlock.lane"), run).expect("written");
            assert_eq!(look(), run.len());
            assert_eq!(look(), run.len());
        }
    }

    #[test]
    fn courses_are_those_that_were_given() {
        check(&get("/api/courses.json"), 200, r#"[{"id":"all"}]"#);
    }

    #[test]
    fn variants_have_the_ids_of_their_runs() {
        let folder = tempfile::tempdir().expect("a folder");
        for run in ["deadlock", "deadlock_two"] {
            std::fs::write(folder.path().join(format!("{run}.lane")), "a run").expect("written");
        }
        let variant = |id: &str, parameters| json!({"id": id, "parameters": parameters});
        let lesson = json!({"id": "deadlock", "variants": [
            variant("five", json!({})), variant("two", json!({"n": 2})), variant("seven", json!({"n": 7}))
        ]});
        let lesson = lesson.as_object().expect("an object").clone();
        let site = Site::new(
            vec![lesson],
            Json::Null,
            Runs::Folder(folder.path().into()),
            SHOWN,
        );
        let told = site.lessons(&mut BTreeMap::new());
        let runs = told[0]["variants"].as_array().expect("variants").iter();
        let runs: Vec<_> = runs.map(|variant| variant["run_id"].as_str()).collect();
        assert_eq!(runs, [Some("deadlock"), Some("deadlock_two"), None]);
    }

    #[test]
    fn runs_are_those_of_the_folder() {
        check(&get("/runs/deadlock.lane"), 200, "a run");
        let none = "There is no such run here.\n";
        check(&get("/runs/ticket-lock.lane"), 404, none);
        check(&get("/runs/../runs/deadlock.lane"), 404, none);
        check(&get("/runs/%2e%2e%2fdeadlock.lane"), 404, none);
        check(&get("/runs/.lane"), 404, none);
        let nothing = "There is nothing here. The page is at /.\n";
        check(&get("/runs/deadlock"), 404, nothing);
        check(&get("/etc/passwd"), 404, nothing);
        check(&get("*"), 404, nothing);
    }

    #[test]
    fn only_reading_is_allowed() {
        let post = Question {
            method: "POST",
            ..get("/api/lessons.json")
        };
        check(&post, 405, "Laneway only shows: it takes GET and HEAD.\n");
    }

    #[test]
    fn another_name_for_this_machine_is_refused() {
        let check = |host, expected| assert_eq!(is_safe_host(host), expected, "{host}");
        check("localhost", true);
        check("LocalHost:8377", true);
        check("127.0.0.1:8377", true);
        check("[::1]:8377", true);
        check("[::1]", true);
        check("192.168.1.20:8377", true);
        check("evil.example", false);
        check("evil.example:8377", false);
        check("127.0.0.1.evil.example:8377", false);
        check("localhost.evil.example", false);
        check("", false);
    }
}
