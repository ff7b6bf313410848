// Chooses language and colours before anything is painted, and whether the gallery that stands in the page is what was
// asked for. The same rules as in web/src/settings.rs.
{
  const root = document.documentElement;
  const inCourse = document.currentScript.dataset.course;
  const kept = name => {
    try {
      return localStorage.getItem(`laneway-${name}`);
    } catch {
      return null;
    }
  };
  const [path, query] = location.hash.replace(/^#/, '').split('?');
  const asked = new URLSearchParams(query);
  const first = (known, ...wishes) => wishes.find(wish => known.includes(wish));
  const code = language => language?.split(/[-_.]/)[0].toLowerCase();
  const prefers = query => matchMedia(query).matches;

  const languages = [asked.get('lang'), kept('language'), navigator.language].map(code);
  root.lang = first(['en', 'zh'], ...languages) === 'zh' ? 'zh-Hans' : 'en';
  const preferred = prefers('(prefers-contrast: more)') ? 'contrast' : prefers('(prefers-color-scheme: dark)') ? 'dark' : 'light';
  root.dataset.theme = first(['light', 'dark', 'contrast'], asked.get('theme'), kept('theme'), preferred);

  const isGallery = path => !/^\/*(run\/+[^/]|beside\/+[^/]+\/+[^/]|file(\/|$))/.test(path);
  const course = asked.get('course') || kept('course') || inCourse;
  if (isGallery(path) && course === inCourse) root.dataset.front = '';
  // The way to a lesson, before the app runs.
  addEventListener('hashchange', () => delete root.dataset.front);
}
