(() => {
  'use strict';
  const root = document.documentElement;
  const editions = [...document.querySelectorAll('.edition')];
  const shown = () => editions.find((edition) => !edition.hidden);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Words are compared without case and accents.
  const plain = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  const texts = new WeakMap();
  const textOf = (element) => {
    if (!texts.has(element)) texts.set(element, plain(element.textContent));
    return texts.get(element);
  };
  const has = (element, words) => words.every((word) => textOf(element).includes(word));

  const searchSource = (source, words) => {
    const rows = all('[data-row]', source);
    const hits = words.length ? rows.filter((row) => has(row, words)) : rows;
    // Where no row alone has all the words, the whole table stays as it is.
    rows.forEach((row) => { row.hidden = hits.length > 0 && !hits.includes(row); });
  };

  const searchToc = (edition, words) => {
    all('.toc li', edition).forEach((entry) => {
      const link = entry.querySelector(':scope > a');
      const place = link && document.getElementById(link.getAttribute('href').slice(1));
      const isItem = place && place.matches('[data-item]');
      if (isItem) entry.hidden = words.length > 0 && place.hidden;
      if (entry.matches('.toc-group')) entry.hidden = words.length > 0;
    });
  };

  const search = (edition, query) => {
    const words = plain(query).split(/\s+/).filter(Boolean);
    let found = 0;
    all('[data-item]', edition).forEach((item) => {
      item.hidden = words.length > 0 && !has(item, words);
      if (!item.hidden) found += 1;
      if (!item.hidden && item.matches('.source')) searchSource(item, words);
    });
    all('[data-part]', edition).reverse().forEach((part) => {
      part.hidden = words.length > 0 && !part.querySelector('[data-item]:not([hidden])');
    });
    searchToc(edition, words);
    const result = edition.querySelector('.search-result');
    result.value = words.length === 0 ? '' : found === 0 ? result.dataset.nothing : `${found} ${result.dataset.found}`;
    edition.querySelector('.nothing').hidden = !(words.length > 0 && found === 0);
  };

  editions.forEach((edition) => {
    const field = edition.querySelector('.search-field');
    field.addEventListener('input', () => search(edition, field.value));
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') { field.value = ''; search(edition, ''); }
    });
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest('input, textarea, select');
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    shown().querySelector('.search-field').focus();
  });

  // A link leads to its place, whatever hides it: another language, or a search.
  const show = (edition) => {
    const before = shown();
    if (before === edition) return;
    const field = edition.querySelector('.search-field');
    field.value = before.querySelector('.search-field').value;
    editions.forEach((each) => { each.hidden = each !== edition; });
    root.lang = edition.dataset.language;
    document.title = edition.querySelector('.brand').textContent;
    search(edition, field.value);
  };
  const reveal = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    const edition = place.closest('.edition');
    show(edition);
    if (place.closest('[hidden]')) {
      edition.querySelector('.search-field').value = '';
      search(edition, '');
    }
    place.scrollIntoView();
  };
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    if (link.dataset.switch) {
      // The same place in the other language.
      event.preventDefault();
      const old = shown().dataset.language;
      const here = location.hash.startsWith(`#${old}-`) ? location.hash.slice(old.length + 2) : 'content';
      location.hash = `${link.dataset.switch}-${here}`;
      shown().querySelector(`[data-switch="${link.dataset.switch}"]`)?.focus({ preventScroll: true });
    } else if (link.getAttribute('href') === location.hash) {
      reveal();
    }
    const whole = link.closest('.toc-whole');
    if (whole && narrow.matches) whole.open = false;
  });
  window.addEventListener('hashchange', reveal);

  const narrow = window.matchMedia('(max-width: 62rem)');
  const fold = () => all('.toc-whole').forEach((toc) => { toc.open = !narrow.matches; });
  narrow.addEventListener('change', fold);
  fold();

  // Where the reader is.
  if ('IntersectionObserver' in window) {
    const links = new Map();
    all('.toc a').forEach((link) => links.set(link.getAttribute('href').slice(1), link));
    const observer = new IntersectionObserver((entries) => {
      entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
        const link = links.get(entry.target.id);
        if (!link) return;
        all('.toc a.here').forEach((each) => each.classList.remove('here'));
        link.classList.add('here');
      });
    }, { rootMargin: '-15% 0px -75% 0px' });
    all('main [id]').forEach((place) => { if (links.has(place.id)) observer.observe(place); });
  }

  const copyText = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
  };
  all('.copy').forEach((button) => {
    const name = button.textContent;
    button.addEventListener('click', async () => {
      await copyText(button.closest('.query').querySelector('pre').textContent);
      button.textContent = button.dataset.copied;
      button.classList.add('done');
      setTimeout(() => { button.textContent = name; button.classList.remove('done'); }, 1500);
    });
  });

  // The queries' window of time, in every language alike.
  const written = (day, format) => {
    const [year, month, date] = day.split('-');
    return format.replaceAll('%Y', year).replaceAll('%m', month).replaceAll('%d', date);
  };
  all('[data-bound]').forEach((input) => {
    input.addEventListener('input', () => {
      if (!input.value) return;
      const bound = input.dataset.bound;
      all(`[data-bound="${bound}"]`).forEach((other) => { if (other !== input) other.value = input.value; });
      all(`[data-day="${bound}"]`).forEach((day) => { day.textContent = written(input.value, day.dataset.format); });
    });
  });

  const remembered = () => { try { return localStorage.getItem('caseloom-theme'); } catch { return null; } };
  const remember = (theme) => { try { localStorage.setItem('caseloom-theme', theme); } catch { /* nowhere to keep it */ } };
  const theme = remembered();
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const isDark = () => (root.dataset.theme || (window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  all('.theme').forEach((button) => button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    remember(root.dataset.theme);
  }));
  // What is folded is printed, too.
  window.addEventListener('beforeprint', () => all('main details:not([open])').forEach((each) => {
    each.open = true;
    each.dataset.folded = '';
  }));
  window.addEventListener('afterprint', () => all('main details[data-folded]').forEach((each) => {
    each.open = false;
    delete each.dataset.folded;
  }));
  all('.print').forEach((button) => button.addEventListener('click', () => window.print()));

  if (location.hash) reveal();
})();
