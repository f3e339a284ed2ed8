/* Clock and calendar as people read them on a wall, in the mall's own time zone. Pure. */
var Antrean = Antrean || {};

Antrean.moments = (function () {
  'use strict';

  const formats = {};

  function format(locale, options) {
    const key = locale + JSON.stringify(options);
    if (!formats[key]) formats[key] = new Intl.DateTimeFormat(locale, options);
    return formats[key];
  }

  /* 08.42 in Indonesian, 08:42 in English; `at` in milliseconds since 1970. */
  function clock(at, language, zone) {
    const options = { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone };
    const text = format('en-GB', options).format(new Date(at));
    return language === 'id' ? text.replace(':', '.') : text;
  }

  /* Senin, 23 November 2026 */
  function day(at, language, zone) {
    const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: zone };
    return format(language === 'id' ? 'id-ID' : 'en-GB', options).format(new Date(at));
  }

  /* 1 for Monday to 7, in the mall's time zone. */
  function weekday(at, zone) {
    const name = format('en-GB', { weekday: 'short', timeZone: zone }).format(new Date(at));
    return ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(name) + 1;
  }

  return { clock, day, weekday };
})();
