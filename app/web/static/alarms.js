// A printer's alarms as sentences, for everybody who may see to them. Pure; `words` says the keys of [alarms].

/** Whether nobody has taken this alarm on yet. */
export function isLoud(alarm) {
  return alarm.acknowledged_at === null;
}

/** Whether an alarm is heard for the first time, or anew after it was taken on; `known` keeps the ids heard so far. */
export function rings(known, alarms) {
  for (const alarm of alarms) if (!isLoud(alarm)) known.delete(alarm.id);
  const fresh = alarms.filter((alarm) => isLoud(alarm) && !known.has(alarm.id));
  for (const { id } of fresh) known.add(id);
  return fresh.length > 0;
}

/** {what, since, advice}: what is the matter, since when, and what to do first. `clock` writes a time. */
export function alarmText(words, alarm, clock) {
  return {
    what: words(`alarm_${alarm.kind}`, { printer: alarm.printer, numbers: alarm.detail }),
    since: words("alarm_since", { time: clock(alarm.since) }),
    advice: words(`advice_${alarm.kind}`),
  };
}

/** "ditangani Siti pukul 08.42" for an alarm that somebody took on; `names` are those of the journal's actors. */
export function takenText(words, alarm, clock, names = {}) {
  const name = names[alarm.acknowledged_by];
  return words(name ? "alarm_taken_by" : "alarm_taken", { name, time: clock(alarm.acknowledged_at) });
}

/** The steps that lead out of a printer's state, in the order in which to try them; none while all is well. */
export function steps(words, state) {
  const key = `steps_${state}`;
  const text = words(key);
  return text === key ? [] : text.split("\n").filter(Boolean);
}
