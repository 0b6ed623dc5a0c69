(() => {
  const group = document.getElementById('filter');
  const checks = [...document.querySelectorAll('details.check')];
  const shows = {
    All: () => true,
    'To do': (check) => !check.classList.contains('pass'),
    Passed: (check) => check.classList.contains('pass'),
  };
  const show = (name) => {
    for (const check of checks) check.hidden = !shows[name](check);
    for (const section of document.querySelectorAll('#checks section')) {
      section.hidden = !section.querySelector('details.check:not([hidden])');
    }
    for (const button of group.children) {
      button.setAttribute('aria-pressed', String(button.textContent.startsWith(name)));
    }
  };
  for (const name of Object.keys(shows)) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = `${name} (${checks.filter(shows[name]).length})`;
    button.addEventListener('click', () => show(name));
    group.append(button);
  }
  group.hidden = false;
  show('All');

  const reveal = () => {
    const check = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!check || !checks.includes(check)) return;
    show('All');
    check.open = true;
    check.scrollIntoView();
    check.querySelector('summary').focus({ preventScroll: true });
  };
  addEventListener('hashchange', reveal);
  reveal();
})();
